"""Time and memory against the length of one text, each length in a fresh process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clock import alternate, fresh, medians, peak_memory
from contenders import BASE, EXTRACT, load_extract, load_jieba, load_rjieba
from texts import pieces

LOADERS = {EXTRACT: load_extract, BASE: load_jieba, "rjieba.cut": load_rjieba}
LENGTHS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
ONCE = 5_000_000  # from here on one round
WARM = 1000


@dataclass(frozen=True, slots=True)
class Size:
    """What a text of `characters` takes; `loaded` is the memory of the process before it, `peak` after it."""

    name: str
    characters: int
    microseconds: float  # of processor time for a character
    loaded: int
    peak: int


def measure(names: Sequence[str], lengths: Sequence[int], texts: Sequence[str], rounds: int) -> list[Size]:
    """The sizes of each of `names` (of LOADERS); short texts are as many as hold the same prose as a long one."""
    return [
        fresh(measure_one, name, length, pieces(texts, length), 1 if length >= ONCE else rounds)
        for length in lengths
        for name in names
    ]


def measure_one(name: str, length: int, texts: Sequence[str], rounds: int) -> Size:
    run = LOADERS[name]()
    run(texts[0][:WARM])
    loaded = peak_memory()
    took = medians(alternate({name: run}, texts, rounds))[name]
    return Size(name, length, took / sum(map(len, texts)) * 1e6, loaded, peak_memory())


def peak_with(packs: str | None, texts: Sequence[str]) -> int:
    """The peak memory in bytes of this process once the texts are extracted with the packs, None for all."""
    from kuji_ie import Extractor

    extractor = Extractor(packs)
    for text in texts:
        extractor.extract(text)
    return peak_memory()
