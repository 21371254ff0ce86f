"""A table that is understood -> observations: one for each value of each metric, with its growth, rank and target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kuji_ie.context import as_place
from kuji_ie.document import Context
from kuji_ie.grids.arguments import ArgumentReader, noted
from kuji_ie.grids.blocks import Block, blocks
from kuji_ie.grids.cells import CellReader
from kuji_ie.grids.find import Cell
from kuji_ie.grids.headers import HeadReader
from kuji_ie.grids.layout import Column, Table
from kuji_ie.grids.measures import Measured, Measures
from kuji_ie.grids.rows import Places, RowReader, TableRow
from kuji_ie.grids.setting import Setting, setting
from kuji_ie.models import Evidence, Metric, Observation, Place, Sentence, Span
from kuji_ie.regions import Region, RegionTable
from kuji_ie.rules.rule import Vocabulary

OWNER = "企业"
ROW_ROLES = frozenset(("change", "rank", "share"))  # 同比增长(%) below the metric that grew


@dataclass(frozen=True, slots=True)
class _Scene:
    """What holds for all observations of a table."""

    table: Table
    setting: Setting
    places: Places
    units: tuple[str, ...]  # of the title
    topic: tuple[Cell, str] | None  # what the title says is measured


@dataclass(frozen=True, slots=True)
class _Metric:
    """The metric of a block in a row: the cell that names it, its parts, and the units that stand with it."""

    cell: Cell
    measured: Measured
    own: tuple[tuple[str, ...], ...]


class GridObserver:
    """Makes observations of tables, with one vocabulary, linker and table of regions."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        heads: HeadReader,
        cells: CellReader,
        measures: Measures,
        regions: RegionTable,
    ) -> None:
        self._heads, self._measures, self._regions = heads, measures, regions
        self._rows = RowReader(vocabulary, heads, regions)
        self._arguments = ArgumentReader(cells)

    def observe(self, table: Table, context: Context, at: int) -> list[Observation]:
        """The observations of a table whose place in the cleaned text is `at`, in the order of its cells.

        `| 规上工业研发费用 | 9.99 | 9.7 |` under 绝对数(亿元) and 比上年增长(%) gives one: 999000000 元, yoy up 9.7 %.
        Ids are those within the table, g1 and on.
        """
        place = setting(table.titles, context, at, self._regions)
        topic = None if table.label is not None else self._measures.topic(table.titles, place.body)
        scene = _Scene(table, place, self._rows.places(table, place), self._title_units(table), topic)
        parts = blocks(table, place.interval, has_topic=topic is not None)
        told: list[Observation] = []
        wholes: dict[int, str] = {}  # by block: of the last row that was no part
        last: dict[int, int] = {}  # by block: where the observation of the last row stands in `told`
        for row in self._rows.rows(table, place):
            if row.label and row.label.head.role in ROW_ROLES and not row.label.head.name:
                self._argue(row, parts, told, last, scene)
                continue
            last, is_part = {}, bool(row.label and row.label.is_part)
            for number, block in enumerate(parts):
                observation = self._observation(scene, row, block, f"g{len(told) + 1}")
                if observation is not None:
                    last[number] = len(told)
                    told.append(replace(observation, part_of=wholes.get(number) if is_part else None))
            if not is_part:
                wholes = {number: told[at].id for number, at in last.items()}
        return told

    def _title_units(self, table: Table) -> tuple[str, ...]:
        """The units that the title names: 单位:亿元; 2023年各区县研发费用(亿元)."""
        for cell in table.titles:
            _, found, rest = cell.plain.rpartition("单位:")
            units = self._heads.units(rest.strip("()[] ")) if found else self._heads.split(cell.plain)[1]
            if units:
                return units
        return ()

    def _observation(self, scene: _Scene, row: TableRow, block: Block, name: str) -> Observation | None:
        """The observation of one block in one row; None where its cells say nothing."""
        metric = self._metric(scene, row, block)
        if metric is None:
            return None
        home, first = scene.setting.body, block.first
        common = (first.head.units, scene.units) if row.label else (scene.units,)
        has_unit = any((*metric.own, *common))
        if not scene.table.is_sure and not self._measures.is_metric(
            metric.measured, home, has_unit=has_unit, is_telling=scene.table.is_telling
        ):
            return None
        applied = self._measures.applied(metric.measured, home, metric.own, common, first.head.counted)
        value = self._arguments.value(block.value, row.row, applied)
        cell = metric.cell
        notes = [noted("metric", "the head of the row" if row.label else "the head of the column", cell)]
        if value and block.value:
            notes.append(noted("value", f"below {block.value.cell.plain}", value))
        body = row.body and Span(row.body.text, row.body.start, row.body.end)
        draft = Observation(
            name, Metric(cell.text, cell.start, cell.end, metric.measured.name), Sentence(row.row.start, row.row.end),
            value, subject=body, evidence=tuple(notes),
        )  # fmt: skip
        draft, why = self._set(draft, scene, row, block, metric.measured)
        draft = self._arguments.added(draft, block, row.row, applied, scene.places)
        return self._linked(draft, metric.measured, home, why) if _says_something(draft) else None

    def _metric(self, scene: _Scene, row: TableRow, block: Block) -> _Metric | None:
        """The metric of a block: by the head of the row, else of a column, else by the title."""
        home = scene.setting.body
        if row.label and row.named:
            measured = self._measures.measured(row.label.name, home)
            return _Metric(row.named, measured, (row.label.units, row.units))
        if block.name is None:
            if scene.topic is None:
                return None
            cell, name = scene.topic
            return _Metric(cell, self._measures.measured(name, home), (_units(block.first), row.units))
        units, name = _units(block.first) or _units(block.name), block.name.head.name
        if self._measures.is_verb(name):  # 新认定(家) in a table of 高新技术企业
            if scene.topic is None:
                return None
            name += scene.topic[1]
        elif scene.topic and scene.topic[1].endswith(OWNER) and scene.topic[1] not in name:
            name = scene.topic[1] + name  # 营业收入 in a table of 高新技术企业
        return _Metric(block.name.cell, self._measures.measured(name, home), (units, row.units))

    def _set(
        self, draft: Observation, scene: _Scene, row: TableRow, block: Block, measured: Measured
    ) -> tuple[Observation, tuple[Evidence, ...]]:
        """The observation with its status, time and place, and why."""
        time, first, place = block.time or row.time, block.first, scene.setting
        is_done = "完成" in first.cell.plain or "实" in first.cell.plain
        status, why_status = place.status(time, is_done)
        if block.value is None and first.head.role == "target":
            status, why_status = "target", f"below {first.cell.plain}"
        period, why_period = place.period(time, planned=status == "target")
        region, why_region = self._region(scene, row, block, measured)
        why = (Evidence("status", why_status), Evidence("period", why_period), Evidence("region", why_region))
        return replace(draft, status=status, period=period, region=region), why

    def _linked(
        self, draft: Observation, measured: Measured, home: Region | None, why: tuple[Evidence, ...]
    ) -> Observation:
        """The observation with the canonical id of its metric, where the lexicon has one."""
        link = self._measures.link(measured, home, draft.value.unit if draft.value else None)
        metric = replace(draft.metric, action=measured.action, id=link.id if link else None, link=link)
        notes = (*why, Evidence("id", f"{link.id}, {link}")) if link else why
        return replace(draft, metric=metric, evidence=(*draft.evidence, *notes))

    @staticmethod
    def _region(scene: _Scene, row: TableRow, block: Block, measured: Measured) -> tuple[Place | None, str]:
        """The region by the row, the column, the name, the title, the document: the nearest that says it."""
        if scene.table.place is not None:
            return row.place, f"{row.place.text} in the row" if row.place else "the sum of places not known"
        column = block.value.head.name if row.label and block.value else ""
        for wording in (column, measured.place):
            if wording:
                return scene.places.named(wording, wording), f"{wording} in the head"
        place = scene.setting
        if place.region is None:
            return None, "the reporting body"
        return as_place(
            place.region, place.place
        ), f"{place.place} above the table" if place.place else "the reporting body"

    def _argue(
        self,
        row: TableRow,
        parts: Sequence[Block],
        told: list[Observation],
        last: dict[int, int],
        scene: _Scene,
    ) -> None:
        """Add a row of changes or ranks to the observations of the row above it, where they have none."""
        assert row.label and row.named
        head = replace(row.label.head, units=row.label.units or row.units)
        for number, at in last.items():
            column = parts[number].value
            has_it = (
                told[at].changes if head.role == "change" else told[at].ranks if head.role == "rank" else ()
            )
            if column is not None and not has_it:
                cell = row.row.cells[column.at]
                told[at] = self._arguments.argued(told[at], head, cell, None, scene.places, row.named)


def _units(column: Column) -> tuple[str, ...]:
    """The units of a column of values; those of a change are its own."""
    return column.head.units if column.head.role in ("value", "prose", "target") else ()


def _says_something(o: Observation) -> bool:
    return bool(o.value or o.changes or o.gaps or o.ranks or o.share or o.target)
