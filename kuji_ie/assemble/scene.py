"""What the assembly knows while it walks through one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kuji_ie.assemble.clauses import stretch_end, stretch_start, within
from kuji_ie.assemble.facts import Fact, elsewhere, named, understood
from kuji_ie.models import Quantity, Rank
from kuji_ie.rules.metrics import Mention, MetricFinder
from kuji_ie.rules.rule import Reading
from kuji_ie.tokenizers import Token
from kuji_ie.words import Words


@dataclass(slots=True)
class Scene:
    """One sentence, from left to right: `reached` says how far it is read, `low` where the clause at hand begins.

    `topic` is the metric that an ellipsis stands for, `current` the fact that a trailing argument belongs to;
    `earlier` are the facts of the sentence before.
    """

    reading: Reading
    start: int
    end: int
    tokens: Sequence[Token]
    words: Words
    metrics: MetricFinder
    topic: Fact | None
    earlier: Sequence[Fact]
    facts: list[Fact] = field(default_factory=list)
    current: Fact | None = None
    reached: int = 0
    aside: dict[int, str] = field(default_factory=dict)  # numbers that measure nothing, with the reason
    low: int = 0
    high: int = 0  # where the metric's part of the clause at hand ends
    recalled: bool = False  # whether the topic comes from the sentence before
    whole: Fact | None = None  # of which the facts of this sentence are parts
    before: Callable[[], Fact | None] | None = (
        None  # what the sentence before is about, where it holds no number
    )
    ranking: Rank | None = None  # 居前三位的是…: of the places that follow
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reached = self.start
        self.starts = [token.start for token in self.tokens]

    def recall(self) -> None:
        """我市高度重视企业研发机构建设。目前已建成|482家: the sentence before names what is counted."""
        if self.before is not None and not self.facts:
            about = self.before()
            self.topic, self.recalled = about or self.topic, about is not None
        self.before = None

    def text(self, start: int, end: int) -> str:
        """The wording between two offsets."""
        return self.reading.text[start:end]

    def step(self, position: int) -> int:
        """Go to the argument at `position`: where its clause begins, kept as `low`."""
        self.low = stretch_start(self.reading.marked, self.reached, position)
        return self.low

    def left(self, position: int) -> list[Token]:
        """The tokens of the clause up to `position`."""
        return within(self.tokens, self.starts, self.low, position)

    def right(self, position: int, limit: int) -> list[Token]:
        """The tokens from `position` to the end of the clause, at most to `limit`."""
        end = stretch_end(self.reading.marked, position, min(self.end, limit))
        return within(self.tokens, self.starts, position, end)

    def size(self, start: int, end: int) -> Quantity | None:
        """The first quantity between two offsets."""
        quantities = self.reading.quantities
        return next((quantities[at] for at in range(start, end) if at in quantities), None)

    def fact(self, mention: Mention | None, first: int) -> Fact | None:
        """A new fact of what `mention` names or stands for; None where nothing was named before it."""
        topic = self.topic
        if mention is None:
            if topic is None:
                return None
            fact = Fact(topic.start, topic.end, topic.text, topic.name, topic.noun, topic.action)
            fact.lead = fact.first = first
            fact.note("metric", "left out: the metric named before", topic.start, topic.end)
        elif self.words.is_place(mention.text) and topic:
            fact = elsewhere(mention, topic, first)
            fact.note("metric", "the metric named before, in another place", topic.start, topic.end)
        elif mention.build == "noun":
            fact = named(mention, first)
            where = "behind" if mention.start >= first else "before"
            fact.note("metric", f"noun phrase {where} the number", mention.start, mention.end)
        else:
            near = topic is not None and (
                topic.first >= self.start or self.recalled or self.text(self.start, self.start + 2) == "其中"
            )
            near = near or mention.place is not None  # 分地区看,杭州市新认定120家
            fact = understood(mention, topic if near or mention.build != "verb" else None, first)
            because = f"{mention.build} that stands for the metric named before"
            at = topic or fact
            fact.note("metric", because, at.start, at.end)
        return fact

    def enter(self, fact: Fact, mention: Mention | None) -> None:
        """Make a fact the current one, and the topic where it names a metric of its own."""
        fact.low = self.low
        self.facts.append(fact)
        self.current = fact
        if mention and (mention.build == "noun" or not self.topic) and not fact.whole:
            self.topic = fact
