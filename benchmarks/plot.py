"""The plot of a run: the throughput of each contender, and time against length."""

from __future__ import annotations

from pathlib import Path

from contenders import BASE, EXTRACT
from report import Report

COLOURS = {EXTRACT: "#c03028", BASE: "#3465a4"}
OTHER = "#8a8a8a"
MICRO = 1e-6


def draw(report: Report, file: Path) -> None:
    """Write the plot in the format that the name of the file asks for (.png, .svg, .pdf); it needs matplotlib."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    speeds = sorted(report.speeds, key=lambda speed: speed.characters_per_second)
    left.barh(
        [speed.name for speed in speeds],
        [speed.characters_per_second for speed in speeds],
        color=[COLOURS.get(speed.name, OTHER) for speed in speeds],
    )
    left.set(xscale="log", xlabel="characters a second", title="Throughput (more is better)")
    for name in dict.fromkeys(size.name for size in report.growth):
        sizes = sorted((s for s in report.growth if s.name == name), key=lambda size: size.characters)
        lengths = [size.characters for size in sizes]
        seconds = [size.microseconds * MICRO * size.characters for size in sizes]
        right.plot(lengths, seconds, marker="o", label=name, color=COLOURS.get(name, OTHER))
    right.set(
        xscale="log",
        yscale="log",
        xlabel="characters of one text",
        ylabel="seconds",
        title="Time against length",
    )
    right.grid(alpha=0.3)
    if report.growth:
        right.legend()
    figure.suptitle(
        f"kuji_ie {report.machine.kuji_ie}, Python {report.machine.python}, {report.machine.processor}",
        fontsize=9,
    )
    figure.savefig(file, dpi=120)
