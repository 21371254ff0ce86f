"""Where a result is written: a whole file or none, so that nobody reads half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def open_whole(path: Path, is_binary: bool = False) -> Iterator[IO[Any]]:
    """Open `path` for writing UTF-8 text, or bytes; it is replaced only when the block ends well.

    A device (/dev/null) is written as it is. Raises `OSError` where the folder cannot be written.
    """
    path = path.resolve()  # what a link points to is replaced, not the link
    if path.exists() and not path.is_file():
        with _open(path, is_binary) as device:
            yield device
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _open(part, is_binary) as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _open(path: Path, is_binary: bool) -> IO[Any]:
    return path.open("wb") if is_binary else path.open("w", encoding="utf-8", newline="\n")
