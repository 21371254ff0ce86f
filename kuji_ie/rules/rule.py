"""What a rule is: a name, a pattern over the marked text, a production, examples and counter-examples.

The lexer writes marks over numbers and times, character for character, so that a pattern sees 增长31.9% as 增长 and
one quantity, and never takes a number apart. Words come from the cue roles of the lexicon: `<change.up>` in a pattern
stands for every wording of that role.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kuji_ie.lexicon import Lexicon
from kuji_ie.models import Change, Gap, Quantity, Rank, Share, Target
from kuji_ie.periods import PeriodMention
from kuji_ie.rules.atoms import ATOMS, COUNT, DATE, RATE
from kuji_ie.rules.openings import Openings
from kuji_ie.spans import Cleaned
from kuji_ie.text.patterns import later

OPENED = {"{Q}": (COUNT, RATE), "{R}": (RATE,), "{D}": (DATE,)}  # the marks that an atom begins with
ROLE = re.compile(r"(?<!P)<(?P<name>[a-z]+(?:[._][a-z_]+)*)>")
Argument = Quantity | Change | Gap | Rank | Share | Target


@dataclass(frozen=True, slots=True)
class Reading:
    """A cleaned text with its numbers and times found; `marked` has one mark for each of their characters."""

    cleaned: Cleaned
    marked: str
    quantities: Mapping[int, Quantity]  # by where they start
    periods: Mapping[int, PeriodMention]
    period_starts: tuple[int, ...] = ()  # in order

    @property
    def text(self) -> str:
        """The cleaned text; all offsets of the stages up to the result count its characters."""
        return self.cleaned.text


class Candidate(NamedTuple):
    """What a rule proposes: an argument, and how it is spread over several metrics (all, each) if at all."""

    start: int
    end: int
    argument: Argument
    rule: str
    spread: str | None = None
    value: Quantity | None = None  # the level that a movement or a target states on the way
    noun: str | None = None  # the word that says what moves or is ranked: 增速, 总量


Build = Callable[["Found"], "Candidate | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One construction.

    `pattern` is searched in the marked text; `before` must end where it starts and may be empty. Both are verbose
    regular expressions in which `<role>` stands for the words of a cue role and `{Q}` and the like for the atoms.

    `opens` are words, roles and atoms parted by bars, with one of which every match of the pattern begins. They are
    looked up for all rules at once, and a rule is tried where they stand; without them its pattern is searched for
    by itself, which is as fast only where all its branches begin with a character.
    """

    name: str
    pattern: str
    build: Build
    before: str = ""
    opens: str = ""
    examples: Mapping[str, str] = field(default_factory=dict)
    counter_examples: tuple[str, ...] = ()
    seen_in: str = ""


class Found(NamedTuple):
    """A match of a rule, as its production sees it."""

    rule: Rule
    reading: Reading
    match: re.Match[str]
    left: re.Match[str] | None

    @property
    def start(self) -> int:
        """Where the whole wording starts, with what stands before the pattern."""
        return self.left.start() if self.left and self.left.group() else self.match.start()

    @property
    def end(self) -> int:
        """Where the pattern ends."""
        return self.match.end()

    @property
    def text(self) -> str:
        """The whole wording."""
        return self.reading.text[self.start : self.end]

    def group(self, name: str) -> str | None:
        """The wording (not the marks) of a named group of either pattern, None where it did not take part."""
        for match in (self.match, self.left):
            if match and name in match.re.groupindex and match[name] is not None:
                return self.reading.text[match.start(name) : match.end(name)]
        return None

    def quantity(self, name: str = "q") -> Quantity | None:
        """The quantity that a named group covers."""
        for match in (self.match, self.left):
            if match and name in match.re.groupindex and match[name] is not None:
                return self.reading.quantities.get(match.start(name))
        return None


class Vocabulary:
    """The words of the cue roles, ready for patterns."""

    def __init__(self, cues: Iterable[tuple[str, str, str]]) -> None:
        self._words: dict[str, dict[str, str]] = {}
        for role, name, word in cues:
            self._words.setdefault(role, {})[word] = name

    @classmethod
    def of(cls, lexicon: Lexicon) -> Vocabulary:
        """The cues of a lexicon."""
        entries = lexicon.entries("cue")
        return cls((entry.get("role") or "", entry.name, form) for entry in entries for form in entry.forms)

    def words(self, role: str) -> frozenset[str]:
        """Every wording of a role; empty for a role that no pack fills."""
        return frozenset(self._words.get(role, ()))

    def pairs(self, role: str) -> list[tuple[str, str]]:
        """Every wording of a role after the name of its row: the row 地区生产总值 | 生产总值 gives both under its name."""
        return [(name, word) for word, name in self._words.get(role, {}).items()]

    def openings(self, opens: str) -> frozenset[str]:
        """The words in what a pattern opens with: `<change.up>|{Q}|超` is every wording of the role, two marks and 超."""
        words: set[str] = set()
        for part in filter(None, opens.split("|")):
            words.update(OPENED.get(part) or (self.words(part[1:-1]) if part[0] == "<" else (part,)))
        return frozenset(words)

    def alternatives(self, role: str) -> str:
        """The wordings of a role as one regular expression, longest first."""
        return f"(?:{self._branches(role)})"

    def _branches(self, role: str) -> str:
        words = sorted(self._words.get(role, ()), key=lambda word: (-len(word), word))
        return "|".join(map(re.escape, words)) or "(?!)"

    def compile(self, pattern: str) -> re.Pattern[str]:
        """A verbose pattern with its roles and atoms filled in, compiled on first use."""
        filled = re.sub(r"\{([A-Z]+)\}", lambda m: ATOMS[m[1]], pattern)
        return later(ROLE.sub(self._fill, filled), re.VERBOSE)

    def _fill(self, role: re.Match[str]) -> str:
        """The words of a role, in a group unless they are branches among others: the engine looks into no group."""
        words = self._branches(role["name"])
        before, after = role.string[: role.start()], role.string[role.end() :]
        is_branch = before.endswith(("|", "(?:")) and after.startswith(("|", ")"))
        return words if is_branch else f"(?:{words})"


WINDOW = (
    30  # characters that may stand before a pattern: the longest base of a comparison is about half of it
)


STOP = re.compile("[。!?;\n]")


class Finder:
    """A table of rules, compiled for one vocabulary."""

    def __init__(self, rules: Iterable[Rule], vocabulary: Vocabulary) -> None:
        self._rules = [
            (rule, vocabulary.compile(f"(?:{rule.before})$") if rule.before else None) for rule in rules
        ]
        self._openings = Openings(
            (vocabulary.compile(rule.pattern), vocabulary.openings(rule.opens)) for rule, _ in self._rules
        )

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """Every candidate of every rule, overlapping ones included."""
        marked = reading.marked
        for (rule, before), matches in zip(self._rules, self._openings.find(marked), strict=True):
            for match in matches:
                left = None
                if before:
                    start = match.start()
                    left = before.search(marked, _bound(marked, start), start)
                candidate = rule.build(Found(rule, reading, match, left))
                if candidate:
                    yield candidate


def _bound(marked: str, start: int) -> int:
    """Where the window before `start` begins: not across the end of a sentence."""
    window = max(0, start - WINDOW)
    stops = tuple(STOP.finditer(marked, window, start))
    return stops[-1].end() if stops else window


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Of candidates that overlap keep the longer one, then the earlier rule; in the order of the text."""
    kept: list[Candidate] = []  # by start, never overlapping
    starts: list[int] = []
    ranked = sorted(enumerate(candidates), key=lambda pair: (-(pair[1].end - pair[1].start), pair[0]))
    for _, candidate in ranked:
        at = bisect_left(starts, candidate.start)
        if at and kept[at - 1].end > candidate.start:
            continue
        if at < len(kept) and kept[at].start < candidate.end:
            continue
        kept.insert(at, candidate)
        starts.insert(at, candidate.start)
    return kept
