"""Numeral -> Decimal: the only reader of digits.

A numeral is written in Arabic digits (1,234.5), in Chinese ones, plain or financial (三千零五, 叁仟), in both
at once (1.3万, 20万3千), or as a part of one (86%, 百分之八十六, 四分之一, 三成五). Nothing here is a float.
"""

from __future__ import annotations

import re
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import lru_cache

from kuji_ie.text.normalise import normalise

SCALES = {name: Decimal(10**power) for name, power in (("十", 1), ("百", 2), ("千", 3), ("万", 4), ("亿", 8))}
# Whatever the caller has set for numbers of its own (some libraries do as they are imported), ours come out the same.
ARITHMETIC = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}

# The same numerals in other writings, one character for one: financial, traditional, spoken.
_PLAIN = str.maketrans(
    "〇○壹贰叁肆伍陆柒捌玖貳參叄陸兩俩两幺弌弍弎拾佰仟萬億點負",
    "零零一二三四五六七八九二三三六二二二一一二三十百千万亿点负",
)

# Atoms of patterns. They have no groups and are bounded: no run of digits, however long, is read twice.
HANZI_DIGIT = "[零〇○一二两俩三四五六七八九壹贰叁肆伍陆柒捌玖貳參叄陸兩]"
HANZI_CHAR = "[零〇○一二两俩三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟貳參叄陸兩萬億]"
SCALE = "[十百千万亿萬億]"
# 1,234.5
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,15}(?![0-9]))(?:\.[0-9]{1,12}(?![0-9]))?"
# 三千零五, 一百三十五点六万
HANZI = rf"(?:{HANZI_CHAR}{{1,20}}(?!{HANZI_CHAR})(?:[点點]{HANZI_DIGIT}{{1,12}}{SCALE}{{0,2}})?)"
MIXED = rf"{ARABIC}(?:\s?{SCALE}{{1,3}}(?:[0-9]{{1,4}}{SCALE}{{1,2}}){{0,3}})?"  # 1.3万, 1亿3千万, 20万3千
NUMERAL = rf"(?:{MIXED}|{HANZI})"

_ARABIC_ONLY = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_DIGIT_STRING = re.compile("[零一二三四五六七八九]+")
_WHOLE_HANZI = re.compile("[零一二三四五六七八九十百千万亿]+")
_LEAF = re.compile("([零一二三四五六七八九]?)(?:点([零一二三四五六七八九]+))?")
_LOOSE_SPACE = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_STORED = Context(prec=15)  # digits of a decimal number that a float, which JSON numbers are, keeps
_LONGEST = 60  # characters; what is longer is no numeral that anybody wrote
_ACCEPTED = "write it as 1.3万, 三千零五, -7.7, 四分之一, 86% or 两成"


def parse_number(text: str) -> Decimal:
    """Read one numeral: 1.3万 is 13000, 三千零五 is 3005, 一万二 is 12000, ３.２亿 is 320000000, 负五 is -5.

    Percentages, 成 and fractions are parts of one: 86% and 百分之八十六 are 0.86, 两成 is 0.2, 四分之一 is
    0.25, 一半 is 0.5. Width and spaces beside it do not matter. Raises `ValueError` for all else: 几十, 万元,
    words.
    """
    body = _LOOSE_SPACE.sub("", normalise(text)) if len(text) <= _LONGEST else ""
    body = body.replace("廿", "二十").replace("卅", "三十")
    has_pair = "两" in body and _DIGIT_STRING.fullmatch(body.translate(_PLAIN)) and len(body) > 1
    value = None if has_pair else _read(body.translate(_PLAIN))  # 两三 means two or three, not 23
    if value is None:
        raise ValueError(f"{text[:_LONGEST]!r} is no numeral; {_ACCEPTED}")
    return value


@lru_cache(maxsize=4096)
def _read(body: str) -> Decimal | None:
    """A numeral in plain writing, sign included; None where it is none."""
    with localcontext(Context(prec=_LONGEST + 24)) as exact:
        value = _signed(body)
        if value is None:
            return None
        exact.prec = 28 if value % 1 else exact.prec  # 三分之一 has to end somewhere
        return tidy(value)


def tidy(value: Decimal) -> Decimal:
    """The same number without zeros that say nothing: 13000.0 is 13000, 2.50 is 2.5."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def storable(value: Decimal) -> Decimal:
    """The number that JSON gives back as it was: 66.6666666666667 for two thirds of 100; whole numbers stay exact."""
    value = tidy(value)
    return value if value == value.to_integral_value() else tidy(_STORED.plus(value))


def _signed(body: str) -> Decimal | None:
    if body[:1] in ("-", "负", "+"):
        value = _part(body[1:])
        return value if value is None or body[0] == "+" else -value
    return _part(body)


def _part(body: str) -> Decimal | None:
    """A numeral without a sign, or a part of one: 86.5%, 5‰, 百分之五, 四分之一, 1/4, 三成五, 一半."""
    if body in ("半", "一半", "半数"):
        return Decimal("0.5")
    if body[-1:] in ("%", "‰"):
        value = _plain(body[:-1])
        return value and value.scaleb(-2 if body[-1] == "%" else -3)
    if "分之" in body:
        below, _, above = body.partition("分之")
        whole, _, below = below.rpartition("又")  # 一又二分之一
        return _quotient(_signed(above), _plain(below), _plain(whole) if whole else Decimal(0))
    if "/" in body:
        over, _, under = body.partition("/")
        return _quotient(_plain(over), _plain(under), Decimal(0)) if (over + under).isdecimal() else None
    if "成" in body:
        tens, _, rest = body.partition("成")
        ones = Decimal(5) if rest == "半" else _plain(rest) if rest else Decimal(0)
        value = _plain(tens)
        return None if value is None or ones is None or ones >= 10 else (value * 10 + ones).scaleb(-2)
    return _plain(body)


def _quotient(above: Decimal | None, below: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if above is None or not below or whole is None else whole + above / below


def _plain(body: str) -> Decimal | None:
    """A numeral without sign and rate: 1,234.5, 二〇二三, 二十五万三千二百, 20万3千."""
    if _ARABIC_ONLY.fullmatch(body):
        return Decimal(body.replace(",", ""))
    if body in DIGITS:
        return Decimal(DIGITS[body])
    if _WHOLE_HANZI.fullmatch(body):
        value = _hanzi(body)
        if value is not None:
            return value
    return None if re.match("点|零(?!点)", body) else _scaled(body)


def _hanzi(body: str) -> Decimal | None:
    """What cn2an makes of a whole number in Chinese; None where it refuses (百, 一亿二): see `_scaled`."""
    from cn2an import cn2an  # slow to import

    try:
        return Decimal(cn2an(body, "normal"))
    except (ValueError, KeyError):
        return None


def _scaled(body: str) -> Decimal | None:
    """Split at the largest scale word: 20万3千 is 20 times 万 and 3千, 百二 is 120, 亿 alone is one of it."""
    for name, scale in reversed(SCALES.items()):
        left, found, right = body.partition(name)
        if not found:
            continue
        count = _scaled(left) if left else Decimal(1)
        rest = _rest(right, scale)
        if count is None or rest is None or rest >= scale or (rest and count % 1):
            return None
        has_plain_count = _ARABIC_ONLY.fullmatch(left) or name in "万亿"
        return count * scale + rest if has_plain_count or count < 10 else None
    if _ARABIC_ONLY.fullmatch(body):
        return Decimal(body.replace(",", ""))
    leaf = _LEAF.fullmatch(body)
    if not body or leaf is None:
        return None
    decimals = "".join(str(DIGITS[digit]) for digit in leaf[2] or "")
    return Decimal(f"{DIGITS.get(leaf[1], 0)}.{decimals}")


def _rest(right: str, scale: Decimal) -> Decimal | None:
    """What follows a scale word: nothing, a smaller numeral, or one digit of the next scale (一万二)."""
    if not right:
        return Decimal(0)
    is_next_scale = len(right) == 1 and right not in SCALES and scale > 10
    value = _scaled(right[1:] if right[0] == "零" and len(right) > 1 else right)
    return value * scale / 10 if is_next_scale and value is not None else value
