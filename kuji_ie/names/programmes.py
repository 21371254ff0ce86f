"""Programmes without marks: 企业主体培育行动, 国家重点研发计划."""

from __future__ import annotations

from collections.abc import Collection

from kuji_ie.names.mention import LEVEL, OPENING, Edge, Edges, Name, skip
from kuji_ie.text.patterns import later

DIGIT = "[一二三四五六七八九十两0-9]"
# What is no name, only a kind of plan: 工作计划, 三年行动, 重点工程. A run of digits is read whole or not at all, so that
# no wording can be split in two ways.
GENERIC = later(
    r"(?:(?:培育|培养|引进|扶持|资助|支持|帮扶|合作|推广|普及|激励)|(?!强(?!化|大|制|基|度)|.{0,4}(?:863|973)).{0,4}(?:工作|年度|投资|采购|招生|生产|销售|教学|培训|实施|发展|总体|重要|考核|招聘|预算|具体|初步|下一步|下步|立法|规划|还款|供应|用地|任务"
    r"|重点|重大|民生|实事|系统|标志性|在建|配套|附属|基础|基础设施|水利|土建|主体|安全|建筑|示范|相关|有关|一体|创新|人才|科技|项目|攻坚|整治|治理"
    r"|专题|检查|执法|宣传|服务|国家|省|市|省级|市级|各级|国家级|区级|上级|改革|申报|日常|集中|统一|联合|自觉|实际|共同|思想|一致|民心|德政|惠民|骨干"
    rf"|(?<!{DIGIT}){DIGIT}+(?!{DIGIT})(?:个|大|项|年|批|号)?|新|提升|建设|引领|攻坚年|提质|扩面|形象|政绩|强基|大型|大|小型|部分|多个|这些|这一|该|本|此|试点)+(?:建设)?)"
)
# A programme that nothing introduces says what it is for, or begins with its level.
PURPOSE = later(
    r"培育|提升|倍增|攻关|引育|引才|引智|改造|升级|攻坚|赋能|振兴|提质|增效|领军|强基|育苗|跃升|壮大|陪跑|孵化|突破|集聚|转型|计划$"
)
# Works that are built are no programmes: 污水管网改扩建|工程.
WORKS = later(
    r"道路|公路|铁路|大桥|桥梁|隧道|管网|管道|管线|扩建|改建|迁建|新建|扩容|水库|河道|堤防|安置|供水|供热|供电|供气|排水|排涝|污水|防洪|灌区|引水|调水|输水|电网|变电|输电|光伏|风电|电站|码头|航道|机场|轨道|地铁|快速路|高速|枢纽|装修|装饰|绿化|亮化|修缮|校舍|病房|主体(?!培[育优]|倍增|提升|壮大)|配套|附属|一期|二期|三期|水资源|水厂|泵站|海堤|渔港|粮库|电厂|核电|垃圾|处理厂|基础设施|老旧小区|厂房|大楼|棚户区|过江|延伸|处理厂"
)
# 实施…倍增工程和|…路线图计划, “突破计划”和|…培育项目
COORDINATE = later("(?:工程|计划|行动|专项|项目)”?[和及与]$")
# 协同创新行动|和科技创新人才引育行动: another of the same kind follows
ALSO = later("[和与、][一-鿿]{4,16}?(?<!联合)(?<!统一)(?:行动|计划)(?![力者派上])")
# 落实|新一轮|…: words between what introduces a name and the name
SKIPPED = later(r"(?:新一轮|[全我本][国省市区县])$")
# 实施|以大数据为引领的|…行动计划: what a name may open with
LED_BY = later(r"以[一-鿿]{2,14}为(?:引领|核心|主导|重点|支撑|导向|抓手|主体|基础|目标|牵引)的$")
LONGEST_LED_BY = 20
# 闯进|全国创新创业大赛: a contest of a level needs nobody to introduce it
CONTEST = later(r"[一-鿿]{2,}赛$")
OF_LEVEL = later(r"全国|中国|国际|世界|[省市]|[一-鿿]{2,3}[省市州]")
# 启动|促进科技成果转化五年行动: what introduces a name that opens with its verb
LAUNCHED = later(r"(?:实施|启动|开展|出台|推出|发起)$")
FUND = "基金"  # 省科技成果转化|引导基金: of a level only
# 优秀青年科技创新创业人才|培育项目: of people only, and where it is introduced
PROJECT = "项目"
PEOPLE = later(r"(?:人才|团队|英才|青年|队伍)$")
EARTHEN = "工程"
# 万名科技特派员|助力|乡村振兴行动: a verb inside the name that a programme is introduced with
INNER = ("助力", "赋能", "服务", "促进", "带动", "支撑", "引领", "支持", "帮扶", "携手")
LOAN_GENERIC = later(
    ".{0,4}(?:信用|抵押|质押|担保|经营|商业|普通|小额|消费|住房|公积金|流动资金|中长期|优惠|无息|低息|贴息|科技)"
)
LONGEST_LOAN = 6  # characters before 贷 and 券: 知识产权质押|贷
LEAST, LEAST_LOOSE = 2, 4  # characters of a programme before its head: introduced, and not


class ProgrammeNames:
    """Builds the names of programmes from their heads (计划, 行动, 工程 …)."""

    def __init__(self, edges: Edges, provinces: Collection[str] = ()) -> None:
        self._edges = edges
        self._provinces = provinces

    def build(self, text: str, start: int, end: int) -> Name | None:
        """企业主体培育行动, 国家重点研发计划: a name and 计划, 工程, 行动; 工作计划 has none."""
        edge = self._edges.left(text, start)
        if edge is None:
            return None
        whole = self._with_verb(text, edge, start) if end - start > 1 else None
        if whole is not None:
            return Name(whole, end, "PROGRAMME", 4)
        first = skip(OPENING, text, edge.at, start)
        length = start - first
        loan = end - start == 1
        if length < LEAST or (loan and length > LONGEST_LOAN):
            return None
        if text.endswith(FUND, start, end):
            return Name(first, end, "PROGRAMME", 4) if LEVEL.match(text, first) else None
        if (LOAN_GENERIC if text[start] == "贷" else GENERIC).fullmatch(text, first, start):
            return None
        if text.endswith(PROJECT, start, end) and not PEOPLE.search(text, first, start):
            return None
        if text.endswith(EARTHEN, start, end) and WORKS.search(text, first, start):
            return None
        led = LED_BY.search(text, max(0, edge.at - LONGEST_LED_BY), edge.at)
        if led and self._is_introduced(text, self._edges.left(text, led.start())):
            return Name(led.start(), end, "PROGRAMME", 4)
        return Name(first, end, "PROGRAMME", 4) if self._is_told(text, edge, (first, start, end)) else None

    def _is_told(self, text: str, edge: Edge, place: tuple[int, int, int]) -> bool:
        """Whether what stands round a head, or before it in the name, says that it is a programme."""
        first, start, end = place
        length = start - first
        if self._is_introduced(text, edge) or COORDINATE.search(text, edge.at - 4, edge.at):
            return True
        if text.endswith(PROJECT, start, end):
            return False
        if text[start] == "贷" and length > LEAST:
            return True
        is_contest = CONTEST.fullmatch(text, start, end) is not None and end - start > LEAST
        if is_contest and (OF_LEVEL.match(text, first) or text[first : first + 2] in self._provinces):
            return True
        if length < LEAST_LOOSE:
            return False
        if PURPOSE.search(text, first, start):
            return True
        is_earthen = text.endswith(EARTHEN, start, end)
        if ALSO.match(text, end) and not is_earthen:
            return True
        is_open = edge.marked or LEVEL.match(text, first) is not None
        return is_open and not is_earthen

    def _is_introduced(self, text: str, edge: Edge | None) -> bool:
        """Whether a word introduces the name that begins at an edge: 落实|新一轮|…; 全市域 is one word."""
        if edge is None or edge.introduced:
            return edge is not None
        skipped = None if text[edge.at] == "域" else SKIPPED.search(text, max(0, edge.at - 3), edge.at)
        before = self._edges.left(text, skipped.start()) if skipped else None
        return (
            before is not None and before.introduced and skipped is not None and before.at == skipped.start()
        )

    def _with_verb(self, text: str, edge: Edge, start: int) -> int | None:
        """Where a name begins that holds a verb: 实施|万名科技特派员助力乡村振兴行动, 启动|促进成果转化五年行动."""
        if not text.endswith(INNER, 0, edge.at):
            return None
        whole = self._edges.left(text, edge.at - 2)
        if whole is None or not whole.introduced:
            return None
        if edge.at - 2 - whole.at >= LEAST:
            return skip(OPENING, text, whole.at, start)
        rest = start - edge.at
        if whole.at != edge.at - 2 or rest < LEAST_LOOSE or LEVEL.match(text, edge.at):
            return None
        return whole.at if LAUNCHED.search(text, max(0, whole.at - 2), whole.at) else None
