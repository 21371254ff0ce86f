"""What became of every number, and why an observation is what it is."""

from __future__ import annotations

import pytest

from kuji_ie import extract


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", {}),
        ("在孵企业3093家。", {"fact": 1}),
        ("截至10月底,在孵企业3093家(代写材料加微信:13000000000)。", {"fact": 1, "date": 1, "noise": 1}),
        ("深入实施“315”工程。", {"name": 1}),
        ("围绕五个方面发力。", {"set phrase": 1}),
        ("在全省89个区县科技进步统计监测位居第1。", {"fact": 1, "denominator": 1}),
        ("营收超10亿元的高新技术企业46家。", {"fact": 1, "threshold": 1}),
        ("减免3个月房租。", {"specification or span of time": 1}),
    ],
)
def test_counts(text: str, counts: dict[str, int]) -> None:
    assert dict(extract(text).coverage.counts) == counts


def test_numbers_stand_in_the_text() -> None:
    text = "截至10月底,在孵企业 3,093 家,增长９.７%。"
    for number in extract(text).coverage.numbers:
        assert text[number.span.start : number.span.end] == number.span.text


def test_explain() -> None:
    part = extract("今年认定国高企697家,其中新认定391家。", region="滨江区", year=2020).observations[1]
    assert part.explain().splitlines() == [
        "metric   verb that stands for the metric named before: 国高企 (4)",
        "value    a number that no other rule took: 391家 (17)",
        "part_of  其中, a bracket or a list of parts: 国高企 (4)",
        "status   nothing says that it is planned",
        "period   今年 in force",
        "region   the reporting body",
        "id       high_tech_enterprises, exact",
    ]


def test_evidence_is_no_part_of_the_json() -> None:
    result = extract("在孵企业3093家。")
    assert "evidence" not in result.to_dict()["observations"][0]
    assert "coverage" not in result.to_dict()
