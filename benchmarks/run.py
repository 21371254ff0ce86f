"""The benchmark of kuji_ie: `python benchmarks/run.py [PATH…] [--json FILE] [--plot FILE]`; see the README beside."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report import Report

WIDTH = 110  # of tables that go to a file
PARTS = ("start", "growth", "processes", "stages", "contenders")


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is run: rounds, characters of the sample for slow contenders and of `pipe`, lengths of one text."""

    rounds: int
    slow_rounds: int  # of slow contenders, of the start
    few_rounds: int  # of long texts: growth, processes, stages
    sample: int
    piped: int
    longest: int


USUAL = Effort(rounds=5, slow_rounds=3, few_rounds=2, sample=30_000, piped=1_000_000, longest=1_000_000)
QUICK = Effort(rounds=1, slow_rounds=1, few_rounds=1, sample=1_000, piped=1, longest=1_000)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py", description="Time kuji_ie beside others, on the same texts."
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a text file or a folder of .txt files (seeds/)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures, for compare.py")
    parser.add_argument(
        "--plot", type=Path, metavar="FILE", help="write the plot, .png or .svg (needs matplotlib)"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="only these")
    parser.add_argument(
        "--rounds", type=int, metavar="N", help=f"rounds of the quick contenders ({USUAL.rounds})"
    )
    parser.add_argument(
        "--long", action="store_true", help="grow to ten million characters: some minutes, 2 GB"
    )
    parser.add_argument(
        "--quick", action="store_true", help="one round of little: whether it runs, not how fast"
    )
    parser.add_argument(
        "--pkuseg", default="", metavar="MODEL", help="name (downloaded) or folder of a pkuseg model"
    )
    return parser.parse_args(given)


def main() -> int:
    """0 where all was measured that was asked for, 1 where a stage is not to be found."""
    asked = arguments()
    effort = QUICK if asked.quick else USUAL
    effort = replace(
        effort, rounds=asked.rounds or effort.rounds, longest=10_000_000 if asked.long else effort.longest
    )
    import growth
    import processes
    import stages
    import start
    from clock import fresh
    from contenders import BASE, EXTRACT, Contender, contenders, measure
    from report import Report, this_machine
    from texts import read_texts

    texts, failed = read_texts(asked.paths), 0
    report = Report(this_machine(), len(texts), sum(map(len, texts)))
    for part in PARTS:  # the contenders last: their libraries fill this process
        if part not in asked.parts:
            continue
        print(f"{part} …", file=sys.stderr, flush=True)
        if part == "start":
            report = replace(report, start=start.measure(effort.slow_rounds))
        elif part == "growth":
            names = [EXTRACT] if asked.quick else list(growth.LOADERS)
            lengths = [length for length in growth.LENGTHS if length <= effort.longest]
            report = replace(report, growth=growth.measure(names, lengths, texts, effort.few_rounds))
        elif part == "processes":
            report = replace(
                report, processes=fresh(processes.measure, texts, effort.piped, effort.few_rounds)
            )
        elif part == "stages":
            try:
                report = replace(report, stages=fresh(stages.measure, texts, effort.few_rounds))
            except stages.StageGone as error:
                print(error, file=sys.stderr)
                failed = 1
        else:
            entrants: list[Contender] = contenders(asked.pkuseg)
            if asked.quick:
                entrants = [entrant for entrant in entrants if entrant.name in (EXTRACT, BASE)]
            speeds, missing = measure(entrants, texts, effort.rounds, effort.slow_rounds, effort.sample)
            report = replace(report, speeds=speeds, missing=missing)
    publish(report, asked.json, asked.plot)
    return failed


def publish(report: Report, json: Path | None, plot: Path | None) -> None:
    """Print the tables; write the files that were asked for."""
    from rich.console import Console
    from show import show

    show(report, Console(width=None if sys.stdout.isatty() else WIDTH))
    if json:
        json.write_text(report.to_json() + "\n", "utf-8")
    if plot:
        from plot import draw

        draw(report, plot)


if __name__ == "__main__":
    sys.exit(main())
