"""The measure of the package, on texts small enough to count by hand."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kuji_ie.errors import DocumentError
from kuji_ie.evaluate import evaluate
from kuji_ie.extraction import Extraction
from kuji_ie.figures import Accuracy, Judgement, Report, Score
from kuji_ie.gold import GoldError, read_gold, read_sentences
from kuji_ie.models import (
    Award,
    Change,
    Entity,
    Honour,
    Metric,
    Observation,
    Place,
    Quantity,
    Rank,
    Sentence,
    Span,
)

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parent.parent / "seeds"

TEXT = "在孵企业3093家,增长31.9%,列全省第一。专利12件。"
FACT: dict[str, Any] = {
    "id": "f1",
    "quote": "在孵企业3093家,增长31.9%,列全省第一",
    "metric": "在孵企业",
    "full": "在孵企业",
    "value": {"text": "3093家", "amount": 3093, "unit": "家", "bound": "exact"},
    "changes": [{"text": "增长31.9%", "kind": "yoy", "direction": "up", "amount": 31.9, "unit": "%"}],
    "ranks": [{"text": "列全省第一", "position": 1, "top": False, "scope": "全省", "of": "value"}],
    "status": "actual",
    "region": "越城区",
}
PATENTS: dict[str, Any] = {
    "id": "f2",
    "quote": "专利12件",
    "metric": "专利",
    "alts": ["专利授权"],
    "value": {"text": "12件", "amount": 12, "unit": "件", "bound": "exact"},
    "status": "actual",
}
RIGHT = Observation(
    id="o1",
    metric=Metric("在孵企业", 0, 4, "在孵企业"),
    sentence=Sentence(0, 24),
    value=Quantity("3093家", 4, 9, Decimal(3093), unit="家"),
    changes=(Change("增长31.9%", 10, 17, "yoy", "up", Decimal("31.9"), "%"),),
    ranks=(Rank("列全省第一", 18, 23, 1, scope=Place("全省", "浙江省")),),
    region=Place(None, "越城区"),
)
PATENT = Observation(
    "o2", Metric("专利", 24, 26, "专利"), Sentence(24, 30), Quantity("12件", 26, 29, Decimal(12))
)


def gold_file(folder: Path, *facts: Any, names: Any = None) -> Path:
    path = folder / "gold.jsonl"
    lines = [fact if isinstance(fact, str) else json.dumps(fact, ensure_ascii=False) for fact in facts]
    path.write_text("\n".join(lines), encoding="utf-8")
    if names is not None:
        (folder / "gold.names.json").write_text(json.dumps(names), encoding="utf-8")
    return path


def measure(folder: Path, observations: list[Observation], *facts: Any, **more: Any) -> Report:
    gold = read_gold(TEXT, gold_file(folder, *facts, names=more.pop("names", None)))
    return evaluate([(Extraction(TEXT, "001.txt", observations=tuple(observations), **more), gold)])


def renamed(observation: Observation, name: str) -> Observation:
    return replace(observation, metric=replace(observation.metric, text=name, name=name))


@pytest.mark.parametrize(
    ("observations", "core", "text_only"),
    [
        ([RIGHT, PATENT], Score(4, 0, 0), Score(4, 0, 0)),
        ([RIGHT], Score(3, 1, 0), Score(3, 1, 0)),
        ([], Score(0, 4, 0), Score(0, 4, 0)),
        ([RIGHT, PATENT, PATENT], Score(4, 0, 1), Score(4, 0, 1)),
        ([RIGHT, renamed(PATENT, "发明")], Score(3, 1, 1), Score(4, 0, 0)),
        ([RIGHT, renamed(PATENT, "专利授权")], Score(4, 0, 0), Score(4, 0, 0)),
        ([RIGHT, renamed(PATENT, "全市专利")], Score(4, 0, 0), Score(4, 0, 0)),
        ([RIGHT, renamed(PATENT, "今年以来专利")], Score(3, 1, 1), Score(4, 0, 0)),
        ([replace(RIGHT, ranks=()), PATENT], Score(3, 1, 0), Score(3, 1, 0)),
        (
            [RIGHT, replace(PATENT, value=Quantity("12件", 26, 29, Decimal("12.1")))],
            Score(3, 1, 1),
            Score(3, 1, 1),
        ),
        ([RIGHT, replace(PATENT, value=Quantity("12件", 4, 9, Decimal(12)))], Score(3, 1, 1), Score(3, 1, 1)),
    ],
)
def test_scores(tmp_path: Path, observations: list[Observation], core: Score, text_only: Score) -> None:
    report = measure(tmp_path, observations, FACT, PATENTS)
    assert (report.scores["core"], report.scores["core, text only"]) == (core, text_only)
    assert report.scores["all"] == core


@pytest.mark.parametrize(
    ("extracted", "score"),
    [([], Score()), ([PATENT], Score()), ([PATENT, renamed(PATENT, "发明")], Score())],
)
def test_an_optional_fact_counts_neither_way(
    tmp_path: Path, extracted: list[Observation], score: Score
) -> None:
    assert measure(tmp_path, extracted, {**PATENTS, "optional": True}).scores["all"] == score


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, set()),
        ({"status": "target"}, {"status"}),
        ({"region": None}, {"region"}),
        ({"region": Place(None, "浙江省绍兴市越城区")}, set()),
        ({"part_of": "o2"}, {"part_of"}),
        ({"subject": Span("新安化工", 0, 4)}, {"subject"}),
        ({"value": Quantity("3093家", 4, 9, Decimal(3093), unit="个", bound="over")}, {"unit", "bound"}),
        ({"ranks": (Rank("第一", 21, 23, 1, top=True, of="growth"),)}, {"scope", "top", "of"}),
        (
            {"changes": (Change("31.9%", 12, 17, "mom", "down", Decimal("-31.9"), "个百分点"),)},
            {"kind", "direction", "change unit"},
        ),
    ],
)
def test_attributes(tmp_path: Path, change: dict[str, Any], wrong: set[str]) -> None:
    report = measure(tmp_path, [replace(RIGHT, **change)], FACT)
    assert report.scores["all"] == Score(3, 0, 0)
    assert {name for name, accuracy in report.attributes.items() if accuracy.right < accuracy.judged} == wrong
    assert report.faultless == (not wrong)


def test_accuracy_is_counted_on_what_was_found(tmp_path: Path) -> None:
    attributes = measure(tmp_path, [RIGHT], FACT, PATENTS).attributes
    assert attributes["status"] == Accuracy(3, 3)
    assert attributes["bound"] == Accuracy(1, 1)
    assert "outcome" not in attributes


def test_names_and_awards(tmp_path: Path) -> None:
    names = {
        "programmes": ["“115”引智计划", "尖兵计划"],
        "honours": ["省科技小巨人企业"],
        "honours_optional": ["四星"],
        "awards": [{"recipients": ["甲公司", "乙公司"], "honour": "省科技小巨人企业"}],
    }
    entities = (
        Entity("115引智计划", 0, 7, "PROGRAMME", ""),
        Entity("115引智计划", 9, 16, "PROGRAMME", ""),
        Entity("引智", 3, 5, "PROGRAMME", ""),
        Entity("四星", 0, 2, "HONOUR", ""),
        Entity("省科技小巨人", 0, 6, "HONOUR", ""),
        Entity("甲公司", 0, 3, "ORG", ""),
    )
    award = Award(
        (Span("甲公司", 0, 3), Span("丙公司", 0, 3)), Honour("省科技小巨人企业", 0, 8), Sentence(0, 9)
    )
    scores = measure(tmp_path, [RIGHT], FACT, names=names, entities=entities, awards=(award,)).scores
    assert scores["PROGRAMME"] == Score(1, 1, 1)
    assert scores["HONOUR"] == Score(1, 0, 0)
    assert scores["awards"] == Score(1, 1, 1)


def test_misses_are_told(tmp_path: Path) -> None:
    observations = [replace(RIGHT, ranks=(), status="target"), renamed(PATENT, "发明"), PATENT]
    told = [str(miss) for miss in measure(tmp_path, observations, FACT, {**PATENTS, "metric": "授权"}).misses]
    assert told == [
        "found, but wrong status: value 3093家 at 4 wants 在孵企业, got 在孵企业 (001.txt, f1)",
        "found, but wrong status: changes 增长31.9% at 10 wants 在孵企业, got 在孵企业 (001.txt, f1)",
        "missed ranks 列全省第一 at 18 wants 在孵企业 (001.txt, f1)",
        "paired value 12件 at 26 wants 授权, got 发明 (001.txt, f2)",
        "invented value 12件 at 26 got 专利 (001.txt)",
    ]


def test_figures() -> None:
    score = Score(found=3, missed=1, invented=2)
    assert (score.gold, score.precision, score.recall) == (4, 0.6, 0.75)
    assert score.f1 == pytest.approx(2 / 3)
    assert (Score().precision, Score().recall, Score().f1) == (1, 1, 1)
    assert Score(missed=1, invented=1).f1 == 0
    report = Report((Judgement("value", "found", "3家", attributes=(("unit", True), ("unit", False))),), 1, 0)
    assert report.to_dict()["attributes"] == {"unit": {"right": 1, "judged": 2, "rate": 0.5}}
    assert report.to_dict()["scores"]["value"]["f1"] == 1


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        (
            ["{"],
            [(1, "no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)")],
        ),
        (["[]"], [(1, "expected an object")]),
        (["", {**FACT, "quote": "在孵企业9家"}], [(2, "quote: it stands 0 times in the text: 在孵企业9家")]),
        ([{**FACT, "quote": "3"}], [(1, "quote: it stands 3 times in the text: 3")]),
        ([{**FACT, "value": {"text": "9家"}}], [(1, "value: its text does not stand in the quote: 9家")]),
        (
            [{**FACT, "value": {"text": "3", "amount": 3}}],
            [(1, "value: its text stands twice in the quote, shorten the quote: 3")],
        ),
        ([{**FACT, "metric": ""}], [(1, "metric: it is empty")]),
        ([{**FACT, "status": "done"}], [(1, "status: expected one of actual, target, found 'done'")]),
        (
            [{**PATENTS, "value": {"text": "12件", "amount": "12"}}],
            [(1, "value.amount: expected a number, found '12'")],
        ),
        (
            [{**PATENTS, "value": None}],
            [(1, "there is no value, change, gap, rank, share or target")],
        ),
        ([FACT, {**PATENTS, "id": "f1"}], [(2, "the id f1 is that of line 1")]),
        ([FACT, {**PATENTS, "part_of": "f9"}], [(2, "part_of f9 is no fact")]),
        (
            [{**FACT, "metric": ""}, "{}}"],
            [(1, "metric: it is empty"), (2, "no JSON: Extra data: line 1 column 3 (char 2)")],
        ),
    ],
)
def test_gold_that_is_wrong(tmp_path: Path, facts: list[Any], problems: list[tuple[int, str]]) -> None:
    path = gold_file(tmp_path, *facts)
    with pytest.raises(GoldError) as caught:
        read_gold(TEXT, path)
    assert (caught.value.file, list(caught.value.problems)) == (str(path), problems)
    assert str(caught.value).startswith(f"{path}, line {problems[0][0]}: ")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_names_that_are_wrong(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"names\.json: programmes: expected a list, found 3"):
        read_gold(TEXT, gold_file(tmp_path, FACT, names={"programmes": 3}))


def test_gold_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_gold(TEXT, tmp_path / "none.jsonl")


@pytest.mark.parametrize("number", ["000", "001", "003"])
def test_the_gold_of_the_seeds(number: str) -> None:
    (document,) = SEEDS.glob(f"{number}_*.txt")
    text = document.read_text(encoding="utf-8")
    gold = read_gold(text, DATA / f"{number}.jsonl")
    assert gold.names is not None
    assert len(gold.facts) > 35
    assert all(text[a.start : a.end] == a.text for fact in gold.facts for a in (fact.value, *fact.ranks) if a)


def test_the_annotated_sentences() -> None:
    sentences = read_sentences(DATA / "sentences.jsonl")
    assert len(sentences) == 160
    for sentence in sentences:
        spans = [a for fact in sentence.gold.facts for a in (fact.value, *fact.changes, *fact.ranks) if a]
        assert all(sentence.gold.text[a.start : a.end] == a.text for a in spans)


def test_sentences_that_are_wrong(tmp_path: Path) -> None:
    path = tmp_path / "sentences.jsonl"
    path.write_text(
        '{"id": "s1"}\n{"id": "s2", "text": "一", "facts": [{"metric": "专利"}]}\n', encoding="utf-8"
    )
    with pytest.raises(GoldError) as caught:
        read_sentences(path)
    assert caught.value.problems == (
        (1, "there is no 'text'"),
        (2, "there is no value, change, gap, rank, share or target"),
    )
