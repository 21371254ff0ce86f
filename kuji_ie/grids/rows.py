"""What each row of a table is about: its metric, place, organisation and time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kuji_ie.context import as_place
from kuji_ie.grids.find import Cell, Row
from kuji_ie.grids.headers import HeadReader, Label, LabelReader
from kuji_ie.grids.layout import Table, time_of
from kuji_ie.grids.setting import Setting
from kuji_ie.models import Place
from kuji_ie.periods import PeriodMention
from kuji_ie.regions import Region, RegionTable
from kuji_ie.rules.rule import Vocabulary

LONGEST_PLACE = 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, read: `label` is its metric and stands in `named`, `units` those of a column of units.

    `place`, `body` and `time` are None where the row does not say them.
    """

    row: Row
    label: Label | None
    named: Cell | None
    units: tuple[str, ...]
    place: Place | None
    body: Cell | None
    time: PeriodMention | None


class RowReader:
    """Reads the rows of tables."""

    def __init__(self, vocabulary: Vocabulary, heads: HeadReader, regions: RegionTable) -> None:
        self._heads, self._regions = heads, regions
        self._labels = LabelReader(vocabulary, heads)
        self._totals, self._aside = vocabulary.words("grid.total"), vocabulary.words("grid.aside")
        self._wholes = vocabulary.words("whole.region") | vocabulary.words("grid.whole")

    def rows(self, table: Table, setting: Setting) -> Iterator[TableRow]:
        """The rows that are about something; not sub-heads, averages, sums of metrics or of a list of firms."""
        places = self.places(table, setting)
        heads = {_plains(row) for row in table.heads}
        region: Cell | None = None
        body: Cell | None = None
        for row in table.rows:
            if len(set(row.told)) < 2 or _plains(row) in heads:
                continue  # a heading within, or the head again on the next page
            if table.place is not None:
                region = self._filled(table, row.cells, table.place, region)
            if table.body is not None:
                body = self._filled(table, row.cells, table.body, body)
            time = time_of(row.cells[table.time].plain) if table.time is not None else None
            is_placed = table.place is None or (region is not None and self._is_place(region))
            is_owned = table.body is None or (body is not None and self._is_body(body))
            label, named = self._label(table, row)
            is_timed = table.time is None or time is not None
            if is_placed and is_owned and is_timed and (table.label is None or label is not None):
                place = places.named(region.plain, region.text) if region else None
                yield TableRow(row, label, named, self._units(table, row), place, body, time)

    def places(self, table: Table, setting: Setting) -> Places:
        """How the places of a table are read; in a list of regions 全市 is the unit above those that it compares."""
        at = table.place
        names = [row.cells[at].plain for row in table.rows] if at is not None else []
        names += [column.head.name for column in table.columns if column.head.name]
        own = self._totals | self._wholes
        known = (name for name in names if name and name not in own and self._heads.is_place(name))
        regions = [self._regions.resolve(name, setting.body, setting.anchor.year) for name in known]
        code = setting.body.code if setting.body else None
        is_inside = code is not None and any(region.code == code for region in regions)
        return Places(self._regions, setting, self._totals, self._wholes, is_inside)

    def _units(self, table: Table, row: Row) -> tuple[str, ...]:
        return () if table.unit is None else self._heads.units(row.cells[table.unit].plain)

    def _filled(self, table: Table, cells: Sequence[Cell], at: int, above: Cell | None) -> Cell | None:
        """The cell of a key column; where it is empty the one above (merged), or 合计 in the column before."""
        if cells[at].plain:
            return cells[at]
        if table.label is not None:
            return above
        return cells[0] if cells[0].plain in self._totals else None

    def _label(self, table: Table, row: Row) -> tuple[Label | None, Cell | None]:
        """The label of a row; where its cell is empty, that of a label column before it."""
        at = table.label
        if at is None:
            return None, None
        cell = row.cells[at]
        if not cell.plain and at and self._heads.read(table.heads[0].cells[at - 1].plain).role == "label":
            cell = row.cells[at - 1]
        return self._labels.read(cell.plain), cell

    def _is_place(self, cell: Cell) -> bool:
        """Whether a cell in a column of places is one, or their sum; not 平均, 3."""
        is_short = len(cell.plain) <= LONGEST_PLACE
        return is_short and cell.plain not in self._aside and re.search("[0-9]", cell.plain) is None

    def _is_body(self, cell: Cell) -> bool:
        """Whether a cell in a column of organisations is one; the sum of a list of firms is not that of the region."""
        return cell.plain not in self._aside | self._totals and not cell.plain.isdigit()


def _plains(row: Row) -> tuple[str, ...]:
    return tuple(cell.plain for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Places:
    """What the names of places mean in one table. `is_inside`: the reporting region is one of those compared."""

    regions: RegionTable
    setting: Setting
    totals: frozenset[str]
    wholes: frozenset[str]
    is_inside: bool

    def named(self, name: str, text: str) -> Place | None:
        """The region of a name: of 合计 the whole that the table is of; None where that is not known."""
        region = self._whole(name) if name in self.totals | self.wholes else self._resolve(name)
        return as_place(region, text) if region else None

    def scope(self, wording: str | None) -> Place | None:
        """The scope of a rank, resolved where it is a region: 全省."""
        region = self._resolve(wording) if wording else None
        return (
            region and wording and (as_place(region, wording) if region.code else Place(wording, wording))
        ) or None

    def _whole(self, name: str) -> Region | None:
        region = self.setting.region
        if self.is_inside and region is not None and region == self.setting.body:
            above = self.regions.parents(region, self.setting.anchor.year)
            units = [unit for unit in above if name in self.totals or unit.name.endswith(name[-1])]
            return units[0] if units else None
        return region if name in self.totals else self._resolve(name)

    def _resolve(self, name: str) -> Region:
        return self.regions.resolve(name, self.setting.body, self.setting.anchor.year)
