"""The result as JSON and back: the form of the contract, nothing left out, nothing lost."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie.errors import KujiError
from kuji_ie.export.json import JsonError
from kuji_ie.extraction import Extraction
from kuji_ie.models import Entity, Metric, Observation, Place, Quantity, Rank, Sentence

CONTRACT = Path(__file__).parent / "data" / "contract.json"


def contract() -> Any:
    return json.loads(CONTRACT.read_text(encoding="utf-8"))


def test_contract_there_and_back() -> None:
    result = Extraction.from_dict(contract())
    assert result.to_dict() == contract()
    assert json.loads(result.to_json()) == contract()
    assert json.dumps(result.to_dict()) == json.dumps(contract())  # the order of the keys as well
    assert Extraction.from_dict(json.loads(result.to_json(indent=2))) == result


def test_what_is_read() -> None:
    result = Extraction.from_dict(contract(), text="the text")
    first, second = result.observations
    assert result.text == "the text"
    assert result.document.published == date(2024, 2, 26)
    assert first.value == Quantity("17.96亿元", 423, 430, Decimal(1796000000), unit="元")
    assert first.yoy is not None
    assert first.yoy.amount == Decimal("31.9")
    assert first.rank == Rank(
        "居杭州第3位", 441, 447, 3, of="growth", scope=Place("杭州", "杭州市", "330100")
    )
    assert second.changes[0].from_ == 8
    assert second.gaps[0].amount == Decimal("-5.66")


def test_an_empty_result() -> None:
    nothing = {"title": None, "issuer": None, "published": None, "region": None, "period": None}
    assert Extraction().to_dict() == {
        "schema": "kuji-ie/1",
        "source": None,
        "document": nothing,
        "observations": [],
        "entities": [],
        "awards": [],
        "findings": [],
    }


def test_it_prints_and_compares() -> None:
    result = Extraction.from_dict(contract())
    assert str(result) == repr(result) == "Extraction(001.txt: 2 observations, 1 name)"
    assert str(Extraction()) == "Extraction(0 observations, 0 names)"
    assert replace(result, text="another") == result
    assert hash(replace(result, text="another")) == hash(result)
    assert pickle.loads(pickle.dumps(result)) == result


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("1796000000", "1796000000"),
        ("1.8E+9", "1800000000"),
        ("31.90", "31.9"),
        ("15.0", "15"),
        ("-7.7", "-7.7"),
        ("0.00", "0"),
        ("123456789012.345", "123456789012.345"),
    ],
)
def test_numbers(amount: str, written: str) -> None:
    value = Quantity("x", 0, 1, Decimal(amount))
    result = Extraction(observations=(Observation("o1", Metric("x", 0, 1, "x"), Sentence(0, 1), value),))
    assert f'"amount": {written},' in result.to_json()
    assert Extraction.from_dict(json.loads(result.to_json())) == result


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=4))
def test_numbers_of_15_digits(number: Decimal) -> None:
    amount = Decimal(f"{number:.14e}")
    value = Quantity("x", 0, 1, amount)
    result = Extraction(observations=(Observation("o1", Metric("x", 0, 1, "x"), Sentence(0, 1), value),))
    assert Extraction.from_dict(json.loads(result.to_json())) == result


def test_half_a_surrogate_pair() -> None:
    result = Extraction(entities=(Entity("\ud83d计划", 0, 3, "PROGRAMME", "\ud83d计划"),))
    assert "\\ud83d计划" in result.to_json()
    assert json.loads(result.to_json().encode()) == result.to_dict()


def broken(place: str, value: Any) -> Any:
    """The contract's example with `value` at `place`; `...` deletes it."""
    data: Any = {"data": contract()}
    *way, last = ["data", *place.split("/")] if place else ["data"]
    at = data
    for step in way:
        at = at[int(step) if isinstance(at, list) else step]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return data["data"]


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("schema", "kuji-ie/2", "schema: expected 'kuji-ie/1', found 'kuji-ie/2'"),
        ("schema", ..., "schema: expected 'kuji-ie/1', found None"),
        ("", None, "expected an object, found null"),
        ("", [], "expected an object, found []"),
        ("observations", None, "observations: expected a list, found null"),
        ("observations/1/metric", ..., "observations[1]: there is no 'metric'"),
        (
            "observations/0/value/amount",
            "many",
            "observations[0].value.amount: expected a number, found 'many'",
        ),
        (
            "observations/0/value/amount",
            float("inf"),
            "observations[0].value.amount: expected a finite number, found inf",
        ),
        ("observations/0/value/amount", True, "observations[0].value.amount: expected a number, found True"),
        (
            "observations/0/value/start",
            1.5,
            "observations[0].value.start: expected a whole number, found 1.5",
        ),
        ("observations/1/changes/0/from", [], "observations[1].changes[0].from: expected a number, found []"),
        (
            "observations/0/value/bound",
            "some",
            "observations[0].value.bound: expected one of exact, about, over, at_least, under, at_most,"
            " found 'some'",
        ),
        ("observations/0/ranks/0/top", 0, "observations[0].ranks[0].top: expected true or false, found 0"),
        (
            "document/published",
            "26.2.24",
            "document.published: expected a date such as 2023-12-31, found '26.2.24'",
        ),
        ("entities/0/text", 3, "entities[0].text: expected a string, found 3"),
    ],
)
def test_data_of_another_form(place: str, value: Any, message: str) -> None:
    with pytest.raises(KujiError) as caught:
        Extraction.from_dict(broken(place, value))
    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == message


def test_the_fields_of_the_error() -> None:
    error = JsonError("document", "expected an object")
    assert (error.place, error.problem) == ("document", "expected an object")


def test_keys_that_are_not_known_or_not_there() -> None:
    data = broken("observations/0/later", 1)
    del data["findings"]
    assert Extraction.from_dict(data) == replace(Extraction.from_dict(contract()), findings=())
