"""What all packs cost beside core alone: `python benchmarks/packs.py [PATH…]`.

A PATH is a text file or a folder of .txt files (default: seeds/). Speed: rounds alternate in one process, the
ratio of the medians counts. Memory: the peak of a fresh process that loads the packs and extracts the texts,
the larger of two.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path

from clock import peak_memory as peak_of_this
from clock import seconds
from texts import read_texts

from kuji_ie import Extractor

ROUNDS = 15
PACKS = {"core": "core", "all packs": None}
MEMORY = "--memory"


def peak_memory(name: str, paths: list[str]) -> int:
    """The peak memory in bytes of a process that extracts the texts with the packs called `name`."""
    command = [sys.executable, __file__, MEMORY, name, *paths]
    return max(int(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(2))


def print_peak(name: str, texts: list[str]) -> None:
    """Extract the texts and print the peak memory of this process in bytes."""
    extractor = Extractor(PACKS[name])
    for text in texts:
        extractor.extract(text)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak if sys.platform == "darwin" else peak * 1024)


def main(paths: list[str]) -> None:
    texts = read_texts([Path(path) for path in paths])
    memory = {
        name: peak_memory(name, paths) for name in PACKS
    }  # first: a process inherits the peak of its parent
    extractors = {name: Extractor(packs) for name, packs in PACKS.items()}
    for extractor in extractors.values():
        seconds(extractor.extract, texts)  # dictionaries and automata are built now
    rounds = [
        {name: seconds(extractor.extract, texts) for name, extractor in extractors.items()}
        for _ in range(ROUNDS)
    ]
    speed = {name: statistics.median(times[name] for times in rounds) for name in PACKS}
    print(f"{len(texts)} texts, {sum(map(len, texts)):,} characters, median of {ROUNDS} rounds")
    print(f"{'':<12} {'entries':>8} {'seconds':>8} {'ratio':>6} {'MB':>6} {'ratio':>6}")
    for name, extractor in extractors.items():
        time_ratio, memory_ratio = speed[name] / speed["core"], memory[name] / memory["core"]
        print(
            f"{name:<12} {len(extractor.lexicon):>8} {speed[name]:>8.3f} {time_ratio:>6.2f}"
            f" {memory[name] / 2**20:>6.0f} {memory_ratio:>6.2f}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == [MEMORY]:
        print_peak(sys.argv[2], read_texts([Path(path) for path in sys.argv[3:]]))
    else:
        main(sys.argv[1:] or [str(SEEDS)])
