"""What all packs cost beside core alone: `python benchmarks/packs.py [PATH…]`.

A PATH is a text file or a folder of .txt files (default: seeds/). Speed: rounds alternate in one process, the
ratio of the medians counts. Memory: the peak of a fresh process that loads the packs and extracts the texts,
the larger of two.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from clock import alternate, fresh, medians
from growth import peak_with
from texts import read_texts

from kuji_ie import Extractor

ROUNDS = 15
PACKS = {"core": "core", "all packs": None}


def main(paths: Sequence[str]) -> None:
    texts = read_texts(paths)
    memory = {name: max(fresh(peak_with, packs, texts) for _ in range(2)) for name, packs in PACKS.items()}
    extractors = {name: Extractor(packs) for name, packs in PACKS.items()}
    runs = {name: extractor.extract for name, extractor in extractors.items()}
    alternate(runs, texts, 1)  # dictionaries and automata are built now
    speed = medians(alternate(runs, texts, ROUNDS))
    print(f"{len(texts)} texts, {sum(map(len, texts)):,} characters, median of {ROUNDS} rounds")
    print(f"{'':<12} {'entries':>8} {'seconds':>8} {'ratio':>6} {'MB':>6} {'ratio':>6}")
    for name, extractor in extractors.items():
        time_ratio, memory_ratio = speed[name] / speed["core"], memory[name] / memory["core"]
        print(
            f"{name:<12} {len(extractor.lexicon):>8} {speed[name]:>8.3f} {time_ratio:>6.2f}"
            f" {memory[name] / 2**20:>6.0f} {memory_ratio:>6.2f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
