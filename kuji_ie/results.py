"""Results that an earlier run wrote, read back line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kuji_ie.errors import DocumentError, KujiError
from kuji_ie.extraction import Extraction


class ResultError(KujiError):
    """A line of a file of results that cannot be read: the file, the line and what is wrong.

    `ResultError("old.jsonl", 3, "no JSON")` prints as `old.jsonl, line 3: no JSON`. Lines count from 1.
    """

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(path, line, problem)
        self.path = path
        self.line = line
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.problem}"


def read_results(path: Path) -> Iterator[Extraction | ResultError]:
    """The results of a file of `kuji-ie extract --format jsonl`; for a line that cannot be read its error comes.

    Raises `DocumentError` where the file cannot be read.
    """
    from kuji_ie.reading import reason_of

    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_result(str(path), number, line)
    except OSError as error:
        raise DocumentError(str(path), reason_of(error)) from error


def _read_result(path: str, number: int, line: bytes) -> Extraction | ResultError:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        cut = "" if line.endswith(b"\n") else ", the line is cut short"
        return ResultError(path, number, f"no JSON{cut}")
    try:
        return Extraction.from_dict(data)
    except KujiError as error:
        return ResultError(path, number, str(error))
