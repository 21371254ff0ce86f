"""The map from cleaned to original offsets."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kuji_ie.models import Span


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its noise and without spaces that mean nothing, and the way back to the original.

    `全年新建\\n省级概念验证中心 2 家` reads 全年新建省级概念验证中心2家 in `text`; `span(4, 12)` gives the
    eight characters 省级概念验证中心 with their place in `original`. A span that crosses noise covers it.
    """

    original: str
    text: str
    starts: tuple[int, ...]  # where each kept piece starts in `text` …
    origins: tuple[int, ...]  # … and in `original`
    noise: tuple[tuple[int, int], ...] = ()  # what of the original is no part of the report

    def origin(self, position: int) -> int:
        """The original offset of the character at `position` of the cleaned text."""
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]

    def position(self, origin: int) -> int:
        """The cleaned offset of a character of the original that was kept: the inverse of `origin`."""
        piece = bisect_right(self.origins, origin) - 1
        return self.starts[piece] + origin - self.origins[piece]

    def limits(self, start: int, end: int) -> tuple[int, int]:
        """Original start and end of a cleaned range that holds at least one character."""
        starts = self.starts
        piece = bisect_right(starts, start)
        shift = self.origins[piece - 1] - starts[piece - 1]
        if piece == len(starts) or end <= starts[piece]:  # all in one piece, as nearly always
            return start + shift, end + shift
        return start + shift, self.origin(end - 1) + 1

    def span(self, start: int, end: int) -> Span:
        """The original text of a cleaned range, with its offsets."""
        first, last = self.limits(start, end)
        return Span(self.original[first:last], first, last)


def keep(
    original: str, normalised: str, pieces: list[tuple[int, int]], noise: tuple[tuple[int, int], ...] = ()
) -> Cleaned:
    """Join the `pieces` of `normalised` (in order, none empty) into one cleaned text."""
    starts, origins, length = [], [], 0
    for start, end in pieces:
        starts.append(length)
        origins.append(start)
        length += end - start
    text = "".join(normalised[start:end] for start, end in pieces)
    return Cleaned(original, text, tuple(starts) or (0,), tuple(origins) or (0,), noise)
