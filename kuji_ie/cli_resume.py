"""What `kuji-ie extract` writes to, so that a run which is broken off can be gone on with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kuji_ie.cli_common import complain, complain_of_file, open_output
from kuji_ie.errors import DocumentError
from kuji_ie.export.formats import Format
from kuji_ie.resume import KeptRun, Option, ResumeError, Run, open_kept, settings_of

if TYPE_CHECKING:
    from kuji_ie.lexicon import Lexicon
    from kuji_ie.reading import Input

KEPT = (Format.jsonl, Format.csv)  # the formats of which one document after the other is written

ResumeOption = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on where an earlier run to the same file was broken off (jsonl and csv); else start anew.",
    ),
]


def refuse_to_resume(wanted: Format, output: Path | None) -> None:
    """Only some formats, and only files, can be gone on with: all else is wrong usage."""
    if output is None:
        raise typer.BadParameter("there is no file to go on with; give --output", param_hint="--resume")
    if wanted not in KEPT:
        names = " and ".join(format.value for format in KEPT)
        problem = f"{wanted.value} is written at one go, only {names} can be gone on with; write jsonl"
        raise typer.BadParameter(problem, param_hint="--resume")


def is_device(output: Path) -> bool:
    """Whether a file is there which is none that could be replaced: /dev/null."""
    try:
        return output.exists() and not output.is_file()
    except OSError:
        return False  # it is told when the file is opened


@contextmanager
def open_run(
    wanted: Format,
    output: Path | None,
    inputs: Sequence[Input | DocumentError],
    lexicon: Lexicon,
    options: Mapping[str, Option],
    resume: bool,
) -> Iterator[Run | KeptRun]:
    """Standard output, or the file of `--output`: one that can be gone on with, where the format allows it.

    `options` are those of the command that change what is written.
    """
    if output is None or wanted not in KEPT or len(inputs) < 2 or is_device(output):
        with open_output(output, wanted.is_binary) as stream:
            yield Run(stream, inputs)
        return
    settings = settings_of(wanted.value, options, lexicon)
    with complain_of_file(output):
        try:
            with open_kept(output, settings, inputs, resume) as run:
                try:
                    yield run
                except BaseException:
                    if run.has_results:
                        remedy = "the same command with --resume goes on"
                        complain(f"broken off after {run.count} of {run.total} documents; {remedy}")
                    raise
        except ResumeError as error:
            raise typer.BadParameter(str(error), param_hint="--resume") from error
