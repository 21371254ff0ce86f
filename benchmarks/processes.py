"""`pipe` with one process and with two, and what more than one costs: their start, and results on their way."""

from __future__ import annotations

import pickle
import statistics
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SHORT = "新认定省科小391家。"


@dataclass(frozen=True, slots=True)
class Processes:
    """Seconds are of the wall clock; `ratio` is how many times as fast two processes are.

    `start` is the time from asking for two processes to their first results, `pickled` the bytes of the results for a
    character of text, `dumps` and `loads` the processor time of that beside the time of `extract`. `same` says that
    two processes and single calls gave equal results.
    """

    characters: int
    one: float
    two: float
    ratio: float
    start: float
    pickled: float
    dumps: float
    loads: float
    same: bool


def measure(texts: Sequence[str], characters: int, rounds: int) -> Processes:
    """Time texts that come again and again until they have `characters`; for a process of its own."""
    from kuji_ie import Extractor

    extractor = Extractor()
    results = [extractor.extract(text) for text in texts]
    many = list(texts) * max(1, characters // sum(map(len, texts)))

    def pipe(texts: Sequence[str], processes: int) -> float:
        start = time.perf_counter()
        deque(extractor.pipe(texts, n_process=processes), maxlen=0)
        return time.perf_counter() - start

    same = list(extractor.pipe(texts, n_process=2, batch_size=1)) == results
    pairs = [(pipe(many, 1), pipe(many, 2)) for _ in range(rounds)]
    start = statistics.median(pipe([SHORT] * 2, 2) for _ in range(3))
    data = pickle.dumps(results, pickle.HIGHEST_PROTOCOL)
    extracting = busy(lambda: [extractor.extract(text) for text in texts])
    return Processes(
        characters=sum(map(len, many)),
        one=statistics.median(one for one, _ in pairs),
        two=statistics.median(two for _, two in pairs),
        ratio=statistics.median(one / two for one, two in pairs),
        start=start,
        pickled=len(data) / sum(map(len, texts)),
        dumps=busy(lambda: pickle.dumps(results, pickle.HIGHEST_PROTOCOL)) / extracting,
        loads=busy(lambda: pickle.loads(data)) / extracting,
        same=same,
    )


def busy(work: Callable[[], object]) -> float:
    """The processor time of `work`, the median of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)
