"""Honours that nothing shows but the verb: 获评全国双拥模范城, 荣获“土地生命奖”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kuji_ie.names.mention import Name
from kuji_ie.rules.atoms import COUNT, DATE, FILL, RATE
from kuji_ie.rules.openings import Openings
from kuji_ie.rules.rule import Reading, Vocabulary
from kuji_ie.text.patterns import later

# What may stand between the verb and the honour: 获评|首批|…, 获|2022年度|…
FILLER = rf"(?:首批|首届|本届|首个|首家|第[一二三四五六七八九十0-9]+[批届轮个]|新一[批轮]|[0-9]{{4}}年度?|{DATE}{FILL}*度?|年度|了|为|第[一二三四五六七八九十0-9]+批次|全[省市区县国](?:首[个批家]|唯一)的?、?)"
OBJECT = later(
    rf"{FILLER}*(?:“(?P<quoted>(?:[^“”\n,。;]|“[^“”\n,。;]{{1,12}}”){{2,30}})”(?![一-鿿]{{0,8}}(?:企业|团队|人才|试点城市)(?!称号|荣誉))|(?P<plain>(?:[^“”,。;:!?、()《》\n{COUNT}{RATE}]|“[^“”\n,。;]{{1,12}}”|\((?:县|市|区|县、市|市、区|县、市、区)\)){{3,36}}))"
)
OPENS = later(
    r"[0-9]{4}(?:年|(?=全国|中国|国家))|[美平健数][丽安康字]中国|中央|全国|国家|全球|世界|国际|中国|全[省市区县州旗盟]|省|市|亚洲|自治区|兵团|联合国|工信部|科技部|教育部|农业农村部|国务院|长三角|首批|年度|[Ⅰ-Ⅴ一二三四五]类"
)
CALLED = later("(?:称号|荣誉|奖项)")
# 通过|…企业|认定: the honour stands inside the verb
PASSED = later(r"(?:认定|复核|复审|评定|备案)(?:[名清]单)?$")
# 成效明显市, 重点支持园区, 高质量发展典型案例: a title, whatever stands before it
TITLE = later(
    r"(?:明显|突出|显著|先进|优秀|示范|典型|模范|支持|先行|试验|实验)(?:园区|城市|[市县区旗])$|城市示范$|案例$|目的地$"
)
# 入选|消费新业态试点城市: what is entered by application and says itself what it is
ENTERED = later(r"入选|入围|上榜|获批")
APPLIED_FOR = later(r"(?!.*创建)[^“”]{3,}(?:(?:试点|示范)(?:城市|园区|县)|先行区|示范区|试验区)$")
# 荣获“五个一工程”|奖
PRIZE = later(r"奖(?![励金项品牌])")
BARE_PRIZE = later(r"大奖$")  # 获评国家级和国际大奖
# 入选|中关村示范区|未来产业园: a zone confers it
ZONE = later(r"[一-鿿]{2,6}?(?:示范区|开发区|高新区|经开区|新区)(?=[一-鿿]{4})")
# 入选“新锐企业榜”, 获“10大名菜”: a list says by itself that it honours; “十大工程” are planned
LISTING = later(
    r"(?:榜单?|[0-9百十]强|红榜|TOP ?[0-9]+)$|^(?:十|百|[0-9]{1,4})[大佳](?![^“”]{0,12}(?:工程|行动|计划|专项|项目|任务)$)[^“”]{2,12}$"
)
# 2020年|工业稳增长成效明显市: a year opens an honour as its body does
OF_A_YEAR = later(rf"(?:[0-9]{{4}}年|{DATE}{FILL}*)度?(?:全[省市区县国])?$")
# Between the members of a list that one verb confers: 全国文明县城|、|国家园林县城|和|…
NEXT = later(r"”?(?:荣誉称号|称号|荣誉|奖项|奖励)?(?:、|以及|[和及与])")
PASS = "通过"
MEMBERS = 12  # honours that one verb is followed to
# A rating stands right after its verb: 考核中获评A等次, 获得优秀等次, 获评优秀(A类).
RATING = later(
    r"“?(?P<rating>(?:优秀|良好)\([A-E]类\)|[A-E]类(?=[,。;、”\n]|$)|[A-E]\+?(?:等次|级|等级|档)|[一-鿿]{0,6}(?:优秀|良好)(?:等次|等级|档次)|优秀(?=[,。;、”\n]|$)|[一二三四五]星级?(?=[,。;、”\n]|$)|卓越级|好等次)"
)
# How a title ends that no word of `name.title_end` closes: 全国百强, 示范点位, 三星, A级, 数据中心 apart.
TITLE_END = r"(?:明显|优秀|典型|模范)[省市县区州旗盟]|“优秀”单位|示范\S{1,4}|先进\S{1,4}|(?<!数据)中心|[0-9百十]强|[一二三四五]星级?|[A-E5]A*\+?级|平安中国\S*"
CUT = later(
    r"“?[一二三四五六七八九十0-9]+连冠”?$|命名$|(?:以及|[和及]|(?<![参给赋])与)(?=全国|国家|省|市|国际|自治区|中国)|(?<=[一-鿿]{4})(?:数量|总数|总量)|(?<=企业)[和及与].*$|(?:荣誉称号|称号|荣誉|创建名单|建设名单|培育名单|公示名单|榜单|名单|(?:建设|创建)?行列|之列|等)+(?:的.{0,4})?$|等(?:一系列|多[项个])[一-鿿]{0,6}$|第[0-9一二三四五六七八九十]+[位名]?$"
)
# 授予西湖区“全国科普示范区”, 通报表扬为“创新先进市”: the words before the marks say who or how
IN_MARKS = later(r"[^“”]{2,}“(?P<marked>[^“”]{2,28})”$")
# “倍增计划”试点企业: what kind of enterprise or team, by a name in marks
MARKED_KIND = later(r"“[^“”]+”[一-鿿]{0,8}(?:企业|团队|人才|试点城市)$")
# 全国工商联|“万家民营企业评营商环境”最佳口碑城市: a body that confers an honour whose name opens with marks
CONFERRER = later(r"(?:[一-鿿]{2,8}(?:工商联|协会|学会|联合会|部|局|厅|委))(?=“|$)")
# 入选|德州市“工业企业50强”: the place of a list or title in marks; a prize or “全国…” is not its own
OF_PLACE = later(r"[一-鿿]{2,6}[省市区县州旗盟]“(?!第|首|全国|国家|中国)[^“”]{2,28}(?<!奖)”$")
TO = "授予"  # 授予|西湖区“…”: the place receives it
# 颁发了|“优秀青年创业者”“光谷工匠企业家”等多个|奖项: all of what is in marks
PRESENTED = later(
    r"(?:颁发|颁授|评选出|设立|设置)了?(?P<all>“[^“”\n,。;]{2,20}”(?:、?“[^“”\n,。;]{2,20}”){0,9})等?(?:[多两三四五六七八九十0-9]+[个项大类])?(?:奖项|荣誉称号|荣誉|称号)"
)
IN_LIST = later("“([^“”]+)”")
CLOSED = later(r"[,。;、\n]|$")
LEAST = 4  # characters of an honour that only its verb and its opening show


@dataclass(frozen=True, slots=True)
class Said:
    """What a verb confers: `[start, end)` of the text, whether in marks, and where what follows it begins."""

    text: str
    start: int
    end: int
    quoted: bool
    after: int

    @property
    def wording(self) -> str:
        return self.text[self.start : self.end]


class ConferredHonours:
    """Finds the objects of the verbs that confer an honour (获评, 荣获; with care 入选, 获批).

    入选全省发展规划, 获得贷款 and what is not yet received are left alone.
    """

    def __init__(self, vocabulary: Vocabulary, places: Collection[str]) -> None:
        strong, received, weak = map(
            vocabulary.alternatives, ("award.strong", "award.received", "award.weak")
        )
        verb = re.compile(rf"(?<![收捕抓查俘缴破截])(?:(?P<strong>{strong})|{weak}|(?P<received>{received}))")
        words = vocabulary.openings("<award.strong>|<award.received>|<award.weak>")
        self._verbs = Openings([(verb, words)])
        self._title = re.compile(rf"(?:{vocabulary.alternatives('name.title_end')}|{TITLE_END})$")
        self._other = re.compile(
            rf".*(?:{vocabulary.alternatives('award.no_honour')}|前[一二三四五六七八九十0-9]+|(?:项目|试点|级|公司|集团|医院|银行|评选|工作)$)"
        )
        self._places = places

    def find(self, reading: Reading) -> Iterator[Name]:
        """The honours in the order of the text, without the marks round them."""
        marked, text = reading.marked, reading.text
        yield from _presented(text)
        (verbs,) = self._verbs.find(marked)
        for match in verbs:
            strong = match["strong"] is not None
            rating = RATING.match(text, match.end()) if strong or match["received"] else None
            if rating:
                yield Name(*rating.span("rating"), "HONOUR", 4)
                continue
            found = None if NEXT.match(marked, match.end()) else OBJECT.match(marked, match.end())
            for place in range(MEMBERS):
                if found is None:
                    break
                start, end, quoted = self._bounds(text, found, match[0])
                prize = PRIZE.match(text, found.end()) if quoted else None
                if prize:
                    yield Name(start - 1, prize.end(), "HONOUR", 3)
                    break
                if match[0] == PASS:
                    passed = PASSED.search(text, start, end)
                    end = passed.start() if passed else end
                said = Said(text, start, end, quoted, found.end())
                if self._joins(said) if place else self._confers(said, match, marked[match.end() : start]):
                    yield Name(start, end, "HONOUR", 5)
                after = NEXT.match(marked, found.end() if quoted else end)
                found = OBJECT.match(marked, after.end()) if after else None

    def _bounds(self, text: str, found: re.Match[str], verb: str) -> tuple[int, int, bool]:
        """Where the object of a verb begins and ends, and whether marks hold it: 授予西湖区“|全国科普示范区|”."""
        start, end = found.span("quoted" if found["quoted"] else "plain")
        cut = CUT.search(text, start, end)
        end = cut.start() if cut else end
        if found["plain"]:
            conferrer = CONFERRER.match(text, start, end)
            start = conferrer.end() if conferrer and conferrer.end() < end else start
            if (
                TO not in verb
                and OF_PLACE.match(text, start, end)
                and self._title.search(text, start, end - 1)
            ):
                return start, end, True
        inner = IN_MARKS.match(text, start, end)
        if inner and (
            self._title.search(inner["marked"]) or CALLED.search(text, start, inner.start("marked") - 1)
        ):
            return *inner.span("marked"), True
        return start, end, found["quoted"] is not None

    def _confers(self, said: Said, verb: re.Match[str], before: str) -> bool:
        """Whether the object of a conferring verb has the shape of an honour; `before` stands between the two.

        It opens with who confers it (全国, 合肥市) or ends as titles do (示范市), after a weak verb (入选) both.
        """
        wording, strong = said.wording, verb["strong"] is not None
        closed = said.quoted and CLOSED.match(said.text, said.after) is not None
        if strong and said.quoted and CALLED.match(said.text, said.after):
            return True
        if MARKED_KIND.fullmatch(wording):
            return True
        if len(wording) < 2 or self._is_other(wording):
            return False
        opens, ends = self._opens(wording), self._title.search(wording) is not None
        if strong and (closed or (said.quoted and ends) or (opens and len(wording) >= LEAST)):
            return True
        if (
            strong
            and ends
            and len(wording) >= LEAST
            and (OF_A_YEAR.search(before) or CONFERRER.match(before))
        ):
            return True
        if said.quoted and LISTING.search(wording):
            return True
        if ENTERED.match(verb[0]) and APPLIED_FOR.match(wording):
            return True
        return opens and (ends or said.quoted)

    def _joins(self, said: Said) -> bool:
        """Whether a later member of a list under one verb is an honour: 获评全国文明县城、|国家园林县城|."""
        wording = said.wording
        if len(wording) < LEAST or self._is_other(wording):
            return False
        return (
            (self._opens(wording) or TITLE.search(wording) is not None)
            and not BARE_PRIZE.search(wording)
            and self._title.search(wording) is not None
        )

    def _is_other(self, wording: str) -> bool:
        """Whether a wording is what is got and is no honour: 贷款9000万元, 国家纵向课题."""
        return not TITLE.search(wording) and self._other.match(wording) is not None

    def _opens(self, wording: str) -> bool:
        """Whether a wording opens with who confers it: 全国|…, 合肥市|…."""
        if OPENS.match(wording) or ZONE.match(wording):
            return True
        return any(wording[:length] in self._places for length in (2, 3, 4))


def _presented(text: str) -> Iterator[Name]:
    """The prizes of a list in marks: 颁发了“优秀青年创业者”“光谷工匠企业家”等多个奖项."""
    for match in PRESENTED.finditer(text):
        for inner in IN_LIST.finditer(text, *match.span("all")):
            yield Name(*inner.span(1), "HONOUR", 3)
