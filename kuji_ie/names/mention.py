"""What the finders of names give to each other, and where a name without marks begins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kuji_ie.models import Label
from kuji_ie.rules.rule import Vocabulary

LONGEST = 26  # characters before the head of a name; names that anybody speaks are shorter
# What no name without marks goes over: punctuation, counted things, words of grammar.
MARK = r"[,。;:!?、\n()\[\]《》“”<>…|~\ue000-\ue00f/ ]"
COUNT = r"[0-9]+(?:\.[0-9]+)?(?:[亿万]?元|[%家个项人次件亿万余多名批台套条种处座期类]|年度?|月|日)|[一二三四五六七八九十两]+[家个项批类]"
GRAMMAR = (
    r"[的了让把被着暨]|(?<=[区市省县国])内|(?<!自)由|在(?!线|孵)|对(?!口|外)|使(?!命|用)|向(?!日)|从(?!业)|与|(?<!碳中)和(?!平|谐|美|信息化|旅游|科技融合)|及|于"
    r"|(?:培育|创建|引进|优化|保障|推广|促进|巩固|拓展|带动|提高)(?!行动|工程|计划|专项|提升|试点|培育|壮大|扶持|攻坚|支持|集聚|引进|$)"
    r"|将(?!军)|至|到|为(?!民|农)|等(?!级)|是|有(?!限|效|色|机|关|序|力|突出)|其(?!他)|并(?!购)|已|也|均|新(?=申|认|增|获)|获(?![批评得取授奖])|以(?!旧|案|竹|商)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)` of the cleaned text; of two as long the one of the smaller `order` holds."""

    start: int
    end: int
    label: Label
    order: int = 9


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a name may begin, and whether a word that introduces names (实施) or a mark stands before it."""

    at: int
    introduced: bool
    marked: bool


class Edges:
    """Finds where a name without marks begins, by the words that introduce names and those that part them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        introducing, between = map(vocabulary.alternatives, ("name.introducing", "name.between"))
        self._pattern = re.compile(
            rf"[\s\S]{{0,{LONGEST}}}(?:(?P<mark>{MARK})|(?P<intro>{introducing})|(?P<other>{between}|{COUNT}|{GRAMMAR}))"
        )

    def left(self, text: str, at: int) -> Edge | None:
        """Where the wording that ends at `at` begins, None where that is too far off to be one name.

        Of 深入实施企业主体培育|行动 it is after 实施.
        """
        low = max(0, at - LONGEST)
        match = self._pattern.match(text, low, at)
        if match is None:
            return Edge(0, False, True) if low == 0 else None
        return Edge(match.end(), match["intro"] is not None, match["mark"] is not None)


def settle(names: Iterable[Name]) -> list[Name]:
    """Of names that overlap the longer one, then the one of the smaller order; in the order of the text."""
    kept: list[Name] = []
    ranked = sorted(names, key=lambda name: (name.start, -name.end, name.order))
    for name in ranked:
        while kept and kept[-1].end > name.start:
            if _rank(kept[-1]) <= _rank(name):
                break
            kept.pop()
        else:
            kept.append(name)
    return kept


def _rank(name: Name) -> tuple[int, int]:
    return name.start - name.end, name.order
