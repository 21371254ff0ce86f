"""Who received which honour: the verbs that confer one, what they confer and on whom."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kuji_ie.models import Award, Entity, Honour, Sentence, Span
from kuji_ie.names.mention import Name
from kuji_ie.rules.atoms import COUNT, DATE, FILL, RATE
from kuji_ie.rules.rule import Reading

# These say by themselves that what follows is an honour …
STRONG = r"获评为?|荣获|喜获|斩获|摘得|捧得|捧回|夺得|荣膺|被评选?为|评为|获授|被授予|授予|被命名为|命名为|被认定为|认定为|获得|荣登|跻身|创成|成功创建"
# … and these only where the object has the shape of one.
WEAK = (
    r"入选为?|入围|上榜|获批(?:创建|建设|成为|设立|组建|筹建|为)?|创建[成为]{1,2}|晋升为|升级为|升格为|列入|被列为|列为|被列入|被确定为|确定为|被选为|当选"
    r"|纳入|通过|认定|备案为|成为|获"
)
VERB = rf"(?:{STRONG}|{WEAK})"
# 成功获评首批…: what may stand between the verb and the honour, and between the recipients and the verb.
FILLER = rf"(?:首批|首个|首家|第[一二三四五六七八九十0-9]+[批届轮个]|新一[批轮]|全[市省区县国]首[个批家]|[0-9]{{4}}年度?|{DATE}{FILL}*度?|年度|了|为|第[一二三四五六七八九十0-9]+批次)"
ADVERB = (
    r"(?:成功|首次|首|再次|再度|又|双双|先后|蝉联|均|已|也|都|率先|顺利|正式|一举|近日|还|被|同时|相继|分别|连续(?:[一二三四五六七八九十两多数0-9]+|"
    rf"{COUNT}{FILL}*|{DATE}{FILL}*)?[年次届度个季]*|{COUNT}{FILL}*|{DATE}{FILL}*|第?[一二三四五六七八九十0-9]+次|共同|一并|最终|新|全票|光荣|全部|并|即将)"
)
# The class of first characters lets the scan pass over all others at once.
CONFERRED = re.compile(
    rf"(?=[获评荣喜斩摘捧夺被授命认跻创成入上晋升列确当纳通备])(?:(?P<strong>{STRONG})|{WEAK})"
)
RECEIVES = re.compile(rf"(?:{ADVERB})*(?P<verb>{VERB}){FILLER}*“?$")
GIVEN_TO = re.compile(r"授予(?P<to>[^,。;:“”\n]{2,30})“$")
GIVES = re.compile(r"”?(?:称号|荣誉称号)?授予(?P<to>[^,。;:“”\n]{2,30})")
ALSO = re.compile(rf"”?(?:榜单|名单|称号|行列|企业|等)?[、和及与]?(?:以及)?{FILLER}*“?")
OBJECT = re.compile(
    rf"{FILLER}*(?:“(?P<quoted>[^“”\n,。;]{{2,30}})”|(?P<plain>(?:[^“”,。;:!?、()《》\n{COUNT}{RATE}]|“[^“”\n,。;]{{1,12}}”){{3,36}}))"
)
OPENS = re.compile(
    r"[0-9]{4}年|全国|国家|全球|世界|国际|中国|全省|省|市|亚洲|自治区|联合国|工信部|科技部|教育部|农业农村部|国务院|长三角|首批|年度"
)
CALLED = re.compile("称号|荣誉|奖项")
# A rating stands right after its verb: 考核中获评A等次.
RATING = re.compile(
    r"“?(?P<rating>[A-E]\+?(?:等次|级|等级|档)|优秀(?:等次|等级|档次)?(?=[,。;、”\n]|$)|[一二三四五]星级?(?=[,。;、”\n]|$)|卓越级|好等次)"
)
TITLE_TAIL = re.compile(
    r"(?:城市|示范[县区市]|示范\S{1,4}|先行区|试验区|先导区|集聚区|模范城|基地|集群|(?<!数据)中心|实验室|工作站|企业|工厂|奖|[0-9百十]强|十佳|百佳|清单|名单|案例|集体|单位|个人"
    r"|称号|遗产|地质公园|名录|榜单|空间|孵化器|园区|冠军|人才|院士|专家|名企|街区|等[级次]|[一二三四五]星级?|[A-E5]A*\+?级|平安中国\S*|枢纽|综合体|团队|开发区|高新区|研究院|机构|平台|强[县市区]|县|小镇|乡村|村|先进\S{2,4})$"
)
CUT = re.compile(
    r"[和及与](?=全国|国家|省|市|国际)|(?:荣誉称号|称号|荣誉|创建名单|建设名单|培育名单|公示名单|榜单|名单|行列|之列|等)+$"
)
NOT_CONFERRED = re.compile(
    r".*(?:贷款|授信|补助|资金|支持|认可|好评|肯定|批示|[亿万]元|专利|课题|融资|批准|审批|验收|发展|提升|突破|增长|推进|评审|高质量|关注|经验|一致|广泛|收入|机会|投资|贡献|计划|项目$|规上|统计|目录|范围|试点$|医保|上市|审议|前[一二三四五六七八九十0-9]+|活动|级$)"
)
GRADE = re.compile(
    r"特等奖?|[一二三四]等奖?|[金银铜]奖|优秀奖|提名奖|[一二三四五]星级?|[A-E]\+?(?:等次|级|等级)|优秀(?:等次|等级)?$|[五四三2-5]A级"
)
# Hopes, plans, applications: nothing has been received yet.
NOT_YET = re.compile(
    r"力争|争取|争创|努力|计划|拟|鼓励|有望|预计|目标|推荐|申报|确保|力求|冲刺|将(?![^,]{0,20}授予)|要|积极创建|未|没有|打造|候选|有条件|符合|推动更多|培育更多"
)
SELF = re.compile(r"[我本][省市区县州局]")
LEAD = re.compile(
    rf"(?:{DATE}{FILL}*[,]?|截至?目前|目前|今年以来|今年|全年|上半年|其中|同时|此外|另外|另|指导|支持|助力|帮助|推动|协助|组织|培育|实现|辖区内?|区内|市内|我[市区县省]|全[市区县省]|本地|如|包括|[一二三四五六七八九十]+是|以及|和|并|由)*"
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


def conferred(reading: Reading, places: Collection[str]) -> Iterator[Name]:
    """Honours that nothing shows but the verb: 获评全国双拥模范城, 荣获“土地生命奖”.

    入选全省发展规划, 获得贷款 and what is not yet received are left alone.
    """
    marked, text = reading.marked, reading.text
    for match in CONFERRED.finditer(marked):
        strong = match["strong"] not in (None, "获得", "通过")
        rating = RATING.match(text, match.end()) if strong else None
        found = OBJECT.match(marked, match.end())
        if rating:
            yield Name(*rating.span("rating"), "HONOUR", 4)
        elif found:
            group = "quoted" if found["quoted"] else "plain"
            start, end = found.span(group)
            cut = CUT.search(text, start, end)
            end = cut.start() if cut else end
            called = group == "quoted" and CALLED.match(text, found.end()) is not None
            if _is_honour(text[start:end], strong, group == "quoted", called, places):
                yield Name(start, end, "HONOUR", 5)


def _is_honour(wording: str, strong: bool, quoted: bool, called: bool, places: Collection[str]) -> bool:
    """Whether the object of a conferring verb has the shape of an honour.

    It opens with who confers it (全国, 合肥市) or ends as titles do (示范市), after a weak verb (入选) both.
    """
    if len(wording) < 2 or NOT_CONFERRED.match(wording):
        return False
    opens = OPENS.match(wording) is not None or any(wording[:length] in places for length in (2, 3, 4))
    ends = TITLE_TAIL.search(wording) is not None
    if strong and (called or (quoted and ends) or (opens and len(wording) >= 4)):
        return True
    return opens and (ends or quoted)


def find_awards(reading: Reading, entities: list[Entity], places: Collection[str]) -> list[Award]:
    """The awards that the honours among `entities` belong to, in the order of the text."""
    awards: list[Award] = []
    last_end, last = -1, None
    for entity in entities:
        if entity.label != "HONOUR":
            continue
        start, end = reading.cleaned.position(entity.start), reading.cleaned.position(entity.end - 1) + 1
        low, high = _sentence(reading.text, start)
        recipients: tuple[Span, ...] = ()
        if last is not None and low <= last_end <= start and ALSO.fullmatch(reading.marked, last_end, start):
            recipients = last
        elif not _is_counted(reading.marked, end):
            recipients = _recipients(reading, low, start, end)
        if recipients:
            grade = GRADE.search(entity.text)
            sentence = Sentence(*reading.cleaned.limits(low, high))
            honour = Honour(entity.text, entity.start, entity.end, entity.id)
            awards.append(Award(recipients, honour, sentence, grade[0] if grade else None))
        last_end, last = (end, recipients) if recipients else (-1, None)
    return awards


def _recipients(reading: Reading, low: int, start: int, end: int) -> tuple[Span, ...]:
    """Who receives the honour at `[start, end)` of a sentence that begins at `low`; empty for nobody."""
    marked = reading.marked
    given = GIVES.match(marked, end)
    if given:
        return _people(reading, *given.span("to")) if "将" in marked[low:start] else ()
    given = GIVEN_TO.search(marked, max(low, start - 40), start)
    if given:
        return _people(reading, *given.span("to"))
    verb = RECEIVES.search(marked, max(low, start - 40), start)
    if verb is None:
        return ()
    at = verb.start()
    clause = max(low, 1 + max(marked.rfind(mark, low, at) for mark in ",;:"))
    if NOT_YET.search(marked, clause, at) or NOT_YET.search(verb[0]):
        return ()
    found = _people(reading, clause, at)
    if found or marked[clause:at].strip("“”"):
        return found
    # 我市…,获评…: the subject of the clauses before holds.
    own = SELF.match(marked, low)
    return (reading.cleaned.span(*own.span()),) if own else ()


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
    for first, last in _items(marked, low, high):
        wording = marked[first:last]
        if 2 <= last - first <= LONGEST_RECIPIENT and not NOBODY.fullmatch(wording):
            spans.append(reading.cleaned.span(first, last))
    return tuple(spans)


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
