"""How far an observation can be relied on: what speaks for and against it, and a score from 0 to 1.

The extraction knows by itself where it had it easy (R&D经费达9.99亿元) and where it had to make do: a metric left out, a name
that ends in the middle of a phrase, words between the metric and its number. Each of these is a sign with a weight; the
score is the logistic function of their sum. `tools/fit_confidence.py` finds the weights on the annotated data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import exp
from operator import attrgetter
from typing import Any

from kuji_ie.confidence_weights import BIAS, WEIGHTS
from kuji_ie.models import Change, Evidence, Gap, Metric, Observation, Quantity, Rank, Share, Target
from kuji_ie.rules.atoms import RATES

Argument = Quantity | Change | Gap | Rank | Share | Target

# How the metric was found, by the reason that the evidence gives, where that is a sign.
FOUND = {
    "left out: the metric named before": "the metric is left out",
    "verb that stands for the metric named before": "a verb stands for the metric",
    "relational that stands for the metric named before": "总量 or the like stands for the metric",
}
IN_TABLE = frozenset(("the head of the row", "the head of the column"))  # where both tie the number
ENDS = frozenset((*",，。;；、:：)）!！?？\n(（”》]】", ""))
JOINING = frozenset("、和与及")
JOINTS = frozenset((*JOINING, "以"))  # 48家以及…
# What may stand between a metric and its number without a word of its own: 总数已达到.
LINK = re.compile(
    r"[(（:：]?(?:总?数量?|总额|总量)?(?:首次|成功|预计|将|已|目前|分别|均|共|累计|合计|总计|仅|再|又|全部|也|全年)*"
    r"(?:达到?|为|有|是|突破|超过?|完成|实现|[增升降]至|(?:增加|增长|提升|提高)[到至]|达成|约|近|占|保持在?|稳定在|跃升至|高达)*[了到在至]?"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of one or two characters in which a wording begins or ends: see `_begins`, `_ends`.
TURNING = _words("与 和 在 由 从 对 较 比 未 被")
# A noun phrase does not begin or end so: the tokens were cut in the wrong place, or a verb was taken in.
ODD_START = _words(
    "从 未 与 将 把 被 及 于 其 了 由 向 按 为 并 且 还 而 但 如 使 让 给 次 至 该 这 每 孵 达 超过 突破 全部 包括 涉及 同比 分别 实现 "
    "完成 推进 推动 加快 促进 提高 提升 力争 确保 争取"
)
ODD_END = _words(
    "有 的 在 连 跨 了 等 和 从 以 由 与 及 于 为 是 超 达 将 已 被 把 并 内 上 下 前 后 均 到 至 个 月 日 、 , ， ( （ “ 仅 其中 实现 "
    "完成 推进 超过 突破 发展 建设 增长 提升 提高"
)
SIZE = _words(
    "率 额 量 值 数 费 占 占比 比重 比例 费用 收入 投入 强度 支出 利润 里程 面积 规模 贷款 存款 投资 经费 资金 补助"
)
COUNTABLE = _words(
    "家 户 人 站 所 院 校 村 园 区 店 厂 企业 项目 平台 人才 机构 人员 团队 中心 基地 验室 专利 商标 公司"
)
RATE = _words("率 比 度 面 幅 速 比重 比例 权重 份额 水平 系数 指数")
BARE = _words(
    "企业 项目 平台 人才 机构 产业 资金 单位 产品 数量 总量 总额 规模 投资 人员 个人 团队 面积 资质 活动 工作 任务 地区 国家 城市 "
    "问题 措施 群众 农户 行业 基地 中心 载体 主体 服务 技术 成果 设备 资源 案件 事项 指标"
)
DIGIT = re.compile("[0-9０-９]")
LOOSE = frozenset(("次", "个", "种", "条", "笔"))
PHYSICAL = frozenset(("千瓦", "兆瓦", "米", "吨", "公里", "立方米", "升", "千克", "克", "千瓦时"))
LONG, OVERLONG = 12, 20  # characters of a name
FAR = 15  # characters between a metric that is left out and its number
SURE = 0.9  # an observation below it says what speaks against it


def rate(text: str, observations: Sequence[Observation]) -> None:
    """Give the observations of a text, just made and nobody else's yet, their confidence.

    The evidence of one below `SURE` tells what speaks against it. To build each of them anew would take as long as
    all the rest of this.
    """
    for o, told in observed_signs(text, observations):
        score, doubts = _weighed(told)
        object.__setattr__(o, "confidence", score)
        if doubts is not None:
            object.__setattr__(o, "evidence", (*o.evidence, doubts))


def keep(observations: Sequence[Observation], least: float) -> Iterator[Observation]:
    """Those with a confidence of at least `least`, or of none; a part whose whole is left out is a part of nothing."""
    kept = [o for o in observations if o.confidence is None or o.confidence >= least]
    ids = {o.id for o in kept}
    for o in kept:
        yield o if o.part_of is None or o.part_of in ids else replace(o, part_of=None)


def observed_signs(
    text: str, observations: Sequence[Observation]
) -> Iterator[tuple[Observation, tuple[str, ...]]]:
    """Each observation of a text with its signs."""
    for sentence in _by_sentence(observations):
        sharing = Counter([o.metric.start for o in sentence])
        for o in sentence:
            yield o, signs(o, text, sharing[o.metric.start])


def confidence(signs: Iterable[str]) -> float:
    """The score of what speaks for and against an observation, to three digits: 0.973."""
    return round(1 / (1 + exp(-BIAS - sum(WEIGHTS.get(sign, 0.0) for sign in signs))), 3)


@lru_cache(maxsize=4096)  # the same few hundred come again and again
def _weighed(signs: tuple[str, ...]) -> tuple[float, Evidence | None]:
    """The score, and below `SURE` what speaks against the observation, the heaviest first."""
    score = confidence(signs)
    against = sorted((sign for sign in signs if WEIGHTS.get(sign, 0.0) < 0), key=WEIGHTS.__getitem__)
    return score, Evidence("confidence", f"{score}: {'; '.join(against)}") if score < SURE else None


def signs(o: Observation, text: str, sharing: int = 1) -> tuple[str, ...]:
    """What speaks for and against an observation of `text`, in words: the keys of `WEIGHTS`.

    其中新认定391家 gives `a verb stands for the metric` and others. `sharing` counts the observations of its sentence that
    have their metric in the same place. The evidence is asked for, so that what was read back from JSON tells less.
    """
    told = _of_name(o.metric)
    because = o.evidence[0].because if o.evidence else ""
    if because in FOUND:
        told.append(FOUND[because])
        if not -FAR < _first(o).start - o.metric.end < FAR:
            told.append("the metric left out stands far away")
    elif because not in IN_TABLE:
        _add_place(o, text, told)
    if o.value is not None:
        _add_value(o.value, o.metric.name, told)
    if o.changes or o.ranks or o.gaps:
        _add_relations(o, told)
    if sharing > 1 and because not in IN_TABLE:
        told.append("one metric for several observations")
    if o.subject is not None:
        told.append("a subject of its own")
    if o.part_of is not None:
        told.append("a part of a whole")
    if o.status == "target":
        told.append("planned")
    return tuple(told)


def _of_name(metric: Metric) -> list[str]:
    """What the wording of the metric tells."""
    name, link, told = metric.name, metric.link, list[str]()
    if "任务" in name or "目标" in name:
        told.append("the name speaks of a target")
    if link is not None and link.how != "fuzzy" and name not in BARE:
        told.append("the lexicon has it")
        return told
    length = len(name)
    if length < 3:
        told.append("a name of two characters" if length == 2 else "a name of one character")
    elif length >= OVERLONG:
        told.append("a name of 20 characters or more")
    elif length >= LONG:
        told.append("a name of 12 characters or more")
    if not name.isalpha() and DIGIT.search(name):
        told.append("a digit in the name")
    if "、" in name or "及" in name:
        told.append("a list in the name")
    if _begins(name, ODD_START):
        told.append("the name begins oddly")
    if _ends(name, ODD_END):
        told.append("the name ends oddly")
    elif _ends(name, SIZE):
        told.append("the name ends as sizes do")
    elif not _ends(name, COUNTABLE):
        told.append("the name has no usual end")
    return told


def _add_place(o: Observation, text: str, told: list[str]) -> None:
    """What stands around the metric and its first argument, and between the two."""
    metric, value, first = o.metric, o.value, _first(o)
    start, end = metric.start, metric.end
    if start > o.sentence.start and text[start - 1] in TURNING:
        told.append("the name goes on to the left")
    if len(metric.name) > end - start:
        told.append("the name is put together")
    if start >= first.end:
        if start > first.end:
            told.append("words between the number and the metric")
        after, action = text[end : end + 1], metric.action
        if after in JOINING:
            told.append("a list goes on behind the metric")
        elif after not in ENDS and not (action and text.startswith(action, end)):
            told.append("the words go on behind the metric")
        return
    between = text[end : first.start]
    if between[:1] in JOINING or between.startswith("以及"):
        told.append("other members of a list between the metric and its number")
    elif between and not _is_link(between):
        told.append("words between the metric and its number")
    if value is not None:
        after = text[value.end : value.end + 1]
        if after not in ENDS and after not in JOINTS:
            told.append("the words go on behind the value")


def _add_value(value: Quantity, name: str, told: list[str]) -> None:
    """Whether a value suits a metric of that name, and how far it is one."""
    unit, bound = value.unit, value.bound
    if unit == "%":
        if not _ends(name, RATE):
            told.append("a percentage of what is no rate")
    elif unit == "个百分点":
        told.append("a value in points")
    elif unit == "元":
        if _ends(name, COUNTABLE):
            told.append("an amount of money of what is counted")
    elif unit in LOOSE:
        told.append("a loose counter")
    elif unit in PHYSICAL:
        told.append("a physical unit")
    if bound == "over":
        told.append("a value that is passed")
    elif bound == "at_least" or bound == "at_most":
        told.append("a value that is a limit")


def _add_relations(o: Observation, told: list[str]) -> None:
    """What is told beside a value, or without one."""
    if o.value is None and o.changes:
        told.append("a change without a value")
    elif o.value is None and o.ranks:
        told.append("a rank without a value")
    if any(each.kind != "from_to" and each.unit and each.unit not in RATES for each in o.changes):
        told.append("a change by an amount")
    if o.ranks:
        told.append("a rank")
    if o.gaps:
        told.append("a gap")


@lru_cache(maxsize=1024)
def _is_link(between: str) -> bool:
    return LINK.fullmatch(between) is not None


def _begins(wording: str, words: frozenset[str]) -> bool:
    return wording[:1] in words or wording[:2] in words


def _ends(wording: str, words: frozenset[str]) -> bool:
    return wording[-1:] in words or wording[-2:] in words


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
        if run and run[-1].sentence.start != o.sentence.start:
            yield run
            run = []
        run.append(o)
    if run:
        yield run
