"""SDMX-CSV and its structure: written, read back by sdmx1, compared with the JSON."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sdmx_json import of_json

from kuji_ie import Extraction, Extractor
from kuji_ie.export import sdmx_components as lists
from kuji_ie.export.sdmx import LeftOut, Written, structure, structure_path, write_sdmx_csv
from kuji_ie.export.sdmx_components import code_lists, components
from kuji_ie.export.sdmx_points import CHANGES, LONGEST
from kuji_ie.models import (
    Bound,
    Change,
    ChangeKind,
    Gap,
    Metric,
    Observation,
    Of,
    Outcome,
    Period,
    Place,
    Quantity,
    Rank,
    Sentence,
    Share,
    Span,
    Status,
    Target,
)

sdmx = pytest.importorskip("sdmx")
etree = pytest.importorskip("lxml.etree")

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reference" / "sdmx.md").read_text(encoding="utf-8")
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
YEAR = Period(None, date(2023, 1, 1), date(2023, 12, 31))
NC_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
CODE = re.compile(r"[A-Za-z0-9_@$-]+")
KEY = [c.id for c in components() if c.is_key]


@cache
def seed(number: int) -> Extraction:
    return Extractor().extract(SEEDS[number].read_text("utf-8"), source=SEEDS[number].name)


@cache
def message() -> Any:
    """The structure as sdmx1 reads it."""
    return sdmx.read_sdmx(io.BytesIO(structure().encode()))


def write(*results: Extraction) -> tuple[str, Written]:
    stream = io.StringIO()
    done = write_sdmx_csv(stream, results)
    return stream.getvalue(), done


def read(*results: Extraction) -> list[dict[str, str]]:
    """The rows of a file as sdmx1 reads them, with the structure that goes with it."""
    text, done = write(*results)
    dataflow = message().dataflow["OBSERVATIONS"]
    data = sdmx.read_sdmx(io.BytesIO(text.encode()), format="csv", structure=dataflow).data
    found = [cells(one) for dataset in data for one in dataset.obs]
    assert len(found) == done.rows
    return found


def cells(one: Any) -> dict[str, str]:
    attributes = {name: attribute.value for name, attribute in one.attached_attribute.items()}
    return {
        **{name: key.value for name, key in one.dimension.values.items()},
        "OBS_VALUE": one.value,
        **attributes,
    }


@pytest.mark.parametrize("number", [1, 3])
def test_a_seed_is_its_json(number: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        found = read(seed(number))
    assert found == list(of_json(seed(number).to_dict(), seed(number).text))
    assert caplog.messages == []  # no column that sdmx1 does not find, none that it does not know


def test_all_seeds_in_one_file() -> None:
    found = read(*map(seed, range(5)))
    keys = [tuple(row[name] for name in KEY) for row in found]
    assert len(set(keys)) == len(keys) > 300
    assert {row["SOURCE"] for row in found} == {path.name for path in SEEDS}
    for component in components():
        values = {row[component.id] for row in found}
        if component.part.is_mandatory:
            assert "" not in values
        if component.part.codes:
            assert values - {""} <= {code for code, _ in component.part.codes.codes}
        if component.part.pattern:
            assert all(re.fullmatch(component.part.pattern, value) for value in values)


def test_what_is_left_out_is_told() -> None:
    _, done = write(seed(3))
    without = [o.id for o in seed(3).observations if o.period is None]
    assert without  # else this test says nothing
    assert done.left_out == tuple(LeftOut(seed(3).source, id, "no period") for id in without)


# The structure.


def test_the_structure_is_read() -> None:
    definition = message().dataflow["OBSERVATIONS"].structure
    told = [*definition.dimensions, *definition.measures, *definition.attributes]
    assert [one.id for one in told] == [c.id for c in components()]
    for one, component in zip(told, components(), strict=True):
        representation, part = one.local_representation, component.part
        assert one.concept_identity.id == component.id
        assert str(one.concept_identity.name) == part.name
        assert str(one.concept_identity.description) == part.means
        if part.codes:
            assert representation.enumerated.id == part.codes.id
            assert [(id, str(code.name)) for id, code in representation.enumerated.items.items()] == [
                *part.codes.codes
            ]
        else:
            facet = representation.non_enumerated[0]
            assert facet.value_type.name.lower() == part.type.lower()
            assert facet.type.pattern == part.pattern
    assert list(message().codelist) == [codes.id for codes in code_lists()]


def test_the_structure_is_well_formed() -> None:
    root = etree.fromstring(structure().encode())
    ids = [
        (etree.QName(element).localname, element.get("id")) for element in root.iter() if element.get("id")
    ]
    assert all((CODE if tag == "Code" else NC_NAME).fullmatch(id) for tag, id in ids)
    assert all(name.text and name.text.strip() for name in root.iter("{*}Name", "{*}Description"))
    assert structure() == structure()


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (lists.BOUND, get_args(Bound)),
        (lists.STATUS, get_args(Status)),
        (lists.MEASURE_OF, get_args(Of)),
        (lists.OUTCOME, get_args(Outcome)),
    ],
    ids=lambda argument: getattr(argument, "id", ""),
)
def test_every_word_of_the_contract_has_a_code(codes: lists.CodeList, words: tuple[str, ...]) -> None:
    assert [code for code, _ in codes.codes] == [word.upper() for word in words]
    assert set(CHANGES) == set(get_args(ChangeKind))


def test_the_structure_stands_beside_its_file() -> None:
    assert structure_path(Path("out") / "panel.csv") == Path("out") / "panel.structure.xml"


# Odd rows.


def result(*observations: Observation, text: str = "", source: str | None = "a.txt") -> Extraction:
    return Extraction(text, source, observations=observations)


def observation(name: str = "研发费用", amount: str = "5", **said: Any) -> Observation:
    value = Quantity(amount, 4, 5, Decimal(amount), unit=said.pop("unit", "家"))
    said = {"period": YEAR, "value": value, **said}
    return Observation(said.pop("id", "o1"), Metric(name, 0, 4, name), Sentence(0, 9), **said)


ODD: list[tuple[dict[str, Any], dict[str, str]]] = [
    (
        {"unit": None},
        {"UNIT_MEASURE": "", "REF_AREA": "_X", "REF_AREA_NAME": "", "SUBJECT": "_Z", "SERIES": "_Z"},
    ),
    ({"region": Place(None, "长三角")}, {"REF_AREA": "_O", "REF_AREA_NAME": "长三角"}),
    ({"region": Place(None, "建德市", "330182")}, {"REF_AREA": "330182", "REF_AREA_NAME": "建德市"}),
    ({"name": '研发,"费用"'}, {"INDICATOR": '研发,"费用"', "INDICATOR_NAME": '研发,"费用"'}),
    ({"name": "研\r\n发\u2028费\x85用\x0b\x1c"}, {"INDICATOR": "研  发 费 用  "}),
    ({"name": "研发\ud800费用"}, {"INDICATOR": "研发\ufffd费用"}),
    ({"name": "=1+1"}, {"INDICATOR": "'=1+1", "INDICATOR_TEXT": "'=1+1"}),
    ({"name": "\n"}, {"INDICATOR": "_X"}),
    ({"subject": Span("@甲厂", 0, 3)}, {"SUBJECT": "'@甲厂"}),
    ({"amount": "-7.70"}, {"OBS_VALUE": "-7.7", "TEXT": "'-7.70"}),
    ({"amount": "1E+9"}, {"OBS_VALUE": "1000000000"}),
    ({"status": "target"}, {"STATUS": "TARGET", "MEASURE": "VALUE"}),
]


@pytest.mark.parametrize(("said", "expected"), ODD)
def test_odd_rows(said: dict[str, Any], expected: dict[str, str]) -> None:
    (row,) = read(result(observation(**said)))
    assert {name: row[name] for name in expected} == expected


FIGURES: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"changes": (Change("下降7.4%", 0, 5, "yoy", "down", Decimal("7.4"), "%"),)},
        ["YOY VALUE -7.4% EXACT A"],
    ),
    ({"changes": (Change("持平", 0, 2, "yoy", "flat"),)}, ["YOY VALUE 0 EXACT A"]),
    ({"changes": (Change("增长", 0, 2, "yoy", "up"),)}, ["YOY VALUE NaN O"]),
    (
        {"changes": (Change("降5%—6%", 0, 6, "mom", "down", Decimal(5), "%", Decimal(6), of="growth"),)},
        ["MOM GROWTH -5% EXACT to -6 E"],
    ),
    (
        {
            "changes": (
                Change("从8%提至15%", 0, 8, "from_to", "up", None, "%", from_=Decimal(8), to=Decimal(15)),
            )
        },
        ["FROM VALUE 8% A", "TO VALUE 15% A"],
    ),
    (
        {
            "changes": (
                Change("从8%", 0, 3, "from_to", "up", Decimal(7), "%", None, "over", Decimal(8), Decimal(15)),
            )
        },
        ["CHANGE VALUE 7% OVER E", "FROM VALUE 8% A", "TO VALUE 15% OVER E"],
    ),
    ({"ranks": (Rank("居前列", 0, 3, None),)}, ["RANK VALUE NaN O"]),
    (
        {
            "changes": (
                Change("升9个", 0, 3, "period", "up", Decimal(9), "个", bound="over", against="2020年"),
            )
        },
        ["CHANGE VALUE 9个 OVER vs 2020年 E"],
    ),
    ({"gaps": (Gap("低于全市", 0, 4, against="全市"),)}, ["GAP VALUE NaN vs 全市 O"]),
    (
        {
            "ranks": (
                Rank("居前三", 0, 3, 3, top=True),
                Rank("居全省第8", 0, 5, 8, scope=Place("全省", "浙江省")),
            )
        },
        ["RANK VALUE 3 AT_MOST E", "RANK VALUE 8 EXACT vs 浙江省 A"],
    ),
    ({"ranks": (Rank("前移4位", 0, 4, None, moved=4, of="growth"),)}, ["RANK_MOVED GROWTH 4 A"]),
    (
        {"ranks": (Rank("第3,降2位", 0, 6, 3, moved=-2),)},
        ["RANK VALUE 3 EXACT A", "RANK_MOVED VALUE -2 A"],
    ),
    ({"share": Share("占四分之一", 0, 5, Decimal(25), of="杭州市")}, ["SHARE VALUE 25% vs 杭州市 A"]),
    ({"target": Target("未完成", 0, 3, outcome="missed")}, ["TARGET VALUE NaN MISSED O"]),
    (
        {"target": Target("完成50家的126%", 0, 9, Decimal(50), "家", Decimal(126), "exceeded")},
        ["TARGET VALUE 50家 EXCEEDED A", "TARGET_RATE VALUE 126% EXCEEDED A"],
    ),
]


@pytest.mark.parametrize(("said", "expected"), FIGURES)
def test_figures(said: dict[str, Any], expected: list[str]) -> None:
    assert [brief(row) for row in read(result(observation(value=None, **said)))] == expected


def brief(row: dict[str, str]) -> str:
    upper = row["UPPER_VALUE"] and f"to {row['UPPER_VALUE']}"
    against = "" if row["COUNTERPART"] == "_Z" else f"vs {row['COUNTERPART']}"
    number = row["OBS_VALUE"] + (row["UNIT_MEASURE"] if row["OBS_VALUE"] != "NaN" else "")
    said = (
        row["MEASURE"],
        row["MEASURE_OF"],
        number,
        row["BOUND"],
        upper,
        row["OUTCOME"],
        against,
        row["OBS_STATUS"],
    )
    return " ".join(word for word in said if word)


REPEATS: list[tuple[list[Observation], list[tuple[str, str]], int]] = [
    ([observation(), observation(id="o2")], [("1", "5")], 1),
    ([observation(), observation(id="o2", amount="6")], [("1", "5"), ("2", "6")], 0),
    ([observation(), observation(id="o2", unit="个")], [("1", "5"), ("2", "5")], 0),
    ([observation(), observation("研发投入", id="o2")], [("1", "5"), ("1", "5")], 0),
    ([observation(), observation(amount="6"), observation()], [("1", "5"), ("2", "6")], 1),
    ([observation(region=Place(None, name)) for name in ("长三角", "长江")], [("1", "5"), ("2", "5")], 0),
]


@pytest.mark.parametrize(("observations", "expected", "repeated"), REPEATS)
def test_a_key_stands_once(
    observations: list[Observation], expected: list[tuple[str, str]], repeated: int
) -> None:
    one = result(*observations)
    assert [(row["OCCURRENCE"], row["OBS_VALUE"]) for row in read(one)] == expected
    assert write(one)[1] == Written(len(expected), repeated)


def test_reports_of_one_name_are_told_apart() -> None:
    names = ["a.txt", "a.txt#2", "a.txt", None, None, "a.txt"]
    found = read(*(result(observation(), source=name) for name in names))
    assert [row["SOURCE"] for row in found] == ["a.txt", "a.txt#2", "a.txt#3", "_X", "_X#2", "a.txt#4"]


def test_observations_that_have_no_row() -> None:
    backwards = replace(YEAR, start=date(2024, 1, 1))
    one = result(
        observation(period=None), observation(value=None, id="o2"), observation(period=backwards, id="o3")
    )
    text, done = write(one, result(observation(id="o9"), source=None))
    assert len(text.splitlines()) == 2
    assert list(map(str, done.left_out)) == [
        "a.txt o1: no period",
        "a.txt o2: no figure",
        "a.txt o3: its period ends before it starts",
    ]


@pytest.mark.parametrize("results", [(), (Extraction(),)])
def test_nothing_is_a_header(results: tuple[Extraction, ...]) -> None:
    text, done = write(*results)
    assert text == f"STRUCTURE,STRUCTURE_ID,ACTION,{','.join(c.id for c in components())}\n"
    assert done == Written()
    assert read(*results) == []


def test_a_sentence_without_end_is_cut() -> None:
    sentence = "增" * 9000
    (row,) = read(result(replace(observation(), sentence=Sentence(0, 9000)), text=sentence))
    assert (row["SENTENCE"], row["SENTENCE_END"]) == (sentence[:LONGEST], "9000")


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_one_row(name: str, subject: str) -> None:
    (row,) = read(result(observation(name, subject=Span(subject, 0, 1))))
    assert len(row["INDICATOR_NAME"]) - len(name) in (0, 1)  # 1: the apostrophe before a formula
    assert row["OBS_VALUE"] == "5"


# The page.


def test_the_page_lists_every_column() -> None:
    told = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", PAGE, flags=re.MULTILINE)
    assert told == [
        (c.id, c.part.codes.id if c.part.codes else c.part.type, c.part.means) for c in components()
    ]
