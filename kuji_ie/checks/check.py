"""What a check is: a code, a function over the observations of one report, examples and counter-examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kuji_ie.checks.extents import said
from kuji_ie.models import Finding, Observation, Place, Quantity, Span
from kuji_ie.text.normalise import normalise

BLANK = re.compile(r"\s+")
WORD = re.compile(r"[^\s0-9.,、~—–-]")  # anything but a bare number
SHARED = frozenset(("%", "‰", "个百分点", "百分点", "倍", "分", None))  # units of what has no parts
# Growth of these is reckoned at constant prices, or over the firms that were counted in both years.
COMPARABLE = re.compile(
    "生产总值|GDP|增加值|经济|产值|投资|投入|规上|规模|限额|收入|税|利润|营收|零售|消费|价格"
)


@dataclass(frozen=True, slots=True)
class Report:
    """The text as it was passed and what it says, in its order; `sentences` are the observations of each sentence."""

    text: str
    observations: Sequence[Observation]
    by_id: Mapping[str, Observation]
    sentences: Sequence[Sequence[Observation]]

    @classmethod
    def of(cls, text: str, observations: Sequence[Observation]) -> Report:
        """The report of one text."""
        by_id = {o.id: o for o in observations}
        sentences = [list(told) for _, told in groupby(observations, key=lambda o: o.sentence.start)]
        return cls(text, observations, by_id, sentences)

    def plain(self, start: int, end: int) -> str:
        """A passage in one width and without white space."""
        return BLANK.sub("", normalise(self.text[start:end]))

    def finding(
        self, code: str, message: str, o: Observation, spans: Iterable[Span], *others: Observation
    ) -> Finding:
        """A finding about `o` whose place reaches over all of `spans`."""
        places = [(span.start, span.end) for span in spans]
        related = tuple(dict.fromkeys(other.id for other in others if other.id != o.id))
        start, end = min(start for start, _ in places), max(end for _, end in places)
        return Finding(code, message, start, end, o.id, related)


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `means` and `tolerance` are what the reference says of it.

    `examples` maps texts to the message of the one finding that they give; `counter_examples` give none.
    """

    code: str
    means: str
    tolerance: str
    find: Callable[[Report], Iterator[Finding]]
    examples: Mapping[str, str] = field(default_factory=dict)
    counter_examples: tuple[str, ...] = ()


def wording(span: Span) -> str:
    """A wording on one line."""
    return BLANK.sub("", span.text)


def as_told(value: Quantity) -> str:
    """A value as it stands; that of a table, whose unit stands in its head, with the unit."""
    return wording(value) if value.unit is None or WORD.search(value.text) else said(value.amount, value.unit)


def alike(one: Observation, other: Observation) -> bool:
    """Whether two observations speak of one time and body, both of plans or of what is, `one` of a place in the other's."""
    return (
        one.status == other.status
        and days(one) == days(other)
        and _is_within(one.region, other.region)
        and (one.subject and one.subject.text) == (other.subject and other.subject.text)
    )


def _is_within(one: Place | None, other: Place | None) -> bool:
    """Whether `one` lies in `other`; a place that is not known (全区 in a text that does not say of what) may be any."""
    if one is None or other is None or one.code is None or other.code is None:
        return True
    return one.code.startswith(other.code.rstrip("0"))


def days(o: Observation) -> tuple[object, object] | None:
    """The first and last day that an observation is about."""
    return (o.period.start, o.period.end) if o.period else None
