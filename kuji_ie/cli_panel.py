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
    refuse_to_lose_a_review(wanted, output)
    extractor = make_extractor(lexicon, region, year)
    kept = [path for path in paths if path.lower().endswith(RESULTS)]
    inputs = find_documents((path for path in paths if path not in kept), output)
    failed: list[KujiError] = []
    with open_output(output, wanted.is_binary) as stream:
        extracted = with_progress(extract_all(inputs, extractor, jobs), len(inputs), stream)
        made = build(readable(chain(read_results(kept), extracted), failed))
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


def refuse_to_lose_a_review(wanted: PanelFormat, output: Path | None) -> None:
    """A workbook that somebody reviewed is not written over: wrong usage, with what to do."""
    if wanted is not PanelFormat.xlsx or output is None or not output.is_file():
        return
    from kuji_ie.review import has_review

    if has_review(output):
        problem = f"{output} holds a review, which would be lost; give another file, or move it"
        raise typer.BadParameter(problem, param_hint="--output")


def read_results(paths: Iterable[str]) -> Iterator[Extraction | DocumentError]:
    """The results that earlier runs wrote as JSON lines; a line that is none comes as its error."""
    import json

    from kuji_ie.export.json import JsonError
    from kuji_ie.extraction import Extraction
    from kuji_ie.reading import reason_of

    for path in paths:
        try:
            with Path(path).open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    try:
                        yield Extraction.from_dict(json.loads(line))
                    except (JsonError, ValueError, RecursionError) as error:
                        yield DocumentError(f"{path}, line {number}", f"no result of kuji-ie: {error}")
        except (OSError, UnicodeDecodeError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else "this is no UTF-8"
            yield DocumentError(path, reason)
