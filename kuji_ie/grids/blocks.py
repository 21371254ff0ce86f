"""Which columns of a table speak of the same value: a year with its growth and its rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kuji_ie.grids.layout import Column, Table
from kuji_ie.periods import Interval, PeriodMention

Dated = Callable[[PeriodMention | None], Interval | None]
LEAST = 3  # characters of a name that a change or a rank may stand for alone
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
    def first(self) -> Column:
        """The value, else the first of the arguments."""
        return self.value or self.arguments[0]

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


def blocks(table: Table, dated: Dated, *, has_topic: bool = False) -> list[Block]:
    """The blocks of a table, in the order of their first columns.

    `| 指标 | 2023年 | 2022年 | 增长(%) |` gives two, the growth with 2023; `| 区县 | 研发费用(万元) | 增速 | 高企(家) | 增速 |`
    two, each with its own growth. `has_topic`: the title says what columns measure that do not say it themselves.
    """
    columns = table.columns
    named = table.label is None
    values = [
        _Open(column, _name(columns, column) if named else None)
        for column in columns
        if column.head.role in OWN
    ]
    if named and not has_topic:
        values = [block for block in values if block.name is not None]
    planned = [_Open(None, None, [c]) for c in columns if not named and _is_planned(c, values, dated)]
    opened = [*values, *planned]
    mine = {block.first.at for block in planned}
    for column in columns:
        if column.head.role in OWN or column.at in mine:
            continue
        if not named and column.head.period is None and any(at < column.at for at in table.other):
            continue  # it may be the growth of what is not understood
        owner = _owner(column, columns, [*values, *planned] if _is_average(column) else values, dated)
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


def _owner(column: Column, columns: Sequence[Column], values: Sequence[_Open], dated: Dated) -> _Open | None:
    """The value that a column of changes, ranks … speaks of; None where it speaks of none of them."""
    head = column.head
    if head.name:
        values = [block for block in values if block.name and _alike(block.name.head.name, head.name)]
    if head.period is not None:
        span = dated(head.period)
        values = [b for b in values if _says(b, head.period.text) or (span and _span(b, dated) == span)]
    together = [block for block in values if block.first.group == column.group]
    before = [block for block in together or values if block.first.at < column.at]
    nearest = before[-1] if before else next(iter(together or values), None)
    if nearest is None or together or head.period is not None:
        return nearest
    kin = [block for block in values if block.name is nearest.name]
    return _latest(kin, dated) if _is_for_all(column, columns, kin) else nearest


def _is_planned(column: Column, values: Sequence[_Open], dated: Dated) -> bool:
    """Whether a column is of targets of a time that no value is of: 2025年目标."""
    mention = column.head.period
    if column.head.role != "target" or mention is None:
        return False
    span = dated(mention)
    return not any(_says(block, mention.text) or (span and _span(block, dated) == span) for block in values)


def _is_average(column: Column) -> bool:
    """Whether a column tells the growth up to the last of several times: 年均增长."""
    return column.head.kind == "period" and column.head.against is None


def _alike(name: str, short: str) -> bool:
    """Whether 强度 in 强度排名 can be said of R&D经费投入强度."""
    return name.endswith(short) or name.startswith(short)


def _is_for_all(column: Column, columns: Sequence[Column], kin: Sequence[_Open]) -> bool:
    """Whether a column speaks of several times of one metric (2023年 | 2022年 | 增长), not of the one before it."""
    low, high = kin[0].first.at, kin[-1].first.at
    following = next((c.at for c in columns if c.at > high and c.head.role in OWN), columns[-1].at + 1)
    alike = [c for c in columns if low < c.at < following and c.head.role == column.head.role]
    return len(kin) > 1 and (len(alike) == 1 or all(c.at > high for c in alike))


def _says(block: _Open, wording: str) -> bool:
    period = block.first.head.period
    return period is not None and period.text == wording


def _span(block: _Open, dated: Dated) -> Interval | None:
    return dated(block.first.head.period)


def _latest(values: Sequence[_Open], dated: Dated) -> _Open:
    """The value of the latest time: a single growth is that of this year, wherever last year's stands."""
    spans = [_span(block, dated) for block in values]
    if all(spans):
        ages = [span.end.toordinal() for span in spans if span]
    else:
        ages = [_age(block) for block in values]
    return values[ages.index(max(ages))]


def _age(block: _Open) -> int:
    """How far back an undated time lies: 本年 0, 上年同期 -1; a year by its number."""
    period = block.first.head.period
    return 0 if period is None else period.year or period.shift or 0


def _rest(column: Column, opened: Sequence[_Open], named: bool) -> _Open | None:
    """The block without a value that a column joins or opens: 2024年目标, or growth alone."""
    head = column.head
    if named and len(head.name) < LEAST:
        return None
    name = column if named else None
    for block in opened:
        other = block.first.head
        is_then = head.period is None or (other.period is not None and other.period.text == head.period.text)
        if block.value is None and other.name == head.name and is_then:
            return block
    return _Open(None, name)
