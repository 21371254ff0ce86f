"""Two files of results, document by document: lines that cannot be read are told, the others compared."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from kuji_ie.compare import Difference, Item, Kind, compare, printable
from kuji_ie.extraction import Extraction
from kuji_ie.results import ResultError, read_results

Waiting = dict[str | None, deque[Extraction]]


class Comparison:
    """The differences of two files of results (.jsonl), which are counted on the way.

    Documents of the same source are the same, the first with the first. Where both files have them in one order, only
    two are in memory at a time.
    """

    def __init__(self, old: Path, new: Path) -> None:
        self._paths = (old, new)
        self.documents = 0  # that both have
        self.counts: Counter[tuple[Item, Kind]] = Counter()

    def __iter__(self) -> Iterator[Difference | ResultError]:
        """All differences by document, those that only one file has at the end; and lines that cannot be read.

        Raises `DocumentError` for a file that cannot be read.
        """
        for found in self._compared():
            if isinstance(found, Difference):
                self.counts[found.item, found.kind] += 1
            yield found

    def _compared(self) -> Iterator[Difference | ResultError]:
        waiting: tuple[Waiting, Waiting] = ({}, {})
        for both in zip_longest(*map(read_results, self._paths)):
            for side, result in enumerate(both):
                if isinstance(result, ResultError):
                    yield result
                elif result is not None:
                    yield from self._take(result, side, waiting)
        kinds: tuple[Kind, Kind] = ("lost", "gained")
        for kind, left in zip(kinds, waiting, strict=True):
            for result in (one for queue in left.values() for one in queue):
                yield Difference(printable(result.source), "document", kind, None, result.summary)

    def _take(self, result: Extraction, side: int, waiting: tuple[Waiting, Waiting]) -> list[Difference]:
        """Compare a result with that of the other file which waits for it; else it waits itself."""
        others = waiting[1 - side].get(result.source)
        if not others:
            waiting[side].setdefault(result.source, deque()).append(result)
            return []
        other = others.popleft()
        if not others:
            del waiting[1 - side][result.source]
        self.documents += 1
        return compare(result, other) if side == 0 else compare(other, result)
