"""Cold start: `python -c` with the import alone, and with a first result; that of jieba beside it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

SENTENCE = "全年新增国家高新技术企业48家。"
FIRST, JIEBA = "kuji_ie, first result", "jieba, first result"
CODES = {
    "python alone": "pass",
    "kuji_ie, import": "import kuji_ie",
    FIRST: f"from kuji_ie import extract; extract('{SENTENCE}')",
    JIEBA: f"import jieba; jieba.lcut('{SENTENCE}')",
}
PEAK = "; import sys; sys.path.insert(0, {folder!r}); import clock; print(clock.peak_memory())"


@dataclass(frozen=True, slots=True)
class Start:
    name: str
    seconds: float  # of the wall clock
    ratio: float  # to jieba
    peak: int  # bytes


def measure(rounds: int) -> list[Start]:
    """The medians of alternating rounds; a first one, that fills caches (of Python, of jieba), does not count."""
    peaks = {
        name: int(run(code + PEAK.format(folder=sys.path[0])).split()[-1]) for name, code in CODES.items()
    }
    times = [{name: timed(code) for name, code in CODES.items()} for _ in range(rounds)]
    return [
        Start(
            name,
            statistics.median(one[name] for one in times),
            statistics.median(one[name] / one[JIEBA] for one in times),
            peaks[name],
        )
        for name in CODES
    ]


def timed(code: str) -> float:
    start = time.perf_counter()
    run(code)
    return time.perf_counter() - start


def run(code: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
