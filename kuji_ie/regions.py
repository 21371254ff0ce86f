"""Places: what a mention means for the body that reports (全区, 我市, 杭州), and the tables that are shipped."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from kuji_ie.lexicon import Entry, Lexicon
from kuji_ie.lexicon.model import KINDS
from kuji_ie.regions_finding import PlaceFinder, PlaceWords, RegionMention, find_references
from kuji_ie.regions_index import (
    COUNTY,
    NATION,
    PREFECTURE,
    PROVINCE,
    ZONE,
    Place,
    PlaceIndex,
    Region,
    Row,
    aliases,
)

__all__ = (
    "NATION",
    "PlaceWords",
    "Region",
    "RegionMention",
    "RegionTable",
    "default_regions",
    "find_references",
    "regions_of",
)

_LEVELS = {PROVINCE: 0, PREFECTURE: 1, COUNTY: 2, ZONE: 3}
_ADMINISTRATIVE = tuple("省市区县州旗盟")
_NATIONAL = re.compile(r"(?:全国|我国|国内|中国|全中国|国家)")
# 全州县 is a county, 全州县市 the counties of an autonomous prefecture.
_REFERENCE = re.compile(
    r"(?:(?:全|我|本|该|整个)"
    r"(?P<level>自治区|自治州|自治县|地区|省|市|区|县|州(?!县(?!市))|旗|盟|域|局|厅|委|院|中心|处|办)"
    r"|(?P<inner>[省市区县州旗盟])内|辖区)(?:内|域|上下)?"
)
# After a reference or a name, words that say which units of it are compared: 全省89个区县, 浙江省各市.
_UNITS = re.compile(
    r"(?:内|的|各|所有|同类|平均|水平|值|上下|[0-9一二两三四五六七八九十百余多个、,()市区县地州旗设盟])*"
)
# How near a place is to the one that speaks of it.
_ELSEWHERE, _SAME_PROVINCE, _SAME_PREFECTURE, _IN_LINE = range(4)


class RegionTable:
    """The places of a lexicon by code and by name: finds and resolves mentions. Safe between threads.

    A row of level zone with a code stands for that district (杭州高新区(滨江) is 滨江区); without one it is a
    place of its own that has only a parent. `words` are those that look like places and are none.
    """

    def __init__(self, rows: Iterable[Row], words: PlaceWords | None = None) -> None:
        self._words = words or PlaceWords()
        self._index = PlaceIndex(rows)
        self._finder = PlaceFinder(self._index, self._words)

    def get(self, code: str, year: int | None = None) -> Region | None:
        """The region with that code, as it was in `year` or last was; None where there is none."""
        return self._index.get(code, year)

    def by_name(self, name: str, year: int | None = None) -> tuple[Region, ...]:
        """All regions of that full or short name: those valid in `year` (without one: today), if any are.

        `by_name("鼓楼区")` has several; `by_name("下城区")` the one that was abolished in 2021.
        """
        return self._index.by_name(name, year)

    def parents(self, region: Region, year: int | None = None) -> tuple[Region, ...]:
        """The units above, nearest first: of 滨江区 杭州市 and 浙江省. Empty where they are not known.

        They are called as in `year`: 襄樊市 in 2008.
        """
        return self._index.parents(region, year)

    def find(self, text: str, context: Region | None = None) -> list[RegionMention]:
        """Find the place names in running text, longest first; a chain (绍兴市越城区, 杭州滨江) is one.

        Read anywhere: full names (with 省 市 区 县 州 旗 盟) of three characters or more, short names of
        provinces and prefectures that are no words as well (not 日照, 中山), zones (杭州高新区). Directly
        after a unit above them: all others (深圳南山, 晋城市城区). With `context` too: short names of that
        region, of the units inside it and of its neighbours (余杭 in a report of 滨江区), those that are words
        as well in a list of places only (海淀、朝阳两区). Inside longer words
        nothing is read: 上海宁波路 gives 上海, 北京市场 gives 北京, 浙江大学 and 以上海外人才 give nothing.
        全区 and 我市 are for `find_references`. Raises nothing.
        """
        return self._finder.find(text, context)

    def resolve(self, text: str, context: Region | None = None, year: int | None = None) -> Region:
        """What a mention means in a document of `context`.

        全市 in a report of 滨江区 is 杭州市, of 建德市 (a city itself) 建德市; 我局 and 全域 are the
        reporting body; 全省89个区县 is 浙江省. A namesake (西湖区) is the one in or near `context`; one that
        cannot be told apart and a name that is not known keep their name and have no code. 全国 has none
        either. With `year` a name is read as of that year where it was valid then (下城区 of 2020). Never
        raises.
        """
        text = "".join(text.replace("（", "(").replace("）", ")").split())
        if match := _NATIONAL.match(text):
            return NATION if _UNITS.fullmatch(text, match.end()) else Region(text)
        if (match := _REFERENCE.match(text)) and _UNITS.fullmatch(text, match.end()):
            return self._referred(match, context, year) or Region(text)
        return self._chain(text, context, year) or Region(text)

    def resolve_name(self, name: str, year: int | None = None) -> Region:
        """A region that the caller names: 滨江区, 杭州市滨江区, 杭州高新区(滨江), 浙江."""
        return self.resolve(name, None, year)

    def _referred(self, match: re.Match[str], context: Region | None, year: int | None) -> Region | None:
        if context is None:
            return None
        unit = (match["level"] or match["inner"] or "域")[-1]
        if unit not in _ADMINISTRATIVE:
            return context
        return next((r for r in (context, *self.parents(context, year)) if r.name.endswith(unit)), None)

    def _chain(self, text: str, context: Region | None, year: int | None) -> Region | None:
        """Read names from left to right, each inside the one before; None where a part is unknown."""
        at, region = 0, None
        while at < len(text):
            forms = self._index.forms_at(text, at)
            if not forms:  # what is left of 江海市 after 江海 is no list of units
                is_rest = text[at] not in _ADMINISTRATIVE and _UNITS.fullmatch(text, at)
                return region if is_rest else None
            form = forms[0]
            region = self._choose(form, context, year) if region is None else self._inside(form, region, year)
            if region is None:
                return None
            at += len(form)
        return region

    # --- which of several places of one name

    def _inside(self, form: str, unit: Region, year: int | None) -> Region | None:
        """The place of that name inside `unit`; None where there is none."""
        places = self._index.places(form)
        if unit.code is not None or unit.parent is not None:
            places = [p for p in places if self._nearness(p, unit) == _IN_LINE]
        return _only(form, _of_year(places, year)) if places else None

    def _choose(self, form: str, context: Region | None, year: int | None) -> Region:
        """The place of that name nearest to `context`; without a code where that cannot be told."""
        everything = self._index.places(form)
        if form in self._words.generic:
            return _unknown(form, everything)
        if len(everything) == 1:
            return everything[0].region  # as nearly always
        places = _of_year(everything, year)
        near = {place: self._nearness(place, context) for place in everything}
        best = max(near[place] for place in places)
        ended = [p for p in everything if p not in places and not any(map(p.is_followed_by, places))]
        if best < _SAME_PREFECTURE and any(near[p] >= _SAME_PREFECTURE for p in ended):
            return _unknown(form, everything)  # 清河区 in a report of 淮安市 of 2020 is not the one in 铁岭市
        if best < _SAME_PREFECTURE:  # far away, a zone gives way to a unit
            places = [p for p in places if p.region.level != ZONE] or places
        if self._is_of_several_levels(form, places):
            return self._of_levels(form, places, near, context)
        return self._nearest(form, places, near)

    def _nearest(self, form: str, places: list[Place], near: dict[Place, int]) -> Region:
        best = max(near[place] for place in places)
        nearest = [place for place in places if near[place] == best]
        if best == _ELSEWHERE and form not in self._words.words:  # 吉林 is the province
            highest = min(_level(place) for place in nearest)
            nearest = [place for place in nearest if _level(place) == highest]
        return _only(form, nearest)

    def _is_of_several_levels(self, form: str, places: list[Place]) -> bool:
        """Whether `form` is short for a county and for a unit above counties: 西安, 朝阳, 大同."""
        levels = {_level(place) for place in places}
        return form in self._index.short and min(levels) < _LEVELS[COUNTY] in levels

    def _of_levels(
        self, form: str, places: list[Place], near: dict[Place, int], context: Region | None
    ) -> Region:
        """A county has a city's short name only for those around it.

        朝阳 is 朝阳区 in a report of 北京市, 朝阳市 in one of 辽宁省, either in one of 吉林省. A name so common
        that it is read anywhere stays open even there: 西安 in 牡丹江市 is its district or the city.
        """
        here = {context.code, *(r.code for r in self.parents(context))} - {None} if context else set()
        counties = [p for p in places if p.region.level == COUNTY]
        higher = [p for p in places if _level(p) < _LEVELS[COUNTY]]
        around = [p for p in counties if p.region.parent in here]
        if form not in self._words.words:
            return _unknown(form, places) if around else self._nearest(form, higher, near)
        if around:
            return _only(form, around)
        if max(near[p] for p in higher) > _ELSEWHERE:
            return self._nearest(form, higher, near)
        return _unknown(form, places)

    def _nearness(self, place: Place, context: Region | None) -> int:
        """Above, below or the same; in one prefecture; in one province; elsewhere."""
        if context is None or (context.code is None and context.parent is None):
            return _ELSEWHERE
        region = place.region
        here, there = self._index.codes(context), self._index.codes(region)
        if (
            region == context
            or (region.code and region.code in here)
            or (context.code and context.code in there)
        ):
            return _IN_LINE
        shared = {code for code in here if code in there and code}
        if any(not code.endswith("0000") for code in shared):
            return _SAME_PREFECTURE
        return _SAME_PROVINCE if shared else _ELSEWHERE


def _level(place: Place) -> int:
    return _LEVELS.get(place.region.level or "", 3)


def _of_year(places: list[Place], year: int | None) -> list[Place]:
    """Those valid in `year`; where none was, or the year is not known, all but those that others followed."""
    valid = [place for place in places if year is not None and place.is_valid(year)]
    return valid or [p for p in places if not any(p.is_followed_by(other) for other in places)]


def _only(form: str, places: list[Place]) -> Region:
    """The one region of these places; without a code where they are several."""
    regions = {place.region for place in places}
    return regions.pop() if len(regions) == 1 else _unknown(form, places)


def _unknown(form: str, places: list[Place]) -> Region:
    names = {place.region.name for place in places}
    return Region(names.pop() if len(names) == 1 else form)


# --- the shipped table, and that of a lexicon

Cells = tuple[str | tuple[str, ...] | None, ...]


@lru_cache(maxsize=1)
def default_regions() -> RegionTable:
    """The table of the shipped core pack."""
    return RegionTable(_core("regions.csv"), PlaceWords.of(_core_cues()))


def regions_of(lexicon: Lexicon) -> RegionTable:
    """The table of a lexicon: the core regions with those of its other packs laid over them.

    A pack with a `regions.csv` may add a development zone, or replace a row of the same code, name and first
    year; the roles `place.…` of its cues count too (`PlaceWords`). Lexicons that say
    nothing of their own share `default_regions()`; else the last tables are kept, by what the packs say.
    """
    core = _core_rows()
    rows = tuple(
        entry
        for entry in lexicon.entries("region")
        if (entry.id, entry.name, entry.aliases, entry.fields) not in core
    )
    cues = {(cue.get("role") or "", form) for cue in lexicon.entries("cue") for form in cue.forms}
    own = {cue for cue in cues if cue[0].startswith("place.")} - set(_core_cues())
    return _laid_over(rows, frozenset(own)) if rows or own else default_regions()


@lru_cache(maxsize=8)
def _laid_over(rows: tuple[Entry, ...], cues: frozenset[tuple[str, str]]) -> RegionTable:
    replaced = {_key(row) for row in rows}
    core = [row for row in _core("regions.csv") if _key(row) not in replaced]
    return RegionTable((*core, *rows), PlaceWords.of((*_core_cues(), *cues)))


def _key(row: Row) -> Cells:
    return tuple(row.get(column) or None for column in ("code", "name", "valid_from"))


@lru_cache(maxsize=1)
def _core_rows() -> frozenset[object]:
    """What the entries of the core table say, without making them: they are thousands."""
    columns = KINDS["region"].fields
    return frozenset(
        (row["code"] or None, row["name"], aliases(row), tuple([(c, row[c]) for c in columns if row.get(c)]))
        for row in _core("regions.csv")
    )


@lru_cache(maxsize=1)
def _core_cues() -> tuple[tuple[str, str], ...]:
    """Role and form of the cues that tell places from words."""
    rows = [row for row in _core("cues.csv") if row["role"].startswith("place.")]
    return tuple((row["role"], form) for row in rows for form in (row["name"], *aliases(row)))


@lru_cache(maxsize=2)
def _core(table: str) -> list[dict[str, str]]:
    here = Path(__file__).resolve().parent
    folder = next(f for f in (here / "lexicons", here.parent / "lexicons") if f.is_dir())
    with (folder / "core" / table).open(encoding="utf-8-sig", newline="") as handle:
        header, *rows = csv.reader(handle)
    return [dict(zip(header, row, strict=True)) for row in rows]
