"""Times in normalised text (全年, 1-9月, 截至10月底, “十四五”期间) as they are written: `dating` gives them their days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache, partial


class PeriodKind(str, Enum):
    """What a mention says: where its span starts and ends."""

    YEAR = "year"  # 2023年, 去年, 全年, 2022年底
    PART = "part"  # 上半年, 前三季度, 1-9月, 12月9日
    UNTIL = "until"  # 截至6月20日, 10月底: from the start of that year
    SINCE = "since"  # 2021年以来: up to the end of what is reported
    NOW = "now"  # 截至目前, 今年以来: the span of the report
    SAME = "same"  # 去年同期: the span in force, in another year
    RANGE = "range"  # 2018年至2022年, “十四五”期间
    BACK = "back"  # 五年来, 近三年: up to the year reported on
    AHEAD = "ahead"  # 今后五年: from the year after it
    START = "start"  # 年初, 2023年初: a state on the first day
    TURN = "turn"  # 当月, 上月, 本季度: beside the span in force, where that is a month or a quarter
    VAGUE = "vague"  # 三年内, 届末: a time, but not one that can be dated


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of days, both ends included. `str()` gives 2023-01-01/2023-12-31."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is known of the document that a period stands in; None is not known.

    `year`: the year reported on; `period`: its span (January to June in a half-year report); `published`: the
    day of publication; `plan_year`: the year that the planning part speaks of.
    """

    year: int | None = None
    period: Interval | None = None
    published: date | None = None
    plan_year: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A wording of time at `[start, end)` in code points, read but not yet dated.

    `year` is the year it names, `shift` the one it points to (今年 0, 去年 -1, 明年 1), both None for a bare
    全年 or 6月. `first` and `last` are the (month, day) of its ends, day 0 the last of the month.
    `until_year` is the year of the end where that is another one; `count` the years of 五年来. `is_base`: a
    change is measured from it (比上年, 由2020年的418家增至, 与上年持平), so it does not date the value.
    """

    start: int
    end: int
    text: str
    kind: PeriodKind
    year: int | None = None
    shift: int | None = None
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)
    until_year: int | None = None
    count: int = 0
    is_base: bool = False


_DIGITS = {
    c: n
    for n, cs in enumerate(("〇零○", "一首", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for c in cs
}
_SHIFTS = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1, "前": -2, "明": 1}
_TEN_DAYS = {"上": (1, 10), "中": (11, 20), "下": (21, 0)}
_UNITS = {"月": 1, "季度": 3}  # months

# --- atoms ---
_DASH = r"(?:-{1,2}|~|—{1,2}|–|至|到)"
_YEAR = r"(?:(?:19|20)[0-9][0-9]|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = r"(?:[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_QUARTER = r"[一二三四1-4]"
_CN = "一二三四五六七八九十百千万两第"

# “十四五”时期, “十三五”末, “十四五”前三年
_PLAN = r"""
    [“"]?(?P<plan>十?[一二三四五六七八九十])五[”"]?\ ?
    (?:(?P<plan_span>时期|期间|以来|这五年)|(?P<plan_end>期?末|收官之年)|(?P<plan_first>开局之年)
      |[前头](?P<plan_years>[一两二三四])年)
"""
# 2018年至2022年, 2023-2027年, 2021年—2023年; not 2020年6月至2021年5月
_RANGE = rf"""
    (?<![0-9.])(?P<range_first>{_YEAR})\ ?年?度?\ ?{_DASH}\ ?(?P<range_last>{_YEAR})\ ?年度?
    (?!\ ?{_MONTH}\ ?月)
"""
# 五年来, 近三年, 过去五年; 今后五年; 三年内
_YEARS = rf"""
    (?<![接附将])(?:最近|近|过去的?|刚刚过去的|这)(?P<back>{_COUNT})年(?:来|间|以来)?(?![多余级])
    |(?<![0-9.{_CN}])(?P<back2>{_COUNT})年(?:以?来|间)
    |(?:今后|未来)的?(?P<ahead>{_COUNT})年
    |(?<![0-9.{_CN}])(?P<vague>{_COUNT}[至到~-]?{_COUNT}?年之?内|本?届末|本届(?:政府)?任期)
"""
_NOW = r"""
    (?P<now>(?:截[至止]到?|直?[到至])目前(?:为止)?|截[至止](?:当前|现在|今日?(?!年))|[至迄]今(?:为止)?
      |(?<!项)目前(?!期)|年初(?:以来|至今)|半年来)
"""
_TURN = r"(?P<turn>[当本上])(?P<turn_unit>月(?!球)|季度)"
# Which year: 2023年, 二〇二三年, 2023上半年; 今年, 去年, 上一年度.
_WHICH = rf"""
    (?:(?<![0-9.近约超逾])(?P<year>{_YEAR})(?:\ ?年(?!度?第|版|鉴|级|薪)度?|(?=[上下]半年|{_QUARTER}季度))
      |(?P<shift>今|(?<![基成资])本|去|(?<!以)上一?|明|(?<!正)当|(?<!以)前)年(?![薪龄轻级纪])度?)
"""
_HALF = r"(?P<half>[上下])半年度?|(?P<half_year>(?<![上下每])半年度)"
_QUARTERS = rf"""
    前(?P<quarters>[两二三23])个?季度?
    |(?P<quarter>首)季度?
    |(?<![0-9.])第?(?P<quarter2>{_QUARTER})(?:\ ?{_DASH}\ ?(?P<quarter_to>{_QUARTER}))?季度
"""
# 1-9月份, 一至五月
_MONTH_SPAN = rf"(?<![0-9.{_CN}-])(?P<month_from>{_MONTH})\ ?{_DASH}\ ?(?P<month_to>{_MONTH})\ ?月份?"
_FIRST_MONTHS = rf"[前头](?P<months>{_MONTH}|两)个?月"
# 6月, 6月份, 12月9日, 1月至9月, 5月20日至6月10日, 6月至2021年5月, 9月上旬
_DATE = rf"""
    (?<![0-9.{_CN}-])(?P<month>{_MONTH})\ ?月份?(?!度)
    (?:\ ?(?P<day>{_DAY})\ ?[日号])?
    (?:(?P<ten>[上中下])旬
      |\ ?{_DASH}\ ?(?:(?P<year2>{_YEAR})\ ?年\ ?)?
       (?:(?P<month2>{_MONTH})\ ?月份?(?:\ ?(?P<day2>{_DAY})\ ?[日号])?|(?P<day3>{_DAY})\ ?[日号]))?
"""
_ISO = r"""
    (?<![0-9.])(?P<iso>(?:19|20)[0-9][0-9](?P<dash>[-/.])(?:1[0-2]|0?[1-9])(?P=dash)(?:3[01]|[12][0-9]|0?[1-9]))(?![0-9.])
"""
_WHOLE = rf"(?P<whole>全年(?!龄)|(?<![0-9{_CN}几近数多每])年[内底末])|(?P<start>(?<![0-9{_CN}])年初)"
_PART = rf"(?:{_HALF}|{_QUARTERS}|{_MONTH_SPAN}|{_FIRST_MONTHS}|{_DATE}|{_WHOLE})"
_SUFFIX = r"(?:(?P<edge>[底末初])|(?P<since>以来|至今|起(?![步草来点势色伏到])|开始))?"
# The conditional at the end asks for a year or a part of one: an optional group each, but not neither.
_DATED = rf"""
    (?P<until>截[至止]到?|(?<=[,。;\s])[到至])?\ ?
    (?P<which>{_WHICH}\ ?(?:的?(?P<same>同期))?)?
    (?:[的,]?(?P<part>{_PART}))?
    (?(which)|(?(part)|(?!)))
    {_SUFFIX}
"""
_SAME = r"(?P<same_bare>同期)"
# 比上年, 高于同期, 由2020年的418家增至; 与“十三五”末相比, 与上年持平, 2018年的2.8倍.
_BASE_BEFORE = re.compile(r"(?:[比较]|[高低快慢优多少]于|(?P<origin>[从由]))$")
_BASE_AFTER = re.compile(r"相比|持平|相当|的?[0-9.]{1,8}倍")
_ORIGIN_AFTER = re.compile(r"的?[-0-9]")
# 为7年来最高, 创近10年新高: how long a record stood, not when the value was reached.
_RECORD = re.compile(r"的?(?:最[高低好大小多少快优佳]|新[高低]|首[次个])")
# The characters a mention can begin with (not the later ones of a number; 年, 全 and 届 in 年初, 全年 and 届末 only), and
# the words one of which stands in every mention, `REACH` characters behind its first at most: few places are both.
_FIRST = re.compile(
    r"[0-9一二三四五六七八九十两今本去上下明当前全年近过最未刚这首第目至迄截到直同头半届“\"]"
    r"(?<![0-9.][0-9])(?<!年(?![初内底末]))(?<!全(?!年))(?<!届(?!末))"
)
_SIGN = re.compile(
    r"年|月|季|届|同期|目前|今|当前|现在|五[”\" 时期以这末收开前头]|19[0-9][0-9][-/.]|20[0-9][0-9][-/.]"
)
REACH = 16  # 2018 度 —— 2022 年


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """One pattern for all wordings; its parts are bounded, so that a scan is linear."""
    branches = "|".join(f"(?:{b})" for b in (_PLAN, _RANGE, _NOW, _YEARS, _ISO, _DATED, _TURN, _SAME))
    return re.compile(branches, re.VERBOSE)


def find_periods(text: str) -> list[PeriodMention]:
    """Find the wordings of time in normalised text (half-width digits and punctuation), none overlapping.

    1-9月份 is a part from (1, 1) to (9, 30); 5月的7.5% gives 5月 alone. Durations (三年行动, 3个月, 1.5年),
    numbers that look like years (2020平方米, 2023版) and 疫情期间 give nothing. Raises nothing.
    """
    return [mention for match in _matches(text) if (mention := _read(match, text))]


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What the pattern's `finditer` finds, by trying it near a sign only."""
    reached = 0
    for sign in _SIGN.finditer(text):
        end = sign.end()
        for first in _FIRST.finditer(text, max(reached, sign.start() - REACH), end + 1):
            if reached <= first.start() < end and (match := _pattern().match(text, first.start())):
                reached = match.end()
                yield match
        reached = max(reached, end)


def _number(numeral: str) -> int:
    """A numeral up to 99, or a year by its digits (二〇二三)."""
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return int("".join(str(_DIGITS[c]) for c in numeral))


def _read(match: re.Match[str], text: str) -> PeriodMention | None:
    found = {name: value for name, value in match.groupdict().items() if value}
    start, end = match.span()
    if _RECORD.match(text, end):
        return None
    mention = partial(PeriodMention, start, end, match[0], is_base=_is_base(text, start, end))
    if "vague" in found:
        return mention(PeriodKind.VAGUE)
    if "now" in found:
        return mention(PeriodKind.NOW)
    if "plan" in found:
        first, last = _plan_years(found)
        return mention(PeriodKind.RANGE, year=first, until_year=last)
    if "range_first" in found:
        first, last = _number(found["range_first"]), _number(found["range_last"])
        return mention(PeriodKind.RANGE, year=first, until_year=last) if first < last else None
    if count := found.get("back") or found.get("back2"):
        return mention(PeriodKind.BACK, count=_number(count))
    if "ahead" in found:
        return mention(PeriodKind.AHEAD, count=_number(found["ahead"]))
    if "turn" in found:
        return mention(PeriodKind.TURN, shift=_SHIFTS[found["turn"]], count=_UNITS[found["turn_unit"]])
    if "iso" in found:
        year, month, day = (int(n) for n in found["iso"].split(found["dash"]))
        return mention(PeriodKind.PART, year=year, first=(month, day), last=(month, day))
    if "same_bare" in found:
        return mention(PeriodKind.SAME, shift=0)
    return _read_dated(found, mention)


def _is_base(text: str, start: int, end: int) -> bool:
    before = _BASE_BEFORE.search(text, max(0, start - 2), start)
    if before is not None and before["origin"]:
        return _ORIGIN_AFTER.match(text, end) is not None  # 从2月的-7.7%, not 从今年1月起
    return before is not None or _BASE_AFTER.match(text, end) is not None


def _plan_years(found: dict[str, str]) -> tuple[int, int]:
    """The years of a five-year plan (the 14th: 2021 to 2025), or those of it that are spoken of."""
    first = 1981 + 5 * (_number(found["plan"]) - 6)
    if "plan_end" in found:
        return first + 4, first + 4
    if "plan_first" in found:
        return first, first
    return first, first + (_number(found["plan_years"]) if "plan_years" in found else 5) - 1


def _read_dated(found: dict[str, str], mention: Callable[..., PeriodMention]) -> PeriodMention:
    """A year, a part of one, or both."""
    year = _number(found["year"]) if "year" in found else None
    shift = _SHIFTS[found["shift"][0]] if "shift" in found else None
    edge = found.get("edge")
    if "same" in found:
        return mention(PeriodKind.SAME, year=year, shift=shift)
    ends = _ends(found)
    if "start" in found or (edge == "初" and ends is None):
        return mention(PeriodKind.START, year=year, shift=shift)
    if edge == "初":
        return mention(PeriodKind.VAGUE)  # 6月初 is no day
    kind = PeriodKind.YEAR if ends is None else PeriodKind.PART
    if "since" in found:
        kind = PeriodKind.NOW if shift == 0 and ends is None else PeriodKind.SINCE
    elif ends is not None and (edge or "until" in found):
        kind = PeriodKind.UNTIL
    first, last, until_year = ends or ((1, 1), (12, 31), None)
    return mention(kind, year=year, shift=shift, first=first, last=last, until_year=until_year)


def _ends(found: dict[str, str]) -> tuple[tuple[int, int], tuple[int, int], int | None] | None:
    """The (month, day) of both ends of a part of a year and the year of the second, None for a whole year."""
    if "half" in found or "half_year" in found:
        return ((7, 1), (12, 31), None) if found.get("half") == "下" else ((1, 1), (6, 30), None)
    if "quarters" in found:
        return (1, 1), (3 * _number(found["quarters"]), 0), None
    if quarter := found.get("quarter") or found.get("quarter2"):
        first = _number(quarter)
        return (3 * first - 2, 1), (3 * _number(found.get("quarter_to", quarter)), 0), None
    if "months" in found:
        return (1, 1), (_number(found["months"]), 0), None
    if "month_from" in found:
        return (_number(found["month_from"]), 1), (_number(found["month_to"]), 0), None
    return _date_ends(found) if "month" in found else None


def _date_ends(found: dict[str, str]) -> tuple[tuple[int, int], tuple[int, int], int | None]:
    month = _number(found["month"])
    if "ten" in found:
        first, last = _TEN_DAYS[found["ten"]]
        return (month, first), (month, last), None
    day = _number(found["day"]) if "day" in found else 0
    until_month = _number(found.get("month2", found["month"]))
    is_span = "month2" in found or "day3" in found
    until_day = _number(found.get("day2") or found.get("day3") or "0") if is_span else day
    until_year = _number(found["year2"]) if "year2" in found else None
    return (month, day or 1), (until_month, until_day), until_year
