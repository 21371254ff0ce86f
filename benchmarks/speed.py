"""Speed of `extract` beside plain segmenters on the same texts: `python benchmarks/speed.py [PATH…]`.

A PATH is a text file or a folder of .txt files (default: seeds/). The rounds alternate in one process, so
that a slow moment of the machine meets all alike; the figures are medians. Loading is not counted.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba
import rjieba

from kuji_ie import extract

ROUNDS = 7
SEEDS = Path(__file__).parents[1] / "seeds"
CONTENDERS: dict[str, Callable[[str], object]] = {
    "kuji_ie.extract": extract,
    "jieba.lcut": jieba.lcut,
    "rjieba.cut": rjieba.cut,
}


def read_texts(paths: list[Path]) -> list[str]:
    """The texts of the files, and of the .txt files right in the folders, in the order of their names."""
    files = [file for path in paths for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]
    return [file.read_text("utf-8") for file in files]


def seconds(run: Callable[[str], object], texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        run(text)
    return time.perf_counter() - start


def main(paths: list[Path]) -> None:
    texts = read_texts(paths)
    characters = sum(map(len, texts))
    if not characters:
        sys.exit("no text to time: name files or folders of .txt files")
    jieba.setLogLevel("WARNING")
    for run in CONTENDERS.values():
        seconds(run, texts[:1])  # dictionaries are loaded now
    rounds = [{name: seconds(run, texts) for name, run in CONTENDERS.items()} for _ in range(ROUNDS)]
    print(f"{len(texts)} texts, {characters:,} characters, median of {ROUNDS} rounds")
    for name in CONTENDERS:
        speed = statistics.median(characters / times[name] for times in rounds)
        ratio = statistics.median(times["jieba.lcut"] / times[name] for times in rounds)
        print(f"{name:<16} {speed:>12,.0f} characters/s {ratio:>8.2f} x jieba.lcut")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [SEEDS])
