"""What the cells beside a value add to its observation: changes, ranks, a share, a target."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kuji_ie.grids.blocks import Block
from kuji_ie.grids.cells import CellReader
from kuji_ie.grids.find import Cell, Row
from kuji_ie.grids.headers import YEAR, Head
from kuji_ie.grids.layout import Column
from kuji_ie.grids.measures import Applied
from kuji_ie.grids.rows import Places
from kuji_ie.models import (
    Change,
    ChangeKind,
    Evidence,
    Gap,
    Observation,
    Outcome,
    Period,
    Quantity,
    Rank,
    Share,
    Span,
    Target,
)
from kuji_ie.rules.targets import outcome

FIELDS = {
    "change": "change", "size": "change", "gap": "gap", "rank": "rank", "share": "share", "target": "target",
    "rate": "target",
}  # fmt: skip
OWN_UNIT = ""  # only a unit in the cell itself


class ArgumentReader:
    """Adds the arguments of a block to the observation of a row."""

    def __init__(self, cells: CellReader) -> None:
        self._cells = cells

    def value(self, column: Column | None, row: Row, applied: Applied | None) -> Quantity | None:
        """The value below a column; None where the cell has none, or no unit that is known."""
        return self._cells.size(row.cells[column.at], _wording(applied)) if column else None

    def added(
        self, draft: Observation, block: Block, row: Row, applied: Applied | None, places: Places
    ) -> Observation:
        """The observation with its changes, ranks, share and target, and why."""
        growth = False
        for column in block.arguments:
            draft = self.argued(
                draft, column.head, row.cells[column.at], applied, places, column.cell, growth
            )
            growth = column.head.role == "change"
        return draft

    def argued(
        self, draft: Observation, head: Head, cell: Cell, applied: Applied | None, places: Places, under: Cell,
        growth: bool = False,
    ) -> Observation:  # fmt: skip
        """The observation with what one cell adds to it; itself where the cell says nothing.

        `growth`: the column before tells the growth, so that a bare 位次 ranks it.
        """
        told = self._argued(draft, head, cell, applied, places, growth)
        if told is draft:
            return draft
        note = noted(
            FIELDS[head.role] if told.value is draft.value else "value", f"below {under.plain}", cell
        )
        return replace(told, evidence=(*told.evidence, note))

    def _argued(
        self,
        draft: Observation,
        head: Head,
        cell: Cell,
        applied: Applied | None,
        places: Places,
        growth: bool,
    ) -> Observation:
        role = head.role
        if role in ("change", "size"):
            change = self._change(head, cell, applied, draft.period)
            return replace(draft, changes=(*draft.changes, change)) if change else draft
        if role == "gap":
            gap = self._gap(head, cell)
            return replace(draft, gaps=(*draft.gaps, gap)) if gap else draft
        if role == "rank":
            rank = self._rank(head, cell, places, growth)
            return replace(draft, ranks=(*draft.ranks, rank)) if rank else draft
        if role == "share":
            share = self._share(head, cell)
            return replace(draft, share=share) if share else draft
        return self._rated(draft, head, cell) if role == "rate" else self._aimed(draft, head, cell, applied)

    def _change(
        self, head: Head, cell: Cell, applied: Applied | None, period: Period | None
    ) -> Change | None:
        """9.7 below 比上年增长(%) is yoy up 9.7 %, -2.1 yoy down 2.1 %."""
        unit: str | None = _only(head) or ("%" if head.counted or "%" in head.units else OWN_UNIT)
        if head.role == "size" and not head.units:
            unit = _wording(applied)
        move = self._cells.move(cell, unit)
        if move is None:
            return None
        size, way = move
        if head.is_behind and way == "up" and cell.plain[:1].isdigit():
            way = "down"  # 2.1 below 同比下降(%)
        kind = _kind(head, period)
        if size is None:
            return Change(cell.text, cell.start, cell.end, kind, way, against=head.against)
        return Change(
            cell.text, cell.start, cell.end, kind, way, size.amount, size.unit, size.upper, size.bound,
            against=head.against,
        )  # fmt: skip

    def _gap(self, head: Head, cell: Cell) -> Gap | None:
        """1.2 below 高于全省平均(个百分点) is 1.2 ahead of 全省平均, 1.2 below 低于… 1.2 behind."""
        size = self._cells.size(cell, _only(head) or OWN_UNIT)
        if size is None:
            return None
        sign = -1 if head.is_behind else 1
        return Gap(cell.text, cell.start, cell.end, sign * size.amount, size.unit, head.against)

    def _rank(self, head: Head, cell: Cell, places: Places, growth: bool) -> Rank | None:
        position = self._cells.rank(cell)
        if position is None:
            return None
        of = "growth" if growth else head.of
        return Rank(cell.text, cell.start, cell.end, position, of=of, scope=places.scope(head.scope))

    def _share(self, head: Head, cell: Cell) -> Share | None:
        size = self._cells.size(cell, "%" if "%" in head.units else OWN_UNIT)
        if size is None or size.unit != "%":
            return None
        return Share(cell.text, cell.start, cell.end, size.amount, "%", head.scope)

    def _rated(self, draft: Observation, head: Head, cell: Cell) -> Observation:
        """The observation with a rate of completion: beside its target where it has one."""
        rate = self._cells.percent(cell)
        if rate is None or not ("%" in head.units or cell.plain.endswith("%")):
            return draft
        target = draft.target or Target(cell.text, cell.start, cell.end)
        return replace(draft, target=replace(target, rate=rate, outcome=outcome(rate, "met")))

    def _aimed(self, draft: Observation, head: Head, cell: Cell, applied: Applied | None) -> Observation:
        """The observation with its target; one that is only planned has it for its value."""
        size = self._cells.size(cell, _only(head) or _wording(applied))
        if size is None:
            return draft
        if draft.value is None:
            return draft if draft.changes or draft.target else replace(draft, value=size)
        rate = draft.target.rate if draft.target else None
        reached = _outcome(draft.value.amount, size.amount) if rate is None else outcome(rate, "met")
        return replace(
            draft, target=Target(cell.text, cell.start, cell.end, size.amount, size.unit, rate, reached)
        )


def noted(field: str, because: str, span: Span) -> Evidence:
    """Why a field is what it is, from the words of a span."""
    return Evidence(field, because, span.text, span.start, span.end)


def _only(head: Head) -> str | None:
    """The unit of a head that names one."""
    return head.units[0] if len(head.units) == 1 else None


def _wording(applied: Applied | None) -> str | None:
    return applied.wording if applied else OWN_UNIT


def _kind(head: Head, period: Period | None) -> ChangeKind:
    """The kind of a change: 比2020年 is yoy only in 2021, and over several years nothing is."""
    if head.kind != "yoy" or period is None:
        return head.kind
    base = YEAR.match(head.against or "")
    is_yearly = period.start.year == period.end.year and (
        base is None or int(base.group()) == period.end.year - 1
    )
    return "yoy" if is_yearly else "period"


def _outcome(value: Decimal, target: Decimal) -> Outcome:
    return "progress" if value < target else "met" if value == target else "exceeded"
