"""The formats of `kuji-ie panel`: a table to read, and files for a spreadsheet or a program."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import IO, Any

from kuji_ie.export.csv import harmless
from kuji_ie.export.panel import panel_arrow, panel_cells, panel_columns
from kuji_ie.extras import require
from kuji_ie.panels.model import Before, Figure, Panel, PanelRow, PanelTable, Plan

SHEETS: tuple[PanelTable, ...] = ("rows", "conflicts", "left_out")
LAST_ROW = 1_048_575  # of a sheet of Excel, counted from 0
LONGEST = 32_767  # characters of a cell
WIDE = ("sentence", "means")
HEAD = ("region", "period", "metric", "value", "change", "rank", "planned", "a year before", "told by")


class PanelFormat(str, Enum):
    """How a panel is written."""

    table = "table"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    json = "json"

    @property
    def is_binary(self) -> bool:
        """Whether it is written as bytes, which are nothing for a terminal."""
        return self in (PanelFormat.xlsx, PanelFormat.parquet)


def panel_format_of(path: Path | None) -> PanelFormat:
    """The format that the name of a file asks for: panel.xlsx is a workbook; a table for .txt, and without an ending.

    Raises `ValueError` for another ending.
    """
    suffix = path.suffix.lower() if path else ""
    if suffix in ("", ".txt"):
        return PanelFormat.table
    known = [f".{one.value}" for one in PanelFormat if one is not PanelFormat.table]
    if suffix not in known:
        raise ValueError(
            f"no format of a panel ends in {suffix}, only {', '.join(known)}; or give the format"
        )
    return PanelFormat(suffix[1:])


def write_panel(panel: Panel, stream: IO[Any], format: PanelFormat, mark: bool = False) -> None:
    """Write a panel to a stream of text, or of bytes where the format is binary.

    A table shows rows and conflicts; CSV and Parquet hold the rows, JSON and the workbook also conflicts and what is
    left out. `mark` begins a CSV with a byte order mark. Raises `MissingExtra` where a library is not installed.
    """
    if format is PanelFormat.csv:
        _csv(panel, stream, mark)
    else:
        _WRITERS[format](panel, stream)


def _csv(panel: Panel, stream: IO[str], mark: bool) -> None:
    if mark:
        stream.write("\ufeff")  # without it a spreadsheet shows Chinese as rubbish
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(column.name for column in panel_columns())
    writer.writerows([harmless(cell) for cell in cells] for cells in panel_cells(panel))


def _json(panel: Panel, stream: IO[str]) -> None:
    """One object: a list for each table, an object a row."""
    from kuji_ie.export.json import to_text

    data = {table: [_plain(table, cells) for cells in panel_cells(panel, table)] for table in SHEETS}
    stream.write(f"{to_text({'documents': panel.documents, **data}, indent=1)}\n")


def _plain(table: PanelTable, cells: Iterable[Any]) -> dict[str, Any]:
    """A row as JSON has it: days as text, whole numbers without a point."""
    names = (column.name for column in panel_columns(table))
    return {
        name: cell.isoformat()
        if isinstance(cell, date)
        else int(cell)
        if isinstance(cell, float) and cell.is_integer()
        else cell
        for name, cell in zip(names, cells, strict=True)
    }


def _parquet(panel: Panel, stream: IO[bytes]) -> None:
    parquet = require("pyarrow.parquet", "frames", "a Parquet file")
    parquet.write_table(panel_arrow(panel), stream)


def _xlsx(panel: Panel, stream: IO[bytes]) -> None:
    """A sheet for each table, and one that says what the columns mean; text is written as text, never as a formula."""
    xlsxwriter = require("xlsxwriter", "xlsx", "a workbook")
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7ECF2"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    meanings = [(table, column.name, column.means) for table in SHEETS for column in panel_columns(table)]
    for table in SHEETS:
        names = [column.name for column in panel_columns(table)]
        _sheet(book.add_worksheet(table), names, panel_cells(panel, table), head, day)
    _sheet(book.add_worksheet("columns"), ["sheet", "column", "means"], meanings, head, day)
    book.close()


def _sheet(sheet: Any, names: list[str], data: Iterable[tuple[Any, ...]], head: Any, day: Any) -> None:
    for at, name in enumerate(names):
        sheet.set_column(at, at, 48 if name.endswith(WIDE) else 14)
        sheet.write_string(0, at, name, head)
    sheet.freeze_panes(1, 3)
    last = 0
    for last, cells in enumerate(data, 1):
        if last > LAST_ROW:
            raise ValueError("more rows than a sheet holds; write a .parquet or .csv")
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(last, at, cell.replace("\r", "")[:LONGEST])
            elif isinstance(cell, bool):
                sheet.write_boolean(last, at, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(last, at, cell, day)
            elif cell is not None:
                sheet.write_number(last, at, cell)
    sheet.autofilter(0, 0, max(last, 1), len(names) - 1)


def _table(panel: Panel, stream: IO[str]) -> None:
    """Rows and conflicts for a terminal; only columns that hold something are shown."""
    from kuji_ie.export.table import clean, new_table, open_console

    console = open_console(stream)
    rows = [_line(row) for row in panel]
    shown = [at for at in range(len(HEAD)) if any(line[at] for line in rows)]
    if rows:
        table = new_table(*(HEAD[at] for at in shown))
        for line in rows:
            table.add_row(*(clean(line[at]) for at in shown))
        console.print(table)
    for conflict in panel.conflicts:
        console.print(f"conflict: {clean(str(conflict))}")
    console.print(panel.summary)


def _line(row: PanelRow) -> tuple[str, ...]:
    """The cells of a row, in the order of `HEAD`."""
    from kuji_ie.export.table import short_period
    from kuji_ie.models import Period

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
        ", ".join(map(str, row.told)),
    )


def _amount(figure: Figure | None) -> str:
    """A value as it stands; that of a table, whose unit stands in its head, with the unit."""
    from kuji_ie.export.table import UNIT, human

    if figure is None:
        return ""
    return human(figure.amount, figure.unit or "") if not UNIT.search(figure.text) else figure.text


def _plan(plan: Plan) -> str:
    words = {True: "reached", False: "not reached", None: "open"}
    return f"{plan.planned} ({words[plan.reached]})"


def _level(before: Before, unit: str | None) -> str:
    """2.12亿元 = implied 2.1199亿元; ≠ where rounding does not explain it."""
    from kuji_ie.export.table import human

    implied = f"implied {human(before.implied, unit or '')}"
    if before.reported is None:
        return implied
    sign = {True: "= ", False: "≠ ", None: ""}[before.within]
    return f"{before.reported} {sign}{implied}"


_WRITERS: dict[PanelFormat, Callable[[Panel, IO[Any]], None]] = {
    PanelFormat.table: _table,
    PanelFormat.xlsx: _xlsx,
    PanelFormat.parquet: _parquet,
    PanelFormat.json: _json,
}
