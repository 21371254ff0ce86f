"""Places: names in running text, and what a mention means for the body that reports (全区, 我市, 杭州)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

PROVINCE, PREFECTURE, COUNTY, ZONE = "province", "prefecture", "county", "zone"
_LEVELS = {PROVINCE: 0, PREFECTURE: 1, COUNTY: 2, ZONE: 3}


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
class RegionMention:
    """A place name, or a chain of them (浙江省杭州市滨江区), at `[start, end)` in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    region: Region
    first: int  # years, both inclusive
    last: int
    stands_for: bool = False  # a zone that is a district under another name: `region` is the district

    def is_valid(self, year: int) -> bool:
        return self.first <= year <= self.last


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# Short names that are words as well. Those of prefectures are read as places only in a document from there,
# those of counties never: 新建 and 同心 say nothing of 新建区 and 同心县.
_WORDS = _words("""
    来宾 日照 白银 安康 阿里 大同 黄山 中山 朝阳 兴安 海东 海西 海北 通化 普洱 文山 山南 固原 东方
    合作 振兴 新建 和平 同心 高明 新兴 通道 富民 富裕 互助 共和 平安 兴业 南部 高台 大新 大方 安定 安宁 光明
    前进 友谊 友好 解放 胜利 新华 东风 红旗 向阳 平原 中原 新城 新民 长安 平和 永定 集贤 会同 师宗 石门 东海
    南海 青山 白云 江北 江南 河东 河西 城东 城西 城北 城中 城关 港口 开平 开化 开阳 定安 西湖 东湖 南湖 钱塘
    进贤 天山 兴国 兴隆 集美 建设 老城 新市 中方 中站 西区 东区 通山 新和 新平 新乐 高新
""")
# Full names that say nothing without the city before them.
_GENERIC = _words("""
    城区 郊区 矿区 东区 西区 南区 北区 市区 市郊区 新城区 老城区 城中区 城东区 城西区 城北区 港口区 新市区
    市中区 市南区 市北区 开发区 高新区 林区 解放区
""")
# Words that hold the letters of a place and are none: being found first, they eat those letters.
_BLOCKERS = _words("""
    以上海外 以上海归 线上海 网上海 海上海 东南通 西南通 东北海 黄河南 黄河北 黄河源 淮河南 淮河北 太湖南
    太湖北 西湖南 西湖北 东湖北 湖南岸 中山东 中山西 泰山东 太行山西 太行山东 华山西 华山东 黄山西 黄山东
    长江西 长江北 珠江西 上海合作 阿里巴巴 宁德时代 云南白药 贵州茅台 山东舰 福建舰 延安精神 遵义会议 南昌起义
    大连接 北京时间 苏州河 苏州码子 巴丹吉林 和田间 推广安全 正泰安 平安阳 治安阳 适应城市 对应城市 响应城市
    新增城市 沿海城市 滨海城市 临海城市 新兴城市 振兴城市 复兴城市
""")
_ADMINISTRATIVE = tuple("省市区县州旗盟")
# What makes one word of 区 and what follows (滨江区域), of 市 and what follows (北京市场).
_TAIL_WORD = {"区": "域间块位别划", "市": "场值面", "旗": "舰帜"}
# A short name before these is part of another name: 浙江大学, 上海交通大学, 南京路, 太湖流域.
_LONGER_NAME = re.compile(
    r"[^与和等及新在的各级省市区县内高所校家、,;。::\s]{0,6}(?:大学|学院)|(?:东|西|南|北|中)?(?:路|街|大道|大桥|大街)"
    r"|银行|日报|晚报|港|湖|山|岛|江|站|话|菜|酒|茶"
)
_NATIONAL = re.compile(r"(?:全国|我国|国内|中国|全中国|国家)")
_REFERENCE = re.compile(
    r"(?:(?:全|我|本|该|整个)(?P<level>自治区|自治州|自治县|地区|省|市|区|县|州|旗|盟|域|局|厅|委|院|中心|处|办)"
    r"|(?P<inner>[省市区县州旗盟])内|辖区)(?:内|域|上下)?"
)
_REFERENCE_IN_TEXT = re.compile(
    r"(?:全|我|本)(?:自治区|省|市(?![场值面])|区(?![块别间])|县|州|旗|盟)(?:域内?)?"
    r"|(?<![一-龥])[省市区县]内|全域|全国|我国"
)
# After a reference or a name, words that say which units of it are compared: 全省89个区县, 浙江省各市.
_UNITS = re.compile(r"(?:内|的|各|所有|同类|平均|水平|值|上下|[\d个、,()市区县地州旗设盟])*")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BRACKETS = str.maketrans("（）　", "() ")


def _year(cell: str | None, otherwise: int) -> int:
    return int(cell) if cell and cell.isdigit() else otherwise


def _aliases(row: Row) -> Iterable[str]:
    listed = getattr(row, "aliases", None)
    return listed if listed is not None else filter(None, (row.get("aliases") or "").split("|"))


class RegionTable:
    """The places of a lexicon by code and by name: finds and resolves mentions. Safe between threads.

    A row of level zone with a code stands for that district (杭州高新区(滨江) is 滨江区); without one it is a
    place of its own that has only a parent.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_code: dict[str, list[_Place]] = {}
        self._by_form: dict[str, list[_Place]] = {}
        self._short: set[str] = set()  # 杭州 of 杭州市, not 楚雄州 or 杭州高新区
        self._longest = 1
        self._everywhere: Any = None  # automata, built when first used
        self._nearby: dict[Region, Any] = {}
        zones = []
        for row in rows:
            if (row.get("level") or "") == ZONE:
                zones.append(row)
            else:
                self._add(row)
        for row in zones:
            self._add(row)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_everywhere": None, "_nearby": {}}

    def _add(self, row: Row) -> None:
        code, level, name = row.get("code") or None, row.get("level") or None, row.get("name") or ""
        region = Region(name, code, level, row.get("parent") or None)
        first, last = _year(row.get("valid_from"), 0), _year(row.get("valid_to"), 9999)
        is_double = level == ZONE and code is not None and code in self._by_code
        if is_double:
            region = self._by_code[code or ""][-1].region
        place = _Place(region, first, last, is_double)
        if code is not None and level != ZONE:
            self._by_code.setdefault(code, []).append(place)
            self._by_code[code].sort(key=lambda p: p.last)
        for form in (name, *_aliases(row)):
            self._by_form.setdefault(form, []).append(place)
            if form != name and name.startswith(form):
                self._short.add(form)
            self._longest = max(self._longest, len(form))

    # --- looking up
    # ---------------------------------------------------------------------------------------------

    def get(self, code: str, year: int | None = None) -> Region | None:
        """The region with that code, as it was in `year` or last was; None where there is none."""
        places = self._by_code.get(code, [])
        return self._valid(places, year)[-1].region if places else None

    def by_name(self, name: str, year: int | None = None) -> tuple[Region, ...]:
        """All regions of that full or short name: those valid in `year` (without one: today), if any are.

        `by_name("鼓楼区")` has several; `by_name("下城区")` the one that was abolished in 2021.
        """
        return tuple(dict.fromkeys(p.region for p in self._valid(self._by_form.get(name, []), year)))

    @staticmethod
    def _valid(places: list[_Place], year: int | None) -> list[_Place]:
        return [p for p in places if p.is_valid(9999 if year is None else year)] or places

    def parents(self, region: Region) -> tuple[Region, ...]:
        """The units above, nearest first: of 滨江区 杭州市 and 浙江省. Empty where they are not known."""
        chain: list[Region] = []
        parent = region.parent
        while parent is not None and len(chain) < 4:
            above = self.get(parent)
            if above is None:
                break
            chain.append(above)
            parent = above.parent
        return tuple(chain)

    # --- finding
    # ------------------------------------------------------------------------------------------------

    def _always(self, form: str, places: list[_Place]) -> bool:
        """Whether `form` is read as a place anywhere."""
        if form in _GENERIC or len(form) < 2:
            return False
        if form not in self._short and (len(form) > 2 or places[0].region.level != COUNTY):
            return True
        return form not in _WORDS and any(p.region.level != COUNTY or p.stands_for for p in places)

    def _scan(self, text: str) -> list[tuple[int, int]]:
        if self._everywhere is None:
            forms = {form for form, places in self._by_form.items() if self._always(form, places)}
            self._everywhere = _automaton(forms | _BLOCKERS)
        return _matches(self._everywhere, text)

    def find(self, text: str, context: Region | None = None) -> list[RegionMention]:
        """Find the place names in running text, longest first; a chain (绍兴市越城区, 杭州滨江) is one.

        Read anywhere: full names (with 省 市 区 县 州 旗 盟) of three characters or more, short names of
        provinces and prefectures that are no words as well (not 日照, 中山), zones (杭州高新区). Directly
        after a unit above them: all others (深圳南山, 晋城市城区). With `context` too: short names of that
        region, of the units inside it and of its neighbours (余杭 in a report of 滨江区). Inside longer words
        nothing is read: 上海宁波路 gives 上海, 北京市场 gives 北京, 浙江大学 and 以上海外人才 give nothing.
        全区 and 我市 are for `find_references`. Raises nothing.
        """
        text = _SURROGATES.sub("\ufffd", text)  # the automaton reads UTF-8
        spans = [span for match in self._scan(text) if (span := self._accept(text, *match))]
        if context is not None:
            spans = _merge(spans, self._near(text, context))
        return [RegionMention(start, end, text[start:end]) for start, end in self._join(text, spans)]

    def _accept(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The span to keep of a match: all of it, less (北京 of 北京市场), or None inside a longer word."""
        form, after = text[start:end], text[end : end + 1]
        if form in _BLOCKERS:
            return None
        if after and after in _TAIL_WORD.get(form[-1], "") and form not in self._short:
            places = self._by_form.get(form[:-1], [])
            return (start, end - 1) if places and self._always(form[:-1], places) else None
        if form in self._short and _LONGER_NAME.match(text, end, end + 10):
            return None
        return start, end

    def _near(self, text: str, context: Region) -> list[tuple[int, int]]:
        """The names of `context`, of the units inside it and of those beside it, except generic ones."""
        around = {context.code, context.parent if context.level == COUNTY else None} - {None}
        if not around:
            return []
        if context not in self._nearby:
            forms = {form for form, places in self._by_form.items() if self._is_near(form, places, around)}
            self._nearby[context] = _automaton(forms)
        found = _matches(self._nearby[context], text)
        return [span for match in found if (span := self._accept(text, *match))]

    def _is_near(self, form: str, places: list[_Place], around: set[str | None]) -> bool:
        if len(form) < 2 or form in _GENERIC:
            return False
        is_word = form in _WORDS and form in self._short
        near = (p.region for p in self._valid(places, None) if {p.region.code, p.region.parent} & around)
        return any(not is_word or region.level != COUNTY for region in near)

    def _join(self, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Lengthen each span by the names below it that follow directly (杭州 + 滨江); chains become one."""
        done = 0
        for start, end in spans:
            if start < done:
                continue
            units = self.by_name(text[start:end])
            while units:
                follower = self._below(text, end, units)
                if follower is None:
                    break
                end, units = follower
            yield start, end
            done = end

    def _below(self, text: str, at: int, units: tuple[Region, ...]) -> tuple[int, tuple[Region, ...]] | None:
        codes = {unit.code for unit in units} - {None}
        for length in range(min(self._longest, 12), 1, -1):
            form = text[at : at + length]
            if len(form) < length or form not in self._by_form or (form in _WORDS and form in self._short):
                continue
            inside = tuple(
                r for r in self.by_name(form) if codes & {r.parent, *(p.code for p in self.parents(r))}
            )
            if inside and self._accept(text, at, at + length) == (at, at + length):
                return at + length, inside
        return None

    # --- resolving
    # ----------------------------------------------------------------------------------------------

    def resolve(self, text: str, context: Region | None = None, year: int | None = None) -> Region:
        """What a mention means in a document of `context`.

        全市 in a report of 滨江区 is 杭州市, of 建德市 (a city itself) 建德市; 我局 and 全域 are the
        reporting body; 全省89个区县 is 浙江省. A namesake (西湖区) is the one in or near `context`; one that
        cannot be told apart and a name that is not known keep their name and have no code. 全国 has none
        either. With `year` a name is read as of that year where it was valid then. Never raises.
        """
        text = "".join(text.translate(_BRACKETS).split())
        if match := _NATIONAL.match(text):
            return NATION if _UNITS.fullmatch(text, match.end()) else Region(text)
        if (match := _REFERENCE.match(text)) and _UNITS.fullmatch(text, match.end()):
            return self._referred(match, context) or Region(text)
        return self._chain(text, context, year) or Region(text)

    def resolve_name(self, name: str, year: int | None = None) -> Region:
        """A region that the caller names: 滨江区, 杭州市滨江区, 杭州高新区(滨江), 浙江."""
        return self.resolve(name, None, year)

    def _referred(self, match: re.Match[str], context: Region | None) -> Region | None:
        if context is None:
            return None
        unit = (match["level"] or match["inner"] or "域")[-1]
        if unit not in _ADMINISTRATIVE:
            return context
        return next((r for r in (context, *self.parents(context)) if r.name.endswith(unit)), None)

    def _chain(self, text: str, context: Region | None, year: int | None) -> Region | None:
        """Read names from left to right, each inside the one before; None where a part is unknown."""
        at, region = 0, None
        while at < len(text):
            form = self._longest_form(text, at)
            if form is None:
                is_rest = text[at] not in _ADMINISTRATIVE and _UNITS.fullmatch(
                    text, at
                )  # 江海市 is not 江海区
                return region if is_rest else None
            region = self._choose(form, region or context, year, strict=region is not None)
            if region is None:
                return None
            at += len(form)
        return region

    def _longest_form(self, text: str, at: int) -> str | None:
        lengths = range(min(self._longest, len(text) - at), 0, -1)
        return next((text[at : at + n] for n in lengths if text[at : at + n] in self._by_form), None)

    def _choose(self, form: str, context: Region | None, year: int | None, *, strict: bool) -> Region | None:
        """The place of that name nearest to `context`; `strict`: inside it, else None."""
        rated = [(self._nearness(p.region, context), p) for p in self._valid(self._by_form[form], year)]
        best = max(near for near, _ in rated)
        if strict and best < 3 and context is not None and context.code is not None:
            return None
        if best < 2 and any(p.region.level != ZONE for _, p in rated):  # far away, a zone gives way to a unit
            rated = [(near, p) for near, p in rated if p.region.level != ZONE]
            best = max(near for near, _ in rated)
        places = [p for near, p in rated if near == best]
        if best == 0 and form not in _WORDS:  # 西安 is the city, not the district in another province
            highest = min(_LEVELS.get(p.region.level or "", 3) for p in places)
            places = [p for p in places if _LEVELS.get(p.region.level or "", 3) == highest]
        regions = list(dict.fromkeys(p.region for p in places))
        if len(regions) == 1:
            return regions[0]
        names = {r.name for r in regions}
        return Region(names.pop() if len(names) == 1 else form)

    def _nearness(self, region: Region, context: Region | None) -> int:
        """3 above, below or the same; 2 in one prefecture; 1 in one province; 0 elsewhere."""
        if context is None or (context.code is None and context.parent is None):
            return 0
        here = [r.code for r in (context, *self.parents(context))]
        there = [r.code for r in (region, *self.parents(region))]
        if (
            region == context
            or (region.code and region.code in here)
            or (context.code and context.code in there)
        ):
            return 3
        shared = {code for code in here if code} & {code for code in there if code}
        if any(not code.endswith("0000") for code in shared):
            return 2
        return 1 if shared else 0


def find_references(text: str) -> list[RegionMention]:
    """Find the words for the reporting body and the units above it: 全区, 我市, 全国, 区内; not 全市场."""
    return [RegionMention(m.start(), m.end(), m[0]) for m in _REFERENCE_IN_TEXT.finditer(text)]


def _automaton(forms: Iterable[str]) -> Any:
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(sorted(forms), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _matches(automaton: Any, text: str) -> list[tuple[int, int]]:
    return [(start, end) for _, start, end in automaton.find_matches_as_indexes(text)]


def _merge(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Both lists by place; of two that overlap the earlier, of the same start the longer."""
    merged: list[tuple[int, int]] = []
    for span in sorted({*first, *second}, key=lambda s: (s[0], -s[1])):
        if not merged or span[0] >= merged[-1][1]:
            merged.append(span)
    return merged


@lru_cache(maxsize=1)
def default_regions() -> RegionTable:
    """The table of the shipped core pack."""
    here = Path(__file__).resolve().parent
    folder = next(f for f in (here / "lexicons", here.parent / "lexicons") if f.is_dir())
    with (folder / "core" / "regions.csv").open(encoding="utf-8-sig", newline="") as handle:
        return RegionTable(list(csv.DictReader(handle)))
