"""Find the entries of a lexicon in text: one pass, however many entries there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kuji_ie.lexicon.model import Entry
from kuji_ie.text.normalise import normalise

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]*")  # what no normal form changes
WORD = re.compile(r"[0-9A-Za-z]")
BARE_NUMBER = re.compile(r"[0-9.,%+ -]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry as it stands in a text: `text` is the text's own wording between `start` and `end`."""

    start: int
    end: int
    text: str
    entry: Entry


class Gazetteer:
    """Finds entries by their names and aliases.

    `Gazetteer(entries).find("新增省科小5家")` gives one mention, 省科小 at 2 to 5. Full width and half width
    are the same. An entry with quotation marks in its name is found without them too (“315”工程, 315工程).
    Where two entries share a wording, the one that has it as its name is meant, else the later one. The
    automaton is built on first use and left out when the gazetteer is pickled.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._machine: tuple[AhoCorasick, list[Entry]] | None = None

    def find(self, text: str, *, is_normalised: bool = False) -> list[Mention]:
        """Find the mentions in `text`: from left to right, the longest at each place, none over another.

        Offsets count code points of `text`, half open. A wording that begins or ends in a letter or digit is
        not found inside a longer word (5G in 15G). A text of which `normalise` would change nothing need not be
        normalised again. Raises nothing; any `str` is accepted.
        """
        automaton, owners = self._machine or self._build()
        haystack = unmarked(text if is_normalised else normalise(text))
        return [
            Mention(start, end, text[start:end], owners[index])
            for index, start, end in automaton.find_matches_as_indexes(haystack)
            if is_whole(haystack, start, end)
        ]

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[tuple[Entry, ...]]]:
        return Gazetteer, (self.entries,)

    def _build(self) -> tuple[AhoCorasick, list[Entry]]:
        from ahocorasick_rs import AhoCorasick, MatchKind

        owners: dict[str, Entry] = {}
        for entry in self.entries:
            owners.update((form, entry) for alias in entry.aliases for form in spellings(alias))
        for entry in self.entries:
            owners.update((form, entry) for form in spellings(entry.name))
        automaton = AhoCorasick(list(owners), matchkind=MatchKind.LeftmostLongest)
        self._machine = automaton, list(owners.values())
        return self._machine


def spellings(form: str) -> list[str]:
    """How a name is looked for: with its quotation marks and without, a bare number only with them."""
    if PLAIN.fullmatch(form):  # as nearly always
        return [form]
    marked = unmarked(normalise(form))
    plain = marked.replace('"', "")
    return [marked] if BARE_NUMBER.fullmatch(plain) else list(dict.fromkeys((marked, plain)))


def unmarked(text: str) -> str:
    """A normalised text with “ and ” made one: reports often open with the closing mark. Offsets stay."""
    return text.replace("“", '"').replace("”", '"')


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word or number runs on over either end of the span."""
    runs_in = start > 0 and WORD.match(text, start - 1) and WORD.match(text, start)
    runs_on = end < len(text) and WORD.match(text, end - 1) and WORD.match(text, end)
    return not runs_in and not runs_on
