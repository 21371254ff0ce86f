"""When, where, whose, planned or achieved: tables of text and what each observation takes from it."""

from __future__ import annotations

import pytest

from kuji_ie import extract

HALF_YEAR = "2020年上半年,越城区科技局扎实工作。\n"
WORK_REPORT = "2026年某省政府工作报告\n——2026年1月28日在云南省第十四届人民代表大会第四次会议上\n"


def placed(text: str, region: str | None = None, year: int | None = None) -> list[tuple[str, str, str]]:
    """Metric, status and period of each observation."""
    result = extract(text, region=region, year=year)
    return [(o.metric.name, o.status, str(o.period) if o.period else "") for o in result.observations]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("力争新认定国家高新技术企业350家。", "target"),
        ("计划培育市雏鹰200家,省科小500家。", "target"),
        ("拟立项市级科技计划项目86项。", "target"),
        ("预计全年研发投入136亿元。", "target"),
        ("完成年度目标任务的70%,新增孵化面积8.6万平方米。", "actual"),
        ("深入实施“双倍增”计划,全年新增国家高新技术企业48家。", "actual"),
        ("今年共争取上级科技经费6.3亿元。", "actual"),
        ("好于预期目标,高新技术产业投资增长9.2%。", "actual"),
        ("人均预期寿命达到79.1岁。", "actual"),
        ("主要预期目标是:研发投入增长10%;城镇调查失业率控制在5.5%以内。", "target"),
        ("力争众创空间突破10家;目前已建成8家。", "target actual"),
        ("计划总投资126亿元。", "actual"),
    ],
)
def test_status(text: str, status: str) -> None:
    found = [o.status for o in extract(text, region="滨江区", year=2023).observations]
    assert sorted(set(found)) == sorted(set(status.split()))


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("1-9月,技术合同成交额63.2亿元。", ["2023-01-01/2023-09-30"]),
        ("截至10月底,有效发明专利1.27万件。", ["2023-01-01/2023-10-31"]),
        ("上半年,新增孵化器3家;三季度新增2家。", ["2023-01-01/2023-06-30", "2023-07-01/2023-09-30"]),
        ("五年来,累计投入科技资金46.8亿元。", ["2019-01-01/2023-12-31"]),
        ("“十四五”以来,研发投入强度由2.1%提高到2.6%。", ["2023-01-01/2023-12-31"]),
        ("2024年力争新认定孵化载体15家。", ["2024-01-01/2024-12-31"]),
        ("力争三年内,规上企业研发机构覆盖率从42%提高到70%。", [""]),
        ("高企申报数268家(去年同期241家)。", ["2023-01-01/2023-12-31", "2022-01-01/2022-12-31"]),
        ("荣获2022年度优秀单位,新增研发中心6家。", ["2023-01-01/2023-12-31"]),
        ("2018—2021年,研发经费分别为2亿元、3亿元、4亿元和5亿元。",
         [f"{year}-01-01/{year}-12-31" for year in range(2018, 2022)]),
        ("1至7月,进出口总值1042.6亿元。其中,出口763.1亿元。", ["2023-01-01/2023-07-31"] * 2),
    ],
)  # fmt: skip
def test_periods(text: str, periods: list[str]) -> None:
    assert [period for _, _, period in placed(text, "滨江区", 2023)] == periods


def test_half_year_report_speaks_of_the_half_year() -> None:
    text = f"{HALF_YEAR}1~4月,高新技术产业增加值34.9亿元。净增高新技术企业68家。"
    periods = [period for _, _, period in placed(text)]
    assert periods == ["2020-01-01/2020-04-30", "2020-01-01/2020-06-30"]


def test_no_year_no_period() -> None:
    assert placed("新增孵化器3家。") == [("孵化器", "actual", "")]


def test_a_plan_announced_by_a_colon() -> None:
    text = "2023年,全县高新技术企业达到17家。明年工作打算:(一)壮大主体。力争新增高新技术企业8家。(二)加大投入。全社会研发投入增长12%。"
    assert placed(text, year=2023) == [
        ("高新技术企业", "actual", "2023-01-01/2023-12-31"),
        ("高新技术企业", "target", "2024-01-01/2024-12-31"),
        ("全社会研发投入", "target", "2024-01-01/2024-12-31"),
    ]


def test_work_report_and_its_plan() -> None:
    text = (
        f"{WORK_REPORT}一、2025年工作回顾\n全省生产总值增长5.6%。\n这五年,我们开拓进取。新增高速公路900公里,粮食产量达到760亿斤。\n"
        "二、2026年重点工作\n主要预期目标是:地区生产总值增长5%以上。新建改造充电桩2万个。"
    )
    assert placed(text) == [
        ("生产总值", "actual", "2025-01-01/2025-12-31"),
        ("高速公路", "actual", "2021-01-01/2025-12-31"),
        ("粮食产量", "actual", "2025-01-01/2025-12-31"),
        ("地区生产总值", "target", "2026-01-01/2026-12-31"),
        ("充电桩", "target", "2026-01-01/2026-12-31"),
    ]


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("全区技术合同交易额达到169亿元。", "滨江区", [("滨江区", "330108")]),
        ("全省研发投入强度为2.51%,我市为2.93%。", "铜陵市", [("安徽省", "340000"), ("铜陵市", "340700")]),
        ("鄞州区技术交易额86.3亿元;慈溪市、余姚市分别为62.4亿元、57.8亿元。", "宁波市",
         [("鄞州区", "330212"), ("慈溪市", "330282"), ("余姚市", "330281")]),
        ("全市研发费用达到9.99亿元。", "建德市", [("建德市", "330182")]),
        ("新认定杭州市级研发机构6家。", "建德市", [("建德市", "330182")]),
        ("西湖区新增众创空间3家。", None, [("西湖区", None)]),
        ("建成县域快递物流园区44个。", "寿光市", [("寿光市", "370783")]),
    ],
)  # fmt: skip
def test_regions(text: str, region: str | None, expected: list[tuple[str, str | None]]) -> None:
    found = [o.region for o in extract(text, region=region, year=2023).observations]
    assert [(place.name, place.code) for place in found if place] == expected


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("北航研究院成功获评省级新型研发机构,汇集属地化人才148人,成立产业化公司3家。", ["北航研究院"] * 2),
        ("鼓励超细粉末国家工程中心深化平台建设,与企业达成7项合作。", ["超细粉末国家工程中心"]),
        ("西北材料研究院全年孵化企业37家;我区新增众创空间2家。", ["西北材料研究院", ""]),
        ("新增省级工程研究中心9家。", [""]),
        ("组建省产业技术研究院3家。", [""]),
    ],
)
def test_subjects(text: str, subjects: list[str]) -> None:
    found = extract(text, region="滨江区", year=2023).observations
    assert [str(o.subject) if o.subject else "" for o in found] == subjects


def test_document_of_a_page_with_metadata() -> None:
    text = "索引号: | 0025 | 公开方式: | 主动公开 |\n发布单位: | 建德市科学技术局 | 成文日期: | 2024-02-26 |\n全年新增国家高新技术企业48家。"
    document = extract(text).document
    assert (document.issuer, str(document.published)) == ("建德市科学技术局", "2024-02-26")
    assert document.region and (document.region.name, document.region.code) == ("建德市", "330182")
    assert document.period and str(document.period) == "2023-01-01/2023-12-31"


def test_several_bodies_in_one_text() -> None:
    text = "\n\n越城\n\n2020年上半年,绍兴市越城区科技局努力工作。新增众创空间7家。\n\n柯桥\n\n2020年上半年,新增众创空间2家。\n"
    assert [str(o.region) for o in extract(text).observations] == ["越城区", "柯桥区"]


# What must give neither a fact nor a wrong reading.
@pytest.mark.parametrize(
    "text",
    [
        "深入实施“315”工程和“1+2+6+N”平台体系。",
        "三江口街道召开第十二届科技大会。",
        "入选全省创新能力500强。",
        "一是加强组织领导,二是优化服务,三是狠抓落实。",
        "用好两个市场、两种资源,树牢“四个意识”。",
        "加快5G、IPv6等新型基础设施布局,融入G60科创走廊。",
        "减免3个月房租,三年行动全面收官。",
        "政发〔2022〕17号,电话0571-00000000。",
        "自主研发的1700吨级碳纤维生产线投产。",
    ],
)
def test_nothing(text: str) -> None:
    assert extract(text, region="滨江区", year=2023).observations == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("创新指数达263.9分。", "263.9", "分"),
        ("有效国高企达到1550家。", "1550", "家"),
        ("增速从2月的-7.7%提升至5月的7.5%。", "7.5", "%"),
        ("研发投入强度高于全市5.66个百分点,达9.52%。", "9.52", "%"),
    ],
)
def test_no_wrong_reading(text: str, value: str, unit: str) -> None:
    (o,) = extract(text, region="滨江区", year=2023).observations
    assert o.value and (str(o.value.amount), o.value.unit) == (value, unit)


SENTENCES = (
    "全年高新技术产业投资达17.96亿元,增长31.9%,增速居杭州第3位。",
    "今年认定国高企697家,其中新认定391家,完成市对区新认定375家考核任务。",
    "上海标准、上海品牌分别新增12项和44项。",
)


@pytest.mark.parametrize("before", ["", "各项工作有序推进。\n", "全区上下团结一心。\n在孵企业3093家。\n"])
@pytest.mark.parametrize("after", ["", "\n全市干部群众倍受鼓舞。", "\n服务企业1500家。"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_neighbours_change_nothing(sentence: str, before: str, after: str) -> None:
    """Other paragraphs around a sentence leave what it gives as it is."""
    alone = extract(sentence, region="滨江区", year=2023).observations
    start = len(before)
    told = extract(before + sentence + after, region="滨江区", year=2023).observations
    inside = [o for o in told if start <= o.sentence.start < start + len(sentence)]
    assert [
        (o.metric.name, o.metric.action, str(o.value), str(o.yoy), str(o.rank), o.status, o.period)
        for o in inside
    ] == [
        (o.metric.name, o.metric.action, str(o.value), str(o.yoy), str(o.rank), o.status, o.period)
        for o in alone
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a plan from its first line; a year before it is told as done
            "某县2024年科技工作要点\n\n新认定国高企40家以上。2023年,全县新认定省科小38家。今年引进人才20名。",
            [("国高企", "target", "2024"), ("省科小", "actual", "2023"), ("引进人才", "target", "2024")],
        ),
        (
            "某县科技局2024年度工作计划(征求意见稿)\n一、2023年工作回顾\n新认定国高企12家。\n二、主要任务\n新认定国高企15家。",
            [("国高企", "actual", "2023"), ("国高企", "target", "2024")],
        ),
        (
            "2023年重点任务清单\n\n| 序号 | 工作任务 | 牵头单位 |\n| 1 | 新认定国高企40家以上 | 市科技局 |\n",
            [("国高企", "target", "2023")],
        ),
        (  # a quarter: 今年以来 goes up to its end
            "武义县2023年三季度科技工作简报\n今年以来,新增国高企3家。",
            [("国高企", "actual", "2023")],
        ),
        (  # links of the page to other news are no part of the report
            "全省招商引资突破50亿元 2024-01-15\n县科技局召开年度总结会 2024-01-12\n\n2023年,新增国高企3家。",
            [("国高企", "actual", "2023")],
        ),
        (  # looks back first, whatever its title says after that
            "某县科技局2023年工作总结和2024年工作思路\n一、2023年工作\n新认定国高企40家。\n二、2024年思路\n新认定国高企45家。",
            [("国高企", "actual", "2023"), ("国高企", "target", "2024")],
        ),
    ],
)
def test_what_kind_of_text_it_is(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(name, status, period[:4]) for name, status, period in placed(text)] == expected


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("白石镇2023年科技工作小结\n全镇规上企业研发投入1.86亿元。", ["全镇"]),
        ("其中,城关镇新增高新技术企业21家,同比增长40%。", ["城关镇"]),
        ("全市新增高企50家。其中,越城区新增11家;柳溪乡新增2家。", ["绍兴市", "越城区", "柳溪乡"]),
        ("全市城镇新增就业12.3万人,新建特色小镇3个。", ["绍兴市", "绍兴市"]),
    ],
)
def test_towns(text: str, regions: list[str]) -> None:
    assert [
        o.region and o.region.name for o in extract(text, region="绍兴市", year=2023).observations
    ] == regions


def test_a_quarter_ends_where_it_ends() -> None:
    (o,) = extract("武义县2023年三季度科技工作简报\n今年以来,新增国高企3家。").observations
    assert str(o.period) == "2023-01-01/2023-09-30"
