"""A panel as a table to be read on a terminal, or in a file of plain text."""

from __future__ import annotations

from typing import IO

from kuji_ie.export.table import UNIT, clean, human, new_table, open_console, short_period
from kuji_ie.models import Period
from kuji_ie.panels.model import Before, Figure, Panel, PanelRow, Plan

HEAD = ("region", "period", "metric", "value", "change", "rank", "planned", "a year before", "told by")
SHOWN = 3  # observations of a cell that are named


def print_panel(panel: Panel, stream: IO[str]) -> None:
    """Rows and conflicts for a terminal; only columns that hold something are shown."""
    console = open_console(stream)
    rows = [_line(row) for row in panel]
    shown = [at for at in range(len(HEAD)) if any(line[at] for line in rows)]
    if rows:
        table = new_table(*(HEAD[at] for at in shown))
        for line in rows:
            table.add_row(*(clean(line[at]) for at in shown))
        console.print(table)
    for conflict in panel.conflicts:
        console.print(f"conflict: {clean(str(conflict))}", soft_wrap=True)
    console.print(panel.summary, soft_wrap=True)


def _line(row: PanelRow) -> tuple[str, ...]:
    """The cells of a row, in the order of `HEAD`."""
    period = short_period(Period(None, row.start, row.end))
    names = (row.action if row.action and not row.metric.startswith(row.action) else None, row.metric)
    marks = (("planned", row.status == "target"), ("conflict", row.conflict), ("differs", row.differs))
    named = [" ".join(name for name in names if name)]
    named += [f"({row.subject})"] if row.subject else []
    named += [f"of {row.whole}"] if row.whole else []
    named += [f"[{mark}]" for mark, holds in marks if holds]
    plans = [_plan(plan) for plan in (row.plan, row.growth_plan) if plan]
    return (
        row.region.name,
        period,
        " ".join(named),
        _amount(row.value),
        str(row.yoy or ""),
        str(row.rank or ""),
        "; ".join(plans),
        _level(row.before, row.unit) if row.before else "",
        ", ".join([*map(str, row.told[:SHOWN]), *(["…"] if len(row.told) > SHOWN else [])]),
    )


def _amount(figure: Figure | None) -> str:
    """A value as it stands; that of a table, whose unit stands in its head, with the unit."""
    if figure is None:
        return ""
    return human(figure.amount, figure.unit or "") if not UNIT.search(figure.text) else figure.text


def _plan(plan: Plan) -> str:
    words = {True: "reached", False: "not reached", None: "open"}
    return f"{_amount(plan.planned)} ({words[plan.reached]})"


def _level(before: Before, unit: str | None) -> str:
    """2.12亿元 = implied 2.1199亿元; ≠ where rounding does not explain it."""
    implied = f"implied {human(before.implied, unit or '')}"
    if before.reported is None:
        return implied
    sign = {True: "= ", False: "≠ ", None: ""}[before.within]
    return f"{_amount(before.reported)} {sign}{implied}"
