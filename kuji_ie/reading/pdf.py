"""PDF files: the lines of each page, its ruled tables, and what repeats on all pages."""

from __future__ import annotations

import logging
from io import BytesIO
from statistics import median
from typing import Any

from kuji_ie.errors import DocumentError
from kuji_ie.extras import require
from kuji_ie.reading.drawing import Budget, check_document, check_streams, guard, lay_out
from kuji_ie.reading.kinds import AGAIN
from kuji_ie.reading.limits import MOST_RULES
from kuji_ie.reading.pages import Grid, Line, Page, glue, join
from kuji_ie.reading.tables import LONGEST_CELL, Cell, Table, write
from kuji_ie.text.normalise import twins

END, TAIL = b"%%EOF", 4096  # a PDF that was got whole has this mark in its last bytes
UNKNOWN = "(cid:"  # a sign of which the font does not say what it is
MOST_UNKNOWN = 0.2
SLANTED = 0.1  # rise by run
MOST_TURNED = 0.5  # of the characters of a page

# It warns on standard error of colours and boxes; whoever listens to its log hears it still.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


def read_pdf(data: bytes, name: str) -> str:
    """The text of a .pdf: paragraphs put together from their lines, ruled tables as pipe tables.

    Running heads and feet, page numbers and watermarks across the page are left out. Raises `DocumentError`
    for a file with a password, one that is cut short or larger than the limits, and a scan, which has no text; `MissingExtra` without pdfplumber.
    """
    pdfplumber = require("pdfplumber", "pdf", "reading .pdf files")
    if END not in data[-TAIL:]:
        raise DocumentError(name, f"cut short: the end of the PDF is missing; {AGAIN}")
    check_streams(data, name)
    try:
        check_document(data, name)
        pdf = pdfplumber.open(BytesIO(data))
    except Exception as error:
        if "Password" in f"{type(error).__name__} {error!r}":
            raise DocumentError(name, "has a password; open it and print it to a PDF without one") from error
        raise
    pages: list[Page] = []
    has_images = False
    budget = Budget(name)
    with pdf:
        guard(pdf, name)
        for page in pdf.pages:
            lay_out(page, budget)
            pages.append(read_page(page))
            has_images = has_images or bool(page.images)
            page.close()
    text = write(join(pages)).translate(twins())
    if has_images and not text.strip():
        raise DocumentError(
            name, "has no text but pictures of it (a scan); let a program for OCR add the text"
        )
    if text.count(UNKNOWN) > MOST_UNKNOWN * len(text) / len(UNKNOWN):
        raise DocumentError(
            name, "its fonts do not say which characters they draw; save it as .docx, or use OCR"
        )
    return text


def read_page(page: Any) -> Page:
    """The lines and tables of one page, from top to bottom."""
    for char in page.chars:
        _set_on_line(char)
    turned = sum(_is_turned(item) for item in page.chars)
    if turned <= MOST_TURNED * len(page.chars):  # a watermark; a page that lies on its side is read as it is
        page = page.filter(lambda item: not _is_turned(item))
    page = page.dedupe_chars()
    found = page.find_tables() if len(page.edges) <= MOST_RULES else []
    tables = [table for table in found if len(table.rows) > 1 and len(table.columns) > 1]
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda item: not any(_is_within(item, box) for box in boxes)) if boxes else page
    lines = [
        Line(
            line["text"], line["x0"], line["x1"], line["top"], median(char["size"] for char in line["chars"])
        )
        for line in rest.extract_text_lines()
    ]
    grids = [Grid(_table(table), *table.bbox) for table in tables]
    return Page(float(page.width), tuple(sorted((*lines, *grids), key=lambda part: part.top)))


def _set_on_line(char: Any) -> None:
    """Give a character the height of its size above the line that it stands on.

    Fonts differ in what they say of theirs: the digits of one beside the characters of another would be another line.
    """
    if not _is_turned(char):
        line = char["top"] + char["y1"] - char["matrix"][5]
        char["top"], char["bottom"] = line - 0.85 * char["size"], line + 0.15 * char["size"]


def _is_turned(item: Any) -> bool:
    """Whether a character stands slanting, as those of a watermark do."""
    return bool(item["object_type"] == "char" and abs(item["matrix"][1]) > SLANTED * abs(item["matrix"][0]))


def _is_within(item: Any, box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a character is in a box."""
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(item["object_type"] == "char" and box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _table(table: Any) -> Table:
    """A ruled table; a merged cell stands where it begins."""
    edges = sorted({cell[0] for cell in table.cells})
    texts = table.extract()
    rows: list[tuple[Cell | None, ...]] = []
    for row, said in zip(table.rows, texts, strict=True):
        cells: list[Cell | None] = []
        for box, text in zip(row.cells, said, strict=True):
            across = sum(box[0] <= edge < box[2] for edge in edges) if box else 1
            text = glue(text.split("\n")) if text and len(text) <= LONGEST_CELL else text
            cells.append(Cell((text or "",), across) if box else None)
        rows.append(tuple(cells))
    return Table(tuple(rows))
