"""Many documents or texts, in one process or in several, with one extractor each."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from kuji_ie.errors import DocumentError
from kuji_ie.extraction import Extraction
from kuji_ie.models import Finding
from kuji_ie.pool import count_processes, in_order

if TYPE_CHECKING:
    from kuji_ie.extractor import Extractor
    from kuji_ie.reading import Input

LARGEST = 16  # documents that a process gets at a time, at most: their results are in memory together


def extract_all(
    inputs: Sequence[Input | DocumentError], extractor: Extractor, jobs: int = 1
) -> Iterator[Extraction | DocumentError]:
    """Extract each input, in order; for one that cannot be read its error comes instead.

    `jobs` is the number of processes, of which each has a copy of the extractor. However many inputs there are, the
    results of a few batches are in memory. Raises `WorkerError` where a process dies.
    """
    jobs = max(1, min(jobs, len(inputs)))
    batch = max(1, min(LARGEST, len(inputs) // (4 * jobs)))
    return in_order(extract_one, extractor, inputs, processes=jobs, batch_size=batch)


def extract_one(extractor: Extractor, item: Input | DocumentError) -> Extraction | DocumentError:
    """Read and extract one input; an error is returned, not raised, so that the others go on."""
    if isinstance(item, DocumentError):
        return item
    try:
        text = item.read()
    except DocumentError as error:
        return error
    return extractor.extract(text, source=item.name)


def extract_texts(
    extractor: Extractor, texts: Iterable[Any], as_tuples: bool, batch_size: int, n_process: int
) -> Iterator[Any]:
    """The results of `Extractor.pipe`, which says what the arguments mean and what is raised."""
    if isinstance(texts, (str, bytes)):
        raise TypeError("pipe takes many texts; write pipe([text]) for one")
    if batch_size < 1:
        raise ValueError(f"batch_size is 1 or more, not {batch_size}")
    processes = count_processes(n_process)
    contexts: deque[Any] = deque()  # stay in this process: they may be anything
    items = map(text_or_finding, texts_of(texts, contexts) if as_tuples else texts)
    results = in_order(extract_item, extractor, items, processes=processes, batch_size=batch_size)
    return beside(results, contexts) if as_tuples else results


def not_text(value: object) -> str:
    """What is wrong with a text that is no `str`: extract takes a str, not NoneType."""
    hint = "; decode it first: data.decode('utf-8')" if isinstance(value, (bytes, bytearray)) else ""
    return f"extract takes a str, not {type(value).__name__}{hint}"


def text_or_finding(value: object) -> str | Extraction:
    """A text as it is; for anything else the result that says so, as a process may not be able to take it."""
    if isinstance(value, str):
        return value
    return Extraction(findings=(Finding("not-text", not_text(value), 0, 0),))


def extract_item(extractor: Extractor, item: str | Extraction) -> Extraction:
    """Extract a text; what is a result already stays."""
    return item if isinstance(item, Extraction) else extractor.extract(item)


def texts_of(pairs: Iterable[Any], contexts: deque[Any]) -> Iterator[Any]:
    """The first of each pair; the second waits in `contexts` for its result."""
    for pair in pairs:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise TypeError(f"as_tuples takes pairs of a text and its context, not {type(pair).__name__}")
        contexts.append(pair[1])
        yield pair[0]


def beside(
    results: Generator[Extraction, None, None], contexts: deque[Any]
) -> Iterator[tuple[Extraction, Any]]:
    """Each result with the context that waited for it."""
    with closing(results):
        for result in results:
            yield result, contexts.popleft()
