"""Names that quotation marks or 《》 show: “双倍增”行动, “创业陪跑计划”, 《…实施意见》."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kuji_ie.names.mention import Edges, Name
from kuji_ie.text.patterns import later

QUOTED = later(r"“([^“”\n。;,!?:]{1,28})”")
# What follows the marks and makes a programme of them; a mechanism or reform right after them only.
TAIL = later(
    r"""(?=[一-鿿A-Za-z0-9+])
        (?:[一-鿿A-Za-z0-9+]{0,10}?
          (?: (?:专项|攻坚|三年|五年)?行动(?:方案|计划)? | (?:培育|支持|引进|引智|人才|行动|专项|研发|攻关|发展|重点)?计划 | (?:建设|培育|提升)?工程(?!师|院|研究|中心|技术|建设|项目|质量|款)
            | (?:重点|重大)?专项(?!资金|债|整治|治理|检查|规划|培训|改革|措施|政策|审计|督查) | 试点(?!单位|企业|城市|县|区|地区|示范|省|市|村|园) | 创新创业大赛 | (?:创业|创新|高创|创)?(?:大赛|挑战赛|赛(?![道事场区制]|[一-鿿]赛)) )
        | (?<=[0-9]”)项目 | [一-鿿]{0,2}(?:队伍|人才|团队)(?:建设|培养|培育|引进)项目
        | 改革(?!创新|发展) | 引智项目 | 培育项目 | 揭榜挂帅(?:项目|专项)? | 科创体系建设 | 科技创新体系建设)""",
    re.VERBOSE,
)
# These only say what kind of thing the marks hold: the name is what they hold.
KIND = later(
    r"(?:[一-鿿]{0,2}(?:品牌|主题|系列|科技))?活动(?!率)|(?:[一-鿿]{0,2}(?:服务|活动|招引|引才|人才|招才|科技|科普|工作|党建|赛事))?品牌(?!企业)|[一-鿿]{0,2}政策(?!清单|支持|红利|性|落实|措施)|(?:长效|工作)?机制(?!保障)|[一-鿿]{0,2}论坛|[一-鿿]{0,2}专列"
)
SCHOOLING = later("专业|学科|课程|院系")  # “道路与桥梁工程”专业群
COUNTED = later(
    r"(?:形象|政绩|面子|样板|民心|民生|德政|惠民|豆腐渣|半拉子|烂尾)工程|[一二三四五六七八九十两0-9]+(?:[一-鿿]{0,2}|[个大项][一-鿿]{0,10})"
)
GROUPED = later(r".{0,2}[一二三四五六七八九十两0-9]+[个大项].{0,10}|并重|.{0,3}重点.{0,6}")
STOPS = later(
    r"实现|完成|开展|推动|促进|推进|实施|纳入|支撑|联赛|锦标赛|球|马拉松|龙舟|歌手|[的了和与等在为及获]|入选|列入|立项|评为|事项|工作$|项目|企业"
)
# A quoted name that says itself what it is.
INITIATIVE = later(
    r"[一-鿿A-Za-z0-9·+×\-]{2,22}(?:计划|工程|行动|专项|试点|攻坚年|提升年|突破年|服务年|建设年|落实年|深化年|改革年|大赛|挑战赛|论坛|讲坛|沙龙|企业行|科技行|会客厅|贷|券|科技周|大讲堂|沙龙|行动方案|人才新政|科技新政|行动计划)|[一-鿿]{2,8}(?:计划|行动|工程)[1-9]\.[0-9]|[一-鿿]{2,8}(?:(?:活动|宣传|服务)[日周月]|企业家日)|[一-鿿]{0,6}三下乡|[一-鿿]{4,10}(?<![先同前银现运进执推履流])行|[一-鿿]{1,8}杯"
)
# What stands round a quoted name that is an initiative without saying so: 以“三联系”为抓手, 深化“三服务”.
BEFORE = later(
    r"(?:实施|推进|启动|开展|深化|落实|践行|推行|申报|创新推出|推出|打响|举办)(?:全[省市区县])?(?:“[^“”]{1,12}”[、]?){0,2}$"
)
AFTER = later(r"为(?:抓手|牵引|载体|主线|契机|引领|总抓手|突破口)")
# 新一轮“三大改造”|启动以来
SINCE = later(r"(?:启动|实施|开展)(?:以来|后)")
# 高层次科技创新人才|“双百计划”: whom a programme is for stands before its marks
FOR_WHOM = later(r"[一-鿿]{2,}(?:人才|团队|专家|青年|博士|企业)$")
# 高新技术企业和|科技型企业“双倍增”行动计划: two kinds of one noun
TWO_KINDS = later(r"(?P<noun>企业|人才|团队)[和、与]$")
# 国家|“引才计划”人才 tells of the programme, no title of a person
HEADED = later(r"(?:计划|工程|行动)$")
# 国家级|“专精特新”重点企业: a kind of enterprise or team of a level
KIND_OF_LEVEL = later(
    r"[一-鿿]{0,8}?(?:企业(?!家)|团队|人才)(?!计划|行动|工程|培[育训]|引进|孵化|项目|库|资助|政策|服务|梯队|(?:重点|创新)?研[究发])"
)
# Words in marks for their sound, not for a name.
FIGURATIVE = later(
    r".*[+、].*|.*(?:式|型|化|性|力|器|石|军|池|场|院|关|键|手|头|子|地|桥|生|网|系列|揽子|盘棋|张图|把手|之痛|之重|答卷|要素|体系|模式|目标|理念|思想|精神|政策|清单|底线|短板|问题|难题|需求|资源|能力|水平|效应|品牌|格局|链条|模型|库|率|局|区|群|圈|带|港|谷|城|路)|十[一二三四五六]五|.{0,3}(?:卡脖子|产学研|双循环|四个|三个代表|两个|双一流|放管服|走出去|引进来|GDP|R&D).*|.*[a-zA-Z0-9]"
)
TITLE = later(r"《([^《》\n]{2,80}(?:《[^《》\n]{2,60}》[^《》\n]{0,40})?)》")
POLICY = later(
    r"办法|意见|方案|规划|条例|计划|措施|通知|政策|细则|规定|纲要|规范|标准|指南|要点|决定|规则|制度|决议|公告|目录|清单|章程|若干|建议|条$|法$|准则|指引|协定|协议|白皮书|蓝皮书|报告|指数|规程"
)
# A body that runs the programme, or a word of time, is no part of its name: 科技部|“科技助力经济2020”重点专项.
BODY = later(
    r"(?:[^“”]{0,8}(?:[局厅委部]|(?<![大名])院|团队)|(?:国家|全国)级?$|[一-鿿]{0,4}[省市区县]级?$|首届|第[一二三四五六七八九十0-9]+届|明年|今年|系列|全[省市区县]|好)+"
)
VERBS = (
    "培育",
    "创建",
    "引进",
    "优化",
    "保障",
    "推广",
    "促进",
    "巩固",
    "拓展",
    "带动",
    "提高",
    "升级",
    "打造",
)
LONGEST_FOR = 16  # characters before the marks that say whom a name is for
PREFIX = 14  # characters before the marks that may belong to a name: 科技企业“双倍增”计划


def find_titles(text: str) -> Iterator[Name]:
    """The titles of policies in 《》, without the marks; books and papers are left alone."""
    for match in TITLE.finditer(text):
        if POLICY.search(match[1]):
            yield Name(match.start(1), match.end(1), "POLICY", 1)


def find_quoted(text: str, edges: Edges) -> Iterator[Name]:
    """Programmes in quotation marks, with the words round them that belong to the name.

    实施科技企业“双倍增”“双迈进”行动 gives 科技企业“双倍增”“双迈进”行动; “生力军” and “一站式”服务 give none.
    """
    for match in QUOTED.finditer(text):
        start, end = match.span()
        tail = TAIL.match(text, end)
        inner = match[1]
        if tail and not STOPS.search(_free(tail[0])):
            yield Name(_prefix(text, start, edges), tail.end(), "PROGRAMME", 2)
        elif _is_named(text, start, end, inner):
            yield Name(_named_before(text, start, edges), end, "PROGRAMME", 5)


def kind_after(text: str, start: int, end: int) -> int | None:
    """Where the kind of enterprise or team ends that marks at `[start, end)` name: “贡嘎培优”企业, “专精特新”重点企业."""
    kind = KIND_OF_LEVEL.match(text, end)
    inner = text[start + 1 : end - 1]
    if kind is None or (kind[0] == "人才" and HEADED.search(inner)) or FIGURATIVE.fullmatch(inner):
        return None
    return kind.end()


def _is_named(text: str, start: int, end: int, inner: str) -> bool:
    """Whether the words in marks alone name an initiative: “步鱼计划”, “三服务”活动, 以“三联系”为抓手."""
    if SCHOOLING.match(text, end):
        return False
    if SINCE.match(text, end):
        return True
    if INITIATIVE.fullmatch(inner):
        return not COUNTED.fullmatch(inner)
    if KIND.match(text, end):
        named = len(inner) > 2
    else:
        named = 2 <= len(inner) <= 12 and _is_initiative(text, start, end)
    return named and not FIGURATIVE.fullmatch(inner) and not GROUPED.fullmatch(inner)


def _free(tail: str) -> str:
    """A tail without the head that may hold a word of the stops: 引智项目, 促进行动."""
    return re.sub(
        r"(?:促进|推进)(?=(?:行动|计划|工程)$)|(?:引智|培育|揭榜挂帅|建设|培养|引进|^)项目$", "", tail
    )


def _is_initiative(text: str, start: int, end: int) -> bool:
    """Whether what stands round a quoted word makes an initiative of it."""
    if AFTER.match(text, end):
        return text[start - 1 : start] == "以"
    closed = text[end : end + 1] in (*",。;、”“\n)", "")
    return closed and BEFORE.search(text, max(0, start - 30), start) is not None


def _prefix(text: str, start: int, edges: Edges) -> int:
    """Where a name begins whose marks open at `start`: quoted names and words right before belong to it."""
    at = start
    for _ in range(3):
        opened = text.rfind("“", max(0, at - 16), at - 1) if text[at - 1 : at] == "”" else -1
        if opened < 0:
            break
        at = opened
    edge = edges.left(text, at)
    if edge is None or at - edge.at > PREFIX:
        return at
    first = BODY.match(text, edge.at, at)
    low = first.end() if first else edge.at
    if text.endswith(VERBS, low, at):
        return at
    if at - low < 2:  # 省、市|“315”工程
        return at
    kinds = TWO_KINDS.search(text, max(0, low - 3), low)
    if kinds and text.endswith(kinds["noun"], low, at):
        other = edges.left(text, kinds.start())
        if other and kinds.end() - other.at <= PREFIX and kinds.start() - other.at > 1:
            return other.at
    return low


def _named_before(text: str, start: int, edges: Edges) -> int:
    """Where a name in marks begins that says before them whom it is for: 顶尖人才“突破计划”."""
    edge = edges.left(text, start)
    if edge is None or start - edge.at > LONGEST_FOR or not FOR_WHOM.fullmatch(text, edge.at, start):
        return start
    return edge.at
