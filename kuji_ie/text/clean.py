"""From the text as passed to the text as read: no noise, no empty space, broken lines joined."""

from __future__ import annotations

import re

from kuji_ie.spans import Cleaned, keep
from kuji_ie.text.noise import Noise, find_noise
from kuji_ie.text.normalise import normalise

# A space says something only between two Latin words or two numbers (2022 12), not in 12, 680 件 or 1 286 家.
SPACE = re.compile(r"[ ]+")
# A line that ends so is finished; the next one starts afresh.
FINISHED = frozenset("。!?;:”)]》…")
HEADING = re.compile(r"[ ]*(?:[一二三四五六七八九十]{1,3}[、.是]|[(][一二三四五六七八九十0-9]{1,3}[)]|[0-9]{1,2}[、.](?![0-9])|第[一二三四五六七八九十]{1,3}[章节条部]|——|[■●◆▲★※])")  # fmt: skip
# 研发费用 9.99亿元⏎: a list of figures, a line each.
ENDS_IN_FIGURE = re.compile(r"[0-9%][^\s,。;、]{0,4}$")
THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}$")


def clean(original: str) -> Cleaned:
    """Normalise a text, leave out noise and meaningless space, join lines broken in mid-sentence.

    集聚成果转化⏎专员 86 名。 is read 集聚成果转化专员86名。; a line feed that ends a heading or a sentence stays.
    """
    text = normalise(original)
    gaps = _merge(_spaces(text), _joints(text, find_noise(text)))
    pieces, position = [], 0
    for start, end in gaps:
        if start > position:
            pieces.append((position, start))
        position = max(position, end)
    if position < len(text):
        pieces.append((position, len(text)))
    return keep(original, text, pieces)


def _merge(*lists: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted(gap for gaps in lists for gap in gaps)


def _spaces(text: str) -> list[tuple[int, int]]:
    gaps = []
    for match in SPACE.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
            thousands = (
                THOUSANDS.search(text, max(0, start - 4), start)
                and text[end : end + 3].isdigit()
                and not text[end + 3 : end + 4].isdigit()
            )
            if not thousands and before.isdigit() == after.isdigit():
                continue
        gaps.append((start, end))
    return gaps


def _joints(text: str, noises: list[Noise]) -> list[tuple[int, int]]:
    """The noise itself, and the line feeds that only broke a sentence (or stood around a page number)."""
    gaps = [(noise.start, noise.end) for noise in noises]
    ends = {noise.end: noise.start for noise in noises if noise.kind == "page"}
    lines = list(re.finditer(r"[^\n]+", text))
    for before, after in zip(lines, lines[1:], strict=False):
        start, end = before.end(), after.start()
        paged = any(position in ends for position in range(start, end + 1)) if end - start < 40 else False
        if _broken(before.group().rstrip(" "), after.group(), blank=end - start > 1 and not paged):
            gaps.append((start, end))
    return gaps


def _broken(before: str, after: str, blank: bool) -> bool:
    """Whether two lines are one sentence that a hard line break cut."""
    opening = after.lstrip(" ")[:1]
    if not before or not opening or blank:
        return False
    if opening in ",、。;)”%" or before[-1] in ",、(“":
        return not HEADING.match(after)
    if before[-1] in FINISHED or HEADING.match(after) or HEADING.match(before) and len(before) < 40:
        return False
    return not ENDS_IN_FIGURE.search(before[-8:])
