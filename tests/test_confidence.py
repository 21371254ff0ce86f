"""The confidence of observations: what speaks against them, and what a filter is worth on the annotated data."""

from __future__ import annotations

import csv
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from accuracy_gate import SEEDS, measured_reports
from typer.testing import CliRunner

from kuji_ie import Extraction, Extractor, extract
from kuji_ie.cli import app
from kuji_ie.confidence import SURE, confidence, observed_signs
from kuji_ie.confidence_weights import WEIGHTS
from kuji_ie.evaluate import evaluate
from kuji_ie.gold import Gold, read_sentences
from kuji_ie.models import Finding

DATA = Path(__file__).parent / "data"
BAR = 0.99, 0.85  # precision and recall of values, changes and ranks where what is below 0.9 is left out
PART = "今年认定国高企697家,其中新认定391家。"

TOLD = [
    ("研发费用9.99亿元,增长9.7%。", [("研发费用", ["the lexicon has it"])]),
    (
        PART,
        [
            ("国高企", ["the lexicon has it"]),
            ("新认定国高企", ["the lexicon has it", "a verb stands for the metric", "a part of a whole"]),
        ],
    ),
    # the phrase goes on behind the noun
    (
        "为6000栋老旧高层建筑安装消防物联感知设备。",
        [
            (
                "老旧",
                [
                    "a name of two characters",
                    "the name has no usual end",
                    "the words go on behind the metric",
                ],
            )
        ],
    ),
    # the verb is cut in two
    (
        "融资平台累计压降85.2%。",
        [("压", ["a name of one character", "the name has no usual end", "a change without a value"])],
    ),
    # what only the last member of a list says
    (
        "刑事、治安案件分别下降12%、3.3%。",
        [
            (
                "刑事",
                [
                    "a name of two characters",
                    "the name has no usual end",
                    "other members of a list between the metric and its number",
                    "a change without a value",
                ],
            ),
            (
                "治安案件",
                ["the lexicon has it", "words between the metric and its number", "a change without a value"],
            ),
        ],
    ),
    (
        "全县项目建设任务3200万元。",
        [("项目建设任务", ["the name speaks of a target", "the name has no usual end"])],
    ),
    # row and column tie a cell
    (
        "| 指标 | 2022年 | 2023年 |\n| --- | --- | --- |\n| 规上工业研发费用(亿元) | 9.11 | 9.99 |\n",
        [("规上工业研发费用", ["the lexicon has it"]), ("规上工业研发费用", ["the lexicon has it"])],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_signs(text: str, expected: list[tuple[str, list[str]]]) -> None:
    result = extract(text, region="建德市", year=2023)
    found = observed_signs(text, result.observations)
    assert [(o.metric.name, list(signs)) for o, signs in found] == expected


@pytest.mark.parametrize("text", [text for text, _ in TOLD])
def test_score_is_that_of_the_signs(text: str) -> None:
    result = extract(text)
    for o, signs in observed_signs(text, result.observations):
        assert o.confidence == confidence(signs)
        assert 0 < o.confidence < 1
        doubts = [note.because for note in o.evidence if note.field == "confidence"]
        assert len(doubts) == (o.confidence < SURE)


def test_doubts_are_evidence() -> None:
    (o,) = extract("融资平台累计压降85.2%。").observations
    assert o.explain().splitlines()[-1] == (
        f"confidence {o.confidence}: a name of one character; a change without a value; the name has no usual end"
    )


def test_each_sign_is_weighed() -> None:
    assert all(isinstance(weight, float) and weight for weight in WEIGHTS.values())
    with (DATA / "confidence.csv").open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream)]
    told = {sign for row in rows for sign in row["signs"].split("; ") if sign}
    assert told <= set(WEIGHTS)
    assert {row["right"] for row in rows} == {"0", "1"}


def annotated(extractor: Extractor, name: str) -> Iterator[tuple[Extraction, Gold]]:
    """What is extracted from the annotated reports, or from the sentences of a file, with their gold."""
    if name == "reports":
        yield from ((extractor.extract(gold.text), gold) for _, gold in measured_reports())
    else:
        for line in read_sentences(DATA / f"{name}.jsonl"):
            yield extractor.extract(line.gold.text, region=line.region, year=line.year), line.gold


@pytest.mark.parametrize("names", [("reports", "sentences"), ("wide", "fresh")])
def test_filter_on_the_annotated_data(names: tuple[str, ...]) -> None:
    extractor = Extractor()
    pairs = [pair for name in names for pair in annotated(extractor, name)]
    score = evaluate((result.confident(), replace(gold, names=None)) for result, gold in pairs).scores["core"]
    print(
        f"{' and '.join(names)}, at {SURE}: precision {score.precision:.4f}, recall {score.recall:.4f} of {score.gold}"
    )
    assert score.precision >= BAR[0]
    assert score.recall >= BAR[1]


# -- leaving out


def with_scores(*scores: float | None) -> Extraction:
    """697家, and 391家 of them, with other scores, and a finding on each."""
    result = extract(PART)
    told = [replace(o, confidence=score) for o, score in zip(result.observations, scores, strict=True)]
    findings = (Finding("a", "", 0, 1, "o1"), Finding("b", "", 0, 1, "o2"), Finding("c", "", 0, 1))
    return replace(result, observations=tuple(told), findings=findings)


@pytest.mark.parametrize(
    ("scores", "observations", "findings"),
    [
        ((0.9, 0.95), [("o1", None), ("o2", "o1")], "abc"),
        ((0.95, 0.899), [("o1", None)], "ac"),
        ((0.2, 0.95), [("o2", None)], "bc"),  # of a whole that is left out it is no part
        ((0.2, 0.3), [], "c"),
        ((None, None), [("o1", None), ("o2", "o1")], "abc"),  # not known
    ],
)
def test_confident(
    scores: tuple[float | None, ...], observations: list[tuple[str, str | None]], findings: str
) -> None:
    result = with_scores(*scores)
    kept = result.confident(0.9)
    assert [(o.id, o.part_of) for o in kept.observations] == observations
    assert "".join(finding.code for finding in kept.findings) == findings
    assert (kept.text, kept.document, kept.coverage) == (result.text, result.document, result.coverage)


def test_no_part_of_the_json() -> None:
    result = extract(PART)
    assert "confidence" not in result.to_json()
    again = Extraction.from_dict(result.to_dict(), text=PART)
    assert again == result
    assert [o.confidence for o in again.observations] == [None, None]
    assert again.confident(1.0) == again


def test_comes_through_a_process() -> None:
    result = extract(PART)
    told = pickle.loads(pickle.dumps(result)).observations
    assert [o.confidence for o in told] == [o.confidence for o in result.observations]


# -- the command


@pytest.mark.parametrize(("least", "kept"), [("0", 39), ("0.9", None), ("1", 0)])
def test_min_confidence(tmp_path: Path, least: str, kept: int | None) -> None:
    report = next(SEEDS.glob("001*.txt"))
    target = tmp_path / "panel.csv"
    done = CliRunner().invoke(
        app, ["extract", str(report), "--min-confidence", least, "--output", str(target)]
    )
    assert done.exit_code == 0, done.output
    with target.open(encoding="utf-8-sig", newline="") as stream:
        scores = [float(row["confidence"]) for row in csv.DictReader(stream)]
    whole = [o.confidence for o in extract(report.read_text(encoding="utf-8")).observations]
    assert scores == [score for score in whole if score is not None and score >= float(least)]
    assert kept is None or len(scores) == kept


def test_min_confidence_out_of_range() -> None:
    done = CliRunner().invoke(app, ["extract", "seeds", "--min-confidence", "90"])
    assert done.exit_code == 2
    assert "--min-confidence" in done.output
