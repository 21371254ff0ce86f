"""How much of a file is read: what goes beyond is no report, or meant to harm whoever opens it.

Every limit stands here. A file that is over one is refused before it takes the memory or the time, with the limit in words.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO

from kuji_ie.errors import DocumentError

MEGA = 1 << 20
LARGEST_FILE = 256 * MEGA  # bytes of a file of any kind
LONGEST_TEXT = 20_000_000  # characters of a document
LARGEST_PAGE = 32 * MEGA  # bytes of a web page, which take ten times as much memory
MOST_TAGS = 300_000  # of a web page
DEEPEST_PAGE = 250  # elements of a web page within each other; lxml reads no further
MOST_WORDS = 5_000  # between the < and the > of one tag of it: attributes without end
LARGEST_PACKED = 64 * MEGA  # bytes to which the XML of a .docx or an .xlsx unpacks, all of it
LARGEST_UNPACKED = 512 * MEGA  # bytes of the same with its pictures
MOST_XML_TAGS = 4_000_000
MOST_PARTS = 10_000  # files in a .docx or an .xlsx
MOST_ROWS, MOST_COLUMNS = 1_048_576, 200  # of a sheet, and those that are read of a row
MOST_PAGES = 5_000  # of a PDF
LARGEST_CONTENT = (
    64 * MEGA
)  # bytes of the instructions that draw the pages of a PDF, as often as they are drawn
LARGEST_STREAM = 256 * MEGA  # bytes to which one part of a PDF unpacks
MOST_SIGNS = 100_000  # characters of one page
MOST_LINES = 20_000  # lines and boxes of one page; those after them are not looked at
MOST_RULES = 10_000  # edges of lines and boxes of a page; among more no table is looked for
MOST_FORMS = 20_000  # drawings within drawings

SPLIT = "split it, or save the text alone"
ENTRY = b"PK\x01\x02"  # before each file in the directory of a zip
CLOSED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that Office writes
QUOTED = re.compile(rb'"[^"<]*"')
TAG = re.compile(rb"<[A-Za-z]")
HEAD = 256  # bytes of a part that tell whether it is XML


def refuse(name: str, what: str, remedy: str = SPLIT) -> DocumentError:
    """The error for a file that is over a limit: `refuse("a.pdf", "has more than 5,000 pages")`."""
    return DocumentError(name, f"{what}, which no report has; {remedy}")


def check_size(name: str, size: int, largest: int = LARGEST_FILE) -> None:
    """Raise `DocumentError` for a file of more than `largest` bytes."""
    if size > largest:
        raise refuse(name, f"has more than {largest // MEGA} MB")


def check_page(data: bytes, name: str) -> None:
    """Raise `DocumentError` for a web page that would take too long, or too much memory, to be read."""
    check_size(name, len(data), LARGEST_PAGE)
    if data.count(b"<") > MOST_TAGS:
        raise refuse(name, f"has more than {MOST_TAGS:,} tags")
    for piece in QUOTED.sub(b'""', data).split(b">"):
        tag = TAG.search(piece) if len(piece) > MOST_WORDS else None
        if tag and len(piece[tag.start() :].split(None, MOST_WORDS)) > MOST_WORDS:
            raise refuse(name, f"has a tag of more than {MOST_WORDS:,} words")


def check_package(data: bytes, name: str) -> Sequence[str]:
    """The names of the files in the zip of an Office document, once it may be unpacked.

    Raises `DocumentError` about `name` for what unpacks to more than the limits, and for XML that declares entities;
    `zipfile.BadZipFile` for a broken zip.
    """
    if data.count(ENTRY) > MOST_PARTS:
        raise refuse(name, f"has more than {MOST_PARTS:,} files inside")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise refuse(name, f"unpacks to more than {LARGEST_UNPACKED // MEGA} MB")
        if any(part.compress_type not in CLOSED or part.flag_bits & 1 for part in parts):
            raise DocumentError(name, "is packed as no Office program packs; open it and save it again")
        left, tags = LARGEST_PACKED, 0
        for part in parts:
            with archive.open(part) as stream:
                start = stream.read(HEAD)
                if not start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
                    continue
                left -= part.file_size
                if left < 0:
                    raise refuse(name, f"has text that unpacks to more than {LARGEST_PACKED // MEGA} MB")
                xml = start + stream.read()
            tags += xml.count(b"<")
            if tags > MOST_XML_TAGS:
                raise refuse(name, f"has more than {MOST_XML_TAGS:,} tags inside")
            if b"<!DOCTYPE" in (xml.replace(b"\0", b"") if b"\0" in xml else xml):
                raise DocumentError(
                    name, "declares entities in its XML, as no Office program does; save it again"
                )
    return [part.filename for part in parts]
