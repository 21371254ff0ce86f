"""A run over many documents that can be gone on with after it was broken off or killed.

What is written to out.jsonl stands in .out.jsonl.part until all is done. Beside it .out.jsonl.resume has a line with
the settings, and one for each document that is done: which it is, and where its results end in the part. What the
part has after that is half of something, and is cut off.
"""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from kuji_ie.errors import DocumentError, KujiError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction
    from kuji_ie.lexicon import Lexicon
    from kuji_ie.reading import Input

Option: TypeAlias = str | float | None

BUSY = "another run is writing it"


class ResumeError(KujiError):
    """A run that cannot be gone on with, as it would give something else now: the file, and what has changed.

    `ResumeError("out.jsonl", "the year was 2022 and is 2023")` prints as `out.jsonl: the year was 2022 and is 2023;
    go on as before, or start anew without --resume`.
    """

    def __init__(self, output: str, problem: str) -> None:
        super().__init__(output, problem)
        self.output = output
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.output}: {self.problem}; go on as before, or start anew without --resume"


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides, beside the documents, what is written: also options, and the lexicon's packs with their prints."""

    version: str
    format: str
    options: tuple[tuple[str, Option], ...]
    packs: tuple[tuple[str, str], ...]

    def change_to(self, new: Settings) -> str | None:
        """What is another in `new`, in words; None where nothing is."""
        was = {"version": self.version, "format": self.format, **dict(self.options)}
        now = {"version": new.version, "format": new.format, **dict(new.options)}
        for name in {**was, **now}:
            if was.get(name) != now.get(name):
                return f"the {name} was {was.get(name) or 'not given'} and is {now.get(name) or 'not given'}"
        old, packs = ([name for name, _ in settings.packs] for settings in (self, new))
        if old != packs:
            return f"the lexicon was {' '.join(old)} and is {' '.join(packs)}"
        changed = sorted({*new.packs} - {*self.packs})
        return f"the lexicon has changed: {', '.join(dict(changed))}" if changed else None


@dataclass(frozen=True, slots=True)
class Stamp:
    """One document as it was found: its name in the results, its path, its size and when it was changed.

    Of standard input the last is a checksum; of what is no document size and change are -1.
    """

    name: str
    path: str
    size: int = -1
    changed: int = -1


@dataclass(frozen=True, slots=True)
class Done:
    """A document that is done: whether it could be read, and where its results end, in bytes."""

    stamp: Stamp
    was_read: bool
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """What there is to do, where it is written to, and whether the beginning of that stands already."""

    stream: IO[Any]
    inputs: Sequence[Input | DocumentError]
    is_begun: bool = False

    def keep(self, results: Iterable[Extraction | DocumentError]) -> Iterable[Extraction | DocumentError]:
        """The results of `inputs`, of which nothing is kept here."""
        return results


class KeptRun:
    """A `Run` that keeps what is done: the first of its inputs may be done already."""

    def __init__(
        self,
        stream: IO[str],
        log: IO[bytes],
        inputs: Sequence[Input | DocumentError],
        done: int,
        failed: Sequence[DocumentError],
    ) -> None:
        self.stream, self.inputs = stream, inputs[done:]
        self.is_begun = done > 0
        self.total, self.count = len(inputs), done
        self.has_results = done > len(failed)
        self._log, self._failed = log, failed
        self._stamps = [stamp_of(item) for item in self.inputs]  # before one is read, not after

    def keep(self, results: Iterable[Extraction | DocumentError]) -> Iterator[Extraction | DocumentError]:
        """The errors of what was done before, then the results; one is written when the next is asked for."""
        yield from self._failed
        for result, stamp in zip(results, self._stamps, strict=True):
            yield result
            self.stream.flush()
            was_read = not isinstance(result, DocumentError)
            end = os.fstat(self.stream.fileno()).st_size
            self._log.write(_line((*astuple(stamp), was_read, end)))
            self._log.flush()
            self.has_results = self.has_results or was_read
            self.count += 1


@contextmanager
def open_kept(
    output: Path, settings: Settings, inputs: Sequence[Input | DocumentError], resume: bool
) -> Iterator[KeptRun]:
    """Open a file for the results of `inputs`, of which nothing is lost when the block is broken off.

    The file is replaced when the block ends well. With `resume` what an earlier run has done is kept, and the inputs
    of the run are the others; without one it starts anew. Raises `ResumeError` where the settings or a document that
    is done have changed, `OSError` where the file cannot be written, or another run is at it.
    """
    path = output.resolve()  # what a link points to is replaced, not the link
    part, log_path = (path.with_name(f".{path.name}.{ending}") for ending in ("part", "resume"))
    run: KeptRun | None = None
    try:
        with log_path.open("a+b") as log, part.open("ab") as raw:
            _lock(log)
            was, done, length = _read(log, os.fstat(raw.fileno()).st_size) if resume else (None, [], 0)
            failed: list[DocumentError] = []
            if was is not None:
                failed = _check(str(output), was, settings, inputs, done)
            log.truncate(length)
            raw.truncate(done[-1].end if done else 0)
            if was is None:
                log.write(_line(asdict(settings)))
                log.flush()
            with io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as stream:
                run = KeptRun(stream, log, inputs, len(done), failed)
                yield run
            part.replace(path)
        log_path.unlink(missing_ok=True)
    except BaseException:
        if run is not None and not run.has_results:  # nothing worth keeping
            for file in (part, log_path):
                file.unlink(missing_ok=True)
        raise


def settings_of(format: str, options: Mapping[str, Option], lexicon: Lexicon) -> Settings:
    """The settings of a run of this version of kuji_ie; `options` are all that change what is written."""
    from kuji_ie import __version__

    packs = []
    for pack in lexicon.packs:
        said = (
            "\x1f".join((entry.kind, entry.id or "", *entry.forms, *chain(*entry.fields)))
            for entry in pack.entries
        )
        data = "\x1e".join(said).encode("utf-8", "surrogatepass")
        packs.append((pack.name, blake2b(data, digest_size=8).hexdigest()))
    return Settings(__version__, format, tuple(options.items()), tuple(packs))


def stamp_of(item: Input | DocumentError) -> Stamp:
    """How a document is known again."""
    if isinstance(item, DocumentError):
        return Stamp("", str(Path(item.path).absolute()))
    if item.path is None:
        return Stamp(item.name, "", len(item.data), zlib.crc32(item.data))
    path = str(item.path.absolute())
    try:
        status = item.path.stat()
    except OSError:
        return Stamp(item.name, path)
    return Stamp(item.name, path, status.st_size, status.st_mtime_ns)


def _line(data: Any) -> bytes:
    return f"{json.dumps(data)}\n".encode()


def _lock(log: IO[bytes]) -> None:
    """Keep others away until the file is closed or the process ends; Windows does so by itself."""
    if sys.platform == "win32":
        return
    try:
        fcntl.lockf(log, fcntl.LOCK_EX | fcntl.LOCK_NB)  # not inherited by the processes of --jobs
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN):
            raise BlockingIOError(errno.EAGAIN, BUSY) from error
        # a file system that knows no locks


def _read(log: IO[bytes], size: int) -> tuple[Settings | None, list[Done], int]:
    """What an earlier run has noted: its settings, the documents of which all is in the part, and where they end.

    `size` is that of the part. The settings are None where there is nothing to go on with.
    """
    was: Settings | None = None
    done: list[Done] = []
    length = 0
    log.seek(0)
    for line in log:
        try:
            said: Any = json.loads(line) if line.endswith(b"\n") else None
            if was is None:
                pairs = {key: tuple(map(tuple, said[key])) for key in ("options", "packs")}
                was = Settings(**said | pairs)
            else:
                *stamp, was_read, end = said
                if end > size:
                    break
                done.append(Done(Stamp(*stamp), was_read, end))
        except (ValueError, TypeError, KeyError):  # a line that is cut, or none of ours
            break
        length += len(line)
    return was, done, length


def _check(
    output: str,
    was: Settings,
    settings: Settings,
    inputs: Sequence[Input | DocumentError],
    done: Sequence[Done],
) -> list[DocumentError]:
    """Why some of what is done could not be read. Raises `ResumeError` where it would be done otherwise now."""
    problem = was.change_to(settings)
    if problem:
        raise ResumeError(output, problem)
    if len(done) > len(inputs):
        raise ResumeError(output, f"{len(done)} documents are done, and only {len(inputs)} are given")
    failed: list[DocumentError] = []
    for item, each in zip(inputs, done, strict=False):
        now, before = stamp_of(item), each.stamp
        if (now.name, now.path) != (before.name, before.path):
            problem = f"{_words(before)} was done where {_words(now)} is given"
            raise ResumeError(output, f"the documents are not the same: {problem}")
        if now != before:
            raise ResumeError(output, f"{_words(now)} has changed")
        if not each.was_read:
            error = _failure(item)
            if error is None:
                raise ResumeError(output, f"{_words(now)} could not be read and now can be")
            failed.append(error)
    return failed


def _words(stamp: Stamp) -> str:
    return stamp.path or "standard input"


def _failure(item: Input | DocumentError) -> DocumentError | None:
    """Why a document cannot be read, None where it can."""
    if isinstance(item, DocumentError):
        return item
    try:
        item.read()
    except DocumentError as error:
        return error
    return None
