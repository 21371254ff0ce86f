"""The long table: a result as flat, typed rows, one row an observation (a name, a recipient, a finding).

The fields of the row types are the columns, in this order, in every tabular format; what is written beside each type
is what the docs, the Parquet file and the workbook say of the column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

from kuji_ie.export.json import LONE_SURROGATE
from kuji_ie.models import (
    Award,
    Bound,
    Change,
    ChangeKind,
    Direction,
    Entity,
    Finding,
    Label,
    Observation,
    Of,
    Outcome,
    Span,
    Status,
)

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction

Table = Literal["observations", "names", "awards", "findings"]
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One observation: 全年高新技术产业投资达17.96亿元,增长31.9% has amount 1796000000, unit 元, yoy 31.9.

    Amounts are in base units, falls are negative, offsets are code points of the text, half open. A column is None
    where the report does not say it; what an observation has more than one of (a second rank) is in `more`.
    """

    source: Annotated[str | None, "file that it was read from, or the name given to `extract`"]
    observation: Annotated[str, "id of the observation within its source: o1, o2 …"]
    region: Annotated[str | None, "full name of the region that it is about"]
    region_code: Annotated[str | None, "GB/T 2260 code of the region"]
    period_start: Annotated[date | None, "first day that it covers"]
    period_end: Annotated[date | None, "last day that it covers, included"]
    status: Annotated[Status, "actual, or target for what is planned"]
    subject: Annotated[str | None, "organisation that it is about, where that is not the region"]
    metric: Annotated[str, "what is measured, its resolved name"]
    metric_id: Annotated[str | None, "canonical id of the lexicon"]
    action: Annotated[str | None, "verb that says which series it is: 新认定, 申报 …"]
    amount: Annotated[float | None, "the value in base units"]
    upper: Annotated[float | None, "upper end of a range"]
    unit: Annotated[str | None, "base unit of amount and upper: 元, 家, % …"]
    bound: Annotated[Bound | None, "exact, about, over, at_least, under, at_most"]
    value: Annotated[str | None, "the value as it stands in the text"]
    yoy: Annotated[float | None, "change on the year before; a fall is negative, no change is 0"]
    yoy_upper: Annotated[float | None, "upper end of a range of yoy"]
    yoy_unit: Annotated[str | None, "unit of yoy: %, 个百分点, 家 …"]
    yoy_bound: Annotated[Bound | None, "bound of yoy"]
    yoy_of: Annotated[Of | None, "what moved: the value, or its growth"]
    change_kind: Annotated[ChangeKind | None, "kind of the first other change: mom, period, from_to"]
    change_direction: Annotated[Direction | None, "up, down, flat"]
    change: Annotated[float | None, "size of that change; a fall is negative"]
    change_unit: Annotated[str | None, "unit of change, change_from and change_to"]
    change_from: Annotated[float | None, "where it started: 8 of 从8%提升至15%"]
    change_to: Annotated[float | None, "where it arrived: 15 of 从8%提升至15%"]
    change_against: Annotated[str | None, "base of that change as it stands, where told"]
    rank: Annotated[int | None, "position in an order"]
    rank_top: Annotated[bool | None, "true for 前三: position or better"]
    rank_moved: Annotated[int | None, "places moved; down is negative"]
    rank_of: Annotated[Of | None, "what is ranked: the value, or its growth"]
    rank_scope: Annotated[str | None, "region or group in which it is ranked"]
    rank_scope_code: Annotated[str | None, "GB/T 2260 code of that region"]
    gap: Annotated[float | None, "distance to somebody else; behind is negative"]
    gap_unit: Annotated[str | None, "unit of gap"]
    gap_against: Annotated[str | None, "who that is: 全市, 第2名"]
    share: Annotated[float | None, "part of a larger whole, in percent"]
    share_of: Annotated[str | None, "that whole"]
    target: Annotated[float | None, "amount of the target that it is held against"]
    target_unit: Annotated[str | None, "unit of target"]
    target_rate: Annotated[float | None, "completion of the target, in percent"]
    target_outcome: Annotated[Outcome | None, "met, exceeded, missed, progress"]
    part_of: Annotated[str | None, "id of the observation of which this is a part"]
    more: Annotated[str | None, "further changes, ranks and gaps, as they stand"]
    metric_text: Annotated[str, "the metric as it stands in the text"]
    metric_start: Annotated[int, "offset of metric_text"]
    metric_end: Annotated[int, "end of metric_text"]
    value_start: Annotated[int | None, "offset of value"]
    value_end: Annotated[int | None, "end of value"]
    sentence_start: Annotated[int, "offset of the sentence"]
    sentence_end: Annotated[int, "end of the sentence"]
    sentence: Annotated[str | None, "the sentence; None for a result read back from JSON without its text"]
    confidence: Annotated[
        float | None,
        "how likely metric and numbers belong together, 0 to 1; None for a result read back from JSON",
    ]


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name in the text: 省级众创空间, HONOUR, provincial_makerspace."""

    source: Annotated[str | None, "file that it was read from"]
    label: Annotated[Label, "PROGRAMME, HONOUR, ORG, REGION, POLICY"]
    text: Annotated[str, "the name as it stands"]
    name: Annotated[str, "the official name"]
    id: Annotated[str | None, "id of its entry in the lexicon"]
    start: Annotated[int, "offset of text"]
    end: Annotated[int, "end of text"]


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One recipient of one award; an award without a named recipient is one row."""

    source: Annotated[str | None, "file that it was read from"]
    recipient: Annotated[str | None, "who received it, as it stands"]
    honour: Annotated[str, "the honour as it stands"]
    honour_id: Annotated[str | None, "id of its entry in the lexicon"]
    grade: Annotated[str | None, "一等奖, 四星 …"]
    year: Annotated[int | None, "year of the award, where told"]
    in_a_row: Annotated[int | None, "how many times running, where told"]
    recipient_start: Annotated[int | None, "offset of recipient"]
    recipient_end: Annotated[int | None, "end of recipient"]
    honour_start: Annotated[int, "offset of honour"]
    honour_end: Annotated[int, "end of honour"]
    sentence: Annotated[str | None, "the sentence; None without the text"]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One thing that does not add up."""

    source: Annotated[str | None, "file that it was read from"]
    code: Annotated[str, "kind of the finding"]
    message: Annotated[str, "what does not add up"]
    observation: Annotated[str | None, "id of the observation that it concerns"]
    start: Annotated[int, "offset of the place"]
    end: Annotated[int, "end of the place"]
    text: Annotated[str | None, "the place as it stands; None without the text"]
    related: Annotated[str | None, "ids of the other observations that it is about, parted by spaces"]


Row = ObservationRow | NameRow | AwardRow | FindingRow
TABLES: dict[Table, type[Row]] = {
    "observations": ObservationRow,
    "names": NameRow,
    "awards": AwardRow,
    "findings": FindingRow,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, the type of its cells (`str`, `float`, `int`, `bool`, `date`) and its meaning."""

    name: str
    type: type[Any]
    means: str


def columns(table: Table = "observations") -> tuple[Column, ...]:
    """The columns of a table, in order."""
    hints = get_type_hints(TABLES[table], include_extras=True)
    return tuple(
        Column(name, _cell_type(hint.__origin__), hint.__metadata__[0]) for name, hint in hints.items()
    )


def _cell_type(hint: Any) -> type[Any]:
    """The type of what is not None: `Literal["up", "down"] | None` is str."""
    while not isinstance(hint, type):
        hint = next(argument for argument in get_args(hint) if argument is not type(None))
        hint = type(hint) if isinstance(hint, str) else hint
    return hint


def cells(row: Row) -> tuple[Any, ...]:
    """The cells of a row, in the order of its columns; half a surrogate pair, which has no UTF-8, becomes U+FFFD."""
    values = (getattr(row, field.name) for field in fields(row))
    return tuple(LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for value in values)


def rows(result: Extraction, table: Table = "observations") -> Iterator[Row]:
    """The rows of one result, in the order of the text."""
    if table == "observations":
        yield from (observation_row(result, o) for o in result.observations)
    elif table == "names":
        yield from (name_row(result, entity) for entity in result.entities)
    elif table == "awards":
        for award in result.awards:
            yield from (award_row(result, award, recipient) for recipient in award.recipients or (None,))
    else:
        yield from (finding_row(result, finding) for finding in result.findings)


def observation_row(result: Extraction, o: Observation) -> ObservationRow:
    """The row of one observation."""
    value, yoy, rank = o.value, o.yoy, o.rank
    other = next((change for change in o.changes if change is not yoy), None)
    scope = rank.scope if rank else None
    gap = o.gaps[0] if o.gaps else None
    shown = [part for part in (yoy, other, rank, gap) if part]
    more = [part.text for part in (*o.changes, *o.ranks, *o.gaps) if not any(part is one for one in shown)]
    return ObservationRow(
        source=result.source, observation=o.id,
        region=o.region.name if o.region else None, region_code=o.region.code if o.region else None,
        period_start=o.period.start if o.period else None, period_end=o.period.end if o.period else None,
        status=o.status, subject=o.subject.text if o.subject else None, metric=o.metric.name, metric_id=o.metric.id,
        action=o.metric.action,
        amount=_float(value.amount if value else None), upper=_float(value.upper if value else None),
        unit=value.unit if value else None, bound=value.bound if value else None,
        value=value.text if value else None,
        yoy=size(yoy), yoy_upper=_signed(yoy.upper, yoy.direction) if yoy else None,
        yoy_unit=yoy.unit if yoy else None, yoy_bound=yoy.bound if yoy else None, yoy_of=yoy.of if yoy else None,
        change_kind=other.kind if other else None, change_direction=other.direction if other else None,
        change=size(other), change_unit=other.unit if other else None,
        change_from=_float(other.from_ if other else None), change_to=_float(other.to if other else None),
        change_against=other.against if other else None,
        rank=rank.position if rank else None, rank_top=rank.top if rank else None,
        rank_moved=rank.moved if rank else None, rank_of=rank.of if rank else None,
        rank_scope=scope.name if scope else None, rank_scope_code=scope.code if scope else None,
        gap=_float(gap.amount if gap else None), gap_unit=gap.unit if gap else None,
        gap_against=gap.against if gap else None,
        share=_float(o.share.amount if o.share else None), share_of=o.share.of if o.share else None,
        target=_float(o.target.amount if o.target else None), target_unit=o.target.unit if o.target else None,
        target_rate=_float(o.target.rate if o.target else None),
        target_outcome=o.target.outcome if o.target else None,
        part_of=o.part_of, more=SEPARATOR.join(more) or None,
        metric_text=o.metric.text, metric_start=o.metric.start, metric_end=o.metric.end,
        value_start=value.start if value else None, value_end=value.end if value else None,
        sentence_start=o.sentence.start, sentence_end=o.sentence.end,
        sentence=_passage(result, o.sentence.start, o.sentence.end), confidence=o.confidence,
    )  # fmt: skip


def name_row(result: Extraction, entity: Entity) -> NameRow:
    """The row of one name."""
    return NameRow(result.source, entity.label, entity.text, entity.name, entity.id, entity.start, entity.end)


def award_row(result: Extraction, award: Award, recipient: Span | None) -> AwardRow:
    """The row of one recipient of an award."""
    return AwardRow(
        source=result.source,
        recipient=recipient.text if recipient else None,
        honour=award.honour.text,
        honour_id=award.honour.id,
        grade=award.grade,
        year=award.year,
        in_a_row=award.in_a_row,
        recipient_start=recipient.start if recipient else None,
        recipient_end=recipient.end if recipient else None,
        honour_start=award.honour.start,
        honour_end=award.honour.end,
        sentence=_passage(result, award.sentence.start, award.sentence.end),
    )


def finding_row(result: Extraction, finding: Finding) -> FindingRow:
    """The row of one finding."""
    return FindingRow(
        result.source,
        finding.code,
        finding.message,
        finding.observation,
        finding.start,
        finding.end,
        _passage(result, finding.start, finding.end),
        " ".join(finding.related) or None,
    )


def size(change: Change | None) -> float | None:
    """The size of a change with its sign: 下降7.4% is -7.4, 持平 is 0, None where no number tells it."""
    if change is None:
        return None
    return 0.0 if change.direction == "flat" else _signed(change.amount, change.direction)


def _signed(amount: Decimal | None, direction: Direction) -> float | None:
    if amount is None:
        return None
    return -abs(float(amount)) if direction == "down" else float(amount)


def _float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _passage(result: Extraction, start: int, end: int) -> str | None:
    return result.text[start:end] or None
