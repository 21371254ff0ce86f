"""The JSON Schema that is written down: every result fits it, and what is another form does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jsonschema
import pytest
from test_json import broken, contract
from typer.testing import CliRunner

from kuji_ie import Extraction, extract, json_schema, models
from kuji_ie.cli import app
from kuji_ie.errors import KujiError

ROOT = Path(__file__).parent.parent
REPORTS = sorted((ROOT / "seeds").glob("*.txt"))
SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())

# The definitions that are a class of the model.
CLASSES = {
    "extraction": Extraction,
    **{
        cls.__name__.lower(): cls
        for cls in (
            *(models.Document, models.Observation, models.Metric, models.Quantity, models.Change, models.Gap),
            *(models.Rank, models.Share, models.Target, models.Entity, models.Award, models.Honour),
            *(models.Finding, models.Period, models.Place, models.Span, models.Sentence),
        )
    },
}


def faults(data: Any) -> list[str]:
    """Where data do not fit the schema, and why."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def definitions(schema: Any) -> Iterator[Any]:
    """All objects within the schema."""
    if isinstance(schema, dict):
        yield schema
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from definitions(value)


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    used = {each["$ref"].removeprefix("#/$defs/") for each in definitions(SCHEMA) if "$ref" in each}
    assert used == {*SCHEMA["$defs"]}
    assert {*CLASSES} == {name for name, each in SCHEMA["$defs"].items() if each.get("type") == "object"}
    assert json.loads(CliRunner().invoke(app, ["schema"]).stdout) == SCHEMA


@pytest.mark.parametrize("name", CLASSES)
def test_it_has_the_keys_of_the_model(name: str) -> None:
    """All of them, in the order in which they are written, and no others."""
    definition = SCHEMA["$defs"][name]
    keys = [*definition["properties"]]
    assert definition["required"] == keys
    assert definition["additionalProperties"] is False
    compared = {
        field.name.rstrip("_") for field in CLASSES[name].__dataclass_fields__.values() if field.compare
    }
    assert {*keys} - {"schema"} == compared
    for key, said in definition["properties"].items():
        hint = get_type_hints(CLASSES[name]).get("from_" if key == "from" else key)
        words = [word for word in get_args(hint) if isinstance(word, str)]
        choices = SCHEMA["$defs"][said["$ref"].removeprefix("#/$defs/")] if "$ref" in said else said
        assert choices.get("enum", []) == words, key


def test_it_has_the_order_of_what_is_written() -> None:
    """A reader by eye finds the keys where the schema has them."""

    def check(data: Any, definition: Any) -> None:
        while "$ref" in definition:
            definition = SCHEMA["$defs"][definition["$ref"].removeprefix("#/$defs/")]
        if isinstance(data, dict):
            definition = definition.get("anyOf", [definition])[0]
            if "$ref" in definition:
                check(data, definition)
                return
            assert [*data] == [*definition["properties"]]
            for key, value in data.items():
                check(value, definition["properties"][key])
        for value in data if isinstance(data, list) else ():
            check(value, definition["items"])

    check(Extraction.from_dict(contract()).to_dict(), SCHEMA)


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.name[:3])
def test_the_reports_fit(report: Path) -> None:
    result = extract(report.read_text(encoding="utf-8"))
    assert faults(json.loads(result.to_json())) == []


def test_the_sentences_fit() -> None:
    lines = (ROOT / "tests/data/sentences.jsonl").read_text("utf-8").splitlines()
    for sentence in map(json.loads, lines):
        result = extract(sentence["text"], region=sentence["region"], year=sentence["year"])
        assert faults(json.loads(result.to_json())) == [], sentence["id"]


@pytest.mark.parametrize("data", [contract(), Extraction().to_dict()], ids=["contract", "nothing"])
def test_what_fits(data: Any) -> None:
    assert faults(data) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("", []),
        ("", None),
        ("schema", "kuji-ie/2"),
        ("schema", ...),
        ("source", 1),
        ("later", None),
        ("document", None),
        ("document/published", "26.2.24"),
        ("document/published", "2024-02-30"),
        ("document/region/code", 330182),
        ("document/region/level", "县"),
        ("document/period/start", None),
        ("observations", None),
        ("observations/0/id", None),
        ("observations/0/id", ""),
        ("observations/0/evidence", []),
        ("observations/0/metric", None),
        ("observations/0/metric/name", None),
        ("observations/0/metric/start", -1),
        ("observations/0/metric/end", 422.5),
        ("observations/0/value/amount", "1796000000"),
        ("observations/0/value/amount", None),
        ("observations/0/value/bound", "some"),
        ("observations/0/value/upper", ...),
        ("observations/0/changes", None),
        ("observations/0/changes/0/kind", "year"),
        ("observations/0/changes/0/direction", None),
        ("observations/0/changes/0/from", "8"),
        ("observations/0/changes/0/from_", 8),
        ("observations/0/changes/0/of", "rate"),
        ("observations/0/ranks/0/position", 3.5),
        ("observations/0/ranks/0/top", 1),
        ("observations/0/ranks/0/scope", "杭州"),
        ("observations/0/status", "planned"),
        ("observations/0/part_of", ...),
        ("observations/0/sentence", None),
        ("observations/1/gaps/0/amount", "-5.66"),
        ("observations/1/share/unit", "个百分点"),
        ("observations/1/share/amount", None),
        ("observations/1/target/outcome", None),
        ("observations/1/target/rate", True),
        ("observations/1/subject/name", "新安化工"),
        ("entities/0/label", "PERSON"),
        ("entities/0/text", 3),
        ("entities/0/link", None),
        ("awards/0/recipients", None),
        ("awards/0/recipients/0/end", ...),
        ("awards/0/honour", None),
        ("awards/0/grade", 1),
        ("awards/0/year", 2022),
        ("findings/0/code", ""),
        ("findings/0/related", []),
        ("findings/0/message", None),
    ],
)
def test_what_does_not_fit(place: str, value: Any) -> None:
    (fault,) = faults(broken(place, value))
    way = place.split("/")[:-1]
    expected = "$" + "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in way)
    assert fault.startswith(expected), fault


def test_what_another_reader_may_rely_on_is_what_ours_asks_for() -> None:
    """A key that is missing is a fault in the schema, also where `from_dict` takes its default."""
    data = contract()
    del data["findings"]
    assert faults(data) == ["$: 'findings' is a required property"]
    with pytest.raises(KujiError):
        Extraction.from_dict(broken("observations/0/metric", ...))
