"""From the text as passed to the text as read: no noise, no empty space, broken lines joined."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import pairwise

from kuji_ie.spans import Cleaned, keep
from kuji_ie.text.noise import Noise, find_noise
from kuji_ie.text.normalise import normalise
from kuji_ie.text.patterns import later

# A space says something only between two Latin words or two numbers (2022 12), not in 12, 680 件 or 1 286 家,
# and where a number follows a Latin word (PCT 120件). The engine finds a first character faster than a first repeat.
SPACE = later("[ ][ ]*")
THOUSANDS = later("(?:^|[^0-9])[0-9]{1,3}$")
# A line that ends so is finished; the next one starts afresh.
FINISHED = frozenset("。!?;:”)]》…")
HEADING = later(
    r"""[一二三四五六七八九十]{1,3}[、.是] | [(][一二三四五六七八九十0-9]{1,3}[)]
      | [0-9]{1,2}(?:[、)]|[.](?![0-9])) | 第[一二三四五六七八九十]{1,3}[章节条部] | 附?[表图][ ]?[0-9]{1,2} | —— | [■●◆▲★※①-⑳]""",
    re.VERBOSE,
)
LONGEST_HEADING = 40  # characters; what is longer and begins like a heading is a paragraph
# 白石镇2023年科技工作小结⏎全年…: the title of the text, without a full stop
TITLE = later(
    r"[^,。;:、]{0,24}(?:19|20)[0-9]{2}[^,。;:、]{1,24}(?:报告|总结|公报|要点|计划|汇报|简报|小结|通报|思路|综述|情况)"
)
# 研发费用 9.99亿元⏎: a list of figures, a line each.
ENDS_IN_FIGURE = later(r"(?:[0-9][^\s,。;、0-9]{1,4}|%)$")
TABLE = "table"
NOISY = "\ue00f"  # not in a normalised text
LINE = later(f"[^\n {NOISY}][^\n{NOISY}]*")

Gap = tuple[int, int]


def clean(original: str, tables: Sequence[Gap] = ()) -> Cleaned:
    """Normalise a text, leave out noise and meaningless space, join lines broken in mid-sentence.

    集聚成果转化⏎专员 86 名。 is read 集聚成果转化专员86名。; a line feed that ends a heading or a sentence
    stays. `tables` are ranges that are read elsewhere, in order: each is left but for a line feed in its place.
    """
    text = normalise(original)
    noises = find_noise(text)
    if tables:
        text, noises = _emptied(text, tables), _beside(noises, tables)
    noise = [(found.start, found.end) for found in noises]
    pieces: list[Gap] = []
    position = 0
    for start, end in merge(noise, _spaces(text), _joints(text, noises, [start for start, _ in tables])):
        if start > position:
            pieces.append((position, start))
        position = max(position, end)
    if position < len(text):
        pieces.append((position, len(text)))
    outside = tuple((found.start, found.end) for found in noises if found.kind != TABLE)
    return keep(original, text, pieces, outside)


def _emptied(text: str, tables: Sequence[Gap]) -> str:
    """The text with a line feed for the first character of each table, so that nothing is joined across it."""
    parts: list[str] = []
    position = 0
    for start, end in tables:
        parts += (text[position:start], "\n", text[start + 1 : end])
        position = end
    return "".join((*parts, text[position:]))


def _beside(noises: list[Noise], tables: Sequence[Gap]) -> list[Noise]:
    """The noise outside of tables, and the tables but for their first characters, in order."""
    found = [Noise(start + 1, end, TABLE) for start, end in tables if start + 1 < end]
    starts = [start for start, _ in tables]
    for noise in noises:
        at = bisect_right(starts, noise.end - 1) - 1
        if at < 0 or tables[at][1] <= noise.start:
            found.append(noise)
    return sorted(found, key=lambda noise: noise.start)


def _spaces(text: str) -> Iterator[Gap]:
    """The spaces that say nothing."""
    for match in SPACE.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        latin = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
        if not latin or (before.isdigit() and (after.isalpha() or _is_thousands(text, start, end))):
            yield start, end


def _is_thousands(text: str, start: int, end: int) -> bool:
    """Whether the space between two digits only groups them: 1 286."""
    group, rest = text[end : end + 3], text[end + 3 : end + 4]
    is_group = len(group) == 3 and group.isdigit() and not rest.isdigit()
    return end - start == 1 and is_group and THOUSANDS.search(text[max(0, start - 4) : start]) is not None


def _joints(text: str, noises: list[Noise], tables: Sequence[int]) -> Iterator[Gap]:
    """The breaks that only cut a sentence: line feeds, perhaps with a page number or an advert in between."""
    seen = text
    if noises:
        parts: list[str] = []
        position = 0
        for noise in noises:
            parts += (text[position : noise.start], NOISY * (noise.end - noise.start))
            position = noise.end
        seen = "".join((*parts, text[position:]))
    furniture = merge(tables, (noise.start for noise in noises if noise.kind == "boilerplate"))
    ended = iter((*furniture, len(text)))
    stop = next(ended)
    for before, after in pairwise(LINE.finditer(seen)):
        start, end = before.end(), after.start()
        while stop < start:
            stop = next(ended)
        between = seen[start:end]
        feeds = between.count("\n")
        is_apart = stop < end or (feeds > 1 and NOISY not in between)
        if feeds and not is_apart and _is_broken(before.group().rstrip(" "), after.group()):
            yield start, end


def _is_broken(before: str, after: str) -> bool:
    """Whether two lines are one sentence that a hard line break cut."""
    if HEADING.match(after):
        return False
    if after[0] in ",、。;)”%" or before[-1] in ",、(“":
        return True
    is_heading = len(before) < LONGEST_HEADING and "。" not in before and HEADING.match(before) is not None
    is_heading = is_heading or (len(before) < LONGEST_HEADING and TITLE.fullmatch(before) is not None)
    return before[-1] not in FINISHED and not is_heading and not ENDS_IN_FIGURE.search(before[-8:])
