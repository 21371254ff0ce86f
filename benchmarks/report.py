"""The results of one run: what was measured where, the bars, and the JSON of all that. No path, host or user is in it."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from contenders import EXTRACT, TIME, TOGETHER, Missing, Speed
from growth import Size
from processes import Processes
from stages import Stage
from start import FIRST, Start

SCHEMA = "kuji-ie-benchmark/1"
LIBRARIES = (
    "jieba",
    "rjieba",
    "ahocorasick-rs",
    "rapidfuzz",
    "jionlp",
    "recognizers-text-suite",
    "spacy",
    "spacy-pkuseg",
)
CPU = Path("/proc/cpuinfo")  # of Linux
SHORT, MILLION, LONG = 10_000, 1_000_000, 10_000_000


@dataclass(frozen=True, slots=True)
class Machine:
    kuji_ie: str
    python: str
    system: str
    processor: str
    cores: int
    load: float | None  # of the last minute, before the run; None where the system does not tell
    libraries: dict[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """A claim with the number that it asks for and the one measured; at least that, or with `most` at most."""

    claim: str
    wanted: float
    measured: float
    most: bool = False

    @property
    def holds(self) -> bool:
        return self.measured <= self.wanted if self.most else self.measured >= self.wanted


@dataclass(frozen=True, slots=True)
class Report:
    """Parts that were not asked for are empty."""

    machine: Machine
    texts: int
    characters: int
    speeds: Sequence[Speed] = ()
    missing: Sequence[Missing] = ()
    stages: Sequence[Stage] = ()
    growth: Sequence[Size] = ()
    processes: Processes | None = None
    start: Sequence[Start] = ()

    def to_json(self) -> str:
        bars = [{**asdict(bar), "holds": bar.holds} for bar in self.bars()]
        return json.dumps({"schema": SCHEMA, **asdict(self), "bars": bars}, ensure_ascii=False, indent=1)

    def bars(self) -> list[Bar]:
        """What the project asks of itself, as far as it was measured."""
        speeds = {speed.name: speed for speed in self.speeds}
        sizes = {size.characters: size for size in self.growth if size.name == EXTRACT}
        starts = {start.name: start for start in self.start}
        bars = []
        if EXTRACT in speeds:
            bars.append(Bar("extract, times as fast as jieba.lcut", 1, speeds[EXTRACT].ratio))
        if TIME in speeds:
            bars.append(Bar(f"extract, times as fast as {TIME}", 5, speeds[TIME].extract_ratio))
        if TOGETHER in speeds:
            bars.append(Bar(f"extract, times as fast as {TOGETHER}", 100, speeds[TOGETHER].extract_ratio))
        longest = max(sizes, default=0)
        if SHORT in sizes and longest > SHORT:
            grown = sizes[longest].microseconds / sizes[SHORT].microseconds
            bars.append(
                Bar(f"time for a character at {longest:,} to that at {SHORT:,}", 1.2, grown, most=True)
            )
        if MILLION in sizes:
            bars.append(Bar(f"peak memory at {MILLION:,}, MB", 400, sizes[MILLION].peak / 2**20, most=True))
        if self.processes:
            bars.append(Bar("pipe, two processes to one", 1.8, self.processes.ratio))
            bars.append(Bar("pipe, results those of single calls", 1, float(self.processes.same)))
        if FIRST in starts:
            bars.append(
                Bar("cold start to the first result, to jieba's", 1.5, starts[FIRST].ratio, most=True)
            )
        return bars


def this_machine() -> Machine:
    return Machine(
        kuji_ie=version(),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        processor=processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        load=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        libraries=dict(installed(LIBRARIES)),
    )


def version() -> str:
    from kuji_ie import __version__

    return __version__


def processor() -> str:
    lines = CPU.read_text("utf-8", "replace").splitlines() if CPU.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, "") or platform.processor() or sys.platform


def installed(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in names:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
