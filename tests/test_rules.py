"""The examples and counter-examples that the rules carry."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from brief import brief

from kuji_ie.assemble.arguments import ASIDE, ASIDE_OPENS
from kuji_ie.lexicon import Lexicon
from kuji_ie.lexing import read
from kuji_ie.quantity import QuantityFinder
from kuji_ie.rules import changes, gaps, ranks, shares, targets
from kuji_ie.rules.openings import Openings
from kuji_ie.rules.rule import Candidate, Finder, Reading, Rule, Vocabulary, settle
from kuji_ie.text.clean import clean
from kuji_ie.units import default_units

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parents[1] / "seeds"
MODULES = (changes, gaps, ranks, shares, targets)
RULES = [rule for module in MODULES for rule in module.RULES]
EXAMPLES = [(rule, text, short) for rule in RULES for text, short in rule.examples.items()]
COUNTER_EXAMPLES = [(rule, text) for rule in RULES for text in rule.counter_examples]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(Lexicon.load("core"))


@pytest.fixture(scope="module")
def units() -> QuantityFinder:
    return QuantityFinder(default_units())


def find(rules: Iterable[Rule], text: str, vocabulary: Vocabulary, units: QuantityFinder) -> list[Candidate]:
    reading = read(clean(text), units)
    found = settle(Finder(rules, vocabulary).find(reading))
    assert_in_place(found, reading)
    return found


def assert_in_place(found: list[Candidate], reading: Reading) -> None:
    """Assert that candidates hold what stands at their offsets, in order, none over another."""
    for candidate in found:
        argument = candidate.argument
        assert reading.text[argument.start : argument.end] == argument.text
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(("rule", "text", "short"), EXAMPLES)
def test_examples(rule: Rule, text: str, short: str, vocabulary: Vocabulary, units: QuantityFinder) -> None:
    """What a rule finds by itself is in its example; a list (6 全省; 1 鄂西北) may need its neighbours."""
    found = [brief(candidate.argument) for candidate in find([rule], text, vocabulary, units)]
    assert found, f"{rule.name} finds nothing"
    assert set(found) <= set(short.split("; "))


@pytest.mark.parametrize(("rule", "text", "short"), EXAMPLES)
def test_examples_among_all_rules(
    rule: Rule, text: str, short: str, vocabulary: Vocabulary, units: QuantityFinder
) -> None:
    """No other rule takes the example away, or adds to it."""
    found = find(RULES, text, vocabulary, units)
    assert "; ".join(brief(candidate.argument) for candidate in found) == short


@pytest.mark.parametrize(("rule", "text"), COUNTER_EXAMPLES)
def test_counter_examples(rule: Rule, text: str, vocabulary: Vocabulary, units: QuantityFinder) -> None:
    """The rule finds nothing that stands beside what the others find."""
    assert rule.name not in {candidate.rule for candidate in find(RULES, text, vocabulary, units)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_what_it_is_for(rule: Rule) -> None:
    assert rule.examples
    assert rule.counter_examples
    assert rule.seen_in


def test_a_name_is_one_rule() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_what_a_pattern_opens_with_is_all_it_can_begin_with(
    vocabulary: Vocabulary, units: QuantityFinder
) -> None:
    """A rule that is tried at its opening words only finds what a search of the whole text finds."""
    patterns = [(vocabulary.compile(rule.pattern), vocabulary.openings(rule.opens)) for rule in RULES]
    patterns.append((vocabulary.compile(ASIDE), vocabulary.openings(ASIDE_OPENS)))
    openings = Openings(patterns)
    texts = [
        *every_sentence(),
        *(text for rule in RULES for text in (*rule.examples, *rule.counter_examples)),
    ]
    for text in texts:
        marked = read(clean(text), units).marked
        for (pattern, _), found in zip(patterns, openings.find(marked), strict=True):
            assert [match.span() for match in found] == [match.span() for match in pattern.finditer(marked)]


def every_sentence() -> list[str]:
    """The annotated sentences and the lines of the seeds."""
    lines = [
        line
        for name in ("sentences", "wide", "fresh")
        for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    seeds = [line for seed in sorted(SEEDS.glob("*.txt")) for line in seed.read_text("utf-8").splitlines()]
    return [*(json.loads(line)["text"] for line in lines), *seeds]
