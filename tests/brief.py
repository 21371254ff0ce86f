"""Results in short forms, so that a table of tests states only what differs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Any

from kuji_ie.extraction import Extraction
from kuji_ie.models import Change, Gap, Observation, Quantity, Rank, Share, Target
from kuji_ie.text.normalise import normalise


def plain(amount: Decimal | None, unit: str | None = None) -> str:
    """An amount without an exponent, with its unit: 420000000元; nothing where there is none."""
    return "" if amount is None else f"{amount:f}{unit or ''}"


def words(*parts: Any) -> str:
    return " ".join(str(part) for part in parts if part)


def _unless(value: str, usual: str) -> str:
    return "" if value == usual else value


@singledispatch
def brief(argument: Any) -> str:
    """An argument in a few words: yoy up 9.7%, 3 杭州 growth, 375家 met, 25% 杭州市, 5.66个百分点 全市."""
    raise TypeError(f"{type(argument).__name__} has no short form")


@brief.register
def _(change: Change) -> str:
    size = plain(change.amount, change.unit)
    if change.kind == "from_to":
        size = f"{plain(change.from_)}→{plain(change.to, change.unit)}"
    if change.upper is not None:
        size = f"{plain(change.amount)}~{plain(change.upper, change.unit)}"
    bound, of = _unless(change.bound, "exact"), _unless(change.of, "value")
    return words(change.kind, change.direction, size, bound, of)


@brief.register
def _(gap: Gap) -> str:
    return words(plain(gap.amount, gap.unit), gap.against, _unless(gap.of, "value"))


@brief.register
def _(rank: Rank) -> str:
    moved = "" if rank.moved is None else f"moved {rank.moved}"
    scope = rank.scope and (rank.scope.text or rank.scope.name)
    place = words("top" if rank.top else "", rank.position)
    return words(*((place, scope, moved) if place else (moved, scope)), _unless(rank.of, "value"))


@brief.register
def _(share: Share) -> str:
    return words(plain(share.amount, share.unit), share.of)


@brief.register
def _(target: Target) -> str:
    rate = "" if target.rate is None else f"rate {plain(target.rate)}"
    return words(plain(target.amount, target.unit), rate, target.outcome)


@brief.register
def _(quantity: Quantity) -> str:
    return words(plain(quantity.amount, quantity.unit), _unless(quantity.bound, "exact"))


@dataclass(frozen=True, slots=True)
class Obs:
    """One observation in brief: `metric` and `value` as they stand in the text, the arguments in short form.

    `name` is the resolved name where it is another than the text, `part` the metric of the whole.
    """

    metric: str
    value: str = ""
    action: str = ""
    name: str = ""
    changes: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    share: str = ""
    target: str = ""
    status: str = "actual"
    part: str = ""


def obs(
    metric: str, value: str = "", *, yoy: str | None = None, rank: tuple[int, str] | None = None, **said: Any
) -> Obs:
    """An observation that says what it is given and nothing else.

    `yoy="31.9"` is the change yoy up 31.9%, `yoy="-7.4"` yoy down 7.4%; `rank=(1, "全省")` the rank 1 全省.
    One change, rank or gap may be given as a word, more as a tuple.
    """
    for name in ("changes", "ranks", "gaps"):
        said[name] = (said[name],) if isinstance(said.get(name), str) else said.get(name, ())
    if yoy is not None:
        way, size = ("down", yoy[1:]) if yoy.startswith("-") else ("up", yoy)
        said["changes"] = (f"yoy {way} {size}%", *said["changes"])
    if rank is not None:
        said["ranks"] = (words(*rank), *said["ranks"])
    return Obs(metric, value, **said)


@brief.register
def _(extraction: Extraction) -> list[Obs]:
    wholes = {o.id: o.metric.text for o in extraction.observations}
    return [_observation(o, wholes.get(o.part_of or "", "")) for o in extraction.observations]


def _observation(o: Observation, whole: str) -> Obs:
    text = o.metric.text
    return Obs(
        metric=text,
        value=o.value.text if o.value else "",
        action=o.metric.action or "",
        name=_unless(o.metric.name, normalise(text).replace(" ", "").replace("\n", "")),
        changes=tuple(map(brief, o.changes)),
        ranks=tuple(map(brief, o.ranks)),
        gaps=tuple(map(brief, o.gaps)),
        share=brief(o.share) if o.share else "",
        target=brief(o.target) if o.target else "",
        status=o.status,
        part=whole,
    )
