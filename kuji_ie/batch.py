"""Many documents, in one process or in several, with one extractor each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from kuji_ie.errors import DocumentError
from kuji_ie.extraction import Extraction
from kuji_ie.reading import Input

if TYPE_CHECKING:
    from kuji_ie.extractor import Extractor

_worker_extractor: Extractor | None = None  # of a worker process, set as it starts


def extract_all(
    inputs: Sequence[Input | DocumentError], extractor: Extractor, jobs: int = 1
) -> Iterator[Extraction | DocumentError]:
    """Extract each input, in order; for one that cannot be read its error comes instead.

    `jobs` is the number of processes, of which each has a copy of the extractor.
    """
    jobs = min(jobs, len(inputs))
    if jobs <= 1:
        for item in inputs:
            yield extract_one(item, extractor)
        return
    chunk = max(1, min(16, len(inputs) // (4 * jobs)))
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(extractor,)) as pool:
        yield from pool.map(_extract_in_worker, inputs, chunksize=chunk)


def extract_one(item: Input | DocumentError, extractor: Extractor) -> Extraction | DocumentError:
    """Read and extract one input; an error is returned, not raised, so that the others go on."""
    if isinstance(item, DocumentError):
        return item
    try:
        text = item.read()
    except DocumentError as error:
        return error
    return extractor.extract(text, source=item.name)


def _start_worker(extractor: Extractor) -> None:
    global _worker_extractor
    _worker_extractor = extractor


def _extract_in_worker(item: Input | DocumentError) -> Extraction | DocumentError:
    assert _worker_extractor is not None
    return extract_one(item, _worker_extractor)
