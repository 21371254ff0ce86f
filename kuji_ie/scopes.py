"""Where an entry holds, and how near that is to the region of a document."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kuji_ie.lexicon import Lexicon
from kuji_ie.regions import Region, RegionTable

ELSEWHERE, UNKNOWN, BELOW, EVERYWHERE, HERE = range(5)  # and more than HERE: of a nearer unit


class Scopes:
    """Rates the regions of entries against the region of a document: the higher, the more likely meant.

    In a report of 滨江区 an entry of 杭州市 comes before one of 浙江省, that before one of the nation; one of 江苏省
    does not hold. In a report of 浙江省 an entry of 杭州市 is the last that is asked. Where the region of the
    document is not known an entry of one region counts as much as any if no pack of another is there, else
    nobody can tell.
    """

    @classmethod
    def of(cls, lexicon: Lexicon, regions: RegionTable) -> Scopes:
        """For the entries of a lexicon."""
        return cls(regions, {entry.region for entry in lexicon})

    def __init__(self, regions: RegionTable, names: Iterable[str]) -> None:
        self._regions = regions
        places = (self._region(name) for name in names if name)
        provinces = {self._chain(place)[-1] for place in places if place.code or place.parent}
        self._unknown = EVERYWHERE if len(provinces) == 1 else UNKNOWN
        self.rate = lru_cache(maxsize=4096)(self._rate)

    def _rate(self, name: str, home: Region | None) -> int:
        """How near the region called `name` (empty: everywhere) is to `home`; `ELSEWHERE` is not at all."""
        if not name:
            return EVERYWHERE
        if home is None or (home.code is None and home.parent is None):
            return self._unknown
        region, chain = self._region(name), self._chain(home)
        if region in chain:
            return HERE + len(chain) - chain.index(region)
        return BELOW if home in self._chain(region) else ELSEWHERE

    def _region(self, name: str) -> Region:
        return self._regions.resolve_name(name)

    def _chain(self, region: Region) -> tuple[Region, ...]:
        return (region, *self._regions.parents(region))
