"""Who is named in a stretch of a clause: 怡道生物、新安化工等5家企业 gives two."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kuji_ie.models import Span
from kuji_ie.rules.atoms import COUNT, DATE, FILL, RATE
from kuji_ie.rules.rule import Reading
from kuji_ie.text.patterns import later

ADVERB = (
    r"(?:成功|自(?=[\ue003])|首次|首度|首|再次|再度|再|又|双双|先后|多次|多年|屡次|即|陆续|蝉联|累计|曾经?|均|已|也|还|(?<![成宜于花首昌丰武江新望古港])都|率先|顺利|正式|一举|近日|被|同时|相继|分别|连续(?:[一二三四五六七八九十两多数0-9]+|"
    rf"{COUNT}{FILL}*|{DATE}{FILL}*)?[年次届度个季]*|{COUNT}{FILL}*|{DATE}{FILL}*|第?[一二三四五六七八九十0-9]+次|共同|一并|最终|新|全票|光荣|全部|并|即将)"
)
# (联合安徽理工大学): what a bracket after a recipient adds
BRACKET = later(r"\((?!集团|中国|上海|北京)[^()]{1,30}\)$")
# 由紫竹孵化器培育的|汇像信息, 该区|大江环科: what is told of a recipient before its name
TOLD_OF = later(
    r"(?:由[^、]{2,20}的|来自[^、]{2,20}的|[^、“”]{2,16}(?:培育|推荐|申报)的|[该其][省市区县镇]的?|[我全本][省市区县镇](?:共?有|的)?(?=[一-鿿]{4})|[一-鿿]{2,8}共有)"
)
# 上海建筑科学研究院|及其下属子公司
OTHERS = later(r"及其[一-鿿]{2,8}$")
# 商会副会长单位——|云溪新材料
DASHED = later(r"——(?P<who>[^,、。;—]{2,40})")
DASHES = "——"
# 巨哥科技|“非制冷红外焦平面及热像仪”项目, 湖北大学|牵头完成的“…”项目: the work of a recipient that is named
WORK = later(
    r"(?P<who>[^“”、]{3,24}?)(?:(?:牵头|主持|参与|独立|共同|联合)?(?:完成|研发|研制|参与|申报|主持|承担|开发|推荐))?的?(?:专利|项目|成果)?“[^“”]{4,}”(?:项目|成果|专利|技术)?$"
)
UNNAMED_WORK = later(r"“(?P<work>[^“”]{4,})”(?:项目|成果|专利|技术)?$")
# 信和新材料|申报项目
ENTERED = later(r"(?<=[一-鿿]{3})(?:申报|完成|牵头|推荐)的?(?:项目|成果)$")
# 全区|先后获评…: the reporting region, where nothing else is named
ALL_OF_IT = later(r"全[市区县省州旗]")
# 长治市|4人荣获…: some of a place, who are not named
SOME_OF = later(r"[0-9一二三四五六七八九十]+(?:人|名|家|位|项|个(?!月))")
SELF = later(r"[我本][省市区县州局]")
LEAD = later(
    rf"(?:{DATE}{FILL}*[,]?|截至?目前|目前|至此|今年以来|今年|全年|上半年|其中|同时|此外|另外|另|指导|支持|助力|帮助|推动|协助|组织|培育|实现|辖区内?|区内|市内|我[市区县省]|全[市区县省]|本地|如|包括|决定|经研究|[一二三四五六七八九十]+是|以及|和(?!林格尔|平|田|静|硕|顺|政|龙)|并|由|[,])*"
)
TRAIL = later(
    rf"(?:在[^,。;]{{1,40}}[中上]|以[^,。;以]{{2,20}}(?:成绩|名次|排名|得分|身份)|以(?:最高|优异|较高|总)?(?:高分|分|第一名)|以“[^“”]{{2,24}}”为(?:主题|特色|题|主线)|被[一-鿿]{{2,14}}(?:、[一-鿿]{{2,14}}){{1,4}}|[被获][一-鿿]{{2,14}}|(?:由|经(?![开济信营]))[一-鿿]{{2,14}}|(?<=[一-鿿]{{3}})作为[一-鿿]{{2,8}}|{ADVERB})$"
)
AND_SO_ON = later(
    rf"(?<![高初中同平])等(?:(?:{COUNT}{FILL}*|[0-9一二三四五六七八九十两]+)[家个项名位]?)?[一-鿿]{{0,8}}$"
)
# 沈阳化工新材料、盘锦精细化工|2个平台: a list that is counted at its end
COUNTED = later(rf"(?<=[一-鿿)”]){COUNT}{FILL}*[一-鿿]{{0,8}}$")
NOBODY = later(
    rf"(?:一批|一大批|多名|多位|众多|更多|以).*|.*[{COUNT}{RATE}{FILL}{DATE}].*|.*(?:[家个项名位]|的|工程|计划|行动|专项|工作|评价|考核|评估|考评|评选|验收|比例|比重|占比|强度|总量|增速|指数|投入|产值|收入)|(?:全[市省区县国]|累计|共|共有|新增|其他|多|各|一批|多[家个项]|有|更多|部分|所有|一|[0-9]+)?(?:企业|公司|项目|平台|人才|团队|载体|产品|成果|单位|人员|专家|机构|高校|院所|院校|园区|案例|城市|孵化器|众创空间|实验室|基地|学校|科技|科技型企业|建设|申报|认定|总数|数量)?(?:总数|数量)?|(?:实施|推进|开展|加强|加快|完善|深化|建立|持续|深入|积极|不断|强化|聚焦|围绕|坚持|通过|获得|完成|新增|引进).*"
)
# A公司|和|B公司: two bodies whose names end as those of bodies do
BODY = later(
    r"[^、“”]{2,}(?:公司|集团|大学|学院|研究院|研究所|科学院|医院|实验室|中心|产业园|科技园|工业园|园区|高新区|开发区|经开区|新区|孵化器|众创空间|基地|厂|学校|中学|合作社|银行)"
)
AREA = later(r"[一-鿿]{1,6}[省市区县州旗盟]")
# What a sentence says of its subject before it tells what that received.
SUBJECT = later(
    r"(?P<who>[^,。;:“”、\ue000-\ue003]{2,28}?)(?:坚持|始终|一直|多年来|长期|深耕|专注|致力|自成立|(?:自|从)?(?:建成|成立|投产|创立|组建|落户|入驻|运营)[一-鿿]{0,6}?(?:不久|以来|后|之初|至今))"
)
# What may stand where no recipient is named: 2023年|获评…
UNSAID = later(rf"(?:{DATE}{FILL}*|今年以来|今年|同时|此外|至此|目前|近年来|“)*")
OPENS = later(
    rf"(?!首[批届个家]|新[增建]){ADVERB}|坚持|深入|大力|积极|全面|实施|推进|聚焦|围绕|出台|加快|加强|持续|依托|构建|强化|狠抓|抢抓"
)
LONGEST_RECIPIENT = 28
LONGEST_PLACE = 8
REACH = 160  # characters of a sentence looked back over for the recipients


class Recipients:
    """Finds who is named in a stretch of text; `places` are names of regions, `wide` those of provinces and cities."""

    def __init__(self, places: Collection[str], wide: Collection[str]) -> None:
        self._places = places
        self._wide = wide

    def named(self, reading: Reading, low: int, high: int, *, whole: bool = False) -> tuple[Span, ...]:
        """The recipients that a stretch names: 怡道生物、新安化工等5家企业 gives two.

        With `whole` a stretch that is nothing but 全区 names the reporting region.
        """
        marked = reading.marked
        own = SELF.match(marked, low, high) or (ALL_OF_IT.match(marked, low, high) if whole else None)
        if own and (high - own.end() == 0 or _trimmed(marked, own.end(), high) == own.end()):
            return (reading.cleaned.span(*own.span()),)
        low, high = _pared(marked, low, high)
        if self._place(marked, low, high) == high and SOME_OF.match(reading.text, high):
            return ()
        if DASHES in marked[low:high]:
            found = [match.span("who") for match in DASHED.finditer(marked, _dashed_from(marked, low), high)]
        else:
            found = list(_items(marked, low, high))
        spans = []
        for begin, finish in found:
            first, last = self._name_of(marked, begin, finish)
            if 2 <= last - first <= LONGEST_RECIPIENT and not NOBODY.fullmatch(marked, first, last):
                spans.append(reading.cleaned.span(first, last))
        return tuple(spans)

    def are_unsaid(self, reading: Reading, low: int, high: int) -> bool:
        """Whether a stretch names nobody, so that the subject before it holds: 连续三年被省政府|评为."""
        return UNSAID.fullmatch(reading.marked, low, _trimmed(reading.marked, low, high)) is not None

    def are_listed(self, reading: Reading, low: int, high: int) -> bool:
        """Whether a clause is nothing but a list that is counted: 动力装备、医养健康等3个产业集群|,入选…."""
        return AND_SO_ON.search(reading.marked, low, high) is not None and COUNT in reading.marked[low:high]

    def subject(self, reading: Reading, low: int, high: int) -> tuple[Span, ...]:
        """The subject that a sentence opens with: 我市…, 黄石市连续2年…, 大江环科坚持…."""
        marked = reading.marked
        own = SELF.match(marked, low, high)
        if own:
            return (reading.cleaned.span(*own.span()),)
        lead = LEAD.match(marked, low, high)
        low = lead.end() if lead else low
        place = self._place(marked, low, high)
        if place and OPENS.match(marked, place, high):
            return (reading.cleaned.span(low, place),)
        said = SUBJECT.match(marked, low, high)
        if said and not NOBODY.fullmatch(said["who"]):
            return (reading.cleaned.span(*said.span("who")),)
        return ()

    def _place(self, marked: str, low: int, high: int) -> int | None:
        """Where the longest name of a region that opens a stretch ends."""
        for length in range(min(LONGEST_PLACE, high - low), 1, -1):
            if marked[low : low + length] in self._places:
                return low + length
        return None

    def _seat_left_out(self, marked: str, low: int, high: int) -> int:
        """Where a name begins whose seat stands before it: 嘉鱼县|武汉椿岭科技有限公司; 四川省德阳市 is one name."""
        seat = self._place(marked, low, high)
        if seat is None or marked[seat - 1] not in "市区县":
            return low
        city = self._place(marked, seat, high)
        return seat if city and city < high and marked[seat:city] in self._wide else low

    def _name_of(self, marked: str, low: int, high: int) -> tuple[int, int]:
        """The name of one recipient, without brackets, what is told of it before, and the work that it did."""
        told = TOLD_OF.match(marked, low, high)
        low = told.end() if told else low
        others = OTHERS.search(marked, low, high)
        high = others.start() if others else high
        bracket = BRACKET.search(marked, low, high)
        high = bracket.start() if bracket else high
        entered = ENTERED.search(marked, low, high)
        high = entered.start() if entered else high
        low = self._seat_left_out(marked, low, high)
        work = WORK.fullmatch(marked, low, high)
        if work:
            return work.span("who")
        work = UNNAMED_WORK.fullmatch(marked, low, high)
        return work.span("work") if work else (low, high)


def _pared(marked: str, low: int, high: int) -> tuple[int, int]:
    """A stretch without the words before its first recipient and after its last."""
    lead = LEAD.match(marked, low, high)
    low = lead.end() if lead else low
    high = _trimmed(marked, low, high)
    rest = AND_SO_ON.search(marked, low, high) or (
        "、" in marked[low:high] and COUNTED.search(marked, low, high)
    )
    return low, rest.start() if rest else high


def _trimmed(marked: str, low: int, high: int) -> int:
    """The end of a stretch without the adverbs and the conferring body at its end."""
    while high > low:
        match = TRAIL.search(marked, low, high)
        if match is None:
            break
        high = match.start()
    return high


def _dashed_from(marked: str, low: int) -> int:
    """Where a list begins whose items are told apart by dashes: 副会长单位——甲,常委单位——乙."""
    floor = max(0, low - REACH)
    while marked[low - 1 : low] == ",":
        before = 1 + max(marked.rfind(mark, floor, low - 1) for mark in ",;:。\n")
        if DASHES not in marked[before : low - 1]:
            break
        low = before
    return low


def _items(marked: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The parts of a list: 、 outside quotation marks, one 和 or 与 before the last, 和 between two places."""
    start, depth = low, 0
    for at in range(low, high):
        char = marked[at]
        depth += (char in "“(") - (char in "”)")
        if char == "、" and not depth:
            yield from _places_apart(marked, start, at)
            start = at + 1
    for word in ("以及", "和", "及"):
        at = marked.find(word, start + 2, high - 2)
        if at > 0 and start > low:
            yield start, at
            start = at + len(word)
            break
    if start < high:
        yield from _places_apart(marked, start, high)


def _places_apart(marked: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """宁波市和镇海区 are two, A公司和B公司 likewise; 科技和工业信息化局 is one."""
    for word in ("和", "与"):
        at = marked.find(word, low, high)
        if at > 0 and any(
            kind.fullmatch(marked, low, at) and kind.fullmatch(marked, at + 1, high) for kind in (AREA, BODY)
        ):
            yield low, at
            low = at + 1
            break
    yield low, high
