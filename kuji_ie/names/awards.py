"""Who received which honour: the recipients before a verb that confers one, and what else is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kuji_ie.models import Award, Entity, Honour, Sentence, Span
from kuji_ie.names.conferred import FILLER
from kuji_ie.numbers import parse_number
from kuji_ie.rules.atoms import COUNT, DATE, FILL, RATE
from kuji_ie.rules.rule import Reading, Vocabulary

ADVERB = (
    r"(?:成功|自(?=[\ue003])|首次|首|再次|再度|又|双双|先后|蝉联|均|已|也|(?<![成宜于花首昌丰武江新望古港])都|率先|顺利|正式|一举|近日|还|被|同时|相继|分别|连续(?:[一二三四五六七八九十两多数0-9]+|"
    rf"{COUNT}{FILL}*|{DATE}{FILL}*)?[年次届度个季]*|{COUNT}{FILL}*|{DATE}{FILL}*|第?[一二三四五六七八九十0-9]+次|共同|一并|最终|新|全票|光荣|全部|并|即将)"
)
GIVEN_TO = re.compile(r"授予(?P<to>[^,。;:“”\n]{2,30})“$")
GIVES = re.compile(r"”?(?:称号|荣誉称号)?授予(?P<to>[^,。;:“”\n]{2,30})")
ALSO = re.compile(rf"”?(?:榜单|名单|称号|行列|企业|等)?[、和及与]?(?:以及)?{FILLER}*“?")
GRADE = re.compile(
    r"特等奖?|[一二三四]等奖?|[金银铜]奖|优秀奖|提名奖|[一二三四五]星级?|[A-E]\+?(?:等次|级|等级)|优秀(?:等次|等级)?$|[五四三2-5]A级"
)
# 2022年度浙江省科学技术奖, 2023年获评…; 连续三年获评…
YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
# 新增|宝锐生物等7家|国家级专精特新“小巨人”企业: the first of a number of them
FIRST_OF = re.compile(
    rf"(?:新增|新认定|新获批|新培育|认定|培育|拥有|涌现出?|引育|获批|建成)(?:了|出)?(?P<to>[^,。;:\n的]{{2,60}})等{COUNT}{FILL}*$"
)
# 认定云溪新材料等20家企业为|…: the recipients between the two halves of the verb
MADE = re.compile(rf"(?:认定|确定|评定|评选|命名|增补|表彰)(?P<to>[^,。;:\n]{{2,80}}?)为{FILLER}*“?$")
# (联合安徽理工大学): what a bracket after a recipient adds
BRACKET = re.compile(r"\([^()]{1,30}\)$")
# 由紫竹孵化器培育的|汇像信息, 商会副会长单位——|云溪新材料: what is told of a recipient before its name
TOLD_OF = re.compile(r"(?:由[^、]{2,20}的|[^、]{2,30}——|[^、“”]{2,16}(?:培育|推荐|申报)的)")
# 巨哥科技|“非制冷红外焦平面及热像仪”项目: the work of a recipient that is named
WORK = re.compile(r"(?P<who>[^“”、]{3,24}?)的?(?:专利|项目|成果)?“[^“”]{4,}”(?:项目|成果|专利|技术)?$")
DONE_BY = re.compile(r"[^“”、]{2,24}(?:完成|研发|研制|参与|申报|主持|承担|开发)的?(?=“)")
UNNAMED_WORK = re.compile(r"“(?P<work>[^“”]{4,})”(?:项目|成果|专利|技术)?$")
IN_A_ROW = re.compile(r"(?:连续|蝉联)(?P<times>[一二三四五六七八九十两]{1,2}|[0-9]{1,2})个?[年次届度季]")
SELF = re.compile(r"[我本][省市区县州局]")
LEAD = re.compile(
    rf"(?:{DATE}{FILL}*[,]?|截至?目前|目前|今年以来|今年|全年|上半年|其中|同时|此外|另外|另|指导|支持|助力|帮助|推动|协助|组织|培育|实现|辖区内?|区内|市内|我[市区县省]|全[市区县省]|本地|如|包括|决定|经研究|[一二三四五六七八九十]+是|以及|和|并|由)*"
)
TRAIL = re.compile(
    rf"(?:在[^,。;]{{1,40}}[中上]|被[一-鿿]{{2,14}}|(?:由|经(?![开济信营]))[一-鿿]{{2,14}}|{ADVERB})$"
)
AND_SO_ON = re.compile(rf"等(?:(?:{COUNT}{FILL}*|[0-9一二三四五六七八九十两]+)[家个项名位]?)?[一-鿿]{{0,8}}$")
# 沈阳化工新材料、盘锦精细化工|2个平台: a list that is counted at its end
COUNTED = re.compile(rf"(?<=[一-鿿]){COUNT}{FILL}*[一-鿿]{{0,8}}$")
NOBODY = re.compile(
    rf".*[{COUNT}{RATE}{FILL}{DATE}].*|.*(?:[家个项名位]|的)|(?:全[市省区县国]|累计|共|共有|新增|其他|多|各|一批|多[家个项]|有|更多|部分|所有|一|[0-9]+)?(?:企业|公司|项目|平台|人才|团队|载体|产品|成果|单位|人员|专家|机构|高校|院所|园区|案例|城市|科技|科技型企业|建设|申报|认定|总数|数量)?(?:总数|数量)?|(?:实施|推进|开展|加强|加快|完善|深化|建立|持续|深入|积极|不断|强化|聚焦|围绕|坚持|通过|获得|完成|新增|引进).*"
)
REACH = 160  # characters of a sentence looked back over for the recipients
LONGEST_RECIPIENT = 28
LONGEST_LIST = 100  # characters of a list of recipients between 认定 and 为


class AwardFinder:
    """Finds the awards that honours of a text belong to: 沈氏节能、崇耀科技成功认定“省科技小巨人企业”, two recipients.

    Counts of recipients (新认定国高企48家), hopes, plans and applications (力争获评五星) are none.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        verbs = "|".join(map(vocabulary.alternatives, ("award.strong", "award.received", "award.weak")))
        self._receives = re.compile(rf"(?:{ADVERB})*(?P<verb>{verbs}){FILLER}*“?$")
        not_yet = vocabulary.alternatives("award.not_yet")
        self._not_yet = re.compile(rf"{not_yet}|将(?![^,]{{0,20}}授予)")

    def find(self, reading: Reading, entities: list[Entity]) -> list[Award]:
        """The awards that the honours among `entities` belong to, in the order of the text."""
        awards: list[Award] = []
        last_end, last = -1, None
        for entity in entities:
            if entity.label != "HONOUR":
                continue
            start = reading.cleaned.position(entity.start)
            end = reading.cleaned.position(entity.end - 1) + 1
            low, high = _sentence(reading.text, start)
            recipients: tuple[Span, ...] = ()
            if (
                last is not None
                and low <= last_end <= start
                and ALSO.fullmatch(reading.marked, last_end, start)
            ):
                recipients = last
            elif not _is_counted(reading.marked, end):
                recipients = self._recipients(reading, low, start, end)
            if recipients:
                awards.append(_award(reading, entity, recipients, (low, high), (start, end)))
            last_end, last = (end, recipients) if recipients else (-1, None)
        return awards

    def _recipients(self, reading: Reading, low: int, start: int, end: int) -> tuple[Span, ...]:
        """Who receives the honour at `[start, end)` of a sentence that begins at `low`; empty for nobody."""
        marked = reading.marked
        given = GIVES.match(marked, end)
        if given:
            return _people(reading, *given.span("to")) if "将" in marked[low:start] else ()
        given = GIVEN_TO.search(marked, max(low, start - 40), start)
        if given:
            return _people(reading, *given.span("to"))
        first = FIRST_OF.search(marked, max(low, start - LONGEST_LIST), start)
        if first and not self._not_yet.search(marked, max(low, first.start() - 8), first.start()):
            return _people(reading, *first.span("to"))
        made = MADE.search(marked, max(low, start - LONGEST_LIST), start)
        if made and not self._not_yet.search(marked, max(low, made.start() - 8), made.start()):
            return _people(reading, *made.span("to"))
        verb = self._receives.search(marked, max(low, start - 40), start)
        if verb is None:
            return ()
        at = verb.start()
        clause = max(low, 1 + max(marked.rfind(mark, low, at) for mark in ",;:"))
        if self._not_yet.search(marked, clause, at) or self._not_yet.search(verb[0]):
            return ()
        found = _people(reading, clause, at)
        if found or marked[clause:at].strip("“”"):
            return found
        # 我市…,获评…: the subject of the clauses before holds.
        own = SELF.match(marked, low)
        return (reading.cleaned.span(*own.span()),) if own else ()


def _award(
    reading: Reading,
    entity: Entity,
    recipients: tuple[Span, ...],
    sentence: tuple[int, int],
    honour: tuple[int, int],
) -> Award:
    """An award with what the clause says of it: its grade, its year, how often in a row."""
    text = reading.text
    clause = max(sentence[0], 1 + max(text.rfind(mark, sentence[0], honour[0]) for mark in ",;:"))
    grade = GRADE.search(entity.text)
    years = YEAR.findall(text, clause, honour[1])
    row = IN_A_ROW.search(text, clause, honour[0])
    return Award(
        recipients,
        Honour(entity.text, entity.start, entity.end, entity.id),
        Sentence(*reading.cleaned.limits(*sentence)),
        grade[0] if grade else None,
        int(years[-1]) if years else None,
        int(parse_number(row["times"])) if row else None,
    )


def _people(reading: Reading, low: int, high: int) -> tuple[Span, ...]:
    """The recipients that a stretch names: 怡道生物、新安化工等5家企业 gives two."""
    marked = reading.marked
    own = SELF.match(marked, low, high)
    if own and (high - own.end() == 0 or _trimmed(marked, own.end(), high) == own.end()):
        return (reading.cleaned.span(*own.span()),)
    lead = LEAD.match(marked, low, high)
    low = lead.end() if lead else low
    high = _trimmed(marked, low, high)
    rest = AND_SO_ON.search(marked, low, high) or (
        "、" in marked[low:high] and COUNTED.search(marked, low, high)
    )
    if rest:
        high = rest.start()
    spans = []
    for begin, finish in _items(marked, low, high):
        first, last = _name_of(marked, begin, finish)
        wording = marked[first:last]
        if 2 <= last - first <= LONGEST_RECIPIENT and not NOBODY.fullmatch(wording):
            spans.append(reading.cleaned.span(first, last))
    return tuple(spans)


def _name_of(marked: str, low: int, high: int) -> tuple[int, int]:
    """The name of one recipient, without brackets, what is told of it before, and the work that it did."""
    told = TOLD_OF.match(marked, low, high)
    low = told.end() if told else low
    bracket = BRACKET.search(marked, low, high)
    high = bracket.start() if bracket else high
    done = DONE_BY.match(marked, low, high)
    low = done.end() if done else low
    work = WORK.fullmatch(marked, low, high)
    if work:
        return work.span("who")
    work = UNNAMED_WORK.fullmatch(marked, low, high)
    return work.span("work") if work else (low, high)


def _trimmed(marked: str, low: int, high: int) -> int:
    """The end of a stretch without the adverbs and the conferring body at its end."""
    while high > low:
        match = TRAIL.search(marked, low, high)
        if match is None:
            break
        high = match.start()
    return high


def _items(marked: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The parts of a list: 、 outside quotation marks, and one 和 or 与 before the last."""
    start, depth = low, 0
    for at in range(low, high):
        char = marked[at]
        depth += (char in "“(") - (char in "”)")
        if char == "、" and not depth:
            yield start, at
            start = at + 1
    for word in ("以及", "和", "及"):
        at = marked.find(word, start + 2, high - 2)
        if at > 0 and start > low:
            yield start, at
            start = at + len(word)
            break
    if start < high:
        yield start, high


def _is_counted(marked: str, end: int) -> bool:
    """Whether a number of them follows: 认定省级众创空间|5家."""
    follows = marked[end : end + 1]
    return follows == COUNT or (follows == "”" and marked[end + 1 : end + 2] == COUNT)


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The sentence round `at`, not looked for further than `REACH` back."""
    low = max(0, at - REACH)
    start = max(low, 1 + max(text.rfind(stop, low, at) for stop in "。!?\n"))
    ends = [end for end in (text.find(stop, at, at + REACH) for stop in "。!?\n") if end >= 0]
    return start, min(ends, default=min(len(text), at + REACH))
