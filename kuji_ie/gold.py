"""Gold annotations: what a report says, written down by a person, with the place of each text.

A gold file holds one fact a line, as JSON; `quote` is a passage that occurs once in the report and holds
the texts of the fact. Beside `001.jsonl` may stand `001.names.json` with the names and awards of the same
report.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from kuji_ie.errors import KujiError
from kuji_ie.export.json import JsonError, from_data
from kuji_ie.models import Change, Gap, Observation, Quantity, Rank, Share, Status, Target
from kuji_ie.reading import read_document

T = TypeVar("T")
Relation = Literal["value", "changes", "ranks", "gaps", "share", "target"]
Argument = Quantity | Change | Rank | Gap | Share | Target

RELATIONS: tuple[Relation, ...] = ("value", "changes", "ranks", "gaps", "share", "target")


class GoldError(KujiError):
    """A gold file that cannot be used: the file and, for each problem, its line (from 1) and what is wrong.

    `GoldError("001.jsonl", ((3, "there is no 'metric'"),))` prints as `001.jsonl, line 3: there is no
    'metric'`. `problems` are all that were found, so that one reading is enough; the line is None for the
    file as a whole.
    """

    def __init__(self, file: str, problems: tuple[tuple[int | None, str], ...]) -> None:
        super().__init__(file, problems)
        self.file = file
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(
            f"{self.file}: {problem}" if line is None else f"{self.file}, line {line}: {problem}"
            for line, problem in self.problems
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """One annotated observation; `start` and `end` are those of its quote.

    `metric` is the shortest name, `full` the longest one, `alts` other names that are accepted. An
    `optional` fact counts neither way. `period` reads 2023-01-01/2023-12-31.
    """

    id: str
    start: int
    end: int
    metric: str
    status: Status
    full: str | None = None
    alts: tuple[str, ...] = ()
    action: str | None = None
    subject: str | None = None
    value: Quantity | None = None
    changes: tuple[Change, ...] = ()
    gaps: tuple[Gap, ...] = ()
    ranks: tuple[Rank, ...] = ()
    share: Share | None = None
    target: Target | None = None
    period: str | None = None
    region: str | None = None
    part_of: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Conferred:
    """An annotated award: its recipients and the honour that each received."""

    recipients: tuple[str, ...]
    honour: str


@dataclass(frozen=True, slots=True)
class Names:
    """The annotated names of a report; those called optional count neither way."""

    programmes: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()
    awards: tuple[Conferred, ...] = ()
    programmes_optional: tuple[str, ...] = ()
    honours_optional: tuple[str, ...] = ()
    awards_optional: tuple[Conferred, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """All that is annotated of one text; `names` is None where names were not.

    `judged` are the ranges of the text that were annotated, None for the whole: what is found outside counts neither way.
    """

    text: str
    facts: tuple[Fact, ...]
    names: Names | None = None
    judged: tuple[tuple[int, int], ...] | None = None

    def judges(self, position: int) -> bool:
        """Whether the text was annotated at a position."""
        return self.judged is None or any(start <= position < end for start, end in self.judged)


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """One annotated sentence that shows one `construct`, with the region and year that it speaks of."""

    id: str
    construct: str
    region: str | None
    year: int | None
    gold: Gold


def arguments(owner: Observation | Fact) -> Iterator[tuple[Relation, Argument]]:
    """The values, changes, ranks … that a fact or an observation holds, each with its relation."""
    for relation in RELATIONS:
        held = getattr(owner, relation)
        for argument in held if isinstance(held, tuple) else () if held is None else (held,):
            yield relation, argument


def read_gold(text: str, path: Path) -> Gold:
    """Read the facts of `text` from a gold file, and its names from the `.names.json` beside it.

    Raises `GoldError` with all that is wrong with a file, `DocumentError` for one that cannot be read.
    """
    facts: list[Fact] = []
    problems: list[tuple[int | None, str]] = []
    lines: dict[str, int] = {}
    for number, data in _read_lines(path, problems):
        try:
            fact = _place(data, text, data.get("quote"), f"line-{number}")
        except JsonError as error:
            problems.append((number, str(error)))
            continue
        if lines.setdefault(fact.id, number) != number:
            problems.append((number, f"the id {fact.id} is that of line {lines[fact.id]}"))
        facts.append(fact)
    if not problems:
        problems += [
            (lines[fact.id], f"part_of {fact.part_of} is no fact")
            for fact in facts
            if fact.part_of and fact.part_of not in lines
        ]
    if problems:
        raise GoldError(str(path), tuple(problems))
    names = path.with_name(f"{path.stem}.names.json")
    return Gold(text, tuple(facts), _read_names(names) if names.exists() else None)


def read_sentences(path: Path) -> list[GoldSentence]:
    """Read annotated sentences, one a line: id, construct, text, region, year, facts.

    Raises `GoldError` with all that is wrong with the file, `DocumentError` where it cannot be read.
    """
    sentences: list[GoldSentence] = []
    problems: list[tuple[int | None, str]] = []
    for number, data in _read_lines(path, problems):
        try:
            line = from_data(_Line, {key: value for key, value in data.items() if key != "facts"})
            listed = data.get("facts") or []
            facts = tuple(_place(fact, line.text, None, f"{line.id}-{n}") for n, fact in enumerate(listed, 1))
        except JsonError as error:
            problems.append((number, str(error)))
            continue
        gold = Gold(line.text, facts)
        sentences.append(GoldSentence(line.id, line.construct, line.region, line.year, gold))
    if problems:
        raise GoldError(str(path), tuple(problems))
    return sentences


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file of sentences, without its facts."""

    id: str
    text: str
    construct: str = "-"
    region: str | None = None
    year: int | None = None


def _read_names(path: Path) -> Names:
    try:
        return from_data(Names, json.loads(read_document(path)))
    except ValueError as error:  # JSON that is none, and JSON of another form
        raise GoldError(str(path), ((None, str(error)),)) from error


def _read_lines(path: Path, problems: list[tuple[int | None, str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines with their line numbers; what is none goes to `problems`."""
    for number, line in enumerate(read_document(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError as error:
            problems.append((number, f"no JSON: {error}"))
            continue
        if isinstance(data, dict):
            yield number, data
        else:
            problems.append((number, "expected an object"))


def _place(data: Any, text: str, quote: str | None, default_id: str) -> Fact:
    """Build one fact, with the place of each of its texts in `text`; raises `JsonError`.

    A text that stands twice in a quote is refused. Without `quote` the whole text is the quote, and the
    same text in two arguments, or `nth`, means a later mention.
    """
    if not isinstance(data, dict):
        raise JsonError("", "expected an object")
    start, end = _find_quote(text, quote)
    placed = {"status": "actual", "id": default_id, **data, "start": start, "end": end}
    mentions: Counter[str] = Counter()
    for relation in RELATIONS:
        held = data.get(relation)
        items = held if isinstance(held, list) else [held] if held else []
        found = [
            _place_argument(relation, item, text[start:end], start, quote is not None, mentions)
            for item in items
        ]
        placed[relation] = found if isinstance(held, list) else found[0] if found else None
        if relation in ("changes", "gaps", "ranks"):
            placed[relation] = found
    fact = from_data(Fact, placed)
    if not fact.metric:
        raise JsonError("metric", "it is empty")
    if next(arguments(fact), None) is None:
        raise JsonError("", "there is no value, change, gap, rank, share or target")
    return fact


def _find_quote(text: str, quote: str | None) -> tuple[int, int]:
    """Start and end of the quote; it must stand in the text once."""
    if quote is None:
        return 0, len(text)
    if not isinstance(quote, str) or not quote:
        raise JsonError("quote", "it is empty")
    if text.count(quote) != 1:
        raise JsonError("quote", f"it stands {text.count(quote)} times in the text: {quote[:40]}")
    start = text.index(quote)
    return start, start + len(quote)


def _place_argument(
    relation: Relation, item: Any, quote: str, base: int, is_quoted: bool, mentions: Counter[str]
) -> dict[str, Any]:
    """One argument with its offsets; `mentions` counts the texts that the fact has named before."""
    wording = item.get("text") if isinstance(item, dict) else None
    if not wording or not isinstance(wording, str) or wording not in quote:
        raise JsonError(relation, f"its text does not stand in the quote: {wording}")
    if is_quoted and quote.count(wording) > 1:
        raise JsonError(relation, f"its text stands twice in the quote, shorten the quote: {wording}")
    mentions[wording] += 1
    at = -1
    for _ in range(item.get("nth") or mentions[wording] if not is_quoted else 1):
        at = quote.find(wording, at + 1)
    if at < 0:
        raise JsonError(relation, f"its text has no such mention: {wording}")
    placed = {**item, "start": base + at, "end": base + at + len(wording)}
    if isinstance(item.get("scope"), str):  # gold has the scope of a rank as it stands
        placed["scope"] = {"text": item["scope"], "name": item["scope"]}
    return placed
