"""What a file is, by its content: its name may say something else.

Government portals serve HTML under the name of a Word file, and people rename what they have.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import PurePath
from typing import Literal

from kuji_ie.errors import DocumentError
from kuji_ie.reading.limits import check_package

Kind = Literal["text", "html", "docx", "pdf"]

TEXT_SUFFIXES = (".txt", ".md")
HTML_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
SUFFIXES = (*TEXT_SUFFIXES, *HTML_SUFFIXES, ".docx", ".pdf")
# Documents that we know and cannot read, unless their content is something else.
FOREIGN_SUFFIXES = (
    ".doc",
    ".docm",
    ".dot",
    ".dotx",
    ".wps",
    ".wpt",
    ".rtf",
    ".odt",
    ".ofd",
    ".mht",
    ".mhtml",
)
# Likewise, but what of these lies in a folder of reports is rarely one of them.
SHEET_SUFFIXES = (".xls", ".xlsx", ".et", ".ppt", ".pptx", ".dps")

PDF, ZIP, OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIRST = 2048  # bytes in which a file says what it is
AS_DOCX, AS_PDF = "save it as .docx", "save it as .pdf"
AGAIN = "download or copy it again"
# Files within a zip, or streams within an old Office file, with what they make of it.
IN_ZIP = {
    "xl/": ("an Excel workbook", "save its sheets as .html or .pdf"),
    "ppt/": ("a PowerPoint file", AS_PDF),
    "OFD.xml": ("an OFD file", AS_PDF),
    "content.xml": ("an OpenDocument file", AS_DOCX),
}
IN_OLE = {
    "EncryptedPackage": ("a file with a password", "open it and save it without one"),
    "WordDocument": ("an old Word or WPS file (.doc)", AS_DOCX),
    "Workbook": ("an old Excel workbook (.xls)", "save its sheets as .html or .pdf"),
    "PowerPoint Document": ("an old PowerPoint file (.ppt)", AS_PDF),
}
STARTS = (
    (b"{\\rtf", "an RTF file", AS_DOCX),
    (b"MIME-Version:", "a web archive (.mht)", AS_DOCX),
    (b"\x89PNG", "an image", "let a program for OCR make a .docx or a .pdf with text of it"),
    (b"\xff\xd8\xff", "an image", "let a program for OCR make a .docx or a .pdf with text of it"),
    (b"Rar!", "an archive", "unpack it"),
    (b"7z\xbc\xaf", "an archive", "unpack it"),
    (b"\x1f\x8b", "an archive", "unpack it"),
)
WORD_XML = re.compile(rb"<\?mso-application[^>]{0,40}Word|<w:wordDocument")
BEFORE = rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*){0,3}"
PAGE = re.compile(BEFORE + rb"<(?:!doctype\s+html|html|head|meta|title|body)\b", re.IGNORECASE | re.DOTALL)
FRAGMENT = re.compile(
    BEFORE + rb"<(?:div|p|table|span|section|article|h[1-6]|style|script|link|br|center|font)\b[^<>]{0,400}>",
    re.IGNORECASE | re.DOTALL,
)
TAG = re.compile(rb"<[a-z][a-z0-9]{0,12}[\s/>]", re.IGNORECASE)


def find_kind(data: bytes, name: str) -> Kind:
    """What kind of document the bytes of a file are; `name` decides only where they could be either.

    Raises `DocumentError` about `name` for a kind that is not read: what it is, and what to do.
    """
    start, suffix = data[:FIRST].removeprefix(b"\xef\xbb\xbf").lstrip(), PurePath(name).suffix.lower()
    if start.startswith(PDF) or (suffix == ".pdf" and PDF in start):
        return "pdf"
    if start.startswith(ZIP):
        return _in_zip(data, name)
    if start.startswith(OLE):
        raise _foreign(name, _in_ole(data))
    for magic, what, remedy in STARTS:
        if start.startswith(magic):
            raise _foreign(name, (what, remedy))
    if WORD_XML.search(start):
        raise _foreign(name, ("a Word 2003 XML file", AS_DOCX))
    start = start.replace(b"\0", b"")  # as UTF-16 has it
    start = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if PAGE.match(start) or (suffix != ".md" and FRAGMENT.match(start)):
        return "html"
    if suffix in HTML_SUFFIXES and TAG.search(data.replace(b"\0", b"") if b"\0" in data else data):
        return "html"
    return "text"


def _foreign(name: str, what: tuple[str, str]) -> DocumentError:
    return DocumentError(name, f"this is {what[0]}, which is not read; {what[1]}")


def _in_zip(data: bytes, name: str) -> Kind:
    try:
        files = check_package(data, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise DocumentError(name, f"damaged or cut short: its zip cannot be read; {AGAIN}") from None
    if any(file.startswith("word/") for file in files):
        return "docx"
    found = (what for part, what in IN_ZIP.items() if any(file.startswith(part) for file in files))
    raise _foreign(name, next(found, ("a zip archive", "unpack it")))


def _in_ole(data: bytes) -> tuple[str, str]:
    found = (what for stream, what in IN_OLE.items() if stream.encode("utf-16-le") in data)
    return next(found, ("an old Office or WPS file (.doc, .wps, .xls)", AS_DOCX))
