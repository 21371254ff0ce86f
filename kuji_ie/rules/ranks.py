"""Ranks: a place in an order, places gained or lost, and whether the value or its growth is ranked."""

from __future__ import annotations

import re

from kuji_ie.models import Of, Place, Rank
from kuji_ie.numbers import parse_number
from kuji_ie.rules.rule import Candidate, Found, Rule

WORDS = {
    "首位": 1,
    "之首": 1,
    "第一位": 1,
    "首席": 1,
    "榜首": 1,
    "头名": 1,
    "首": 1,
    "次席": 2,
    "次位": 2,
    "榜眼": 2,
}
# 第2o is 第2。 as a scanner reads it.
SLIP = re.compile(r"[oO]$")
SCOPE_TRIM = re.compile(
    r"^(?:的|在|为|了|均|分别|由|从|至|到|继续|连续|保持|总量|数量|排名|位次|位居|居于?|列|名列|稳居|蝉联|位列|并列|进入|跻身|"
    r"创新|综合|双双|全部|都|,)+|(?:的|排名|位次|位|中|内|排|列|并列|位居|居|名列|双双|综合|总分|同类|排位)+$"
)


def position(wording: str) -> int | None:
    """第3位 → 3, 首位 → 1, 前十 → 10; None where there is no number (前列)."""
    if wording in WORDS:
        return WORDS[wording]
    digits = SLIP.sub("", wording)
    try:
        return int(parse_number(digits))
    except ValueError:
        return None


def scope_of(wording: str | None) -> Place | None:
    """The place or field that is ordered, as it stands; None where it is understood."""
    cleaned = SCOPE_TRIM.sub("", wording or "").strip("“”() ")
    return Place(cleaned, cleaned) if cleaned else None


def _of(found: Found) -> Of:
    return "growth" if found.group("growth") else "value"


def _candidate(found: Found, rank: Rank) -> Candidate:
    text = found.text
    spread = (
        "each"
        if re.search("分别|分列|分居", text)
        else "all"
        if re.search(r"均|双双|都|全部|皆", text)
        else None
    )
    noun = found.group("growth") or found.group("amount")
    return Candidate(rank.start, rank.end, rank, found.rule.name, spread=spread, noun=noun)


def nth(found: Found) -> Candidate | None:
    """居杭州第3位 → 3 in 杭州; 全省第一 → 1 in 全省; 均跻身全省前十 → top 10."""
    top = found.group("top")
    place = position(found.group("n") or found.group("word") or top or "")
    if found.left is None or not place:
        return None
    start = found.left.start("said")
    text = found.reading.text[start : found.end]
    scope = scope_of(found.group("scope"))
    rank = Rank(text, start, found.end, place, bool(top), _moved(found), _of(found), scope)
    return _candidate(found, rank)


def _moved(found: Found) -> int | None:
    places = found.group("places")
    if not places:
        return None
    count = position(re.sub(r"[位名个]+$", "", places))
    return None if count is None else -count if found.group("lost") else count


def moved(found: Found) -> Candidate | None:
    """全市排名上升5位 → moved 5; 排名下滑3位 → moved -3. 提高5位 without 排名 needs the unit 位."""
    count = _moved(found)
    if count is None:
        return None
    start = found.start
    rank = Rank(found.text, start, found.end, None, False, count, _of(found), scope_of(found.group("scope")))
    return _candidate(found, rank)


def from_to(found: Found) -> Candidate | None:
    """由全省第27位跃升至第15位 → 15 in 全省; 由第61位前移至第49位,前移12位 → 49, moved 12."""
    place = position(found.group("n") or "")
    if place is None:
        return None
    scope = scope_of(found.group("scope2")) or scope_of(found.group("scope"))
    rank = Rank(found.text, found.start, found.end, place, False, _moved(found), _of(found), scope)
    return _candidate(found, rank)


NUMBER = r"(?:[0-9]{1,3}|[一二两三四五六七八九十百]{1,4})"
NTH = r"第[ ]?(?P<n>{POSITION})(?:大?(?:位次?|名)|(?=[,。;:、!?)”\n(和及与并且连增提领]|$))"
TOP = rf"前(?P<top>{NUMBER}|\ue000\ue001*)(?:位|名|强)?(?=[,。;:、!?)”\n(的]|$)"
PLACES = rf"(?:[\ue000]\ue001*|{NUMBER}(?:个)?(?:位次?|名))"
MOVE = rf"(?:<rank.move_up>|(?P<lost><rank.move_down>))(?:了)?(?P<places>{PLACES})"
THEN_MOVED = rf"(?:[、,](?:排名|位次)?(?:(?:较|比)[^,。;、\n\ue000]{{1,6}})?{MOVE})?"
POSITIONED = rf"(?:{NTH}|(?P<word>首位(?!度)|之首|榜首|头名|次席|次位|榜眼)|{TOP}){THEN_MOVED}"

GROWTH = "(?:(?P<growth>(?:同比|年均)?<rank.growth>)|(?P<amount><rank.value>))"
ADVERBS = "(?:(?<![总得评积])分(?=列|居)|均|全部|皆|分别|双双|都|连续(?:{Q}(?:季度|周)?|(?:[一二三四五六七八九十两]{1,2}|[0-9]{1,2})(?:年|次|个月)?)?|继续|始终|稳|仍|再次|首次|也|还|已|成功|历史性|{D})*"
SCOPED = r"(?:\([^()\n]{1,8}\)|(?!<rank.cue>|<rank.growth>|<rank.value>)[^,。;:!?、…“”\n第])"
SCOPE = f"(?P<scope>{SCOPED}{{0,18}})"
REGIONAL = "(?P<scope>(?:<scope.word>|(?:(?!<rank.cue>|<rank.value>|<rank.growth>|全|量|数|额|率|均|度)[\u4e00-\u9fff]){2,3}[省市区县州])" + SCOPED + "{0,12})"  # fmt: skip

WITH_CUE = Rule(
    name="居<scope>第<n>位",
    opens="第|首位|之首|榜首|头名|次席|次位|榜眼|前",
    before=f"(?:{GROWTH},?)?(?P<said>{ADVERBS}(?:<rank.cue>){{1,2}}(?:于|了|到|至|在)?{SCOPE}(?:排名|排位|位列|位居|居|列)?)",
    pattern=POSITIONED,
    build=nth,
    examples={
        "增速居杭州第3位": "3 杭州 growth",
        "列全省第一": "1 全省",
        "均跻身全省前十": "top 10 全省",
        "位列全州第三、比上年前进4位": "3 全州 moved 4",
        "稳居全市榜首": "1 全市",
    },
    counter_examples=("列入第九批试点", "入选全省创新能力500强", "位居第一方阵", "居全省前列"),
    seen_in="建德市科学技术局, 2024-02-26",
)
WITH_SCOPE = Rule(
    name="<scope>第<n>",
    opens="第|首位|之首|榜首|头名|次席|次位|榜眼|前",
    before=f"(?:{GROWTH},?)?(?P<said>{ADVERBS}{REGIONAL}(?:排名|排位|位列|位居|居|列)?)",
    pattern=POSITIONED,
    build=nth,
    examples={"通过率86%全市第一": "1 全市", "数量全省第二": "2 全省"},
    counter_examples=("全市第一批", "全省第十二届人民代表大会", "全国第一个"),
    seen_in="滨江区, 2023",
)
LISTED = Rule(
    name="、<scope>第<n>位",
    before="(?P<said>(?<=[、(和及])(?P<scope>(?:(?!<rank.cue>)[^,。;:!?、…“”()\n第]){0,8}))",
    pattern=rf"第[ ]?(?P<n>{{POSITION}})(?:位|名|(?=[,。;)]|$)){THEN_MOVED}",
    build=nth,
    examples={"列全省第6位、鄂西北第1位": "6 全省; 1 鄂西北"},
    counter_examples=("第二、第三产业",),
    seen_in="十堰市, 2022",
)
FROM_TO = Rule(
    name="由第<a>位升至第<b>位",
    pattern=(
        rf"(?:由|从)(?:{{D}})?(?P<scope>[^,。;:!?、\n\ue003]{{0,12}}?)第{NUMBER}(?:位|名)?[^,。;:!?、\n]{{0,8}}?(?:至|到|为|居)"
        rf"(?:{{D}})?(?P<scope2>[^,。;:!?、\n第]{{0,8}})第(?P<n>{NUMBER})(?![批届期季代版轮章条阶])(?:位|名)?{THEN_MOVED}"
    ),
    build=from_to,
    examples={
        "由全省第27位跃升至第15位": "15 全省",
        "由第61位前移至第49位,前移12位": "49 moved 12",
    },
    counter_examples=("由第一批扩大到第二批",),
    seen_in="肥西县, 2023",
)
MOVED = Rule(
    name="排名上升<n>位",
    opens="<rank.move_up>|<rank.move_down>",
    before=f"(?:{GROWTH},?)?(?P<scope><scope.word>[^,。;:!?、\n\ue000]{{0,6}}?)?(?:<rank.noun>)(?:同比|{{BASE}}|稳步|大幅|累计|共)*",
    pattern=MOVE,
    build=lambda found: (
        moved(found) if found.left or (found.group("places") or "")[-1:] in "位名次" else None
    ),
    examples={"全市排名上升5位": "moved 5 全市", "总量排名下滑3位": "moved -3"},
    counter_examples=("增长5.6%", "提升9个百分点"),
    seen_in="瓯海区, 2023 half year",
)

RULES = (FROM_TO, WITH_CUE, WITH_SCOPE, LISTED, MOVED)
