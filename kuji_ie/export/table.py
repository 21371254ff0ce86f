"""A result as a table to be read on a terminal, or in a file of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kuji_ie.models import Change, Document, Observation, Period, Quantity, Rank

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction

PLAIN_WIDTH = 160  # of a table that goes to a file or another program
COLUMNS = ("place", "metric", "value", "change", "rank", "also")
NUMBERS = ("place", "entries", "value", "gold", "precision", "recall", "F1", "judged", "right")
STYLES = {"up": "green", "down": "red", "flat": ""}
ARROWS = {"up": "▲", "down": "▼", "flat": "→"}
KINDS = {"yoy": "", "mom": "on month", "period": "over time", "from_to": ""}
BOUNDS = {"exact": "", "about": "≈", "over": ">", "at_least": "≥", "under": "<", "at_most": "≤"}
SCALES = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))

# White space, and characters that would move the cursor or start a colour on a terminal.
UNIT = re.compile(r"[^\s0-9.,、~—–-]")  # anything but a bare number
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def open_console(stream: IO[str]) -> Console:
    """A console on `stream`: as wide as the terminal, plain and wide where it is none."""
    is_terminal = stream.isatty()
    return Console(
        file=stream,
        width=None if is_terminal else PLAIN_WIDTH,
        color_system="auto" if is_terminal else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def print_extraction(console: Console, extraction: Extraction) -> None:
    """Print one result: a line on the document, then a row for each observation.

    Only columns that hold something are shown. `place` is the offset of the metric, `also` whatever else is
    told, and the status, period and region where they are not those of the document. Below stands what does not
    add up.
    """
    console.print(Text(describe(extraction), style="bold"))
    rows = [row(observation, extraction.document) for observation in extraction.observations]
    shown = [number for number in range(len(COLUMNS)) if any(cells[number] for cells in rows)]
    if rows:
        table = new_table(*(COLUMNS[number] for number in shown))
        for cells in rows:
            table.add_row(*(cells[number] for number in shown))
        console.print(table)
    for finding in extraction.findings:
        note = f"! {clean(finding.message)} ({finding.code} at {finding.start})"
        console.print(Text(note, style="yellow"))
    if extraction.coverage.numbers:
        console.print(Text(str(extraction.coverage), style="dim"))
    console.print()


def print_explanation(console: Console, extraction: Extraction, wanted: str) -> bool:
    """Print what made one observation, named by its id (o17) or its place (504); False where there is none."""
    for o in extraction.observations:
        if wanted in (o.id, str(o.metric.start)):
            console.print(Text(f"{describe(extraction)}\n{o.id} {clean(o.metric.name)}", style="bold"))
            console.print(Text(clean(extraction.text[o.sentence.start : o.sentence.end]), style="dim"))
            console.print(Text(o.explain()))
            console.print()
            return True
    return False


def describe(extraction: Extraction) -> str:
    """One line on a document: 001.txt · 建德市 · 2023 · 39 observations, 32 names, and 1 finding where there is one."""
    document = extraction.document
    region = document.region.name if document.region else None
    period = short_period(document.period) if document.period else None
    count = len(extraction.findings)
    found = f", {count} finding{'' if count == 1 else 's'}" if count else ""
    parts = (extraction.source, document.title, region, period, f"{extraction.summary}{found}")
    return " · ".join(clean(part) for part in parts if part)


def row(observation: Observation, document: Document) -> list[Text]:
    """The cells of one observation, in the order of `COLUMNS`."""
    metric = observation.metric
    name = Text("└ " if observation.part_of else "")
    if metric.action and metric.action not in metric.name:
        name.append(f"{clean(metric.action)} ", style="dim")
    name.append(clean(metric.name))
    return [
        Text(str(metric.start), style="dim"),
        name,
        Text(value_mark(observation.value) if observation.value else "", style="bold"),
        Text("\n").join(Text(change_mark(c), style=STYLES[c.direction]) for c in observation.changes),
        Text("\n").join(Text(rank_mark(rank)) for rank in observation.ranks),
        Text("; ".join(notes(observation, document)), style="dim"),
    ]


def value_mark(value: Quantity) -> str:
    """A value as it stands; that of a table, whose unit stands in its head, with the unit: 9.99 is 9.99亿元."""
    unit = value.unit or ""
    return human(value.amount, unit) if unit and not UNIT.search(value.text) else clean(value.text)


def change_mark(change: Change) -> str:
    """A change in few signs: ▲31.9%, ▼≈2个百分点 on month, 8% → 15%."""
    base = f"vs {clean(change.against)}" if change.against and change.kind != "yoy" else KINDS[change.kind]
    return " ".join(part for part in (change_size(change), base, of_growth(change.of)) if part)


def change_size(change: Change) -> str:
    """The size of a change without its base: ▲31.9%, ▼≈2个百分点, 8% → 15%."""
    unit = change.unit or ""
    if change.amount is None and change.from_ is not None and change.to is not None:
        return f"{human(change.from_, unit)} → {human(change.to, unit)}"
    size = "" if change.amount is None else human(abs(change.amount), unit)
    if change.amount is not None and change.upper is not None:
        size = f"{human(abs(change.amount), '')}–{human(abs(change.upper), unit)}"
    return f"{ARROWS[change.direction]}{BOUNDS[change.bound]}{size}"


def rank_mark(rank: Rank) -> str:
    """A rank in few signs: 杭州 #3 (growth), 全省 top 3, #5 ▲4 places."""
    scope = clean(rank.scope.text or rank.scope.name) if rank.scope else ""
    position = "" if rank.position is None else f"top {rank.position}" if rank.top else f"#{rank.position}"
    moved = "" if not rank.moved else f"{'▲' if rank.moved > 0 else '▼'}{abs(rank.moved)} places"
    return " ".join(part for part in (scope, position, moved, of_growth(rank.of)) if part)


def of_growth(of: str) -> str:
    """The mark of what speaks of the growth and not of the value."""
    return "(growth)" if of == "growth" else ""


def in_short(o: Observation) -> str:
    """All that was measured in a few words: 17.96亿元; ▲31.9%; 杭州 #3 (growth)."""
    parts = [value_mark(o.value)] if o.value else []
    parts += [*map(change_mark, o.changes), *map(rank_mark, o.ranks), *arguments_in_words(o)]
    return "; ".join(parts)


def arguments_in_words(o: Observation) -> Iterator[str]:
    """Gaps, share and target as they stand, the target with what came of it."""
    yield from (clean(gap.text) for gap in o.gaps)
    if o.share:
        yield clean(o.share.text)
    if o.target:
        yield f"{clean(o.target.text)} ({o.target.outcome})"


def notes(observation: Observation, document: Document) -> Iterator[str]:
    """What an observation tells besides: gaps, share, target; status, subject, period, region if unusual."""
    yield from arguments_in_words(observation)
    if observation.status == "target":
        yield "planned"
    if observation.subject:
        yield clean(observation.subject.text)
    period, usual = observation.period, document.period
    if period and (usual is None or (period.start, period.end) != (usual.start, usual.end)):
        yield short_period(period)
    if observation.region and (document.region is None or observation.region.name != document.region.name):
        yield clean(observation.region.name)


def short_period(period: Period) -> str:
    """A period in few signs: 2023, 2024-01…06, or its two days."""
    start, end = period.start, period.end
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.year == end.year and start.day == 1 and end.day >= 28:
        months = f"{start.month:02}" if start.month == end.month else f"{start.month:02}…{end.month:02}"
        return f"{start.year}-{months}"
    return str(period)


def human(amount: Decimal, unit: str) -> str:
    """An amount with its unit as a person would write it: 17.96亿元 for 1796000000 元."""
    for scale, word in SCALES:
        if abs(amount) >= scale:
            return f"{(amount / scale).normalize():f}{word}{unit}"
    return f"{amount.normalize():f}{unit}"


def clean(text: str) -> str:
    """Text on one line, without characters that steer a terminal."""
    return _BLANK.sub(" ", text).strip()


def new_table(*columns: str) -> Table:
    """A table with a line under its head and no frame, which reads well when piped; numbers are set right."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for name in columns:
        table.add_column(name, justify="right" if name in NUMBERS else "left", overflow="fold")
    return table
