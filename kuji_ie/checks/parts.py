"""Parts against their whole: none is larger, those that are all of it sum to it, a share is what the two numbers say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from kuji_ie.checks.check import SHARED, Check, Report, alike, as_told
from kuji_ie.checks.extents import HUNDRED, extent, extent_of, said
from kuji_ie.models import Finding, Observation, Quantity

# 新增13家(累计102家), 人均, 合计: no part of what stands before. 项目10个,其中新建厂房20个: what is made, not a project.
NO_PART = re.compile("累计|总[数量额计]|合计|共计|现有|拥有|达到|平均|人均|户均|均|最高|最大|估值|每|历年")
MADE_OF = re.compile("(?:项目|工程|实事|行动|任务|活动|事项|举措|平台|政策|措施|基地|园区?)$")
AVERAGE = re.compile("均|率|指数")
# (全市共145家), (目标50家), (去年同期30家): another count of it, another time.
OTHER_COUNT = re.compile(
    "(?<!公)共(?![建享同])|全[国省市区县]|目标|任务|计划|同期|上年|去年|原有|存量|保有|达"
)
HOLDER = re.compile(
    "(?:孵化器|众创空间|载体|平台|基地|园区?|中心|工作?站|基金|联盟|银行|机构|街道|乡镇)(?:[数量]*|[(][^()]*[)])$"
)
LONGEST = 60  # characters of a name that are looked at
ABOVE = re.compile("以[上下]|[及和]")  # 硕士以上 has the 博士 in it
STOP, CLAUSE = re.compile("[,。;!?、:()]"), 30
OPENING = re.compile("其中|[(]")
PARAGRAPH = re.compile(r"[。;；:：!！?？]\s*\n")  # 其中 that opens one may speak of what stands further back
REACH, NEAR = 400, 14  # characters before a part: in which its whole stands, in which a 累计 is its own
REGION_WORD = re.compile("(?:全[国省市区县州]|我[省市区县州]|全社会)")
WHOLE_WORD = re.compile("[总合][数量额计]?|全部|其|的|数量|[数量额]$")


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds that exclude each other; where they are `all` of the whole, its name is one that `whole` matches."""

    members: tuple[str, ...]
    whole: str = ""


KINDS = (
    Kinds(("特等奖", "一等奖", "二等奖", "三等奖")),
    Kinds(("金奖", "银奖", "铜奖")),
    Kinds(("博士(?!后)", "硕士", "本科")),
    Kinds(("男性?$", "女性?$"), whole="人口|人员|总人数"),
    Kinds(("发明", "实用新型", "外观设计"), whole="专利(?!.*发明)|知识产权"),
    Kinds(("第一产业|一产", "第二产业|二产", "第三产业|三产"), whole="生产总值|GDP|经济总量"),
    Kinds(("(?<!进)出口", "进口(?!.*出口)"), whole="进出口"),
)
_KINDS = tuple((tuple(re.compile(word) for word in kinds.members), kinds.whole) for kinds in KINDS)


def find_parts(report: Report) -> Iterator[Finding]:
    """国高企79家(其中新认定97家): a part is larger than its whole."""
    ceiling: dict[
        str | None, Quantity
    ] = {}  # by unit: the largest value of the sentence so far, or the one before
    for told in report.sentences:
        if told[0].part_of is None:
            ceiling = {}
        for o in told:
            whole = report.by_id.get(o.part_of) if o.part_of else None
            if whole is not None and whole.value is not None:
                yield from _part(report, o, whole, ceiling)
            if o.value is not None:
                largest = ceiling.get(o.value.unit)
                if largest is None or o.value.amount > largest.amount:
                    ceiling[o.value.unit] = o.value


def _part(
    report: Report, o: Observation, whole: Observation, ceiling: dict[str | None, Quantity]
) -> Iterator[Finding]:
    if not _is_part(report, o, whole):
        return
    assert o.value is not None and whole.value is not None
    larger = whole.value
    if not _is_bracketed(report.plain(whole.value.end, o.value.start)):  # 企业100家、项目20个,其中…60家
        larger = max(whole.value, ceiling.get(o.value.unit, whole.value), key=lambda value: value.amount)
    part, all_of_it = extent_of(o.value), extent_of(larger)
    if part is None or all_of_it is None or part.low <= all_of_it.high:
        return
    message = f"{o.metric.name} {as_told(o.value)} is more than its whole, {_told(whole)}"
    yield report.finding("part-exceeds-whole", message, o, (whole.value, o.value), whole)


def _is_part(report: Report, o: Observation, whole: Observation) -> bool:
    """Whether one is counted as the other is, at the same time and place, and plainly told as a part of it."""
    if o.value is None or whole.value is None or o.value.unit != whole.value.unit or not alike(o, whole):
        return False
    if whole.value.unit in SHARED or AVERAGE.search(whole.metric.name):
        return False
    own_action = o.metric.action if o.metric.action != whole.metric.action else None
    if NO_PART.search(f"{own_action or ''}{o.metric.name}"):
        return False
    is_made = MADE_OF.search(whole.metric.name) and not MADE_OF.search(o.metric.name)
    if (is_made and "奖" not in o.metric.name) or not 0 <= o.value.start - whole.value.end <= REACH:
        return False
    between = report.plain(whole.value.end, o.value.start)
    lead = OPENING.split(between)[-1][-NEAR:]
    if (
        not _is_kindred(o, whole)
        or NO_PART.search(lead)
        or OTHER_COUNT.search(lead)
        or PARAGRAPH.search(report.text, whole.value.end, o.value.start)
    ):
        return False
    _, found, tail = between.rpartition("其中")
    return (found != "" and ";" not in tail) or _is_bracketed(between)


def _is_kindred(o: Observation, whole: Observation) -> bool:
    """Whether a thing of the one sort can be one of the other: 发明专利 and 专利授权, not 在孵企业 and 众创空间.

    Money is money and people are people, else the names have a word in common.
    """
    assert whole.value is not None
    if whole.value.unit in ("人", "名", "人次", "元", "美元"):
        return True
    one, other = o.metric.name, whole.metric.name
    if "奖" in one and "奖" in other:
        return True
    if HOLDER.search(other) and not HOLDER.search(one):  # 企业孵化器3家,其中在孵企业120家
        return False
    return any(one[at : at + 2] in other for at in range(min(len(one), LONGEST) - 1))


def _is_bracketed(between: str) -> bool:
    """Whether a bracket stands open between a whole and its part."""
    return between.count("(") > between.count(")")


def _told(whole: Observation) -> str:
    assert whole.value is not None
    return f"{whole.metric.name} {as_told(whole.value)}"


def find_sums(report: Report) -> Iterator[Finding]:
    """一等奖4项、二等奖10项 of 12项; 发明、实用新型 and 外观设计 that do not sum to all 专利."""
    for told in report.sentences:
        groups: dict[str | None, list[Observation]] = {}
        for o in told:
            groups.setdefault(o.part_of, []).append(o)
        loose = groups.pop(None, [])
        for name, parts in groups.items():
            whole = report.by_id.get(name or "")
            if whole is not None and whole.value is not None:
                yield from _sums(report, whole, parts, loose if len(groups) == 1 else ())


def _sums(
    report: Report, whole: Observation, parts: Sequence[Observation], loose: Sequence[Observation]
) -> Iterator[Finding]:
    """The sums of the parts of one whole; `loose` are the others of the sentence (其中出口…、进口…, told as no part)."""
    assert whole.value is not None
    for members, name in _KINDS:
        if name and not re.search(name, whole.metric.name):
            continue
        pool = [
            o for o in (*parts, *(loose if name else ())) if o.value and o.value.start > whole.value.start
        ]
        kinds = {o.id: _kind(report, o, members) for o in pool}
        found = [o for o in pool if kinds[o.id] is not None]
        if len(found) < 2 or len({kinds[o.id] for o in found}) < len(found):
            continue
        if any(ABOVE.search(o.metric.name) for o in found) or not _is_list(report, found, whole):
            continue
        yield from _sum(report, whole, found, bool(name) and len(found) == len(members))


def _kind(report: Report, o: Observation, members: Sequence[re.Pattern[str]]) -> int | None:
    """Which of the kinds an observation is, by its name or by its clause (第一产业|实现增加值)."""
    assert o.value is not None
    clause = STOP.split(report.plain(max(o.sentence.start, o.value.start - CLAUSE), o.value.start))[-1]
    found = [n for n, member in enumerate(members) if member.search(o.metric.name) or member.search(clause)]
    return found[0] if len(found) == 1 else None


def _is_list(report: Report, parts: Sequence[Observation], whole: Observation) -> bool:
    """Whether the first is told as a part, and the others are counted as it is."""
    first = min(parts, key=lambda o: o.value.start if o.value else 0)
    if first.part_of != whole.id or not _is_part(report, first, whole):
        return False
    return all(
        o.value is not None
        and first.value is not None
        and o.value.unit == first.value.unit
        and alike(o, whole)
        and not NO_PART.search(o.metric.name)
        for o in parts
    )


def _sum(report: Report, whole: Observation, parts: Sequence[Observation], is_all: bool) -> Iterator[Finding]:
    values = [o.value for o in parts if o.value is not None]
    extents, all_of_it = [extent_of(value) for value in values], whole.value and extent_of(whole.value)
    if not all_of_it or None in extents:
        return
    total = reduce(add, (each for each in extents if each is not None))
    if total.low <= all_of_it.high and not (is_all and total.high < all_of_it.low):
        return
    assert whole.value is not None
    amount = sum((value.amount for value in values), start=values[0].amount * 0)
    listed = " + ".join(map(as_told, values))
    message = f"{listed} is {said(amount, whole.value.unit)}, but {_told(whole)} is told as their whole"
    yield report.finding("parts-sum", message, whole, (whole.value, *values), *parts)


def find_shares(report: Report) -> Iterator[Finding]:
    """汽车产量182万辆,其中新能源汽车82万辆,占比55%: it is 45.05."""
    for o in report.observations:
        whole = report.by_id.get(o.part_of) if o.share and o.part_of else None
        if whole is None or o.share is None or not _is_part(report, o, whole):
            continue
        assert o.value is not None and whole.value is not None
        lead = report.plain(whole.value.end, o.value.start).partition("其中")[0]
        if "占" in lead or not _is_of(report, o.share.of, whole):  # 总数 may be that of the whole's own whole
            continue
        part, all_of_it = extent_of(o.value), extent_of(whole.value)
        told = extent(o.share.amount, o.share.text)
        is_hedged = re.search("约|近|超|余|多|左右|以上|不足", o.share.text) is not None
        reckoned = part.percent_of(all_of_it) if part and all_of_it else None
        if told is None or reckoned is None or is_hedged or told.meets(reckoned):
            continue
        size = o.value.amount * HUNDRED / whole.value.amount
        message = f"{as_told(o.value)} of {_told(whole)} is {said(size, '%')}, not {said(o.share.amount)}"
        yield report.finding("share-size", message, o, (whole.value, o.value, o.share), whole)


def _is_of(report: Report, of: str | None, whole: Observation) -> bool:
    """Whether a share is said to be of `whole`: 占比, 占总数的, 占全市的 after 全市…, 占专利授权量的."""
    if of is None:
        return True
    named = report.plain(whole.sentence.start, whole.metric.end)
    place = REGION_WORD.match(of)
    if place is not None and place[0] not in named:
        return False
    rest = WHOLE_WORD.sub("", of[place.end() :] if place else of)
    return not rest or (len(rest) > 1 and rest in whole.metric.name)


PART = Check(
    code="part-exceeds-whole",
    means="a part (其中…, in brackets) is more than the whole that it is a part of",
    tolerance="half a unit of the last digit of both; off for rates and scores, for 累计, 平均 and the like, for other times "
    "and places, and where a larger number of that unit stands before",
    find=find_parts,
    examples={
        "新增专利授权1000件,其中发明专利1200件。": "发明专利 1200件 is more than its whole, 专利授权 1000件",
        "新认定国高企79家(其中首次认定97家)。": "首次认定国高企 97家 is more than its whole, 国高企 79家",
    },
    counter_examples=(
        "新增专利授权1000件,其中发明专利1000件。",
        "合同金额1.2亿元,其中技术交易额12049万元。",  # 1.2 may be 1.249
        "合同金额7.21亿元,其中技术交易额6.45亿元,1-9月份技术交易额235.98亿元。",
        "新增省级团队13个(累计102个)。",
        "引进企业100家、项目20个,其中高新技术企业60家。",
        "剩余8项中,已完成3项。\n其中超额完成任务的有10项。",
        "建成科技企业孵化器3家,其中在孵企业120家。",
        "新增国家高新技术企业48家(全市共145家)。",
        "实施技改项目10个,其中新增工业机器人200个。",
    ),
)
SUMS = Check(
    code="parts-sum",
    means="parts that exclude each other (grades of a prize, kinds of patents, the three industries, exports and imports) "
    "are together more than their whole, or less where they are all of it",
    tolerance="half a unit of the last digit of each number",
    find=find_sums,
    examples={
        "全市专利授权1000件,其中发明专利200件、实用新型专利600件、外观设计专利300件。": (
            "200件 + 600件 + 300件 is 1100件, but 专利授权 1000件 is told as their whole"
        ),
        "获省科学技术奖12项,其中一等奖3项,二等奖6项,三等奖5项。": (
            "3项 + 6项 + 5项 is 14项, but 省科学技术奖 12项 is told as their whole"
        ),
        "年末常住人口50.81万人,其中男性26.16万人,女性26.65万人。": (
            "26.16万人 + 26.65万人 is 52.81万人, but 常住人口 50.81万人 is told as their whole"
        ),
        "获国家科技进步奖12项(其中一等奖4项、二等奖10项)。": "4项 + 10项 is 14项, but 国家科技进步奖 12项 is told as their whole",
        "外贸进出口总额达到4.51万亿元,其中出口2.5万亿元、进口1.5万亿元。": (
            "2.5万亿元 + 1.5万亿元 is 4万亿元, but 外贸进出口总额 4.51万亿元 is told as their whole"
        ),
    },
    counter_examples=(
        "全市专利授权1100件,其中发明专利200件、实用新型专利600件、外观设计专利300件。",
        "获国家科技进步奖12项(其中一等奖4项、二等奖6项)。",
        "外贸进出口总额达到4.51万亿元,其中出口2.53万亿元、进口1.99万亿元。",  # 4.52, rounded each
        "全市有国高企100家,其中上市企业60家、专精特新企业70家。",  # one may be both
    ),
)
SHARES = Check(
    code="share-size",
    means="the share of a part differs from what its number and that of the whole give",
    tolerance="half a unit of the last digit of each of the three; off where the share is hedged, or of another whole",
    find=find_shares,
    examples={
        "全市汽车产量182万辆,其中新能源汽车82万辆,占比55%。": "82万辆 of 汽车产量 182万辆 is 45.05 %, not 55",
        "全市国高企1000家,其中越城区300家,占全市的40%。": "300家 of 国高企 1000家 is 30 %, not 40",
    },
    counter_examples=(
        "全市汽车产量182万辆,其中新能源汽车82万辆,占比45.1%。",
        "全市汽车产量182万辆,其中新能源汽车82万辆,占全省的55%。",
        "全市汽车产量182万辆,其中新能源汽车82万辆,占比约五成。",
        "获奖169项,占通用项目总数246项的68.7%。其中,独立完成的123项,占总数的50.0%。",
        "发明专利授权1218件,其中企业授权835件,占授权总量的68.6%。",
    ),
)
CHECKS = (PART, SUMS, SHARES)
