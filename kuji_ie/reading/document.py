"""From the bytes of a file to its text, whatever kind of document it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from kuji_ie.errors import DocumentError
from kuji_ie.reading.docx import read_docx
from kuji_ie.reading.html import read_html
from kuji_ie.reading.kinds import AGAIN, TEXT_SUFFIXES, Kind, find_kind
from kuji_ie.reading.limits import LARGEST_FILE, LONGEST_TEXT, check_size, refuse
from kuji_ie.reading.pdf import read_pdf
from kuji_ie.reading.plain import decode, reason_of

READERS: dict[Kind, Callable[[bytes, str], str]] = {
    "text": decode,
    "html": read_html,
    "docx": read_docx,
    "pdf": read_pdf,
}


def read_document(path: str | os.PathLike[str]) -> str:
    """The text of a document: .txt and .md (UTF-8, GB 18030), .html, .docx, .pdf.

    Paragraphs are one a line, tables are pipe tables (| 指标 | 2023年 |), one row a line; offsets of an extraction
    count in this text. The kind is told by the content, so that a page saved as .doc is read as a page.
    Raises `DocumentError` for what cannot be read, or is larger than `kuji_ie.reading.limits` has it: the file, the
    reason and what to do.
    """
    try:
        with Path(path).open("rb") as file:  # a device has no end, whatever size it says
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise DocumentError(str(path), reason_of(error)) from error
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> str:
    """The text of a document whose bytes are at hand, as `read_document` gives it; `name` is that of its file.

    `read_bytes("研发费用9.99亿元。".encode(), "a.txt")` gives 研发费用9.99亿元。 Raises `DocumentError` about `name`.
    """
    check_size(name, len(data))
    if not data.strip():
        raise DocumentError(name, "is empty")
    kind = find_kind(data, name)
    try:
        text = READERS[kind](data, name)
    except DocumentError as error:
        suffix = Path(name).suffix.lower()
        if kind != "text" or suffix in ("", *TEXT_SUFFIXES):
            raise
        raise DocumentError(name, f"neither a {suffix} file inside nor text; {AGAIN}") from error
    except RecursionError as error:
        raise refuse(name, "has parts within parts without end") from error
    except ImportError as error:  # also an extra that is installed in part
        raise DocumentError(name, " ".join(str(error).split())) from error
    except Exception as error:  # whatever a library raises on a file that is not as it should be
        reason = f"cannot be read as .{kind} ({type(error).__name__}): damaged or cut short; {AGAIN}"
        raise DocumentError(name, reason) from error
    if not text.strip():
        raise DocumentError(name, "is empty")
    if len(text) > LONGEST_TEXT:
        raise refuse(name, f"has more than {LONGEST_TEXT:,} characters")
    return text
