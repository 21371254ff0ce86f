"""One value, all its wordings; and what is no numeral."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie.numbers import NUMERAL, parse_number

NUMERALS = {
    "0": "0 零 〇 ０ 0.0",
    "5": "5 五 伍 ５ 5.0 +5",
    "10": "10 十 一十 拾 壹拾 1十",
    "12": "十二 12 一十二 拾贰",
    "20": "20 二十 廿 贰拾 2十",
    "23": "廿三 二十三 23",
    "30": "卅 三十",
    "123": "一二三 123 １２３ 一百二十三 壹佰贰拾叁",
    "120": "一百二 一百二十 百二十",
    "250": "两百五 二百五 两百五十",
    "100": "百 一百 100 壹佰 佰",
    "1000": "千 一千 1,000 １，０００ 1千",
    "1015": "一千零一十五 一千零十五 1015",
    "2023": "二〇二三 二零二三 2023 两千零二十三 ２０２３",
    "3005": "三千零五 3005 3千零5 叁仟零伍",
    "3500": "三千五 3千5百 三千五百 3千5 3.5千 35百",
    "10500": "一万五百 一万零五百 1.05万",
    "12000": "一万二 1.2万 1万2 1万2千 12,000 壹万贰仟 1.2萬",
    "13000": "1.3万 １.３万 1.3 万 一点三万 一万三千",
    "203000": "20万3千 二十万三千 20.3万 203,000",
    "253200": "二十五万三千二百 25.32万",
    "1000000": "百万 一百万 100万 1百万",
    "130000000": "1亿3千万 1.3亿 一亿三千万 一亿三 １.３億",
    "3200000000000": "3.2万亿 三万二千亿 32000亿",
    "1234.5": "1,234.5 １，２３４．５ 1234.50",
    "135.6": "一百三十五点六 135.6",
    "0.5": "0.5 零点五 半 一半 50% 五成 二分之一 1/2",
    "-7.7": "-7.7 −7.7 －7.7 负7.7 负七点七",
    "0.86": "86% ８６％ 百分之八十六 百分之86 0.86",
    "0.865": "86.5% 百分之八十六点五",
    "1": "100% 百分之百 百分之一百",
    "0.005": "5‰ 千分之五 0.5%",
    "0.0005": "万分之五",
    "0.2": "两成 2成 二成 20% 五分之一",
    "0.25": "四分之一 1/4 两成半 二成五",
    "0.35": "三成五 3成5 35%",
    "0.55": "5.5成 五成五",
    "1.5": "一又二分之一 3/2",
    "-0.05": "负百分之五 -5% 百分之负五",
}


WORDINGS = [(value, wording) for value, row in NUMERALS.items() for wording in re.split(" (?!万)", row)]


@pytest.mark.parametrize(("value", "wording"), WORDINGS)
def test_one_value_in_every_writing(value: str, wording: str) -> None:
    assert parse_number(wording) == Decimal(value)


def test_fractions_that_do_not_end_are_decimals() -> None:
    assert parse_number("三分之二") == Decimal(2) / 3


NO_NUMERALS = (
    "|几十|数十|十几|若干|万元|多项|一批|十余家|两三|三十五十|十四五|百千万|十百千|1.2.3|--3|abc|1.3万5千"
    "|点五|1,23|家|%|1/0|零分之一|三万亿五千亿|万万|1亿20000万|百分之|分之一|成|二十千|五点|١٢|²|\ud800|第三"
    "|3家|１．２．３|1 2"
)


@pytest.mark.parametrize("wording", NO_NUMERALS.split("|"))
def test_what_is_no_numeral_is_refused_with_its_text(wording: str) -> None:
    with pytest.raises(ValueError, match="no numeral") as error:
        parse_number(wording)
    assert repr(wording) in str(error.value)


def test_a_million_digits_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="999"):
        parse_number("9" * 10**6)


def test_trailing_zeros_are_dropped() -> None:
    assert [str(parse_number(text)) for text in ("1.3万", "2.50", "1.0%")] == ["13000", "2.5", "0.01"]


@given(st.text(alphabet="0123456789零一二两三十百千万亿点分之成半%.,-负/又 第", max_size=12))
def test_any_text_gives_a_number_or_a_value_error(text: str) -> None:
    try:
        value = parse_number(text)
    except ValueError:
        return
    assert value.is_finite()


@given(st.integers(0, 10**12), st.sampled_from(["", "万", "亿"]))
def test_arabic_numbers_are_exact(number: int, scale: str) -> None:
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert parse_number(f"{number:,}{scale}") == parse_number(f"{number}{scale}") == number * factor


@pytest.mark.parametrize("text", ["1,234.5", "1.3万", "1亿3千万", "三千零五", "一百三十五点六", "20万3千"])
def test_the_pattern_takes_the_whole_numeral(text: str) -> None:
    assert re.fullmatch(NUMERAL, text)
