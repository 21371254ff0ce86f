"""A table that is understood -> observations: one for each value of each metric, with its growth, rank and target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kuji_ie.context import as_place
from kuji_ie.document import Context
from kuji_ie.grids.blocks import Block, blocks
from kuji_ie.grids.cells import CellReader
from kuji_ie.grids.find import Cell, Row
from kuji_ie.grids.headers import Head, HeadReader, Label, LabelReader
from kuji_ie.grids.layout import Column, Table, time_of
from kuji_ie.grids.measures import Applied, Measured, Measures
from kuji_ie.grids.setting import Setting, setting
from kuji_ie.models import (
    Change,
    ChangeKind,
    Evidence,
    Gap,
    Metric,
    Observation,
    Outcome,
    Place,
    Quantity,
    Rank,
    Sentence,
    Share,
    Span,
    Target,
)
from kuji_ie.periods import PeriodMention
from kuji_ie.regions import Region, RegionTable
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.rules.targets import outcome

FULL = Decimal(100)
ROW_ROLES = frozenset(("change", "size", "rank", "share", "rate"))  # 同比增长(%) below the metric that grew


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about besides its metric; each is None where the row does not say it."""

    place: Place | None = None
    body: Span | None = None
    time: PeriodMention | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with what it is about, ready for its blocks."""

    row: Row
    subject: Subject
    label: Label | None
    cell: Cell | None  # the label's
    units: tuple[str, ...]


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
        self._heads, self._cells, self._measures, self._regions = heads, cells, measures, regions
        self._labels = LabelReader(vocabulary, heads)
        self._totals, self._aside = vocabulary.words("grid.total"), vocabulary.words("grid.aside")
        self._bodies = vocabulary.words("whole.region") | vocabulary.words("grid.whole")

    def observe(self, table: Table, context: Context, at: int) -> list[Observation]:
        """The observations of a table whose place in the cleaned text is `at`, in the order of its cells.

        `| 规上工业研发费用 | 9.99 | 9.7 |` under 绝对数(亿元) and 比上年增长(%) gives one: 999000000 元, yoy up 9.7 %.
        Ids are those within the table, g1 and on.
        """
        place = setting(table.titles, context, at, self._regions)
        common = self._title_units(table)
        parts = blocks(table, place.interval)
        told: list[Observation] = []
        wholes: dict[int, Observation] = {}  # by block: of the last row that was no part
        last: dict[int, int] = {}  # by block: where the observation of the last metric stands in `told`
        for row in self._rows(table, place):
            if row.label and row.label.head.role in ROW_ROLES and not row.label.head.name:
                self._argue(row, parts, told, last, place)
                continue
            last = {}
            found: dict[int, Observation] = {}
            for number, block in enumerate(parts):
                observation = self._observation(table, row, block, place, common, f"g{len(told) + 1}")
                if observation is None:
                    continue
                whole = wholes.get(number) if row.label and row.label.is_part else None
                found[number] = replace(observation, part_of=whole.id if whole else None)
                last[number] = len(told)
                told.append(found[number])
            if row.label and not row.label.is_part:
                wholes = found
        return told

    def _title_units(self, table: Table) -> tuple[str, ...]:
        """The units that the title names: 单位:亿元; 2023年各区县研发费用(亿元)."""
        for cell in table.titles:
            _, found, rest = cell.plain.rpartition("单位:")
            wording = rest.strip("()[] ") if found else ""
            units = self._heads.units(wording) if found else self._heads.split(cell.plain)[1]
            if units:
                return units
        return ()

    # -- rows

    def _rows(self, table: Table, place: Setting) -> Iterator[_Row]:
        """The rows that are about something; not sub-heads, sums of metrics, averages."""
        region = body = None
        inside = self._is_inside(table, place)
        for row in table.rows:
            cells = row.cells
            if len(set(row.told)) < 2:
                continue
            if table.place is not None:
                region = (
                    cells[table.place]
                    if cells[table.place].plain
                    else region
                    if table.label is not None
                    else None
                )
            if table.body is not None:
                body = (
                    cells[table.body]
                    if cells[table.body].plain
                    else body
                    if table.label is not None
                    else None
                )
            time = time_of(cells[table.time].plain) if table.time is not None else None
            if (table.place is not None and region is None) or (table.time is not None and time is None):
                continue
            if (region is not None and not self._is_named(region)) or (
                body is None and table.body is not None
            ):
                continue
            if body is not None and (body.plain in self._aside | self._totals or body.plain.isdigit()):
                continue  # the sum of a list of firms is not that of the region
            where = self._place(region, place, inside) if region is not None else None
            subject = Subject(where, body and Span(body.text, body.start, body.end), time)
            label, cell = self._label(table, row)
            if table.label is not None and label is None:
                continue
            yield _Row(row, subject, label, cell, self._row_units(table, row))

    def _filled(self, table: Table, cells: Sequence[Cell], at: int, above: Cell | None) -> Cell | None:
        """The cell of a key column; where it is empty the one above (merged), or 合计 in the column before."""
        if cells[at].plain:
            return cells[at]
        if table.label is not None:
            return above
        return cells[0] if cells[0].plain in self._totals else None

    def _label(self, table: Table, row: Row) -> tuple[Label | None, Cell | None]:
        if table.label is None:
            return None, None
        cell = row.cells[table.label]
        if (
            not cell.plain
            and table.label
            and self._heads.read(table.heads[0].cells[table.label - 1].plain).role == "label"
        ):
            cell = row.cells[table.label - 1]
        return self._labels.read(cell.plain), cell

    def _row_units(self, table: Table, row: Row) -> tuple[str, ...]:
        return self._heads.units(row.cells[table.unit].plain) if table.unit is not None else ()

    def _is_named(self, cell: Cell) -> bool:
        """Whether a cell in a column of places is one, or their sum; not 平均, 3."""
        return cell.plain not in self._aside and len(cell.plain) <= 20 and not re.search("[0-9]", cell.plain)

    def _is_inside(self, table: Table, place: Setting) -> bool:
        """Whether the reporting region is itself one of the places that the rows compare."""
        at = table.place
        if at is None or place.body is None or place.body.code is None:
            return False
        names = (row.cells[at].plain for row in table.rows)
        own = self._totals | self._bodies
        found = (
            self._regions.resolve(name, place.body, place.anchor.year)
            for name in names
            if name and name not in own
        )
        return any(region.code == place.body.code for region in found)

    def _place(self, cell: Cell, place: Setting, inside: bool) -> Place | None:
        """The region of a cell: of 合计 the reporting one, or the unit above where that is in the list; None where
        it is not known."""
        name, year = cell.plain, place.anchor.year
        if name not in self._totals | self._bodies:
            return as_place(self._regions.resolve(name, place.body, year), cell.text)
        whole = place.region
        if whole is not None and inside:
            whole = next(iter(self._regions.parents(whole, year)), None)
        if name in self._bodies and not inside:
            whole = self._regions.resolve(name, place.body, year)
        return as_place(whole, cell.text) if whole else None

    # -- observations

    def _observation(
        self, table: Table, row: _Row, block: Block, place: Setting, common: tuple[str, ...], name: str
    ) -> Observation | None:
        """The observation of one block in one row; None where its cells say nothing."""
        home = place.body
        named, measured, own = self._measured(row, block, home)
        if named is None or measured is None:
            return None
        first = block.value or block.arguments[0]
        unit_here = bool(own[0] or row.units or first.head.units or common)
        if row.label and not table.is_sure and not self._measures.is_metric(measured, home, unit_here):
            return None
        counted = first.head.counted
        shared = (first.head.units, common) if row.label else (common,)
        applied = self._measures.applied(measured, home, own, shared, counted)
        value = self._value(block.value, row.row, applied)
        draft = Observation(
            name, Metric(named.text, named.start, named.end, measured.name), Sentence(0, 1), value
        )
        notes = [_note("metric", "a row head" if row.label else "a column head", named)]
        notes += [_note("value", f"below {block.value.cell.plain}", value)] if value and block.value else []
        draft = replace(draft, evidence=tuple(notes))
        draft = self._with_arguments(draft, block, row.row, applied, place)
        return self._finished(draft, row, block, place, measured) if _says_something(draft) else None

    def _measured(
        self, row: _Row, block: Block, home: Region | None
    ) -> tuple[Cell | None, Measured | None, tuple[tuple[str, ...], ...]]:
        """The cell that names the metric, its name, and the units that stand with it."""
        if row.label:
            return row.cell, self._measures.measured(row.label.name, home), (row.label.units, row.units)
        if block.name is None:
            return None, None, ((),)
        first = block.value or block.arguments[0]
        units = first.head.units if first.head.role in ("value", "prose") else ()
        return (
            block.name.cell,
            self._measures.measured(block.name.head.name, home),
            (units or block.name.head.units, row.units),
        )

    def _value(self, column: Column | None, row: Row, applied: Applied | None) -> Quantity | None:
        if column is None:
            return None
        cell = row.cells[column.at]
        return self._cells.size(cell, applied.wording if applied else "")

    def _finished(
        self, draft: Observation, row: _Row, block: Block, place: Setting, measured: Measured
    ) -> Observation:
        """The observation with its status, time, place and id."""
        time = block.time or row.subject.time
        first = block.value or block.arguments[0]
        is_done = "完成" in first.cell.plain or "实" in first.cell.plain
        status, why_status = place.status(time, is_done)
        if block.value is None and first.head.role == "target":
            status, why_status = "target", f"below {first.cell.plain}"
        period, why_period = place.period(time)
        region, why_region = self._region(row, block, place, measured)
        link = self._measures.link(measured, place.body, draft.value.unit if draft.value else None)
        notes = [
            Evidence("status", why_status),
            Evidence("period", why_period),
            Evidence("region", why_region),
        ]
        notes += [Evidence("id", f"{link.id}, {link}")] if link else []
        metric = replace(draft.metric, action=measured.action, id=link.id if link else None, link=link)
        return replace(
            draft, metric=metric, sentence=Sentence(row.row.start, row.row.end), status=status, period=period,
            region=region, subject=row.subject.body, evidence=(*draft.evidence, *notes),
        )  # fmt: skip

    def _region(
        self, row: _Row, block: Block, place: Setting, measured: Measured
    ) -> tuple[Place | None, str]:
        """The region by the row, the column, the name, the title, the document: the nearest that says it."""
        if row.subject.place:
            return row.subject.place, f"{row.subject.place.text} in the row"
        column = block.value if row.label else None
        for wording in (column.head.name if column else None, measured.place):
            if wording:
                region = self._regions.resolve(wording, place.body, place.anchor.year)
                return as_place(region, wording), f"{wording} in the head"
        if place.region is None:
            return None, "the reporting body"
        why = f"{place.place} above the table" if place.place else "the reporting body"
        return as_place(place.region, place.place), why

    # -- arguments

    def _with_arguments(
        self, draft: Observation, block: Block, row: Row, applied: Applied | None, place: Setting
    ) -> Observation:
        """The observation with its changes, ranks, share and target."""
        moved: Head | None = None
        for column in block.arguments:
            cell = row.cells[column.at]
            before, draft = draft, self._with(draft, column.head, cell, applied, place, moved)
            if draft is not before:
                note = _note(_FIELDS[column.head.role], f"below {column.cell.plain}", cell)
                draft = replace(draft, evidence=(*draft.evidence, note))
            moved = column.head if column.head.role == "change" else None
        return draft

    def _with(
        self,
        draft: Observation,
        head: Head,
        cell: Cell,
        applied: Applied | None,
        place: Setting,
        moved: Head | None = None,
    ) -> Observation:
        """The observation with what one cell adds to it; itself where the cell says nothing."""
        role = head.role
        if role in ("change", "size"):
            change = self._change(head, cell, applied)
            return replace(draft, changes=(*draft.changes, change)) if change else draft
        if role == "gap":
            size = self._cells.size(cell, head.units[0] if head.units else "")
            sign = -1 if head.is_behind else 1
            gap = size and Gap(cell.text, cell.start, cell.end, sign * size.amount, size.unit, head.against)
            return replace(draft, gaps=(*draft.gaps, gap)) if gap else draft
        if role == "rank":
            position = self._cells.rank(cell)
            scope = self._scope(head.scope, place)
            of = "growth" if moved else head.of
            rank = position and Rank(cell.text, cell.start, cell.end, position, of=of, scope=scope)
            return replace(draft, ranks=(*draft.ranks, rank)) if rank else draft
        if role == "share":
            size = self._cells.size(cell, "%" if "%" in head.units else "")
            share = (
                size
                and size.unit == "%"
                and Share(cell.text, cell.start, cell.end, size.amount, "%", head.scope)
            )
            return replace(draft, share=share) if share else draft
        return self._aimed(draft, head, cell, applied)

    def _scope(self, wording: str | None, place: Setting) -> Place | None:
        if wording is None:
            return None
        region = self._regions.resolve(wording, place.body, place.anchor.year)
        return as_place(region, wording) if region.code else Place(wording, wording)

    def _change(self, head: Head, cell: Cell, applied: Applied | None) -> Change | None:
        """9.7 below 比上年增长(%) is yoy up 9.7 %, -2.1 yoy down 2.1 %."""
        unit = head.units[0] if len(head.units) == 1 else "%" if head.counted or "%" in head.units else ""
        if head.role == "size" and not head.units:
            unit = (applied.wording or "") if applied else ""
        move = self._cells.move(cell, unit)
        if move is None:
            return None
        size, way = move
        kind: ChangeKind = head.kind
        if size is None:
            return Change(cell.text, cell.start, cell.end, kind, "flat", against=head.against)
        return Change(
            cell.text, cell.start, cell.end, kind, way, size.amount, size.unit, size.upper, size.bound,
            against=head.against,
        )  # fmt: skip

    def _aimed(self, draft: Observation, head: Head, cell: Cell, applied: Applied | None) -> Observation:
        """The observation with its target: an amount, a rate of completion, or both."""
        target = draft.target
        if head.role == "rate":
            rate = self._cells.percent(cell)
            is_percent = "%" in head.units or cell.plain.endswith("%")
            if rate is None or not is_percent:
                return draft
            reached = outcome(rate, "met")
            if target is None:
                target = Target(cell.text, cell.start, cell.end, rate=rate, outcome=reached)
            return replace(draft, target=replace(target, rate=rate, outcome=reached))
        unit = head.units[0] if len(head.units) == 1 else (applied.wording or "") if applied else ""
        size = self._cells.size(cell, unit)
        if size is None:
            return draft
        if draft.value is None and target is None and not draft.changes:
            return replace(draft, value=size)  # planned, and nothing yet to hold against it
        if draft.value is None:
            return draft
        rate = target.rate if target else None
        reached = outcome(rate, "met") if rate is not None else _outcome(draft.value.amount, size.amount)
        return replace(
            draft, target=Target(cell.text, cell.start, cell.end, size.amount, size.unit, rate, reached)
        )

    def _argue(
        self, row: _Row, parts: Sequence[Block], told: list[Observation], last: dict[int, int], place: Setting
    ) -> None:
        """Add a row of changes or ranks to the observations of the row above it."""
        assert row.label is not None
        head = replace(row.label.head, units=row.label.units or row.units)
        for number, at in last.items():
            column = parts[number].value
            if column is not None:
                told[at] = self._with(told[at], head, row.row.cells[column.at], None, place)


_FIELDS = {
    "change": "change", "size": "change", "gap": "gap", "rank": "rank", "share": "share", "target": "target",
    "rate": "target",
}  # fmt: skip


def _outcome(value: Decimal, target: Decimal) -> Outcome:
    return "progress" if value < target else "met" if value == target else "exceeded"


def _says_something(o: Observation) -> bool:
    return bool(o.value or o.changes or o.gaps or o.ranks or o.share or o.target)


def _note(field: str, because: str, span: Span) -> Evidence:
    return Evidence(field, because, span.text, span.start, span.end)
