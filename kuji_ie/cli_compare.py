"""The command `compare`: what another version, lexicon or option gains and loses."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from kuji_ie.cli_common import OutputOption, complain, open_output
from kuji_ie.errors import DocumentError

if TYPE_CHECKING:
    from kuji_ie.compare import Difference
    from kuji_ie.compare_files import Comparison
    from kuji_ie.results import ResultError

COLUMNS = ("source", "item", "kind", "start", "text", "field", "old", "new")
MARKS = {"gained": ("+", "green"), "lost": ("-", "red"), "changed": ("~", "yellow")}
NO_TAIL = ((None, None, None),)
ITEMS = ("observation", "name", "award", "finding")


class Shape(str, Enum):
    """How differences are written."""

    table = "table"
    json = "json"
    csv = "csv"


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Results of before (.jsonl).")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Results of now (.jsonl).")],
    shape: Annotated[
        Shape, typer.Option("--format", metavar="table|json|csv", help="How the differences are written.")
    ] = Shape.table,
    output: OutputOption = None,
) -> None:
    """Tell what two files of results do not have in common: what is gained, lost and changed.

    Make both with kuji-ie extract --format jsonl, of the same documents. Exit status 0 where they are the same, 1 where
    they are not, and where a line or a file cannot be read; the last line, on standard error, sums up.
    """
    from kuji_ie.compare_files import Comparison

    comparison = Comparison(old, new)
    failed: list[ResultError] = []
    with open_output(output) as stream:
        try:
            WRITERS[shape](stream, readable(comparison, failed))
        except DocumentError as error:
            complain(error)
            raise typer.Exit(1) from error
    typer.echo(summary(comparison), err=True)
    if failed or comparison.counts:
        raise typer.Exit(1)


def readable(found: Iterable[Difference | ResultError], failed: list[ResultError]) -> Iterator[Difference]:
    """The differences; lines that cannot be read are named on standard error and put into `failed`."""
    from kuji_ie.compare import Difference

    for one in found:
        if isinstance(one, Difference):
            yield one
        else:
            failed.append(one)
            complain(one)


def write_table(stream: IO[str], differences: Iterable[Difference]) -> None:
    """A table a document, of a row for each item and each of its fields."""
    from rich.text import Text

    from kuji_ie.export.table import clean, new_table, open_console

    console = open_console(stream)
    for source, found in groupby(differences, key=lambda difference: difference.source):
        console.print(Text(clean(source or "-"), style="bold"))
        table = new_table("", "place", "what", "words", "field", "old", "new")
        for one in found:
            mark, style = MARKS[one.kind]
            place = "" if one.start is None else str(one.start)
            fields, olds, news = (
                Text("\n".join(clean(getattr(change, name) or "-") for change in one.changes))
                for name in ("field", "old", "new")
            )
            table.add_row(
                Text(mark, style), Text(place, "dim"), one.item, Text(clean(one.text)), fields, olds, news
            )
        console.print(table)


def write_csv(stream: IO[str], differences: Iterable[Difference]) -> None:
    """A row for each field of an item that is changed, and one for each item that is gained or lost."""
    from kuji_ie.export.csv import harmless

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in differences:
        head = (one.source, one.item, one.kind, one.start, one.text)
        tails = [(change.field, change.old, change.new) for change in one.changes]
        writer.writerows([harmless(cell) for cell in (*head, *tail)] for tail in tails or NO_TAIL)


def write_json(stream: IO[str], differences: Iterable[Difference]) -> None:
    """A list with an object for each item, one a line."""
    from kuji_ie.export.json import to_data, to_text

    before = "[\n"
    for one in differences:
        stream.write(f"{before}{to_text(to_data(one))}")
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


def summary(comparison: Comparison) -> str:
    """All that was found in a line: 5 documents: 2 observations gained, 1 name lost."""
    counts = comparison.counts
    found = [
        f"{plural(number, item)} {kind}"
        for item in ("document", *ITEMS)
        for kind in MARKS
        if (number := counts[item, kind])  # type: ignore[index]
    ]
    return f"{plural(comparison.documents, 'document')} in both: {', '.join(found) or 'no difference'}"


def plural(number: int, noun: str) -> str:
    """1 name, 2 names."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


WRITERS = {Shape.table: write_table, Shape.json: write_json, Shape.csv: write_csv}
