"""Which rows of a grid are its head, what its columns are, and whether it is a table of figures at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kuji_ie.grids.cells import is_figure
from kuji_ie.grids.find import Cell, Grid, Row
from kuji_ie.grids.headers import KEYS, MEASURES, Head, HeadReader, Role, join
from kuji_ie.periods import PeriodMention, find_periods
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.text.patterns import later

DEEPEST = 3  # rows of a head
OWNERS = later("(?:企业|机构|人才|载体|平台|项目)$")
ARGUMENTS = MEASURES - {"value", "prose"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the head cell that names it, and the first column below the same wider head."""

    at: int
    head: Head
    cell: Cell
    group: int


@dataclass(frozen=True, slots=True)
class Table:
    """A grid that is understood.

    `label`, `place`, `body`, `time` and `unit` are the columns that say what a row is about: its metric, region,
    organisation, time and unit; None where there is none. Without `label` the columns name the metrics.
    `is_sure`: the head of the labels alone tells a table of figures (指标, not 项目); else each label has to be known,
    or where the other heads say it too (`is_telling`: 2023年, 增长), be at least no project. `other` are the columns of
    figures that are not understood.
    """

    grid: Grid
    titles: tuple[Cell, ...]
    heads: tuple[Row, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    label: int | None = None
    place: int | None = None
    body: int | None = None
    time: int | None = None
    unit: int | None = None
    is_sure: bool = True
    is_telling: bool = False
    other: tuple[int, ...] = ()


class Layout:
    """Understands grids by their heads."""

    def __init__(self, heads: HeadReader, vocabulary: Vocabulary) -> None:
        self._heads = heads
        self._aside = vocabulary.words("grid.total") | vocabulary.words("grid.aside")

    def understand(self, grid: Grid) -> Table | None:
        """The table that a grid is; None where its heads are not understood (a schedule, a list of contacts)."""
        top = next((at for at, row in enumerate(grid.rows) if len(set(row.told)) > 1), len(grid.rows))
        titles = [next(cell for cell in row.cells if cell.plain) for row in grid.rows[:top] if row.told]
        rows = grid.rows[top:]
        if len(rows) < 2 or any(map(is_figure, rows[0].cells)):
            return None
        width = len(rows[0].cells)
        rows = tuple(row for row in rows if len(row.cells) == width)
        depth = self._depth(rows)
        heads, body = rows[:depth], rows[depth:]
        columns = self._columns(heads)
        if not body or any(column.head.role == "foreign" for column in columns):
            return None
        table = Table(grid, (*titles[::-1], *grid.titles), heads, body, columns)
        return self._keyed(table)

    # -- heads

    def _depth(self, rows: Sequence[Row]) -> int:
        """How many rows the head has: sub-heads stand below a merged cell, or are a row of units."""
        first = rows[0].cells
        is_merged = any(a.plain == b.plain or not b.plain for a, b in pairwise(first))
        depth = 1
        while depth < min(DEEPEST, len(rows) - 1) and self._is_head(rows[depth], first, is_merged):
            depth += 1
        return depth

    def _is_head(self, row: Row, first: Sequence[Cell], is_merged: bool) -> bool:
        opens, above = row.cells[0].plain, first[0].plain
        role = self._heads.read(opens).role
        beyond = [cell.plain for cell in row.cells[1:] if cell.plain]
        is_below = opens in ("", above) or role == "unit" or (role in KEYS and not above)
        if any(map(is_figure, row.cells)) or not beyond or not is_below:
            return False
        is_units = all(self._heads.units(text.strip("()")) for text in beyond)
        told = [self._heads.read(text) for text in beyond]
        return is_units or (is_merged and all(head.role != "text" for head in told))

    def _columns(self, heads: Sequence[Row]) -> tuple[Column, ...]:
        """The columns with the heads above them joined, from the widest down."""
        groups: list[int] = []
        for at, cell in enumerate(heads[0].cells):
            before = heads[0].cells[groups[-1]].plain if groups else None
            spans = at > 0 and len(heads) > 1 and bool(heads[1].cells[at].plain)
            goes_on = spans and bool(before) and cell.plain in ("", before)
            groups.append(groups[-1] if goes_on else at)
        return tuple(self._column(heads, at, group) for at, group in enumerate(groups))

    def _column(self, heads: Sequence[Row], at: int, group: int) -> Column:
        cells = [heads[0].cells[group], *(row.cells[at] for row in heads[1:])]
        kept = [cell for n, cell in enumerate(cells) if not n or cell.plain != cells[n - 1].plain]
        head, named = self._heads.read(kept[0].plain), kept[0]
        for cell in kept[1:]:
            below = self._heads.read(cell.plain)
            named = cell if below.name or (cell.plain and not head.name) else named
            owner = head.name if below.name and OWNERS.search(head.name) else ""
            head = join(head, replace(below, name=owner + below.name))
        return Column(at, head, named, group)

    # -- keys

    def _keyed(self, table: Table) -> Table | None:
        """The table with the columns that say what its rows are about; None where nothing says it."""
        last: dict[Role, int] = {column.head.role: column.at for column in table.columns}
        unit, body = last.get("unit"), last.get("organisation")
        if unit is not None and not all(map(self._is_unit, _cells(table, unit))):
            unit, body = None, unit if body is None and "label" not in last else body
        label = last.get("label", last.get("weak"))
        place, time = last.get("region"), last.get("when")
        found = (label, body, place, time)
        if found == (None, None, None, None):
            label = next(
                (c.at for c in table.columns[:2] if c.head.role == "blank" or _is_unknown(c.head)), None
            )
        is_weak = label is not None and table.columns[label].head.role != "label"
        if label is not None and place is None and self._are_places(table, label):
            label, place = None, label
        elif label is not None and time is None and all(map(_is_time, _cells(table, label))):
            label, time = None, label
        elif is_weak and found[1:] != (None, None, None):
            return None  # a project of each place, each firm: a list of other things
        if body is not None and place is None and self._are_places(table, body):
            place, body = body, None
        table = replace(
            table,
            label=label,
            place=place,
            body=body,
            time=time,
            unit=unit,
            is_sure=label is None or not is_weak,
        )
        return self._measured(table) if label is not None or self._are_told_apart(table) else None

    def _are_told_apart(self, table: Table) -> bool:
        """Whether place, organisation and time tell each row from all others, and nothing else is told of it."""
        keys = [at for at in (table.place, table.body, table.time) if at is not None]
        told = Counter(tuple(row.cells[at].plain for at in keys) for row in table.rows)
        if not keys or any(count > 1 for key, count in told.items() if any(key)):
            return False
        if table.body is not None:
            return True
        names = [c for c in table.columns if _is_unknown(c.head) and c.at not in keys]
        return not any(_are_words(table, column.at) for column in names)

    def _measured(self, table: Table) -> Table | None:
        """The table with the columns that measure something; None without any."""
        keys = (table.label, table.place, table.body, table.time, table.unit)
        columns = [c for c in table.columns if c.head.role in MEASURES and c.at not in keys]
        told = len(columns)
        if table.label is not None:
            columns = [c for c in columns if self._is_read(c)]
            is_telling = any(c.head.role in ARGUMENTS or c.head.period for c in columns)
            if len(columns) < told and (len(columns) * 2 < told or not table.is_sure):
                return None
            table = replace(table, is_telling=is_telling, other=self._other(table, keys))
        return replace(table, columns=tuple(columns)) if columns else None

    def _is_read(self, column: Column) -> bool:
        """Whether a column of a table whose rows are metrics is read: it names no metric, at most a place."""
        return not column.head.name or self._heads.is_place(column.head.name)

    def _other(self, table: Table, keys: Sequence[int | None]) -> tuple[int, ...]:
        """The columns of figures that are not read; a growth may be theirs."""
        columns = [
            c for c in table.columns if c.at not in keys and c.head.role == "value" and not self._is_read(c)
        ]
        return tuple(c.at for c in columns if any(map(is_figure, _cells(table, c.at))))

    def _is_unit(self, cell: Cell) -> bool:
        return cell.plain in ("-", "—", "——", "/") or bool(self._heads.units(cell.plain))

    def _are_places(self, table: Table, at: int) -> bool:
        cells = [cell for cell in _cells(table, at) if cell.plain not in self._aside]
        return len(cells) > 0 and all(self._heads.is_place(cell.plain) for cell in cells)


def _cells(table: Table, at: int) -> list[Cell]:
    """The cells of a column that say something."""
    return [row.cells[at] for row in table.rows if row.cells[at].plain]


def _are_words(table: Table, at: int) -> bool:
    """Whether a column holds words for the greater part."""
    cells = _cells(table, at)
    return sum(map(is_figure, cells)) * 2 < len(
        [cell for cell in cells if re.search("[\u4e00-\u9fff]{2}", cell.plain)]
    )


def _is_unknown(head: Head) -> bool:
    """Whether a head says nothing that is known: neither role nor time nor unit."""
    return head.role == "value" and bool(head.name) and not head.units and head.period is None


def time_of(plain: str) -> PeriodMention | None:
    """The time that a whole cell is: 2019年, 2019, 1-6月; None for all else."""
    wording = f"{plain}年" if plain.isdigit() and len(plain) == 4 else plain
    mention = next(iter(find_periods(wording)), None)
    is_whole = mention is not None and (mention.start, mention.end) == (0, len(wording))
    return replace(mention, text=plain) if is_whole and mention else None


def _is_time(cell: Cell) -> bool:
    return time_of(cell.plain) is not None
