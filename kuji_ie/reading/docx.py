"""Word documents: paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from kuji_ie.extras import require
from kuji_ie.reading.tables import Block, Cell, Table, place, write

# Wrappers that python-docx does not look into: content controls, insertions that are being tracked, smart tags.
WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
# What a reader of the page does not see: deletions that are being tracked, and the older form of a text box.
UNSEEN = frozenset(("del", "moveFrom", "Fallback"))
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
CONTENTS = ("toc ", "table of figures")  # names of styles, the same in every language of Word


def read_docx(data: bytes, name: str) -> str:
    """The text of a .docx: its paragraphs, a line each, and its tables as pipe tables.

    Headers, footers, notes, deleted text and tables of contents are left out; text boxes stand after the
    paragraph to which they belong. Raises `MissingExtra`, or what python-docx raises on a damaged file.
    """
    docx = require("docx", "docx", "reading .docx files")
    document = docx.Document(BytesIO(data))
    contents = {s.style_id for s in document.styles if (s.name or "").lower().startswith(CONTENTS)}
    return write(_blocks(document.element.body, contents))


def _blocks(parent: Any, contents: set[str]) -> Iterator[Block]:
    for element in _children(parent):
        tag = _tag(element)
        if tag == "p" and element.style not in contents:
            yield _text(element)
            for box in _boxes(element):
                yield from _blocks(box, contents)
        elif tag == "tbl":
            yield _table(element, contents)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that are seen, but not those within them: whoever reads a box comes to its own."""
    walk = [iter(paragraph)]
    while walk:
        element = next(walk[-1], None)
        if element is None:
            walk.pop()
        elif _tag(element) == "txbxContent":
            yield element
        elif _tag(element) not in UNSEEN:
            walk.append(iter(element))


def _table(element: Any, contents: set[str]) -> Table:
    rows: list[list[Cell]] = []
    for row in _children(element):
        if _tag(row) == "tr":
            cells = [Cell(across=row.grid_before)] if row.grid_before else []
            cells += (_cell(cell, contents) for cell in _children(row) if _tag(cell) == "tc")
            rows.append(cells)
    return place(rows)


def _cell(element: Any, contents: set[str]) -> Cell:
    # Each row has its own cell also where they are merged downwards: the later ones are empty.
    blocks = () if element.vMerge == "continue" else tuple(_blocks(element, contents))
    return Cell(blocks, across=element.grid_span)


def _text(paragraph: Any) -> str:
    """The text of a paragraph without that of its boxes."""
    parts: list[str] = []
    open_elements = [iter(paragraph)]
    while open_elements:
        element = next(open_elements[-1], None)
        if element is None:
            open_elements.pop()
            continue
        tag = _tag(element)
        if tag == "t":
            parts.append(element.text or "")
        elif tag in CHARACTERS:
            parts.append(CHARACTERS[tag])
        elif tag not in UNSEEN and tag not in ("txbxContent", "pPr", "rPr"):
            open_elements.append(iter(element))
    return "".join(parts)


def _children(parent: Any) -> Iterator[Any]:
    """The children of an element, through what only wraps them."""
    for child in parent:
        if _tag(child) in WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _tag(element: Any) -> str:
    """The name of an element without its namespace; nothing for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
