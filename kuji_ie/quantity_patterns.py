"""Patterns of numbers with their units, built for a table of units; nothing is judged here."""

from __future__ import annotations

import re

from kuji_ie.models import Bound
from kuji_ie.numbers import ARABIC, HANZI_CHAR, HANZI_DIGIT, NUMERAL, SCALE

# Words directly before a number, and after its unit, with the bound they set.
BEFORE: dict[Bound, str] = {
    "at_least": "不低于|不少于|不小于|不下于|至少|最少|最低|起码|≥",
    "at_most": "不超过|不高于|不多于|不大于|不超|至多|最多|≤",
    "about": "约合|大约为|大概|大约|约为|(?<![签节合履公条预制契续违])约|≈",
    "over": "超过了?|超出|突破了?|跨越了?|跨过|迈过|迈上|跨上|站上|不止|大于|多于|高于|(?<![赶反])超|逾|>",
    "under": "不足|不到|未达|未到|未满|将近|接近|逼近|小于|少于|低于|(?<![附邻临靠最])近|<",
}
AFTER: dict[Bound, str] = {
    "at_least": r"(?:\(含\))?[及或]?以上",
    "at_most": r"(?:\(含\))?[及或]?以[内下]|之内",
    "about": "左右|上下",
    "over": "有余|开外|多(?=[,。;、)]|$)",
}
COINS = {"人民币": "元", "¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}

# Wordings that look like number and unit and mean something else.
WORDS = (
    "[两三四五六七]位数|[三四五]位一体|两个(?:确立|维护|结合|一百年|毫不动摇)|三个(?:代表|务必|区分开来|如何)"
    "|四个(?:意识|自信|全面|面向|服务)|[三五六七八]个一|三支一扶|两张皮|两条腿|两头|两节(?!课)|三次(?:产业|分配)"
    "|三天两头|百分百|三块地|八项规定|[一二三四五六七八九十]{1,3}次(?:会议|全会|全体)"
    "|[0-9一二三]类(?:创新药|新药|医疗器械)"
)

_HUNDRED, _THOUSAND = "百(?!分[点之])", "千(?![瓦克米伏帕卡赫焦])"  # 千 of 千瓦 is the unit's
_FACTOR = f"(?:[十万亿萬億佰仟拾]|{_HUNDRED}|{_THOUSAND})"
# No character in two of the branches: in a run of 十 each of twenty would be tried both ways.
_CHAR = f"(?:[{HANZI_CHAR[1:-1].replace('百', '').replace('千', '')}]|{_HUNDRED}|{_THOUSAND})"
NUMBER = (
    # 1.3万, 1亿3千万; 三千零五, 一点六万; and with words inside: 7000余万, 3个亿
    rf"(?:{ARABIC}(?:[ ]?{_FACTOR}{{1,3}}(?:[0-9]{{1,4}}{_FACTOR}{{1,2}}){{0,3}})?"
    rf"|{_CHAR}{{1,20}}(?!{_CHAR})(?:[点點]{HANZI_DIGIT}{{1,12}}{SCALE}{{0,2}})?)"
    r"(?:[ ]?(?:[余多]|来(?=[个家项人名条种])))?"
    rf"(?:[ ]?(?:个(?=亿))?{_FACTOR}{{1,2}}[余多]?)?"
)
DASH = "[-~—至到]"
# Not inside a number; 伍 and 陆 before Arabic digits are words (队伍12支).
_FREE = rf"(?<![0-9])(?<![0-9]\.)(?:(?<![零〇一二两三四五六七八九十百千万亿])(?=[0-9])|(?<!{HANZI_CHAR})(?![0-9]))"


def any_bound(words: dict[Bound, str]) -> str:
    return "|".join(f"(?P<{bound}>{pattern})" for bound, pattern in words.items())


def lead_ends() -> frozenset[str]:
    """The characters before a number with which a bound word, a coin or a sign may end; 上 and 过 of 上千."""
    words = re.sub(r"\(\?<!.*?\)", "", "|".join(BEFORE.values())).split("|")
    ends = {char for word in words for char in (word[-3:-1] if word[-1] == "?" else word[-1])}
    return frozenset((*ends, *(coin[-1] for coin in COINS), *"-+负上过 "))


def compound_pattern(unit: str) -> str:
    return rf"{unit}(?:\({unit}\))?(?:[ ]?/[ ]?{SCALE}{{0,2}}{unit})?"  # 台(套), 万元/人, 件/万人


def unit_pattern(unit: str) -> str:
    boxed = rf"\([ ]?(?P<boxed>{SCALE}{{0,2}}{unit})[ ]?\)"  # 36.8(亿元), 1254(家)
    return rf"(?:[ ]?(?P<unit>{compound_pattern(unit)})(?!级)|[ ]?{boxed})?"


def scan_pattern(unit: str) -> str:
    """One pattern for all of a text: every branch is bounded, the look-ahead passes other characters by."""
    money = rf"[^“”\"。;\n]{{0,30}}[0-9]{SCALE}{{0,2}}(?:元|%)"
    return rf"""(?=[0-9{HANZI_CHAR[1:-1]}半“"《第前])(?:
        (?P<name>“(?!{money})[^“”。;\n]{{0,30}}”|"(?!{money})[^"。;\n]{{0,30}}"|《[^《》\n]{{0,80}}》)
      | (?P<ordinal>(?:第|(?<![目提此当日以之先年底月])前)[ ]?{NUMERAL}(?:[ ]?{DASH}第?{NUMERAL})?)
      | (?P<word>{_FREE}(?:{WORDS}))
      | (?P<part>{_FREE}(?:{NUMERAL}分之[-负]?{NUMERAL}|{NUMERAL}成[一二三四五六七八九半](?![个家项十百千万])
          |一半(?!导)|半数)|(?<=[近超过])半(?=[,。;、数企的]|以上|$))
      | {_FREE}(?P<low>{NUMBER}){unit_pattern(unit)}
    )"""


def range_pattern(unit: str) -> str:
    """Two numbers with a unit after the second: 1~3家, 200万元至500万元."""
    boxed = rf"(?P<box>\([ ]?{SCALE}{{0,2}})?{unit}(?(box)[ ]?\))"
    return rf"""(?P<low>{NUMBER})(?:[ ]?(?P<low_unit>{compound_pattern(unit)}))?[ ]?{DASH}{{1,2}}[ ]?
        (?P<high>{NUMBER})(?=[ ]?{boxed}){unit_pattern(unit)}"""


def dash_pattern(longest: int) -> str:
    """What stands after the first number of a range: at most a compound of units, and the dash before a number."""
    return rf"[^。\n]{{0,{3 * longest + 8}}}?{DASH}[ ]?[0-9{HANZI_CHAR[1:-1]}半]"
