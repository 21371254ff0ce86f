"""When and where a table stands: its time and place by its title, else by its document, and the times of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kuji_ie.dating import resolve
from kuji_ie.document import Context
from kuji_ie.grids.find import Cell
from kuji_ie.models import Period, Status
from kuji_ie.periods import Anchor, Interval, PeriodKind, PeriodMention, find_periods
from kuji_ie.regions import Region, RegionTable
from kuji_ie.text.patterns import later

PLANNED = later("目标|计划|任务分解|预期|安排")
DONE = later("完成|进展|执行|落实|实施|运行|情况|进度|考核|通报")
LEAD = later(r"^(?:附?[表件][0-9一二三四五六七八九十-]{0,4}[:、.]?|[#(])*(?:[一二三四五六七八九十]{1,3}、)?")
EDGE = later("[末底]$")


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole table. `span` is its time and `said` the words of its title for it, None where the
    document tells it; `region` likewise. `year` is the last that is reported on."""

    anchor: Anchor
    year: int | None
    said: str | None
    span: Interval | None
    body: Region | None
    region: Region | None
    place: str | None
    planned: bool
    done: bool
    plan_span: Interval | None

    def interval(self, mention: PeriodMention | None) -> Interval | None:
        """The days of a column or row that says its time so; those of the table where it says none.

        上年同期 and 2022年 in a table on the first half of 2023 are the first half of 2022, 本月 is June.
        """
        if mention is None:
            return self.span
        if mention.kind is PeriodKind.TURN:
            return self._month(mention)
        is_year = mention.kind is PeriodKind.YEAR and not EDGE.search(mention.text)
        if is_year and self.said is not None and not _is_whole(self.span):
            mention = replace(mention, kind=PeriodKind.SAME)
        return resolve(mention, self.anchor, current=self.span)

    def _month(self, mention: PeriodMention) -> Interval | None:
        span = self.span
        if span is None or _is_whole(span) or span.start.year != span.end.year:
            return None
        last = Interval(span.end.replace(day=1), span.end)
        return resolve(mention, self.anchor, current=last)

    def period(self, mention: PeriodMention | None, planned: bool) -> tuple[Period | None, str]:
        """The period of a column or row, and why."""
        span = self.interval(mention)
        if planned and mention is None and self.said is None:
            span = self.plan_span
        if mention is not None:
            why = f"{mention.text} in its head" if span else f"{mention.text} cannot be dated"
            return (Period(mention.text, span.start, span.end) if span else None), why
        why = "the period of the document" if self.said is None else f"{self.said} above the table"
        return (Period(self.said, span.start, span.end) if span else None), why

    def status(self, mention: PeriodMention | None, done: bool) -> tuple[Status, str]:
        """Whether values are planned: those of a year after the one reported on, or of a table of plans."""
        span, year = self.interval(mention), self.year
        if not done and not self.done and mention is not None and span and year and span.start.year > year:
            return "target", "a time after the one reported on"
        if not done and mention is None and self.planned:
            return "target", "a table of plans"
        return "actual", "nothing says that it is planned"


def setting(titles: Sequence[Cell], context: Context, at: int, regions: RegionTable) -> Setting:
    """The setting of a table at a cleaned position, by its titles (the nearest first), else by the document."""
    section = context.section(at)
    body = section.region or context.region
    anchor = context.anchor
    mention = next((m for cell in titles for m in find_periods(cell.plain) if not m.is_base), None)
    span = resolve(mention, anchor) if mention else anchor.period
    region, place = _place(titles, body, regions, anchor.year)
    words = " ".join(cell.plain for cell in titles)
    is_plan = PLANNED.search(words) is not None and not DONE.search(words)
    in_plans = section.kind == "plan" and (mention is None or not DONE.search(words))
    plan_span = section.period if section.kind == "plan" else span
    year = max((y for y in (anchor.year, span.end.year if mention and span else None) if y), default=None)
    about = Anchor(span.end.year if span else anchor.year, span, anchor.published, anchor.plan_year)
    return Setting(
        about, year, mention.text if mention and span else None, span, body, region or body, place,
        is_plan or in_plans, DONE.search(words) is not None, plan_span,
    )  # fmt: skip


def _place(
    titles: Sequence[Cell], body: Region | None, regions: RegionTable, year: int | None
) -> tuple[Region | None, str | None]:
    """The place that a title opens with: 建德市2023年主要科技指标; 2023年全省… ."""
    for cell in titles:
        wording = LEAD.sub("", cell.plain)
        first = next(iter(find_periods(wording)), None)
        low = first.end if first and first.start == 0 else 0
        mention = next(iter(regions.find(wording[low:])), None)
        if mention and mention.start == 0:
            return regions.resolve(mention.text, body, year), mention.text
        whole = re.match("[全我本][省市区县州]", wording[low:])
        region = regions.resolve(whole.group(), body, year) if whole else None
        if region and whole and region.code:
            return region, whole.group()
    return None, None


def _is_whole(span: Interval | None) -> bool:
    """Whether a span is of whole years."""
    if span is None:
        return True
    return (span.start.month, span.start.day, span.end.month, span.end.day) == (1, 1, 12, 31)
