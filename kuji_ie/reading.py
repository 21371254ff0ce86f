"""From paths to texts: which files are documents, and how their bytes are read."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kuji_ie.errors import DocumentError

SUFFIXES = (".txt", ".md")
STANDARD_INPUT = "-"

# UTF-8 with at most this part of its Chinese broken is UTF-8 still: GB 18030 would read nearly all of it as
# other signs.
DAMAGED = 0.01


@dataclass(frozen=True, slots=True)
class Input:
    """One document to be read; `path` is None for standard input, whose text is `data`."""

    path: Path | None
    data: bytes = b""

    @property
    def name(self) -> str:
        """The name of its file, as it stands in `source`; `-` for standard input."""
        return STANDARD_INPUT if self.path is None else self.path.name

    def read(self) -> str:
        """The text of the document. Raises `DocumentError` for a file that cannot be read."""
        if self.path is None:
            return decode(self.data, "standard input")
        return read_text(self.path)


def find_inputs(paths: Iterable[str]) -> Iterator[Input | DocumentError]:
    """The documents that `paths` stand for, in order: a file, the files of a folder by name, or `-`.

    A folder gives its .txt and .md files but its README. What is no document comes as the error that says
    why.
    """
    for name in paths:
        if name == STANDARD_INPUT:
            yield Input(None, sys.stdin.buffer.read())
            continue
        try:
            yield from find_at(Path(name))
        except OSError as error:
            yield DocumentError(name, reason_of(error))


def find_at(path: Path) -> list[Input | DocumentError]:
    """The documents at one path. Raises `OSError` where it cannot be looked at."""
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if is_document(file))
        missing = DocumentError(str(path), f"there is no {' or '.join(SUFFIXES)} file in this folder")
        return [Input(file) for file in found] or [missing]
    path.stat()
    if path.suffix.lower() in ("", *SUFFIXES):
        return [Input(path)]
    return [DocumentError(str(path), f"{path.suffix} files are not read, only {' and '.join(SUFFIXES)}")]


def is_document(path: Path) -> bool:
    """Whether a file of a folder is a document."""
    return path.suffix.lower() in SUFFIXES and path.stem.upper() != "README" and not path.is_dir()


def read_text(path: str | os.PathLike[str]) -> str:
    """Read a file of UTF-8 or GB 18030 text. Raises `DocumentError` where that fails."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise DocumentError(str(path), reason_of(error)) from error
    return decode(data, str(path))


def decode(data: bytes, name: str) -> str:
    """Text of UTF-8 bytes, with or without a mark at their start, or else of GB 18030 bytes.

    UTF-8 with a few broken characters (a file cut in the middle of one) keeps U+FFFD in their place.
    Raises `DocumentError` about `name` for anything else.
    """
    if b"\0" in data:
        raise DocumentError(name, "not a text file, or not in UTF-8 or GB 18030")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        mended = data.decode("utf-8", errors="replace")
    if mended.count("\ufffd") <= DAMAGED * sum(not character.isascii() for character in mended):
        return mended
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise DocumentError(name, "not in UTF-8 or GB 18030") from None


def reason_of(error: OSError) -> str:
    """Why a file cannot be read or written, in words."""
    words = error.strerror or str(error)
    return "no such file" if isinstance(error, FileNotFoundError) else words[:1].lower() + words[1:]
