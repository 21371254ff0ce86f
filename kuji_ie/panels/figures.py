"""The figures of an observation, each with its tolerance and the place where it is told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kuji_ie.models import Bound, Change, Gap, Observation, Place, Quantity, Rank, Share, Target
from kuji_ie.panels.model import Figure, Told
from kuji_ie.panels.rounding import HALF, half_unit

# What a limit becomes below zero: a fall of more than 3 is a change of less than -3.
FALLEN: dict[Bound, Bound] = {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}


@dataclass(frozen=True, slots=True)
class Figures:
    """What one observation tells of its cell; `is_own` where its report is the one to ask."""

    told: Told
    region: Place
    metric: str
    metric_id: str | None
    subject: str | None
    whole: str | None
    is_own: bool
    value: Figure | None
    yoy: Figure | None
    rank: Figure | None
    share: Figure | None
    gap: Figure | None
    target: Figure | None


def figures_of(o: Observation, region: Place, told: Told, whole: Observation | None, is_own: bool) -> Figures:
    """All figures of an observation; of ranks and gaps the first with a number."""
    rank = next((rank for rank in o.ranks if rank.position is not None), None)
    gap = next((gap for gap in o.gaps if gap.amount is not None), None)
    return Figures(
        told=told,
        region=Place(None, region.name, region.code),
        metric=o.metric.name,
        metric_id=o.metric.id,
        subject=o.subject.text if o.subject else None,
        whole=whole.metric.name if whole else None,
        is_own=is_own,
        value=_value(o.value, told) if o.value else None,
        yoy=_change(o.yoy, told) if o.yoy else None,
        rank=_rank(rank, told) if rank else None,
        share=_share(o.share, told) if o.share else None,
        gap=_gap(gap, told) if gap else None,
        target=_target(o.target, told) if o.target else None,
    )


def _value(value: Quantity, told: Told) -> Figure:
    half = half_unit(value.text, value.amount)
    return Figure(value.text, value.amount, told, half, value.upper, value.unit, value.bound)


def _change(change: Change, told: Told) -> Figure | None:
    """增长9.7% is 9.7, 下降7.4% is -7.4, 持平 about 0; None where no number tells it."""
    if change.direction == "flat":
        return Figure(change.text, Decimal(0), told, HALF, unit=change.unit, bound="about", of=change.of)
    if change.amount is None:
        return None
    amount, upper, bound = change.amount, change.upper, change.bound
    half = half_unit(change.text, amount)
    if change.direction == "down":  # 下降3%—5% is -5 to -3, 下降3%以上 at most -3
        amount, upper = -abs(amount if upper is None else upper), None if upper is None else -abs(amount)
        bound = FALLEN.get(bound, bound)
    return Figure(change.text, amount, told, half, upper, change.unit, bound, change.of)


def _rank(rank: Rank, told: Told) -> Figure:
    scope = rank.scope.name if rank.scope else None
    bound: Bound = "at_most" if rank.top else "exact"
    return Figure(rank.text, Decimal(rank.position or 0), told, HALF, bound=bound, of=rank.of, against=scope)


def _share(share: Share, told: Told) -> Figure:
    half = half_unit(share.text, share.amount)
    return Figure(share.text, share.amount, told, half, unit=share.unit, against=share.of)


def _gap(gap: Gap, told: Told) -> Figure | None:
    if gap.amount is None:
        return None
    half = half_unit(gap.text, gap.amount)
    return Figure(gap.text, gap.amount, told, half, unit=gap.unit, of=gap.of, against=gap.against)


def _target(target: Target, told: Told) -> Figure | None:
    if target.amount is None:
        return None
    half = half_unit(target.text, target.amount)
    return Figure(target.text, target.amount, told, half, unit=target.unit)
