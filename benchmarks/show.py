"""The tables that a run prints."""

from __future__ import annotations

from collections.abc import Sequence

from report import Report
from rich.console import Console
from rich.table import Table

MB = 2**20


def show(report: Report, console: Console) -> None:
    machine = report.machine
    console.print(
        f"kuji_ie {machine.kuji_ie}, Python {machine.python}, {machine.processor}, {machine.cores} cores (load {machine.load});"
        f" {report.texts} texts, {report.characters:,} characters"
    )
    if report.speeds:
        rows = [
            (
                s.name,
                f"{s.characters:,}",
                f"{s.rounds}",
                f"{s.characters_per_second:,.0f}",
                f"{s.ratio:.2f}",
                f"{s.extract_ratio:.2f}",
            )
            for s in report.speeds
        ]
        heads = ("", "characters", "rounds", "characters/s", "to jieba", "extract to it")
        console.print(table("Throughput: processor time, each ratio taken on the same texts", heads, rows))
    for one in report.missing:
        console.print(f"left out: {one.name}: {one.reason}", highlight=False)
    if report.stages:
        rows = [(s.name, f"{s.microseconds:.3f}", f"{s.share:.1%}") for s in report.stages]
        total = sum(stage.microseconds for stage in report.stages)
        rows.append(("together, with the clocks", f"{total:.3f}", ""))
        console.print(table("Stages of extract", ("", "µs/character", "share"), rows))
    if report.growth:
        rows = [
            (
                s.name,
                f"{s.characters:,}",
                f"{s.microseconds:.3f}",
                f"{s.loaded / MB:.0f}",
                f"{s.peak / MB:.0f}",
            )
            for s in sorted(report.growth, key=lambda size: (size.name, size.characters))
        ]
        heads = ("", "characters", "µs/character", "MB loaded", "MB peak")
        console.print(table("One text of growing length, a fresh process each", heads, rows))
    if report.processes:
        p = report.processes
        rows = [
            (f"pipe of {p.characters:,} characters, one process", f"{p.one:.2f} s"),
            ("the same, two processes", f"{p.two:.2f} s"),
            ("times as fast", f"{p.ratio:.2f}"),
            ("start of two processes", f"{p.start:.2f} s"),
            ("pickled results, bytes for a character", f"{p.pickled:.1f}"),
            ("dumps and loads, to the time of extract", f"{p.dumps:.1%} {p.loads:.1%}"),
            ("results those of single calls", "yes" if p.same else "NO"),
        ]
        console.print(table("Processes: the wall clock", ("", ""), rows))
    if report.start:
        rows = [(s.name, f"{s.seconds:.2f}", f"{s.ratio:.2f}", f"{s.peak / MB:.0f}") for s in report.start]
        console.print(table("Cold start: the wall clock", ("", "seconds", "to jieba", "MB peak"), rows))
    rows = [
        (
            bar.claim,
            f"{'at most' if bar.most else 'at least'} {bar.wanted:g}",
            f"{bar.measured:.2f}",
            "yes" if bar.holds else "no",
        )
        for bar in report.bars()
    ]
    if rows:
        console.print(table("Bars", ("", "wanted", "measured", "holds"), rows))


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    made = Table(*heads[:1], title=title, title_justify="left", show_edge=False, box=None, min_width=60)
    for head in heads[1:]:
        made.add_column(head, justify="right")
    for row in rows:
        made.add_row(*row)
    return made
