"""Where the wording of an argument begins: sentences, clauses, brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kuji_ie.tokenizers import Token

# Up to 。 ! ? or a line feed. What is longer than any sentence that anybody wrote is cut at a comma, so that the work
# on one sentence is bounded: the longest of fifteen reports has 1,100 characters.
SENTENCE = re.compile(r"[^。!?\n]{1,2000}(?:(?<![,;])[^。!?\n,;]{0,200}[,;]?)?[。!?]?")
# A clause likewise: each number of a sentence looks for the ends of its own, and what is longer is no clause.
LONGEST_CLAUSE = 300
BREAKS = frozenset(",;:…—")
OPENING, CLOSING = frozenset("([《"), frozenset(")]》")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, none much longer than 2,000 characters."""
    for match in SENTENCE.finditer(text):
        yield match.span()


def stretch_start(text: str, low: int, high: int) -> int:
    """Where the clause that ends at `high` begins, not before `low`, and at most `LONGEST_CLAUSE` before.

    Brackets and quotation marks closed before `high` belong to the clause, an open bracket begins it:
    …12项(其中|一等奖4项), R&D经费投入强度(与GDP之比)为2.18%.
    """
    low, depth, at = max(low, high - LONGEST_CLAUSE), 0, high
    while at > low:
        char = text[at - 1]
        if char in CLOSING or char == "”":
            depth += 1
        elif char in OPENING or char == "“":
            if not depth:
                return at if char != "“" else at - 1
            depth -= 1
        elif char in BREAKS and not depth:
            return at
        at -= 1
    return low


def stretch_end(text: str, low: int, high: int) -> int:
    """Where the clause that begins at `low` ends, at the latest at `high`; 、 ends it outside quotation marks."""
    high, depth = min(high, low + LONGEST_CLAUSE), 0
    for at in range(low, high):
        char = text[at]
        if char in OPENING or char == "“":
            depth += 1
        elif char in CLOSING or char == "”":
            if not depth:
                return at
            depth -= 1
        elif not depth and (char in BREAKS or char in "、。"):
            return at
    return high


def within(tokens: Sequence[Token], starts: Sequence[int], low: int, high: int) -> list[Token]:
    """The tokens between two offsets; one that an offset cuts is cut there."""
    if low >= high:
        return []
    first = bisect_left(starts, low)
    if first and tokens[first - 1].end > low:
        first -= 1
    found = list(tokens[first : bisect_left(starts, high)])
    if found:
        found[0] = _cut(found[0], low, high)
        found[-1] = _cut(found[-1], low, high)
    return found


def _cut(token: Token, low: int, high: int) -> Token:
    """What of a token lies between two offsets."""
    text, tag, start, end = token
    if low <= start and end <= high:
        return token
    first, last = max(start, low), min(end, high)
    return Token(text[first - start : last - start], tag, first, last)
