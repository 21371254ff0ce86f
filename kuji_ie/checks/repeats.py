"""The same metric, time and place told twice with two numbers; a plan that was passed before it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kuji_ie.checks.check import Check, Report, as_told, days
from kuji_ie.checks.extents import extent_of
from kuji_ie.models import Finding, Observation

STOCKS = frozenset((None, "拥有", "有效", "现有", "共有", "保有", "累计", "达到", "实有"))
SERIES = re.compile("(?:新?认定|新?备案|新增|净增|累计|有效|拥有|实现|完成)?")
# What may stand between the last stop and the metric without saying that it is only some of it.
PLAIN_LEAD = re.compile(
    r"(?:20[0-9]{2}年度?|全年|今年|去年|上半年|年末|年底|截至目前|目前|全[国省市区县州]|我[省市区县州]|预计|实现|完成|达到?|新增|净增"
    r"|累计|新?认定|新?备案|有效|拥有|共有?|其|主要|指标|力争|确保|计划|争取|目标|明年|年内|到|使|初步核算|[0-9一二三四五六七八九十]+是|全社会|辖区|:|“|\s)*"
)
PLAIN_VERB = re.compile(
    "(?:总[量额数]|数量?|总计|共计)?(?:已|约|共)?(?:达到?了?|为|是|完成|实现|有|:|,)?"
)  # not 跃上…台阶
STOP = re.compile("[,。;!?、()]")
LEAD, NEAR = 40, 12  # characters before a metric, and between it and its value, that are looked at
CROSSED = re.compile("^(?:突破|超过?|跨[越过]|迈上|站上|跃上|冲刺)")


def find_repeats(report: Report) -> Iterator[Finding]:
    """2023年研发投入强度3.2%。…2023年研发投入强度3.5%。"""
    first: dict[tuple[object, ...], Observation] = {}
    for o in report.observations:
        if o.value is None or o.metric.id is None or o.part_of or o.status != "actual" or o.period is None:
            continue
        if not SERIES.fullmatch(o.metric.action or ""):
            continue
        key = (o.metric.id, o.metric.name, o.metric.action, days(o), *_place(o), o.value.unit)
        other = first.setdefault(key, o)
        if other is o or other.sentence == o.sentence:
            continue
        assert other.value is not None
        one, two = extent_of(other.value), extent_of(o.value)
        if one is None or two is None or one.meets(two):
            continue
        if _stands_alone(report, o) and _stands_alone(report, other):
            message = (
                f"{o.metric.name} is {as_told(other.value)} in one place and {as_told(o.value)} in another"
            )
            yield report.finding("two-values", message, o, (o.metric, o.value), other)


def _place(o: Observation) -> tuple[object, object]:
    return o.region and o.region.name, o.subject and o.subject.text


def _stands_alone(report: Report, o: Observation) -> bool:
    """Whether nothing before the metric says that only some of it is meant (第二批国高企79家, 开发区研发经费)."""
    lead = report.plain(max(o.sentence.start, o.metric.start - LEAD), o.metric.start)
    stops = [match.end() for match in STOP.finditer(lead)]
    clause = lead[stops[-1] :] if stops else lead
    if o.value is None or not o.metric.end <= o.value.start <= o.metric.end + NEAR:
        return False
    verb = report.plain(o.metric.end, o.value.start)
    return PLAIN_LEAD.fullmatch(clause) is not None and PLAIN_VERB.fullmatch(verb) is not None


def find_passed(report: Report) -> Iterator[Finding]:
    """在孵企业达3988家。…2024年力争在孵企业突破3500家: it is past that."""
    reached: dict[tuple[object, ...], Observation] = {}
    for o in report.observations:
        if o.value is None or o.metric.id is None or o.part_of or o.metric.action not in STOCKS:
            continue
        key = (o.metric.id, o.metric.name, *_place(o), o.value.unit)
        if o.status == "actual":
            reached[key] = o
        elif (before := reached.get(key)) and CROSSED.match(o.value.text) and _is_later(before, o):
            assert before.value is not None
            level, aim = extent_of(before.value), extent_of(o.value)
            if level is None or aim is None or level.low <= o.value.amount:
                continue
            if not (_stands_alone(report, o) and _stands_alone(report, before)):
                continue
            message = f"{o.metric.name} is planned to pass, {as_told(o.value)}, what {as_told(before.value)} is past already"
            yield report.finding("plan-passed", message, o, (o.metric, o.value), before)


def _is_later(before: Observation, plan: Observation) -> bool:
    """Whether a plan is for a later time of the same length, or for one of which `before` is a part."""
    if before.period is None or plan.period is None or plan.period.end < before.period.end:
        return False
    is_inside = plan.period.start <= before.period.start
    lengths = [(o.period.end - o.period.start).days for o in (before, plan) if o.period]
    return is_inside or abs(lengths[0] - lengths[1]) < 2


TWO_VALUES = Check(
    code="two-values",
    means="one metric of the lexicon has two values for the same time, place and body",
    tolerance="half a unit of the last digit of both, so that a number told twice in rounded form is none; off within a "
    "sentence, for parts, and where the clause says more than the name (第二批…, 开发区…)",
    find=find_repeats,
    examples={
        "2023年地区生产总值7000亿元。2023年地区生产总值达到7200亿元。": "地区生产总值 is 7000亿元 in one place and 7200亿元 in another",
        "全年新认定国高企391家。一是培育企业。新认定国高企397家。": "国高企 is 391家 in one place and 397家 in another",
    },
    counter_examples=(
        "2023年地区生产总值7012亿元。2023年地区生产总值达到0.7万亿元。",
        "2023年地区生产总值7012亿元。2023年地区生产总值突破7000亿元。",
        "粮食产量515.6亿斤。粮食产量跃上500亿斤台阶。",
        "2022年地区生产总值6800亿元。2023年地区生产总值7000亿元。",
        "新认定国高企391家。有效国高企1550家。累计认定国高企1990家。",
        "审核推荐第一批高新技术企业79家。审核推荐第二批高新技术企业90家。",
        "皋埠街道:研发投入强度3.2%。东湖街道:研发投入强度3.5%。",
        "全市研发经费207.96亿元。开发区研发经费21.3亿元。",
    ),
)
PASSED = Check(
    code="plan-passed",
    means="a level is planned to be passed (突破, 超) that is past already",
    tolerance="half a unit of the last digit of what was reached; only levels, and plans for a later time",
    find=find_passed,
    examples={
        "全市在孵企业达3988家。2024年力争在孵企业突破3500家。": (
            "在孵企业 is planned to pass, 突破3500家, what 3988家 is past already"
        ),
    },
    counter_examples=(
        "全市在孵企业达3988家。2024年力争在孵企业突破4200家。",
        "全市新认定国高企391家。2024年力争新认定国高企突破350家。",
        "全市在孵企业达3988家。2024年力争在孵企业达到3500家。",
        "全市在孵企业达3988家。2024年力争滨海园在孵企业突破350家。",
    ),
)
CHECKS = (TWO_VALUES, PASSED)
