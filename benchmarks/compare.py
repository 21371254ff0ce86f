"""Two versions beside each other: `python benchmarks/compare.py OLD.json NEW.json`.

Prints OLD / NEW of every time and of every size of memory, so that above 1 the new version is the better one; of speeds
it is NEW / OLD. The speeds that count are those to jieba.lcut of the same run: they do not depend on the machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contenders import EXTRACT
from report import SCHEMA
from rich.console import Console
from show import table

WIDTH = 110  # of a table that goes to a file


def read_report(file: Path) -> dict[str, Any]:
    """The JSON of a run; ends the process where the file is none, and says what was expected."""
    try:
        report = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SystemExit(f"{file}: {error}") from error
    if not isinstance(report, dict) or report.get("schema") != SCHEMA:
        raise SystemExit(f"{file}: no {SCHEMA}; write one with python benchmarks/run.py --json FILE")
    return report


def figures(report: dict[str, Any]) -> Iterator[tuple[str, float, bool]]:
    """The name and number of each figure, and whether more of it is better."""
    for speed in report["speeds"]:
        if speed["name"] == EXTRACT:
            yield "extract, characters/s", speed["characters_per_second"], True
        yield f"extract to {speed['name']}", speed["extract_ratio"], True
    for stage in report["stages"]:
        yield f"stage: {stage['name']}, µs/character", stage["microseconds"], False
    for size in report["growth"]:
        if size["name"] == EXTRACT:
            yield f"{size['characters']:,} characters, µs/character", size["microseconds"], False
            yield f"{size['characters']:,} characters, peak MB", size["peak"] / 2**20, False
    if processes := report["processes"]:
        yield "pipe, two processes to one", processes["ratio"], True
        yield "pipe, start of two processes, s", processes["start"], False
        yield "pickled results, bytes for a character", processes["pickled"], False
    for start in report["start"]:
        yield f"start: {start['name']}, s", start["seconds"], False
        yield f"start: {start['name']}, to jieba", start["ratio"], False


def rows(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """A row for each figure that both have; a figure of nothing (a stage that took no time) has no ratio."""
    before = {name: value for name, value, _ in figures(old)}
    for name, value, more in figures(new):
        if name not in before:
            continue
        above, below = (value, before[name]) if more else (before[name], value)
        yield name, f"{before[name]:,.3f}", f"{value:,.3f}", f"{above / below:.2f}" if below else ""


def main(old_file: str, new_file: str) -> None:
    old, new = read_report(Path(old_file)), read_report(Path(new_file))
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    if (old["texts"], old["characters"]) != (new["texts"], new["characters"]):
        console.print("The texts differ: only the ratios to other contenders can be compared.")
    if old["machine"]["processor"] != new["machine"]["processor"]:
        console.print("The processors differ: only the ratios to other contenders can be compared.")
    title = f"kuji_ie {old['machine']['kuji_ie']} and {new['machine']['kuji_ie']}: above 1.00 the new one is better"
    console.print(table(title, ("", "old", "new", "better by"), list(rows(old, new))))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: python benchmarks/compare.py OLD.json NEW.json")
    main(*sys.argv[1:])
