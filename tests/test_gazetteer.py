"""Names of a lexicon in text: longest first, offsets of the text as given."""

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie.lexicon import Entry, Gazetteer, Lexicon

ENTRIES = [
    Entry("metric", "高新技术企业", id="high_tech", aliases=("国高企", "高企")),
    Entry("metric", "高新技术产业", id="industry"),
    Entry("metric", "高新技术产业投资", id="investment"),
    Entry("metric", "5G基站", id="5g"),
    Entry("metric", "R&D经费", id="rd", aliases=("GDP",)),
    Entry("honour", "首台(套)", id="first"),
    Entry("programme", "“315”科技创新体系建设工程", id="315", aliases=("“315”", "“315”工程")),
    Entry("programme", "浙科贷", id="loan"),
    Entry("honour", "浙里好成果", id="alias", aliases=("浙科贷",)),
]
GAZETTEER = Gazetteer(ENTRIES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("新增国高企5家,高企总数", [(2, 5, "国高企", "high_tech"), (8, 10, "高企", "high_tech")]),
        ("高新技术产业投资增长", [(0, 8, "高新技术产业投资", "investment")]),  # the longest
        ("高新技术产业园", [(0, 6, "高新技术产业", "industry")]),
        ("Ｒ＆Ｄ经费", [(0, 5, "Ｒ＆Ｄ经费", "rd")]),  # full width
        ("首台（套）装备", [(0, 5, "首台（套）", "first")]),
        ("新建5G基站", [(2, 6, "5G基站", "5g")]),
        ("15G基站", []),  # inside a longer number
        ("人均GDP增长,GDPR", [(2, 5, "GDP", "rd")]),
        ("实施“315”科技创新体系建设工程", [(2, 17, "“315”科技创新体系建设工程", "315")]),
        ("实施315科技创新体系建设工程", [(2, 15, "315科技创新体系建设工程", "315")]),
        ("实施”315“工程", [(2, 9, "”315“工程", "315")]),  # marks the wrong way round
        ('实施"315"工程', [(2, 9, '"315"工程', "315")]),
        ("共315家", []),  # a bare number is no name
        ("“浙科贷”系统", [(1, 4, "浙科贷", "loan")]),  # the name wins over the alias of another
        ("😀高企😀国高企", [(1, 3, "高企", "high_tech"), (4, 7, "国高企", "high_tech")]),
        ("\ud800高企\udfff", [(1, 3, "高企", "high_tech")]),
    ],
)
def test_find(text, expected):
    found = GAZETTEER.find(text)
    assert [(one.start, one.end, one.text, one.entry.id) for one in found] == expected


def test_later_alias_wins():
    entries = [Entry("honour", "甲", id="a", aliases=("丙",)), Entry("honour", "乙", id="b", aliases=("丙",))]
    assert [one.entry.id for one in Gazetteer(entries).find("丙")] == ["b"]


def test_empty_and_only_marks():
    assert Gazetteer([]).find("高企") == []
    assert Gazetteer([Entry("honour", "“”")]).find("高企") == []


def test_pickle():
    copy = pickle.loads(pickle.dumps(GAZETTEER))
    assert copy.find("新增国高企5家") == GAZETTEER.find("新增国高企5家")


@given(
    st.text(alphabet=st.characters(exclude_categories=()))
    | st.text("高新技术企业国产投资5G“”315工程😀\ud800")
)
def test_offsets(text):
    found = GAZETTEER.find(text)
    assert all(one.text == text[one.start : one.end] for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("metric", "全年高新技术产业投资达17.96亿元", ["high_tech_investment"]),
        (
            "metric",
            "R&D经费支出占GDP比重达到2%(研究与试验发展经费支出25.9亿元)",
            ["rd_intensity", "rd_expenditure"],
        ),
        (
            "metric",
            "新认定国高企391家,省科小571家,市雏鹰208家",
            ["high_tech_enterprises", "provincial_tech_smes", "zj.eaglets"],
        ),
        (
            "metric",
            "技术合同成交额156.3亿元,其中技术交易额12亿元",
            ["technology_contract_value", "technology_transaction_value"],
        ),
        (
            "programme",
            "“浙科贷”系统,省尖兵领雁攻关计划,鲲鹏行动",
            ["zj.sci_loan", "zj.star_soldiers", "zj.kunpeng"],
        ),
        ("programme", "“315”科技创新体系建设工程和315工程", ["zj.315", "zj.315"]),
        ("honour", "连续三次获省“科技创新鼎”", ["zj.ding"]),
        (
            "honour",
            "国家科技进步奖二等奖2项,国家技术发明二等奖2项",
            ["national_progress_award_second", "national_invention_award_second"],
        ),
        (
            "action",
            "新认定省重点实验室,审批发放贷款,揭榜并签订",
            ["newly_recognised", "approved_and_given_out", "challenge_taken_and_signed"],
        ),
    ],
)
def test_shipped_words(kind, text, expected):
    found = Gazetteer(Lexicon.load("zhejiang").entries(kind)).find(text)
    assert [one.entry.id for one in found] == expected
