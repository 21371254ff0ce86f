"""From results to a panel: observations into cells, cells into rows, rows beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Literal

from kuji_ie.models import Period, Place, Status
from kuji_ie.numbers import ARITHMETIC
from kuji_ie.panels.compare import level_before, plan_for
from kuji_ie.panels.figures import Figures, figures_of
from kuji_ie.panels.model import Conflict, Figure, FigureKind, LeftOut, Panel, PanelRow, Told
from kuji_ie.panels.series import Cell, cell_of

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction

COMPARED: tuple[FigureKind, ...] = ("value", "yoy", "rank", "share")


def panel(results: Iterable[Extraction]) -> Panel:
    """Many results as one panel: a row for each region, metric, action, period, status and unit.

    Of the reports of 2022 and 2023, 2.12亿元 and 2.37亿元,同比增长11.8%, the row of 2023 has value, yoy and `before`: the 2.12亿元
    that were reported beside the 2.12 that value and growth imply. A plan of one report stands beside the result of
    the next (`plan`), and where two reports tell different numbers of one cell, beyond half a unit of the last digit of
    each, that is one of `conflicts`. Of several a row has the most exact, then that of the report on the period (of plans: of
    an earlier one), then the one with more digits. An observation without region, period or a name that says enough is
    in `left_out`.

    Reads `results` once and keeps no text but the sentences; rows come in the order of their keys, whatever the order of
    the reports. Raises `TypeError` for what is no `Extraction`.
    """
    with localcontext(ARITHMETIC):
        cells: dict[Cell, list[Figures]] = {}
        left_out: list[LeftOut] = []
        documents = 0
        for result in _checked(results):
            _place(result, documents, cells, left_out)
            documents += 1
        _join_without_unit(cells)
        conflicts: list[Conflict] = []
        rows = {cell: _row(cell, cells[cell], conflicts) for cell in sorted(cells, key=_order)}
        beside = tuple([_beside(cell, row, rows) for cell, row in rows.items()])
        return Panel(beside, tuple(conflicts), tuple(left_out), documents)


def _checked(results: Iterable[Extraction]) -> Iterator[Extraction]:
    from kuji_ie.extraction import Extraction

    if isinstance(results, Extraction):
        raise TypeError("panel takes many results; write panel([result]) for one")
    for result in results:
        if not isinstance(result, Extraction):
            raise TypeError(f"panel takes results of extract, not {type(result).__name__}")
        yield result


def _place(
    result: Extraction, document: int, cells: dict[Cell, list[Figures]], left_out: list[LeftOut]
) -> None:
    """Put the observations of one report into their cells."""
    by_id = {o.id: o for o in result.observations}
    about = result.document.period
    for o in result.observations:
        sentence = result.text[o.sentence.start : o.sentence.end] or None
        told = Told(document, result.source, o.id, sentence)
        whole = by_id.get(o.part_of) if o.part_of else None
        cell = cell_of(o, whole)
        if isinstance(cell, str) or o.region is None:
            left_out.append(LeftOut(str(cell), o.metric.name, told))
            continue
        cells.setdefault(cell, []).append(figures_of(o, o.region, told, whole, _is_own(cell, about)))


def _is_own(cell: Cell, about: Period | None) -> bool:
    """Whether a report on `about` is the one to tell a cell: a result in its own time, a plan before it."""
    if about is None:
        return False
    if cell.status == "target":
        return about.end < cell.start
    return about.start <= cell.start and cell.end <= about.end


def _join_without_unit(cells: dict[Cell, list[Figures]]) -> None:
    """What has no value, and so no unit, goes to the one cell that has: 增长9.7% of one report, 9.99亿元 of another."""
    units: dict[Cell, list[Cell]] = {}
    for cell in cells:
        if cell.series.unit:
            units.setdefault(cell.with_unit(""), []).append(cell)
    for bare, found in units.items():
        if bare in cells and len(found) == 1:
            cells[found[0]] += cells.pop(bare)


def _order(cell: Cell) -> tuple[object, ...]:
    series = cell.series
    whose = (series.region, series.metric, series.action, series.subject, series.whole)
    return (*whose, cell.start, cell.end, cell.status, series.unit)


def _row(cell: Cell, told: list[Figures], conflicts: list[Conflict]) -> PanelRow:
    """The row of a cell; what contradicts it in other reports goes to `conflicts`."""
    first = min(told, key=lambda one: (not one.is_own, one.told.source or ""))
    value = _best(told, "value")
    row = PanelRow(
        region=first.region,
        metric=first.metric,
        metric_id=first.metric_id,
        action=cell.series.action or None,
        subject=first.subject,
        whole=first.whole if cell.series.whole else None,
        start=cell.start,
        end=cell.end,
        status=cell.status,
        unit=value.unit if value else None,
        told=tuple(one.told for one in told),
        value=value,
        yoy=_best(told, "yoy"),
        rank=_best(told, "rank"),
        share=_best(told, "share"),
        gap=_best(told, "gap"),
        target=_best(told, "target"),
        differs=_differs(told),
    )
    if row.differs:
        return row
    found = [Conflict(*_whose(row), *pair) for pair in _contradicted(row, told)]
    conflicts += found
    return replace(row, conflict=True) if found else row


def _whose(row: PanelRow) -> tuple[Place, str, str | None, str | None, date, date, Status]:
    """What a row is of, as a conflict says it."""
    return row.region, row.metric, row.metric_id, row.action, row.start, row.end, row.status


def _best(told: list[Figures], kind: FigureKind | Literal["gap", "target"]) -> Figure | None:
    """Of the figures of one kind the one to show: of the value, exact, of the report on that period, with most digits."""

    def order(pair: tuple[Figures, Figure]) -> tuple[bool, bool, bool, Decimal, str]:
        one, figure = pair
        return (
            figure.of == "growth",
            not figure.is_exact,
            not one.is_own,
            figure.half,
            one.told.source or "",
        )

    there = ((one, getattr(one, kind)) for one in told)
    best = min(((one, figure) for one, figure in there if figure is not None), key=order, default=None)
    return best[1] if best else None


def _differs(told: list[Figures]) -> bool:
    """Whether one report tells two values of the cell: which one is meant, nobody knows."""
    firsts: dict[int, Figure] = {}
    return any(
        firsts.setdefault(one.told.document, one.value).contradicts(one.value)
        for one in told
        if one.value is not None
    )


def _contradicted(row: PanelRow, told: list[Figures]) -> Iterator[tuple[FigureKind, Figure, Figure]]:
    """The figures of a row that another report contradicts, one a report."""
    for kind in COMPARED:
        shown: Figure | None = getattr(row, kind)
        if shown is None:
            continue
        seen = {shown.told.document}
        for one in told:
            other: Figure | None = getattr(one, kind)
            if other is None or one.told.document in seen or not _same_kind(kind, shown, other):
                continue
            if shown.contradicts(other):
                seen.add(one.told.document)
                yield kind, shown, other


def _same_kind(kind: FigureKind, one: Figure, other: Figure) -> bool:
    """Whether two figures measure the same: growth in one unit, ranks in one scope, shares of one whole."""
    if kind == "value":
        return True
    if kind == "yoy":
        return (one.unit, one.of) == (other.unit, other.of)
    return one.against is not None and (one.against, one.of) == (other.against, other.of)


def _beside(cell: Cell, row: PanelRow, rows: dict[Cell, PanelRow]) -> PanelRow:
    """A result with its plan and with the level of the year before; a plan as it is."""
    if row.status != "actual" or row.differs:
        return row
    goal = replace(cell, status="target")
    planned = _certain(rows.get(goal))
    growth = planned if planned and planned.yoy else _certain(rows.get(goal.with_unit("")))
    earlier = cell.year_before()
    before = _certain(rows.get(earlier)) if earlier else None
    names = row.metric
    return replace(
        row,
        plan=plan_for(names, planned.value, row.value) if planned and planned.value and row.value else None,
        growth_plan=plan_for(names, growth.yoy, row.yoy) if growth and growth.yoy and row.yoy else None,
        before=level_before(row.value, row.yoy, before.value if before else None)
        if row.value and row.yoy
        else None,
    )


def _certain(row: PanelRow | None) -> PanelRow | None:
    """A row that may be compared: not one of two values in one report."""
    return None if row is None or row.differs else row
