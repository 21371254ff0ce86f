"""Changes, gaps, ranks, shares and targets: the fact that each belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kuji_ie.assemble.arguments import Group
from kuji_ie.assemble.facts import Fact, named
from kuji_ie.assemble.lists import is_list_of_places, members, split_list
from kuji_ie.assemble.parts import PART
from kuji_ie.assemble.scene import Scene
from kuji_ie.assemble.values import DURATIONS, LASTING, opened_by
from kuji_ie.models import Change, Gap, Rank
from kuji_ie.rules import ranks
from kuji_ie.rules.atoms import RATES
from kuji_ie.rules.metrics import Mention
from kuji_ie.rules.nouns import TIME
from kuji_ie.rules.rule import Candidate
from kuji_ie.tokenizers import Token

# A、B等8项指标(位居…): the list ends before 等
INDICATORS = re.compile(
    r"等?(?:\ue000\ue001*)?(?:主要|关键|核心|重点|考核)?指标(?:的)?(?:均|都|双双|全部|分别)*$"
)
# an action after which 净增 is a count of its own, no change of a level
FLOW = re.compile(r"新|取消|净|退出|淘汰|注销|引进|获批|入选")
ZONE = re.compile("高新区|经开区|开发区|园区|城市")
NEXT_TO = re.compile("仅次于[^,。;]{1,8}$")
EVALUATION = re.compile(r"(?:评价|考核|监测|评估|评比|测评|评选|榜单|考评|评定)$")
RANKING = re.compile("的(?:是|为|有|分别|依次)")  # 居前三位|的是江油市(18.6亿元)…
YEAR_BEFORE = re.compile("上年|去年")
GROWING = ("增速", "增幅", "增长率")
CONTRIBUTES = re.compile(r"(?P<verb>拉动|带动|推动)[^,。;]{0,14}$")


def take_relation(scene: Scene, group: Group, field: re.Pattern[str]) -> None:
    """Tie an argument to the metric that its clause names, else to the current fact.

    …达17.96亿元,|增长31.9%,|增速居杭州第3位 stays with one metric; 高新技术产业投资|同比增长30.2% is a fact of its own.
    """
    low = scene.step(group.start)
    scene.high = group.start
    group = _with_field(scene, group, field)
    left = scene.left(scene.high)
    if left and left[-1].text == "、":  # 地区生产总值连跨两个千亿台阶、|由2980亿元增加到…
        mention = scene.metrics.leading(left)
    else:
        mention = scene.metrics.before(left, counted=False)
    first = group.first
    if _is_spell(scene, first, mention):
        scene.reached = group.end
        return
    if _counts(scene, first, mention):
        _count(scene, group, mention)
        return
    opened = opened_by(scene, low)
    scene.reached = group.end
    listed = INDICATORS.search(scene.reading.marked, scene.low, group.start)
    left = [token for token in scene.left(scene.high) if not listed or token.end <= listed.start()]
    mention = _own(scene, mention, first, listed is not None)
    if isinstance(first.argument, Rank):
        mention = _ranked_metric(scene, mention, opened, group)
        if mention and RANKING.match(scene.reading.text, group.end):
            scene.topic, scene.ranking = named(mention, group.start), first.argument
            return
    rows = split_list(left)
    several = is_list_of_places(scene.words, rows) or (
        isinstance(first.argument, Rank) and _is_list_of_metrics(scene, rows)
    )
    if listed or len(group.items) > 1 or first.spread == "all" or several:
        _spread(scene, group, mention, left)
        return
    mention = mention or opened
    fact = _fact_of(scene, mention, group.start) if mention else _current(scene, group.start)
    if (
        fact is None
        and left
        and all(token.tag == TIME or token.text in scene.words.adverbs for token in left)
    ):
        fact = scene.fact(None, group.start)  # 8月当月|增长3.1%: of what the sentence before told
        if fact:
            scene.enter(fact, None)
    if fact:
        tie(fact, first)
        if first.value and fact.value is None:
            fact.tie(first.value)


def _ranked_metric(
    scene: Scene, mention: Mention | None, opened: Mention | None, group: Group
) -> Mention | None:
    """What a rank is of: the evaluation that opens the sentence (在…评价中,我市|排名第58位), nobody it only follows."""
    if mention and NEXT_TO.search(scene.reading.text, scene.low, group.start):
        return None  # 仅次于广东|居全国第2位
    if opened and EVALUATION.search(opened.text) and (scene.current is None or mention):
        return opened
    return mention


def _is_list_of_metrics(scene: Scene, rows: Sequence[Sequence[Token]]) -> bool:
    """新设台企户数和实际使用台资规模|连续4年居首位: each member closes as a metric does."""
    heads = tuple(scene.words.heads)
    return len(rows) > 1 and all("".join(token.text for token in row).endswith(heads) for row in rows)


def _with_field(scene: Scene, group: Group, field: re.Pattern[str]) -> Group:
    """在全省89个区县科技进步统计监测|位居第1: what opens the clause is the field of the rank, not the metric."""
    match = field.search(scene.reading.marked, scene.low, group.start)
    if not match or (match.start() > scene.low and match.end() < group.start):
        return group
    if match.start() > scene.low:  # GDP总量在全市9个县(市)中|由第6升至第3
        scene.high = match.start()
    else:
        kept = match["unit"] is not None and ZONE.search(scene.text(*match.span("unit")))
        scene.low = match.start("unit") if kept else match.end()  # 全国169家|国家高新区综合评价
    rank = group.first.argument
    if not isinstance(rank, Rank) or rank.scope is not None:
        return group
    named_field = next(name for name in ("scope", "scope2", "scope3") if match[name] is not None)
    scope = ranks.scope_of(scene.text(*match.span(named_field)))
    return Group.of(group.first._replace(argument=replace(rank, scope=scope)), *group.items[1:])


def _own(scene: Scene, mention: Mention | None, first: Candidate, listed: bool) -> Mention | None:
    """The mention where it names a metric: not 总量 or a verb that only speaks of the current one."""
    if mention is None or (mention.build == "level" and scene.topic is None):
        return None
    if mention.build in ("relational", "verb") and scene.current and not listed:
        in_row = first.spread is not None and mention.build == "relational"
        speaks = mention.build == "verb" and mention.text in scene.words.nominal
        return mention if in_row or speaks else None
    return mention


def _is_spell(scene: Scene, first: Candidate, mention: Mention | None) -> bool:
    """再延长30年: a span of time is a change only of what is measured in time."""
    change = first.argument
    if not isinstance(change, Change) or change.unit not in DURATIONS:
        return False
    if scene.current and (change.against or "同比" in change.text):
        return False
    text = mention.text if mention else scene.current.text if scene.current else ""
    return LASTING.search(text) is None


def _counts(scene: Scene, first: Candidate, mention: Mention | None) -> bool:
    """Whether what looks like a change is a value: 经营主体|净增231万户, 取消资格3家,|净增8家, 拉动规上工业|增长3.4个百分点."""
    change, current = first.argument, scene.current
    if not isinstance(change, Change) or change.against is not None:
        return False
    if change.unit == "个百分点" and CONTRIBUTES.search(scene.reading.text, scene.low, first.start):
        return True
    if "净增" not in change.text or change.unit in RATES:
        return False
    if not change.text.startswith("净增"):
        return "同比" not in change.text  # 确保全年|净增12家, but 同比净增9家 moves
    if mention:
        return mention.build == "noun"
    flows = current is not None and current.action is not None and FLOW.match(current.action)
    return bool(flows and current and current.value and current.value.unit == change.unit)


def _count(scene: Scene, group: Group, mention: Mention | None) -> None:
    size = scene.size(group.start, group.end)
    scene.reached = group.end
    if size is None:
        return
    fact: Fact | None
    contributed = CONTRIBUTES.search(scene.reading.text, scene.low, group.start)
    if (
        contributed
        and group.first.argument.text.startswith(contributed["verb"]) is False
        and size.unit == "个百分点"
    ):
        start = contributed.start()
        verb = Mention(
            start, size.start, scene.text(start, size.start), "noun", contributed["verb"], lead=start
        )
        fact, mention = named(verb, group.start), None
    elif mention:
        fact = named(mention._replace(action="净增"), group.start)
    else:
        verb = Mention(
            group.start, size.start, scene.text(group.start, size.start), "verb", "净增", lead=group.start
        )
        fact = scene.fact(verb, group.start)
    if fact:
        fact.tie(size)
        scene.enter(fact, mention)


def _current(scene: Scene, position: int) -> Fact | None:
    """The current fact; behind a bracket the one before it, not one in it."""
    current = scene.current
    if current and current.bracketed and ")" in scene.text(current.first, position):
        return next((fact for fact in reversed(scene.facts) if not fact.bracketed), current)
    return current


def _fact_of(scene: Scene, mention: Mention, first: int) -> Fact | None:
    """The fact that a named relation belongs to: the current one where it has that name, else a new one."""
    current = scene.current
    same = current is not None and mention.name in (None, mention.text, current.name)
    if current and same and mention.build == "noun" and mention.text in (current.text, current.noun):
        return current
    fact = scene.fact(mention, first)
    if fact is None:
        return None
    if scene.facts and PART.search(scene.reading.text, max(scene.start, fact.lead - 3), fact.first):
        previous = scene.facts[-1]
        fact.whole = previous.whole or previous
    scene.enter(fact, mention)
    return fact


def _spread(scene: Scene, group: Group, mention: Mention | None, left: Sequence[Token]) -> None:
    """An argument for each metric of a list, or the arguments of a list in the order of the metrics."""
    items, facts = group.items, list[Fact]()
    if mention and mention.build != "relational":
        wanted = len(items) if len(items) > 1 else 0
        for part in members(scene.metrics, scene.words, left, mention, wanted=wanted):
            fact = _fact_of(scene, part, group.start)
            facts += [fact] if fact else []
    elif isinstance(items[0].argument, Rank) and mention and scene.current and len(split_list(left)) > 1:
        rows = split_list(left)  # 总量、增速分别居全省第4位和第2位, 总量、增速均列全市第1
        items = items if len(items) > 1 else items * len(rows)
        facts = [scene.current] * len(items)
        items = tuple(_ranked(scene, item, row) for item, row in zip(items, rows, strict=False))
    else:
        count = len(items) if len(items) > 1 else 2 if "双双" in items[0].argument.text else 0
        told = [fact for fact in scene.facts if not fact.is_empty and not fact.bracketed]
        facts = told[-count:]
    if len(items) == 1:
        for fact in facts:
            tie(fact, items[0], listed=True)
    elif len(items) == len(facts):
        for fact, item in zip(facts, items, strict=True):
            tie(fact, item, listed=True)
            if item.value and fact.value is None:
                fact.tie(item.value)
    elif facts:
        for item in items:
            tie(facts[-1], item)


def _ranked(scene: Scene, item: Candidate, row: Sequence[Token]) -> Candidate:
    """总量、增速分别居…: which of the two a rank speaks of."""
    growing = any(token.text in scene.words.growth for token in row)
    assert isinstance(item.argument, Rank)
    rank = replace(item.argument, of="growth" if growing else "value")
    return item._replace(argument=rank, noun="".join(token.text for token in row))


def tie(fact: Fact, candidate: Candidate, *, listed: bool = False) -> None:
    """Tie an argument to its fact, with what the fact tells of it: what is ranked, since when it moved."""
    argument = candidate.argument
    if isinstance(argument, Rank) and argument.of == "value" and not candidate.noun:
        rates = fact.changes and fact.changes[-1].unit in RATES
        grown = rates and not fact.ranks and (not fact.value or fact.growth_told_as_noun)
        told = fact.growth_told_last and not fact.ranks
        if grown or told or (fact.text.endswith(GROWING) and not listed):
            argument = replace(argument, of="growth")
    elif (
        isinstance(argument, Gap) and argument.of == "value" and argument.unit == "个百分点" and fact.changes
    ):
        if not fact.value or fact.value.unit not in RATES or fact.changes[-1].of == "growth":
            argument = replace(argument, of="growth")
    elif isinstance(argument, Change):
        fact.growth_told_as_noun = candidate.noun is not None
        argument = _dated(fact, argument)
        if argument.direction == "flat" and not fact.value and fact.changes:
            argument = replace(argument, of="growth")  # 增长5.8%,|与一季度持平
        rated = not fact.value and any(told.unit == "%" and told.of == "value" for told in fact.changes)
        if rated and argument.unit == "个百分点" and argument.of == "value":
            argument = replace(argument, of="growth")  # 增长6.8%,|较1-7月回落0.4个百分点
    fact.tie(argument, candidate.rule)
    fact.growth_told_last = getattr(argument, "of", None) == "growth"


def _dated(fact: Fact, change: Change) -> Change:
    """比上年底增加1386件,|增长12.3%: a bare movement has the base of the one before it."""
    if change.kind != "yoy" or change.against is not None or re.search("同比|环比", change.text):
        return change
    base = next((told.against for told in fact.changes if told.kind == "period" and told.against), None)
    if base:
        return replace(change, kind="period", against=base)
    moved = any(told.kind == "from_to" and not YEAR_BEFORE.search(told.text) for told in fact.changes)
    return replace(change, kind="period") if moved else change
