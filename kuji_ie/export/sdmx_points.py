"""A result as SDMX observations: each figure of each observation, with its key."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kuji_ie.export.csv import harmless
from kuji_ie.export.json import LONE_SURROGATE, to_data
from kuji_ie.export.sdmx_components import NOT_APPLICABLE, NOT_SPECIFIED, OTHER, Point
from kuji_ie.models import (
    Bound,
    Change,
    Direction,
    Observation,
    Of,
    Outcome,
    Period,
    Quantity,
    Rank,
    Span,
    Target,
)

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction

REGULAR = (
    (12, "A", "{year:04}"),
    (6, "S", "{year:04}-S{n}"),
    (3, "Q", "{year:04}-Q{n}"),
    (1, "M", "{year:04}-M{n:02}"),
)
CHANGES = {"yoy": "YOY", "mom": "MOM", "period": "CHANGE", "from_to": "CHANGE"}

LONGEST = (
    4000  # of a sentence, which every figure of it repeats: text without a full stop would fill the disk
)

# A reader may take any of these for the end of a line, and the row for two. A space each keeps the length.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that an observation tells, and the part of it where it stands.

    居杭州第3位 is measure RANK, amount 3, against 杭州市. `amount` is None where the part has no number.
    """

    measure: str
    amount: Decimal | None
    part: Span
    unit: str | None = None
    upper: Decimal | None = None
    bound: Bound | None = None
    of: Of = "value"
    against: str | None = None
    against_code: str | None = None
    outcome: Outcome | None = None


def figures(o: Observation) -> Iterator[Figure]:
    """Every figure of an observation, all its changes, gaps and ranks included."""
    if o.value:
        yield _of_value(o.value)
    for change in o.changes:
        yield from _of_change(change)
    for gap in o.gaps:
        yield Figure("GAP", gap.amount, gap, gap.unit, of=gap.of, against=gap.against)
    for rank in o.ranks:
        yield from _of_rank(rank)
    if o.share:
        yield Figure("SHARE", o.share.amount, o.share, o.share.unit, against=o.share.of)
    if o.target:
        yield from _of_target(o.target)


def _of_value(value: Quantity) -> Figure:
    return Figure("VALUE", value.amount, value, value.unit, value.upper, value.bound)


def _of_change(change: Change) -> Iterator[Figure]:
    """增长31.9% is one figure, 从8%提升至15% two (FROM and TO), 持平 a change of 0."""
    measure, unit, of = CHANGES[change.kind], change.unit, change.of
    # 比上年增长 and a bare 增长 belong to one series: the measure says what they are against.
    against = None if change.kind in ("yoy", "mom") else change.against
    told = []
    if change.from_ is not None:
        told.append(Figure("FROM", change.from_, change, unit, of=of, against=against))
    if change.to is not None:
        bound = (
            None if change.bound == "exact" else change.bound
        )  # it is exact also where none was looked for
        told.append(Figure("TO", change.to, change, unit, bound=bound, of=of, against=against))
    amount = Decimal(0) if change.direction == "flat" else signed(change.amount, change.direction)
    if amount is not None or not told:
        upper = signed(change.upper, change.direction)
        yield Figure(measure, amount, change, unit, upper, change.bound, of, against)
    yield from told


def _of_rank(rank: Rank) -> Iterator[Figure]:
    """居第3位,前移4位 is two figures; 前三 is 3 at most."""
    scope, code = (rank.scope.name, rank.scope.code) if rank.scope else (None, None)
    if rank.position is not None or rank.moved is None:
        position = None if rank.position is None else Decimal(rank.position)
        bound: Bound = "at_most" if rank.top else "exact"
        yield Figure("RANK", position, rank, None, None, bound, rank.of, scope, code)
    if rank.moved is not None:
        yield Figure("RANK_MOVED", Decimal(rank.moved), rank, of=rank.of, against=scope, against_code=code)


def _of_target(target: Target) -> Iterator[Figure]:
    """完成年度目标50家的126% is two figures; 年度目标未完成 is one without a number."""
    if target.amount is not None or target.rate is None:
        yield Figure("TARGET", target.amount, target, target.unit, outcome=target.outcome)
    if target.rate is not None:
        yield Figure("TARGET_RATE", target.rate, target, "%", outcome=target.outcome)


def signed(amount: Decimal | None, direction: Direction) -> Decimal | None:
    """The size of a movement with its sign: 7.4 down is -7.4."""
    return -abs(amount) if amount is not None and direction == "down" else amount


def time_period(start: date, end: date) -> tuple[str, str]:
    """FREQ and TIME_PERIOD of a span of days, both included; no other span has the same.

    A year is A and 2023, January to June S and 2023-S1, a day D and 2023-03-08. Any other span is _O with its start
    and length: P5Y and P5M count whole months, P171D days.
    """
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        for length, freq, form in REGULAR:
            number, offset = divmod(start.month - 1, length)
            if months == length and not offset:
                return freq, form.format(year=start.year, n=number + 1)
        years, rest = divmod(months, 12)
        return OTHER, f"{start.isoformat()}/P{months}M" if rest else f"{start.isoformat()}/P{years}Y"
    if start == end:
        return "D", start.isoformat()
    return OTHER, f"{start.isoformat()}/P{(end - start).days + 1}D"


def point(result: Extraction, source: str, o: Observation, period: Period, figure: Figure) -> Point:
    """The SDMX observation of one figure, the first of its key."""
    freq, time = time_period(period.start, period.end)
    part, metric, region = figure.part, o.metric, o.region
    return Point(
        freq=freq,
        ref_area=_key(region.code, OTHER) if region else NOT_SPECIFIED,
        indicator=_key(metric.id or metric.name, NOT_SPECIFIED),
        series=_key(metric.action),
        subject=_key(o.subject.text if o.subject else None),
        measure=figure.measure,
        measure_of=figure.of.upper(),
        counterpart=_key(figure.against),
        status=o.status.upper(),
        source=source,
        occurrence="1",
        time_period=time,
        obs_value=_number(figure.amount) or "NaN",
        unit_measure=cell(figure.unit),
        unit_mult="0",
        obs_status=_quality(figure),
        bound=figure.bound.upper() if figure.bound and figure.amount is not None else "",
        upper_value=_number(figure.upper),
        ref_area_name=cell(region.name if region else None),
        counterpart_area=cell(figure.against_code),
        outcome=figure.outcome.upper() if figure.outcome else "",
        indicator_name=cell(metric.name),
        observation=cell(o.id),
        part_of=cell(o.part_of),
        text=cell(part.text),
        text_start=str(part.start),
        text_end=str(part.end),
        indicator_text=cell(metric.text),
        indicator_start=str(metric.start),
        indicator_end=str(metric.end),
        sentence_start=str(o.sentence.start),
        sentence_end=str(o.sentence.end),
        sentence=cell(result.text[o.sentence.start : min(o.sentence.end, o.sentence.start + LONGEST)]),
    )


def source_key(source: str | None) -> str:
    """The name of a report as its key: _X for a text without a name."""
    return _key(source, NOT_SPECIFIED)


def cell(text: str | None) -> str:
    """Text on one line, as long as it was, that no spreadsheet runs and that has UTF-8; empty for None."""
    return str(harmless(CONTROL.sub(" ", LONE_SURROGATE.sub("\ufffd", text)))) if text else ""


def _key(text: str | None, otherwise: str = NOT_APPLICABLE) -> str:
    """Text as a part of the key, which is never empty."""
    written = cell(text)
    return written if written.strip() else otherwise


def _number(amount: Decimal | None) -> str:
    return "" if amount is None else str(to_data(amount))


def _quality(figure: Figure) -> str:
    """A where the number is the figure, E where it only stands near it or bounds it, O without a number.

    CL_OBS_STATUS has no code for a bound. Of its codes only E warns a reader who looks no further that the number is
    not the exact one; BOUND says how it is meant.
    """
    if figure.amount is None:
        return "O"
    return "A" if figure.bound in (None, "exact") and figure.upper is None else "E"
