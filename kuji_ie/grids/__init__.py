"""Observations out of tables: find the grids, understand their heads, read their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge

from kuji_ie.coverage import DATE, NAME, NO_METRIC, Aside
from kuji_ie.document import Context
from kuji_ie.grids.cells import CellReader, is_figure
from kuji_ie.grids.find import Cell, Grid, find_grids
from kuji_ie.grids.headers import HeadReader
from kuji_ie.grids.layout import Layout, Table
from kuji_ie.grids.measures import Measures
from kuji_ie.grids.observations import GridObserver
from kuji_ie.lexicon import Lexicon
from kuji_ie.linking import MetricLinker
from kuji_ie.models import Observation
from kuji_ie.periods import find_periods
from kuji_ie.quantity import QuantityFinder
from kuji_ie.regions import RegionTable
from kuji_ie.rules.rule import Reading, Vocabulary
from kuji_ie.units import UnitTable
from kuji_ie.words import Words

SENTENCE = 10  # characters of a cell that tells in words what was done
PARAGRAPH = 120  # characters of a cell that is a paragraph, in a table that only lays out a page


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid that the prose stages do not read, and the table that it is, None where it is not understood.

    `open` are the cells that hold sentences and are read as prose all the same.
    """

    grid: Grid
    table: Table | None
    open: tuple[Cell, ...] = ()

    @property
    def hidden(self) -> Iterator[tuple[int, int]]:
        """The ranges of the text that are no prose."""
        start = self.grid.start
        for cell in self.open:
            if start < cell.start:
                yield start, cell.start
            start = cell.end
        if start < self.grid.end:
            yield start, self.grid.end


class GridReader:
    """Reads the tables of a text, with one lexicon."""

    def __init__(
        self, lexicon: Lexicon, vocabulary: Vocabulary, words: Words, units: UnitTable, quantities: QuantityFinder,
        linker: MetricLinker, regions: RegionTable,
    ) -> None:  # fmt: skip
        heads = self._heads = HeadReader(vocabulary, units, regions)
        measures = Measures(lexicon, vocabulary, words, units, linker)
        self._layout = Layout(heads, vocabulary)
        self._observer = GridObserver(
            vocabulary, heads, CellReader(quantities, vocabulary), measures, regions
        )

    def find(self, text: str) -> list[Sheet]:
        """The tables of a text. Rows in bars are always one, others only where their heads are understood.

        索引号: | 002517054 | 公开方式: | 主动公开 is no table; its lines stay what they are.
        """
        sheets = []
        for grid in find_grids(text):
            table = self._layout.understand(grid)
            if table is not None or grid.form == "framed":
                sheets.append(Sheet(grid, table, tuple(self._open(grid))))
        return sheets

    def observe(self, sheets: Sequence[Sheet], reading: Reading, context: Context) -> list[Observation]:
        """The observations of the tables, in the order of the text; ids are theirs alone until `in_order`."""
        told: list[Observation] = []
        for number, sheet in enumerate(sheets):
            if sheet.table is not None:
                at = reading.cleaned.position(sheet.grid.start)
                told += (_prefixed(o, f"t{number}") for o in self._observer.observe(sheet.table, context, at))
        return told

    def _open(self, grid: Grid) -> Iterator[Cell]:
        """The cells that hold sentences: those below 完成情况, and paragraphs."""
        heads = [
            (at, self._heads.read(cell.plain).role)
            for row in grid.rows[:2]
            for at, cell in enumerate(row.cells)
        ]
        is_foreign = any(role == "foreign" for _, role in heads)
        told = set() if is_foreign else {at for at, role in heads if role == "prose"}
        for row in grid.rows:
            for at, cell in enumerate(row.cells):
                is_told = (
                    at in told and len(cell.plain) >= SENTENCE and re.search("[\u4e00-\u9fff]{3}", cell.plain)
                )
                if is_told or (len(cell.plain) >= PARAGRAPH and cell.plain.count("。") > 1):
                    yield cell


def in_order(prose: Sequence[Observation], tables: Sequence[Observation]) -> list[Observation]:
    """All observations in the order of the text, numbered o1, o2 … ."""
    if not tables:
        return list(prose)
    found = list(merge(prose, tables, key=lambda o: o.sentence.start))
    ids = {o.id: f"o{number}" for number, o in enumerate(found, 1)}
    return [replace(o, id=ids[o.id], part_of=ids[o.part_of] if o.part_of else None) for o in found]


def asides(sheets: Sequence[Sheet]) -> list[Aside]:
    """What the numbers of tables are where they are in no fact: times, serial numbers and names, or figures."""
    found = []
    for sheet in sheets:
        figures = {column.at for column in sheet.table.columns} if sheet.table else None
        for row in sheet.grid.rows:
            for at, cell in enumerate(row.cells):
                if cell not in sheet.open and cell.plain:
                    found.append(
                        Aside(cell.start, cell.end, _outcome(cell, figures is None or at in figures))
                    )
    return found


def _outcome(cell: Cell, measures: bool) -> str:
    if is_figure(cell):
        return NO_METRIC if measures else NAME
    is_date = cell.plain.isdigit() or find_periods(cell.plain)
    return DATE if is_date else NAME


def _prefixed(o: Observation, prefix: str) -> Observation:
    return replace(o, id=prefix + o.id, part_of=prefix + o.part_of if o.part_of else None)
