"""SDMX-CSV 2.0, the CSV of SDMX 3.0, and the structure message that goes with it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from kuji_ie.export.sdmx_components import Component, Point, code_lists, components
from kuji_ie.export.sdmx_points import figures, point, source_key

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction
    from kuji_ie.models import Observation

AGENCY, DATAFLOW, VERSION = "KUJI_IE", "OBSERVATIONS", "1.0.0"
TARGET = ("dataflow", f"{AGENCY}:{DATAFLOW}({VERSION})", "I")  # I: the rows inform, they change nothing


def _getter(columns: Iterable[Component]) -> attrgetter[Any]:
    return attrgetter(*(column.id.lower() for column in columns))


CELLS = _getter(components())
KEY = _getter(c for c in components() if c.is_key and c.id != "OCCURRENCE")
TOLD = _getter(c for c in components() if not (c.is_key or c.part.is_evidence))  # of that key


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An observation that SDMX has no place for: its source, its id and why."""

    source: str | None
    observation: str
    reason: Literal["no figure", "no period", "its period ends before it starts"]

    def __str__(self) -> str:
        return f"{self.source or '-'} {self.observation}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: its rows, how many figures were said again and stand there once, and what was left out."""

    rows: int = 0
    repeated: int = 0
    left_out: tuple[LeftOut, ...] = ()


def write_sdmx_csv(stream: IO[str], results: Iterable[Extraction]) -> Written:
    """Write each figure of each observation as a row, result by result.

    全年高新技术产业投资达17.96亿元,增长31.9%,增速居杭州第3位 is three rows: VALUE, YOY and RANK. A key stands once in a
    file: the same figure said again is written once, another one of the same key gets the next OCCURRENCE.

    An observation without a period is left out, as SDMX knows none without TIME_PERIOD and nothing is guessed; it is
    named in what is returned. Numbers are in base units, falls negative, offsets code points, half open.
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("STRUCTURE", "STRUCTURE_ID", "ACTION", *(c.id for c in components())))
    rows = repeated = 0
    left_out: list[LeftOut] = []
    taken: dict[str, int] = {}
    for result in results:
        source = _once(source_key(result.source), taken)
        found = [one for o in result.observations for one in _points(result, source, o, left_out)]
        kept = list(_distinct(found))
        writer.writerows((*TARGET, *CELLS(one)) for one in kept)
        rows += len(kept)
        repeated += len(found) - len(kept)
    return Written(rows, repeated, tuple(left_out))


def _once(source: str, taken: dict[str, int]) -> str:
    """The name of a source, with #2 after it where another one had it: files of two folders may share theirs."""
    name = source
    while name in taken:
        taken[source] += 1
        name = f"{source}#{taken[source]}"
    taken[name] = 1
    return name


def _points(result: Extraction, source: str, o: Observation, left_out: list[LeftOut]) -> Iterator[Point]:
    """The rows of one observation; one that has none goes to `left_out`."""
    told = list(figures(o))
    if not told:
        left_out.append(LeftOut(result.source, o.id, "no figure"))
    elif o.period is None:
        left_out.append(LeftOut(result.source, o.id, "no period"))
    elif o.period.end < o.period.start:
        left_out.append(LeftOut(result.source, o.id, "its period ends before it starts"))
    else:
        yield from (point(result, source, o, o.period, figure) for figure in told)


def _distinct(points: Iterable[Point]) -> Iterator[Point]:
    """Each thing that is told of a key once, counted by its occurrence."""
    told: defaultdict[Any, set[Any]] = defaultdict(set)
    for one in points:
        before, this = told[KEY(one)], TOLD(one)
        if this not in before:
            before.add(this)
            yield replace(one, occurrence=str(len(before))) if len(before) > 1 else one


def structure() -> str:
    """The structure message (SDMX-ML 3.0) of every file that `write_sdmx_csv` writes.

    Dataflow `KUJI_IE:OBSERVATIONS(1.0.0)` with its data structure, concepts and code lists; always the same text.
    """
    from jinja2 import Environment, StrictUndefined

    template = files("kuji_ie.export").joinpath("sdmx_structure.xml").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(template).render(
        agency=AGENCY, dataflow=DATAFLOW, version=VERSION, components=components(), code_lists=code_lists()
    )


def structure_path(path: Path) -> Path:
    """Where the structure message of a file goes: panel.structure.xml beside panel.csv."""
    return path.with_suffix(".structure.xml")
