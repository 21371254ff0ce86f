"""What a written number stands for: 17.96亿元 is anything from 17.955 to 17.965亿元, 超1500家 is 1500 or more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kuji_ie.models import Bound, Quantity
from kuji_ie.text.normalise import normalise

NUMERAL = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
PART_OF_ONE = re.compile("分之|[成半]")  # 四分之一, 三成: said in passing, not reckoned
COUNTED = frozenset("家个项件人名位台套场次册张户座所种篇部条辆只枚") | {
    "人次",
    "家次",
    "台次",
    "台套",
    "批次",
}
ABOUT = Decimal("0.1")  # 约200家 is anything from 180 to 220
HUNDRED = Decimal(100)
_ZERO, _HALF, _ENDLESS = Decimal(0), Decimal("0.5"), Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Extent:
    """From `low` to `high`, both included; infinite where a bound leaves one side open."""

    low: Decimal
    high: Decimal

    def meets(self, other: Extent) -> bool:
        """Whether both may be the same number."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Extent) -> Extent:
        return Extent(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Extent) -> Extent:
        return Extent(self.low - other.high, self.high - other.low)

    def size(self) -> Extent:
        """The extent without its sign: -9.35…-9.25 is 9.25…9.35."""
        if self.low >= 0:
            return self
        return Extent(max(_ZERO, -self.high), max(-self.low, self.high))

    def percent_of(self, whole: Extent) -> Extent | None:
        """How many percent of `whole` this is; None unless both are above zero."""
        if self.low < 0 or whole.low <= 0 or _ENDLESS in (self.low, whole.low):
            return None
        return Extent(self.low * HUNDRED / whole.high, self.high * HUNDRED / whole.low)


def extent_of(quantity: Quantity) -> Extent | None:
    """What a value stands for: 17.96亿元 is 17.955…17.965亿元. None where its wording does not tell how exact it is."""
    return extent(quantity.amount, quantity.text, quantity.bound, quantity.upper, quantity.unit)


def extent(
    amount: Decimal,
    text: str,
    bound: Bound = "exact",
    upper: Decimal | None = None,
    unit: str | None = None,
) -> Extent | None:
    """What `amount` stands for, as it is written in `text`: half a unit of its last digit to both sides.

    9.3 in 提高9.3个百分点 is 9.25…9.35; 3.6 of a column in 亿元 is 3.55…3.65亿元; 120家 and other things that are
    counted one by one are 120 and nothing else. `over` and `at_least` leave it open
    above, `under` and `at_most` down to zero, `about` is a tenth to both sides. None for parts of one in words
    (四分之一), and for a number below zero with a bound.
    """
    step = _step(amount, text)
    if step is None or (amount < 0 and bound != "exact"):
        return None
    half = _ZERO if step <= 1 and unit in COUNTED else step * _HALF
    low, high = amount - half, (amount if upper is None else upper) + half
    if bound in ("over", "at_least"):
        high = _ENDLESS
    elif bound in ("under", "at_most"):
        low = _ZERO
    elif bound == "about":
        low, high = low - amount * ABOUT, high + amount * ABOUT
    return Extent(min(low, high), max(low, high))


def _step(amount: Decimal, text: str) -> Decimal | None:
    """One unit of the last digit that was written; the larger one where several numerals may be meant."""
    plain = normalise(text)
    told = amount.normalize().as_tuple()
    steps: list[int] = []
    for match in NUMERAL.finditer(plain):
        written = Decimal(match[0].replace(",", ""))
        tidy = written.normalize().as_tuple()
        if tidy.digits == told.digits:
            assert isinstance(tidy.exponent, int) and isinstance(told.exponent, int)
            own = written.as_tuple().exponent
            assert isinstance(own, int)
            steps.append(own + told.exponent - tidy.exponent)
    if steps:
        return Decimal(1).scaleb(max(steps))
    if PART_OF_ONE.search(plain) or not amount or not isinstance(told.exponent, int):
        return None
    return Decimal(1).scaleb(told.exponent)  # 三千, 1亿3千万: as many zeros as it has


def said(amount: Decimal, unit: str | None = None) -> str:
    """An amount for a message: 17.96亿元, 9.3 个百分点, 25 %, 150家."""
    size, scale = amount, ""
    for power, word in ((12, "万亿"), (8, "亿"), (4, "万")):
        if abs(amount) >= Decimal(1).scaleb(power):
            size, scale = amount.scaleb(-power), word
            break
    shown = size.quantize(Decimal("0.01")) if size.normalize().as_tuple().exponent < -2 else size  # type: ignore[operator]
    parted = " " if unit and not scale and (unit == "%" or "百分点" in unit) else ""
    return f"{shown.normalize():f}{scale}{parted}{unit or ''}"
