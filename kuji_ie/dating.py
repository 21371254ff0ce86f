"""From a wording of time to the days that it covers in a given document."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from kuji_ie.periods import Anchor, Interval, PeriodKind, PeriodMention


def resolve(
    mention: PeriodMention, anchor: Anchor, *, planned: bool = False, current: Interval | None = None
) -> Interval | None:
    """The days that a mention covers in the document of `anchor`, None where they cannot be known.

    `planned`: it stands in what is planned, so that a bare 全年, 今年 or 6月 is of the plan year. `current`
    is the span in force in the sentence, which 去年同期 and 当月 are said of; without it, that of the
    document. A report on 2023: 1-9月 is 2023-01-01/2023-09-30, 五年来 2019-01-01/2023-12-31, 去年 2022;
    without a year all None.
    """
    year = _year_of(mention, anchor, planned)
    kind = mention.kind
    if kind is PeriodKind.NOW:
        return anchor.period or _years(anchor.year, anchor.year)
    if kind is PeriodKind.SAME:
        return _same_span(mention, current or anchor.period or _years(anchor.year, anchor.year))
    if kind is PeriodKind.TURN:
        return _turned(mention, current or anchor.period)
    if kind is PeriodKind.VAGUE or year is None:
        return None
    if kind is PeriodKind.RANGE:
        return _years(year, mention.until_year)
    if kind is PeriodKind.BACK:
        return _years(year - mention.count + 1, year)
    if kind is PeriodKind.AHEAD:
        return _years(year + 1, year + mention.count)
    if kind is PeriodKind.START:
        return _interval(date(year, 1, 1), date(year, 1, 1))
    if kind is PeriodKind.SINCE:
        until = anchor.period or _years(anchor.year, anchor.year)
        return _interval(_day(year, mention.first), until.end if until else None)
    first = (1, 1) if kind is PeriodKind.UNTIL else mention.first
    return _interval(_day(year, first), _day(mention.until_year or year, mention.last))


def _year_of(mention: PeriodMention, anchor: Anchor, planned: bool) -> int | None:
    """The year that a mention names or points to."""
    if mention.year is not None:
        return mention.year
    if mention.kind in (PeriodKind.BACK, PeriodKind.AHEAD, PeriodKind.SINCE):
        planned = False  # counted from where the report stands
    here = anchor.plan_year if planned and anchor.plan_year is not None else anchor.year
    shift = mention.shift or 0
    if shift > 0 and anchor.year is not None:
        here = anchor.year  # so is 明年
    return None if here is None else here + shift


def _years(first: int | None, last: int | None) -> Interval | None:
    return None if first is None or last is None else _interval(_day(first, (1, 1)), _day(last, (12, 31)))


def _day(year: int, day: tuple[int, int]) -> date | None:
    """That day, day 0 being the last of its month; None where the calendar has none (30 February)."""
    if not 1 <= year <= 9999:
        return None
    length = monthrange(year, day[0])[1]
    return date(year, day[0], day[1] or length) if day[1] <= length else None


def _interval(start: date | None, end: date | None) -> Interval | None:
    return Interval(start, end) if start is not None and end is not None and start <= end else None


def _moved(day: date, months: int) -> date | None:
    """`day` so many months later; the last of a month stays the last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    length = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if is_last else min(day.day, length))


def _same_span(mention: PeriodMention, span: Interval | None) -> Interval | None:
    """`span` in the year before, or in the year that the mention names."""
    if span is None:
        return None
    years = mention.shift or 0 if mention.year is None else mention.year - span.end.year
    return _interval(_moved(span.start, 12 * years), _moved(span.end, 12 * years))


def _turned(mention: PeriodMention, span: Interval | None) -> Interval | None:
    """The month or quarter before `span`, or itself; None where `span` is no month or no quarter."""
    if span is None or span.start.day != 1 or _moved(span.start, mention.count - 1) is None:
        return None
    last = _moved(span.start, mention.count - 1)
    if last is None or span.end != _day(last.year, (last.month, 0)) or (span.start.month - 1) % mention.count:
        return None
    months = (mention.shift or 0) * mention.count
    return _interval(_moved(span.start, months), _moved(span.end, months))
