"""SDMX-CSV and its structure: written, read back by sdmx1, compared with the JSON."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_docs import BLOCK, run_python

from kuji_ie import Extraction, Extractor
from kuji_ie.export import sdmx_components as lists
from kuji_ie.export.sdmx import LeftOut, Written, structure, structure_path, write_sdmx_csv
from kuji_ie.export.sdmx_components import code_lists, components
from kuji_ie.export.sdmx_points import CHANGES, LONGEST, time_period
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


def of_json(data: dict[str, Any], text: str) -> Iterator[dict[str, str]]:
    """The rows that a result should have, from its JSON, where no key is told twice."""
    for o in data["observations"]:
        metric, region, period, sentence = o["metric"], o["region"], o["period"], o["sentence"]
        if period is None:
            continue
        freq, time = time_period(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]))
        for figure in figures_of_json(o):
            part = figure.pop("part")
            yield {
                "FREQ": freq,
                "REF_AREA": region["code"] or "_O" if region else "_X",
                "INDICATOR": metric["id"] or metric["name"],
                "SERIES": metric["action"] or "_Z",
                "SUBJECT": o["subject"]["text"] if o["subject"] else "_Z",
                "STATUS": o["status"].upper(),
                "SOURCE": data["source"],
                "OCCURRENCE": "1",
                "TIME_PERIOD": time,
                "UNIT_MULT": "0",
                "REF_AREA_NAME": region["name"] if region else "",
                "INDICATOR_NAME": metric["name"],
                "OBSERVATION": o["id"],
                "PART_OF": o["part_of"] or "",
                "TEXT": part["text"].replace("\n", " "),
                "TEXT_START": str(part["start"]),
                "TEXT_END": str(part["end"]),
                "INDICATOR_TEXT": metric["text"].replace("\n", " "),
                "INDICATOR_START": str(metric["start"]),
                "INDICATOR_END": str(metric["end"]),
                "SENTENCE_START": str(sentence["start"]),
                "SENTENCE_END": str(sentence["end"]),
                "SENTENCE": text[sentence["start"] : sentence["end"]].replace("\n", " "),
                **figure,
            }


def figures_of_json(o: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if value := o["value"]:
        yield figure("VALUE", value, value["amount"], **ranged(value))
    for change in o["changes"]:
        sign = -1 if change["direction"] == "down" else 1
        about = {"MEASURE_OF": change["of"].upper()}
        if change["kind"] in ("period", "from_to"):
            about["COUNTERPART"] = change["against"] or "_Z"
        if change["amount"] is not None:
            yield figure(
                CHANGES[change["kind"]], change, sign * change["amount"], **ranged(change, sign), **about
            )
        for end in ("from", "to"):
            if change[end] is not None:
                yield figure(end.upper(), change, change[end], **about)
    for gap in o["gaps"]:
        yield figure(
            "GAP", gap, gap["amount"], COUNTERPART=gap["against"] or "_Z", MEASURE_OF=gap["of"].upper()
        )
    for rank in o["ranks"]:
        scope = rank["scope"] or {"name": "_Z", "code": None}
        about = {"COUNTERPART": scope["name"], "COUNTERPART_AREA": scope["code"] or "", "UNIT_MEASURE": ""}
        about["MEASURE_OF"] = rank["of"].upper()
        if rank["position"] is not None:
            bound = {"BOUND": "AT_MOST", "OBS_STATUS": "E"} if rank["top"] else {"BOUND": "EXACT"}
            yield figure("RANK", rank, rank["position"], **bound, **about)
        if rank["moved"] is not None:
            yield figure("RANK_MOVED", rank, rank["moved"], **about)
    if share := o["share"]:
        yield figure("SHARE", share, share["amount"], COUNTERPART=share["of"] or "_Z")
    if target := o["target"]:
        outcome = {"OUTCOME": target["outcome"].upper()}
        if target["amount"] is not None or target["rate"] is None:
            yield figure("TARGET", target, target["amount"], **outcome)
        if target["rate"] is not None:
            yield figure("TARGET_RATE", target, target["rate"], UNIT_MEASURE="%", **outcome)


def figure(measure: str, part: dict[str, Any], amount: float | None, **cells: str) -> dict[str, Any]:
    usual = {
        "MEASURE": measure,
        "MEASURE_OF": "VALUE",
        "COUNTERPART": "_Z",
        "OBS_VALUE": "NaN" if amount is None else str(amount),
        "UNIT_MEASURE": part.get("unit") or "",
        "OBS_STATUS": "O" if amount is None else "A",
        "BOUND": "",
        "UPPER_VALUE": "",
        "COUNTERPART_AREA": "",
        "OUTCOME": "",
    }
    return {"part": part, **usual, **cells}


def ranged(part: dict[str, Any], sign: int = 1) -> dict[str, str]:
    upper = "" if part["upper"] is None else str(sign * part["upper"])
    exact = part["bound"] == "exact" and not upper
    return {"BOUND": part["bound"].upper(), "UPPER_VALUE": upper, "OBS_STATUS": "A" if exact else "E"}


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


# Periods.


@pytest.mark.parametrize(
    ("start", "end", "freq", "time"),
    [
        ("2023-01-01", "2023-12-31", "A", "2023"),
        ("2023-01-01", "2023-06-30", "S", "2023-S1"),
        ("2023-07-01", "2023-12-31", "S", "2023-S2"),
        ("2023-10-01", "2023-12-31", "Q", "2023-Q4"),
        ("2024-02-01", "2024-02-29", "M", "2024-M02"),
        ("2023-03-08", "2023-03-08", "D", "2023-03-08"),
        ("2021-01-01", "2025-12-31", "_O", "2021-01-01/P5Y"),
        ("2023-07-01", "2024-06-30", "_O", "2023-07-01/P1Y"),
        ("2023-01-01", "2023-09-30", "_O", "2023-01-01/P9M"),
        ("2020-02-01", "2020-04-30", "_O", "2020-02-01/P3M"),  # three months, but no quarter
        ("2024-02-01", "2024-02-28", "_O", "2024-02-01/P28D"),
        ("2023-01-01", "2023-06-20", "_O", "2023-01-01/P171D"),
        ("0001-01-01", "0001-12-31", "A", "0001"),
    ],
)
def test_periods(start: str, end: str, freq: str, time: str) -> None:
    assert time_period(date.fromisoformat(start), date.fromisoformat(end)) == (freq, time)


REGULAR = {"S": 6, "Q": 3, "M": 1}
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
firsts = days.map(lambda day: day.replace(day=1))
ends = st.integers(0, 800).map(timedelta)


@given(st.one_of(days, firsts), st.one_of(ends, st.integers(1, 130)))
def test_a_period_is_read_back(start: date, length: timedelta | int) -> None:
    end = months_later(start.replace(day=1), length) if isinstance(length, int) else start + length
    assert days_of(time_period(start, end)[1]) == (start, end)


def months_later(start: date, months: int) -> date:
    """The last day of so many months from `start`."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, start.day) - timedelta(days=1)


def days_of(time: str) -> tuple[date, date]:
    """The two days of a TIME_PERIOD, as the standard has it."""
    if "/" in time:
        first, length = time.split("/P")
        start, number, unit = date.fromisoformat(first), int(length[:-1]), length[-1]
        if unit == "D":
            return start, start + timedelta(days=number - 1)
        return start, months_later(start, number * 12 if unit == "Y" else number)
    if match := re.fullmatch(r"(\d{4})-([SQM])(\d+)", time):
        length_in_months = REGULAR[match[2]]
        start = date(int(match[1]), (int(match[3]) - 1) * length_in_months + 1, 1)
        return start, months_later(start, length_in_months)
    if len(time) == 4:
        return date(int(time), 1, 1), date(int(time), 12, 31)
    return date.fromisoformat(time), date.fromisoformat(time)


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


GROWTH = "growth"
FIGURES: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"changes": (Change("下降7.4%", 0, 5, "yoy", "down", Decimal("7.4"), "%"),)},
        ["YOY VALUE -7.4% EXACT A"],
    ),
    ({"changes": (Change("持平", 0, 2, "yoy", "flat"),)}, ["YOY VALUE 0 EXACT A"]),
    ({"changes": (Change("增长", 0, 2, "yoy", "up"),)}, ["YOY VALUE NaN EXACT O"]),
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


def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {"__name__": "docs"}
    blocks = BLOCK.findall(PAGE)
    assert blocks
    for _, block in blocks:
        run_python(block, scope)


def test_the_page_lists_every_column() -> None:
    told = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", PAGE, flags=re.MULTILINE)
    assert told == [
        (c.id, c.part.codes.id if c.part.codes else c.part.type, c.part.means) for c in components()
    ]
