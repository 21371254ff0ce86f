"""From wordings to ids: what must meet, what must not, and in whose province."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie import Extractor, extract
from kuji_ie.lexicon import Lexicon
from kuji_ie.linking import NEAR, Linker, MetricLinker
from kuji_ie.models import Link
from kuji_ie.regions import Region, default_regions
from kuji_ie.scopes import Scopes
from kuji_ie.units import UnitTable
from kuji_ie.wordings import Wordings

LEXICON = Lexicon.default()
REGIONS = default_regions()
WORDINGS = Wordings.of(LEXICON)
SCOPES = Scopes.of(LEXICON, REGIONS)
METRICS = MetricLinker(LEXICON, WORDINGS, SCOPES, UnitTable.of(LEXICON))
PAIRS = list(csv.DictReader((Path(__file__).parent / "data" / "linking.csv").open(encoding="utf-8")))


def place(name: str) -> Region | None:
    return REGIONS.resolve_name(name) if name else None


def link(wording: str, unit: str = "", region: str = "") -> Link | None:
    return METRICS.link(wording, wording, None, place(region), unit or None)


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row["wording"])
def test_pairs(row: dict[str, str]) -> None:
    """The table of wordings: the id of each, or the id of a near statistic that it must not get."""
    found = link(row["wording"], row["unit"], row["region"])
    got = found.id if found else None
    assert not row["id"] or got == row["id"], row["why"]
    assert not row["not_id"] or got != row["not_id"], row["why"]


def test_the_table_is_large_enough() -> None:
    apart = [row for row in PAIRS if row["not_id"]]
    assert len(PAIRS) >= 200
    assert len(apart) >= len(PAIRS) / 5


# --- nearly the same ---

MEET = [
    ("在孵科技型企业", "在孵科技企业"),
    ("国家高新技企业", "国家高新技术企业"),
    ("专精特新中小型企业", "专精特新中小企业"),
    ("国家专精特新“小巨人”型企业", "国家级专精特新“小巨人”企业"),
    ("每万常住人口有效发明专利拥有量", "每万人口有效发明专利拥有量"),
    ("数字经济核心产业增加值占到GDP的比重", "数字经济核心产业增加值占GDP比重"),
]
APART = [
    ("市级众创空间", "省级众创空间"),
    ("新认定高新技术企业", "认定高新技术企业"),
    ("有效高新技术企业数", "新认定高新技术企业数"),
    ("高技术制造业增加值", "高新技术制造业增加值"),
    ("国家级专精特新重点“小巨人”企业", "国家级专精特新“小巨人”企业"),
    ("省级以上科技企业孵化器", "省级科技企业孵化器"),
    ("科技型中小企业评价入库", "科技型中小企业入库"),
    ("农村居民人均可支配收入", "城镇居民人均可支配收入"),
    ("规上工业企业利润总额", "规上工业企业营业收入"),
    ("发明专利授权量", "发明专利申请量"),
    ("高新技术产品进口额", "高新技术产品出口额"),
    ("重点实验室建设经费", "重点实验室建设单位"),
]


def only(form: str) -> Linker:
    """A linker that knows one wording."""
    lexicon = Lexicon().add("metric", form, id="x")
    return Linker(lexicon.entries("metric"), WORDINGS, SCOPES)


@pytest.mark.parametrize(("wording", "form"), MEET)
def test_what_meets(wording: str, form: str) -> None:
    """What two writers write differently meets, and says how surely."""
    found = only(form).link(wording)
    assert found is not None
    assert found[1].how == "fuzzy"
    assert NEAR <= found[1].score < 100


@pytest.mark.parametrize(("wording", "form"), [*APART, *[(form, wording) for wording, form in APART]])
def test_what_stays_apart(wording: str, form: str) -> None:
    assert only(form).link(wording) is None


def test_two_as_near_are_none() -> None:
    lexicon = Lexicon().add("metric", "云溪科创走廊项目", id="a").add("metric", "云溪科创长廊项目", id="b")
    linker = Linker(lexicon.entries("metric"), WORDINGS, SCOPES)
    assert linker.link("云溪科创廊项目") is None


# --- in whose province ---


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("新认定省科小53家", "浙江省", "provincial_tech_smes"),
        ("新认定省科小53家", "绍兴市", "provincial_tech_smes"),
        ("新认定省科小53家", "山东省", None),
        ("新增省级重点实验室5家", "江苏省", "provincial_key_labs"),
    ],
)
def test_metrics_of_a_province(text: str, region: str, expected: str | None) -> None:
    (o,) = extract(text, region=region).observations
    assert o.metric.id == expected


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("获评瞪羚企业", "济南市", "山东省瞪羚企业"),
        ("获评瞪羚企业", "南京市", "江苏省瞪羚企业"),
        ("获评瞪羚企业", "兰州市", "瞪羚企业"),
        ("入选省重点实验室", "武汉市", "湖北省重点实验室"),
        ("入选省级重点实验室", "成都市", "四川省重点实验室"),
        ("入选省重点实验室", "兰州市", "省重点实验室"),
        ("入选浙江省重点实验室", "南京市", "浙江省重点实验室"),
        ("获省科学技术奖", "合肥市", "安徽省科学技术奖"),
    ],
)
def test_honours_of_a_province(text: str, region: str, expected: str) -> None:
    names = [entity.name for entity in extract(text, region=region).entities if entity.label == "HONOUR"]
    assert names == [expected]


@pytest.mark.parametrize(
    ("wording", "packs", "expected"),
    [
        ("“315”科技创新体系建设工程", None, "zj.315"),  # nowhere else
        ("“双倍增”行动", None, None),  # Anhui's pack has one, but who knows
        ("鲲鹏行动", None, None),
        ("鲲鹏行动", "zhejiang", "zj.kunpeng"),  # the caller says which province
        ("市雏鹰", "zhejiang", "zj.eaglet"),
    ],
)
def test_where_the_region_is_not_known(wording: str, packs: str | None, expected: str | None) -> None:
    (entity,) = extract(f"深入实施{wording}。", lexicon=packs).entities
    assert entity.id == expected


# --- what a link says ---


def test_a_link_says_how() -> None:
    texts = [
        "R&D经费支出3亿元。",
        "全市研究与试验发展经费总支出3亿元。",
        "国家高新技企业53家。",
        "云溪指数53。",
    ]
    metrics = [extract(text).observations[0].metric for text in texts]
    assert [(metric.id, str(metric.link)) for metric in metrics] == [
        ("rd_expenditure", "exact"),
        ("rd_expenditure", "normalised"),
        ("high_tech_enterprises", "fuzzy 93"),
        (None, "None"),
    ]


def test_growth_has_an_id_of_its_own() -> None:
    found = link("技术合同成交额同比增速")
    assert found == Link("technology_contract_value.growth", "exact")


def test_the_share_of_the_metric_before() -> None:
    text = "全市R&D经费投入207.96亿元,占GDP比重为9.52%。"
    assert [o.metric.id for o in extract(text).observations] == ["rd_expenditure", "rd_intensity"]


def test_a_row_without_an_id_is_known_by_its_name() -> None:
    lexicon = Lexicon.load("core").add("metric", "云溪指数", ["云溪创新指数"])
    (o,) = Extractor(lexicon).extract("云溪创新指数达98.6。").observations
    assert o.metric.id == "云溪指数"


@given(st.text(max_size=40), st.sampled_from(["", "家", "%", "元", "?"]))
def test_any_wording(wording: str, unit: str) -> None:
    link(wording, unit)
