"""Names by their build: level + type, name + 计划, award + grade, lists, bodies; one pass for all heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kuji_ie.lexicon import Lexicon
from kuji_ie.names.mention import LEVEL, OPENING, Edge, Edges, Name, skip
from kuji_ie.names.programmes import ProgrammeNames
from kuji_ie.names.quoted import kind_after
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.text.patterns import later

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

LEVEL_OF_PLACE = later(r"[省市区县州旗盟](?<![全我本各该外他].)级?(?:级)?")
GRADED = later(r"(?:[一二三四五]星级?|[A-E]类|[1-5]A级?|卓越级|标准级|领航级|先进级|培育)$")
MODIFIER = later(r"[\u4e00-\u9fffA-Za-z0-9“”·()]*")
BODY = later(
    r"[局厅院司校会]|以上|政府|部门|公司|园区(?!域)|企业(?!研究|技术|重点|研发|高新|创新|孵化|家)|家$|个$"
)
# 溆浦县|雨溆工业园|科技企业孵化器 is what a park of a place has, no honour
PARK = later(r"(?:工业|产业|科技|创业|软件|物流|科创)园")
BODY_TYPE = later(r"(?:中心|研究院|实验室)$")
# 创新型县|(市、区), 科技小巨人|(含培育)企业
UNITS = later(r"\((?:县|市|区|县、市|市、区|县、市、区|市区|县区|(?:含?培育|潜在|试点))\)(?:企业)?")
# 市、|区科技小巨人企业, 国家和|市级企业技术中心: the levels before the one that a name begins with
LEVELS = later(r"(?<![验范发新园产社城行导带地])(?:(?:国家|[省市区县])级?(?:[、和及]|以及))+$")
PARTS_OF_CITIES = frozenset(("新区", "市区", "城区", "郊区", "矿区"))  # 高|新区众创空间
OWN_LEVEL = frozenset("区县镇州盟旗")  # a level where a wording begins: 拥有|区科技小巨人企业
PRIZE = later(r"奖$")
WORK = ("专利", "项目", "成果", "作品")
TALENT = later(r"人才|团队|专家")
PLACE_SUFFIX = frozenset("省市区县州旗盟")
ORG_OPENING = later(r"(?:建设|设置|提升|企业|团队|公司|由|实行)+")
ORG_GENERIC = later(
    r"(?:引进|培育|创建|.*(?:企业\+?|高校|院校|机构|各类|若干|单位)|.{0,3}(?:新型|龙头|头部|重点|上市|民营|国有|外地|知名|本地|大型|子|母|分|总|科技|创新|技术|产业|创业|合作|联合|国家|省级?|市级?|区级?|国家级|全国|全省|全市|公立|三甲|中心|综合|双一流|高水平|部属|省属|职业|校企|研究型|应用型|老年|移动|三级|定点|儿童|互联网|智慧|股份制|县级?|乡镇|社区|人民|中医|妇幼|专科|基层|央企|央地|商业|国际|多|[一二三四五六七八九十两0-9]+(?:家|所|个))+)"
)
SELF_LIST = later(
    r"[0-9百千十T](?:(?<=[0-9百千])[0-9]{0,3}强(?![国调化大度劲势制])|(?<=[百十])佳|(?<=T)OP ?[0-9]{1,4})"
)
LIST_TAIL = later(r"企业|县市区?|县\(市\)|[县区市镇](?![场长])|园区|城市|高校|品牌")
LIST_MAKER = later(r"世界|全球|中国|全国|民营")
LIST_OPENING = later(r"(?:进入|入围|排名|稳居|位列|第|前|的|居|列|了)+")
PRIZE_BARE = later(r".*大|(?:[获得夺捧摘领设评颁授选等重大]|[0-9]+[项个].*)*")
TITLED = later("示范|先行|[试实]验区|先导|模范|首台套")
# 安徽省首批|科技成果转化中试基地, 湖北省2022-2023年度|上市后备企业: a level that a batch or a year parts from its type
BATCH = later(
    r"(?:[一-鿿]{2,3}[省市区县州]|国家级?|全国|省级?|市级?)(?:首批|第[一二三四五六七八九十0-9]+批次?|(?:[0-9]{4}-)?[0-9]{4}年度?)$"
)
BATCH_ENDS = tuple("批次年度")
# 青海省科技成果转化中心、…|等14家单位获得…: a body whose name opens a list of recipients
LISTED_BODY = later(
    r"(?:、[^,。;、\n]{2,30}){0,4}等(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})[家个][一-鿿]{1,10}?(?:被|获|入选|荣|通过)"
)
LADDER = ("梯队", "成长梯队", "培育梯队", "后备梯队")  # 科技型企业|成长梯队
TWICE = later("(企业|项目|单位|团队)(?=\\1)")  # 7个企业|企业技术创新奖
OF_GROUP = later("组(?:大赛|总?决赛)?$")  # 初创企业组大赛|一等奖: the grade alone is what is won
GRADE = later("[特一二三]等奖")
WON = later(r"(?:获|获得|荣获|斩获|摘得|夺得)“?$")  # 获得|“优胜奖”
# 新增|“北岸新锐”企业|15家: a kind in marks that is conferred on a number of enterprises
CONFERRED = later(r"(?:新增|新认定|新培育|新评定|认定|评定|获评)$")
OF_THEM = later(r"[0-9]+家")
STATISTICAL = later(r"“(?:[^“”]{0,3}[一二三四五六七八九]|[^“”]*[上升转][^“”]*)”")  # “四上”企业
PRIZE_IN_MARKS = later("“[^“”]{2,12}奖”$")  # “科学技术进步奖”|一等奖
LONGEST_LEVEL = 9  # characters of a level and what follows it before marks: 四川省制造业|“贡嘎培优”企业
LONGEST_MARKED = 14  # characters of a name within marks
# “特支计划”创新创业|领军人才, “前沿技术|创新团队”
MARKS = later(rf"“[^“”\n,。;]{{0,{LONGEST_MARKED}}}(?P<closed>”[一-鿿]{{0,6}})?$")
IN_NAME = later("“[^“”]{2,}$")  # “惠煌农业|星创天地” is the name of one
ENTERPRISE = "企业"
KINDS_IN_BRACKETS = ("培育", "潜在", "种子", "后备")
SHORT = 3  # a type of so few characters (实验室) stands right after its level
LEAST = 2  # characters of a name before its head

Build = Callable[[str, int, int], "Name | None"]


class BuiltNames:
    """Finds names of the lexicon's kinds that no pack has.

    The types of honours are those of the cue roles `name.…` and, where an entry begins with its level (省级众创空间), what
    follows it: a pack of one province teaches the types for all. `places` are the names of regions, `cities` those of
    provinces and cities.
    """

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary, edges: Edges) -> None:
        self._edges = edges
        regions = lexicon.entries("region")
        self.places = frozenset(form for entry in regions for form in entry.forms)
        self.cities = frozenset(
            form
            for entry in regions
            if entry.get("level") in ("province", "prefecture")
            for form in entry.forms
        )
        self._full_names = frozenset(entry.name for entry in regions) | {
            form
            for entry in regions
            if entry.name.endswith(("自治州", "盟", "旗"))
            for form in entry.forms
            if form[-1] == entry.name[-1]
        }
        self._provinces = frozenset(
            form for entry in regions if entry.get("level") == "province" for form in entry.aliases
        )
        self._national = frozenset(
            form
            for entry in lexicon.entries("honour")
            if entry.get("level") == "国家"
            for form in entry.forms
        )
        self._builds: dict[str, Build] = {
            type_: self._prize if PRIZE.search(type_) else self._honour for type_ in taught_types(lexicon)
        }
        for role, build in (
            ("name.body", self._organisation),
            ("name.prize", self._prize),
            ("name.title", self._title),
            ("name.with_level", self._honour),
            ("name.alone", self._honour_alone),
            ("name.programme", ProgrammeNames(edges, self._provinces).build),
        ):
            self._builds.update(dict.fromkeys(sorted(vocabulary.words(role)), build))
        self._builds["”"] = self._of_marks
        for type_ in [type_ for type_, build in self._builds.items() if type_.endswith(ENTERPRISE)]:
            for kind in KINDS_IN_BRACKETS:  # 科技领军(培育)企业
                bracketed = f"{type_.removesuffix(ENTERPRISE)}({kind}){ENTERPRISE}"
                self._builds.setdefault(bracketed, self._builds[type_])
        for word in ("实验室", "创新实验室"):
            self._builds[word] = self._laboratory
        for word in sorted(vocabulary.words("name.none")):
            self._builds.setdefault(word, _nothing)
        self._machine: AhoCorasick | None = None
        self._order: list[Build] = list(self._builds.values())

    def find(self, text: str) -> Iterator[Name]:
        """The names, overlapping ones included."""
        if self._machine is None:
            from ahocorasick_rs import AhoCorasick, MatchKind

            self._machine = AhoCorasick(list(self._builds), matchkind=MatchKind.LeftmostLongest)
        for index, start, end in self._machine.find_matches_as_indexes(text):
            name = self._order[index](text, start, end)
            if name is not None:
                yield name
        yield from self._lists(text)

    def _honour(self, text: str, start: int, end: int) -> Name | None:
        """市级众创空间, 国家企业技术中心, 杭州市级研发机构: a level and a type, modifiers between them."""
        first = self._level(text, start, end)
        if first is None:
            return None
        if _is_listed_body(text, first, start, end):
            return None
        units = UNITS.match(text, end)
        end = units.end() if units else end
        return Name(first, end + _closing(text, first, end), "HONOUR", 2)

    def _honour_alone(self, text: str, start: int, end: int) -> Name | None:
        """潜在独角兽企业, 苏州市独角兽培育企业: a type that says enough by itself."""
        first = self._level(text, start, end)
        if first is None:
            if IN_NAME.search(text, max(0, start - LONGEST_MARKED), start) and text[end : end + 1] == "”":
                return None
            for prefix in ("潜在", "准", "种子", "未来"):
                if text.startswith(prefix, start - len(prefix)):
                    first = start - len(prefix)
        units = UNITS.match(text, end)
        return Name(start if first is None else first, units.end() if units else end, "HONOUR", 2)

    def _of_marks(self, text: str, start: int, end: int) -> Name | None:
        """四川省制造业“贡嘎培优”企业, 国家级“专精特新”重点企业: a level, a name in marks, and a kind after them."""
        opened = text.rfind("“", max(0, start - LONGEST_MARKED), start)
        last = kind_after(text, opened, end) if opened >= 0 else None
        if last is None:
            return None
        if CONFERRED.search(text, max(0, opened - 3), opened) and OF_THEM.match(text, last):
            return None if STATISTICAL.match(text, opened) else Name(opened, last, "HONOUR", 4)
        first = self._level_from(text, self._edges.left(text, opened), opened, last)
        if first is None or opened - first > LONGEST_LEVEL or "”" in text[first:opened]:
            return None
        return Name(first, last, "HONOUR", 4)

    def _laboratory(self, text: str, start: int, end: int) -> Name | None:
        """省实验室 is an honour, 天目山实验室 a body."""
        return self._honour(text, start, end) or self._organisation(text, start, end)

    def _level(self, text: str, start: int, end: int) -> int | None:
        """Where the level before a type begins, None where there is none."""
        if text.startswith(("项目", "计划", "工程"), end) and TALENT.search(text, start, end):
            return None
        if text.startswith(LADDER, end):
            return None
        first = self._level_from(text, self._edges.left(text, start), start, end)
        if first is None:
            marks = MARKS.search(text, max(0, start - LONGEST_MARKED - 8), start)
            if marks and (marks["closed"] or text[end : end + 1] == "”"):
                first = self._level_from(text, self._edges.left(text, marks.start()), start, end)
        return first

    def _level_from(self, text: str, edge: Edge | None, start: int, end: int) -> int | None:
        """Where the level before a type begins, not looked for beyond `edge`."""
        if edge is None:
            return None
        levels = [level for level in LEVEL.finditer(text, edge.at, end) if level.end() <= start]
        level = levels[-1] if levels else None
        if level is None:
            place = self._level_of_place(text, edge.at, start) or _batch(text, edge.at)
            if place is None or text[start:end] in self._national:
                return None
            first, last = place
        else:
            first, last = level.start(), level.end()
            if text[first] in PLACE_SUFFIX:
                first = self._with_place(text, edge.at, first)
            if (
                text[last - 1] != "级"
                and BODY_TYPE.search(text, start, end)
                and skip(OPENING, text, edge.at, first) < first
            ):
                # 智能终端四川省重点实验室; 杭州中科国家技术转移中心 is a body
                is_laboratory = first < level.start() and text.endswith("实验室", start, end)
                return skip(ORG_OPENING, text, edge.at, first) if is_laboratory else None
        between = text[last:start]
        if level is None and PARK.search(between):
            return None
        if BODY.search(between) or not MODIFIER.fullmatch(between):
            return None
        is_short = end - start <= SHORT
        if is_short and text[first:last] in self._provinces:
            return None  # 上海示范区|线
        if is_short and between and not TITLED.match(text, start) and not GRADED.search(between):
            return None
        before = LEVELS.search(text, max(0, first - 12), first)
        return before.start() if before else first

    def _with_place(self, text: str, low: int, at: int) -> int:
        """Where the place that a level belongs to begins: 杭州|市级, 浙江|省; else the level itself."""
        for length in range(min(9, at - low), 1, -1):
            before = text[at - length : at]
            if text[at] == "省" and before[-1] in "市区县州":  # 嘉鱼县|省级…
                return at
            if before in self.places or before + text[at] in self.places:
                return at - length
        return at

    def _level_of_place(self, text: str, low: int, high: int) -> tuple[int, int] | None:
        """What stands for a level before a type: 滨江区|重点实验室, 区|企业技术中心, 湖北|科技特派员工作站."""
        if text[low : low + 1] in OWN_LEVEL and low < high:
            return low, low + 1
        for length in (2, 3):
            if text[low : low + length] in self._provinces and low + length <= high:
                return low, low + length
        return next(self._places_in(text, low, high), None)

    def _places_in(self, text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        """A place with its 省, 市, 区 or 县 in a wording, the last one first."""
        for match in reversed(list(LEVEL_OF_PLACE.finditer(text, low, high))):
            at = match.start()
            for length in range(min(9, at - low), 0, -1):
                name = text[at - length : at + 1]
                if name in self._full_names and name not in PARTS_OF_CITIES and (length > 1 or at - 1 == low):
                    yield at - length, match.end()
                    break

    def _prize(self, text: str, start: int, end: int) -> Name | None:
        """国家科技进步奖二等奖, 中国专利金奖: whatever stands before 奖 up to a word that is no part of it."""
        edge = self._edges.left(text, start)
        if edge is None or text.startswith(("励", "项", "补", "工作站", "得主", "获得者"), end):
            return None
        first = skip(OPENING, text, edge.at, start)
        if text.startswith(WORK, first) and text[first + 2 : first + 4] in self.places:
            first += 2  # 1项专利|四川专利奖
        twice = TWICE.match(text, first, end)
        first = twice.end() if twice else first
        before = LEVELS.search(text, max(0, first - 12), first)  # 国家、|上海科学技术奖
        first = before.start() if before else first
        if GRADE.fullmatch(text, start, end) and OF_GROUP.search(text, max(first, start - 5), start):
            return Name(start, end, "HONOUR", 3)
        marks = PRIZE_IN_MARKS.search(text, max(0, start - LONGEST_MARKED - 2), start)
        if marks:
            return Name(marks.start(), end, "HONOUR", 3)
        named = end - start > SHORT + 1  # 自然科学奖一等奖 says by itself which prize it is
        if start == first and end - start == SHORT and WON.search(text, max(0, start - 3), start):
            return Name(start, end, "HONOUR", 3)
        if not named and (start - first < LEAST or PRIZE_BARE.fullmatch(text, first, start)):
            return None
        return Name(first, end, "HONOUR", 3)

    def _title(self, text: str, start: int, end: int) -> Name | None:
        """全省科技工作先进集体: a title and whose it is."""
        edge = self._edges.left(text, start)
        return Name(edge.at if edge else start, end, "HONOUR", 3)

    def _organisation(self, text: str, start: int, end: int) -> Name | None:
        """东华大学绍兴创新研究院, 浙江精工碳纤维有限公司, 市科技局: a body with a name of its own."""
        edge = self._edges.left(text, start)
        if edge is None:
            return None
        first = skip(ORG_OPENING, text, skip(OPENING, text, edge.at, start), start)
        if text[end - 1] in "局厅部委府会":
            low = first if start - first <= 10 else start
            return None if text.startswith("人民", low) else Name(low, end, "ORG", 6)
        if start - first < LEAST or ORG_GENERIC.fullmatch(text, first, start):
            return None
        return Name(first, end, "ORG", 6)

    def _lists(self, text: str) -> Iterator[Name]:
        """全省高新技术企业创新能力500强, 中国民营企业百强: a list and who made it."""
        for match in SELF_LIST.finditer(text):
            edge = self._edges.left(text, match.start())
            if edge is None:
                continue
            first = skip(LIST_OPENING, text, skip(OPENING, text, edge.at, match.start()), match.start())
            made = LIST_MAKER.search(text, first, match.start())
            first = made.start() if made else first
            if match.start() - first >= LEAST:
                tail = LIST_TAIL.match(text, match.end())
                yield Name(first, tail.end() if tail else match.end(), "HONOUR", 3)


def taught_types(lexicon: Lexicon) -> set[str]:
    """The types of the honours whose wording begins with a level: 众创空间 of 省级众创空间."""
    return {
        form[match.end() :]
        for entry in lexicon.entries("honour")
        if entry.get("level") in ("国家", "省", "市", "区县")
        for form in entry.forms
        if (match := LEVEL.match(form)) and len(form) - match.end() > SHORT
    }


def _closing(text: str, start: int, end: int) -> int:
    """One where the mark after a name closes marks inside it: 市“前沿技术创新团队|”."""
    return int(text[end : end + 1] == "”" and text.count("“", start, end) > text.count("”", start, end))


def _is_listed_body(text: str, first: int, start: int, end: int) -> bool:
    """Whether a type with a place before it is a body that opens a list: 青海省科技成果转化中心等14家单位获得…."""
    opens = first == 0 or text[first - 1] in ",。;:、\n"
    if not opens or "级" in text[first:start] or not BODY_TYPE.search(text, start, end):
        return False
    return LISTED_BODY.match(text, end) is not None


def _batch(text: str, at: int) -> tuple[int, int] | None:
    """An empty stretch at `at` where a level and its batch or year stand before: 安徽省首批|….."""
    is_batch = text.endswith(BATCH_ENDS, 0, at) and BATCH.search(text, max(0, at - 16), at)
    return (at, at) if is_batch else None


def _nothing(text: str, start: int, end: int) -> Name | None:
    """A longer word that is no head: 工程师."""
    return None
