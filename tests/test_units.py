"""The table of units: wordings, bases, compounds, guards."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from kuji_ie.lexicon import Lexicon
from kuji_ie.quantity import QuantityFinder
from kuji_ie.units import Unit, UnitTable, default_units


@pytest.mark.parametrize(
    ("wording", "base", "dimension"),
    [
        ("元", "元", "money"),
        ("美金", "美元", "money"),
        ("千米", "公里", "length"),
        ("百分点", "个百分点", "ratio"),
        ("BP", "个基点", "ratio"),
        ("TEU", "标箱", "count"),
        ("台(套)", "台(套)", "count"),
        ("套 (间)", "套(间)", "count"),
        ("元/人", "元/人", "money"),
        ("千米/小时", "公里/小时", "length"),
        ("件/万人", "件/万人", "count"),
        ("微克/立方米", "微克/立方米", "mass"),
    ],
)
def test_resolve(wording: str, base: str, dimension: str) -> None:
    unit = default_units().resolve(wording)
    assert unit is not None
    assert (unit.base, unit.scale, unit.dimension) == (base, Decimal(1), dimension)


@pytest.mark.parametrize("wording", ["", "万元", "元/", "/人", "台(", "台()", "台(朵云)", "朵云"])
def test_what_the_table_does_not_hold_has_no_unit(wording: str) -> None:
    assert default_units().resolve(wording) is None


@pytest.mark.parametrize(
    ("wording", "scale", "unit"),
    [("亿元", "亿", "元"), ("千瓦", "", "千瓦"), ("万千瓦", "万", "千瓦"), ("家", "", "家")],
)
def test_split_scale(wording: str, scale: str, unit: str) -> None:
    found, split = default_units().split_scale(wording)
    assert (found, split and split.name) == (scale, unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("个百分点", "个百分点"),
        ("个", "个"),
        ("分析", None),
        ("分钟", "分钟"),
        ("家次", "家次"),
        ("GWh", "GWh"),
        ("GWx", None),
    ],
)
def test_the_pattern_takes_the_longest_and_stays_out_of_words(text: str, found: str | None) -> None:
    match = re.match(default_units().pattern, text)
    assert (match and match[0]) == found


def test_later_rows_win_and_names_go_before_aliases() -> None:
    lexicon = Lexicon()
    lexicon.add("unit", "斤", note="digits only").add("unit", "成", base="%", scale="10")
    lexicon.add("unit", "公斤", aliases=["斤", "ＫＧ"]).add("unit", "千克", aliases=["KG"])
    table = UnitTable.of(lexicon)
    assert table.get("斤") == Unit("斤", "斤", Decimal(1), "count", needs_digits=True)
    assert table.get("成") == Unit("成", "%", Decimal(10), "count")
    assert table.get("KG") == Unit("KG", "千克", Decimal(1), "count")
    assert len(table) == 5


def test_a_pack_adds_units() -> None:
    finder = QuantityFinder(UnitTable.of(Lexicon.load("core").add("unit", "朵云", aliases="云朵")))
    assert [(q.text, q.amount, q.unit) for q in finder.find("建成12朵云,覆盖3万家")] == [
        ("12朵云", 12, "朵云"),
        ("3万家", 30000, "家"),
    ]


def test_a_lexicon_without_units() -> None:
    table = UnitTable.of(Lexicon())
    assert len(table) == 0
    assert re.search(table.pattern, "3家") is None
    assert [q.text for q in QuantityFinder(table).find("新增3家,占达86%")] == []


def test_the_core_table_is_generous_and_keeps_units_apart() -> None:
    table = default_units()
    assert len(table) > 400
    assert all(unit.scale == 1 for unit in table if unit.name != "成")
    bases = {unit.base for unit in table if unit.name in ("公顷", "亩", "平方米", "吨", "公斤", "千克")}
    assert len(bases) == 6
