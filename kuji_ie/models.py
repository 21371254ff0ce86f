"""The types of the public contract: what one report says, as frozen values.

Every type that stands in the text carries `text`, `start` and `end`: offsets count code points of the text
given to `extract`, half open, and `text == passed[start:end]` always holds. Amounts are `Decimal` in base
units (17.96亿元 is 1796000000 元; a percentage keeps its percentage number).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple

Bound = Literal["exact", "about", "over", "at_least", "under", "at_most"]
ChangeKind = Literal["yoy", "mom", "period", "from_to"]
Direction = Literal["up", "down", "flat"]
Of = Literal["value", "growth"]
Outcome = Literal["met", "exceeded", "missed", "progress"]
Status = Literal["actual", "target"]
Label = Literal["PROGRAMME", "HONOUR", "ORG", "REGION", "POLICY"]


class Value:
    """What is sent from process to process as a call of its class with its fields in order.

    Dataclasses with slots send a list that Python code fills in field by field: three times as long, both ways.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        cls: Any = type(self)
        return cls, _fields_of(cls)(self)


@lru_cache(maxsize=64)
def _fields_of(cls: Any) -> Callable[[Any], tuple[Any, ...]]:
    names = [each.name for each in fields(cls)]
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


@dataclass(frozen=True, slots=True)
class Span(Value):
    """A piece of the text: 新安化工, 0, 4."""

    text: str
    start: int
    end: int

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Sentence(Value):
    """Where the sentence of an observation stands."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link(Value):
    """How a wording came to its id: `exact`, `normalised` (全市R&D经费 is R&D经费), or `fuzzy` with its score.

    `score` is the similarity of the two wordings in percent, 100 unless `how` is fuzzy.
    """

    id: str
    how: Literal["exact", "normalised", "fuzzy"]
    score: float = 100.0

    def __str__(self) -> str:
        return f"{self.how} {self.score:.0f}" if self.how == "fuzzy" else self.how


@dataclass(frozen=True, slots=True)
class Metric(Span):
    """What is measured.

    新认定省科小 gives text 省科小 and action 新认定. `name` is the clean, resolved wording: of a metric
    left out (其中新认定391家) it is 新认定国高企, of a word broken by a page it is the whole word. `id` is
    the lexicon's canonical id, or None; `action` the verb that says which series it is, or None. `link`
    tells how the id was found, None without one and after JSON.
    """

    name: str
    id: str | None = None
    action: str | None = None
    link: Link | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Quantity(Span):
    """A number with its unit: 超1500家 is amount 1500, unit 家, bound over.

    `unit` is the base unit (亿元 becomes 元), None for a bare number. `upper` closes a range (1~3家: 1,
    upper 3), else None.
    """

    amount: Decimal
    upper: Decimal | None = None
    unit: str | None = None
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True)
class Change(Span):
    """A movement against another time: 增长31.9% is kind yoy, direction up, amount 31.9, unit %.

    A `from_to` (从8%提升至15%) has `from_` 8 and `to` 15, and `amount` None; 持平 has direction flat and
    amount None. `against` is the base as it stands (2020年, 上年), None where none is named. `of` is growth
    where the growth rate itself moves (增速提高1.5个百分点).
    """

    kind: ChangeKind
    direction: Direction
    amount: Decimal | None = None
    unit: str | None = None
    upper: Decimal | None = None
    bound: Bound = "exact"
    from_: Decimal | None = None
    to: Decimal | None = None
    against: str | None = None
    of: Of = "value"


@dataclass(frozen=True, slots=True)
class Gap(Span):
    """A distance to somebody else: 高于全市5.66个百分点 is 5.66 个百分点 against 全市; behind is negative."""

    amount: Decimal | None = None
    unit: str | None = None
    against: str | None = None
    of: Of = "value"


@dataclass(frozen=True, slots=True)
class Place(Value):
    """A region: `text` as it stands (None where understood), `name` in full, GB/T 2260 `code` or None."""

    text: str | None
    name: str
    code: str | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Rank(Span):
    """A place in an order: 居杭州第3位 is position 3, scope 杭州.

    `top` is true for 前三 (position 3 or better). `moved` counts places up (down is negative); `position` is
    None where only the move is told. `of` is growth where the growth is ranked.
    """

    position: int | None
    top: bool = False
    moved: int | None = None
    of: Of = "value"
    scope: Place | None = None


@dataclass(frozen=True, slots=True)
class Share(Span):
    """The part of a larger whole: 占杭州市四分之一 is 25 % of 杭州市."""

    amount: Decimal
    unit: str = "%"
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Target(Span):
    """What the observation is held against: 完成市对区新认定375家考核任务 is 375 家, met.

    `amount` is None where only a rate (完成全年任务的70%: rate 70, progress) or nothing countable is named.
    """

    amount: Decimal | None = None
    unit: str | None = None
    rate: Decimal | None = None
    outcome: Outcome = "met"


@dataclass(frozen=True, slots=True)
class Period(Value):
    """Days from `start` to `end`, both included; `text` as it stands, None where the document tells it."""

    text: str | None
    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


class Evidence(NamedTuple):
    """Why one field of an observation is what it is: rank by the rule 居<scope>第<n>位, from 居杭州第3位.

    `start` and `end` are None where nothing in the text says it (the period of the document).
    """

    field: str
    because: str
    text: str | None = None
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        place = f": {self.text} ({self.start})" if self.text is not None else ""
        return f"{self.field:8} {self.because}{place}"


@dataclass(frozen=True, slots=True)
class Observation(Value):
    """One metric measured once: what a statistician puts in one row of a table.

    全年高新技术产业投资达17.96亿元,增长31.9%,增速居杭州第3位 is one observation: value, `yoy` and `rank`.
    `period` and `region` are None where the text does not let one know; `part_of` is the id of the whole.
    `confidence` is how likely metric, value, changes and ranks are put together rightly, from 0 to 1; it is no part of the
    JSON, and None after it.
    """

    id: str
    metric: Metric
    sentence: Sentence
    value: Quantity | None = None
    changes: tuple[Change, ...] = ()
    gaps: tuple[Gap, ...] = ()
    ranks: tuple[Rank, ...] = ()
    share: Share | None = None
    target: Target | None = None
    status: Status = "actual"
    period: Period | None = None
    region: Place | None = None
    subject: Span | None = None
    part_of: str | None = None
    evidence: tuple[Evidence, ...] = field(default=(), compare=False, repr=False)
    confidence: float | None = field(default=None, compare=False, repr=False)

    def explain(self) -> str:
        """Which rules and words made this observation, and what was inherited from where, a line each.

        Empty for an observation that was read back from JSON: the evidence is no part of it.
        """
        return "\n".join(map(str, self.evidence))

    @property
    def yoy(self) -> Change | None:
        """The year-on-year change of the value, else of its growth; None where none is told."""
        changes = [change for change in self.changes if change.kind == "yoy"]
        return min(changes, key=lambda change: change.of == "growth", default=None)

    @property
    def rank(self) -> Rank | None:
        """The first rank, None where none is told."""
        return self.ranks[0] if self.ranks else None


@dataclass(frozen=True, slots=True)
class Entity(Span):
    """A name in the text: a programme, honour, organisation, region or policy title.

    `name` is the official one and `id` that of the entry where a pack has it; else the wording and None.
    `link` tells how the id was found, None without one and after JSON.
    """

    label: Label
    name: str
    id: str | None = None
    link: Link | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Honour(Span):
    """The honour of an award, with its lexicon id or None."""

    id: str | None = None


@dataclass(frozen=True, slots=True)
class Award(Value):
    """Who received which honour: 沈氏节能、崇耀科技 received 省科技小巨人企业.

    `grade` (一等奖, 四星), `year` (2022年度…) and `in_a_row` (连续三年: 3) are None where the clause does not say
    them. The last two are not part of the JSON of schema 1, nor compared.
    """

    recipients: tuple[Span, ...]
    honour: Honour
    sentence: Sentence
    grade: str | None = None
    year: int | None = field(default=None, compare=False)
    in_a_row: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Finding(Value):
    """Something in the report that does not add up, and the observation it concerns (None: the text).

    从-5.7%提升到3.6%,提升9个百分点 has the code `move-size`: it is a move of 9.3. `start` and `end` are the place in the
    text; `related` are the ids of other observations that have a part in it, empty after JSON.
    """

    code: str
    message: str
    start: int
    end: int
    observation: str | None = None
    related: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Document(Value):
    """What is known of the whole text; each field is None where the text does not say."""

    title: str | None = None
    issuer: str | None = None
    published: date | None = None
    region: Place | None = None
    period: Period | None = field(default=None)
