"""Patterns that are tried only where one of their opening words stands.

The engine of `re` finds the next place of a pattern fast where all its branches begin with a character, and tries
every branch at every place of the text where one begins with a group or may be missing. The words that such a
pattern can begin with are looked up for all patterns at once, in one pass of an automaton.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import ahocorasick_rs

Opened = tuple[re.Pattern[str], frozenset[str]]  # a pattern and the words with one of which each match begins


class Openings:
    """Compiled patterns with their opening words; a pattern without any is searched for by itself."""

    def __init__(self, patterns: Iterable[Opened]) -> None:
        self._patterns = tuple(patterns)
        by_word: dict[str, list[int]] = {}
        for at, (_, words) in enumerate(self._patterns):
            for word in sorted(words):
                by_word.setdefault(word, []).append(at)
        self._patterns_of = tuple(map(tuple, by_word.values()))
        self._automaton = ahocorasick_rs.AhoCorasick(list(by_word))

    def find(self, text: str) -> list[Iterator[re.Match[str]]]:
        """For each pattern what its `finditer` gives."""
        places: list[set[int]] = [set() for _ in self._patterns]
        for word, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for at in self._patterns_of[word]:
                places[at].add(start)
        return [
            _at(pattern, text, sorted(starts)) if words else pattern.finditer(text)
            for (pattern, words), starts in zip(self._patterns, places, strict=True)
        ]


def _at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds, by trying the given starts only."""
    reached = 0
    for start in starts:
        if start >= reached and (match := pattern.match(text, start)):
            reached = match.end()
            yield match
