"""What the finders of names give to each other, and where a name without marks begins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kuji_ie.models import Label
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.text.patterns import later

LONGEST = 26  # characters before the head of a name; names that anybody speaks are shorter
# What no name without marks goes over: punctuation, counted things, words of grammar.
MARKS = r",。;:!?、\n()\[\]《》“”<>…|~\ue000-\ue00f/ "
COUNT = r"[0-9]+(?:\.[0-9]+)?(?:[亿万]?元|[%家个项人次件亿万余多名批台套条种处座期类]|年度?|月|日)|[一二三四五六七八九十两]+[家个项批类]"
GRAMMAR = (
    r"[的了让把被着暨]|(?<=[区市省县国])内|(?<!自)由|在(?!线|孵)|对(?!口|外|非)|使(?!命|用)|向(?!日)|从(?!业)|与|(?<!碳中)和(?!平|谐|美|信息化|旅游|科技融合)|及|于"
    r"|(?:培育|创建|引进|优化|保障|推广|促进|巩固|拓展|带动|提高)(?!行动|工程|计划|专项|提升|试点|培育|壮大|扶持|攻坚|支持|集聚|引进|$)"
    r"|将(?!军)|至|到|为(?!民|农)|等(?!级)|是|有(?!限|效|色|机|关|序|力|突出)|其(?!他)|并(?!购)|已|也|均|新(?=申|认|增|获)|获(?![批评得取授奖])|以(?!旧|案|竹|商)"
)
# The characters that these two begin with: only where one of them stands is the rest looked at.
COUNT_OPENS = "0-9一二三四五六七八九十两"
GRAMMAR_OPENS = "的了让把被着暨内由在对使向从与和及于培创引优保促推巩拓带提将至到为等是有其并已也均新获以"

# A level word and what may not stand round it: 全省, 城市, 市场, 省内 are none. What may not stand before is looked at
# behind the first character: the engine searches fast where all branches begin with one.
_OF_LEVEL = "国家级|省部级|自治区级|地市级|省市级|市区级|省级|市级|区级|县级|部级|州级|盟级|院级|校级|厅级"
LEVEL = later(
    rf"兵团级?|{_OF_LEVEL.replace('级', '级(?!以|及)')}|国家|全国(?!各|高新区|人大|首)|自治区(?!级)"
    r"|市区(?=科技小巨人|企业技术|工程技术)|省(?<![全我本各该外他弟跨]省)市级?(?![场区民委长属直])|省(?<![全我本各该外他节数跨两]省)(?![内外直属份市会际厅委政长里级域])|市(?<![全我本各该外他城都上门集夜闹超股中跨两县]市)(?![内外直属场值民县区委域政长容级])"
)
# First words that are no part of a name: 新一轮|…, 首批|…
OPENING = later(
    r"(?:近日|日前|新一轮|本届|本年度|往届|第[一二三四五六七八九十0-9]+[轮批届期次]|首[批届]|[0-9]{4}年度?|有关|相关|全面|本土|等|以|年度|好|了|和|与|及|项目|了|抓|我[省市区县州]|全[省市区县]|各[省市区县]|专项|我?谨?代表|明年|系列)+"
)


class Name(NamedTuple):
    """A name at `[start, end)` of the cleaned text; of two as long the one of the smaller `order` holds."""

    start: int
    end: int
    label: Label
    order: int = 9


class Edge(NamedTuple):
    """Where a name may begin, and whether a word that introduces names (实施) or a mark stands before it."""

    at: int
    introduced: bool
    marked: bool


class Edges:
    """Finds where a name without marks begins, by the words that introduce names and those that part them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        introducing, between, whole = map(
            vocabulary.alternatives, ("name.introducing", "name.between", "name.inside")
        )
        words = vocabulary.words("name.introducing") | vocabulary.words("name.between")
        opens = re.escape("".join(sorted({word[0] for word in words})))
        self._pattern = re.compile(
            rf"(?s:.{{0,{LONGEST}}})(?=[{MARKS}{COUNT_OPENS}{GRAMMAR_OPENS}{opens}])(?:(?P<mark>[{MARKS}])|(?!{whole})(?:(?P<intro>(?<!战略)(?:{introducing}))|(?P<other>{between}|{COUNT}|{GRAMMAR})))"
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


def skip(pattern: re.Pattern[str], text: str, low: int, high: int) -> int:
    """Where a wording begins once its first words that name nothing are left out."""
    match = pattern.match(text, low, high)
    return match.end() if match else low


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
