"""What the head of a column or row says: 比上年增长(%), 2023年目标, 研发费用(亿元), 全省排名."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from kuji_ie.models import ChangeKind, Of
from kuji_ie.periods import PeriodKind, PeriodMention, find_periods
from kuji_ie.regions import RegionTable
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.text.patterns import later
from kuji_ie.units import UnitTable

Role = Literal[
    "blank", "serial", "label", "weak", "unit", "region", "organisation", "when", "text", "prose", "foreign",
    "value", "change", "size", "gap", "rank", "share", "target", "rate",
]  # fmt: skip
KEYS: tuple[Role, ...] = (
    "serial", "label", "weak", "unit", "region", "organisation", "when", "text", "prose", "foreign",
)  # fmt: skip
MEASURES: frozenset[Role] = frozenset(
    ("value", "prose", "change", "size", "gap", "rank", "share", "target", "rate")
)

LONGEST = 60  # characters of a head; what is longer is a sentence
BRACKET = later(r"^(?P<head>[^()]*(?:\([^()]*\)[^()]*)*)\((?P<unit>[^()]*(?:\([^()]*\))?)\)$")
PARTED = later(r"^(?P<head>.+?)(?:[/,:、](?P<unit>[^/,:、]{1,6}(?:/[^/,:、]{1,6})?)|(?P<rate>[%‰]))$")
SIGNS = later(r"^(?:单位|计量单位):|^(?:\+/?-|±|\+)(?=.)")
LISTED = later("[、,;]|或")
YEAR = later(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
NUMBERED = later(
    r"^(?:[(]?[一二三四五六七八九十]{1,3}[)、.]|[(][0-9]{1,2}[)]|[0-9]{1,2}(?:[、)]|\.(?![0-9]))|[①-⑳][、.]?|[-—·●■◆▲★※*]+)+"
)
COMPARING = later("[较比]|同比|环比|与.*相比")  # a movement that is not understood is no metric
PART = later("(?:(?:其中|包括)的?[:、]?|含[:、]|#)(?=..)")


@dataclass(frozen=True, slots=True)
class Head:
    """One head, read: 2023年研发费用增速(%) is a change of 研发费用, in %, in 2023.

    `name` is what is measured, empty where the head does not say it; `units` the wordings of the unit as they stand
    (more than one in 亿元、%). `period` is the time of the cells; `of` growth where the growth is ranked. `counted`:
    a count that may go without a unit, or a change that is in percent without one. `is_behind`: a gap told as 低于, a
    change as 下降.
    """

    role: Role
    name: str = ""
    units: tuple[str, ...] = ()
    period: PeriodMention | None = None
    kind: ChangeKind = "yoy"
    against: str | None = None
    scope: str | None = None
    of: Of = "value"
    counted: bool = False
    is_behind: bool = False


class HeadReader:
    """Reads heads with the roles `grid.*` of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, units: UnitTable, regions: RegionTable) -> None:
        words, compile_ = vocabulary.words, vocabulary.compile
        self._units, self._regions = units, regions
        self._keys = {word: role for role in KEYS for word in words(f"grid.{role}")}
        self._wholes = words("whole.region") | words("grid.whole")
        self._values, self._counts = words("grid.value") | words("grid.total"), words("grid.count")
        self._sizes, self._percent = words("grid.change_size"), words("grid.rate_like")
        self._now, self._before, self._month = words("grid.now"), words("grid.before"), words("grid.month")
        self._growth, self._totals = words("rank.growth") | words("grid.change"), words("rank.value")
        self._mom, self._other = words("time.mom"), words("time.period")
        self._change = compile_(
            r"(?:(?:比|较|与|同)(?P<base>(?:(?:19|20)[0-9]{2}年?|<time.base>)(?:同期|末|底)?)(?:相比)?)?"
            r"(?P<how>同比|环比|年均|两年平均|年平均)?"
            r"(?P<word><grid.change_size>|<grid.change>|(?(base)|(?(how)|(?!)))(?:<change.up>|(?P<down><change.down>)))"
        )
        self._rank = compile_(
            r"(?:在|居|列)?(?P<scope>(?:<scope.word>|<region.wide>)(?:<scope.unit>)?)?(?:中|内)?的?(?:<grid.rank>)"
        )
        self._gap = compile_(
            r"(?:(?:高|快|好|优|多)于|高出|(?P<below>(?:低|慢|差|少|落后)于)|(?:比|与|较)(?=.*?(?:高|快|±|相比)$))"
            r"(?P<against>(?:<scope.word>|<region.wide>)(?:平均|均值|平均值)?(?:水平|值|增速)?)(?:相比|高|快|±)?(?:±)?"
        )
        self._share = compile_("(?:<grid.share>)|占(?P<whole><grid.whole>)的?(?:比重|比例|份额|百分比)?")
        self._rate = compile_("<grid.rate>(?:的?(?:比例|比重|进度))?")
        self._target = compile_("<grid.target>")
        self._value = compile_("<grid.value>")
        self._times = compile_("<grid.month>|<grid.now>|<grid.before>")
        self._tails: tuple[tuple[re.Pattern[str], Role], ...] = (
            (self._rate, "rate"), (self._target, "target"), (self._rank, "rank"),
        )  # fmt: skip
        self.read = lru_cache(maxsize=4096)(self._read)

    def units(self, wording: str) -> tuple[str, ...]:
        """The units that a wording lists (亿元、%), as they stand; empty where any part is no unit."""
        parts = [SIGNS.sub("", part) for part in LISTED.split(SIGNS.sub("", wording)) if part]
        return tuple(parts) if parts and all(map(self._units.unscaled, parts)) else ()

    def split(self, wording: str) -> tuple[str, tuple[str, ...]]:
        """A wording and its unit: 研发费用(亿元), 研发费用/亿元, 增速%."""
        for pattern in (BRACKET, PARTED):
            match = pattern.match(wording) if len(wording) <= LONGEST else None
            units = self.units("".join(filter(None, match.groups()[1:]))) if match else ()
            if match and units and match["head"]:
                return match["head"], units
        return wording, ()

    def _read(self, plain: str) -> Head:
        """The head of one cell, by its `plain` text. Blank for an empty one, text for a sentence."""
        if not plain or len(plain) > LONGEST:
            return Head("text" if plain else "blank")
        if plain in self._keys:
            return Head(self._keys[plain])
        alone = self.units(plain[1:-1] if plain[0] == "(" and plain[-1] == ")" else plain)
        if alone and plain not in self._counts:
            return Head("value", units=alone)  # a line of units below the heads
        wording, units = self.split(plain)
        return replace(self._measure(wording, units), units=units)

    def _measure(self, wording: str, units: tuple[str, ...]) -> Head:
        """What a head without its unit says: a role at its end, a time and a metric before that."""
        if wording in self._keys:
            return Head(self._keys[wording])
        for pattern, role in self._tails:
            if match := _at_end(pattern, wording):
                head = self._timed(wording[: match.start()], role)
                return self._ranked(head, match) if role == "rank" else head
        if match := _at_end(self._gap, wording):
            head = self._timed(wording[: match.start()], "gap")
            return replace(head, against=match["against"], is_behind=match["below"] is not None)
        if match := _at_end(self._change, wording):
            return self._moved(wording, match, units)
        if match := _at_end(self._share, wording):
            whole = match.groupdict().get("whole")
            head = self._timed(wording[: match.start()], "share")
            if not head.name or head.name in self._wholes:
                return replace(head, name="", scope=whole or head.name or None)
        if wording in self._counts or wording in self._values:
            return replace(self._timed_value(wording), counted=wording in self._counts)
        return self._timed_value(wording)

    def _timed_value(self, wording: str) -> Head:
        """A column of values: 2023年, 2023年完成数, 上年同期, 研发费用."""
        head = self._timed(wording, "value")
        if COMPARING.match(head.name):
            return Head("text")
        if head.name in self._counts:
            return replace(head, name="", counted=True)
        if head.name in self._values:
            return replace(head, name="")
        match = _at_end(self._value, head.name)
        if match and head.period is not None and not head.name[: match.start()].strip("的"):
            return replace(head, name="")
        return head

    def _ranked(self, head: Head, match: re.Match[str]) -> Head:
        of: Of = "growth" if head.name and _ends_with(head.name, self._growth) else "value"
        name = head.name if head.name not in self._growth | self._totals else ""
        for word in sorted(self._growth, key=len, reverse=True) if of == "growth" else ():
            if name.endswith(word):
                name = name.removesuffix(word)
                break
        return replace(head, name=name, of=of, scope=match["scope"])

    def _moved(self, wording: str, match: re.Match[str], units: tuple[str, ...]) -> Head:
        """比上年增长(%), 研发费用增速, 环比: the kind by the time it names, in percent where the word says so."""
        whole, base = match.group(), match["base"]
        role: Role = "size" if match["word"] in self._sizes else "change"
        head = self._timed(wording[: match.start()], role)
        kind: ChangeKind = "yoy"
        if "环比" in whole or base in self._mom:
            kind = "mom"
        elif "年均" in whole or "平均" in whole or base in self._other:
            kind = "period"
        sure = not units and any(word in self._percent for word in (whole, match["word"]))
        falls = match["down"] is not None
        return replace(head, kind=kind, against=base, counted=sure, is_behind=falls)

    def _timed(self, wording: str, role: Role) -> Head:
        """The time of a wording, and what else it says."""
        head = Head(role)
        wording = wording.strip("的_:-、,")
        if match := self._times.fullmatch(wording):
            return replace(head, period=self._beside(match.group()))
        if match := YEAR.fullmatch(wording):
            return replace(head, period=PeriodMention(0, 4, wording, PeriodKind.YEAR, int(wording)))
        mention = next((found for found in find_periods(wording) if not found.is_base), None)
        if mention is None:
            return replace(head, name=wording)
        rest = (wording[: mention.start] + wording[mention.end :]).strip("的度末数_:-、,()")
        if rest in ("累计", "当月", "全年", "期末", "年末", "实际", "值"):
            rest = ""
        return replace(head, name=rest, period=mention)

    def _beside(self, wording: str) -> PeriodMention:
        """本期, 上年同期, 本月: beside the time of the table."""
        if wording in self._month:
            return PeriodMention(0, len(wording), wording, PeriodKind.TURN, shift=0, count=1)
        shift = -1 if wording in self._before else 0
        return PeriodMention(0, len(wording), wording, PeriodKind.SAME, shift=shift)

    def is_place(self, wording: str) -> bool:
        """Whether a wording is the name of a region, or stands for the reporting one: 慈溪市, 全市."""
        return wording in self._wholes or bool(self._regions.by_name(wording))


def _at_end(pattern: re.Pattern[str], wording: str) -> re.Match[str] | None:
    """The longest match of a pattern that ends where the wording ends."""
    starts = range(len(wording))
    return next((match for at in starts if (match := pattern.fullmatch(wording, at))), None)


def _ends_with(wording: str, words: frozenset[str]) -> bool:
    return any(wording.endswith(word) for word in words)


def join(above: Head, below: Head) -> Head:
    """The head of a column under a wider one: 研发费用(亿元) over 增速(%) is a change of 研发费用, in %."""
    if below.role == "blank":
        return above
    if above.role == "blank" or above.role in KEYS:
        return below
    if below.role in KEYS and below.role != "prose":
        return below
    role = below.role if below.role != "value" else above.role
    units = below.units or (above.units if role == above.role else ())
    return replace(
        below,
        role=role,
        name=below.name or above.name,
        units=units,
        period=below.period or above.period,
        kind=above.kind if role == above.role != below.role else below.kind,
        scope=below.scope or above.scope,
        counted=below.counted or (above.counted and role == above.role),
    )


@dataclass(frozen=True, slots=True)
class Label:
    """The head of a row: 其中:高新技术企业(家) has name 高新技术企业, units 家, and is a part."""

    name: str
    units: tuple[str, ...]
    is_part: bool
    head: Head


class LabelReader:
    """Reads the heads of rows."""

    def __init__(self, vocabulary: Vocabulary, heads: HeadReader) -> None:
        self._heads = heads
        self._aside = vocabulary.words("grid.aside") | vocabulary.words("grid.total")
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, plain: str) -> Label | None:
        """The label of a row; None for one that names nothing (合计, 其他, a number)."""
        wording = NUMBERED.sub("", plain)
        part = PART.match(wording)
        wording = NUMBERED.sub("", wording[part.end() :]) if part else wording
        name, units = self._heads.split(wording)
        name = name.strip(":、,-—")
        if (
            name in self._aside
            or not 2 <= len(name) <= LONGEST
            or not re.search("[\u4e00-\u9fffA-Z]{2}", name)
        ):
            return None
        return Label(name, units, part is not None, self._heads.read(wording))
