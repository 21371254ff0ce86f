"""A workbook to look through: one sheet a table, with cells for the reviewer that `kuji_ie.review` reads back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from typing import IO, TYPE_CHECKING, Any

from kuji_ie.export.json import to_data, to_text
from kuji_ie.export.rows import TABLES, Table, cells, columns, rows
from kuji_ie.export.table import in_short
from kuji_ie.extras import require

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction

VERDICTS = ("right", "wrong", "no fact", "missing")
# Beside the long table: all that was found in a few words, why it was found, and the whole observation as JSON.
FOUND, EVIDENCE, RECORD = "found", "evidence", "record"
EXTRA = (FOUND, EVIDENCE, RECORD)

# What the reviewer fills in, by sheet: the column, and what its cells say.
REVIEW: dict[Table, tuple[tuple[str, str], ...]] = {
    "observations": (
        (
            "review",
            "right; wrong (say what is right beside it); no fact; missing (a row that you add); empty: not looked at",
        ),
        ("right_metric", "the right metric, as it stands in the sentence; empty: as found"),
        ("right_value", "the right value, as it stands in the sentence; - where there is none"),
        ("right_change", "the right change, as it stands (增长9.7%); - where there is none"),
        ("right_rank", "the right rank, as it stands (居全省第3位); - where there is none"),
        ("right_status", "actual or target"),
    ),
    "names": (
        (
            "review",
            "right; wrong (with the right name beside it); no fact (it is no name); missing (a row that you add)",
        ),
        ("right_name", "the right wording, as it stands in the text"),
    ),
}
# The first columns of a sheet, which a person reads; the others follow in the order of the long table.
FIRST: dict[Table, tuple[str, ...]] = {
    "observations": (
        *("source", "observation", "metric", "action", "found", "unit"),
        *("status", "region", "period_start", "period_end", "sentence"),
    ),
    "names": ("source", "label", "text"),
}
WIDTHS = {
    "sentence": 64,
    "metric": 26,
    "found": 30,
    "text": 30,
    "name": 30,
    "value": 14,
    "source": 18,
    "honour": 26,
    "recipient": 26,
}
WIDTHS |= {
    "message": 50,
    "more": 24,
    "review": 10,
    "right_metric": 20,
    "means": 90,
    "column": 18,
    "sheet": 14,
}
USUAL_WIDTH = 12
WRAPPED = (
    "sentence",
    "metric",
    "found",
    "source",
    "text",
    "name",
    "recipient",
    "honour",
    "message",
    "more",
    "value",
)
LINE = 15  # points
A4 = 9  # as Excel counts papers
MOST_LINES = 8
FROZEN = 3  # columns that stay in sight: source, observation, metric
LAST_ROW = 1_048_575  # of a sheet of Excel, counted from 0
LONGEST = 32_767  # characters of a cell
CREATED = datetime(
    1980, 1, 31
)  # as of the files in the archive: the same results are the same bytes at any time
SPARE = 500  # rows below the last for what the reviewer adds


def write_workbook(stream: IO[bytes], results: Iterable[Extraction]) -> None:
    """Write results as an .xlsx workbook, row by row: observations, names, awards, findings, and what the columns mean.

    Text is written as text: =HYPERLINK(…) in a report is no formula. A sheet that is full goes on in another, whose
    name ends in 2. Raises `MissingExtra` without XlsxWriter.
    """
    xlsxwriter = require("xlsxwriter", "xlsx", "a workbook")
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    book.set_properties({"created": CREATED})
    styles = _Styles.of(book)
    sheets = {table: _Sheet(book, styles, table) for table in TABLES}
    for result in results:
        for table, sheet in sheets.items():
            for row, extra in zip(rows(result, table), _extras(result, table), strict=False):
                sheet.write((*cells(row), *extra))
    for sheet in sheets.values():
        sheet.finish()
    _write_meanings(book, styles)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:  # it hides the error of the disk
        raise next((cause for cause in error.args if isinstance(cause, OSError)), error) from error


def layout(table: Table) -> tuple[str, ...]:
    """The columns of a sheet, in order: what a person reads, the reviewer's, the rest of the long table."""
    first, given = FIRST.get(table, ()), tuple(column.name for column in columns(table))
    review = tuple(name for name, _ in REVIEW.get(table, ()))
    extra = (EVIDENCE, RECORD) if table == "observations" else ()
    return (*first, *review, *(name for name in given if name not in first), *extra)


def _extras(result: Extraction, table: Table) -> Iterable[tuple[str, ...]]:
    """The cells of `EXTRA`, for sheets that have them."""
    if table != "observations":
        return repeat(())
    return ((in_short(o), o.explain(), to_text(to_data(o))) for o in result.observations)


@dataclass(frozen=True, slots=True)
class _Styles:
    """The looks of cells."""

    head: Any
    review_head: Any
    text: Any
    wrapped: Any
    review: Any
    whole: Any
    number: Any
    day: Any

    @classmethod
    def of(cls, book: Any) -> _Styles:
        top = {"valign": "top"}
        head = {"bold": True, "bottom": 1, "bg_color": "#E7ECF2"}
        return cls(
            head=book.add_format(head),
            review_head=book.add_format({**head, "bg_color": "#F6E3B4"}),
            text=book.add_format(top),
            wrapped=book.add_format({**top, "text_wrap": True}),
            review=book.add_format({**top, "bg_color": "#FFF9E8"}),
            whole=book.add_format({**top, "num_format": "#,##0"}),
            number=book.add_format({**top, "num_format": "#,##0.0###"}),
            day=book.add_format({**top, "num_format": "yyyy-mm-dd"}),
        )


class _Sheet:
    """One table on its sheet, and on a further one when that is full."""

    def __init__(self, book: Any, styles: _Styles, table: Table) -> None:
        self._book, self._styles, self._table = book, styles, table
        self._layout = layout(table)
        given = [column.name for column in columns(table)]
        given += [name for name in EXTRA if name in self._layout]
        self._places = [self._layout.index(name) for name in given]
        self._review = [self._layout.index(name) for name, _ in REVIEW.get(table, ())]
        self._count = 0
        self._open()

    def write(self, row: Sequence[Any]) -> None:
        """Write one row; its cells are those of the long table and the extra ones, in their order."""
        if self._last == LAST_ROW:
            self.finish()
            self._open()
        self._last += 1
        self._sheet.set_row(self._last, LINE * self._lines(row))
        for at in self._review:
            self._sheet.write_blank(self._last, at, None, self._styles.review)
        for at, cell in zip(self._places, row, strict=True):
            if cell is not None:
                self._write_cell(at, cell)

    def finish(self) -> None:
        """Give the sheet its filters and lists of choices."""
        sheet = self._sheet
        sheet.autofilter(0, 0, max(self._last, 1), len(self._layout) - 1)
        printed = len(FIRST.get(self._table, ())) + len(self._review) or len(self._layout)
        sheet.print_area(0, 0, max(self._last, 1), printed - 1)
        for name, choices in (("review", VERDICTS), ("right_status", ("actual", "target"))):
            if name in self._layout:
                at = self._layout.index(name)
                rule = {"validate": "list", "source": list(choices), "error_title": name}
                sheet.data_validation(1, at, min(self._last + SPARE, LAST_ROW), at, rule)

    def _open(self) -> None:
        self._count += 1
        self._last = 0
        sheet = self._sheet = self._book.add_worksheet(
            self._table if self._count == 1 else f"{self._table} {self._count}"
        )
        for at, name in enumerate(self._layout):
            style = self._styles.review_head if at in self._review else self._styles.head
            sheet.write_string(0, at, name, style)
            sheet.set_column(at, at, WIDTHS.get(name, USUAL_WIDTH), None, {"hidden": name == RECORD})
        sheet.freeze_panes(1, FROZEN if self._table in REVIEW else 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _lines(self, row: Sequence[Any]) -> int:
        """How many lines the longest wrapped cell of a row takes; a Chinese character is two wide."""
        long = (
            2 * len(cell) // WIDTHS.get(self._layout[at], USUAL_WIDTH)
            for at, cell in zip(self._places, row, strict=True)
            if isinstance(cell, str) and self._layout[at] in WRAPPED
        )
        return min(1 + max(long, default=0), MOST_LINES)

    def _write_cell(self, at: int, cell: Any) -> None:
        sheet, styles, row = self._sheet, self._styles, self._last
        if isinstance(cell, str):
            style = styles.wrapped if self._layout[at] in WRAPPED else styles.text
            sheet.write_string(row, at, cell.replace("\r", "")[:LONGEST], style)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, at, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(row, at, cell, styles.day)
        else:
            sheet.write_number(row, at, cell, styles.whole if cell == int(cell) else styles.number)


def _write_meanings(book: Any, styles: _Styles) -> None:
    """A last sheet that says what the columns are."""
    sheet = book.add_worksheet("columns")
    for at, name in enumerate(("sheet", "column", "means")):
        sheet.write_string(0, at, name, styles.head)
        sheet.set_column(at, at, WIDTHS.get(name, USUAL_WIDTH))
    said = [(table, name, means) for table in TABLES for name, means in _meanings(table)]
    for row, line in enumerate(said, 1):
        for at, cell in enumerate(line):
            sheet.write_string(row, at, cell, styles.wrapped)
    sheet.freeze_panes(1, 0)


def _meanings(table: Table) -> Iterable[tuple[str, str]]:
    meanings = {
        **{column.name: column.means for column in columns(table)},
        **dict(REVIEW.get(table, ())),
        FOUND: "value, changes, ranks, gaps, share and target in a few words; each has columns of its own",
        EVIDENCE: "which rules and words made it",
        RECORD: "all of it as JSON, for reading back (hidden)",
    }
    return ((name, meanings[name]) for name in layout(table))
