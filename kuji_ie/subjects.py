"""Whose a fact is: the organisation that a sentence or a part of it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kuji_ie.rules.nouns import NUMBER, TIME
from kuji_ie.tokenizers import Token

ORGANISATIONS = (
    "研究院", "研究所", "研究总院", "科学院", "总院", "学院", "大学", "公司", "集团", "实验室", "医院", "中心", "园区",
    "科创园", "产业园", "科技园", "创新园", "小镇", "银行", "协会", "联盟", "综合体", "基地", "科创城", "科学城", "芯城",
    "学校", "商会", "合作社", "院", "厂",
)  # fmt: skip
# 鼓励超细粉末国家工程中心深化…: the one encouraged is who acts
URGING = frozenset(("鼓励", "支持", "引导", "推动", "指导", "助力", "扶持", "依托"))
REPORTING = re.compile(r"^(?:全[省市区县州]|[我本][省市区县州局委厅])")
LEADING = frozenset((",", "、", "其中", "目前"))
PARTING = frozenset((";", ":", "。"))  # behind which a part of a sentence begins
ENDING = frozenset((",", "、", ";", "等", "和", "与", "的", ":", "。"))  # of no name
# 工程研究中心|达9家: what counts it, so that it is no subject
COUNTED = frozenset(("、", "等", "的", "和", "达", "达到", "数量", "数", "总数"))
LONGEST = 12  # tokens of an organisation's name


@dataclass(frozen=True, slots=True)
class Subject:
    """An organisation `[start, end)` that holds for the facts up to `until`."""

    start: int
    end: int
    until: int


def find_subjects(tokens: Sequence[Token]) -> list[Subject]:
    """The organisations that the parts of a sentence speak of.

    北航研究院成功获评…,汇集属地化人才148人 gives 北航研究院 for both clauses. A name that is itself counted
    (工程研究中心9家) is none, nor is the reporting body (我局).
    """
    found: list[Subject] = []
    opening = True
    for at, (text, tag, _, _) in enumerate(tokens):
        urging = text in URGING
        if opening or urging:
            first = at + urging
            while first < len(tokens) and (tokens[first].tag == TIME or tokens[first].text in LEADING):
                first += 1
            subject = _organisation(tokens, first)
            if subject:
                if found:
                    found[-1] = Subject(found[-1].start, found[-1].end, min(found[-1].until, subject.start))
                found.append(subject)
        opening = text in PARTING or (opening and tag == TIME)
    return found


def _organisation(tokens: Sequence[Token], first: int) -> Subject | None:
    """The organisation that the tokens from `first` on begin with, up to its part's end."""
    if first < len(tokens) and tokens[first].tag.startswith("v"):
        return None
    name = ""
    best = 0
    is_named = False
    for end, (text, tag, _, _) in enumerate(tokens[first : first + LONGEST], first + 1):
        if tag in (NUMBER, TIME) or text in ENDING or (is_named and tag in ("v", "d", "p")):
            break
        name += text
        is_named = name.endswith(ORGANISATIONS)
        if is_named and len(name) > 2:
            best = end
    if not best or REPORTING.match(name):
        return None
    follows = tokens[best] if best < len(tokens) else None
    if follows is None or follows.tag == NUMBER or follows.text in COUNTED:
        return None
    until = next((token.start for token in tokens[best:] if token.text == ";"), tokens[-1].end)
    own = next(
        (b.start for a, b in pairwise(tokens[best:]) if a.text == "," and REPORTING.match(b.text)), until
    )
    return Subject(tokens[first].start, tokens[best - 1].end, min(until, own))


def subject_at(subjects: Sequence[Subject], position: int) -> tuple[int, int] | None:
    """The subject in force at a position."""
    for subject in reversed(subjects):
        if subject.end <= position < subject.until:
            return subject.start, subject.end
    return None
