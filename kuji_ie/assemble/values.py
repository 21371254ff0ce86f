"""Values: a number that no other relation took, and the metric that it measures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kuji_ie.assemble.arguments import Group, as_quantity
from kuji_ie.assemble.clauses import stretch_start, within
from kuji_ie.assemble.facts import Fact, named
from kuji_ie.assemble.lists import members, split_list
from kuji_ie.assemble.parts import inherit
from kuji_ie.assemble.scene import Scene
from kuji_ie.models import Change, Direction, Quantity, Share
from kuji_ie.periods import PeriodKind
from kuji_ie.rules.metrics import Mention
from kuji_ie.tokenizers import Token
from kuji_ie.words import LEVEL

TURNS = ("次", "场次", "批次")
DURATIONS = frozenset(
    (
        "天",
        "日",
        "小时",
        "分钟",
        "秒",
        "个月",
        "月",
        "年",
        "周",
        "个小时",
        "个工作日",
        "工作日",
        "年头",
        "个年头",
    )
)
LASTING = re.compile(
    r"(?:时限|时间|时长|周期|机时|工期|寿命|天数|年限|工时|用时|期限|时数|日数|耗时|时效|工作日|年龄|回收期|办结期)$"
)
SCORED = re.compile(r"(?:指数|得分|评分|分值|系数|比值|综合分|总分|满意度|均分|强度|比|PMI|PM2\.5)$")
# 用好两个市场两种资源: a small Chinese numeral in a set phrase
SMALL = re.compile(r"[两二三四五六七八九十]{1,2}(?:大?个|种|大|类|项|条|方面|级|支|张|座|处|道|套|篇|本)")
CROSSED = re.compile(r"(?:大关|台阶|关口|门槛|整数关|大台阶)")
PASSED = re.compile("突破|跨过|跨越|迈上|站上|超")
REACHED = re.compile("[,、](?:共|已)?(?:达到?|实现|为)?")
ALIKE = re.compile("均|都|双双")
TOTALS = frozenset(("总额", "总量", "规模", "总规模", "总数", "总值"))
CLAUSE = frozenset(",;:、。()")
# what stands before a noun in these units is a specification: ±800千伏特高压换流站, 6英寸晶圆线
SPECIFICATIONS = frozenset(("千伏", "英寸", "寸", "纳米", "微米", "毫米", "厘米", "匹", "度", "伏", "安"))
PHYSICAL = frozenset(("千瓦", "兆瓦", "米", "吨", "公里", "立方米", "升", "英里", "千克", "公斤", "克"))
LEVELS = re.compile(r"^(?:国家|省|市|县|区)级")
SPECIFIED = ("级", "瓦", "之一", "版", "式", "型", "论坛")
NEIGHBOUR = re.compile(r"[省市区县州旗]\((?:为|达)?$")
LINK = re.compile(r"(?:数量?|总数)?(?:达到?|为|有|共|已|超过?|突破|约|近|累计|分别|增至)*")
MONEY_OR_RATE = ("元", "%", "个百分点")


def take_value(scene: Scene, group: Group, following: Group | None) -> None:
    """Tie one value to its metric, or leave it where it measures nothing.

    在孵企业|3093家 has its metric before it, 举办|6场科技活动 behind it, 其中新认定|391家 in what was named last.
    """
    quantity = as_quantity(group.first)
    assert quantity
    low = scene.step(group.start)
    left = scene.left(group.start)
    right = scene.right(group.end, following.start if following else scene.end)
    if (
        following
        and following.start == group.end
        and quantity.bound == "exact"
        and as_quantity(following.first)
    ):
        right = scene.right(following.end, scene.end)  # 1.2万户|4.6万名群众
    mention = _behind(scene, quantity, left, right)
    if mention and LEVEL.fullmatch(mention.text) and following:
        mention = _levelled(scene, mention, following)
    if _is_threshold(scene, quantity, mention, following, right):
        scene.aside[quantity.start] = "threshold"
        return
    if scene.metrics.counts_nothing(right):
        scene.aside[quantity.start] = "set phrase"
        return
    if mention is None:
        mention = scene.metrics.before(left, counted=quantity.unit not in MONEY_OR_RATE)
    if mention is None or (mention.build == "verb" and not scene.current):
        opened = None if right else opened_by(scene, low)
        if opened and mention:  # 高企申报再创佳绩:第一批申报136家: the opening names what the verbs count
            scene.topic = named(opened, opened.start)
        mention = mention or opened
    if mention is None or mention.build != "noun":
        scene.recall()
    physical = mention is not None and mention.start >= group.end and quantity.unit in PHYSICAL
    if mention and physical and not scene.metrics.last_action(left):
        mention = mention._replace(action=None)  # 10万吨再生铝…项目投产: a specification
    if not _measures(scene, quantity, mention):
        scene.aside[quantity.start] = "specification or span of time"
    elif _is_phrase(scene, quantity, mention, left):
        scene.aside[quantity.start] = "set phrase"
    elif mention and mention.start < quantity.start and ALIKE.search(scene.text(mention.end, quantity.start)):
        for member in members(scene.metrics, scene.words, left, mention, counted=True):
            _tie(scene, quantity, member, right)  # 办结率、办复率均为100%
        scene.reached = group.end
    else:
        _tie(scene, quantity, mention, right)
        scene.reached = max(group.end, mention.end if mention and mention.start >= group.end else 0)


def opened_by(scene: Scene, low: int) -> Mention | None:
    """The metric of a clause without a number that ends at `low`: 高企培育数量偏少,|全市仅246家."""
    end, reading = low - 1, scene.reading
    if end <= scene.reached or reading.text[end] not in ",:;" or CROSSED.match(reading.text, scene.reached):
        return None
    start = stretch_start(reading.marked, scene.reached, end)
    mention = scene.metrics.leading(within(scene.tokens, scene.starts, start, end))
    return mention if mention and mention.build == "noun" else None


def _behind(
    scene: Scene, quantity: Quantity, left: Sequence[Token], right: Sequence[Token]
) -> Mention | None:
    """The metric that stands behind its number; 保持10%左右|的高水平 has it before."""
    if quantity.unit in DURATIONS or CROSSED.match(scene.reading.text, quantity.end):
        return None
    if quantity.unit in TURNS and right and scene.words.is_action(right[0].text):  # 先后6次|召开推进会
        return scene.metrics.after(right[1:], right[:1])
    if left and right and right[0].text == "的" and left[-1].text in scene.words.links:
        return None
    return scene.metrics.after(right, left)


def _levelled(scene: Scene, mention: Mention, following: Group) -> Mention:
    """2个国家级|和22个省级区域医疗中心: the noun stands behind the last level."""
    if not re.fullmatch("[和、及与]", scene.text(mention.end, following.start)):
        return mention
    last = scene.metrics.after(scene.right(following.end, scene.end), ())
    rest = LEVELS.sub("", last.text) if last else ""
    return mention._replace(name=mention.text + rest)


def _is_threshold(
    scene: Scene, quantity: Quantity, mention: Mention | None, following: Group | None, right: Sequence[Token]
) -> bool:
    """营收超10亿元的高新技术企业达46家, 10亿元以上6个: a number in the name of what another one counts."""
    linked = scene.reading.text.startswith("的", quantity.end)
    bounded = quantity.bound != "exact"
    if following and as_quantity(following.first):
        together = CLAUSE.isdisjoint(scene.text(quantity.end, following.start))
        if bounded and together and quantity.text.endswith(("以上", "以下")) and right:
            return True  # 600分以上考生|186人
        if mention is None:
            return bounded and scene.text(quantity.end, following.start) in ("", "的")
        between = scene.text(mention.end, following.start)
        limit = bounded and (quantity.unit == "元" or quantity.text.endswith(("以上", "以下")))
        if limit and not linked and CLAUSE.isdisjoint(between) and mention.start == quantity.end:
            return True  # 50万元以上大型科研仪器设备入网率达94.6%
        if LINK.fullmatch(between):
            return bounded or linked or quantity.unit == "元"
    return linked and bounded and quantity.unit != "%" and bool(right)  # 经济总量突破5万亿元|的城市


def _measures(scene: Scene, quantity: Quantity, mention: Mention | None) -> bool:
    """Whether a number is a value: durations and bare numbers only where the metric is measured so."""
    text = mention.text if mention else ""
    behind = mention is not None and mention.start >= quantity.end
    follows = scene.text(quantity.end, quantity.end + 2)
    if follows.startswith(SPECIFIED):
        return False
    if (
        follows.startswith("的")
        and not behind
        and scene.text(quantity.start - 1, quantity.start) not in "在为达到持"
    ):
        return False
    if behind and (quantity.unit in SPECIFICATIONS or (quantity.unit in PHYSICAL and not mention.action)):  # type: ignore[union-attr]
        return False
    if quantity.text.endswith("%") and mention and mention.start == quantity.end:
        return False  # 1%人口抽样调查: a name
    if quantity.unit in DURATIONS:
        return LASTING.search(text) is not None
    if quantity.unit is None and behind and quantity.text.endswith(("万", "亿")):
        return True  # 惠及17万|婴幼儿
    return quantity.unit is not None or SCORED.search(text) is not None


def _is_phrase(scene: Scene, quantity: Quantity, mention: Mention | None, left: Sequence[Token]) -> bool:
    """A small Chinese numeral counts only what a verb of results governs (建成三个平台)."""
    if not SMALL.fullmatch(quantity.text) or mention is None or mention.start < quantity.start:
        return False
    words = scene.words
    return not any(
        token.text in words.strong or (token.text.startswith("新") and words.is_action(token.text))
        for token in left
    )


def _tie(scene: Scene, quantity: Quantity, mention: Mention | None, right: Sequence[Token]) -> None:
    current = scene.current
    if mention and mention.text == "占比" and current and current.whole and quantity.unit == "%":
        text = scene.text(mention.start, quantity.end)
        current.tie(Share(text, mention.start, quantity.end, quantity.amount, "%", current.whole.name))
        return
    if mention and mention.text in TOTALS and current and current.value is None and current.changes:
        current.tie(quantity)  # 外贸进出口增长8.4%,总额突破|8000亿元
        return
    if mention is None:
        if current and current.value and current.value.unit == quantity.unit:
            crossed = current.value.bound == "over" and PASSED.match(current.value.text)
            if CROSSED.match(scene.reading.text, current.value.end) or (
                crossed and REACHED.fullmatch(scene.text(current.value.end, quantity.start))
            ):  # 首次突破600亿元大关,达|612.8亿元
                current.tie(quantity)
                return
            if PASSED.match(quantity.text) and quantity.amount <= current.value.amount:
                return  # 完成166.2亿元,首次|突破160亿元
        if _is_tailed(scene, right):
            return
        reached = REACHED.fullmatch(scene.text(scene.reached, quantity.start))
        if current and current.value is None and reached:  # 投资增长5.3%,达|2510.1亿元
            current.tie(quantity)
            return
        bracket = NEIGHBOUR.search(scene.reading.text, scene.reached, quantity.start)
        if bracket and scene.topic:  # 仅次于长春市(2960家)
            end = bracket.start() + 1
            place = scene.words.place_before(scene.reading.text, end)
            if place is not None:
                mention = Mention(place, end, scene.text(place, end), "noun")
    fact = scene.fact(mention, quantity.start)
    if fact:
        if (
            fact.place
            and quantity.unit == "%"
            and re.search("增速|增幅|增长率", scene.text(scene.start, quantity.start))
        ):
            fact.tie(_growth(quantity))  # 增速高于全市平均的有云霄县(9.8%)
        else:
            fact.tie(quantity)
        if fact.place and scene.ranking:
            fact.tie(scene.ranking)
        if mention and mention.start >= quantity.end and scene.reading.text.startswith("中", mention.end):
            scene.whole = fact  # 38家检验检测机构中,|责令改正9家
        inherit(scene, fact, mention)
        scene.enter(fact, mention)


def _growth(quantity: Quantity) -> Change:
    direction: Direction = "down" if quantity.amount < 0 else "up"
    span = (quantity.text, quantity.start, quantity.end)
    return Change(*span, "yoy", direction, abs(quantity.amount), quantity.unit, bound=quantity.bound)


def _is_tailed(scene: Scene, right: Sequence[Token]) -> bool:
    """Whether words follow the number that are neither its noun nor a verb about it: 1.2万户|相对集中居住农户."""
    return bool(right) and not (right[0].tag.startswith("v") or right[0].text in scene.words.links)


# -- 分别: the numbers in the order of the metrics


def _opened_list(scene: Scene, wanted: int) -> list[Mention]:
    """高新技术企业、科技型中小企业“双倍增”,|分别突破1200家、3000家: the clause before lists the metrics."""
    end = scene.low - 1
    if end <= scene.reached or scene.reading.text[end] != ",":
        return []
    start = stretch_start(scene.reading.marked, scene.reached, end)
    rows = split_list(within(scene.tokens, scene.starts, start, end))
    found = [scene.metrics.leading(row) for row in rows]
    return [mention for mention in found if mention] if len(rows) == wanted else []


def continues_row(scene: Scene, row: Sequence[Group], following: Group) -> bool:
    """Whether the next value continues a row behind 分别: 分别达1430家、3276家."""
    if not as_quantity(following.first):
        return False
    low = stretch_start(scene.reading.marked, scene.reached, row[0].start)
    if "分别" not in scene.text(low, row[0].start):
        return False
    return re.fullmatch("[、,和与及]|以及", scene.text(row[-1].end, following.start)) is not None


def take_row(scene: Scene, row: Sequence[Group]) -> None:
    """Tie the values of a row to the metrics of the list before it, in the order given.

    高新技术企业、国家科技型中小企业分别达|1430家、3276家; “上海标准”、“上海品牌”…累计分别达到|64项和288项 go to what was told before.
    """
    scene.step(row[0].start)
    left = scene.left(row[0].start)
    mention = scene.metrics.before(left, counted=True)
    mentions: list[Mention] = []
    if mention:
        mentions = members(scene.metrics, scene.words, left, mention, counted=True, wanted=len(row))
    if mention is None:
        mentions = _opened_list(scene, len(row))
    told = [fact for fact in scene.facts if fact.value][-len(row) :]
    years = _years(scene, row) if len(mentions) < 2 else []
    for at, group in enumerate(row):
        quantity = as_quantity(group.first)
        assert quantity
        own = mentions[at] if len(mentions) == len(row) else mention
        year = years[at] if years else None
        if own and own.build in ("verb", "relational") and len(told) == len(row):
            scene.topic = told[at]
        fact: Fact | None = scene.fact(own, group.start)
        if fact:
            fact.tie(quantity)
            fact.year = year
            inherit(scene, fact, own)
            scene.enter(fact, own)
    scene.reached = row[-1].end


def _years(scene: Scene, row: Sequence[Group]) -> list[int]:
    """2018—2021年,R&D经费分别为|28.6亿元、33.4亿元、37.9亿元和46.2亿元: a year for each."""
    periods = scene.reading.periods
    spans = (periods[at] for at in scene.reading.period_starts if scene.start <= at < row[0].start)
    for span in spans:
        if span.kind is PeriodKind.RANGE and span.year and span.until_year == span.year + len(row) - 1:
            return list(range(span.year, span.until_year + 1))
    return []
