"""Parts of a whole, and the verb that a list shares: what a fact takes over from the one before it."""

from __future__ import annotations

import re

from kuji_ie.assemble.facts import Fact
from kuji_ie.assemble.scene import Scene
from kuji_ie.rules.metrics import Mention

PART = re.compile(r"其中|[,;(](?:含|包括|内含)")
TOTAL = re.compile("累计|总数|共|达到")  # 新增13家(累计102家): no part
OTHER_TIME = re.compile(r"同期|上年|去年")
JOINED = ("、", "和", "及", "与")
# 市级…, 省科小: two names that open with a level are members of one list
LEVELLED = re.compile(r"(?:国家|[国省市区县州部厅])(?:级|[\u4e00-\u9fff])")


def inherit(scene: Scene, fact: Fact, mention: Mention | None) -> None:
    """Give a new fact its whole (其中…, a bracketed part) and the action of the verb that governs its list.

    认定国高企697家,其中|新认定391家 is a part of the 697; 培育市雏鹰200家,|省科小500家 is still 培育.
    """
    if _is_part_of_sentence_before(scene, fact):
        return
    previous = _previous(scene, fact)
    if previous is None or previous.value is None or fact.value is None:
        return
    if previous is scene.facts[-1]:
        span = scene.text(previous.value.end, fact.first)
        fact.bracketed = _opens_bracket(span) or (previous.bracketed and not _closes_bracket(span))
    between = scene.text(max(previous.value.end, _bracket_end(scene, previous, fact)), fact.first)
    if scene.whole and scene.whole.value and scene.whole.value.unit == fact.value.unit:
        fact.whole = scene.whole
        fact.noun = fact.noun or scene.whole.noun
        return
    fact.whole = _whole(scene, previous, fact, mention, between)
    generic = fact.noun in ("企业", "项目", "平台", "人才", "机构")
    if (
        fact.whole and generic and fact.whole.noun.endswith(fact.noun)
    ):  # 高新技术企业79家(其中新认定|企业37家)
        fact.name = (fact.action or "") + fact.whole.noun
        fact.noun = fact.whole.noun
    if fact.whole:
        fact.note("part_of", "其中, a bracket or a list of parts", fact.whole.start, fact.whole.end)
    if fact.action is None and mention and mention.build in ("noun", "level"):
        lead = scene.text(scene.low, fact.first)
        listed = lead[:1] in JOINED or _opens_bracket(between) or fact.whole is not None
        levels = LEVELLED.match(fact.text) and LEVELLED.match(previous.text) and not previous.changes
        if listed or levels:
            source = fact.whole or previous
            fact.action = source.action
            if fact.action:
                fact.note("action", "the verb that governs the list", source.start, source.end)


def _is_part_of_sentence_before(scene: Scene, fact: Fact) -> bool:
    """…登记合同3126项…。其中,|涉及知识产权的合同1078项: the whole stands in the sentence before."""
    if not scene.earlier or not scene.reading.text.startswith("其中", scene.start) or fact.value is None:
        return False
    wholes = [told for told in scene.earlier if told.value and told.value.unit == fact.value.unit]
    if not wholes:
        return False
    fact.whole = wholes[-1]
    if not scene.facts:
        fact.action = fact.action or wholes[-1].action
    return True


def _previous(scene: Scene, fact: Fact) -> Fact | None:
    """The fact before; where a bracket with parts has closed since, their whole."""
    previous = scene.facts[-1] if scene.facts else None
    if (
        previous
        and previous.value
        and previous.bracketed
        and _closes_bracket(scene.text(previous.value.end, fact.first))
    ):
        return next((told for told in reversed(scene.facts) if not told.bracketed), previous)
    return previous


def _bracket_end(scene: Scene, previous: Fact, fact: Fact) -> int:
    """Behind the bracket with the parts of `previous`, where one stands between the two facts."""
    if scene.facts and scene.facts[-1] is not previous:
        last = scene.facts[-1].value
        closing = scene.reading.text.find(")", last.end if last else previous.first, fact.first)
        return closing + 1
    return 0


def _whole(scene: Scene, previous: Fact, fact: Fact, mention: Mention | None, between: str) -> Fact | None:
    assert previous.value and fact.value
    if PART.search(between):
        alike = (told for told in reversed(scene.facts) if told.value and told.value.unit == fact.value.unit)
        return next(alike, previous)
    if previous.value.unit != fact.value.unit:
        return None
    lead = scene.text(scene.low, fact.first)
    if _opens_bracket(between):
        return None if fact.place or OTHER_TIME.search(lead) or TOTAL.match(lead) else previous
    if previous.whole is None or _closes_bracket(between) or ";" in between:
        return None
    own = (
        mention is not None and mention.build == "noun" and mention.action is not None and not fact.bracketed
    )
    return None if own else previous.whole


def _opens_bracket(between: str) -> bool:
    return "(" in between and ")" not in between[between.rindex("(") :]


def _closes_bracket(between: str) -> bool:
    closing = between.find(")")
    return closing >= 0 and "(" not in between[:closing]
