"""Findings: the examples and counter-examples that the checks carry, rounding, and how findings are shown."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from kuji_ie import extract
from kuji_ie.checks import CHECKS, find_findings
from kuji_ie.checks.check import Check
from kuji_ie.checks.extents import Extent, extent, said
from kuji_ie.export.table import open_console, print_extraction
from kuji_ie.extraction import Extraction
from kuji_ie.models import Bound, Finding

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parents[1] / "seeds"
YEAR, REGION = 2023, "绍兴市"
EXAMPLES = [(check, text, message) for check in CHECKS for text, message in check.examples.items()]
COUNTER_EXAMPLES = [text for check in CHECKS for text in check.counter_examples]
MOVE = "规上工业研发费用增速从2月的-5.7%提升到5月的3.6%,提升9个百分点。"


def found(text: str) -> tuple[Finding, ...]:
    return extract(text, region=REGION, year=YEAR).findings


def brief(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in findings]


@pytest.mark.parametrize(("check", "text", "message"), EXAMPLES)
def test_examples(check: Check, text: str, message: str) -> None:
    """The finding of the check and no other, in place."""
    findings = found(text)
    assert brief(findings) == [(check.code, message)]
    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)


@pytest.mark.parametrize("text", COUNTER_EXAMPLES)
def test_counter_examples(text: str) -> None:
    """The wording is read (it gives observations), and no check takes offence."""
    result = extract(text, region=REGION, year=YEAR)
    assert result.observations
    assert brief(result.findings) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_says_what_it_is_for(check: Check) -> None:
    assert check.means
    assert check.tolerance
    assert check.examples
    assert check.counter_examples


def test_a_code_is_one_check() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)


# Wordings of real reports, and what the same would be with one number changed.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "前三季度,全区实现地区生产总值1291.92亿元,同比增长6.2%。其中,第一产业实现增加值72.61亿元,同比增长3.8%;"
            "第二产业实现增加值730.64亿元,同比增长7.2%;第三产业实现增加值488.68亿元,同比增长4.8%。",
            [],  # 1291.93, rounded each
        ),
        (
            "前三季度,全区实现地区生产总值1391.92亿元,同比增长6.2%。其中,第一产业实现增加值72.61亿元,同比增长3.8%;"
            "第二产业实现增加值730.64亿元,同比增长7.2%;第三产业实现增加值488.68亿元,同比增长4.8%。",
            ["parts-sum"],
        ),
        ("2023年进出口1.28万亿元,增长0.9%;其中出口8287.8亿元,增长0.7%,进口4491.5亿元,增长1.1%。", []),
        (
            "2023年进出口1.38万亿元,增长0.9%;其中出口8287.8亿元,增长0.7%,进口4491.5亿元,增长1.1%。",
            ["parts-sum"],
        ),
        (
            "国家自然科学奖授奖项目46项,其中:一等奖2项,二等奖44项;国家技术发明奖授奖项目61项,其中:一等奖3项,二等奖58项。",
            [],
        ),
        (
            "国家自然科学奖授奖项目46项,其中:一等奖2项,二等奖44项;国家技术发明奖授奖项目60项,其中:一等奖3项,二等奖58项。",
            ["parts-sum"],
        ),
        ("市级以上高新技术企业达到21家(其中国家级3家)。", []),
        ("新增市级高新技术企业4家,使市级以上高新技术企业达到2家(其中国家级3家)。", ["part-exceeds-whole"]),
        ("完成投资75.33亿元,比去年同期73.79亿元增加了1.54亿元,同比增长2.1%。", []),
        ("完成投资75.33亿元,比去年同期73.79亿元增加了2.54亿元,同比增长2.1%。", ["move-size"]),
        ("全体居民人均可支配收入41580元,增长5.4%,其中城镇居民52360元;农村居民24810元。", []),
        ("成功培育5家上海市科技小巨人(含培育)企业、11家区科技小巨人企业。", []),
        ("国高企由去年的120家增至150家,同比增加40家。", ["move-size"]),
        ("归集研发费用9.64亿元,占全年目标任务(24亿元)的50.2%。", ["completion-rate"]),
        ("技术合同登记额年度目标50亿元,实际完成63亿元,完成率126%。", []),
        ("技术合同登记额年度目标50亿元,实际完成63亿元,完成率120%。", ["completion-rate"]),
    ],
)
def test_real_wordings(text: str, expected: list[str]) -> None:
    assert [finding.code for finding in found(text)] == expected


def test_a_table() -> None:
    """Cells have no units of their own; the message has."""
    text = (
        "2023年绍兴市科技指标\n\n| 指标 | 2022年 | 2023年 | 增长(%) |\n| --- | --- | --- | --- |\n"
        "| 技术合同登记数(项) | 1000 | 1200 | 35 |\n| 国家高新技术企业(家) | 300 | 330 | 10 |\n"
    )
    assert brief(found(text)) == [("growth-size", "1200项 after 1000项 is a change of 20 %, not 35")]


def test_the_seeds() -> None:
    """The move of 9 that is 9.3, and nothing else."""
    results = [extract(path.read_text("utf-8"), region=None) for path in sorted(SEEDS.glob("0*.txt"))]
    found = [(number, finding) for number, result in enumerate(results) for finding in result.findings]
    ((seed, finding),) = found
    assert (seed, finding.code) == (4, "move-size")
    assert finding.message == "从2月的-5.7%提升到5月的3.6% is a move of 9.3 个百分点, not 9"
    assert results[4].text[finding.start : finding.end] == "从2月的-5.7%提升到5月的3.6%,提升9个百分点"
    (about,) = [o for o in results[4].observations if o.id == finding.observation]
    assert [change.kind for change in about.changes] == ["from_to", "period"]


@pytest.mark.parametrize(
    ("amount", "text", "bound", "unit", "expected"),
    [
        ("1796000000", "17.96亿元", "exact", "元", ("1795500000", "1796500000")),
        ("15000", "1.5万家", "exact", "家", ("14500", "15500")),
        ("120", "120家", "exact", "家", ("120", "120")),
        ("9.3", "提高9.3个百分点", "exact", "个百分点", ("9.25", "9.35")),
        ("-5.7", "从2月的-5.7%提升到5月的3.6%", "exact", "%", ("-5.75", "-5.65")),
        ("999000000", "9.99", "exact", "元", ("998500000", "999500000")),  # a column in 亿元
        ("120000", "12、15万元", "exact", "元", ("115000", "125000")),
        ("3000", "三千家", "exact", "家", ("2500", "3500")),
        ("1500", "超1500家", "over", "家", ("1500", "Infinity")),
        ("2000000", "近200万元", "under", "元", ("0", "2005000")),
        ("200", "约200家", "about", "家", ("180", "220")),
        ("25", "四分之一", "exact", "%", None),
        ("-5", "近-5%", "under", "%", None),
    ],
)
def test_what_a_number_stands_for(
    amount: str, text: str, bound: Bound, unit: str, expected: tuple[str, str] | None
) -> None:
    wanted = expected and Extent(*map(Decimal, expected))
    assert extent(Decimal(amount), text, bound, unit=unit) == wanted


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        ("1796000000", "元", "17.96亿元"),
        ("4000000000000", "元", "4万亿元"),
        ("9.30", "个百分点", "9.3 个百分点"),
        ("68.5550", "%", "68.56 %"),
        ("150", "家", "150家"),
        ("9", None, "9"),
    ],
)
def test_an_amount_in_a_message(amount: str, unit: str | None, expected: str) -> None:
    assert said(Decimal(amount), unit) == expected


def test_related_is_no_part_of_the_json() -> None:
    """It is one of the Python objects and of the long table."""
    result = extract("新增专利授权1000件,其中发明专利1200件。", year=YEAR)
    (finding,) = result.findings
    assert (finding.observation, finding.related) == ("o2", ("o1",))
    assert "related" not in result.to_dict()["findings"][0]
    assert Extraction.from_dict(result.to_dict()) == result
    assert pickle.loads(pickle.dumps(result)).findings[0].related == ("o1",)
    assert result.to_frame("findings")[["code", "related"]].to_numpy().tolist() == [
        ["part-exceeds-whole", "o1"]
    ]


def test_the_terminal_tells_them() -> None:
    stream = io.StringIO()
    print_extraction(open_console(stream), extract(MOVE, year=YEAR))
    first, *_, finding, _coverage, _ = stream.getvalue().splitlines()
    assert first.endswith("1 observation, 0 names, 1 finding")
    assert finding == "! 从2月的-5.7%提升到5月的3.6% is a move of 9.3 个百分点, not 9 (move-size at 10)"


def test_parts_without_end() -> None:
    """A sentence of very many parts is gone through once."""
    result = extract("新增项目10个,其中" + "、".join(f"甲类项目{n}个" for n in range(3000)) + "。", year=YEAR)
    assert len(result.observations) > 1000
    assert find_findings(result.text, result.observations) == result.findings
