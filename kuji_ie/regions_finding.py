"""Places in running text: which names are read anywhere, which only in a report from near by, which never."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kuji_ie.regions_index import COUNTY, PlaceIndex, Region
from kuji_ie.text.patterns import later

# What makes one word of 区 and what follows (滨江区域), of 市 and what follows (北京市场).
_TAIL_WORD = {"区": "域间块位别划", "市": "场值面", "旗": "舰帜"}
# A short name before these is part of another name: 浙江大学, 上海交通大学, 南京路, 太湖流域.
_LONGER_NAME = later(
    r"[^与和等及新在的各级省市区县内高所校家、,;。::\s]{0,6}(?:大学|学院)|(?:东|西|南|北|中)?(?:路|街|大道|大桥|大街)"
    r"|银行|日报|晚报|港|湖|山|岛|江|站|话|菜|酒|茶"
)
# 全州县 is a county, 全州县市 the counties of an autonomous prefecture.
_REFERENCE = later(
    r"(?:全|我|本)(?:自治区|省|市(?![场值面])|区(?![块别间])|县|州(?!县(?!市))|旗|盟)(?:域内?)?"
    r"|(?<![一-龥])[省市区县]内|全域|全国|我国"
)
_SURROGATES = later("[\ud800-\udfff]")
# After these, a name that is a word as well is a name: 重庆江北、四川成都.
_CLOSING = later(r"$|[^一-龥]|[和与及等]")
# The same in a list, on both sides: 海淀、朝阳两区, 高于朝阳、海淀.
_LIST_OPENING = later(r"$|[^一-龥]|[和与及于比赴对在到]")
_LIST_CLOSING = later(r"$|[^一-龥]|[和与及等各两三四五六七八九十]")
_ROLES = {
    "place.word": "words",
    "place.generic": "generic",
    "place.local": "local",
    "place.blocker": "blockers",
}

_NEARBY = 256  # regions whose neighbours are kept: more than the counties of a province

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A place name, or a chain of them (浙江省杭州市滨江区), at `[start, end)` in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What is no place though it is written like one; each a role of the table `cues`.

    `words` (place.word): short names that are words as well. Those of prefectures are read as places only in a
    report from there (日照), those of counties beside another name only (海淀、朝阳 in one of 北京市; 新建 says
    nothing of 新建区). `generic` (place.generic): full names that say nothing without the city before them
    (城区). `local` (place.local): full names that are read in a report from their city too (市中区).
    `blockers` (place.blocker): words that hold the letters of a place; being found first, they eat those
    letters (以上海外人才).
    """

    words: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    blockers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, cues: Iterable[tuple[str, str]]) -> PlaceWords:
        """The words out of pairs of role and form; other roles are left alone."""
        found: dict[str, set[str]] = {name: set() for name in _ROLES.values()}
        for role, form in cues:
            if role in _ROLES:
                found[_ROLES[role]].add(form)
        return cls(**{name: frozenset(forms) for name, forms in found.items()})


class PlaceFinder:
    """Finds the names of an index in text. Safe between threads; the automata are built when first used."""

    def __init__(self, index: PlaceIndex, words: PlaceWords) -> None:
        self._index, self._words = index, words
        self._everywhere: Any = None
        self._nearby: dict[Region, Any] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_everywhere": None, "_nearby": {}}

    def find(self, text: str, context: Region | None = None) -> list[RegionMention]:
        """Find the place names in running text; what is read is told at `RegionTable.find`."""
        original = _SURROGATES.sub("\ufffd", text)  # the automaton reads UTF-8
        text = original.replace("（", "(").replace("）", ")")
        read = self._scan(text)
        spans = self._accepted(text, read)
        if context is not None and (around := _around(context)):
            near = set(self._near(text, context, around)).difference(read)
            spans = _merge([*spans, *self._accepted(text, near)])
            spans = self._listed(text, spans, around)
        if not spans:
            return []
        return [RegionMention(start, end, original[start:end]) for start, end in self._join(text, spans)]

    def _scan(self, text: str) -> Spans:
        if self._everywhere is None:
            forms = {form for form in self._index.by_form if self._is_always(form)}
            self._everywhere = _automaton(forms | self._words.blockers)
        return _matches(self._everywhere, text)

    def _is_always(self, form: str) -> bool:
        """Whether `form` is read as a place anywhere."""
        if form in self._words.generic or form in self._words.local or len(form) < 2:
            return False
        places = self._index.places(form)
        if form not in self._index.short and (len(form) > 2 or places[0].region.level != COUNTY):
            return True
        return form not in self._words.words and any(p.region.level != COUNTY or p.stands_for for p in places)

    def _accepted(self, text: str, spans: Iterable[tuple[int, int]]) -> Spans:
        return [kept for span in spans if (kept := self._accept(text, *span))]

    def _accept(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The span to keep of a match: all of it, less (北京 of 北京市场), or None inside a longer word."""
        form, after = text[start:end], text[end : end + 1]
        if form in self._words.blockers:
            return None
        if form in self._index.short:
            is_part = _LONGER_NAME.match(text, end, end + 10)
            if is_part and not self._below(text, end, self._index.regions(form)):  # 南京江宁 is no river
                return None
            return start, end
        if after and after in _TAIL_WORD.get(form[-1], ""):
            bare = form[:-1]
            return (start, end - 1) if self._index.places(bare) and self._is_always(bare) else None
        return start, end

    def _near(self, text: str, context: Region, around: set[str]) -> Spans:
        """The names of `context`, of the units inside it and of those beside it, except generic ones."""
        automaton = self._nearby.get(context)
        if automaton is None:
            forms = {form for form in self._index.forms_of(around) if self._is_near(form, around)}
            automaton = _automaton(forms)
            if len(self._nearby) >= _NEARBY:
                self._nearby.clear()
            self._nearby[context] = automaton
        return _matches(automaton, text)

    def _is_near(self, form: str, around: set[str]) -> bool:
        if len(form) < 2 or form in self._words.generic:
            return False
        is_word = form in self._words.words and form in self._index.short
        near = (r for r in self._index.regions(form) if {r.code, r.parent} & around)
        return any(not is_word or region.level != COUNTY for region in near)

    def _listed(self, text: str, spans: Spans, around: set[str]) -> Spans:
        """Add the names that are words as well where they stand in a list of places: 海淀、朝阳两区."""
        found = list(spans)
        known = {at for span in spans for at in span}
        for start, end in found:  # which grows
            if "、" not in text[max(start - 1, 0) : end + 1]:
                continue
            beside = [(end + 1, end + 1 + n) for n in (3, 2) if text[end : end + 1] == "、"]
            beside += [(start - 1 - n, start - 1) for n in (3, 2) if text[max(start - 1, 0) : start] == "、"]
            for span in beside:
                if known.isdisjoint(span) and self._is_word_near(text, span, around):
                    found += self._accepted(text, [span])
                    known.update(span)
        return _merge(found) if len(found) > len(spans) else spans

    def _is_word_near(self, text: str, span: tuple[int, int], around: set[str]) -> bool:
        form, before = text[slice(*span)], text[max(span[0] - 1, 0) : span[0]]
        if form not in self._words.words or form not in self._index.short:
            return False
        if not _LIST_OPENING.match(before) or not _LIST_CLOSING.match(text, span[1]):
            return False
        return any(region.parent in around for region in self._index.regions(form))

    def _join(self, text: str, spans: Spans) -> Iterator[tuple[int, int]]:
        """Lengthen each span by the names below it that follow directly (杭州 + 滨江); chains become one."""
        done = 0
        for start, end in spans:
            if start < done:
                continue
            units = self._index.regions(text[start:end])
            while units:
                follower = self._below(text, end, units)
                if follower is None:
                    break
                end, units = follower
            yield start, end
            done = end

    def _below(self, text: str, at: int, units: tuple[Region, ...]) -> tuple[int, tuple[Region, ...]] | None:
        forms = self._index.forms_at(text, at)
        if not forms:
            return None
        codes = {unit.code for unit in units if unit.code}
        for form in forms:
            end = at + len(form)
            is_word = form in self._words.words and form in self._index.short
            if len(form) < 2 or (is_word and not _CLOSING.match(text, end)):
                continue
            regions = self._index.regions(form)
            inside = tuple(r for r in regions if r.parent in codes or codes & set(self._index.codes(r)[1:]))
            if inside and self._accept(text, at, end) == (at, end):
                return end, inside
        return None


def find_references(text: str) -> list[RegionMention]:
    """Find the words for the reporting body and the units above it: 全区, 我市, 全国, 区内; not 全市场."""
    return [RegionMention(m.start(), m.end(), m[0]) for m in _REFERENCE.finditer(text)]


def _around(context: Region) -> set[str]:
    """The codes whose units are near: of `context`, and of the unit above a county."""
    return {code for code in (context.code, context.parent if context.level == COUNTY else None) if code}


def _automaton(forms: Iterable[str]) -> Any:
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(sorted(forms), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _matches(automaton: Any, text: str) -> Spans:
    return [(start, end) for _, start, end in automaton.find_matches_as_indexes(text)]


def _merge(spans: Spans) -> Spans:
    """In order; of two that overlap the earlier, of the same start the longer."""
    merged: Spans = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not merged or span[0] >= merged[-1][1]:
            merged.append(span)
    return merged
