"""Two results of one document, as two versions or two lexicons give them: what is gained, lost and changed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal, TypeVar

from kuji_ie.export.json import LONE_SURROGATE, to_data, to_text
from kuji_ie.extraction import Extraction
from kuji_ie.models import Award, Finding, Observation, Span

Item = Literal["document", "observation", "name", "award", "finding"]
Kind = Literal["gained", "lost", "changed"]
T = TypeVar("T")

SHORT = 60  # characters of a value, where a change is told


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is not the same: value.amount, 15, 17. `old` and `new` are None where it says nothing."""

    field: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        return f"{self.field} {self.old or '-'} → {self.new or '-'}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One observation, name, award, finding or document that only one result has, or that is not the same.

    `start` is its offset (in the new text, else in the old), None of a document; `text` its words: 研发费用 9.99亿元.
    """

    source: str | None
    item: Item
    kind: Kind
    start: int | None
    text: str
    changes: tuple[FieldChange, ...] = ()

    def __str__(self) -> str:
        parts = (self.source, self.start, self.item, self.kind)
        told = (self.text, "; ".join(map(str, self.changes)))
        head = " ".join(str(part) for part in parts if part is not None)
        return ": ".join((head, *filter(None, told)))


@dataclass(frozen=True, slots=True)
class Sort:
    """How items of one sort are compared: by which keys they are the same, the surest first, and how they are told.

    `places` are offsets that move together where the text before an item is another; the first is its start.
    """

    item: Item
    of: Callable[[Extraction], Sequence[Any]]
    places: Callable[[Any], tuple[int, ...]]
    words: Callable[[Any], str]
    keys: tuple[Callable[[Any], Hashable], ...]

    def start(self, item: Any) -> int:
        """Where an item stands."""
        return self.places(item)[0]


def compare(old: Extraction, new: Extraction) -> list[Difference]:
    """What of one document is gained, lost and changed, in the order of the text.

    Observations are the same where metric and figure stand at the same place, else where one of the two does, else
    where both are the same words (of a text that has moved). Ids are not compared, as they only count. Takes time in
    proportion to the sizes of the two, but for the sorting.
    """
    found: list[Difference] = []
    changes = tuple(_changes(to_data(old.document), to_data(new.document)))
    if changes:
        found.append(Difference(printable(new.source), "document", "changed", None, "", changes))
    for sort in SORTS:
        found += _compare(sort, old, new)
    return sorted(found, key=lambda difference: -1 if difference.start is None else difference.start)


def _compare(sort: Sort, old: Extraction, new: Extraction) -> Iterator[Difference]:
    """The differences of one sort of items."""
    source = printable(new.source)
    old_names, new_names = ({o.id: _words(o) for o in each.observations} for each in (old, new))
    pairs, lost, gained = match(sort.of(old), sort.of(new), sort.keys)
    for item in lost:
        yield Difference(source, sort.item, "lost", sort.start(item), printable(sort.words(item)))
    for item in gained:
        yield Difference(source, sort.item, "gained", sort.start(item), printable(sort.words(item)))
    for one, other in pairs:
        was, now = _data(one, old_names), _data(other, new_names)
        if was == now:
            continue
        moved = _moved(sort.places(one), sort.places(other))
        changes = [*_changes(was, now, moved)]
        if moved:
            changes.insert(0, FieldChange("start", str(sort.start(one)), str(sort.start(other))))
        yield Difference(
            source,
            sort.item,
            "changed",
            sort.start(other),
            printable(sort.words(other)),
            tuple(changes),
        )


def _moved(old: tuple[int, ...], new: tuple[int, ...]) -> int:
    """How far an item has moved as a whole, as it does where the text before it is another; else 0."""
    ways = {after - before for before, after in zip(old, new, strict=False)}
    return ways.pop() if len(ways) == 1 else 0


def match(
    old: Sequence[T], new: Sequence[T], keys: Sequence[Callable[[T], Hashable]]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Pairs of what has the same key, for one key after the other, in order; and what is left of both.

    A key that is None is that of nothing.
    """
    pairs: list[tuple[T, T]] = []
    for key in keys:
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for number, one in enumerate(old):
            waiting[key(one)].append(number)
        waiting.pop(None, None)
        taken: set[int] = set()
        left: list[T] = []
        for one in new:
            numbers = waiting.get(key(one))
            if numbers:
                taken.add(numbers[0])
                pairs.append((old[numbers.popleft()], one))
            else:
                left.append(one)
        old, new = [one for number, one in enumerate(old) if number not in taken], left
    return pairs, [*old], [*new]


def _data(item: Any, names: dict[str, str]) -> Any:
    """An item as plain data; another observation is named by its words and not by its id, which is left out."""
    data = to_data(item)
    if isinstance(item, Observation):
        del data["id"]
    for key in {"part_of", "observation"} & data.keys():
        data[key] = names.get(data[key], data[key])
    return data


def _changes(old: Any, new: Any, moved: int = 0, field: str = "") -> Iterator[FieldChange]:
    """The fields that are not the same, the innermost; offsets that have `moved` are."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in new:
            yield from _changes(old[key], new[key], moved, f"{field}.{key}" if field else key)
    elif isinstance(old, list) and isinstance(new, list):
        for number, (one, other) in enumerate(zip_longest(old, new)):
            yield from _changes(one, other, moved, f"{field}[{number}]")
    elif old != new and not (_is_offset(field, old, new) and old + moved == new):
        yield FieldChange(field, _say(old), _say(new))


def _is_offset(field: str, old: Any, new: Any) -> bool:
    return field.endswith(("start", "end")) and isinstance(old, int) and isinstance(new, int)


def _say(value: Any) -> str | None:
    """A value in short: an object by its words."""
    if isinstance(value, dict):
        value = value.get("text") or value.get("name") or value
    if value is None:
        return None
    said = printable(value if isinstance(value, str) else to_text(value))
    return said if len(said) <= SHORT else f"{said[: SHORT - 1]}…"


def printable(text: Any) -> Any:
    """Text without half surrogate pairs, which have no UTF-8: each becomes U+FFFD. None stays."""
    return text and LONE_SURROGATE.sub("\ufffd", text)


def _figure(o: Observation) -> Span | None:
    """The value of an observation, else the first of what is told of it."""
    told: tuple[Span | None, ...] = (o.value, *o.changes, *o.gaps, *o.ranks, o.share, o.target)
    return next(filter(None, told), None)


def _span(span: Span | None) -> Hashable:
    return span and (span.start, span.end, span.text)


def _words(o: Observation) -> str:
    figure, metric = _figure(o), o.metric
    action = None if metric.action and metric.action in metric.name else metric.action
    return " ".join(filter(None, (action, metric.name, figure.text if figure else None)))


def _award_words(award: Award) -> str:
    return f"{'、'.join(recipient.text for recipient in award.recipients) or '-'} {award.honour.text}"


def _finding_words(finding: Finding) -> str:
    return f"{finding.code} {finding.message}"


SORTS = (
    Sort(
        "observation",
        of=lambda result: result.observations,
        places=lambda o: (o.metric.start, *(figure.start for figure in filter(None, (_figure(o),)))),
        words=_words,
        keys=(
            lambda o: (_span(o.metric), _span(_figure(o)), o.status),
            lambda o: (_span(o.metric), _span(_figure(o))),
            lambda o: _span(_figure(o)),
            lambda o: _span(o.metric),
            lambda o: (o.metric.name, o.metric.action, getattr(_figure(o), "text", None)),
        ),
    ),
    Sort(
        "name",
        of=lambda result: result.entities,
        places=lambda name: (name.start,),
        words=lambda name: f"{name.label} {name.text}",
        keys=(
            lambda name: (name.label, _span(name)),
            _span,
            lambda name: (name.label, name.text),
        ),
    ),
    Sort(
        "award",
        of=lambda result: result.awards,
        places=lambda award: (award.honour.start,),
        words=_award_words,
        keys=(
            lambda award: (_span(award.honour), *map(_span, award.recipients)),
            lambda award: _span(award.honour),
            _award_words,
        ),
    ),
    Sort(
        "finding",
        of=lambda result: result.findings,
        places=lambda finding: (finding.start,),
        words=_finding_words,
        keys=(
            lambda finding: (finding.code, finding.start, finding.end),
            _finding_words,
        ),
    ),
)
