"""The table of places: regions by code and by each of their names, with the years in which they were valid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

PROVINCE, PREFECTURE, COUNTY, ZONE = "province", "prefecture", "county", "zone"
FOREVER = 9999


class Row(Protocol):
    """A row of the table `regions`: a `dict` of its cells or a lexicon entry."""

    def get(self, column: str, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Region:
    """A place by its full name. `code` is its GB/T 2260 code, None where it has none or cannot be told.

    `level` is province, prefecture, county or zone; `parent` the code of the unit above.
    """

    name: str
    code: str | None = None
    level: str | None = None
    parent: str | None = None


NATION = Region("全国")


@dataclass(frozen=True, slots=True)
class Place:
    """A region under one name in the years from `first` to `last`, both inclusive."""

    region: Region
    first: int
    last: int
    stands_for: bool = False  # a zone that is a district under another name: `region` is the district

    def is_valid(self, year: int) -> bool:
        """Whether the name was in use in `year`; the year of a change belongs to both names."""
        return self.first <= year <= self.last

    def is_followed_by(self, other: Place) -> bool:
        """Whether `other` is what became of this one: 崇川区 of 2020 with a new code, 寿县 in another city.

        Of one parent, or from the year on in which this one ended.
        """
        if other.last <= self.last:
            return False
        return other.region.parent == self.region.parent or other.first in (self.last, self.last + 1)


class PlaceIndex:
    """The places of a table by code and by form.

    A row of level zone with a code stands for that district (杭州高新区(滨江) is 滨江区); without one it is a
    place of its own that has only a parent.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self.by_form: dict[str, list[Place]] = {}
        self.short: set[str] = set()  # 杭州 of 杭州市, not 楚雄州 or 杭州高新区
        self._by_code: dict[str, list[Place]] = {}
        self._called: dict[str, tuple[Region, ...]] = {}  # all regions of a form, as asked for
        self._above: dict[str, tuple[Region, ...]] = {}  # from a code upwards, as of today
        units = list(rows)
        for row in sorted(
            units, key=lambda row: row.get("level") == ZONE
        ):  # districts before what stands for them
            self._add(row)

    def _add(self, row: Row) -> None:
        code, level, name = row.get("code") or None, row.get("level") or None, row.get("name") or ""
        region = Region(name, code, level, row.get("parent") or None)
        first, last = _year(row.get("valid_from"), 0), _year(row.get("valid_to"), FOREVER)
        is_double = level == ZONE and code is not None and code in self._by_code
        if is_double:
            region = self._by_code[code or ""][-1].region
        place = Place(region, first, last, is_double)
        if code is not None and level != ZONE:
            self._by_code.setdefault(code, []).append(place)
            self._by_code[code].sort(key=lambda p: p.last)
        for form in (name, *aliases(row)):
            self.by_form.setdefault(form, []).append(place)
            if form != name and name.startswith(form):
                self.short.add(form)

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """How long the forms are that begin with these two characters, longest first; with one where it is all."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in self.by_form:
            lengths[form[:2]].add(len(form))
        for start in lengths:
            lengths[start] |= lengths.get(start[:1], set())
        return {start: sorted(found, reverse=True) for start, found in lengths.items()}

    @cached_property
    def _forms(self) -> dict[str, set[str]]:
        """What the unit of a code and the units right below it are called."""
        forms: dict[str, set[str]] = defaultdict(set)
        for form, places in self.by_form.items():
            for place in places:
                for code in (place.region.code, place.region.parent):
                    if code is not None:
                        forms[code].add(form)
        return dict(forms)

    def forms_at(self, text: str, at: int) -> list[str]:
        """The forms that stand in `text` at `at`, longest first."""
        lengths = self._lengths.get(text[at : at + 2]) or self._lengths.get(text[at : at + 1], [])
        forms = [text[at : at + length] for length in lengths if at + length <= len(text)]
        return [form for form in forms if form in self.by_form]

    def forms_of(self, codes: Iterable[str]) -> set[str]:
        """What the units of these codes and the units right below them are called."""
        return set().union(*(self._forms.get(code, ()) for code in codes))

    def places(self, form: str) -> list[Place]:
        """All that was ever called `form`."""
        return self.by_form.get(form, [])

    def regions(self, form: str) -> tuple[Region, ...]:
        """All regions that were ever called `form`."""
        if form not in self.by_form:
            return ()
        if form not in self._called:
            self._called[form] = tuple(dict.fromkeys(place.region for place in self.by_form[form]))
        return self._called[form]

    def by_name(self, name: str, year: int | None = None) -> tuple[Region, ...]:
        """All regions called `name` in `year` (without one: today); those of other years where there are none."""
        return tuple(dict.fromkeys(place.region for place in _valid(self.places(name), year)))

    def get(self, code: str, year: int | None = None) -> Region | None:
        """The region with that code, as it was in `year` or last was; None where there is none."""
        places = self._by_code.get(code, [])
        return _valid(places, year)[-1].region if places else None

    def parents(self, region: Region, year: int | None = None) -> tuple[Region, ...]:
        """The units above, nearest first, called as in `year`. Empty where they are not known."""
        if region.parent is None:
            return ()
        if year is not None or region.parent not in self._by_code:
            return self._chain(region.parent, year)
        if region.parent not in self._above:
            self._above[region.parent] = self._chain(region.parent, None)
        return self._above[region.parent]

    def codes(self, region: Region) -> list[str | None]:
        """The codes of a region and of the units above it, nearest first."""
        return [region.code, *(above.code for above in self.parents(region))]

    def _chain(self, parent: str | None, year: int | None) -> tuple[Region, ...]:
        chain: list[Region] = []
        while parent is not None and len(chain) < 4:
            above = self.get(parent, year)
            if above is None:
                break
            chain.append(above)
            parent = above.parent
        return tuple(chain)


def aliases(row: Row) -> tuple[str, ...]:
    """The other names that a row gives: parted by `|` in a cell, a tuple in a lexicon entry."""
    listed = getattr(row, "aliases", None)
    return tuple(listed) if listed is not None else tuple(filter(None, (row.get("aliases") or "").split("|")))


def _year(cell: str | None, otherwise: int) -> int:
    return int(cell) if cell and cell.isascii() and cell.isdigit() else otherwise


def _valid(places: list[Place], year: int | None) -> list[Place]:
    return [p for p in places if p.is_valid(FOREVER if year is None else year)] or places
