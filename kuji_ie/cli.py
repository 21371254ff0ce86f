"""The command line: arguments and printing, no rule in it.

Exit status 0: all done; 1: a file could not be read or a pack is wrong, the others are done; 2: wrong usage.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from kuji_ie.cli_common import (
    ConfidenceOption,
    JobsOption,
    LexiconOption,
    OutputOption,
    RegionOption,
    YearOption,
    complain,
    find_documents,
    make_extractor,
    readable,
    refuse_to_lose_a_review,
    with_progress,
)
from kuji_ie.cli_compare import compare
from kuji_ie.cli_lexicon import app as lexicon_app
from kuji_ie.cli_panel import panel
from kuji_ie.cli_resume import ResumeOption, open_run, refuse_to_resume
from kuji_ie.cli_serve import serve
from kuji_ie.errors import DocumentError, KujiError
from kuji_ie.export.formats import Format, Output, format_of, write_as

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction
    from kuji_ie.extractor import Extractor
    from kuji_ie.figures import Report
    from kuji_ie.gold import Gold


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
        typer.Argument(metavar="PATH", help="Files (.txt, .md, .html, .docx, .pdf), folders, or -."),
    ],
    format: Annotated[
        Format | None,
        typer.Option(help="How the result is written; else as the name of --output asks, or a table."),
    ] = None,
    output: OutputOption = None,
    lexicon: LexiconOption = None,
    region: RegionOption = None,
    year: YearOption = None,
    jobs: JobsOption = 1,
    min_confidence: ConfidenceOption = 0.0,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Tell what made one observation, by its id (o17) or its place (504)."
        ),
    ] = None,
    resume: ResumeOption = False,
) -> None:
    """Extract what documents say: a table, JSON, a page to look at, or a file for a spreadsheet or a pipeline."""
    from kuji_ie.batch import extract_all

    try:
        wanted = format or format_of(output)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--output") from error
    refuse_to_lose_a_review(wanted is Format.xlsx, output)
    if explain is not None:
        wanted = Format.table
    if resume:
        refuse_to_resume(wanted, output)
    extractor = make_extractor(lexicon, region, year)
    inputs = find_documents(paths, output)
    failed: list[KujiError] = []
    options = {"region": region, "year": year, "min_confidence": min_confidence}
    with open_run(wanted, output, inputs, extractor.lexicon, options, resume) as run:
        stream, left = run.stream, run.inputs
        results = readable(
            run.keep(with_progress(extract_all(left, extractor, jobs), len(left), stream)), failed
        )
        if explain is not None:
            explained = print_explanations(stream, results, explain)
            if not explained:
                raise typer.BadParameter(f"no observation {explain}", param_hint="--explain")
        else:
            kept = (result.confident(min_confidence) for result in results)
            write_results(wanted, Output(stream, output, len(inputs) > 1, run.is_begun), kept)
        if len(failed) == len(inputs):  # nothing to write: an older file stays as it is
            raise typer.Exit(1)
    if failed:
        raise typer.Exit(1)


@app.command()
def schema() -> None:
    """Print the JSON Schema of what extract writes as json and jsonl."""
    from kuji_ie.export.json import schema_text

    typer.echo(schema_text(), nl=False)


@app.command()
def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="DOCUMENT GOLD",
            help="Documents, each with its gold (.jsonl), or with the workbook in which it was reviewed (.xlsx).",
        ),
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
    pairs: list[tuple[Extraction, Gold]] = []
    errors: list[KujiError] = []
    for document, path in zip(files[::2], files[1::2], strict=True):
        try:
            for pair in read_pairs(extractor, document, path):
                if isinstance(pair, KujiError):
                    errors.append(pair)
                else:
                    pairs.append(pair)
        except KujiError as error:
            errors.append(error)
    for problem in errors:
        complain(problem)
    if errors and pairs:
        complain(f"left out of the figures: {len(errors)} of {len(errors) + len(pairs)} documents")
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


def read_pairs(
    extractor: Extractor, document: Path, path: Path
) -> Iterator[tuple[Extraction, Gold] | KujiError]:
    """Extract a document and read its gold; with a reviewed workbook also all documents of a folder that are in it.

    For a document that cannot be read, or whose gold cannot, the error comes instead.
    """
    from kuji_ie.gold import GoldError, read_gold
    from kuji_ie.reading import find_inputs
    from kuji_ie.review import read_review

    review = read_review(path) if path.suffix.lower() == ".xlsx" else None
    if review is None and document.is_dir():
        problem = "a folder: give one document for a gold file, or a reviewed workbook"
        raise DocumentError(str(document), problem)
    known = False
    for item in find_inputs([str(document)]):
        if isinstance(item, DocumentError):
            raise item
        source = review.source_of(item.name) if review else item.name
        if source is None:
            continue
        known = True
        try:
            text = item.read()
            gold = review.gold(text, source) if review else read_gold(text, path)
        except KujiError as error:
            yield error
        else:
            yield extractor.extract(text, source=item.name), gold
    if review is not None and not known:
        there = ", ".join(review.sources[:5]) or "none"
        raise GoldError(str(path), ((None, f"no row of {document} was reviewed; reviewed: {there}"),))


def write_results(wanted: Format, output: Output, results: Iterable[Extraction]) -> None:
    """Write results; a library that is not installed is named with the remedy, exit status 1."""
    from kuji_ie.extras import MissingExtra

    try:
        for left_out in write_as(wanted, output, results):
            complain(f"not in the {wanted.value}: {left_out}")
    except MissingExtra as error:
        complain(error)
        raise typer.Exit(1) from error


def print_explanations(stream: IO[str], results: Iterable[Extraction], wanted: str) -> int:
    """Print what made the observation `wanted` of each document; how many have one."""
    from kuji_ie.export.table import open_console, print_explanation

    console = open_console(stream)
    return sum(print_explanation(console, result, wanted) for result in results)


def print_misses(report: Report, stream: IO[str]) -> None:
    """Print all that is not right, one thing a line."""
    for judgement in report.misses:
        print(" ".join(str(judgement).split()), file=stream)


def print_figures(report: Report) -> None:
    """Print the figures of an evaluation as two tables."""
    from kuji_ie.export.table import new_table, open_console

    console = open_console(sys.stdout)
    scores = new_table("relation", "gold", "precision", "recall", "F1")
    for name, score in report.scores.items():
        judged = score.gold or score.invented
        figures = (f"{f:.3f}" if judged else "" for f in (score.precision, score.recall, score.f1))
        scores.add_row(name, str(score.gold), *figures, style="bold" if name in ("core", "all") else "")
    console.print(scores)
    attributes = new_table("attribute, where found", "judged", "right")
    for name, accuracy in report.attributes.items():
        attributes.add_row(name, str(accuracy.judged), f"{accuracy.rate:.3f}")
    console.print(attributes)


app.command()(compare)
app.command()(panel)
app.command()(serve)


def main() -> None:
    """Run the command line; what goes to another program is UTF-8, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
