"""Number + unit + bound -> Quantity, in any Chinese text.

One scan finds every number, and what only looks like one (names in quotation marks, ordinals, idioms). What
the words around a number say (超, 以上, 从, 每) is judged for that number alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

from kuji_ie.models import Bound, Quantity
from kuji_ie.numbers import ARITHMETIC, HANZI_CHAR, HANZI_DIGIT, SCALE, parse_number, storable
from kuji_ie.quantity_patterns import (
    AFTER,
    BEFORE,
    COINS,
    NUMBER,
    any_bound,
    compound_pattern,
    dash_pattern,
    lead_ends,
    range_pattern,
    scan_pattern,
)
from kuji_ie.text.normalise import normalise
from kuji_ie.text.patterns import later
from kuji_ie.units import Unit, UnitTable, default_units

# A number in 万 or 亿 without a unit is money where one of these is before it in the clause, or after it.
MONEY_WORDS = (
    "资金|资产|资本|经费|金额|投资|投入|额度?|收入|支出|产值|增加值|税|贷|授信|融资|预算|补[助贴]|奖[励补]"
    "|基金|利润|营收|销售|GDP|生产总值|费用?|成本|估值|市值|拨付|兑现|债券|价值|募集|筹集|减免|让利"
)
_LEAD = re.compile(rf"(?:(?:{any_bound(BEFORE)})[ ]?)?(?:(?P<coin>人民币|[¥￥$€£])[ ]?)?(?P<sign>[-+负])?\Z")
_LEAD_WIDTH = 10
_TRAIL = re.compile(rf"[ ]?(?:{any_bound(AFTER)})")
_LEAD_ENDS = lead_ends()
_COIN_ENDS = frozenset((*(coin[-1] for coin in COINS), *"-+负 "))
_NO_NUMBER = ("name", "ordinal", "word")
_ONE = Decimal(1)
_AND = ("、", "和", "及", "与")
_LOOSE = re.compile("[余多来个 ]")
_WITHOUT_TOP_SCALE = re.compile(f"(?![^万亿萬億]*[万亿萬億]){HANZI_CHAR}+")
_HANZI_ONLY = re.compile(f"{HANZI_CHAR}+")
_NO_COUNTS = "二零〇○陆伍参柒捌玖肆叁贰壹"  # counts say 两; 零部件, 陆家嘴
_DIGITS_ONLY = re.compile(f"{HANZI_DIGIT}{{2,}}")
_SCALE_ONLY = re.compile(f"{SCALE}+")
_TOP_SCALE = re.compile("[万亿]+$")
_NEIGHBOURS = re.compile(f"([一二两三四五六七八])([二三四五六七八九])((?:{SCALE})*)")  # 两三, 三五十

_BOUNDARY = re.compile(r"[ ]?(?:[,。;、!?)\]|\n”]|$|[及或]?以[上下内]|左右|上下)")
_CLASS_AFTER = re.compile("[+A-Za-z强]|[^,。;、\n]{0,2}级")  # 30万吨级, 500强
_LIST_START = re.compile(r"(?:\A|[。;:!?\n“(])[ ]*\Z")
_CUE = re.compile("(?:达到?|[为至到是]|得分|指数|数值|系数)[ ]?$")
_MONEY_BEFORE = re.compile(rf"(?:{MONEY_WORDS})[^。;!?\n]{{0,12}}$")
_MONEY_AFTER = re.compile(rf"[的]?(?:{MONEY_WORDS})")
_MONEY_LIST = re.compile("[万亿][^。;!?\n]{0,20}")  # from one amount without 元 to the next
_CALENDAR = re.compile("(?:19|20)[0-9]{2}")
_MOVE_AFTER = re.compile("[提上下增降升缩减扩回跃]")
_FROM = re.compile("[从由自]$")
_VAGUE_BEFORE = re.compile("(?:[几好]|成[百千]|(?<![人总指户系次倍分多少额])数)$")
_PERIOD_BEFORE = re.compile("(?:近|过去|未来|今后|连续|(?<!提)前|后|这|最近|历时|为期|大干|奋战)$")
_PERIOD_AFTER = re.compile("多?(?:[来内间期前后制中翻]|以来|行动|计划|规划|方案|攻坚|建设|滚动|累计|新增)")
_LENGTH_BEFORE = re.compile("(?:[达至到为]|缩短|延长|提前|平均|期限)$")  # 缩短至三年, but 关键的五年
_AGE_AFTER = re.compile("[及或]?以[上下]")  # 65岁以上老年人
_TITLE_BEFORE = re.compile("(?:新政|新规|民营经济)$")  # 科技新政20条: what a policy is called
_CLOCK_BEFORE = re.compile("[0-9][时点:]$")
_GLUED_BEFORE = re.compile("[0-9A-Za-z][-+]?$")  # IPv6, G60, 5+3


@dataclass(frozen=True, slots=True)
class _Number:
    """A numeral as found: 7000余万 has digits 7000万, amount 70000000, bound over; 两三 has an upper."""

    digits: str
    amount: Decimal
    upper: Decimal | None
    bound: Bound
    is_hanzi: bool
    is_scale_word: bool  # 百, 千万, 亿: a count only with a bound (近百家) or as money (百亿元), but not 十


class _Place(NamedTuple):
    """Where a number stands, from its bound word, coin and sign to its unit."""

    text: str
    start: int
    end: int
    bound: Bound | None
    coin: str | None
    is_negative: bool

    @property
    def before(self) -> str:
        return self.text[max(0, self.start - 2 * _LEAD_WIDTH) : self.start]

    def quantity(self, amount: Decimal, upper: Decimal | None, unit: str | None, bound: Bound) -> Quantity:
        """The quantity here, with the bound words after it."""
        trail = _TRAIL.match(self.text, self.end)
        end = trail.end() if trail else self.end
        after = _bound(trail) if trail else None
        bound = self.bound or (bound if bound != "exact" else after or "exact")
        amount, upper = storable(amount), None if upper is None else storable(upper)
        amount, upper = (-amount, None if upper is None else -upper) if self.is_negative else (amount, upper)
        return Quantity(self.text[self.start : end], self.start, end, amount, upper, unit, bound)


class QuantityFinder:
    """Finds quantities by a table of units. The patterns are compiled once; a finder may be shared."""

    def __init__(self, units: UnitTable) -> None:
        self._units = units
        self._scan = re.compile(scan_pattern(units.pattern), re.VERBOSE)
        # Each unit of the table stands in a pattern many times: what few numbers ask for is compiled when one does.
        self._range = later(range_pattern(units.pattern), re.VERBOSE)
        self._before_range = re.compile(dash_pattern(max((len(unit.name) for unit in units), default=0)))
        unit = compound_pattern(units.pattern)
        more = rf"(?:、{NUMBER}){{0,6}}[、和及与](?P<last>{NUMBER})[ ]?(?P<unit>{unit})(?!级)"
        self._shared_unit = later(more)  # 分别提高15、22个百分点

    def find(self, text: str) -> list[Quantity]:
        """Find the quantities of a normalised text, in its order.

        服务企业超1500家 gives 超1500家: amount 1500, unit 家, bound over. Years, dates, ordinals, list
        numbers and numbers inside names are left alone. Offsets count code points of `text`, half open.
        """
        found: list[Quantity] = []
        for match in self._matches(text):
            if match.lastgroup not in _NO_NUMBER and not _is_lone_word(match):
                found += self._read(match, found[-1] if found else None)
        return found

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """Numbers and what only looks like one; ranges, and their first numbers where they are none."""
        at = 0
        while match := self._scan.search(text, at):
            after = match.end("low")
            if after > 0 and self._before_range.match(text, after):
                match = self._range.match(text, match.start()) or match
            yield match
            at = match.end()

    def _read(self, match: re.Match[str], last: Quantity | None) -> Iterator[Quantity]:
        place = _place(match, last.end if last else 0)
        if match.lastgroup == "part":
            share = _share_of(match["part"])
            if share is not None:
                yield place.quantity(share, None, "%", "exact")
            return
        wording, wording_of_unit, boxed = match.group("low", "unit", "boxed")
        prefix, unit = "", self._units.resolve(wording_of_unit) if wording_of_unit else None
        if boxed:
            prefix, unit = self._units.split_scale(boxed)
        low = _number(wording)
        if low and unit is None:
            low, unit = self._share(match, low)
        if low is None or _is_word(match, place, low, unit):
            return
        if "high" in match.re.groupindex:
            yield from self._read_range(match, place, low, unit)
            return
        name = unit.base if unit else _unit_understood(match, place, low, last)
        if name is None and not _is_bare_value(match, place, low):
            return
        times = (unit.scale if unit else _ONE) * (parse_number(prefix) if prefix else 1)
        upper = low.upper and low.upper * times
        yield place.quantity(low.amount * times, upper, name, low.bound)

    def _share(self, match: re.Match[str], low: _Number) -> tuple[_Number, Unit | None]:
        """A number in a list has the unit of the last one: 15 of 15、22个百分点, 3万 of 3、5万亩."""
        text, start = match.string, match.start()
        is_listed = not low.is_hanzi and text[match.end() : match.end() + 1] in _AND
        more = self._shared_unit.match(text, match.end()) if is_listed else None
        unit = self._units.resolve(more["unit"]) if more else None
        lead = text[max(0, start - 6) : start]  # 3、12家 is the third point
        if more is None or unit is None or _LIST_START.search(lead):
            return low, None
        scale = None if _TOP_SCALE.search(low.digits) else _TOP_SCALE.search(_LOOSE.sub("", more["last"]))
        return (replace(low, amount=low.amount * parse_number(scale[0])) if scale else low), unit

    def _read_range(
        self, match: re.Match[str], place: _Place, low: _Number, unit: Unit | None
    ) -> Iterator[Quantity]:
        """1~3家 and 200万元至500万元 are one quantity, 从8%到15% (a movement) are two."""
        high = _number(match["high"])
        low_unit = self._units.resolve(match["low_unit"]) if match["low_unit"] else None
        if high is None or unit is None:
            return
        bottom, top = low.amount, high.amount
        scale = _TOP_SCALE.search(high.digits)
        if scale and low_unit is None and not _TOP_SCALE.search(low.digits):
            scaled = bottom * parse_number(scale[0])
            bottom = scaled if scaled < top else bottom  # 10-20亿元, but 8000-1万元
        if bottom < top and (low_unit or unit).base == unit.base and not _FROM.search(place.before):
            yield place.quantity(bottom * unit.scale, top * unit.scale, unit.base, low.bound)
            return
        if low_unit:
            first = place._replace(end=match.end("low_unit"))
            yield first.quantity(low.amount * low_unit.scale, None, low_unit.base, low.bound)
        second = _Place(place.text, match.start("high"), match.end(), None, None, False)
        yield second.quantity(top * unit.scale, None, unit.base, high.bound)


def _place(match: re.Match[str], floor: int) -> _Place:
    """Where the match stands, with the bound word, coin and sign before it; nothing lies before `floor`."""
    text, (start, end) = match.string, match.span()
    if text[start - 1 : start] not in _LEAD_ENDS:
        return _Place(text, start, end, None, None, False)
    lead = _LEAD.search(text, max(floor, start - _LEAD_WIDTH), start)
    assert lead is not None  # every part of the pattern may be missing
    sign = lead["sign"]
    if sign and sign != "负" and _GLUED_BEFORE.search(text[max(0, start - 2) : start]):
        return _Place(text, start, end, None, None, False)
    begin, bound = lead.start(), _bound(lead)
    if bound is None and floor < start == begin and text[start - 1] in "上过":
        digits = _LOOSE.sub("", match["low"] or match["part"])
        if digits == "半" or (digits != "十" and _SCALE_ONLY.fullmatch(digits)):
            begin, bound = start - 1, "over"  # 上千名, 过百家, 过半
    return _Place(text, begin, end, bound, lead["coin"], sign in ("-", "负"))


def _bound(match: re.Match[str]) -> Bound | None:
    for bound in ("about", "over", "at_least", "under", "at_most"):
        if bound in match.re.groupindex and match[bound]:
            return bound
    return None


def _share_of(part: str) -> Decimal | None:
    """A part of one in percent: 25 of 四分之一, None of 零分之一."""
    try:
        return parse_number(part) * 100
    except ValueError:
        return None


@lru_cache(maxsize=4096)  # 5, 10, 20 stand in every report
def _number(wording: str) -> _Number | None:
    """The number of a wording, None where its characters make none (百千, 十四五)."""
    digits = _LOOSE.sub("", wording)
    bound: Bound = "over" if "余" in wording or "多" in wording else "about" if "来" in wording else "exact"
    upper: Decimal | None = None
    near = _NEIGHBOURS.fullmatch(digits)
    try:
        if near:
            amount, upper = (parse_number(near[i] + near[3]) for i in (1, 2))
        else:
            amount = parse_number(digits)
    except ValueError:
        return None
    if (upper is not None and amount >= upper) or (not near and _DIGITS_ONLY.fullmatch(digits)):
        return None  # 五三; 一二三, 二〇二三
    is_scale_word = digits != "十" and _SCALE_ONLY.fullmatch(digits) is not None
    return _Number(digits, amount, upper, bound, _HANZI_ONLY.fullmatch(digits) is not None, is_scale_word)


def _is_lone_word(match: re.Match[str]) -> bool:
    """Whether a match is a Chinese numeral without unit, coin, 万 and 亿: 一, 三 and 百 of words, never a value."""
    low = match["low"]
    if low is None or low[0].isascii() or match["unit"] or match["boxed"]:
        return False
    before = match.string[match.start() - 1 : match.start()]
    return before not in _COIN_ENDS and _WITHOUT_TOP_SCALE.fullmatch(low) is not None


def _is_word(match: re.Match[str], place: _Place, low: _Number, unit: Unit | None) -> bool:
    """Whether the number belongs to a name, a date, an idiom or a vague count rather than to a quantity."""
    text, before = match.string, place.before
    is_padded = low.digits[0] == "0" and low.digits[1:2].isdigit()  # 007, the end of 2 000
    if is_padded or text.startswith("几", match.end("low")) or before.endswith("每"):
        return True
    if _SCALE_ONLY.match(low.digits) and _VAGUE_BEFORE.search(before):
        return True
    if _GLUED_BEFORE.search(text[max(0, match.start() - 2) : match.start()]):
        is_measured = unit is not None and unit.dimension in ("money", "ratio")
        if not is_measured or text[match.start() - 1] in "+-":
            return True
    if unit is None:
        return False
    if low.is_scale_word:
        is_bounded = place.bound or low.bound != "exact" or _TRAIL.match(text, match.end())
        return not (is_bounded or (unit.dimension == "money" and len(low.digits) > 1))
    if unit.base in ("分", "秒") and _CLOCK_BEFORE.search(before):
        return True
    if unit.dimension == "time" and _is_period(match, place, low, unit):
        return True
    if unit.base == "条" and _TITLE_BEFORE.search(before):
        return True
    return low.is_hanzi and len(low.digits) == 1 and _is_hanzi_word(match, place, low, unit)


def _is_hanzi_word(match: re.Match[str], place: _Place, low: _Number, unit: Unit) -> bool:
    """Whether one Chinese digit and a unit make a word: 一家 (an article), 二期 (the second), 三期, 十分."""
    if unit.dimension == "ratio" and not unit.needs_digits:
        return unit.name == "成" and not _BOUNDARY.match(match.string, match.end()) and low.digits == "一"
    if low.digits in _NO_COUNTS:
        return True
    if low.digits == "一":
        is_verb = place.text.startswith("突破", place.start)  # 突破一批技术
        return place.bound is None or is_verb or unit.dimension == "time"
    return unit.needs_digits and low.digits != "两" and place.bound is None


def _is_period(match: re.Match[str], place: _Place, low: _Number, unit: Unit) -> bool:
    """Whether 年, 天, 个月 tell when (2023年, 近三年, 三年行动) and not how long."""
    end, before = match.end(), place.before
    if _PERIOD_BEFORE.search(before) or match.string.startswith("近", place.start):
        return True
    is_length = place.bound is not None or _LENGTH_BEFORE.search(before) is not None
    if unit.base == "岁":
        return not is_length and _AGE_AFTER.match(match.string, end) is not None
    if unit.base != "年":
        return False
    is_calendar = low.amount >= 1000 and not _TOP_SCALE.search(low.digits)
    is_loose = low.is_hanzi and not is_length
    return is_calendar or is_loose or _PERIOD_AFTER.match(match.string, end) is not None


def _unit_understood(match: re.Match[str], place: _Place, low: _Number, last: Quantity | None) -> str | None:
    """The unit of a number without one: money by its coin, by a word of money, or by the amount before."""
    if place.coin:
        return COINS[place.coin]
    if not _TOP_SCALE.search(low.digits) or (low.is_scale_word and not place.bound):
        return None
    if _MONEY_AFTER.match(match.string, match.end()):
        return "元"
    is_listed = last and last.unit == "元" and _MONEY_LIST.fullmatch(match.string, last.end - 1, place.start)
    is_money = is_listed or _MONEY_BEFORE.search(place.before)
    return "元" if is_money and _BOUNDARY.match(match.string, match.end()) else None


def _is_bare_value(match: re.Match[str], place: _Place, low: _Number) -> bool:
    """Whether a number without a unit is a value: 指数为112.3, 240万市场主体."""
    text, end = match.string, match.end()
    if low.is_scale_word or _CALENDAR.fullmatch(low.digits) or _CLASS_AFTER.match(text, end):
        return False
    if _TOP_SCALE.search(low.digits):
        return not low.is_hanzi or _BOUNDARY.match(text, end) is not None
    if _FROM.search(place.before) and _MOVE_AFTER.match(text, end):
        return not low.is_hanzi  # 指数由85.2提高到90.1
    has_cue = place.bound is not None or _CUE.search(place.before) is not None
    return not low.is_hanzi and has_cue and _BOUNDARY.match(text, end) is not None


@lru_cache(maxsize=1)
def _default_finder() -> QuantityFinder:
    return QuantityFinder(default_units())


def quantities(text: str) -> list[Quantity]:
    """Find every quantity of a text: number, unit, bound and place, without what it measures.

    占全市六成以上,贷款近２００万元 gives 六成以上 (60 %, at_least) and 近２００万元 (2000000 元, under).
    Offsets count code points of `text`, half open, and `text[q.start:q.end] == q.text`. Amounts are in base
    units; `unit` is None for a bare number. Raises `TypeError` for anything but `str`.
    """
    if not isinstance(text, str):
        remedy = "decode it first" if isinstance(text, (bytes, bytearray)) else "give the text itself"
        raise TypeError(f"quantities() reads str, not {type(text).__name__}: {remedy}")
    with localcontext(ARITHMETIC):
        found = _default_finder().find(normalise(text))
    return [replace(quantity, text=text[quantity.start : quantity.end]) for quantity in found]
