"""What a PDF may ask for: parts that unpack to gigabytes and drawings within drawings are refused as they are met."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import islice
from typing import Any

from kuji_ie.reading.limits import (
    LARGEST_CONTENT,
    LARGEST_STREAM,
    MEGA,
    MOST_FORMS,
    MOST_LINES,
    MOST_PAGES,
    MOST_SIGNS,
    refuse,
)

STREAM, PIECE = b"stream", MEGA  # a part begins behind this word; bytes unpacked at a time


@dataclass(slots=True)
class Budget:
    """What may still be drawn of the document `name`: bytes and drawings, and of the page signs and lines."""

    name: str
    content: int = LARGEST_CONTENT
    forms: int = MOST_FORMS
    signs: int = MOST_SIGNS
    lines: int = MOST_LINES

    def draw(self, content: int) -> None:
        """Take off one drawing of so many bytes. Raises `DocumentError` where there is no more."""
        self.content -= content
        self.forms -= 1
        if self.content < 0 or self.forms < 0:
            raise refuse(self.name, f"draws more than {LARGEST_CONTENT // MEGA} MB, or {MOST_FORMS:,} times")

    def sign(self) -> None:
        """Take off one character of the page. Raises `DocumentError` likewise."""
        self.signs -= 1
        if self.signs < 0:
            raise refuse(self.name, f"draws more than {MOST_SIGNS:,} signs on one page")


def check_streams(data: bytes, name: str) -> None:
    """Raise `DocumentError` for a PDF with a part that unpacks to more than `LARGEST_STREAM`; nothing is kept of it."""
    at = data.find(STREAM)
    while at >= 0:
        start = at + len(STREAM)
        start += 2 if data.startswith(b"\r\n", start) else 1
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        if (
            data[start : start + 1] in (b"\x78", b"\x58", b"\x68", b"\x48")
            and end - start > LARGEST_STREAM // 1100
        ):
            _check_stream(data[start:end], name)
        at = data.find(STREAM, end + len(b"endstream"))


def _check_stream(packed: bytes, name: str) -> None:
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacker.eof:
            size += len(unpacker.decompress(packed, PIECE))
            if size > LARGEST_STREAM:
                raise refuse(name, f"has a part that unpacks to more than {LARGEST_STREAM // MEGA} MB")
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return  # not packed so, or encrypted


def check_document(data: bytes, name: str) -> None:
    """Raise `DocumentError` for a PDF of more than `MOST_PAGES`, and for one whose parts only point to each other.

    pdfminer would follow those without end. What it raises on a file that is not as it should be comes through.
    """
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfplumber.utils.pdfinternals import resolve_and_decode

    document = _classes()[2](PDFParser(BytesIO(data)), name)
    for information in document.info:
        for value in information.values():
            resolve_and_decode(value)
    if len([*islice(PDFPage.create_pages(document), MOST_PAGES + 1)]) > MOST_PAGES:
        raise refuse(name, f"has more than {MOST_PAGES:,} pages")


def guard(pdf: Any, name: str) -> None:
    """Let the document of pdfplumber refuse parts that only point to others, from here on."""
    get = pdf.doc.getobj
    pdf.doc.getobj = lambda number: _solid(get(number), name)


def _solid(part: Any, name: str) -> Any:
    if type(part).__name__ == "PDFObjRef":
        raise refuse(name, "has parts that only point to others", "print it to a new PDF")
    return part


def lay_out(page: Any, budget: Budget) -> None:
    """Draw a page of pdfplumber as it would by itself when first asked, but within the budget."""
    device_class, interpreter_class, _ = _classes()
    budget.signs, budget.lines = MOST_SIGNS, MOST_LINES
    device = device_class(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    device.budget = budget
    interpreter_class(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()


@cache
def _classes() -> tuple[Any, Any, Any]:
    """The device and the interpreter of pdfplumber, each with a look at the budget, and a document that is checked."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.pdftypes import stream_value
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    class Device(PDFPageAggregatorWithMarkedContent):  # type: ignore[misc, unused-ignore]
        budget: Budget

        def render_char(self, *args: Any, **named: Any) -> float:
            self.budget.sign()
            return float(super().render_char(*args, **named))

        def paint_path(self, *args: Any, **named: Any) -> None:
            self.budget.lines -= 1
            if self.budget.lines >= 0:
                super().paint_path(*args, **named)

    class Interpreter(PDFPageInterpreter):  # type: ignore[misc, unused-ignore]
        def execute(self, streams: Any) -> None:
            size = sum(len(stream_value(stream).get_data()) for stream in streams)
            device: Any = self.device
            device.budget.draw(size)
            super().execute(streams)

    class Document(PDFDocument):  # type: ignore[misc, unused-ignore]
        def __init__(self, parser: Any, name: str) -> None:
            self._name = name
            super().__init__(parser)

        def getobj(self, objid: int) -> Any:
            return _solid(super().getobj(objid), self._name)

    return Device, Interpreter, Document
