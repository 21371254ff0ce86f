"""Coverage: every number of the text, and what became of it. Users fear silent omission most."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kuji_ie.models import Entity, Observation, Span, Value
from kuji_ie.rules.rule import Reading

DIGITS = re.compile(r"[0-9][0-9]*(?:[.,][0-9]+)*")
FACT, NOISE, DATE, NAME, NO_METRIC = "fact", "noise", "date", "name", "no metric found"
Range = tuple[int, int]  # half open, of the original text


@dataclass(frozen=True, slots=True)
class Number(Span):
    """One number of the text, and its outcome: `fact`, or why it was set aside."""

    outcome: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.text, self.start, self.end)


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
    quantities = [cleaned.limits(q.start, q.end) for q in reading.quantities.values()]
    quantities.sort()
    outcomes = _Outcomes(sorted((*quantities, *_loose(cleaned.original, quantities))))
    outcomes.tell(NO_METRIC, quantities)
    outcomes.tell(NAME, ((entity.start, entity.end) for entity in entities))
    outcomes.tell(DATE, (cleaned.limits(p.start, p.end) for p in reading.periods.values()))
    for at, reason in aside.items():
        start = cleaned.origin(at)
        outcomes.tell(reason, [(start, start + 1)])
    outcomes.tell(NOISE, cleaned.noise)
    for cell in cells:
        outcomes.tell(cell.outcome, [(cell.start, cell.end)])
    outcomes.tell(FACT, _arguments(observations))
    return Coverage(outcomes.numbers(cleaned.original))


def _loose(text: str, quantities: Sequence[Range]) -> Iterator[Range]:
    """The runs of digits that begin in none of the quantities, which are in order."""
    others = iter((*quantities, (len(text), len(text))))
    low, high = next(others)
    for match in DIGITS.finditer(text):
        while high <= match.start():
            low, high = next(others)
        if match.start() < low:
            yield match.span()


def _arguments(observations: Iterable[Observation]) -> Iterator[Range]:
    for o in observations:
        for part in (o.value, o.share, o.target, *o.changes, *o.gaps, *o.ranks):
            if part is not None:
                yield part.start, part.end
        for note in o.evidence if o.target is not None else ():  # the rate beside a target, a cell of its own
            if note.field == "target" and note.start is not None and note.end is not None:
                yield note.start, note.end


class _Outcomes:
    """What became of numbers, `name` of each at first; what is told later overrules."""

    def __init__(self, places: Sequence[Range]) -> None:
        self._places = places
        self._starts = [start for start, _ in places]
        self._told = [NAME] * len(places)

    def tell(self, outcome: str, ranges: Iterable[Range]) -> None:
        """Say of the numbers that begin in a range what became of them."""
        starts, told = self._starts, self._told
        for start, end in ranges:
            for at in range(bisect_left(starts, start), bisect_left(starts, end)):
                told[at] = outcome

    def numbers(self, text: str) -> tuple[Number, ...]:
        """The numbers with their outcomes, in order."""
        pairs = zip(self._places, self._told, strict=True)
        return tuple(Number(text[start:end], start, end, outcome) for (start, end), outcome in pairs)
