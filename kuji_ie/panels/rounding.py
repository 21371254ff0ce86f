"""How exact a figure is as it is written, and what follows from two figures that are compared.

The tolerance is half a unit of the last digit of each figure: 17.96亿元 stands for 17.955 to 17.965亿元.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kuji_ie.models import Bound
from kuji_ie.text.normalise import normalise

HALF = Decimal("0.5")
ENDLESS = Decimal("Infinity")
PART_OF_ONE = re.compile("分之|[成半]")
NUMERAL = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; an end may be infinite."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether one number can be in both. Ends that only touch do not meet: 48家 and 49家 are two numbers."""
        return self.low < other.high and other.low < self.high


def half_unit(text: str, amount: Decimal) -> Decimal:
    """Half a unit of the last digit written: 500000 for 17.96亿元, 0.5 for 48家, 50000000 for 三亿元.

    `amount` is the number that the text stands for, in base units. Where its digits stand nowhere in the text (两千,
    1亿2000万元, 是2018年的2.8倍) the last one that is no zero counts. A part of one in words (四分之一, 三成) is said in
    passing: a tenth of it.
    """
    plain = _significant(amount)
    for match in NUMERAL.finditer(normalise(text)):
        written = Decimal(match.group().replace(",", ""))
        same = _significant(written)
        if same.as_tuple().digits == plain.as_tuple().digits:
            shift = _exponent(plain) - _exponent(same) if amount else 0
            return HALF.scaleb(_exponent(written) + shift)
    if PART_OF_ONE.search(text):
        return abs(amount) / 10
    return HALF.scaleb(_exponent(plain))


def interval(amount: Decimal, upper: Decimal | None, bound: Bound, half: Decimal) -> Interval | None:
    """What a figure allows: 超1500家 all from 1499.5 on; None for 约, which says no limit."""
    if bound == "about":
        return None
    low, high = amount - half, (amount if upper is None else upper) + half
    if bound in ("over", "at_least"):
        high = ENDLESS
    elif bound in ("under", "at_most"):
        low = -ENDLESS
    return Interval(low, high)


def _significant(amount: Decimal) -> Decimal:
    """The number without its sign and the zeros at its end: 1.50 is 1.5, 300 is 3E+2."""
    return abs(amount).normalize()


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)
