"""The text cut at the ends of all that was found in it, so that spans may overlap, nest and be shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kuji_ie.models import Observation, Span

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction

Measured = Literal["metric", "value", "change", "gap", "rank", "share", "target", "subject"]
Role = Measured | Literal["entity", "recipient", "honour", "finding", "aside"]
MEASURED: tuple[Role, ...] = ("metric", "value", "change", "gap", "rank", "share", "target", "subject")

# What a role is called in the page: as a class, and before the number of its row in `data-k`.
CODES: dict[Role, str] = {
    "metric": "m", "value": "v", "change": "c", "gap": "g", "rank": "r", "share": "s", "target": "t",
    "subject": "u", "entity": "e", "recipient": "a", "honour": "w", "finding": "f", "aside": "x",
}  # fmt: skip
NAMED = ("PROGRAMME", "HONOUR")


@dataclass(frozen=True, slots=True)
class Part:
    """One span that is marked: 31.9% is the change of row 4. `named` is underlined, `title` shown on hovering."""

    start: int
    end: int
    role: Role
    row: int
    title: str = ""
    named: bool = False

    @property
    def key(self) -> str:
        """The role and the row in short: c4."""
        return f"{CODES[self.role]}{self.row}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text between two ends of parts, with all parts that hold it, the shortest first."""

    text: str
    parts: tuple[Part, ...] = ()

    @property
    def keys(self) -> str:
        """What it belongs to: m3 m4 e12 is the metric of two rows, and a name."""
        return " ".join(dict.fromkeys(part.key for part in self.parts if part.role != "aside"))

    @property
    def is_measured(self) -> bool:
        """Whether it is part of an observation, and not only of a name or a finding."""
        return self._role is not None

    @property
    def classes(self) -> str:
        """Its look: the role of the shortest part of an observation; n for a name, f and x for findings and numbers."""
        roles = {part.role for part in self.parts}
        looks = [CODES[self._role]] if self._role else []
        looks += ["n"] if any(part.named for part in self.parts) else []
        looks += [CODES[role] for role in ("finding", "aside") if role in roles]
        return " ".join(looks)

    @property
    def _role(self) -> Role | None:
        return next((part.role for part in self.parts if part.role in MEASURED), None)

    @property
    def title(self) -> str:
        """What is told on hovering: the names that stand here and their ids, the messages of findings."""
        return " · ".join(dict.fromkeys(part.title for part in self.parts if part.title))


def segments(text: str, parts: Iterable[Part]) -> Iterator[Segment]:
    """The whole text in pieces, in order: `"".join(s.text for s in segments(text, parts)) == text`.

    新增国高企48家 with a metric 国高企 that is a name as well gives 新增, 国高企 (two parts), 48家. Offsets beyond the
    text, as of a result that was given another text, are cut; what is then empty is left out.
    """
    placed = [(max(0, p.start), min(p.end, len(text)), p) for p in parts]
    placed = [(start, end, p) for start, end, p in placed if start < end]
    starts = _by_place((start, p) for start, _, p in placed)
    ends = _by_place((end, p) for _, end, p in placed)
    open_: dict[int, Part] = {}
    for start, end in pairwise(sorted({0, len(text), *starts, *ends})):
        for part in ends.get(start, ()):
            del open_[id(part)]
        open_.update((id(part), part) for part in starts.get(start, ()))
        yield Segment(text[start:end], tuple(sorted(open_.values(), key=lambda p: p.end - p.start)))


def parts_of(result: Extraction, aside: Sequence[str] = ()) -> Iterator[Part]:
    """All that is marked in the text of a result; rows count from 0 in each of its tables.

    `aside` says of each number of the coverage why it is in no observation, "" for one that is.
    """
    for row, o in enumerate(result.observations):
        for role, span in _spans(o):
            yield Part(span.start, span.end, role, row)
    for row, entity in enumerate(result.entities):
        title = " ".join(filter(None, (entity.name, entity.id)))
        named = entity.label in NAMED
        yield Part(entity.start, entity.end, "entity", row, title if named else "", named)
    for row, award in enumerate(result.awards):
        honour = award.honour
        yield Part(honour.start, honour.end, "honour", row, honour.id or "", named=True)
        for recipient in award.recipients:
            yield Part(recipient.start, recipient.end, "recipient", row, named=True)
    for row, finding in enumerate(result.findings):
        yield Part(finding.start, finding.end, "finding", row, finding.message)
    for number, why in zip(result.coverage.numbers, aside, strict=False):
        if why:
            yield Part(number.start, number.end, "aside", 0, why)


def _spans(o: Observation) -> Iterator[tuple[Role, Span]]:
    yield "metric", o.metric
    yield from (("change", change) for change in o.changes)
    yield from (("gap", gap) for gap in o.gaps)
    yield from (("rank", rank) for rank in o.ranks)
    one: tuple[tuple[Role, Span | None], ...] = (
        ("value", o.value),
        ("share", o.share),
        ("target", o.target),
        ("subject", o.subject),
    )
    yield from ((role, span) for role, span in one if span is not None)


def _by_place(pairs: Iterable[tuple[int, Part]]) -> dict[int, list[Part]]:
    places: dict[int, list[Part]] = {}
    for place, part in pairs:
        places.setdefault(place, []).append(part)
    return places
