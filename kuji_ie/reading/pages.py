"""From the lines of PDF pages to paragraphs: without what repeats on all pages, lines of one paragraph put together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from kuji_ie.reading.tables import Block, Table
from kuji_ie.text.clean import HEADING
from kuji_ie.text.normalise import normalise

# - 3 -, — 12 —, 3/12, 第3页 共12页, Page 3 of 12: a line that is the number of its page.
PAGE_NUMBER = re.compile(
    r"(?P<before>[-—~·]{1,2}\s?|第\s?|page\s)?(?P<number>[0-9]{1,4})(?P<after>\s?[-—~·]{1,2}|\s?页.{0,12}|\s?(?:/|of)\s?[0-9]{1,4})?",
    re.IGNORECASE,
)
HYPHENATED = re.compile(r"[A-Za-z]-$")
LATIN_END, LATIN_START = re.compile(r"[A-Za-z][,;.:)]?$"), re.compile(r"[A-Za-z0-9(]")
NUMBER_AT_END = re.compile(r"^[0-9]{1,4}\s+|\s+[0-9]{1,4}(?:\s?/\s?[0-9]{1,4})?$")
# What a browser prints at the edges: 11/22/26, 10:37 AM and https://…/t20240226.html 1/6
PRINTED = re.compile(
    r"(?:https?|file)://\S{1,400}(?:\s+[0-9]{1,4}/[0-9]{1,4})?|[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4},?\s+[上下]?午?[0-9]{1,2}:[0-9]{2}(?:\s.{0,99})?"
)
EDGE = 2  # lines at the top and at the bottom of a page that may be its head or foot
REPEATED = 0.3  # of the pages: heads may differ on left and right pages, and the first has none
MOVED = 3.0  # points by which a head may stand elsewhere
# In sizes of its characters: how far from the right edge a full line may end (a sign that must not begin a line takes
# another with it, as does a long word), and how far an indented one begins from the left.
RAGGED, INDENTED = 2.0, 0.8
SAME_SIZE = 0.15
# In usual distances of lines: a new paragraph, and a blank line before it.
APART, BLANK_LINE = 1.4, 1.9


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, where it stands in points from the upper left, and the size of its characters."""

    text: str
    x0: float
    x1: float
    top: float
    size: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table of a page and its box."""

    table: Table
    x0: float
    top: float
    x1: float
    bottom: float


Part: TypeAlias = Line | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """Lines and tables of a page, from top to bottom."""

    width: float
    parts: tuple[Part, ...]


def join(pages: Sequence[Page]) -> Iterator[Block]:
    """Paragraphs and tables of all pages, in order.

    A line that reaches the right edge goes on in the next one, unless that is indented, a heading, or set apart; a
    table that goes on at the top of the next page is one table.
    """
    pages = without_furniture(pages)
    layout = _measure(pages)
    lines: list[Line] = []  # of the paragraph that is being read
    grid: Grid | None = None  # the table that is being read
    for page in pages:
        for part in page.parts:
            is_first = part is page.parts[0]
            if isinstance(part, Grid):
                yield from _paragraph(lines)
                lines = []
                if grid is not None and is_first and _goes_on_in(grid, part):
                    grid = replace(grid, table=_longer(grid.table, part.table))
                else:
                    yield from (grid.table,) if grid else ()
                    grid = part
                continue
            yield from (grid.table,) if grid else ()
            grid = None
            if lines and not layout.goes_on(lines[-1], part, page.width, is_first):
                yield from _paragraph(lines)
                yield from ("",) if layout.is_blank_between(lines[-1], part, page.width, is_first) else ()
                lines = []
            lines.append(part)
    yield from _paragraph(lines)
    yield from (grid.table,) if grid else ()


def glue(lines: Iterable[str]) -> str:
    """One text of lines that a margin broke: no space but between Latin words, a hyphen at the end taken away.

    集聚成果转化, 专员86名 gives 集聚成果转化专员86名; inno-, vation gives innovation.
    """
    text = ""
    for line in lines:
        if HYPHENATED.search(text) and line[:1].islower() and line[:1].isascii():
            text = text[:-1] + line
        elif LATIN_END.search(text) and LATIN_START.match(line):
            text = f"{text} {line}"
        else:
            text += line
    return text


def _paragraph(lines: Sequence[Line]) -> Iterator[str]:
    if lines:
        yield glue(line.text for line in lines)


def _goes_on_in(grid: Grid, part: Grid) -> bool:
    """Whether a table at the top of a page is the rest of the one that ended the page before."""
    same_columns = len(grid.table.rows[0]) == len(part.table.rows[0])
    return same_columns and abs(grid.x0 - part.x0) <= MOVED and abs(grid.x1 - part.x1) <= MOVED


def _longer(table: Table, rest: Table) -> Table:
    """Two parts of one table; a head that the second page repeats stands once."""
    again = [cell and cell.text for cell in table.rows[0]] == [cell and cell.text for cell in rest.rows[0]]
    return Table((*table.rows, *rest.rows[again:]))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the text of a document stands: left and right edge by the width of the page, usual distance of lines."""

    edges: dict[int, tuple[float, float]]
    pitch: float

    def goes_on(self, line: Line, after: Line, width: float, crosses_page: bool) -> bool:
        """Whether the paragraph of a line goes on in the next one."""
        is_full = line.x1 > self.edges[round(width)][1] - RAGGED * line.size
        is_same = abs(line.size - after.size) <= SAME_SIZE * line.size
        is_near = crosses_page or after.top - line.top <= APART * self.pitch
        begins = self._is_indented(after, width) or HEADING.match(normalise(after.text))
        return is_full and is_same and is_near and not begins

    def is_blank_between(self, line: Line, after: Line, width: float, crosses_page: bool) -> bool:
        """Whether there is room for a line between two lines: at the end of a page nobody sees a blank one."""
        if crosses_page:
            return self._is_indented(after, width)
        return after.top - line.top > BLANK_LINE * self.pitch

    def _is_indented(self, line: Line, width: float) -> bool:
        return line.x0 >= self.edges[round(width)][0] + INDENTED * line.size


def _measure(pages: Sequence[Page]) -> Layout:
    found: defaultdict[int, list[Line]] = defaultdict(list)
    steps: list[float] = []
    for page in pages:
        lines = [part for part in page.parts if isinstance(part, Line)]
        found[round(page.width)] += lines
        steps += (after.top - line.top for line, after in pairwise(lines) if after.top > line.top)
    edges = {
        width: (min(line.x0 for line in lines), max(line.x1 for line in lines))
        for width, lines in found.items()
        if lines
    }
    return Layout(edges, median(steps) if steps else 0.0)


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without running heads and feet, and without the numbers of the pages."""
    tops: defaultdict[str, list[float]] = defaultdict(list)
    for page in pages:
        for line in _at_edges(page):
            tops[_unnumbered(line)].append(line.top)
    least = max(2.0, REPEATED * len(pages))
    places = {text: median(found) for text, found in tops.items() if len(found) >= least}
    shifts = _shifts(pages)

    def is_furniture(line: Line, index: int) -> bool:
        said = PAGE_NUMBER.fullmatch(_plain(line))
        if said:
            return bool(said["before"] or said["after"]) or int(said["number"]) - index in shifts
        if PRINTED.fullmatch(_plain(line)):
            return True
        place = places.get(_unnumbered(line))
        return place is not None and abs(line.top - place) <= MOVED

    cleaned: list[Page] = []
    for index, page in enumerate(pages):
        dropped = {id(line) for line in _at_edges(page) if is_furniture(line, index)}
        cleaned.append(replace(page, parts=tuple(part for part in page.parts if id(part) not in dropped)))
    return cleaned


def _at_edges(page: Page) -> list[Line]:
    """The lines of a page that may be its head or foot, from the outside to the inside."""
    lines = [part for part in page.parts if isinstance(part, Line)]
    return [*lines[:EDGE], *reversed(lines[max(EDGE, len(lines) - EDGE) :])]


def _shifts(pages: Sequence[Page]) -> set[int]:
    """By how much bare numbers at the edges are more than the index of their page, the same on two pages or more."""
    counted: Counter[int] = Counter()
    for index, page in enumerate(pages):
        numbers = {
            int(text) for line in _at_edges(page) if (text := _plain(line)).isdecimal() and len(text) < 5
        }
        counted.update(number - index for number in numbers)
    return {shift for shift, count in counted.items() if count > 1}


def _plain(line: Line) -> str:
    return normalise(line.text).strip()


def _unnumbered(line: Line) -> str:
    """The text of a line without its page number and its spaces."""
    return "".join(NUMBER_AT_END.sub("", _plain(line)).split())
