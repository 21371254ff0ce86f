"""The command line: arguments and printing, no rule in it.

Exit status 0: all done; 1: a file could not be read or a pack is wrong, the others are done; 2: wrong usage.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from kuji_ie.cli_common import (
    JobsOption,
    LexiconOption,
    OutputOption,
    RegionOption,
    complain,
    make_extractor,
    open_output,
    readable,
    with_progress,
)
from kuji_ie.cli_lexicon import app as lexicon_app
from kuji_ie.errors import DocumentError, KujiError

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction
    from kuji_ie.extractor import Extractor
    from kuji_ie.figures import Report
    from kuji_ie.gold import Gold


class Format(str, Enum):
    """How a result is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"


app = typer.Typer(
    name="kuji-ie",
    help="Read Chinese science-and-technology reports as data: metrics with values, changes and ranks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(lexicon_app, name="lexicon")


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from kuji_ie import __version__

        typer.echo(f"kuji-ie {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before a command."""


@app.command()
def extract(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files (.txt, .md, .html, .docx, .pdf), folders, or -."),
    ],
    format: Annotated[Format, typer.Option(help="How the result is written.")] = Format.table,
    output: OutputOption = None,
    lexicon: LexiconOption = None,
    region: RegionOption = None,
    year: Annotated[
        int | None, typer.Option(metavar="YYYY", min=1900, max=2200, help="The year, likewise.")
    ] = None,
    jobs: JobsOption = 1,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Tell what made one observation, by its id (o17) or its place (504)."
        ),
    ] = None,
) -> None:
    """Extract what documents say: a table, or JSON."""
    from kuji_ie.batch import extract_all
    from kuji_ie.reading import find_inputs

    extractor = make_extractor(lexicon, region, year)
    inputs = list(find_inputs(paths))
    failed: list[DocumentError] = []
    with open_output(output) as stream:
        results = with_progress(extract_all(inputs, extractor, jobs), len(inputs), stream)
        if explain is not None:
            explained = print_explanations(stream, readable(results, failed), explain)
            if not explained:
                raise typer.BadParameter(f"no observation {explain}", param_hint="--explain")
        else:
            write(format, stream, readable(results, failed), as_list=len(inputs) > 1)
        if len(failed) == len(inputs):  # nothing to write: an older file stays as it is
            raise typer.Exit(1)
    if failed:
        raise typer.Exit(1)


@app.command()
def evaluate(
    files: Annotated[
        list[Path], typer.Argument(metavar="DOCUMENT GOLD...", help="Documents, each with its gold.")
    ],
    misses: Annotated[bool, typer.Option("--misses", help="List what is missed, invented or wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    lexicon: LexiconOption = None,
) -> None:
    """Measure extraction against gold annotations: precision, recall and F1 per relation."""
    from kuji_ie.evaluate import evaluate as measure
    from kuji_ie.export.json import to_text

    if len(files) % 2:
        raise typer.BadParameter("give a DOCUMENT and its GOLD, in pairs", param_hint="DOCUMENT GOLD...")
    extractor = make_extractor(lexicon)
    pairs, errors = [], []
    for document, path in zip(files[::2], files[1::2], strict=True):
        try:
            pairs.append(read_pair(extractor, document, path))
        except KujiError as error:
            errors.append(error)
            complain(error)
    if pairs:
        report = measure(pairs)
        if misses:
            print_misses(report, sys.stderr if as_json else sys.stdout)
        if as_json:
            typer.echo(to_text(report.to_dict(), indent=1))
        else:
            print_figures(report)
    if errors:
        raise typer.Exit(1)


def read_pair(extractor: Extractor, document: Path, path: Path) -> tuple[Extraction, Gold]:
    """Extract one document and read its gold."""
    from kuji_ie.gold import read_gold
    from kuji_ie.reading import read_document

    text = read_document(document)
    gold = read_gold(text, path)
    return extractor.extract(text, source=document.name), gold


def write(format: Format, stream: TextIO, results: Iterable[Extraction], as_list: bool) -> None:
    """Write results one by one, as they come; JSON of more than one document is a list."""
    if format is Format.table:
        from kuji_ie.export.table import open_console, print_extraction

        console = open_console(stream)
        for result in results:
            print_extraction(console, result)
    elif format is Format.jsonl:
        for result in results:
            stream.write(f"{result.to_json()}\n")
    elif as_list:
        before = "[\n"
        for result in results:
            stream.write(f"{before}{result.to_json(indent=1)}")
            before = ",\n"
        stream.write("[]\n" if before == "[\n" else "\n]\n")
    else:
        for result in results:
            stream.write(f"{result.to_json(indent=1)}\n")


def print_explanations(stream: TextIO, results: Iterable[Extraction], wanted: str) -> int:
    """Print what made the observation `wanted` of each document; how many have one."""
    from kuji_ie.export.table import open_console, print_explanation

    console = open_console(stream)
    return sum(print_explanation(console, result, wanted) for result in results)


def print_misses(report: Report, stream: TextIO) -> None:
    """Print all that is not right, one thing a line."""
    for judgement in report.misses:
        print(" ".join(str(judgement).split()), file=stream)


def print_figures(report: Report) -> None:
    """Print the figures of an evaluation as two tables."""
    from kuji_ie.export.table import new_table, open_console

    console = open_console(sys.stdout)
    scores = new_table("relation", "gold", "precision", "recall", "F1")
    for name, score in report.scores.items():
        figures = (f"{figure:.3f}" for figure in (score.precision, score.recall, score.f1))
        scores.add_row(name, str(score.gold), *figures, style="bold" if name in ("core", "all") else "")
    console.print(scores)
    attributes = new_table("attribute, where found", "judged", "right")
    for name, accuracy in report.attributes.items():
        attributes.add_row(name, str(accuracy.judged), f"{accuracy.rate:.3f}")
    console.print(attributes)


def main() -> None:
    """Run the command line; what goes to another program is UTF-8, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
