"""A number that cannot be: a ratio above 100 %, a rank below the last, a threshold passed by less than it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kuji_ie.checks.check import Check, Report, as_told, wording
from kuji_ie.checks.extents import HUNDRED, extent_of
from kuji_ie.models import Finding, Observation, Quantity, Rank
from kuji_ie.numbers import parse_number
from kuji_ie.text.normalise import normalise

# Parts of a whole: none of 覆盖率 is more than all. 完成率, 利用率, 毛入学率, 参保率 and X占GDP比重 may be.
RATIO = re.compile(
    "(?:占比|比重|覆盖率|合格率|达标率|优良率|优良天数比例|满意[率度]|通过率|成功率|失业率|城镇化率|绿化率|就业率|及格率|办结率)$"
)
LOOSE_WHOLE = re.compile("GDP|生产总值|收入|债|贷|税|任务|目标|计划|同期|上年|去年|均值|平均|贡献|增量|利润")
RIVALS = re.compile(
    r"(?<![0-9])(?P<n>[0-9]{1,4})(?:个|家|所)?(?:县?市[、(]?区?[、)]?|区县|县区|县\(市、区\)|县市区|省[市区]*|城市|高新区|开发区|经开区|地市|设区市|园区|街道|乡镇|镇街|单位|部门)(?:中|里)?"
)
PASSED = re.compile(
    r"(?:突破|超过|跨过|跨越|迈上|站上|跃上)(?P<n>[0-9][0-9,.]*[万亿]{0,2})(?P<unit>[^0-9,。;、]{1,6}?)(?:大关|台阶|关口)?[,、](?:达到?了?|为)?"
)
CLAUSE = 30  # characters in which the threshold stands before the value


def find_ratios(report: Report) -> Iterator[Finding]:
    """研发活动覆盖率达到120%."""
    for o in report.observations:
        if o.value is not None and o.value.unit == "%" and o.value.amount > HUNDRED:
            yield from _ratio(report, o, o.value)


def _ratio(report: Report, o: Observation, value: Quantity) -> Iterator[Finding]:
    name = o.metric.name
    size = extent_of(value)
    if size is None or size.low <= HUNDRED or RATIO.search(name) is None or LOOSE_WHOLE.search(name):
        return
    message = f"{name} {as_told(value)} is more than all of it"
    yield report.finding("ratio-above-100", message, o, (o.metric, value))


def find_ranks(report: Report) -> Iterator[Finding]:
    """在全省89个区县中居第92位."""
    for o in report.observations:
        for rank in o.ranks:
            if rank.position is not None and rank.position > 2:
                yield from _rank(report, o, rank, rank.position)


def _rank(report: Report, o: Observation, rank: Rank, position: int) -> Iterator[Finding]:
    rivals = list(RIVALS.finditer(normalise(wording(rank))))
    if len(rivals) != 1 or int(rivals[0]["n"]) < 2 or position <= int(rivals[0]["n"]):
        return
    message = f"{wording(rank)} is rank {position} of {rivals[0]['n']}"
    yield report.finding("rank-range", message, o, (o.metric, rank))


def find_thresholds(report: Report) -> Iterator[Finding]:
    """突破600亿元大关,达598.8亿元."""
    for o in report.observations:
        if o.value is None or o.value.bound != "exact" or o.value.start - o.metric.end < 4:
            continue
        lead = normalise(report.text[max(o.metric.end, o.value.start - CLAUSE) : o.value.start])
        found = [match for match in PASSED.finditer(lead) if match.end() == len(lead)]
        size = extent_of(o.value)
        if not found or size is None or not normalise(o.value.text).endswith(found[-1]["unit"]):
            continue
        aim = _number(found[-1]["n"])
        if aim is not None and size.high < aim:
            passed = found[-1][0].rstrip(",、达到了为")
            message = f"{o.metric.name} is told to have passed ({passed}), but {as_told(o.value)} is less"
            yield report.finding("threshold-not-passed", message, o, (o.metric, o.value))


def _number(text: str) -> Decimal | None:
    try:
        return parse_number(text)
    except ValueError:
        return None


RATIOS = Check(
    code="ratio-above-100",
    means="a part is more than 100 % of its whole",
    tolerance="half a unit of the last digit; only ratios that cannot be more (覆盖率, 合格率, 占比 …), not 完成率 or 占GDP比重",
    find=find_ratios,
    examples={"研发活动覆盖率达到120%。": "研发活动覆盖率 120% is more than all of it"},
    counter_examples=(
        "研发活动覆盖率达到100%。",
        "新认定国高企63家,目标完成率达到126%。",
        "进出口总额占GDP比重达到120%。",
        "高中阶段毛入学率达到102%。",
    ),
)
RANKS = Check(
    code="rank-range",
    means="a rank is below the number of those that are ranked",
    tolerance="none: both are counts",
    find=find_ranks,
    examples={"创新指数在全省89个区县中居第92位。": "全省89个区县中居第92位 is rank 92 of 89"},
    counter_examples=(
        "创新指数在全省89个区县中居第82位。",
        "创新指数居全省第92位。",
        "7个设区市断面水环境质量进入全国前十。",
    ),
)
THRESHOLDS = Check(
    code="threshold-not-passed",
    means="a number is told to have passed (突破, 迈上) a threshold that is more than itself",
    tolerance="half a unit of the last digit of the value",
    find=find_thresholds,
    examples={
        "全市技术合同成交额突破600亿元大关,达598.8亿元。": (
            "技术合同成交额 is told to have passed (突破600亿元大关), but 598.8亿元 is less"
        ),
    },
    counter_examples=(
        "全市技术合同成交额突破600亿元大关,达612.8亿元。",
        "全市技术合同成交额突破600亿元大关,达0.06万亿元。",
    ),
)
CHECKS = (RATIOS, RANKS, THRESHOLDS)
