"""Libraries that come with an extra of the package: imported on first use, and named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kuji_ie.errors import KujiError


class MissingExtra(KujiError, ImportError):
    """A library of an optional extra that is not installed: what needs it, and the extra that brings it.

    `MissingExtra("reading .docx files", "docx", "docx")` prints as `reading .docx files needs the library docx: pip
    install 'kuji-ie[docx]'`.
    """

    def __init__(self, purpose: str, library: str, extra: str) -> None:
        super().__init__(purpose, library, extra)
        self.purpose = purpose
        self.library = library
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.purpose} needs the library {self.library}: pip install 'kuji-ie[{self.extra}]'"


def require(module: str, extra: str, purpose: str) -> Any:
    """Import `module`, which the extra brings; `purpose` says what it is for: "reading .docx files".

    Raises `MissingExtra` where its library, or one that this needs in turn, is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(purpose, (error.name or module).partition(".")[0], extra) from error
