"""What the commands share: options, the extractor that they ask for, output, progress, complaints."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from kuji_ie.errors import DocumentError, KujiError, LexiconError, WorkerError

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction
    from kuji_ie.extractor import Extractor
    from kuji_ie.reading import Input

FEW = 4  # more files than this have a progress bar

OutputOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", dir_okay=False, help="Write to this file, whole or not at all."),
]
RegionOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The region that the documents speak of, where you know it."),
]
YearOption = Annotated[
    int | None, typer.Option(metavar="YYYY", min=1900, max=2200, help="The year, likewise.")
]
ConfidenceOption = Annotated[
    float,
    typer.Option(
        metavar="SCORE", min=0.0, max=1.0, help="Leave out observations whose confidence is below it: 0.9."
    ),
]
JobsOption = Annotated[int, typer.Option(metavar="N", min=1, help="How many processes work at once.")]
LexiconOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME_OR_PATH", help="A shipped pack or the folder of one; later ones win."),
]


def make_extractor(
    lexicon: list[str] | None, region: str | None = None, year: int | None = None
) -> Extractor:
    """The extractor that the options ask for; a lexicon or region that it refuses is wrong usage."""
    from kuji_ie.extractor import Extractor

    try:
        return Extractor(lexicon=lexicon or None, region=region, year=year)
    except LexiconError as error:
        raise typer.BadParameter(str(error), param_hint="--lexicon") from error
    except (KujiError, ValueError) as error:
        raise typer.BadParameter(str(error)) from error


def find_documents(paths: Iterable[str], output: Path | None) -> list[Input | DocumentError]:
    """The documents of `paths`, without one of a folder that is to be written: the page of an earlier run."""
    from kuji_ie.reading import Input, find_inputs

    def is_written(item: Input | DocumentError) -> bool:
        path = item.path if isinstance(item, Input) and item.folder else None
        return bool(path and output and path.name == output.name and path.resolve() == output.resolve())

    return [item for item in find_inputs(paths) if not is_written(item)]


def refuse_to_lose_a_review(is_workbook: bool, output: Path | None) -> None:
    """A workbook that somebody filled in is not written over: wrong usage, with what to do."""
    if not is_workbook or output is None or not output.is_file():
        return
    from kuji_ie.review import has_review

    if has_review(output):
        problem = f"{output} holds a review, which would be lost; give another file, or move it"
        raise typer.BadParameter(problem, param_hint="--output")


def readable(results: Iterable[Extraction | KujiError], failed: list[KujiError]) -> Iterator[Extraction]:
    """The results that are none of the errors; those are named on standard error and put into `failed`.

    A worker process that dies ends the command: what it worked on is not known.
    """
    try:
        for result in results:
            if isinstance(result, KujiError):
                failed.append(result)
                complain(result)
            else:
                yield result
    except WorkerError as error:
        complain(error)
        raise typer.Exit(1) from error


@contextmanager
def open_output(output: Path | None, is_binary: bool = False) -> Iterator[IO[Any]]:
    """Standard output, or the file of `--output`; of bytes where `is_binary`."""
    if output is None:
        if is_binary and sys.stdout.isatty():
            raise typer.BadParameter("this format is no text: give a file", param_hint="--output")
        yield sys.stdout.buffer if is_binary else sys.stdout
        return
    from kuji_ie.export.output import open_whole

    with complain_of_file(output), open_whole(output, is_binary) as stream:
        yield stream


@contextmanager
def complain_of_file(output: Path) -> Iterator[None]:
    """A file of `--output` that cannot be written is named, exit status 1; wrong usage where there is no folder."""
    from kuji_ie.reading import reason_of

    if not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}", param_hint="--output")
    try:
        yield
    except OSError as error:
        complain(DocumentError(str(output), reason_of(error)))
        raise typer.Exit(1) from error


def with_progress(
    results: Iterable[Extraction | DocumentError], total: int, stream: IO[Any]
) -> Iterable[Extraction | DocumentError]:
    """The same results, with a bar on standard error for more than a few of them on a terminal."""
    if total <= FEW or not sys.stderr.isatty():
        return results
    from rich.console import Console
    from rich.progress import track

    # Refreshed by each result and not by a thread, as the processes of --jobs are forked meanwhile.
    console = Console(stderr=True)
    bar = track(results, "extracting", total, auto_refresh=False, console=console, transient=True)
    return list(bar) if stream.isatty() else bar  # a bar and tables do not share a terminal


def complain(problem: object) -> None:
    """Name a problem on standard error."""
    typer.echo(f"kuji-ie: {problem}", err=True)
