"""Who received which honour; counts, hopes and applications are no awards."""

import pytest
from test_names import CORE, NAMES, QUANTITIES

from kuji_ie.lexing import read
from kuji_ie.text.clean import clean

assert CORE


def awards(text: str) -> list[tuple[str, str, str]]:
    """Recipients, honour and grade of every award."""
    reading = read(clean(text), QUANTITIES)
    return [
        ("|".join(map(str, award.recipients)), award.honour.text, award.grade or "")
        for award in NAMES.awards(reading, NAMES.find(reading))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新安化工成功认定“浙江省科技领军企业”", [("新安化工", "浙江省科技领军企业", "")]),
        (
            "云溪新材料、北湖精细化工2个平台获评首批国家级制造业中试平台。",
            [("云溪新材料|北湖精细化工", "国家级制造业中试平台", "")],
        ),
        ("宁波市3个项目获评国家级制造业中试平台。", []),
        ("沈氏节能、崇耀科技成功认定“省科技小巨人企业”", [("沈氏节能|崇耀科技", "省科技小巨人企业", "")]),
        (
            "北航研究院成功获评首批省级新型研发机构和国家级博士后科研工作站,汇集人才148人",
            [("北航研究院", "省级新型研发机构", ""), ("北航研究院", "国家级博士后科研工作站", "")],
        ),
        ("我市连续在半年度、三季度星级评定中获评“四星”。", [("我市", "四星", "四星")]),
        ("我市持续深化制度,获评“全省科技工作先进集体”。", [("我市", "全省科技工作先进集体", "")]),
        (
            "东翼新材料入选“全省高新技术企业高成长200强”榜单",
            [("东翼新材料", "全省高新技术企业高成长200强", "")],
        ),
        (
            "橡胶材料绿色循环项目获中国石油联合会科技进步一等奖",
            [("橡胶材料绿色循环项目", "中国石油联合会科技进步一等奖", "一等奖")],
        ),
        ("阳光电源获第二十四届中国专利金奖。", [("阳光电源", "中国专利金奖", "金奖")]),
        ("鑫海汽配等5家企业被认定为市级工程技术研究中心。", [("鑫海汽配", "市级工程技术研究中心", "")]),
        ("市科技局被省政府授予“全省科技工作先进集体”称号", [("市科技局", "全省科技工作先进集体", "")]),
        ("徐汇区连续两次获评全国科普示范区", [("徐汇区", "全国科普示范区", "")]),
        ("百珍堂获批创建省级重点农业企业研究院", [("百珍堂", "省级重点农业企业研究院", "")]),
        ("支持兴耀科创城等9家企业备案为区级孵化器。", [("兴耀科创城", "区级孵化器", "")]),
        ("绵阳科技城新区在全省考核中获评A等次", [("绵阳科技城新区", "A等次", "A等次")]),
        ("德阳经开区跻身全国百强", [("德阳经开区", "全国百强", "")]),
        ("省政府将“东湖友谊奖”授予怀特博士。", [("怀特博士", "东湖友谊奖", "")]),
        ("新认定国高企48家,获评国家级博士后科研工作站2家。", []),
        ("今年认定国高企697家", []),
        ("3家企业入选省级绿色工厂", []),
        ("力争我市获评国家创新型城市", []),
        ("鼓励吉利、中控技术争创国家重点实验室", []),
        ("推荐华兴科技申报国家企业技术中心", []),
        ("", []),
    ],
)
def test_awards(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert awards(text) == expected


def test_an_award_knows_its_sentence_and_places() -> None:
    text = "平台落地。沈氏节能获评 省级众创空间。下一步"
    reading = read(clean(text), QUANTITIES)
    (award,) = NAMES.awards(reading, NAMES.find(reading))
    assert text[award.sentence.start : award.sentence.end] == "沈氏节能获评 省级众创空间"
    assert text[award.honour.start : award.honour.end] == award.honour.text == "省级众创空间"
    assert award.honour.id == "provincial_makerspace"


@pytest.mark.parametrize(
    ("text", "year", "in_a_row"),
    [
        ("新安化工获评2022年度省科技小巨人企业。", 2022, None),
        ("2023年,北湖精细化工获评省级绿色工厂。", None, None),  # the year of another clause
        ("徐汇区连续两次获评全国科普示范区", None, 2),
        ("我市连续三年获评国家创新型城市", None, 3),
        ("云溪新材料连续5届入选全省高新技术企业创新能力500强", None, 5),
    ],
)
def test_year_and_count(text: str, year: int | None, in_a_row: int | None) -> None:
    reading = read(clean(text), QUANTITIES)
    (award,) = NAMES.awards(reading, NAMES.find(reading))
    assert (award.year, award.in_a_row) == (year, in_a_row)
