"""The formats of `kuji-ie extract`: for each a function that writes results as they come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction


class Format(str, Enum):
    """How results are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    sdmx_csv = "sdmx-csv"
    html = "html"

    @property
    def is_binary(self) -> bool:
        """Whether it is written as bytes, which are nothing for a terminal."""
        return self in (Format.xlsx, Format.parquet)


SUFFIXES = {
    ".json": Format.json,
    ".jsonl": Format.jsonl,
    ".csv": Format.csv,
    ".xlsx": Format.xlsx,
    ".parquet": Format.parquet,
    ".html": Format.html,
}


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go: a stream of text or of bytes, the path of its file, and whether there may be many of them.

    `is_begun` says that the stream has results already, which are gone on with.
    """

    stream: IO[Any]
    path: Path | None = None
    many: bool = False
    is_begun: bool = False


def format_of(path: Path | None) -> Format:
    """The format that the name of a file asks for: panel.xlsx is a workbook; a table for .txt, and without an ending.

    Raises `ValueError` for another ending: panel.xls is no workbook of ours.
    """
    suffix = path.suffix.lower() if path else ""
    if suffix in ("", ".txt"):
        return Format.table
    if suffix not in SUFFIXES:
        raise ValueError(f"no format ends in {suffix}, only {', '.join(SUFFIXES)}; or give the format")
    return SUFFIXES[suffix]


def write(
    results: Iterable[Extraction], path: str | os.PathLike[str], format: str | None = None
) -> tuple[str, ...]:
    """Write results to a file, in the format that its name asks for, or in `format`: csv, xlsx, parquet, json …

    `write(extractor.pipe(texts), "panel.xlsx")` makes a workbook; rows are written as they come. The file is replaced
    only when all is written. What has no place in the format is returned, a line each: SDMX takes no observation
    without a period. Raises `ValueError` for a name with another ending and a format that is none,
    `MissingExtra` where a library of the format is not installed, `OSError` where the file cannot be written.
    """
    from kuji_ie.export.output import open_whole

    target = Path(path)
    wanted = Format(format) if format else format_of(target)
    with open_whole(target, wanted.is_binary) as stream:
        return write_as(wanted, Output(stream, target, many=True), results)


def write_as(format: Format, output: Output, results: Iterable[Extraction]) -> tuple[str, ...]:
    """Write results, one by one where the format allows it; what has no place in it is returned, a line each.

    Raises `MissingExtra` where a library of the format is not installed.
    """
    if format is Format.sdmx_csv:
        return _sdmx_csv(output, results)
    _WRITERS[format](output, results)
    return ()


def _table(output: Output, results: Iterable[Extraction]) -> None:
    from kuji_ie.export.table import open_console, print_extraction

    console = open_console(output.stream)
    for result in results:
        print_extraction(console, result)


def _json(output: Output, results: Iterable[Extraction]) -> None:
    """One object, or a list where there may be more than one."""
    if not output.many:
        for result in results:
            output.stream.write(f"{result.to_json(indent=1)}\n")
        return
    before = "[\n"
    for result in results:
        output.stream.write(f"{before}{result.to_json(indent=1)}")
        before = ",\n"
    output.stream.write("[]\n" if before == "[\n" else "\n]\n")


def _jsonl(output: Output, results: Iterable[Extraction]) -> None:
    for result in results:
        output.stream.write(f"{result.to_json()}\n")


def _csv(output: Output, results: Iterable[Extraction]) -> None:
    from kuji_ie.export.csv import write_csv

    begins = not output.is_begun
    write_csv(output.stream, results, mark=begins and output.path is not None, head=begins)


def _xlsx(output: Output, results: Iterable[Extraction]) -> None:
    from kuji_ie.export.workbook import write_workbook

    write_workbook(output.stream, results)


def _parquet(output: Output, results: Iterable[Extraction]) -> None:
    from kuji_ie.export.parquet import write_parquet

    write_parquet(output.stream, results)


def _sdmx_csv(output: Output, results: Iterable[Extraction]) -> tuple[str, ...]:
    """The structure of the data goes beside the file: panel.csv has panel.structure.xml."""
    from kuji_ie.export.output import open_whole
    from kuji_ie.export.sdmx import structure, structure_path, write_sdmx_csv

    written = write_sdmx_csv(output.stream, results)
    if output.path is not None:
        with open_whole(structure_path(output.path)) as stream:
            stream.write(structure())
    return tuple(map(str, written.left_out))


def _html(output: Output, results: Iterable[Extraction]) -> None:
    from kuji_ie.export.page import page

    output.stream.write(page(results))


_WRITERS: dict[Format, Callable[[Output, Iterable[Extraction]], None]] = {
    Format.table: _table,
    Format.json: _json,
    Format.jsonl: _jsonl,
    Format.csv: _csv,
    Format.xlsx: _xlsx,
    Format.parquet: _parquet,
    Format.html: _html,
}
