"""A fact while it is being put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from kuji_ie.models import Change, Gap, Quantity, Rank, Share, Target
from kuji_ie.rules.metrics import Mention
from kuji_ie.rules.rule import Argument

# 省级企业研发机构 without its level, so that 国家级 can take its place.
OWN_LEVEL = re.compile(
    r"^(?:国家|全国|全省|全市|[省市县区州][市级]?|杭州市|国家级|省级|市级|县级|区级)级?(?:及?以上)?(?=..)"
)


# 营收超10亿元的高新技术企业, 亿元以上科技产业项目 without the threshold, likewise.
OWN_LIMIT = re.compile(
    r"^(?:[^的]{0,10}[0-9百千万亿][^的]{0,8}的|[0-9.]{0,6}[百千万亿]{1,3}元?(?:以上|以下))(?=..)"
)


class Note(NamedTuple):
    """Why a field of a fact is what it is, with the cleaned range that says it."""

    field: str
    because: str
    start: int
    end: int


@dataclass(slots=True)
class Fact:
    """One observation to be: its metric, and what was tied to it so far. Offsets are those of the cleaned text."""

    start: int
    end: int
    text: str
    name: str
    noun: str  # the noun phrase that a later ellipsis stands for
    action: str | None = None
    value: Quantity | None = None
    changes: list[Change] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    ranks: list[Rank] = field(default_factory=list)
    share: Share | None = None
    target: Target | None = None
    whole: Fact | None = None
    subject: tuple[int, int] | None = None
    lead: int = 0
    first: int = 0  # where its first argument starts
    growth_told_as_noun: bool = False
    growth_told_last: bool = False
    bracketed: bool = False
    place: tuple[int, int] | None = None
    year: int | None = None  # of a series (2018—2021年…分别为…)
    notes: list[Note] = field(default_factory=list)
    low: int = 0  # where the wording of its clause begins

    def note(self, name: str, because: str, start: int, end: int) -> None:
        """Keep why a field is what it is."""
        self.notes.append(Note(name, because, start, end))

    def tie(self, argument: Argument, rule: str = "a number that no other rule took") -> None:
        """Tie an argument to this fact; `rule` is what proposed it."""
        self.note(
            type(argument).__name__.lower().replace("quantity", "value"), rule, argument.start, argument.end
        )
        if isinstance(argument, Quantity):
            self.value = argument
        elif isinstance(argument, Change):
            self.changes.append(argument)
        elif isinstance(argument, Gap):
            self.gaps.append(argument)
        elif isinstance(argument, Rank):
            self.ranks.append(argument)
        elif isinstance(argument, Share):
            self.share = self.share or argument
        else:
            self.target = self.target or argument

    @property
    def is_empty(self) -> bool:
        """Whether nothing was tied to it."""
        told = self.target and (self.target.amount is not None or self.target.rate is not None)
        return not (self.value or self.changes or self.gaps or self.ranks or self.share or told)


def named(mention: Mention, first: int) -> Fact:
    """A fact whose metric stands in the text."""
    name = mention.name or mention.text
    return Fact(
        mention.start, mention.end, mention.text, name, name, mention.action, subject=mention.subject,
        lead=mention.lead, first=first, place=mention.place,
    )  # fmt: skip


def elsewhere(mention: Mention, topic: Fact, first: int) -> Fact:
    """慈溪市(…62.4亿元): the metric named before, in another region."""
    place = (mention.start, mention.end)
    return Fact(
        *place,
        mention.text,
        topic.name,
        topic.noun,
        topic.action,
        lead=mention.lead,
        first=first,
        place=place,
    )


def understood(mention: Mention, topic: Fact | None, first: int) -> Fact:
    """A fact whose metric is left out: 其中新认定391家 takes its noun from the topic, its text from the verb."""
    noun = topic.noun if topic else ""
    action = mention.action
    if mention.build == "level":
        name = mention.text + OWN_LIMIT.sub("", OWN_LEVEL.sub("", noun))
        action = action or (topic.action if topic else None)
    elif mention.build == "relational":
        name = noun + mention.text if mention.text not in noun else noun
    else:
        name = mention.text + noun
    return Fact(
        mention.start, mention.end, mention.text, name, noun or mention.text, action, subject=mention.subject,
        lead=mention.lead, first=first, place=mention.place,
    )  # fmt: skip
