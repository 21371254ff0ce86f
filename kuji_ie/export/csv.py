"""The long table as CSV for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from kuji_ie.export.rows import Table, cells, columns, rows

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction

# A spreadsheet takes a cell that begins so for a formula: =HYPERLINK(…). An apostrophe before it makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(
    stream: IO[str],
    results: Iterable[Extraction],
    table: Table = "observations",
    mark: bool = False,
    head: bool = True,
) -> None:
    """Write the rows of results as they come; what is None is an empty cell.

    `mark` begins the file with a byte order mark, without which some spreadsheets show Chinese as rubbish; without
    `head` there is no line with the names of the columns. Text that a spreadsheet would run as a formula gets an
    apostrophe before it.
    """
    if mark:
        stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\n")
    if head:
        writer.writerow(column.name for column in columns(table))
    for result in results:
        writer.writerows([harmless(cell) for cell in cells(row)] for row in rows(result, table))


def harmless(cell: Any) -> Any:
    """A cell that no spreadsheet runs: =1+1 becomes '=1+1; whole amounts are written without a point."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
