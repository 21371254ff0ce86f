"""The measure of the package: gold annotations against what was extracted.

A value, change, rank … of the gold is found where an extracted one overlaps its text, agrees in its number,
and is tied to a metric that the gold accepts. Attributes (status, period, unit …) are judged on what was
found. Optional facts count neither way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from kuji_ie.extraction import Extraction
from kuji_ie.figures import Judgement, Report, Verdict
from kuji_ie.gold import Argument, Fact, Gold, Names, Relation, arguments
from kuji_ie.models import Change, Gap, Metric, Observation, Place, Quantity, Rank, Share, Target
from kuji_ie.regions import default_regions

T = TypeVar("T")

TOLERANCE = Decimal("1e-6")  # relative, and absolute below 1: gold numbers may come from a float
ALIKE = 0.6  # one name inside another is the same name where it is at least this part of it

_NOT_COMPARED = re.compile(r"[\W_]+")


def evaluate(pairs: Iterable[tuple[Extraction, Gold]]) -> Report:
    """Compare extractions with the gold of the same texts.

    `evaluate([(extract(text), read_gold(text, path))]).scores["core"].f1` is the F1 of values, changes and
    ranks.
    """
    judgements: list[Judgement] = []
    compared = faultless = 0
    for extraction, gold in pairs:
        judged = [*judge_facts(extraction, gold)]
        faultless += all(judgement.is_faultless for judgement in judged)
        compared += 1
        judgements += judged
        if gold.names is not None:
            judgements += judge_names(extraction, gold.names)
    return Report(tuple(judgements), compared, faultless)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A relation of the gold beside the extracted one that was taken for it; what one of them lacks is None.

    `is_tied` says that the gold accepts the metric that the extracted one is tied to.
    """

    relation: Relation
    fact: Fact | None = None
    want: Argument | None = None
    observation: Observation | None = None
    got: Argument | None = None
    is_tied: bool = False


def judge_facts(extraction: Extraction, gold: Gold) -> Iterator[Judgement]:
    """Judge the relations of one text: those of the gold first, then what was invented."""
    source = extraction.source
    for pair in pair_facts(extraction, gold):
        relation, fact, want, observation, got = (
            pair.relation, pair.fact, pair.want, pair.observation, pair.got
        )  # fmt: skip
        said = observation.metric.name if observation else None
        if fact is None or want is None:
            assert got is not None
            yield Judgement(relation, "invented", got.text, source, got.start, got=said)
        elif observation is None or got is None:
            yield Judgement(relation, "missed", want.text, source, want.start, fact.id, fact.metric)
        else:
            verdict: Verdict = "found" if pair.is_tied else "paired"
            attributes = tuple(judge_attributes(fact, want, observation, got)) if pair.is_tied else ()
            yield Judgement(
                relation, verdict, want.text, source, want.start, fact.id, fact.metric, said, attributes
            )


def pair_facts(extraction: Extraction, gold: Gold) -> Iterator[Pairing]:
    """Put each relation of the gold beside the extracted one that may be it, then those that are left over.

    What is optional in the gold, and what was taken for it, is left out.
    """
    facts = gold.facts
    told = ((relation, o, got) for o in extraction.observations for relation, got in arguments(o))
    guesses = [guess for guess in told if gold.judges(guess[2].start)]
    left = dict(enumerate(guesses))
    wanted = [(relation, fact, want) for fact in facts for relation, want in arguments(fact)]
    wanted.sort(key=lambda item: item[1].optional)  # an optional fact takes no match of a required one
    for relation, fact, want in wanted:
        matches = [number for number, guess in left.items() if is_match(relation, want, guess[0], guess[2])]
        if fact.optional:
            for number in matches:
                del left[number]
            continue
        tied = [number for number in matches if accepts(fact, left[number][1].metric)]
        taken = next(iter(tied or matches), None)
        if taken is None:
            yield Pairing(relation, fact, want)
            continue
        _, observation, got = left.pop(taken)
        yield Pairing(relation, fact, want, observation, got, bool(tied))
    for relation, observation, got in left.values():
        if not is_optional(facts, got.start):
            yield Pairing(relation, observation=observation, got=got)


def is_match(relation: Relation, want: Argument, got_relation: Relation, got: Argument) -> bool:
    """Whether an extracted relation may be the wanted one, whatever its metric."""
    overlaps = got.start < want.end and want.start < got.end
    return relation == got_relation and overlaps and agrees(want, got)


def is_optional(facts: Sequence[Fact], position: int) -> bool:
    """Whether a position lies in the quote of an optional fact and of no other."""
    around = [fact for fact in facts if fact.start <= position < fact.end]
    return bool(around) and all(fact.optional for fact in around)


def accepts(fact: Fact, metric: Metric) -> bool:
    """Whether the gold takes this name for its metric: 全年高新技术产业投资 is accepted for 高新技术产业投资.

    A name is accepted that is the metric or one of its `alts`, or that holds one of these and is no longer
    than the longest wording `full`, or than two characters more.
    """
    names = [plain(name) for name in (fact.metric, *fact.alts) if name]
    full = plain(fact.full) or plain(fact.metric)
    return any(
        said == name or (name in said and (said in full or len(said) <= max(len(full), len(name) + 2)))
        for said in {plain(metric.text), plain(metric.name)} - {""}
        for name in names
    )


def agrees(want: Argument, got: Argument) -> bool:
    """Whether the numbers of two relations of one kind agree; a sign or direction is judged apart."""
    if isinstance(want, Change) and isinstance(got, Change):
        if want.kind == "from_to":
            return is_same(want.to, got.to) or is_same(want.from_, got.from_)
        if want.amount is None:
            return got.amount is None and want.direction == got.direction
        return is_same(abs(want.amount), got.amount and abs(got.amount))
    if isinstance(want, Rank) and isinstance(got, Rank):
        if want.position is None and want.moved is not None:
            return is_same(want.moved, got.moved)
        return is_same(want.position, got.position)
    if isinstance(want, Gap) and isinstance(got, Gap):
        return want.amount is None or is_same(abs(want.amount), got.amount and abs(got.amount))
    if isinstance(want, Target) and isinstance(got, Target):
        return is_same(want.rate, got.rate) if want.amount is None else is_same(want.amount, got.amount)
    if isinstance(want, (Quantity, Share)) and isinstance(got, (Quantity, Share)):
        return is_same(want.amount, got.amount)
    return False


def is_same(a: Decimal | int | None, b: Decimal | int | None) -> bool:
    """Whether two numbers are equal up to rounding; None equals None only."""
    if a is None or b is None:
        return a is b
    return abs(Decimal(a) - Decimal(b)) <= TOLERANCE * max(Decimal(1), abs(Decimal(a)), abs(Decimal(b)))


def judge_attributes(
    fact: Fact, want: Argument, observation: Observation, got: Argument
) -> Iterator[tuple[str, bool]]:
    """The attributes that the gold states of a found relation, each with whether it is right."""
    yield "status", fact.status == observation.status
    yield "period", fact.period == (observation.period and str(observation.period))
    if fact.region:
        yield "region", is_place(fact.region, observation.region)
    if isinstance(want, Quantity) and isinstance(got, Quantity):
        yield "unit", plain(want.unit) == plain(got.unit)
        yield "bound", want.bound == got.bound
        if fact.action:
            yield "action", is_part(plain(fact.action), plain(observation.metric.action))
        yield "part_of", bool(fact.part_of) == bool(observation.part_of)
        yield "subject", is_subject(fact.subject, observation)
    if isinstance(want, Change) and isinstance(got, Change):
        yield "kind", want.kind == got.kind
        yield "direction", want.direction == got.direction
        if want.unit:
            yield "change unit", plain(want.unit) == plain(got.unit)
    if isinstance(want, (Change, Gap, Rank)) and isinstance(got, (Change, Gap, Rank)):
        yield "of", want.of == got.of
    if isinstance(want, Rank) and isinstance(got, Rank):
        if want.scope:
            yield "scope", is_place(want.scope.name, got.scope)
        yield "top", want.top == got.top
    if isinstance(want, Target) and isinstance(got, Target):
        yield "outcome", want.outcome == got.outcome


def is_part(a: str, b: str) -> bool:
    """Whether one of two wordings, neither of them empty, is part of the other."""
    return bool(a) and bool(b) and (a in b or b in a)


def is_place(name: str, place: Place | None) -> bool:
    """Whether a place is the one called `name`: 杭州 and 杭州市 are the same, 宝鸡高新区 and its full name."""
    if place is None:
        return False
    said = (place.text, place.name)
    is_said = any(is_part(plain(name), plain(wording)) for wording in said)
    return is_said or default_regions().resolve_name(name).name == place.name


def is_subject(wanted: str | None, observation: Observation) -> bool:
    """Whether the subject is the wanted one, or there is none on either side."""
    said = plain(observation.subject.text if observation.subject else None)
    return is_part(plain(wanted), said) if plain(wanted) or said else True


def judge_names(extraction: Extraction, names: Names) -> Iterator[Judgement]:
    """Judge programmes and honours, each distinct wording once, and each recipient of each award."""
    source = extraction.source
    for label, wanted, optional in (
        ("PROGRAMME", names.programmes, names.programmes_optional),
        ("HONOUR", names.honours, names.honours_optional),
    ):
        said: dict[str, str] = {}
        for entity in extraction.entities:
            if entity.label == label:
                said.setdefault(plain(entity.text), entity.text)
        for verdict, name in match(wanted, [*said.values()], is_alike, optional):
            yield Judgement(label, verdict, name, source)
    pairs, optional_pairs = (
        [(recipient, award.honour) for award in awards for recipient in award.recipients]
        for awards in (names.awards, names.awards_optional)
    )
    conferred = [(r.text, award.honour.text) for award in extraction.awards for r in award.recipients]
    for verdict, (recipient, honour) in match(pairs, conferred, is_same_award, optional_pairs):
        yield Judgement("awards", verdict, f"{recipient}: {honour}", source)


def match(
    wanted: Sequence[T], got: Sequence[T], is_equal: Callable[[T, T], bool], optional: Sequence[T]
) -> Iterator[tuple[Verdict, T]]:
    """Match two sets, each item once; what is left over and not `optional` is invented."""
    left = list(got)
    for item in wanted:
        other = next((other for other in left if is_equal(item, other)), None)
        if other is None:
            yield "missed", item
        else:
            left.remove(other)
            yield "found", item
    for item in left:
        if not any(is_equal(extra, item) for extra in optional):
            yield "invented", item


def is_alike(a: str, b: str) -> bool:
    """Whether two names are the same, or the shorter is most of the longer."""
    short, long = sorted((plain(a), plain(b)), key=len)
    return bool(short) and short in long and len(short) >= ALIKE * len(long)


def is_same_award(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether recipient and honour of two awards are alike."""
    return is_alike(a[0], b[0]) and is_alike(a[1], b[1])


def plain(text: str | None) -> str:
    """A wording as it is compared: width folded, lower case, without punctuation, symbols and space."""
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", text or "")).lower()
