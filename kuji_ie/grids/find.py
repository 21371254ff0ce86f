"""Tables of a text: runs of lines whose cells are parted by bars or tabs, with the offsets of every cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from kuji_ie.models import Span
from kuji_ie.text.normalise import normalise
from kuji_ie.text.patterns import later

Form = Literal["framed", "bare", "tabs"]

WIDEST = 60  # columns; what has more is no table that anybody reads
ABOVE = 400  # characters before a table in which its title is looked for
TITLE_LINES = 3
TITLE = 60  # characters of a title line; what is longer is a paragraph
LINE = later(r"[^\n]+")
RULE = later(r":?-{2,}:?|:-:?|-:")  # | --- | :--: |
UNSEEN = later(r" +|<br ?/?>|[*]{2}|\\(?=[|*_])")
THOUSAND = later("[0-9]{3}(?![0-9])")
POINTS_AT_TABLE = later("如下|下表|见表|附表")


@dataclass(frozen=True, slots=True)
class Cell(Span):
    """A cell without the spaces around it; `plain` is its text normalised and without spaces, `""` where empty."""

    plain: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, its cells from left to right."""

    start: int
    end: int
    cells: tuple[Cell, ...]

    @property
    def told(self) -> list[str]:
        """The cells that say something, a merged cell (told again beside itself) once."""
        return [text for text, _ in groupby(cell.plain for cell in self.cells if cell.plain)]


@dataclass(frozen=True, slots=True)
class Grid:
    """A run of rows, and the title lines above it, the nearest first.

    `form` is framed where every line begins with a bar, bare where bars only part the cells, or tabs.
    """

    start: int
    end: int
    form: Form
    rows: tuple[Row, ...]
    titles: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    form: Form | None
    width: int


def find_grids(text: str) -> list[Grid]:
    """Find what has the form of a table: at least two rows of at least two cells, one row a line.

    `| 指标 | 2023年 |⏎| --- | --- |⏎| 研发费用 | 9.99 |` gives one grid of two rows; the line of dashes is left out. Rows
    without an outer bar, or parted by tabs, must have the same number of cells. Offsets count code points of `text`.
    """
    if "|" not in text and "\t" not in text and "｜" not in text:
        return []
    plain = normalise(text)
    lines = [_line(text, plain, match.start(), match.end()) for match in LINE.finditer(plain)]
    grids: list[Grid] = []
    for (form, _), run in groupby(lines, key=lambda line: (line.form, _kin(line))):
        for group in _unbroken(run, plain) if form else ():
            if len(group) < 2:
                continue
            rows = [_row(text, plain, line) for line in group]
            if len(rows) > 1 and all(RULE.fullmatch(cell.plain) for cell in rows[1].cells):
                del rows[1]
            if form and len(rows) > 1:
                grids.append(Grid(group[0].start, group[-1].end, form, tuple(rows)))
    return [_titled(grid, text, plain) for grid in grids]


def _line(text: str, plain: str, start: int, end: int) -> _Line:
    """A line with the form it has; None where it is prose, or one cell."""
    line = plain[start:end].strip(" ")
    if "|" in line:
        framed = line.startswith("|")
        width = line.count("|") + 1 - framed - line.endswith("|")
        form: Form = "framed" if framed else "bare"
    elif "\t" in text[start:end]:
        form, width = "tabs", text.count("\t", start, end) + 1
    else:
        return _Line(start, end, None, 1)
    return _Line(start, end, form if 2 <= width <= WIDEST else None, width)


def _kin(line: _Line) -> int:
    """What lines of one table share: rows with outer bars may have lost a cell, others may not."""
    return 0 if line.form == "framed" else line.width


def _unbroken(lines: Iterable[_Line], plain: str) -> Iterator[list[_Line]]:
    """Lines that follow each other without an empty one in between."""
    group: list[_Line] = []
    for line in lines:
        if group and plain.count("\n", group[-1].end, line.start) > 1:
            yield group
            group = []
        group.append(line)
    yield group


def _row(text: str, plain: str, line: _Line) -> Row:
    bar, source = ("\t", text) if line.form == "tabs" else ("|", plain)
    bars = [at for at in range(line.start, line.end) if source[at] == bar and plain[at - 1 : at] != "\\"]
    edges = [line.start - 1, *bars, line.end]
    if bar == "|" and bars and not plain[line.start : bars[0]].strip(" "):
        del edges[0]
    if bar == "|" and len(edges) > 2 and not plain[edges[-2] + 1 : line.end].strip(" "):
        del edges[-1]
    spans = pairwise(edges)
    return Row(line.start, line.end, tuple(_cell(text, plain, a + 1, b) for a, b in spans))


def _cell(text: str, plain: str, start: int, end: int) -> Cell:
    while start < end and plain[start] in " *":
        start += 1
    while start < end and plain[end - 1] in " *":
        end -= 1
    return Cell(text[start:end], start, end, UNSEEN.sub(_seen, plain[start:end]))


def _seen(match: re.Match[str]) -> str:
    """Nothing in place of what says nothing; a space stays between two numbers, not in 1 234."""
    text, start, end = match.string, match.start(), match.end()
    parts = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
    return " " if parts and not (end - start == 1 and THOUSAND.match(text, end)) else ""


def _titled(grid: Grid, text: str, plain: str) -> Grid:
    """The grid with the short lines above it, which may say its time, place and unit."""
    titles: list[Cell] = []
    floor, end = max(0, grid.start - ABOVE), grid.start
    while len(titles) < TITLE_LINES:
        end = plain.rfind("\n", floor, end)
        if end < 0:
            break
        start = plain.rfind("\n", floor, end) + 1
        if not plain[start:end].strip(" #"):
            continue
        cell = _cell(text, plain, start, end)
        is_title = len(cell.plain) <= TITLE and (
            cell.plain[-1:] != "。" or POINTS_AT_TABLE.search(cell.plain)
        )
        if start < floor or "|" in cell.plain or "\t" in text[start:end] or not is_title:
            break
        titles.append(cell)
    return Grid(grid.start, grid.end, grid.form, grid.rows, tuple(titles))
