"""Places and standards among the names: 杭州市滨江区 with its code, GB/T 1.1—2020."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from kuji_ie.models import Entity
from kuji_ie.regions import Region, RegionTable
from kuji_ie.rules.rule import Reading
from kuji_ie.text.patterns import later

# GB/T 2260—2007, DB33/T 1209-2020, T/ZZB 0456: the body's letters, a number, perhaps its year. A pattern that begins
# with letters is searched for fast; what stands before it is looked at afterwards.
STANDARD = later(
    r"(?:GB|GA|HJ|YY|NY|SJ|YD|JB|QB|HG|ISO|IEC|DB[0-9]{2,4}|T/[A-Z]{2,8})(?:/[TZ])? ?[0-9]{3,6}(?:\.[0-9]{1,3})?(?:[-—][0-9]{4})?(?![0-9A-Za-z])"
)
LONGER = later("[A-Za-z/]")  # ABGB 12, A/GB 12: before the letters of a standard, a longer word


class Places:
    """Finds the places that a text names, and the numbers of standards.

    全省第一的宁波市 gives 宁波市 with its code, 330200; a namesake that cannot be told apart has none. 全区 and 我市 are
    no names.
    """

    def __init__(self, regions: RegionTable) -> None:
        self._regions = regions

    def beside(
        self, names: Sequence[Entity], reading: Reading, home: Region | None = None, year: int | None = None
    ) -> list[Entity]:
        """`names` with the places and standards that are no part of one of them, in the order of the text."""
        found = [*self._places(reading, home, year), *_standards(reading)]
        return sorted([*names, *_outside(found, names)], key=attrgetter("start"))

    def _places(self, reading: Reading, home: Region | None, year: int | None) -> Iterator[Entity]:
        known: dict[str, Region] = {}
        for mention in self._regions.find(reading.text, home):
            start, end = reading.cleaned.limits(mention.start, mention.end)
            if mention.text not in known:
                known[mention.text] = self._regions.resolve(mention.text, home, year)
            region = known[mention.text]
            text = reading.cleaned.original[start:end]
            yield Entity(text, start, end, "REGION", region.name, region.code)


def _standards(reading: Reading) -> Iterator[Entity]:
    for match in STANDARD.finditer(reading.text):
        if match.start() and LONGER.match(reading.text, match.start() - 1):
            continue
        span = reading.cleaned.span(*match.span())
        yield Entity(span.text, span.start, span.end, "POLICY", match[0])


def _outside(found: Iterable[Entity], names: Sequence[Entity]) -> Iterator[Entity]:
    """Those that overlap none of `names`, which are in order and do not overlap."""
    starts = [entity.start for entity in names]
    for entity in found:
        at = bisect_left(starts, entity.end)
        if at == 0 or names[at - 1].end <= entity.start:
            yield entity
