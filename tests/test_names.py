"""Programmes, honours, bodies and titles in text: whole lists, what is no name included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie.lexicon import Lexicon
from kuji_ie.lexing import read
from kuji_ie.models import Entity
from kuji_ie.names import NameFinder
from kuji_ie.quantity import QuantityFinder
from kuji_ie.text.clean import clean
from kuji_ie.units import UnitTable

CORE = Lexicon.load("core")
QUANTITIES = QuantityFinder(UnitTable.of(CORE))
NAMES = NameFinder(CORE)


def find(text: str) -> list[Entity]:
    return NAMES.find(read(clean(text), QUANTITIES))


def brief(text: str) -> list[str]:
    """Each name as its label's first letters and its text: PRO “双倍增”行动."""
    return [f"{entity.label[:3]} {entity.text}" for entity in find(text)]


QUOTED = [
    ("深入推进新一轮科技企业“双倍增”计划。", ["PRO 科技企业“双倍增”计划"]),
    ("实施科技企业“双倍增”“双迈进”行动", ["PRO 科技企业“双倍增”“双迈进”行动"]),
    ("启动“百校联百县”行动，推出“苏科贷”", ["PRO “百校联百县”行动", "PRO 苏科贷"]),
    ("贯彻省、市“888”科技创新体系建设工程", ["PRO “888”科技创新体系建设工程"]),
    ("新立项科技部“科技助力经济2020”重点专项1项", ["ORG 科技部", "PRO “科技助力经济2020”重点专项"]),
    ("深入实施“海星计划”等关键技术攻关", ["PRO 海星计划"]),
    ("坚持以“企业服务提升年”为主线", ["PRO 企业服务提升年"]),
    ("以“四走访”为抓手，深化“五服务”。", ["PRO 四走访", "PRO 五服务"]),
    ("举办首届“走进大湾区·企业科技行”活动", ["PRO 走进大湾区·企业科技行"]),
    ("举办“创响江城”创新创业大赛", ["PRO “创响江城”创新创业大赛"]),
    ("科技成果“沿途下蛋”机制试点", ["PRO 科技成果“沿途下蛋”机制试点"]),
    ("壮大产业“主力军”，提供“一站式”服务，破解“卡脖子”难题。", []),
    ("“十四五”时期，深化“产学研”模式，健全“一系列”机制保障。", []),
    ("持续拓展“三争”行动", ["PRO “三争”行动"]),
    ("实施“十大行动”", []),
    ("实施“青鸟之光”揭榜挂帅项目12项", ["PRO “青鸟之光”揭榜挂帅项目"]),
    ("深入实施制造业高质量发展“骏马计划”", ["PRO 骏马计划"]),
    ("入选国家“引才计划”人才24人", ["PRO 引才计划"]),
    ("“机器管审批”实现工程建设领域全覆盖", []),
    ("“江超”足球联赛激扬青春，打造“茶乡香+”农业品牌", []),
    ("不搞“形象工程”“政绩工程”", []),
    ("开展“化解矛盾维护稳定”专项治理，森林“三库”联动试点区建设", []),
]
PROGRAMMES = [
    ("洋泾湖科创园提升改造工程基本完成", ["PRO 洋泾湖科创园提升改造工程"]),
    ("(二)实施企业主体培育行动。", ["PRO 企业主体培育行动"]),
    ("实施姑苏创新创业领军人才计划", ["PRO 姑苏创新创业领军人才计划"]),
    ("成功立项为国家重点研发计划项目", ["PRO 国家重点研发计划"]),
    ("申报省、市重点研发计划等", ["PRO 省、市重点研发计划"]),
    ("通过举办全国创新挑战赛等6场活动", ["PRO 全国创新挑战赛"]),
    ("推进服务业企业倍增计划", ["PRO 服务业企业倍增计划"]),
    ("制定2024年工作计划，落实三年行动，推进重点工程建设。", []),
    ("工程师、工程建设项目和专项资金", []),
    ("设立3亿元的省科技成果转化引导基金", ["PRO 省科技成果转化引导基金"]),
    ("成立产业引导基金，基金规模扩大", []),
    ("提供3000万元科技人才贷贷款", ["PRO 科技人才贷"]),
    ("办理流动资金贷2亿元，发放经营贷，减少房贷", []),
    ("遴选支持甬城人才工程项目500余个", ["PRO 甬城人才工程"]),
    ("启动实施万名专家助力产业振兴行动", ["PRO 万名专家助力产业振兴行动"]),
    ("开展校企携手赋能制造业升级行动", ["PRO 校企携手赋能制造业升级行动"]),
    ("推动科技助力产业发展", []),
    ("城区污水管网改扩建工程、滨江大桥工程和城北水厂扩容提升工程开工", []),
    ("推进城市道路改造工程，实施企业上云工程", ["PRO 企业上云工程"]),
    ("建设乡村振兴示范村、长三角一体化示范区、数字中国建设峰会", []),
    ("融入长三角一体化发展", ["PRO 长三角一体化"]),
    ("计划培育雏鹰200家", []),
    ("力争在年内计划引进企业14家", []),
]
HONOURS = [
    ("申报市级众创空间7家,省级众创空间2家", ["HON 市级众创空间", "HON 省级众创空间"]),
    ("武汉市级研发机构6家,安徽省重点实验室2家", ["HON 武汉市级研发机构", "HON 安徽省重点实验室"]),
    ("新建省级未来农业研究型孵化基地", ["HON 省级未来农业研究型孵化基地"]),
    ("培育瞪羚企业20家、潜在独角兽企业3家", ["HON 瞪羚企业", "HON 潜在独角兽企业"]),
    ("入选苏州市独角兽培育企业", ["HON 苏州市独角兽培育企业"]),
    ("新增国家级专精特新“小巨人”企业", ["HON 国家级专精特新“小巨人”企业"]),
    ("拥有市级以上孵化载体104家,全省众创空间领先", []),
    ("城市众创空间、上市企业和节省研发中心的开支", []),
    ("获安徽省科学技术奖一等奖2项", ["HON 安徽省科学技术奖一等奖"]),
    ("第二十四届中国专利金奖", ["HON 中国专利金奖"]),
    ("设立奖学金，颁奖并给予奖励", []),
    ("入选“全省高新技术企业高成长200强”榜单", ["HON 全省高新技术企业高成长200强"]),
    ("加强创新，做强产业，研发强度提高", []),
    ("荣获全省科技工作先进集体", ["HON 全省科技工作先进集体"]),
    ("在考核中获评A等次", ["HON A等次"]),
    ("获评“四星”", ["HON 四星"]),
    ("五星级酒店3家", []),
    ("入选国家知识产权强市建设示范城市", ["HON 国家知识产权强市建设示范城市"]),
    ("获评国际湿地城市", ["HON 国际湿地城市"]),
    ("荣获“治沙英雄群体”称号", ["HON 治沙英雄群体"]),
    ("获评第一批省级创新型县(市、区)", ["HON 省级创新型县(市、区)"]),
    ("获得贷款9000万元,获批国家省市纵向课题9项", []),
    ("省“青山计划”创新创业领军人才3人", ["HON 省“青山计划”创新创业领军人才"]),
    (
        "市“前沿技术创新团队”9个,国家级“专精特新”重点企业",
        ["HON 市“前沿技术创新团队”", "HON 国家级“专精特新”重点企业"],
    ),
    ("入选“倍增计划”试点企业名单", ["HON “倍增计划”试点企业"]),
    ("落实市“凤凰”人才培育政策,省“卡脖子”企业,全区“星级”企业", []),
    ("获评“金种子”,荣获市“银种子”企业称号", ["HON 金种子", "HON 市“银种子”企业"]),
    ("摘得“桂冠”", []),
    ("安徽省首批科技成果转化中试基地", ["HON 科技成果转化中试基地"]),
    ("获批“首批安徽省联合共建学科重点实验室”", ["HON 安徽省联合共建学科重点实验室"]),
    ("湖北省2022-2023年度上市后备“金种子”企业", ["HON 上市后备“金种子”企业"]),
    ("荣获“第二届区长质量奖提名奖”", ["HON 区长质量奖提名奖"]),
    ("通报表扬为“安徽省科技创新先进市”", ["HON 安徽省科技创新先进市"]),
    ("荣膺全省工作最高荣誉“科技创新鼎”", ["HON 科技创新鼎"]),
    ("获得创先类区优秀等次,获评优秀(A类)", ["HON 创先类区优秀等次", "HON 优秀(A类)"]),
    ("获优秀毕业生称号,获得优秀人才", []),
    ("获评国家级博士后工作站数量创历史新高", ["HON 国家级博士后工作站"]),
    ("“科学技术进步奖”一等奖2项", ["HON “科学技术进步奖”一等奖"]),
    ("项目获国家、上海科学技术奖", ["HON 国家、上海科学技术奖"]),
    (
        "国家和市级企业技术中心21个,省市级企业技术中心12家",
        ["HON 国家和市级企业技术中心", "HON 省市级企业技术中心"],
    ),
    ("打造实验区、省高质量发展改革创新实验区", ["HON 省高质量发展改革创新实验区"]),
    ("科技小巨人企业(培育)593家", ["HON 科技小巨人企业(培育)"]),
    ("提高企业效益,建设上海示范区线", []),
]
BODIES = [
    ("引进清华四川能源互联网研究院", ["ORG 清华四川能源互联网研究院"]),
    ("与天目山实验室、浙江大学合作", ["ORG 天目山实验室", "ORG 浙江大学"]),
    ("由浙江精工碳纤维有限公司研发", ["ORG 浙江精工碳纤维有限公司"]),
    ("支持企业研究院、高校和新型实验室", []),
    ("印发《安徽省科技成果转化促进条例》", ["POL 安徽省科技成果转化促进条例"]),
    ("出演《雪豹》", []),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED + PROGRAMMES + HONOURS + BODIES)
def test_names(text: str, expected: list[str]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        ("新增国高企5家", "国家高新技术企业", "high_tech_enterprise"),
        ("省级众创空间", "省级众创空间", "provincial_makerspace"),
        ("“揭榜挂帅”机制", "揭榜挂帅", "open_competition"),
        ("推出“苏科贷”", "苏科贷", None),
    ],
)
def test_a_name_resolves_to_its_entry_or_stands_for_itself(text: str, name: str, id: str | None) -> None:
    assert [(entity.name, entity.id) for entity in find(text)] == [(name, id)]


def test_a_pack_teaches_its_types() -> None:
    """省级数智驿站 in one pack lets 市级数智驿站 be found."""
    lexicon = Lexicon.load("core").add("honour", "省级数智驿站", level="省")
    found = NameFinder(lexicon).find(read(clean("新增市级数智驿站5家"), QUANTITIES))
    assert [entity.text for entity in found] == ["市级数智驿站"]


@given(st.text(alphabet="省市级国家“”《》计划工程行动实验室奖获评强100、,。()\n众创空间杭州", max_size=60))
def test_names_are_pieces_of_the_text_in_order(text: str) -> None:
    end = 0
    for entity in find(text):
        assert entity.text == text[entity.start : entity.end]
        assert end <= entity.start < entity.end
        end = entity.end


@pytest.mark.parametrize("run", ["十", "1", "三五", "重点", "国家级", "1项"])
def test_a_run_of_one_word_is_read_in_one_way(run: str) -> None:
    """A pattern that could split it in many ways would not come back."""
    for head in ("行动方案", "计划", "大学", "奖"):
        assert len(find(f"实施{(run * 25)[:25]}甲{head}。")) <= 1
