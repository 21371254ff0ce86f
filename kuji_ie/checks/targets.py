"""A target against what was reached: the rate of completion, and whether it was met at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kuji_ie.checks.check import Check, Report, as_told, wording
from kuji_ie.checks.extents import HUNDRED, extent, extent_of, said
from kuji_ie.models import Finding, Observation, Target

# Where less is better, and a target that is a ceiling.
LESS = re.compile(
    "失业|能耗|浓度|排放|事故|死亡|发病|发生率|贫困|以内|控制|不超|不高|低于|优于|好于|下降|降[低至到幅]|减|化解|债|价格|成本|时间|时限"
)
# What a target may say of itself; another noun (完成规上企业50家任务 behind 新增企业20家) names another thing.
OWN_WORDS = re.compile(
    r"[0-9.,%]+[万亿]*|超额|提前|圆满|全面|如期|顺利|未能?|尚未|没有|完成|达到?成?|实现|超过|高于|市对区|[国省市区县]家?级?(?:下达|定|对[区县市])?|上级|下达|既定"
    r"|年度|全年|当年|今年|本年|年初|上半年|考核|预期|确定|工作|任务|目标|计划|指标|预算|新?认定|新增|净增|培育|的|数|了|我|全|\(|\)|:|为|是|“|”"
)
MOST = 30  # observations of a sentence of which one may be what the rate is of
ASIDE = re.compile("约|近|超(?!额)|余|多|左右|以上|不足|不到")


def find_rates(report: Report) -> Iterator[Finding]:
    """新认定国高企63家,完成年度目标50家的120%: it is 126."""
    for told in report.sentences:
        for o in told:
            if o.target is not None and o.target.rate is not None:
                yield from _rate(report, o, o.target, told)


def _rate(report: Report, o: Observation, target: Target, told: Sequence[Observation]) -> Iterator[Finding]:
    if target.rate is None or target.amount is None or not _is_held_against(o, target):
        return
    assert o.value is not None
    value, aim = extent_of(o.value), extent(target.amount, target.text, unit=target.unit)
    stated = extent(target.rate, target.text)
    rate = value.percent_of(aim) if value and aim else None
    if aim is None or rate is None or stated is None or ASIDE.search(target.text) or stated.meets(rate):
        return
    for other in told[:MOST]:  # 新增12家,累计45家,完成目标60家的75%: the rate is that of the other
        level = extent_of(other.value) if other.value and other.value.unit == target.unit else None
        others = level.percent_of(aim) if level else None
        if others is not None and stated.meets(others):
            return
    size = o.value.amount * HUNDRED / target.amount
    message = f"{as_told(o.value)} of {said(target.amount, target.unit)} is {said(size, '%')}, not {said(target.rate)}"
    yield report.finding("completion-rate", message, o, (o.value, target))


def find_outcomes(report: Report) -> Iterator[Finding]:
    """新认定国高企363家,超额完成新认定375家考核任务: it was not reached."""
    for o in report.observations:
        target = o.target
        if (
            target is None
            or target.amount is None
            or target.rate is not None
            or not _is_held_against(o, target)
        ):
            continue
        if LESS.search(o.metric.name) or LESS.search(target.text) or not _is_same_thing(o, target):
            continue
        assert o.value is not None
        value, aim = extent_of(o.value), extent(target.amount, target.text, unit=target.unit)
        if value is None or aim is None:
            continue
        reached, named = as_told(o.value), said(target.amount, target.unit)
        if target.outcome in ("met", "exceeded") and value.high < aim.low:
            message = f"{wording(target)} is called {target.outcome}, but {reached} is less than {named}"
        elif target.outcome == "missed" and value.low > aim.high:
            message = f"{wording(target)} is called missed, but {reached} is more than {named}"
        else:
            continue
        yield report.finding("target-outcome", message, o, (o.value, target))


def _is_held_against(o: Observation, target: Target) -> bool:
    """Whether the value and the target are of one unit, and both are told as reached."""
    return o.value is not None and o.status == "actual" and o.value.unit == target.unit


def _is_same_thing(o: Observation, target: Target) -> bool:
    """Whether the target names nothing but what was measured."""
    assert o.value is not None
    unit = re.escape(o.value.unit or "")
    rest = OWN_WORDS.sub("", re.sub(unit, "", wording(target)) if unit else wording(target))
    return not rest or rest in o.metric.name


RATES = Check(
    code="completion-rate",
    means="the rate of completion differs from what the number and the target give",
    tolerance="half a unit of the last digit of each of the three; off where the target or rate is hedged",
    find=find_rates,
    examples={
        "新认定国高企63家,完成年度目标50家的120%。": "63家 of 50家 is 126 %, not 120",
        "完成投资63亿元,占年度计划50亿元的120%。": "63亿元 of 50亿元 is 126 %, not 120",
    },
    counter_examples=(
        "新认定国高企63家,完成年度目标50家的126%。",
        "归集研发费用9.64亿元,占全年目标任务(24亿元)的40.2%。",
        "完成投资超63亿元,占年度计划50亿元的128%。",
        "市级研发中心备案企业14家、完成全年任务的70%。",
    ),
)
OUTCOMES = Check(
    code="target-outcome",
    means="a target is called met or exceeded that the number does not reach, or missed that it does",
    tolerance="half a unit of the last digit of both; off where less is better (能耗, 失业率, 控制在…以内)",
    find=find_outcomes,
    examples={
        "新认定国高企363家,超额完成市对区新认定375家考核任务。": "超额完成市对区新认定375家考核任务 is called exceeded, but 363家 is less than 375家",
        "新认定国高企63家,完成年度任务80家。": "完成年度任务80家 is called met, but 63家 is less than 80家",
        "新认定国高企391家,未完成新认定375家的目标。": "未完成新认定375家的目标 is called missed, but 391家 is more than 375家",
    },
    counter_examples=(
        "新认定国高企391家,完成市对区新认定375家考核任务。",
        "新认定国高企63家,未完成市下达80家的目标任务。",
        "新增企业20家,完成规上工业企业培育50家任务。",
        "新增国高企100家,提前完成“十四五”规划500家目标。",
        "城镇调查失业率4.2%,控制在4.5%以内的年度目标。",
        "完成投资8亿元,完成年度目标50亿元的16%。",
    ),
)
CHECKS = (RATES, OUTCOMES)
