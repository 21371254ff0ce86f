"""Who received which honour: the recipients that a verb or a published list ties to it, and what else is told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kuji_ie.models import Award, Entity, Honour, Sentence, Span
from kuji_ie.names.conferred import FILLER
from kuji_ie.names.recipients import ADVERB, REACH, Recipients
from kuji_ie.numbers import parse_number
from kuji_ie.rules.atoms import COUNT, FILL
from kuji_ie.rules.rule import Reading, Vocabulary
from kuji_ie.text.patterns import later

# What may stand between a verb and its honour: 获评|安徽省首批|…, 荣获|青浦区“第二届|…
LED = rf"(?:首次设立的|首次颁发的)?{FILLER}*“?(?:国家级?|[省市]级|[一-鿿]{{1,5}}(?:[省市区县州国部局厅委]|工商联|协会|学会|联合会)|[一-鿿]{{1,16}}组(?:大赛|总?决赛)?)?“?{FILLER}*“?"
GIVEN_TO = later(r"授予(?P<to>[^,。;:“”\n]{2,30})“$")
# 授予|“…控制方法”等4项专利|四川专利奖: the works that receive a prize
GIVEN_WORK = later(
    rf"授予(?P<to>“[^“”\n]{{4,60}}”(?:、“[^“”\n]{{4,60}}”){{0,4}})等?(?:{COUNT}{FILL}*)?(?:发明)?(?:专利|项目|成果|作品)?$"
)
# 授予|甲等7个企业|技术创新奖: who receives it, counted right before
GIVEN_MANY = later(rf"授予(?P<to>[^,。;:“”\n]{{2,60}}等{COUNT}{FILL}*(?:企业|单位|集体|团队|项目|人|同志)?)$")
# …认定甲等6家单位为…,|乙等20家单位|为自治区众创空间: the verb of the clause before holds
MADE_TOO = later(rf",(?P<to>[^,。;:\n]{{2,60}}等{COUNT}{FILL}*[一-鿿]{{0,4}})为{FILLER}*“?$")
# 省委将其纳入|…: who received the honour before
IT = "其"
# 3家企业获评省级绿色工厂,|分别是|甲、乙和丙: who they were is told afterwards, in the clause or sentence that follows
TOLD_AFTER = later(
    rf"”?(?:称号|名单|榜单|认定|企业)?(?:{COUNT}{FILL}*)?[,。](?:[^,。;:\n]{{1,10}}{COUNT}{FILL}*[一-鿿]{{0,6}}。)?(?:这|它们|上述|其中)?(?:{COUNT}{FILL}*)?(?:企业|单位|平台|机构|载体|园区|项目)?分别(?:是|为)[::]?(?P<to>[^,。;:\n]{{2,160}})"
)
GIVES = later(r"”?(?:称号|荣誉称号)?授予(?P<to>[^,。;:“”\n]{2,30})")
ALSO = later(rf"”?(?:榜单|名单|称号|行列|企业|等)?[、和及与]?(?:以及)?{FILLER}*“?|”?{COUNT}{FILL}*[,、和及]")
GRADE = later(
    r"特等奖?|[一二三四]等奖?|[金银铜]奖|优秀奖|提名奖|[一二三四五]星级?|[A-E]\+?(?:等次|级|等级)|优秀(?:等次|等级)?$|[五四三2-5]A级"
)
# 2022年度浙江省科学技术奖, 2023年获评…; 连续三年获评…
YEAR = later(r"(?<![0-9])((?:19|20)[0-9]{2})年")
IN_A_ROW = later(r"(?:连续|蝉联)(?P<times>[一二三四五六七八九十两]{1,2}|[0-9]{1,2})个?[年次届度季]")
# 新增|宝锐生物等7家|国家级专精特新“小巨人”企业: the first of a number of them
FIRST_OF = later(
    rf"(?:新增|新认定|新获批|新培育|认定|培育|拥有|涌现出?|引育|获批|建成)(?:了|出)?(?P<to>[^,。;:\n的]{{2,60}})等{COUNT}{FILL}*$"
)
# 新增|宝锐生物、怡道生物两家|国家级…: a list that is counted at its end
ALL_OF = later(
    rf"(?:新增|新认定|新获批|新培育|认定|培育|拥有|涌现出?|引育)(?:了|出)?(?P<to>(?=[^,。;:\n]{{2,40}}[、和])[^,。;:\n的{COUNT}]{{5,80}}?)(?:{COUNT}{FILL}*|[两三四五六七八九十]+[家个])$"
)
# 认定云溪新材料等20家企业为|…: the recipients between the two halves of the verb
MADE = later(rf"(?:认定|确定|评定|评选|命名|增补|表彰)(?P<to>[^,。;:\n]{{2,80}}?)为{FILLER}*“?$")
MADE_BEFORE = later(rf"(?:认定|确定|评定|评选|命名)[^,。;:\n]{{2,80}}?为{FILLER}*“?[^,。;:\n]*$")
RECEIVES = later(r"获[评得]|荣|被|斩|摘|入选|跻身|创成")  # 全省|认定…: what it does for others
# 将德阳市纳入|…: likewise, of a city or an enterprise that somebody else enters
ENTERED = later(rf"将(?P<to>其|[^,。;:\n]{{2,40}}?)(?:纳入|列入|列为|确定为|认定为|命名为){FILLER}*“?$")
# 云安区、郁南县创建的|省级农业科技园区|榜上有名
MADE_BY = later(r"(?P<to>[^,。;:\n]{2,60}?)(?:创建|申报|建设|培育)的$")
ENLISTED = r"(?:上榜|入选|榜上有名|入围|在列|名列其中|位列其中)"
ON_IT = later(rf"(?:成功|顺利|双双|均)?{ENLISTED}(?=[,。;\n]|$)")
# 公布…|名单,凤铝铝业、天元汇邦等5家企业上榜: a list is published, then who is on it
PUBLISHED = later(r"公布|公示|发布|揭晓|出炉|公告|印发")
OF_LIST = later(
    rf"”?[^,。;、“”\n{COUNT}]{{0,12}}?(?:名单|榜单|结果|审核|公示|评审|清单)?[^,。;、“”\n{COUNT}]{{0,10}},"
)
IS_LIST = later(r"名单|榜单|结果|审核|公示|评审|清单")
LISTED = later(rf"(?P<to>[^,。;\n]{{2,120}}){ENLISTED}(?=[,。;\n]|$)")
# 作为|国家高新技术企业|,大江环科坚持…
AS = later(rf"(?:^|[,。;:\n])作为{FILLER}*“?$")
# 科技小巨人企业|培育发展库, “全国文明城市”|提名: who is there has not received it
ONLY_NEAR = later(r"(?:企业|培育|发展|后备|储备)*[入]?(?:库|计划)|”?提名(?!奖)")
APART = "分别"
PRIZE = later(r"奖$")
# A body that receives a number of prizes is named, a region only counted.
ORGANISATION = later(
    r"(?:公司|集团|大学|学院|研究院|研究所|研究总院|医院|实验室)(?:\([^()]*\)(?:有限公司)?)?$"
)
# What says that an honour before its recipients was conferred
CONFERRED = later(r"新增|新认定|新获批|认定|获评|获批|入选|荣获|获得|上榜|评为|备案|公布|通过|新建")
STOP = later("[。!?\n]")
LONGEST_TOLD = 240  # characters after an honour in which its recipients are named
LONGEST_LIST = 100  # characters of a list of recipients between 认定 and 为


@dataclass(frozen=True, slots=True)
class Before:
    """Where the honour before ended, and who received it."""

    end: int
    recipients: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """An honour at `[start, end)` in a sentence at `[low, high)`."""

    low: int
    start: int
    end: int
    high: int


class AwardFinder:
    """Finds the awards that honours of a text belong to: 沈氏节能、崇耀科技成功认定“省科技小巨人企业”, two recipients.

    Counts of recipients (新认定国高企48家), hopes, plans and applications (力争获评五星) are none.
    """

    def __init__(self, vocabulary: Vocabulary, recipients: Recipients) -> None:
        self._who = recipients
        verbs = "|".join(map(vocabulary.alternatives, ("award.strong", "award.received", "award.weak")))
        self._receives = re.compile(rf"(?:{ADVERB})*(?P<verb>{verbs}){LED}$")
        self._verb = vocabulary.compile("(?:<award.strong>|<award.received>|<award.weak>)")
        not_yet = vocabulary.alternatives("award.not_yet")
        self._not_yet = re.compile(rf"{not_yet}(?!的?(?:项目|成果|单位|人))|将(?![^,]{{0,20}}授予)")

    def find(self, reading: Reading, entities: list[Entity]) -> list[Award]:
        """The awards that the honours among `entities` belong to, in the order of the text."""
        awards: list[Award] = []
        chain: list[int] = []  # awards of one verb, by their places in `awards`
        before = Before(-1, ())
        for entity in entities:
            if entity.label != "HONOUR":
                continue
            start = reading.cleaned.position(entity.start)
            end = reading.cleaned.position(entity.end - 1) + 1
            low, high = _sentence(reading.text, start)
            held = before.recipients if low <= before.end <= start else ()
            if held and ALSO.fullmatch(reading.marked, before.end, start):
                recipients = held
                chain.append(len(awards))
            elif ONLY_NEAR.match(reading.marked, end):
                recipients = ()
            elif _is_counted(reading.marked, end):
                recipients = self._of_prizes(reading, low, start, end) or self._told_after(
                    reading, low, start, end
                )
            else:
                recipients = self._tied(reading, Stretch(low, start, end, high), before) or self._told_after(
                    reading, low, start, end
                )
            if not (held and recipients is held):
                _tell_apart(reading, awards, chain)
                chain = [len(awards)] if recipients else []
            if recipients:
                awards.append(_award(reading, entity, recipients, (low, high), (start, end)))
            before = Before(end, recipients)
        _tell_apart(reading, awards, chain)
        return awards

    def _tied(self, reading: Reading, place: Stretch, before: Before) -> tuple[Span, ...]:
        """Who is tied to an honour by a verb before it, by a list that is published, or by 作为."""
        return (
            self._between(reading, place, before)
            or self._by_verb(reading, place, before)
            or self._made_by(reading, place)
            or self._on_list(reading, place, before)
            or self._being(reading, place)
        )

    def _between(self, reading: Reading, place: Stretch, before: Before) -> tuple[Span, ...]:
        """Recipients that stand inside the verb: 将“…”授予甲, 新增甲等7家…, 认定甲等20家企业为…."""
        marked, low, start = reading.marked, place.low, place.start
        given = GIVES.match(marked, place.end)
        if given:
            return self._who.named(reading, *given.span("to")) if "将" in marked[low:start] else ()
        given = GIVEN_TO.search(marked, max(low, start - 40), start) or GIVEN_WORK.search(
            marked, max(low, start - LONGEST_LIST), start
        )
        if given:
            return self._who.named(reading, *given.span("to"))
        given = GIVEN_MANY.search(marked, max(low, start - LONGEST_LIST), start)
        if given:
            return self._who.named(reading, *given.span("to"))
        too = MADE_TOO.search(marked, max(low, before.end), start) if before.recipients else None
        if too and MADE_BEFORE.search(marked, low, before.end):
            return self._who.named(reading, *too.span("to"))
        for pattern in (FIRST_OF, ALL_OF, MADE, ENTERED):
            made = pattern.search(marked, max(low, start - LONGEST_LIST), start)
            if made and not self._not_yet.search(marked, max(low, made.start() - 8), made.start()):
                if made["to"] == IT:
                    return before.recipients if low <= before.end else ()
                return self._who.named(reading, *made.span("to"))
        return ()

    def _by_verb(self, reading: Reading, place: Stretch, before: Before) -> tuple[Span, ...]:
        """The subject of the conferring verb before an honour, that of the clauses before where it has none."""
        marked, low = reading.marked, place.low
        near = max(low, place.start - 40)
        has_verb = self._verb.search(marked, near, place.start)
        verb = self._receives.search(marked, near, place.start) if has_verb else None
        if verb is None:
            return ()
        at = verb.start()
        clause = max(low, 1 + max(marked.rfind(mark, low, at) for mark in ",;:"))
        if self._not_yet.search(marked, clause, at) or self._not_yet.search(verb[0]):
            return ()
        if not self._who.are_unsaid(reading, clause, at):
            return self._who.named(reading, clause, at, whole=RECEIVES.match(verb["verb"]) is not None)
        if clause == low:
            return ()
        previous = max(low, 1 + max(marked.rfind(mark, low, clause - 1) for mark in ",;:"))
        if self._who.are_listed(reading, previous, clause - 1):
            return self._who.named(reading, previous, clause - 1)
        return (before.recipients if low <= before.end else ()) or self._who.subject(reading, low, clause - 1)

    def _of_prizes(self, reading: Reading, low: int, start: int, end: int) -> tuple[Span, ...]:
        """A body that receives a number of prizes: 长江大学获得湖北省科技进步奖二等奖2项."""
        if not PRIZE.search(reading.text, start, end):
            return ()
        found = self._by_verb(reading, Stretch(low, start, end, end), Before(-1, ()))
        return found if found and all(ORGANISATION.search(who.text) for who in found) else ()

    def _told_after(self, reading: Reading, low: int, start: int, end: int) -> tuple[Span, ...]:
        """3家企业获评省级绿色工厂,分别是甲、乙和丙: recipients that are counted first and named afterwards."""
        marked = reading.marked
        told = TOLD_AFTER.match(marked, end, min(len(marked), end + LONGEST_TOLD))
        if told is None or self._not_yet.search(marked, max(low, start - 30), start):
            return ()
        if not CONFERRED.search(marked, max(low, start - 60), start):
            return ()
        found = self._who.named(reading, *told.span("to"))
        return found if len(found) > 1 else ()

    def _made_by(self, reading: Reading, place: Stretch) -> tuple[Span, ...]:
        """云安区、郁南县创建的省级农业科技园区榜上有名: who built what is now on the list."""
        marked = reading.marked
        if not ON_IT.match(marked, place.end):
            return ()
        clause = max(place.low, 1 + max(marked.rfind(mark, place.low, place.start) for mark in ",;:"))
        made = MADE_BY.match(marked, clause, place.start)
        return self._who.named(reading, *made.span("to")) if made else ()

    def _on_list(self, reading: Reading, place: Stretch, before: Before) -> tuple[Span, ...]:
        """公布…名单,凤铝铝业、天元汇邦等5家企业上榜: who is on a list that was published for one honour."""
        marked = reading.marked
        listed = OF_LIST.match(marked, place.end, place.high)
        if listed is None or (place.low <= before.end and "," not in marked[before.end : place.start]):
            return ()
        if not (IS_LIST.search(listed[0]) or PUBLISHED.search(marked, place.low, place.start)):
            return ()
        if self._not_yet.search(marked, place.low, place.start):
            return ()
        on_it = LISTED.search(marked, listed.end(), place.high)
        if on_it is None or self._not_yet.search(on_it["to"]):
            return ()
        return self._who.named(reading, *on_it.span("to"))

    def _being(self, reading: Reading, place: Stretch) -> tuple[Span, ...]:
        """作为国家高新技术企业,大江环科坚持走创新之路: what its subject already is."""
        marked = reading.marked
        if (
            not AS.search(marked, max(0, place.low - 1), place.start)
            or marked[place.end : place.end + 1] != ","
        ):
            return ()
        return self._who.subject(reading, place.end + 1, place.high)


def _tell_apart(reading: Reading, awards: list[Award], chain: list[int]) -> None:
    """甲大学、乙科技分别获得一等奖、二等奖: one each, in the order given."""
    if len(chain) < 2:
        return
    first = awards[chain[0]]
    start = reading.cleaned.position(first.honour.start)
    if len(first.recipients) == len(chain) and APART in reading.marked[max(0, start - 24) : start]:
        for index, who in zip(chain, first.recipients, strict=True):
            awards[index] = replace(awards[index], recipients=(who,))


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


def _is_counted(marked: str, end: int) -> bool:
    """Whether a number of them follows: 认定省级众创空间|5家."""
    follows = marked[end : end + 1]
    return follows == COUNT or (follows == "”" and marked[end + 1 : end + 2] == COUNT)


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The sentence round `at`, not looked for further than `REACH` either way."""
    low = max(0, at - REACH)
    start = max(low, 1 + max(text.rfind(stop, low, at) for stop in "。!?\n"))
    stop = STOP.search(text, at, at + REACH)
    return start, stop.start() if stop else min(len(text), at + REACH)
