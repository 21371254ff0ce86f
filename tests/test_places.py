"""Places and standards among the entities of a text."""

import pytest

from kuji_ie import extract


@pytest.mark.parametrize(
    ("text", "region", "year", "expected"),
    [
        ("增速居宁波市第3位。", None, None, [("宁波市", "宁波市", "330200")]),
        (
            "杭州滨江与上海张江合作。",
            None,
            None,
            [("杭州滨江", "滨江区", "330108"), ("上海", "上海市", "310000")],
        ),
        ("鼓楼区技术交易额3亿元。", None, None, [("鼓楼区", "鼓楼区", None)]),
        ("鼓楼区技术交易额3亿元。", "南京市", None, [("鼓楼区", "鼓楼区", "320106")]),
        ("下城区技术交易额3亿元。", "杭州市", 2019, [("下城区", "下城区", "330103")]),
        ("绍兴市科技局落实全市计划,北京市场扩大。", None, None, [("北京", "北京市", "110000")]),
        ("我市居全省第一。", "绍兴市", None, []),
    ],
)
def test_places(
    text: str, region: str | None, year: int | None, expected: list[tuple[str, str, str | None]]
) -> None:
    """Each by its text, its full name and its code; places inside other names are no entities."""
    entities = extract(text, region=region, year=year).entities
    assert [(e.text, e.name, e.id) for e in entities if e.label == "REGION"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布地方标准DB33/T 1209-2020。", ["DB33/T 1209-2020"]),
        ("主持制定GB/T 2260—2007等国家标准5项", ["GB/T 2260—2007"]),
        ("带宽达100GB,型号AGB2001", []),
    ],
)
def test_standards(text: str, expected: list[str]) -> None:
    assert [e.text for e in extract(text).entities if e.label == "POLICY"] == expected
