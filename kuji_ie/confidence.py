"""How far an observation can be relied on: what speaks for and against it, and a score from 0 to 1.

The extraction knows by itself where it had it easy (R&D经费达9.99亿元) and where it had to make do: a metric left out, a name
that ends in the middle of a phrase, words between the metric and its number. Each of these is a sign with a weight; the
score is the logistic function of their sum. `tools/fit_confidence.py` finds the weights on the annotated data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import exp
from operator import attrgetter
from typing import Any

from kuji_ie.confidence_weights import BIAS, WEIGHTS
from kuji_ie.models import Change, Gap, Observation, Quantity, Rank, Share, Target
from kuji_ie.rules.atoms import RATES

Argument = Quantity | Change | Gap | Rank | Share | Target

# How the metric was found, by the reason that the evidence gives; what stands in no row needs no sign.
FOUND = (
    ("left out", "the metric is left out"),
    ("verb that stands", "a verb stands for the metric"),
    ("relational that stands", "总量 or the like stands for the metric"),
)
HEAD = "the head of"
ENDS = frozenset(",，。;；、:：)）!！?？\n(（”》]】")
JOINTS = frozenset("和及与以")
# What may stand between a metric and its number without a word of its own.
LINK = re.compile(
    r"[(（:：]?(?:总?数量?|总额|总量)?(?:首次|成功|预计|将|已|目前|分别|均|共|累计|合计|总计|仅|再|又|全部|也|全年)*"
    r"(?:达到?|为|有|是|突破|超过?|完成|实现|[增升降]至|(?:增加|增长|提升|提高)[到至]|达成|约|近|占|保持在?|稳定在|跃升至|高达)*[了到在至]?"
)
LIST = re.compile("^(?:[、和与及]|以及)")
SERIAL = re.compile("[、及]")
# What stands before a name without being part of it: 全市, 我省, 今年, 其中, 共有 …
OPENING = re.compile(
    r"(?:[全我本][省市区县州国年乡镇社]|[年月度日末底初内间来]|其中|[各共有了已到为等的将再]|累计|\s)$"
)
SERIES = frozenset("、和及与")
TURNING = frozenset("与和在由从对较比未被")
# A noun phrase does not begin or end so: the tokens were cut in the wrong place, or a verb was taken in.
ODD_START = re.compile(
    r"[从未与在对将把被及以于其了中由向按经为和并且再不还而但如使让给个名家项次万亿及至到用因该这每孵]"
    r"|超过|突破|达|全部|其中|包括|涉及|同比|分别|实现|完成|推进|推动|加快|促进|提高|提升|力争|确保|争取"
)
ODD_END = re.compile(
    r"(?:[中有的在连跨了等和以由与于为是超达将已被把并内外上下前后时均到至个家项年月日次、,，(（“仅]"
    r"|实现|完成|推进|超过|突破|发展|建设|增长|提升|提高)$"
)
BARE = re.compile(
    "企业|项目|平台|人才|机构|产业|资金|单位|产品|数量|总量|总额|规模|投资|人员|个人|团队|面积|资质|活动|工作|任务"
    "|地区|国家|城市|问题|措施|群众|农户|行业|基地|中心|载体|主体|服务|技术|成果|设备|资源|案件|事项|指标"
)
SIZE = re.compile(
    r"(?:[率额量值数费占]|费用|比重|占比|收入|投入|强度|支出|利润|里程|面积|余额|规模|贷款|存款|投资|经费|资金|补助|比例)$"
)
COUNTABLE = re.compile(
    r"(?:企业|项目|平台|人才|机构|人员|团队|中心|基地|园区|学校|医院|实验室|专利|商标|公司|[家户人站所院校村园区店厂])$"
)
RATE = re.compile(r"(?:[率比度面幅速]|比重|占比|比例|权重|份额|水平|进度|系数|指数)$")
PLANS = re.compile("任务|目标")
DIGIT = re.compile("[0-9０-９]")
LOOSE = frozenset(("次", "个", "种", "条", "笔"))
PHYSICAL = frozenset(("千瓦", "兆瓦", "米", "吨", "公里", "立方米", "升", "千克", "克", "千瓦时"))
SHORT, LONG, OVERLONG = 2, 12, 20  # characters of a name
FAR = 15  # characters between a metric and its number


def scored(text: str, observations: Sequence[Observation]) -> list[Observation]:
    """The observations of a text, each with its confidence."""
    return [
        Observation(*_BEFORE_SCORE(o), confidence(told)) for o, told in observed_signs(text, observations)
    ]


def observed_signs(text: str, observations: Sequence[Observation]) -> Iterator[tuple[Observation, list[str]]]:
    """Each observation of a text with its signs."""
    for sentence in _by_sentence(observations):
        starts = [o.metric.start for o in sentence]
        for o in sentence:
            yield o, signs(o, text, starts.count(o.metric.start))


def confidence(signs: Iterable[str]) -> float:
    """The score of what speaks for and against an observation, to three digits: 0.973."""
    return round(1 / (1 + exp(-BIAS - sum([WEIGHTS.get(sign, 0.0) for sign in signs]))), 3)


def signs(o: Observation, text: str, sharing: int = 1) -> list[str]:
    """What speaks for and against an observation of `text`, in words: the keys of `WEIGHTS`.

    其中新认定391家 gives `a verb stands for the metric` and others. `sharing` counts the observations of its sentence that
    have their metric in the same place. The evidence is asked for, so that what was read back from JSON tells less.
    """
    first = _first(o)
    return [*_of_name(o), *_of_place(o, text, first), *_of_size(o), *_of_company(o, sharing)]


def _of_name(o: Observation) -> Iterator[str]:
    """What the wording of the metric tells."""
    name, link = o.metric.name, o.metric.link
    is_bare = BARE.fullmatch(name) is not None
    if PLANS.search(name):
        yield "the name speaks of a target"
    if link is not None and link.how != "fuzzy" and not is_bare:
        yield "the lexicon has it"
        return
    length = len(name)
    if length < SHORT:
        yield "a name of one character"
    elif length == SHORT:
        yield "a name of two characters"
    elif length >= OVERLONG:
        yield "a name of 20 characters or more"
    elif length >= LONG:
        yield "a name of 12 characters or more"
    if DIGIT.search(name):
        yield "a digit in the name"
    if SERIAL.search(name):
        yield "a list in the name"
    if ODD_START.match(name):
        yield "the name begins oddly"
    if ODD_END.search(name):
        yield "the name ends oddly"
    elif SIZE.search(name):
        yield "the name ends as sizes do"
    elif not COUNTABLE.search(name):
        yield "the name has no usual end"


def _of_place(o: Observation, text: str, first: Argument) -> Iterator[str]:
    """What stands around the metric and its first argument, and between the two."""
    because = next((each.because for each in o.evidence if each.field == "metric"), "")
    metric, value = o.metric, o.value
    if because.startswith(HEAD):  # of a table: row and column tie them
        return
    for opening, sign in FOUND:
        if because.startswith(opening):
            yield sign
            if not -FAR < first.start - metric.end < FAR:
                yield "the metric left out stands far away"
            return
    yield from _around(o, text)
    if metric.name != metric.text and len(metric.name) > len(metric.text):
        yield "the name is put together"
    if metric.start >= first.end:
        yield "the metric follows its number"
        if metric.start > first.end:
            yield "words between the number and the metric"
        return
    between = text[metric.end : first.start]
    if LIST.search(between):
        yield "other members of a list between the metric and its number"
    elif not LINK.fullmatch(between):
        yield "words between the metric and its number"
    after = text[value.end : value.end + 1] if value else ""
    if after and after not in ENDS and after not in JOINTS:
        yield "the words go on behind the value"


def _around(o: Observation, text: str) -> Iterator[str]:
    """What stands on either side of the name and should belong to it."""
    metric, action = o.metric, o.metric.action or ""
    clause = text[max(o.sentence.start, metric.start - 4) : metric.start]
    ahead, after = clause[-1:], text[metric.end : metric.end + 1]
    if ahead in TURNING:
        yield "the name goes on to the left"
    elif (
        ahead
        and ahead not in ENDS
        and not (action and clause.endswith(action[-4:]))
        and not OPENING.search(clause)
    ):
        yield "the name stands behind other words"
    is_behind = o.value is not None and metric.start >= o.value.end
    if is_behind and after in SERIES:
        yield "a list goes on behind the metric"
    elif is_behind and after and after not in ENDS and not (action and text.startswith(action, metric.end)):
        yield "the words go on behind the metric"


def _of_size(o: Observation) -> Iterator[str]:
    """What kind of numbers it has, and whether they suit the metric."""
    value, name = o.value, o.metric.name
    if value is None:
        if o.changes or o.ranks:
            yield "a change without a value" if o.changes else "a rank without a value"
    else:
        unit = value.unit
        if unit == "%":
            if not RATE.search(name):
                yield "a percentage of what is no rate"
        elif unit == "个百分点":
            yield "a value in points"
        elif unit == "元":
            if COUNTABLE.search(name):
                yield "an amount of money of what is counted"
        elif unit in LOOSE:
            yield "a loose counter"
        elif unit in PHYSICAL:
            yield "a physical unit"
        if value.bound in ("at_least", "at_most"):
            yield "a value that is a limit"
        elif value.bound == "over":
            yield "a value that is passed"
    if len(o.changes) > 1:
        yield "several changes"
    if any(
        [
            change.kind != "from_to" and change.unit is not None and change.unit not in RATES
            for change in o.changes
        ]
    ):
        yield "a change by an amount"
    if o.ranks:
        yield "a rank"
    if o.gaps:
        yield "a gap"


def _of_company(o: Observation, sharing: int) -> Iterator[str]:
    """What it shares with others of its sentence, and what is said of it besides."""
    if sharing > 1:
        yield "one metric for several observations"
    if o.subject:
        yield "a subject of its own"
    if o.part_of:
        yield "a part of a whole"
    if o.status == "target":
        yield "planned"


def _first(o: Observation) -> Argument:
    """The value, else what stands first of the rest."""
    if o.value is not None:
        return o.value
    others: list[Any] = [*o.changes, *o.gaps, *o.ranks, o.share, o.target]
    told: Argument = min([each for each in others if each is not None], key=attrgetter("start"))
    return told


def _by_sentence(observations: Sequence[Observation]) -> Iterator[list[Observation]]:
    """The observations in runs of one sentence."""
    run: list[Observation] = []
    for o in observations:
        if run and run[-1].sentence != o.sentence:
            yield run
            run = []
        run.append(o)
    if run:
        yield run


_BEFORE_SCORE = attrgetter(*(name for name in Observation.__slots__ if name != "confidence"))
