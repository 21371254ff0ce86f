"""Paragraphs and tables of a document -> text: a table becomes a pipe table, one that only lays out becomes lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import TypeAlias

LONGEST_CELL = 200  # characters; what is longer is a text in a frame, not a cell
WIDEST, LARGEST = 200, 200_000  # columns and places; what has more is no table that somebody reads
LARGEST_PLACED = 10 * LARGEST  # places, most of them empty
BLANK = " \t\r\n\xa0\u3000\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what stands in it, and over how many columns and rows it was merged."""

    blocks: tuple[Block, ...] = ()
    across: int = 1
    down: int = 1

    @property
    def text(self) -> str:
        """All of it on one line, fit to stand between pipes."""
        return " ".join(" ".join(_lines(self.blocks)).replace("|", "｜").split())

    @property
    def holds_table(self) -> bool:
        """Whether another table stands in it."""
        return any(isinstance(block, Table) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal width; None is a place that a merged cell covers, or that has no cell."""

    rows: tuple[Row, ...]


Block: TypeAlias = str | Table
Row: TypeAlias = tuple[Cell | None, ...]


def place(rows: Sequence[Sequence[Cell]]) -> Table:
    """Put cells that say how far they reach where they stand: each once, at the upper left of its place.

    Rows `[指标 down 2][2023年 across 2]` and `[总量][增长]` give 指标, 2023年, None and None, 总量, 增长. What would be
    wider or larger than any table that somebody reads is put one cell a row.
    """
    taken: dict[int, int] = {}  # column -> how many more rows the cell from above covers
    placed: list[dict[int, Cell]] = []
    width = 0
    for row in rows:
        here: dict[int, Cell] = {}
        covered, taken = taken, {column: left - 1 for column, left in taken.items() if left > 1}
        column = 0
        for cell in row:
            while column in covered:
                column += 1
            width = max(width, column + cell.across)
            if width > WIDEST or width * len(rows) > LARGEST_PLACED:
                return Table(tuple((cell,) for row in rows for cell in row))
            here[column] = cell
            if cell.down > 1:
                taken |= dict.fromkeys(range(column, column + cell.across), cell.down - 1)
            column += cell.across
        placed.append(here)
    return Table(tuple(tuple(here.get(column) for column in range(width)) for here in placed))


def write(blocks: Iterable[Block]) -> str:
    """The text of a document: a paragraph a line, a table as a pipe table with a blank line before and after.

    An empty paragraph is a blank line; of several in a row one stays.
    """
    lines: list[str] = []
    for line in _lines(blocks):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, str):
            yield from (line.strip(BLANK) for line in block.split("\n"))
        else:
            yield from _table_lines(block)


def _table_lines(table: Table) -> Iterator[str]:
    """The lines of a table: rows with a whole text in a cell are text, what is between them a table."""
    for is_prose, group in groupby(table.rows, _is_prose):
        if is_prose:
            yield from _plain_lines(group)
            continue
        rows = _without_empty([*group])
        titles = len([*takewhile(_spans_all, rows)])
        notes = len([*takewhile(_spans_all, reversed(rows[titles:]))])
        body = _without_empty(rows[titles : len(rows) - notes])
        width = len(body[0]) if body else 0
        if len(body) < 2 or width < 2 or len(body) * width > LARGEST:
            yield from _plain_lines(rows)
            continue
        yield from _plain_lines(rows[:titles])
        yield ""
        for number, row in enumerate(body):
            yield f"| {' | '.join(cell.text if cell else '' for cell in row)} |"
            if number == 0:
                yield f"|{' --- |' * width}"
        yield ""
        yield from _plain_lines(rows[len(rows) - notes :])


def _plain_lines(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield from (line for cell in row if cell for line in _lines(cell.blocks))


def _is_prose(row: Row) -> bool:
    """Whether a cell of the row holds a text of its own, or another table."""
    return any(cell and (cell.holds_table or len(cell.text) > LONGEST_CELL) for cell in row)


def _spans_all(row: Row) -> bool:
    """Whether a row is one cell over the whole width: the title of a table, or a note under it."""
    first = row[0]
    return (
        first is not None and first.across >= len(row) > 1 and not any(cell and cell.text for cell in row[1:])
    )


def _without_empty(rows: Sequence[Row]) -> list[Row]:
    """The rows without those, and without those columns, in which nothing stands."""
    filled = [row for row in rows if any(cell and cell.text for cell in row)]
    width = len(rows[0]) if rows else 0
    columns = [n for n in range(width) if any((cell := row[n]) and cell.text for row in filled)]
    return [tuple(row[n] for n in columns) for row in filled]
