"""What the whole text says of itself: title, issuer, date, region, period, and its sections."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from kuji_ie.dating import resolve
from kuji_ie.models import Document, Period, Place
from kuji_ie.periods import Anchor, Interval, PeriodKind, PeriodMention
from kuji_ie.regions import Region, RegionTable
from kuji_ie.rules.rule import Reading
from kuji_ie.text.normalise import normalise
from kuji_ie.text.patterns import later

SectionKind = Literal["review", "plan"]

# Metadata of a page: a name, a colon, a value up to the next bar or line.
ISSUER = later(r"(?:发布单位|发布机构|发文机关|发文单位|信息来源|公开主体)[: |]{1,4}([^|\n]{2,40})")
DATED = later(
    r"(?:成文日期|发布日期|发布时间|发文日期|上传时间|公开日期|印发日期|日期|时间)[: |]{1,4}"
    r"([0-9]{4})[-年./]([0-9]{1,2})[-月./]([0-9]{1,2})"
)
# Headings begin with the sign before them, which the engine finds at once; the text has a line feed before its first.
# 二、2021年工作目标及思路, on a line of its own or running on: …近2000万。二、下半年工作思路(一)…
HEADING = later(
    r"[。!?;\n](?:[0-9]{1,3}、)?[一二三四五六七八九十]{1,2}、(?![一二三四五六七八九十]、)(?P<title>[^。;\n(]{2,60})"
)
# 明年工作打算:(一)…, 2026年主要预期目标是:…: announced by a colon, running on; 今年 may be the year reported on
ANNOUNCED = later(
    r"[。!?;\n](?=[^。;:,!?\n(]{2,30}:)(?P<title>(?!今年)(?:[^。;:,!?\n(]{0,24}(?:打算|思路|计划|工作安排|预期目标)|下一?步[^。;:,!?\n(]{0,8}))(?:[是为]|如下)?:"
)
# a line of its own without a number: “十五五”时期的主要目标任务
UNNUMBERED = later(r"\n(?P<title>[^\n。;,:!?、|]{5,36})(?=\n)")
# a line that may be the name of a region: 越城
BODY_LINE = later(r"\n([\u4e00-\u9fff]{2,8})(?=\n)")
CHAPTER = later(
    r"回顾|目标任务|重点工作|主要目标|工作安排|工作任务|工作思路|工作打算|工作计划|发展目标|工作完成情况"
)
PLAN = later(
    r"计划|思路|打算|安排|下一步|下一阶段|目标|展望|任务|下年度|下半年|明年|举措和建议|总体要求|部署"
)
REVIEW = later(
    r"回顾|成就|总结|完成情况|成效|做法|工作情况|进展|困难|问题|不足|开展情况|主要成绩|亮点|运行情况"
)
TITLE = later(
    r"报告|总结|公报|思路|要点|计划|汇报|情况|述职|规划|纲要|通报|统计|任务清单|工作安排|简报|小结|快报|快讯|专报|年报|综述"
)
# 2024年科技工作要点, 2023年重点任务清单(征求意见稿): the text is a plan from its first line
PLAN_TITLE = later(
    r"((?:19|20)[0-9][0-9])年度?[^,。;]{0,24}(?:工作(?:要点|计划|思路|打算|安排)|(?:重点|工作|目标)任务(?:清单|分解表?)?|任务清单)"
    r"(?:的通知)?(?:[(][^()]{1,8}[)])?$"
)
# 一、…, 代写文章…: what stands alone on its line and is no title
NO_TITLE = later(
    r"^[(]?[0-9一二三四五六七八九十]{1,3}[、.)]|[。;,:!?|]$|[|]|代写|微信|公众号|账号|(?:19|20)[0-9][0-9][-./][0-9][0-9][-./][0-9][0-9][])]?$|召开"
)
LONG_TITLE = 60
# An organisation that speaks: 建德市科学技术局, 绍兴市越城区科技局.
BODY = later(
    r"(?:科学技术|科技|统计|发展和改革|经济和信息化|工业和信息化|财政)局?[厅局委]|人民政府|管委会|管理委员会"
)
# ——2026年1月28日在云南省第十四届人民代表大会第四次会议上
CONGRESS = later(r"在(?P<place>[\u4e00-\u9fff]{2,12}?)第[一二三四五六七八九十百零]{1,5}届人民代表大会")
YEAR_OF_WORK = later(
    r"(?<![0-9])((?:19|20)[0-9][0-9])年度?(?:上半年|半年|前三季度)?(?:[^,。;\n]{0,14})(?:工作|报告|总结|公报|任务完成)"
)
GOVERNMENT = later(
    r"(?:(?P<year>(?:19|20)[0-9][0-9])年[^\n。,]{0,20}政府工作报告|政府工作报告[^。,]{0,10}\n[^\n]{0,4}(?P<spoken>(?:19|20)[0-9][0-9])年[0-9]{1,2}月)"
)
HALF = later(r"(?<![0-9])((?:19|20)[0-9][0-9])年(上半年|前三季度|一季度)")
# of a title only: 2023年三季度科技工作简报 has 今年以来 up to September
PART = later(r"(?<![0-9])((?:19|20)[0-9][0-9])年第?(上半年|前三季度|[一二三]季度|1[-—至][369]月)")
ENDS = {"上半年": (6, 30), "前三季度": (9, 30), "一季度": (3, 31), "二季度": (6, 30), "三季度": (9, 30)}
ENDS |= {f"1{to}{month}月": end for to in "-—至" for month, end in ((3, (3, 31)), (6, (6, 30)), (9, (9, 30)))}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text from `start` (cleaned offsets) to the next: its kind, its own period and region."""

    start: int
    kind: SectionKind
    period: Interval | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The document as the later stages see it."""

    document: Document
    anchor: Anchor
    region: Region | None
    sections: tuple[Section, ...]
    spans: tuple[tuple[int, Interval | None], ...] = ()  # by paragraph: the span that its opening says
    spoken: int | None = None  # the year in which a work report is given: its 今年

    def span(self, position: int) -> Interval | None:
        """The span of years (or the year of the plan) that the paragraphs around a position speak of."""
        at = bisect_right(self.spans, position, key=lambda span: span[0]) - 1
        return self.spans[at][1] if at >= 0 else None

    def section(self, position: int) -> Section:
        """The section that holds a position of the cleaned text."""
        at = bisect_right(self.sections, position, key=lambda section: section.start) - 1
        return self.sections[max(at, 0)]


def understand(
    reading: Reading, regions: RegionTable, region: str | None = None, year: int | None = None
) -> Context:
    """Read the context of a text; `region` and `year` of the caller overrule what the text suggests.

    索引号 … 发布单位: | 建德市科学技术局 | 成文日期: | 2024-02-26 gives issuer, date and region; the year reported
    on is the one of the headings, else the one that most of the text speaks of, else unknown.
    """
    head = normalise(reading.cleaned.original[:20000])
    issuer, published = _issuer(head), _published(head)
    title = _title(head)
    anchor = _anchor(reading, title, published, year)
    about = (
        regions.resolve_name(region, anchor.year)
        if region
        else _region(reading, head, issuer, title, regions, anchor.year)
    )
    sections = _sections(reading, anchor, regions, about, _planned_year(title) is not None)
    place = Place(region if region else None, about.name, about.code) if about else None
    work_report = GOVERNMENT.search(title or "") or GOVERNMENT.search(reading.text[:1500])
    planned = _planned_year(title)
    spoken = anchor.year + 1 if (work_report or planned) and anchor.year is not None else None
    span = _plan_year(anchor) if planned else anchor.period
    period = Period(None, span.start, span.end) if span else None
    document = Document(title, issuer, published, place, period)
    spans = _spans(reading, anchor, sections, spoken)
    return Context(document, anchor, about, sections, spans, spoken)


def _planned_year(title: str | None) -> int | None:
    """The year for which a text that is a plan as a whole plans; None for another text, also one that looks back first."""
    match = PLAN_TITLE.search(title or "")
    return int(match[1]) if match and not REVIEW.search(title or "") else None


def _issuer(head: str) -> str | None:
    match = ISSUER.search(head)
    return match[1].strip(" |") or None if match else None


def _published(head: str) -> date | None:
    for match in DATED.finditer(head):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def _title(head: str) -> str | None:
    for line in head.split("\n")[:40]:
        line = re.sub(r"\.(?:docx?|pdf|txt|wps)$", "", line.strip())
        if 5 < len(line) <= LONG_TITLE and TITLE.search(line) and not NO_TITLE.search(line):
            return line
    return None


def _region(
    reading: Reading,
    head: str,
    issuer: str | None,
    title: str | None,
    regions: RegionTable,
    year: int | None,
) -> Region | None:
    """The region of issuer or title, else of a speaking body in the opening, else the one named most."""
    congress = CONGRESS.search(head[:3000])
    for source in (issuer, title, congress["place"] if congress else None):
        for mention in regions.find(source or ""):
            return regions.resolve(mention.text, None, year)
    opening = reading.text[:3000]
    mentions = regions.find(opening)
    for mention in mentions:
        if BODY.match(opening, mention.end):
            return regions.resolve(mention.text, None, year)
    mentioned = regions.find(reading.text[:20000])
    counted = Counter(regions.resolve(mention.text, None, year) for mention in mentioned)
    ranked = [
        (count, region) for region, count in counted.items() if region.code and region.level == "county"
    ]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 1 else None


def _anchor(reading: Reading, title: str | None, published: date | None, year: int | None) -> Anchor:
    """Which year, and which part of it, the text reports on."""
    text = reading.text
    half = PART.search(title or "") or HALF.search(text[:1500])
    if year is None:
        year = _year(text, title, published)
    if year is None:
        return Anchor(published=published)
    start, end = date(year, 1, 1), date(year, 12, 31)
    if half and int(half[1]) == year:
        end = date(year, *ENDS[half[2]])
    return Anchor(year=year, period=Interval(start, end), published=published, plan_year=year + 1)


def _year(text: str, title: str | None, published: date | None) -> int | None:
    planned = _planned_year(title)
    if planned is not None:
        return planned - 1
    told = GOVERNMENT.search(title or "") or GOVERNMENT.search(text[:1500])
    if told:  # 2026年河北省政府工作报告, given in January: its review is of 2025
        year = int(told["year"] or told["spoken"])
        return year if published and published.year > year else year - 1
    in_title = YEAR_OF_WORK.search(title or "") or PART.search(title or "")
    for heading in (match["title"] for match in HEADING.finditer(f"\n{text}")):
        match = re.match(r"((?:19|20)[0-9][0-9])年", heading)
        if match and (REVIEW.search(heading) or not PLAN.search(heading)):
            return int(match[1])
    if in_title and not re.search(r"政府工作报告|工作(?:要点|计划|思路)$", title or ""):
        return int(in_title[1])
    opening = re.match(
        r"\s*(?:[^\n]{0,40}\n){0,6}[^\n。]{0,30}?((?:19|20)[0-9][0-9])年(?![0-9]{1,2}月[0-9]{1,2}日)", text
    )
    if opening:
        return int(opening[1]) - (1 if "政府工作报告" in text[: opening.end() + 10] else 0)
    if in_title:
        return int(in_title[1]) - 1
    if published:
        return published.year - (1 if published.month <= 3 else 0)
    counted = Counter(int(found) for found in re.findall(r"(?<![0-9])((?:19|20)[0-9][0-9])年", text[:50000]))
    return counted.most_common(1)[0][0] if counted else None


def _sections(
    reading: Reading, anchor: Anchor, regions: RegionTable, region: Region | None, is_plan: bool
) -> tuple[Section, ...]:
    """Review and plan by their headings, several reporting bodies by lines that hold nothing but a name.

    Where the text is a plan (`is_plan`), so is every section whose heading does not look back.
    """
    found = [
        Section(0, "plan", _plan_year(anchor), region) if is_plan else Section(0, "review", None, region)
    ]
    body = region
    lines = f"\n{reading.text}"  # the sign before a heading stands here where the heading begins in the text
    named = (match for match in UNNUMBERED.finditer(lines, 1) if CHAPTER.search(match["title"]))
    marks: list[tuple[int, re.Match[str] | None, Region | None]] = [
        (match.start(), match, None)
        for match in chain(HEADING.finditer(lines), ANNOUNCED.finditer(lines), named)
    ]
    marks += [(at, None, place) for at, place in _bodies(lines, regions, region, anchor.year)]
    for at, heading, place in sorted(marks, key=lambda mark: mark[0]):
        if place is not None:
            body = place
            found.append(Section(at, "review", None, body))
        elif heading is not None:
            kind, period = _heading(reading, heading, anchor)
            if is_plan and kind == "review" and not REVIEW.search(heading["title"]):
                kind, period = "plan", _plan_year(anchor)
            found.append(Section(at, kind, period, body))
    return tuple(found)


LINE = later(r"[^\n]+")
OPENING = 24  # characters in which a paragraph says its time


def _spans(
    reading: Reading, anchor: Anchor, sections: tuple[Section, ...], spoken: int | None
) -> tuple[tuple[int, Interval | None], ...]:
    """The span that paragraphs speak of: 这五年,… holds until a paragraph opens with a year, or a section begins.

    In the plan of a work report 今年 and the year itself turn from the five-year plan to the year's.
    """
    starts = [section.start for section in sections[1:]]
    found: list[tuple[int, Interval | None]] = []
    for line in LINE.finditer(reading.text):
        first = bisect_left(starts, line.start())
        begins = starts[first] if first < len(starts) and starts[first] < line.end() else None
        mention = _first_period(reading, line.start(), min(line.end(), line.start() + OPENING))
        if begins is not None:
            found.append((line.start(), None))
            mention = _first_period(reading, begins, min(line.end(), begins + LONG_TITLE))
        if mention is None or mention.is_base or anchor.year is None:
            continue
        if mention.kind in (PeriodKind.RANGE, PeriodKind.BACK, PeriodKind.SINCE):
            span = resolve(mention, anchor)
            if span and span.end.year - span.start.year > 1:
                found.append((line.start(), span))
        elif mention.kind is PeriodKind.YEAR:
            year = mention.year if mention.year else (spoken or anchor.year) + (mention.shift or 0)
            planned = spoken is not None and year == spoken
            found.append((line.start(), Interval(date(year, 1, 1), date(year, 12, 31)) if planned else None))
    return tuple(found)


def _heading(reading: Reading, heading: re.Match[str], anchor: Anchor) -> tuple[SectionKind, Interval | None]:
    title = heading["title"]
    mention = _first_period(reading, heading.start(), heading.end() - 1)
    ahead = bool(mention and mention.year and anchor.year and mention.year > anchor.year)
    plan = PLAN.search(title) is not None and not re.search("完成情况|落实情况|执行情况", title)
    if ahead or (plan and not REVIEW.search(title)):
        if mention:
            return "plan", resolve(mention, anchor, planned=True)
        return "plan", _plan_year(anchor)
    return "review", None


def _plan_year(anchor: Anchor) -> Interval | None:
    """A plan without a time, behind the review of a whole year, is for the next."""
    year, span = anchor.plan_year, anchor.period
    if year is None or span is None or (span.start.month, span.end.month) != (1, 12):
        return None
    return Interval(date(year, 1, 1), date(year, 12, 31))


def _first_period(reading: Reading, start: int, end: int) -> PeriodMention | None:
    at = bisect_left(reading.period_starts, start)
    starts = reading.period_starts[at : at + 1]
    return reading.periods[starts[0]] if starts and starts[0] < end else None


def _bodies(
    lines: str, regions: RegionTable, context: Region | None, year: int | None
) -> list[tuple[int, Region]]:
    """Lines that are nothing but the name of a region: 越城 … 柯桥 …"""
    places = []
    for match in BODY_LINE.finditer(lines):
        region = regions.resolve(match[1], context, year)
        if region.code and region.level in ("county", "prefecture", "zone"):
            places.append((match.start(), region))
    return places if len(places) > 1 else []
