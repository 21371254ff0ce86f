"""A move against its two ends, a growth against the two levels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kuji_ie.checks.check import COMPARABLE, Check, Report, as_told, wording
from kuji_ie.checks.extents import HUNDRED, Extent, extent, extent_of, said
from kuji_ie.models import Change, Finding, Observation, Quantity
from kuji_ie.numbers import parse_number
from kuji_ie.text.normalise import normalise

# 从…提升到…, (共|净)提升9个百分点: the size of that very move, not of one against the year before.
BETWEEN = re.compile(r"[,、;(]?(?:(?:累计|合计|总共|共计|共|净|五年|期间|整体|总体){0,2})")
OTHER_BASE = re.compile("同比|环比|比|较|年均|月均|平均|上年|去年|每年|上月|同期|降幅|增幅|增速|涨幅")
YEAR_ON_YEAR, LAST_YEAR = ("同比", "比"), re.compile("上年|去年")  # 从去年的120家增至150家,同比增长25%
MANY = re.compile("分别|番|、")  # several moves at once, a doubling in words
HEDGED = re.compile("约|近|超|余|多|左右|上下|以上|以下|以内|不足|不到|逾|突破")
ORDINAL = re.compile("第([0-9]{1,4}|[一二三四五六七八九十]{1,3})[位名]")
BASE = re.compile(
    r"^(?:[比较])?(?:20[0-9]{2}年度?|去年|上年|前年|年初)(?:同期|全年|年?[末底])?的?(?P<n>[0-9]{1,12}(?:\.[0-9]{1,6})?[万亿]{0,2})(?P<unit>[^0-9,。;、]{1,6})$"
)
TENTH = Decimal("0.1")
DAYS_APART = (364, 367)


def find_moves(report: Report) -> Iterator[Finding]:
    """从-5.7%提升到3.6%,提升9个百分点: the two ends are 9.3 apart; likewise where the base stands in the move."""
    yield from find_ends(report)
    yield from find_bases(report)


def find_ends(report: Report) -> Iterator[Finding]:
    """从-5.7%提升到3.6%,提升9个百分点."""
    for o in report.observations:
        if len(o.changes) < 2:
            continue
        for ends, move in pairwise(o.changes):
            if not _is_size_of(report, ends, move):
                continue
            moved, told = _moved(o, ends, move), _told(ends, move)
            if moved is None or told is None or any(told.meets(size) for size, _ in moved):
                continue
            _, size = moved[0]
            assert move.amount is not None
            message = f"{wording(ends)} is a move of {said(size, move.unit)}, not {said(move.amount)}"
            yield report.finding("move-size", message, o, (ends, move))


def _is_size_of(report: Report, ends: Change, move: Change) -> bool:
    """Whether `move` is told as the size of the way between `ends`."""
    if ends.kind != "from_to" or ends.from_ is None or ends.to is None or HEDGED.search(ends.text):
        return False
    if move.kind == "from_to" or move.amount is None or move.against or move.of != ends.of:
        return False
    if MANY.search(ends.text) or MANY.search(move.text):
        return False
    own_base = OTHER_BASE.search(move.text)
    if own_base and not (own_base[0] in YEAR_ON_YEAR and LAST_YEAR.search(ends.text)):
        return False
    return move.start >= ends.end and BETWEEN.fullmatch(report.plain(ends.end, move.start)) is not None


def _told(ends: Change, move: Change) -> Extent | None:
    """What the size of a move stands for; 9个百分点 between ends with a decimal is 9.0, as they are written so."""
    assert move.amount is not None
    size = extent(move.amount, move.text, move.bound, move.upper, move.unit)
    is_whole = move.bound == "exact" and move.upper is None and move.amount == move.amount.to_integral_value()
    if size is None or not is_whole or ends.unit != "%" or "." not in ends.text or "." in move.text:
        return size
    return Extent(move.amount - TENTH / 2, move.amount + TENTH / 2)


def _moved(o: Observation, ends: Change, move: Change) -> list[tuple[Extent, Decimal]] | None:
    """How far `ends` are apart in the unit of `move`, each reading with its plain sum; None where it is not reckoned."""
    assert ends.from_ is not None and ends.to is not None
    low, high = (extent(end, ends.text, unit=ends.unit) for end in (ends.from_, ends.to))
    if low is None or high is None:
        return None
    apart = (high - low).size(), abs(ends.to - ends.from_)
    if move.unit == ends.unit or (ends.unit == "%" and "百分点" in (move.unit or "")):
        grown = _grown(ends.from_, ends.to, low, high) if move.unit == "%" else None
        return [apart, grown] if grown else [apart]  # 从10%到15%,提高5%
    if COMPARABLE.search(o.metric.name) or ends.unit == "%" or ends.unit is None:
        return None
    grown = _grown(ends.from_, ends.to, low, high)
    if move.unit == "%" and grown:
        return [grown]
    if move.unit == "倍" and grown and ends.to > ends.from_:
        times = ends.to / ends.from_
        ratio = Extent(grown[0].low / HUNDRED, grown[0].high / HUNDRED)
        one = Extent(Decimal(1), Decimal(1))
        return [(ratio, times - 1), (ratio + one, times)]  # 增长3倍 is said of 3 and of 4 times as much
    return None


def _grown(before: Decimal, after: Decimal, low: Extent, high: Extent) -> tuple[Extent, Decimal] | None:
    """By how many percent `after` is more or less than `before`."""
    share = high.percent_of(low) if before else None
    if share is None:
        return None
    return (share - Extent(HUNDRED, HUNDRED)).size(), abs(after * HUNDRED / before - HUNDRED)


def find_bases(report: Report) -> Iterator[Finding]:
    """达到150家,比上年的120家增加40家: the base that is told makes it 30."""
    for o in report.observations:
        for move in o.changes:
            if move.against and o.value is not None and move.amount is not None and move.of == "value":
                yield from _base(report, o, o.value, move)


def _base(report: Report, o: Observation, value: Quantity, move: Change) -> Iterator[Finding]:
    base = BASE.search(normalise(move.against or ""))
    if base is None or move.unit != value.unit or value.unit == "%" or HEDGED.search(move.against or ""):
        return
    if not normalise(value.text).endswith(base["unit"]) or value.bound != "exact":
        return
    before = parse_number(base["n"])
    low, high = extent(before, base["n"], unit=value.unit), extent_of(value)
    told = (
        extent(move.amount, move.text, move.bound, move.upper, move.unit) if move.amount is not None else None
    )
    if low is None or high is None or told is None or told.meets((high - low).size()):
        return
    size = abs(value.amount - before)
    message = f"{as_told(value)} after {base[0]} is a move of {said(size, move.unit)}, not {said(move.amount or size)}"
    yield report.finding("move-size", message, o, (value, move))


def find_rank_moves(report: Report) -> Iterator[Finding]:
    """从全省第13位升至第5位,上升9位: it is 8."""
    for o in report.observations:
        for rank in o.ranks:
            if rank.moved is None or rank.position is None:
                continue
            places = [parse_number(place) for place in ORDINAL.findall(normalise(rank.text))]
            if (
                len(places) != 2
                or places[1] != rank.position
                or abs(places[0] - places[1]) == abs(rank.moved)
            ):
                continue
            size = said(abs(places[0] - places[1]))
            message = f"{wording(rank)} is a move of {size} places, not {abs(rank.moved)}"
            yield report.finding("rank-move", message, o, (rank,))


def find_growths(report: Report) -> Iterator[Finding]:
    """2022年100家,2023年150家,增长30%: it is 50."""
    for told in report.sentences:
        if len(told) < 2 or not any(map(_has_growth, told)):
            continue
        levels: dict[tuple[object, ...], list[Observation]] = {}
        for o in told:
            levels.setdefault(_series(o), []).append(o)
        for series in levels.values():
            if len(series) == 2:
                for before, after in (series, series[::-1]):
                    yield from _growth(report, before, after)


def _has_growth(o: Observation) -> bool:
    return o.value is not None and o.value.unit != "%" and any(change.kind == "yoy" for change in o.changes)


def _series(o: Observation) -> tuple[object, ...]:
    place = o.region and o.region.name
    return o.metric.id or o.metric.name, o.metric.action, place, o.subject and o.subject.text, o.status


def _growth(report: Report, before: Observation, after: Observation) -> Iterator[Finding]:
    change = after.yoy
    if change is None or change.unit != "%" or change.of == "growth" or change.amount is None:
        return
    if COMPARABLE.search(after.metric.name) or not _year_apart(before, after):
        return
    one, other = before.value, after.value
    if one is None or other is None or one.unit != other.unit or one.unit == "%":
        return
    low, high = extent_of(one), extent_of(other)
    grown = _grown(one.amount, other.amount, low, high) if low and high else None
    size = extent(change.amount, change.text, change.bound, change.upper)
    if grown is None or size is None or grown[0].meets(size):
        return
    message = f"{as_told(other)} after {as_told(one)} is a change of {said(grown[1], '%')}, not {said(change.amount)}"
    yield report.finding("growth-size", message, after, (one, other, change), before)


def _year_apart(before: Observation, after: Observation) -> bool:
    """Whether `before` is about the same days of the year before."""
    one, other = before.period, after.period
    if one is None or other is None:
        return False
    low, high = DAYS_APART
    starts, ends = (other.start - one.start).days, (other.end - one.end).days
    return low < starts < high and low < ends < high


MOVE_SIZE = Check(
    code="move-size",
    means="the size of a move differs from its two ends",
    tolerance="half a unit of the last digit of each number, but a whole number of 个百分点 between ends with decimals is "
    "exact to the tenth (9 is not 9.3); off where an end is hedged (约, 超), for growth in % of what is "
    " compared at constant prices or scope (GDP, 增加值, 投资, 收入), and where the move has a base of its own (同比)",
    find=find_moves,
    examples={
        "规上工业研发费用增速从2月的-5.7%提升到5月的3.6%,提升9个百分点。": "从2月的-5.7%提升到5月的3.6% is a move of 9.3 个百分点, not 9",
        "国家高新技术企业由120家增加到150家,增加40家。": "由120家增加到150家 is a move of 30家, not 40",
        "国家高新技术企业由120家增加到150家,增长40%。": "由120家增加到150家 is a move of 25 %, not 40",
        "城镇化率由2020年的61.2%提高到2023年的64.5%,提高4.3个百分点。": "由2020年的61.2%提高到2023年的64.5% is a move of 3.3 个百分点, not 4.3",
        "国家高新技术企业达到150家,比上年的120家增加40家。": "150家 after 上年的120家 is a move of 30家, not 40",
        "技术合同成交额从1.25亿元提高到3.75亿元,增长4倍。": "从1.25亿元提高到3.75亿元 is a move of 2倍, not 4",
    },
    counter_examples=(
        "规上工业研发费用增速从-5.7%提升到3.6%,提升9.3个百分点。",
        "研发投入强度从2.16%提高到3.23%,提高1.1个百分点。",
        "技术合同成交额从12.5亿元提高到18.6亿元,增长49.1%。",  # 48.2 to 49.4 %
        "高新技术企业从约120家增加到150家,增加40家。",
        "高新技术企业从120家增加到150家,同比增长40%。",  # against the year before
        "地区生产总值从5000亿元增加到7000亿元,增长35%。",  # at constant prices
        "技术合同成交额从1.25亿元提高到3.75亿元,增长3倍。",
        "完成投资75.33亿元,比去年同期73.79亿元增加了1.54亿元。",
        "高新技术企业达到150家,比去年新增的30家多10家。",
        "高新技术企业、科技型中小企业分别从120家、80家增加到150家、120家,分别增长25%、50%。",
        "失业率从5.3%下降到5.1%,下降0.2个百分点。",
    ),
)
GROWTH_SIZE = Check(
    code="growth-size",
    means="a year-on-year change differs from the two levels that the sentence tells",
    tolerance="half a unit of the last digit of each number; off for what is compared at constant prices or scope",
    find=find_growths,
    examples={
        "2022年技术合同成交额100亿元,2023年达到150亿元,增长30%。": "150亿元 after 100亿元 is a change of 50 %, not 30",
        "技术合同登记1200项(去年同期1000项),增长25%。": "1200项 after 1000项 is a change of 20 %, not 25",
    },
    counter_examples=(
        "2022年技术合同成交额100亿元,2023年达到150亿元,增长50.2%。",
        "2022年地区生产总值5000亿元,2023年达到5300亿元,增长4%。",
        "技术合同登记超1200项(去年同期1000项),增长25%。",
        "2021年技术合同成交额100亿元,2023年达到150亿元,增长30%。",
    ),
)
RANK_MOVE = Check(
    code="rank-move",
    means="the number of places moved differs from the two ranks",
    tolerance="none: both are counts",
    find=find_rank_moves,
    examples={
        "研发投入强度从全省第13位升至第5位,上升9位。": "从全省第13位升至第5位,上升9位 is a move of 8 places, not 9"
    },
    counter_examples=("研发投入强度从全省第13位升至第5位,上升8位。", "研发投入强度居全省第5位,前移9位。"),
)
CHECKS = (MOVE_SIZE, GROWTH_SIZE, RANK_MOVE)
