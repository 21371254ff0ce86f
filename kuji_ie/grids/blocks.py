"""Which columns of a table speak of the same value: a year with its growth and its rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kuji_ie.grids.layout import Column, Table
from kuji_ie.periods import Interval, PeriodMention

Dated = Callable[[PeriodMention | None], Interval | None]
OWN = frozenset(("value", "prose"))


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that give one observation in each row.

    `value` is None where only a change, rank or target is told. `name` is the column that names the metric, and
    `time` the column that says when, or None.
    """

    value: Column | None
    arguments: tuple[Column, ...] = ()
    name: Column | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All of them."""
        return (*((self.value,) if self.value else ()), *self.arguments)

    @property
    def time(self) -> PeriodMention | None:
        """The time that their heads say."""
        return next((column.head.period for column in self.columns if column.head.period), None)


@dataclass(slots=True)
class _Open:
    """A block while it is being put together."""

    value: Column | None
    name: Column | None
    arguments: list[Column] = field(default_factory=list)

    @property
    def first(self) -> Column:
        return self.value or self.arguments[0]


def blocks(table: Table, dated: Dated) -> list[Block]:
    """The blocks of a table, in the order of their first columns.

    `| 指标 | 2023年 | 2022年 | 增长(%) |` gives two, the growth with 2023; `| 区县 | 研发费用(万元) | 增速 | 高企(家) | 增速 |`
    two, each with its own growth.
    """
    columns = table.columns
    named = table.label is None
    values = [
        _Open(column, _name(columns, column) if named else None)
        for column in columns
        if column.head.role in OWN
    ]
    if named:
        values = [block for block in values if block.name is not None]
    roles = [column.head.role for column in columns]
    opened = list(values)
    for column in columns:
        if column.head.role in OWN:
            continue
        is_single = roles.count(column.head.role) == 1 and not named
        owner = _owner(column, values, is_single, dated)
        if owner is None:
            owner = _rest(column, opened, named)
            if owner is None:
                continue
            if owner not in opened:
                opened.append(owner)
        owner.arguments.append(column)
    opened = [block for block in opened if block.value or block.arguments]
    opened.sort(key=lambda block: block.first.at)
    return [Block(block.value, tuple(block.arguments), block.name) for block in map(_ordered, opened)]


def _ordered(block: _Open) -> _Open:
    return replace(block, arguments=sorted(block.arguments, key=lambda column: column.at))


def _name(columns: Sequence[Column], column: Column) -> Column | None:
    """The column that names the metric of a column: itself, else the named value to its left (研发费用 | 上年同期)."""
    if column.head.name:
        return column
    before = [
        other for other in columns if other.at < column.at and other.head.role in OWN and other.head.name
    ]
    return before[-1] if before and column.head.period is not None else None


def _owner(column: Column, values: Sequence[_Open], is_single: bool, dated: Dated) -> _Open | None:
    """The value that a column of changes, ranks … speaks of; None where it speaks of none of them."""
    head = column.head
    if head.name:
        values = [block for block in values if block.name and block.name.head.name == head.name]
    if head.period is not None:
        span = dated(head.period)
        same = [
            block
            for block in values
            if _says(block, head.period.text) or (span and _span(block, dated) == span)
        ]
        values = same
    together = [block for block in values if block.first.group == column.group]
    values = together or values
    if not values:
        return None
    if is_single and not together and head.period is None:
        return _latest(values, column, dated)
    before = [block for block in values if block.first.at < column.at]
    return before[-1] if before else values[0]


def _says(block: _Open, wording: str) -> bool:
    period = block.first.head.period
    return period is not None and period.text == wording


def _span(block: _Open, dated: Dated) -> Interval | None:
    return dated(block.first.head.period)


def _latest(values: Sequence[_Open], column: Column, dated: Dated) -> _Open:
    """The value of the latest time: a single growth is that of this year, wherever last year's stands."""
    spans = [_span(block, dated) for block in values]
    if all(spans):
        latest = max(span.end for span in spans if span)
        values = [block for block, span in zip(values, spans, strict=True) if span and span.end == latest]
    else:
        ages = [_age(block) for block in values]
        values = [block for block, age in zip(values, ages, strict=True) if age == max(ages)]
    before = [block for block in values if block.first.at < column.at]
    return before[-1] if before else values[0]


def _age(block: _Open) -> int:
    """How far back an undated time lies: 本年 0, 上年同期 -1; a year by its number."""
    period = block.first.head.period
    return 0 if period is None else period.year or period.shift or 0


def _rest(column: Column, opened: Sequence[_Open], named: bool) -> _Open | None:
    """The block without a value that a column joins or opens: 2024年目标, or growth alone."""
    head = column.head
    if named and not head.name:
        return None
    name = column if named else None
    for block in opened:
        other = block.first.head
        same = other.name == head.name and (other.period and other.period.text) == (
            head.period and head.period.text
        )
        if block.value is None and same:
            return block
    return _Open(None, name)
