"""What two figures of a panel say of each other: a plan and its result, a level and the growth on it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from kuji_ie.numbers import ARITHMETIC, tidy
from kuji_ie.panels.model import Before, Figure, Plan
from kuji_ie.panels.rounding import ENDLESS, Interval
from kuji_ie.panels.series import unit_of

POINTS = "个百分点"
RATES = ("%", "‰", POINTS)
HUNDREDTH = Decimal("0.01")
# 失业率5.5%: less is better, so that a plan without 以内 does not say when it is reached
LESS_IS_BETTER = re.compile("失业|能耗|排放|死亡|事故|价格|浓度|负债|债务|投诉|信访|发案|杠杆")


def plan_for(metric: str, planned: Figure, achieved: Figure) -> Plan | None:
    """A plan beside its result; None where the two are not of one kind: 增长8% and 增长20家, or of the growth of a growth.

    突破120家 and 127家: reached. Figures count as they are written: 17.96亿元 does not reach 18亿元. 以内 and a planned fall are
    reached from below; what 约 and 左右 leave open is None.
    """
    if unit_of(planned.unit) != unit_of(achieved.unit) or planned.of != "value" or achieved.of != "value":
        return None
    ceiling = planned.bound in ("under", "at_most") or planned.amount < 0
    if LESS_IS_BETTER.search(metric) and not ceiling:
        return Plan(planned)
    return Plan(planned, _reached(planned, achieved, ceiling))


def _reached(planned: Figure, achieved: Figure, ceiling: bool) -> bool | None:
    goal = planned.amount if planned.upper is None or not ceiling else planned.upper
    limits, more, less = _as_written(achieved), "over", "under"
    low, high = limits.low, limits.high
    if ceiling:  # the same seen from the other side
        goal, low, high, more, less = -goal, -high, -low, less, more
    if low > goal or (low == goal and (planned.bound != more or achieved.bound == more)):
        return True
    missed = high < goal or (high == goal and (planned.bound == more or achieved.bound == less))
    return False if missed and planned.bound != "about" else None


def _as_written(figure: Figure) -> Interval:
    """The limits that a figure names, without rounding."""
    low, high = figure.amount, figure.amount if figure.upper is None else figure.upper
    if figure.bound in ("over", "at_least", "about"):
        high = ENDLESS
    if figure.bound in ("under", "at_most", "about"):
        low = -ENDLESS
    return Interval(low, high)


def level_before(value: Figure, yoy: Figure, reported: Figure | None) -> Before | None:
    """The level of a year before that value and growth imply, beside the one reported then.

    2.37亿元 with 增长11.8%: 2.37 / 1.118. 占比9.52% with 提高0.3个百分点: 9.52 - 0.3. None where the two do not tell it: 超2亿元, 增长约
    10%, a percentage that grows by percent. The implied level is rounded to a hundredth of a unit of the last digit
    of the value.
    """
    if not (value.is_exact and yoy.is_exact) or yoy.of != "value" or value.of != "value":
        return None
    ends = _implied(value, yoy)
    if ends is None:
        return None
    implied, limits = ends
    step = (2 * value.half).normalize().scaleb(-2)
    before = Before(
        _rounded(implied, step),
        low=_rounded(limits.low, step, ROUND_FLOOR),
        high=_rounded(limits.high, step, ROUND_CEILING),
        reported=reported,
    )
    there = reported.interval if reported and reported.is_exact else None
    if reported is None or there is None:
        return before
    difference = _rounded((implied / reported.amount - 1) * 100, HUNDREDTH) if reported.amount else None
    return replace(before, difference=difference, within=there.meets(limits))


def _rounded(number: Decimal, step: Decimal, how: str = ROUND_HALF_EVEN) -> Decimal:
    """The number in whole steps; as it is where that would take more digits than numbers have here."""
    fits = number.adjusted() - min(0, step.adjusted()) < ARITHMETIC.prec - 1
    return tidy(number.quantize(step, how)) if fits else number


def _implied(value: Figure, yoy: Figure) -> tuple[Decimal, Interval] | None:
    """The implied level, and the limits in which the rounding of both figures leaves it."""
    low, high = value.amount - value.half, value.amount + value.half
    if yoy.unit == "%" and value.unit not in RATES:
        base, margin = 1 + yoy.amount / 100, yoy.half / 100
    elif yoy.unit == "倍":
        base, margin = 1 + yoy.amount, yoy.half
    elif (yoy.unit == POINTS and value.unit == "%") or (
        yoy.unit not in RATES and unit_of(yoy.unit) == unit_of(value.unit)
    ):
        implied = value.amount - yoy.amount
        return implied, Interval(low - yoy.amount - yoy.half, high - yoy.amount + yoy.half)
    else:
        return None
    if base <= margin:  # a fall to nothing has no level before
        return None
    ends = [end / divisor for end in (low, high) for divisor in (base - margin, base + margin)]
    return value.amount / base, Interval(min(ends), max(ends))
