"""Coverage: every number of the text, and what became of it. Users fear silent omission most."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kuji_ie.models import Entity, Observation, Span, Value
from kuji_ie.rules.rule import Reading

DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
FACT, NOISE, DATE, NAME, NO_METRIC = "fact", "noise", "date", "name", "no metric found"


@dataclass(frozen=True, slots=True)
class Number(Value):
    """One number of the text, and its outcome: `fact`, or why it was set aside."""

    span: Span
    outcome: str


@dataclass(frozen=True, slots=True)
class Coverage(Value):
    """The numbers of a text in its order.

    Outcomes: `fact`; `noise` (an advert, page furniture), `date`, `name` (number of a name, a list, an ordinal),
    `threshold`, `denominator`, `set phrase`, `specification or span of time`, `no metric found`.
    """

    numbers: tuple[Number, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many numbers had which outcome, `fact` first, then the most frequent."""
        counted = Counter(number.outcome for number in self.numbers)
        return dict(sorted(counted.items(), key=lambda item: (item[0] != FACT, -item[1], item[0])))

    def __str__(self) -> str:
        parts = [f"{count} {outcome}" for outcome, count in self.counts.items() if outcome != FACT]
        aside = f" ({', '.join(parts)})" if parts else ""
        facts = self.counts.get(FACT, 0)
        return f"{len(self.numbers)} numbers: {facts} in facts, {len(self.numbers) - facts} set aside{aside}"


@dataclass(frozen=True, slots=True)
class Aside:
    """A range of the original text that is no prose (a cell of a table), and what its numbers are."""

    start: int
    end: int
    outcome: str


def account(
    reading: Reading,
    observations: Sequence[Observation],
    entities: Sequence[Entity],
    aside: Mapping[int, str],
    cells: Sequence[Aside] = (),
) -> Coverage:
    """Tell of every number what became of it; `aside` maps cleaned offsets to the reason the assembly had.

    截至10月底,在孵企业3093家(微信:13258) has a date, a fact and noise. `cells` are those of the tables: their numbers
    are facts, or what they say.
    """
    cleaned = reading.cleaned
    told = _Ranges(_arguments(observations))
    noise = _Ranges(cleaned.noise)
    dates = _Ranges(cleaned.limits(p.start, p.end) for p in reading.periods.values())
    names = _Ranges((entity.start, entity.end) for entity in entities)
    reasons = {cleaned.origin(at): reason for at, reason in aside.items()}
    places = [cleaned.limits(q.start, q.end) for q in reading.quantities.values()]
    quantities = _Ranges(places)
    loose = (match.span() for match in DIGITS.finditer(cleaned.original))
    places += [place for place in loose if not quantities.holds(place[0])]
    numbers = []
    tables = _Ranges((cell.start, cell.end) for cell in cells)
    outcomes = {cell.start: cell.outcome for cell in cells}
    for start, end in sorted(places):
        if told.holds(start):
            outcome = FACT
        elif tables.holds(start):
            outcome = outcomes[tables.start(start)]
        elif noise.holds(start):
            outcome = NOISE
        elif start in reasons:
            outcome = reasons[start]
        elif dates.holds(start):
            outcome = DATE
        else:
            outcome = NO_METRIC if quantities.holds(start) and not names.holds(start) else NAME
        numbers.append(Number(Span(cleaned.original[start:end], start, end), outcome))
    return Coverage(tuple(numbers))


def _arguments(observations: Iterable[Observation]) -> Iterable[tuple[int, int]]:
    for o in observations:
        for part in (o.value, o.share, o.target, *o.changes, *o.gaps, *o.ranks):
            if part is not None:
                yield part.start, part.end
        for note in o.evidence:  # the rate beside a target, a cell of its own
            if note.field == "target" and note.start is not None and note.end is not None:
                yield note.start, note.end


class _Ranges:
    """Ranges in which a position is looked up."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._ends = []  # the furthest end of the ranges up to each
        furthest = 0
        for _, end in self._ranges:
            furthest = max(furthest, end)
            self._ends.append(furthest)
        self._starts = [start for start, _ in self._ranges]

    def start(self, position: int) -> int:
        """Where the last range that begins at or before a position begins."""
        return self._starts[bisect_right(self._starts, position) - 1]

    def holds(self, position: int) -> bool:
        at = bisect_right(self._starts, position) - 1
        return at >= 0 and position < self._ends[at]
