"""Spans of days as FREQ and TIME_PERIOD, and back."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie.export.sdmx_points import time_period


@pytest.mark.parametrize(
    ("start", "end", "freq", "time"),
    [
        ("2023-01-01", "2023-12-31", "A", "2023"),
        ("2023-01-01", "2023-06-30", "S", "2023-S1"),
        ("2023-07-01", "2023-12-31", "S", "2023-S2"),
        ("2023-10-01", "2023-12-31", "Q", "2023-Q4"),
        ("2024-02-01", "2024-02-29", "M", "2024-M02"),
        ("2023-03-08", "2023-03-08", "D", "2023-03-08"),
        ("2021-01-01", "2025-12-31", "_O", "2021-01-01/P5Y"),
        ("2023-07-01", "2024-06-30", "_O", "2023-07-01/P1Y"),
        ("2023-01-01", "2023-09-30", "_O", "2023-01-01/P9M"),
        ("2020-02-01", "2020-04-30", "_O", "2020-02-01/P3M"),  # three months, but no quarter
        ("2024-02-01", "2024-02-28", "_O", "2024-02-01/P28D"),
        ("2023-01-01", "2023-06-20", "_O", "2023-01-01/P171D"),
        ("0001-01-01", "0001-12-31", "A", "0001"),
    ],
)
def test_periods(start: str, end: str, freq: str, time: str) -> None:
    assert time_period(date.fromisoformat(start), date.fromisoformat(end)) == (freq, time)


REGULAR = {"S": 6, "Q": 3, "M": 1}
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
firsts = days.map(lambda day: day.replace(day=1))
ends = st.integers(0, 800).map(timedelta)


@given(st.one_of(days, firsts), st.one_of(ends, st.integers(1, 130)))
def test_a_period_is_read_back(start: date, length: timedelta | int) -> None:
    end = months_later(start.replace(day=1), length) if isinstance(length, int) else start + length
    assert days_of(time_period(start, end)[1]) == (start, end)


def months_later(start: date, months: int) -> date:
    """The last day of so many months from `start`."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, start.day) - timedelta(days=1)


def days_of(time: str) -> tuple[date, date]:
    """The two days of a TIME_PERIOD, as the standard has it."""
    if "/" in time:
        first, length = time.split("/P")
        start, number, unit = date.fromisoformat(first), int(length[:-1]), length[-1]
        if unit == "D":
            return start, start + timedelta(days=number - 1)
        return start, months_later(start, number * 12 if unit == "Y" else number)
    if match := re.fullmatch(r"(\d{4})-([SQM])(\d+)", time):
        length_in_months = REGULAR[match[2]]
        start = date(int(match[1]), (int(match[3]) - 1) * length_in_months + 1, 1)
        return start, months_later(start, length_in_months)
    if len(time) == 4:
        return date(int(time), 1, 1), date(int(time), 12, 31)
    return date.fromisoformat(time), date.fromisoformat(time)
