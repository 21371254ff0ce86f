"""Findings: the examples and counter-examples that the checks carry, and reports that do not add up."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path

import pytest

from kuji_ie import extract
from kuji_ie.checks import CHECKS
from kuji_ie.checks.check import Check
from kuji_ie.checks.extents import Extent, extent, said
from kuji_ie.extraction import Extraction
from kuji_ie.models import Bound

SEEDS = Path(__file__).parents[1] / "seeds"
YEAR, REGION = 2023, "绍兴市"
EXAMPLES = [(check, text, message) for check in CHECKS for text, message in check.examples.items()]
COUNTER_EXAMPLES = [text for check in CHECKS for text in check.counter_examples]


def findings(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in extract(text, region=REGION, year=YEAR).findings]


@pytest.mark.parametrize(("check", "text", "message"), EXAMPLES)
def test_examples(check: Check, text: str, message: str) -> None:
    assert findings(text) == [(check.code, message)]


@pytest.mark.parametrize("text", COUNTER_EXAMPLES)
def test_counter_examples(text: str) -> None:
    """The wording is read (it gives observations), and no check takes offence."""
    assert extract(text, region=REGION, year=YEAR).observations
    assert findings(text) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_says_what_it_is_for(check: Check) -> None:
    assert check.means
    assert check.tolerance
    assert check.examples
    assert check.counter_examples


def test_a_code_is_one_check() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)
