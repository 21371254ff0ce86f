"""From paths to documents: a file, those of a folder and of the folders in it, or standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kuji_ie.errors import DocumentError
from kuji_ie.reading.document import read_bytes, read_document
from kuji_ie.reading.kinds import FOREIGN_SUFFIXES, SHEET_SUFFIXES, SUFFIXES
from kuji_ie.reading.limits import LARGEST_FILE
from kuji_ie.reading.plain import reason_of

STANDARD_INPUT = "-"
READ = ".txt, .md, .html, .docx {} .pdf"  # as people say it


@dataclass(frozen=True, slots=True)
class Input:
    """One document to be read; `path` is None for standard input, whose bytes are `data`.

    `folder` is the one that it was found in, None for a file that was given by itself.
    """

    path: Path | None
    data: bytes = b""
    folder: Path | None = None

    @property
    def name(self) -> str:
        """Its name in `source`: of the file, or its path within the folder (2023/jiande.docx); `-` for standard input."""
        if self.path is None:
            return STANDARD_INPUT
        return self.path.relative_to(self.folder).as_posix() if self.folder else self.path.name

    def read(self) -> str:
        """The text of the document. Raises `DocumentError` for a file that cannot be read."""
        return read_bytes(self.data, "standard input") if self.path is None else read_document(self.path)


def find_inputs(paths: Iterable[str]) -> Iterator[Input | DocumentError]:
    """The documents that `paths` stand for, in order: a file, those of a folder by name, or `-`.

    A folder gives the documents in it and in its folders, but hidden ones, READMEs and the lock files of Word (~$a.docx).
    What is no document comes as the error that says why: a folder without any, a file of another kind given by itself.
    """
    for name in paths:
        if name == STANDARD_INPUT:
            yield Input(None, sys.stdin.buffer.read(LARGEST_FILE + 1))
            continue
        try:
            yield from find_at(Path(name))
        except OSError as error:
            yield DocumentError(name, reason_of(error))


def find_at(path: Path) -> list[Input | DocumentError]:
    """The documents at one path. Raises `OSError` where it cannot be looked at."""
    if path.is_dir():
        missing = DocumentError(str(path), f"there is no {READ.format('or')} file in this folder")
        return [*_walk(path, path)] or [missing]
    path.stat()
    if path.suffix.lower() in ("", *SUFFIXES, *FOREIGN_SUFFIXES, *SHEET_SUFFIXES):
        return [Input(path)]
    return [DocumentError(str(path), f"{path.suffix} files are not read, only {READ.format('and')}")]


def is_document(name: str) -> bool:
    """Whether a file of a folder is a document by its name, also of a kind that is known and cannot be read."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    return suffix.lower() in (*SUFFIXES, *FOREIGN_SUFFIXES) and stem.upper() != "README"


def _walk(folder: Path, top: Path) -> Iterator[Input | DocumentError]:
    """The documents of a folder by name; one that cannot be looked at comes as its error."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield DocumentError(str(folder), reason_of(error))
        return
    for entry in found:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):  # a link may lead back to where it stands
            yield from _walk(folder / entry.name, top)
        elif is_document(entry.name) and entry.is_file():
            yield Input(folder / entry.name, folder=top)
