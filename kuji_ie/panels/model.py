"""What a panel is made of: rows of figures, each with the place where it is told, and the conflicts between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from kuji_ie.models import Bound, Of, Place, Status, Value
from kuji_ie.panels.rounding import Interval, interval

if TYPE_CHECKING:
    import pandas
    import pyarrow

PanelTable = Literal["rows", "conflicts", "left_out"]
FigureKind = Literal["value", "yoy", "rank", "share"]


@dataclass(frozen=True, slots=True)
class Told(Value):
    """Where a figure stands: observation o2 of 云和县-2022.txt, and the sentence.

    `document` is the place of the report among those given to `panel`, from 0. `source` is None where it has no name,
    `sentence` for a result that was read back from JSON without its text.
    """

    document: int
    source: str | None
    observation: str
    sentence: str | None = None

    def __str__(self) -> str:
        return f"{self.source or f'report {self.document + 1}'} {self.observation}"


@dataclass(frozen=True, slots=True)
class Figure(Value):
    """One number that a report tells: 2.12亿元 is amount 212000000, unit 元, half 500000.

    `text` is the number as it stands and `half` its tolerance, half a unit of its last digit. A fall is negative. `against`
    is the scope of a rank, the whole of a share, the other side of a gap. A rank 前三 is amount 3, bound at_most.
    """

    text: str
    amount: Decimal
    told: Told
    half: Decimal
    upper: Decimal | None = None
    unit: str | None = None
    bound: Bound = "exact"
    of: Of = "value"
    against: str | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def is_exact(self) -> bool:
        """Whether it is one number, neither a range nor a limit."""
        return self.bound == "exact" and self.upper is None

    @property
    def interval(self) -> Interval | None:
        """The numbers that it may stand for, None where it names no limit (约…)."""
        return interval(self.amount, self.upper, self.bound, self.half)

    def contradicts(self, other: Figure) -> bool:
        """Whether no number fits both: 2.12亿元 and 2.15亿元, not 2.12亿元 and 2.1亿元, nor 超2亿元."""
        ours, others = self.interval, other.interval
        return ours is not None and others is not None and not ours.meets(others)


@dataclass(frozen=True, slots=True)
class Plan(Value):
    """What was planned for the cell, and whether it was reached; None where the two do not tell (约120家, 超100家)."""

    planned: Figure
    reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Before(Value):
    """The level of a year before that value and growth imply, beside the one that was reported.

    2.37亿元 with 增长11.8% implies 211986583 元, and 2.12亿元 was reported: `difference` is -0.01 percent. `low` and `high`
    are where rounding leaves the implied level; `within` says whether the reported one fits. The last three are None
    where none was reported, or only a limit.
    """

    implied: Decimal
    low: Decimal
    high: Decimal
    reported: Figure | None = None
    difference: Decimal | None = None
    within: bool | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PanelRow(Value):
    """One cell: a metric of a region in a period, actual or planned, with all that the reports tell of it.

    Where several tell it, each figure is the most exact; `told` names all observations. `whole` is the metric of which
    it is a part. `conflict`: another report tells another number. `differs`: one report tells two numbers of this
    cell, so that it is compared with nothing. `plan`, `growth_plan` and `before` stand beside results only; what is in
    them is never a value.
    """

    region: Place
    metric: str
    metric_id: str | None
    action: str | None
    subject: str | None
    whole: str | None
    start: date
    end: date
    status: Status
    unit: str | None
    told: tuple[Told, ...]
    value: Figure | None = None
    yoy: Figure | None = None
    rank: Figure | None = None
    share: Figure | None = None
    gap: Figure | None = None
    target: Figure | None = None
    plan: Plan | None = None
    growth_plan: Plan | None = None
    before: Before | None = None
    conflict: bool = False
    differs: bool = False

    def __repr__(self) -> str:
        return f"PanelRow({self})"

    def __str__(self) -> str:
        """云和县 研发经费投入 2022-01-01/2022-12-31 actual: 2.12亿元, 同比增长14.0%."""
        figures = (self.value, self.yoy, self.rank, self.share, self.gap, self.target)
        shown = ", ".join(str(figure) for figure in figures if figure)
        return f"{_named(self)} {self.status}: {shown}"


@dataclass(frozen=True, slots=True)
class Conflict(Value):
    """Two reports that tell different numbers of one cell, beyond rounding: `one` stands in the row, `other` does not."""

    region: Place
    metric: str
    metric_id: str | None
    action: str | None
    start: date
    end: date
    status: Status
    figure: FigureKind
    one: Figure
    other: Figure

    def __str__(self) -> str:
        one, other = (f"{figure} ({figure.told})" for figure in (self.one, self.other))
        return f"{_named(self)} {self.status} {self.figure}: {one}, {other}"


@dataclass(frozen=True, slots=True)
class LeftOut(Value):
    """An observation that is in no row, and why."""

    reason: str
    metric: str
    told: Told


@dataclass(frozen=True, slots=True, repr=False)
class Panel(Value):
    """Reports as a panel: `rows` by region, metric, action and period; `conflicts` between reports; what is `left_out`.

    `len(panel)` counts the rows, `for row in panel` goes through them.
    """

    rows: tuple[PanelRow, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    documents: int = field(default=0)

    def __iter__(self) -> Iterator[PanelRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Panel({self.summary})"

    @property
    def summary(self) -> str:
        """How much is in it, in words: 27 rows of 9 documents, 1 conflict, 3 left out (2 no period, 1 no region)."""
        parts = [f"{_count(len(self), 'row')} of {_count(self.documents, 'document')}"]
        if self.conflicts:
            parts.append(_count(len(self.conflicts), "conflict"))
        if self.left_out:
            reasons = Counter(one.reason for one in self.left_out)
            listed = ", ".join(f"{reasons[reason]} {reason}" for reason in sorted(reasons))
            parts.append(f"{len(self.left_out)} left out ({listed})")
        return ", ".join(parts)

    def to_frame(self, table: PanelTable = "rows") -> pandas.DataFrame:
        """The rows as a pandas frame; `table` may be conflicts or left_out as well.

        `panel(results).to_frame()["reached"]`. Columns and their meaning are those of `kuji_ie.export.panel`. Raises
        `MissingExtra` without the extra `frames`.
        """
        from kuji_ie.export.panel import panel_frame

        return panel_frame(self, table)

    def to_arrow(self, table: PanelTable = "rows") -> pyarrow.Table:
        """The same as an Arrow table."""
        from kuji_ie.export.panel import panel_arrow

        return panel_arrow(self, table)


def _named(one: PanelRow | Conflict) -> str:
    """What a row or a conflict is of: 滨江区 新认定 国高企 2020-01-01/2020-12-31."""
    action = f"{one.action} " if one.action and not one.metric.startswith(one.action) else ""
    return f"{one.region} {action}{one.metric} {one.start}/{one.end}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
