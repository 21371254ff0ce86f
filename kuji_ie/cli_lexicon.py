"""The commands `kuji-ie lexicon …`: what is there, what is wrong with a pack, what it could have."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from kuji_ie.errors import KujiError, LexiconError

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction
    from kuji_ie.lexicon import Lexicon, Pack

app = typer.Typer(help="Look at lexicon packs, and make one.", no_args_is_help=True)


@app.command("list")
def list_packs() -> None:
    """Name the packs that come with kuji-ie, and how many entries each has."""
    from kuji_ie.lexicon import Lexicon

    print_packs(Lexicon.default())


@app.command("check")
def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Folders of packs, or names of shipped ones.")
    ],
) -> None:
    """Tell what a pack loads, what it shadows and what is wrong with it.

    Exit status 1 where a row cannot be used; warnings and notes alone are 0.
    """
    from kuji_ie.lexicon import Lexicon

    try:
        lexicon, problems = Lexicon.scan(*paths)
    except LexiconError as error:
        complain(error)
        raise typer.Exit(1) from error
    print_packs(lexicon)
    for problem in problems:
        typer.echo(str(problem))
    found = Counter(problem.severity for problem in problems)
    counts = ", ".join(count(found[severity], severity) for severity in ("error", "warning", "note"))
    typer.echo(f"{count(len(lexicon), 'entry')}, {counts}")
    if found["error"]:
        raise typer.Exit(1)


@app.command("suggest")
def suggest(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Reports: files, folders, or -; and reviewed workbooks (.xlsx)."),
    ],
    output: OutputOption = None,
    lexicon: LexiconOption = None,
    region: RegionOption = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most so many proposals.")] = None,
    jobs: JobsOption = 1,
) -> None:
    """Propose rows for a pack out of reports, as CSV: names and metrics that no pack has yet.

    Look through them in a spreadsheet, delete what is wrong, and save the rest as entries.csv in the folder
    of your pack. Of a workbook that was reviewed (kuji-ie extract --format xlsx) what the reviewer accepted or
    corrected is proposed.
    """
    from kuji_ie.batch import extract_all
    from kuji_ie.reading import find_inputs
    from kuji_ie.suggest import suggest as propose
    from kuji_ie.suggest import write_suggestions

    extractor = make_extractor(lexicon, region)
    workbooks = [path for path in paths if path.lower().endswith(".xlsx")]
    inputs = list(find_inputs(path for path in paths if path not in workbooks))
    failed: list[KujiError] = []
    reviewed = corrected_results(workbooks, failed)
    with open_output(output) as stream:
        results = with_progress(extract_all(inputs, extractor, jobs), len(inputs), stream)
        proposals = propose([*reviewed, *readable(results, failed)], extractor.lexicon)
        if len(failed) == len(inputs) + len(workbooks):  # nothing to write: an older file stays as it is
            raise typer.Exit(1)
        if output is not None:
            stream.write("\ufeff")  # without it a spreadsheet shows Chinese as rubbish
        write_suggestions(stream, proposals[:limit])
    if output is not None:
        typer.echo(f"{count(len(proposals[:limit]), 'proposal')} in {output}", err=True)
    if failed:
        raise typer.Exit(1)


def corrected_results(workbooks: Iterable[str], failed: list[KujiError]) -> list[Extraction]:
    """What the reviewers of workbooks accepted or corrected; a workbook that cannot be used is named."""
    from kuji_ie.review import read_review

    results: list[Extraction] = []
    for path in workbooks:
        try:
            results += read_review(Path(path)).results()
        except KujiError as error:
            failed.append(error)
            complain(error)
    return results


def print_packs(lexicon: Lexicon) -> None:
    """A line for each pack: its name, its title and how many rows of which kind it has."""
    from kuji_ie.export.table import new_table, open_console

    table = new_table("pack", "title", "entries", "of which")
    for pack in lexicon.packs:
        table.add_row(pack.name, pack.title, str(len(pack.entries)), kinds(pack))
    open_console(sys.stdout).print(table)


def kinds(pack: Pack) -> str:
    """What the rows of a pack are: 92 honours, 79 programmes."""
    return ", ".join(
        count(number, kind) for kind, number in Counter(entry.kind for entry in pack.entries).items()
    )


def count(number: int, noun: str) -> str:
    """1 note, 2 notes, 3 entries."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
