"""The rows of the page's tables: what is shown of an observation, a name, an award, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kuji_ie.export.page.words import Words
from kuji_ie.export.table import BOUNDS, change_size, clean, human, short_period
from kuji_ie.models import Award, Change, Document, Observation, Quantity, Rank


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing of a cell: ▲31.9% with the note 环比, and on hovering its wording in the report."""

    role: str
    text: str
    note: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One observation as the page shows it; `usual_period` and `usual_region` are those of the document."""

    name: str
    action: str
    title: str
    is_part: bool
    value: tuple[Sign, ...]
    changes: tuple[Sign, ...]
    ranks: tuple[Sign, ...]
    also: tuple[Sign, ...]
    status: str
    period: str
    usual_period: bool
    region: str
    usual_region: bool
    subject: str


def make_row(o: Observation, document: Document, words: Words) -> Row:
    """The row of one observation: 17.96亿元, ▲31.9%, 杭州 第3 增速."""
    metric, period, usual = o.metric, o.period, document.period
    action = clean(metric.action or "")
    return Row(
        name=clean(metric.name),
        action="" if action in clean(metric.name) else action,
        title=" · ".join(filter(None, (o.id, metric.id, str(metric.link or "")))),
        is_part=o.part_of is not None,
        value=() if o.value is None else (value_sign(o.value),),
        changes=tuple(change_sign(change, words) for change in o.changes),
        ranks=tuple(rank_sign(rank, words) for rank in o.ranks),
        also=tuple(also_signs(o, words)),
        status=o.status,
        period=short_period(period) if period else "",
        usual_period=bool(period and usual and (period.start, period.end) == (usual.start, usual.end)),
        region=clean(o.region.name) if o.region else "",
        usual_region=bool(o.region and document.region and o.region.name == document.region.name),
        subject=clean(o.subject.text) if o.subject else "",
    )


def value_sign(value: Quantity) -> Sign:
    """An amount as a person would write it: >1500家 for 超1500家, 1–3家 for 1~3家."""
    unit = value.unit or ""
    amount = human(value.amount, unit)
    if value.upper is not None:
        amount = f"{human(value.amount, '')}–{human(value.upper, unit)}"
    return Sign("value", f"{BOUNDS[value.bound]}{amount}", title=clean(value.text))


def change_sign(change: Change, words: Words) -> Sign:
    """▲31.9%, with the base where it is not the year before, and 增速 where the growth itself moves."""
    base = (
        words("against", clean(change.against))
        if change.against and change.kind != "yoy"
        else words.of("kind", change.kind)
    )
    return Sign("change", change_size(change), _note(words, change.of, base), clean(change.text))


def rank_sign(rank: Rank, words: Words) -> Sign:
    """杭州 第3, 全省 前5, 第5 ▲4位."""
    scope = clean(rank.scope.text or rank.scope.name) if rank.scope else ""
    position = "" if rank.position is None else words("rank.top" if rank.top else "rank.nth", rank.position)
    moved = ""
    if rank.moved:
        moved = ("▲" if rank.moved > 0 else "▼") + words("rank.moved", abs(rank.moved))
    text = " ".join(filter(None, (scope, position, moved)))
    return Sign("rank", text, _note(words, rank.of), clean(rank.text))


def also_signs(o: Observation, words: Words) -> Iterator[Sign]:
    """Gaps, share and target, as they stand in the report."""
    for gap in o.gaps:
        yield Sign("gap", clean(gap.text), _note(words, gap.of), words("gap"))
    if o.share:
        yield Sign("share", clean(o.share.text), title=words("share"))
    if o.target:
        note = words.of("outcome", o.target.outcome)
        yield Sign("target", clean(o.target.text), note, words("target"))


def award_notes(award: Award, words: Words) -> str:
    """What else is told of an award: 一等奖 · 2022 · 连续3次."""
    row = words("in_a_row", award.in_a_row) if award.in_a_row else ""
    return " · ".join(filter(None, (clean(award.grade or ""), str(award.year or ""), row)))


def _note(words: Words, of: str, base: str = "") -> str:
    return " ".join(filter(None, (base, words("growth") if of == "growth" else "")))
