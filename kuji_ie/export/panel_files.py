"""A panel as a file: CSV, JSON, Parquet, a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from kuji_ie.export.csv import harmless
from kuji_ie.export.json import to_text
from kuji_ie.export.panel import panel_arrow, panel_cells, panel_columns
from kuji_ie.extras import require
from kuji_ie.panels.model import Panel, PanelTable

SHEETS: tuple[PanelTable, ...] = ("rows", "conflicts", "left_out")
LAST_ROW = 1_048_575  # of a sheet of Excel, counted from 0
LONGEST = 32_767  # characters of a cell
WIDE = ("sentence", "means")


def write_csv(panel: Panel, stream: IO[str], mark: bool = False) -> None:
    """The rows; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if mark:
        stream.write("\ufeff")  # without it a spreadsheet shows Chinese as rubbish
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(column.name for column in panel_columns())
    writer.writerows([harmless(cell) for cell in cells] for cells in panel_cells(panel))


def write_json(panel: Panel, stream: IO[str]) -> None:
    """One object: a list for each table, an object a row."""
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


def write_parquet(panel: Panel, stream: IO[bytes]) -> None:
    """The rows. Raises `MissingExtra` without pyarrow."""
    parquet = require("pyarrow.parquet", "frames", "a Parquet file")
    parquet.write_table(panel_arrow(panel), stream)


def write_workbook(panel: Panel, stream: IO[bytes]) -> None:
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
