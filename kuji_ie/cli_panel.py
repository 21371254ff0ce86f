"""The command `panel`: many reports beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kuji_ie.cli_common import (
    JobsOption,
    LexiconOption,
    OutputOption,
    RegionOption,
    YearOption,
    complain,
    find_documents,
    make_extractor,
    open_output,
    readable,
    refuse_to_lose_a_review,
    with_progress,
)
from kuji_ie.errors import DocumentError, KujiError
from kuji_ie.export.panel_formats import PanelFormat, panel_format_of, write_panel

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction

RESULTS = ".jsonl"


def panel(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="Reports: files, folders, or -; and results of earlier runs (.jsonl)."
        ),
    ],
    format: Annotated[
        PanelFormat | None,
        typer.Option(help="How the panel is written; else as the name of --output asks, or a table."),
    ] = None,
    output: OutputOption = None,
    lexicon: LexiconOption = None,
    region: RegionOption = None,
    year: YearOption = None,
    jobs: JobsOption = 1,
) -> None:
    """Put many reports beside each other: a row for each region, metric and period.

    Plans stand beside results, and the level that value and growth imply beside the one reported a year before. What
    two reports tell differently is named as a conflict, with both.
    """
    from kuji_ie.batch import extract_all
    from kuji_ie.extras import MissingExtra
    from kuji_ie.panels.build import panel as build

    try:
        wanted = format or panel_format_of(output)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--output") from error
    refuse_to_lose_a_review(wanted is PanelFormat.xlsx, output)
    extractor = make_extractor(lexicon, region, year)
    kept = [path for path in paths if path.lower().endswith(RESULTS)]
    inputs = find_documents((path for path in paths if path not in kept), output)
    failed: list[KujiError] = []
    with open_output(output, wanted.is_binary) as stream:
        extracted = with_progress(extract_all(inputs, extractor, jobs), len(inputs), stream)
        made = build(readable(chain(read_kept(kept), extracted), failed))
        if failed and not made.documents:  # nothing to write: an older file stays as it is
            raise typer.Exit(1)
        try:
            write_panel(made, stream, wanted, mark=output is not None)
        except (MissingExtra, ValueError) as error:
            complain(error)
            raise typer.Exit(1) from error
    if output is not None or wanted is not PanelFormat.table:
        for conflict in made.conflicts:
            complain(f"conflict: {conflict}")
        complain(made.summary)
    if failed:
        raise typer.Exit(1)


def read_kept(paths: Iterable[str]) -> Iterator[Extraction | KujiError]:
    """The results that earlier runs wrote as JSON lines; a line or file that cannot be read comes as its error."""
    from kuji_ie.results import read_results

    for path in paths:
        try:
            yield from read_results(Path(path))
        except DocumentError as error:
            yield error
