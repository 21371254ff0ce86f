"""The stages of `extract`: how long each takes for a character.

The callables of STAGES are wrapped with a clock while the benchmark runs; the library has no code for it. A stage
that another calls is not counted twice: each has the time of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

REST = "the rest"

# the name of the stage | the module, or an attribute of the extractor (_grids) | the callable there
STAGES = (
    ("find tables", "_grids", "find"),
    ("clean", "kuji_ie.extractor", "clean"),
    ("read numbers and periods", "kuji_ie.extractor", "read"),
    ("understand the document", "kuji_ie.extractor", "understand"),
    ("find names", "_names", "find"),
    ("find arguments", "_arguments", "find"),
    ("segment and tag", "_tokenizer", "cut"),
    ("mark the tokens", "", "_tokens"),
    ("assemble", "_assembler", "assemble"),
    ("find subjects", "kuji_ie.extractor", "find_subjects"),
    ("place and time", "_placing", "carried"),
    ("cues of place and time", "_placing", "cues"),
    ("observe", "_observer", "observe"),
    ("link metrics", "_observer._linker", "link"),
    ("observe tables", "_grids", "observe"),
    ("awards", "_names", "awards"),
    ("names beside", "_places", "beside"),
    ("account for numbers", "kuji_ie.extractor", "account"),
)  # fmt: skip


class StageGone(Exception):
    """A row of STAGES that names nothing in this version of kuji_ie."""


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    microseconds: float  # for a character
    share: float  # of the whole


class Clock:
    """Adds up the time of each stage, less that of the stages it calls."""

    def __init__(self) -> None:
        self.times: dict[str, int] = {}
        self._inside = [0]  # for each stage under way, the time of what it has called

    def around(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        now, times, inside = time.perf_counter_ns, self.times, self._inside
        times[name] = 0

        def timed(*arguments: Any, **named: Any) -> Any:
            inside.append(0)
            start = now()
            result = work(*arguments, **named)
            took = now() - start
            times[name] += took - inside.pop()
            inside[-1] += took
            return result

        return timed


def measure(texts: Sequence[str], rounds: int) -> list[Stage]:
    """The time of each stage over all rounds. It wraps the library for good: for a process of its own.

    Raises `StageGone` for a row of STAGES that names nothing.
    """
    from kuji_ie import Extractor

    extractor, clock = Extractor(), Clock()
    for text in texts:
        extractor.extract(text)
    for name, place, attribute in STAGES:
        wrap(clock, extractor, name, place, attribute)
    whole = clock.around(REST, extractor.extract)
    for _ in range(rounds):
        for text in texts:
            whole(text)
    characters, total = rounds * sum(map(len, texts)), sum(clock.times.values())
    return [Stage(name, took / 1000 / characters, took / total) for name, took in clock.times.items()]


def wrap(clock: Clock, extractor: Any, name: str, place: str, attribute: str) -> None:
    """Put the clock around the callable of one row of STAGES."""
    holder = owner(extractor, name, place, attribute)
    setattr(holder, attribute, clock.around(name, getattr(holder, attribute)))


def owner(extractor: Any, name: str, place: str, attribute: str) -> Any:
    """What has the callable of a row: a module, or the class of an object, as objects with slots take no new attribute.

    Raises `StageGone` where there is none.
    """
    found = extractor
    if place.startswith("kuji_ie."):
        found = import_module(place)
    else:
        for step in filter(None, place.split(".")):
            found = getattr(found, step, None)
        found = type(found)
    if not hasattr(found, attribute):
        where = place or "the extractor"
        raise StageGone(f"{name}: {where} has no {attribute}; mend STAGES in benchmarks/stages.py")
    return found
