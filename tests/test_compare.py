"""Two results held against each other: what is gained, lost and changed, and how it is told."""

from __future__ import annotations

import csv
import io
import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kuji_ie import Extraction, extract
from kuji_ie.cli import app
from kuji_ie.compare import compare
from kuji_ie.compare_files import Comparison
from kuji_ie.models import (
    Award,
    Change,
    Document,
    Entity,
    Finding,
    Honour,
    Metric,
    Observation,
    Quantity,
    Rank,
    Sentence,
    Span,
)
from kuji_ie.results import ResultError, read_results

CONTRACT = Path(__file__).parent / "data" / "contract.json"
ROOT = Path(__file__).parent.parent


def obs(
    metric: str,
    value: str | None = None,
    *,
    at: int = 0,
    gap: int = 0,
    id: str = "o1",
    ranks: tuple[Rank, ...] = (),
    yoy: Change | None = None,
    **more: Any,
) -> Observation:
    """A metric at a place with a value behind it; `gap` characters stand between the two."""
    end = at + len(metric)
    quantity = None
    if value is not None:
        number = value.rstrip("家件%")
        start = end + gap
        quantity = Quantity(value, start, start + len(value), Decimal(number), unit=value[len(number) :])
    changes = (yoy,) if yoy else ()
    return Observation(
        id, Metric(metric, at, end, metric), Sentence(0, 99), quantity, changes, ranks=ranks, **more
    )


def result(*items: Any, source: str | None = "a.txt", **more: Any) -> Extraction:
    """A result of observations, names, awards and findings as they come."""
    kinds = (
        ("observations", Observation),
        ("entities", Entity),
        ("awards", Award),
        ("findings", Finding),
    )
    given = {key: tuple(item for item in items if isinstance(item, kind)) for key, kind in kinds}
    return Extraction(source=source, **given, **more)


def told(old: Extraction, new: Extraction) -> list[str]:
    return [str(difference).removeprefix("a.txt ") for difference in compare(old, new)]


def moved(value: Any, by: int) -> Any:
    """The same data with all offsets `by` further on."""
    if isinstance(value, list):
        return [moved(item, by) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: item + by if key in ("start", "end") and isinstance(item, int) else moved(item, by)
        for key, item in value.items()
    }


FIRST = Rank("第1", 20, 22, 1)
PRIZE = Award((Span("星火", 0, 2),), Honour("科技奖", 3, 6), Sentence(0, 7))
NAME = Entity("科技奖", 3, 6, "HONOUR", "科技奖")
WRONG = Finding("move-size", "the move is 7, not 9", 3, 8, "o1")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (result(), result(), []),
        (result(obs("企业", "9家")), result(obs("企业", "9家", id="o7")), []),
        (result(), result(obs("企业", "9家", at=5)), ["5 observation gained: 企业 9家"]),
        (result(obs("企业", "9家")), result(), ["0 observation lost: 企业 9家"]),
        (
            result(obs("企业", "9家")),
            result(obs("企业", "8家", gap=6)),
            [
                "0 observation changed: 企业 8家: value.text 9家 → 8家; value.start 2 → 8; value.end 4 → 10; value.amount 9 → 8"
            ],
        ),
        (
            result(obs("企业", "9家", at=4)),
            result(obs("高新企业", "9家", at=2)),
            [
                "2 observation changed: 高新企业 9家: metric.text 企业 → 高新企业; metric.start 4 → 2;"
                " metric.name 企业 → 高新企业"
            ],
        ),
        (
            result(obs("企业", "9家"), obs("企业", "7家", gap=10, id="o2")),
            result(obs("企业", "7家", gap=10), obs("专利", "3件", at=40, id="o2")),
            ["0 observation lost: 企业 9家", "40 observation gained: 专利 3件"],
        ),
        (
            result(obs("企业", "9家")),
            result(obs("企业", "9家", ranks=(FIRST,), status="target")),
            ["0 observation changed: 企业 9家: ranks[0] - → 第1; status actual → target"],
        ),
        (
            result(obs("企业", ranks=(FIRST,))),
            result(obs("企业", "9家")),
            [
                "0 observation changed: 企业 9家: value - → 9家; ranks[0] 第1 → -",
            ],
        ),
        (
            result(obs("企业", "9家", at=5)),
            result(obs("企业", "9家", at=8)),
            ["8 observation changed: 企业 9家: start 5 → 8"],
        ),
        (
            result(obs("企业", "9家"), obs("专利", "3件", at=9, id="o2", part_of="o1")),
            result(
                obs("人才", "1家", at=60),
                obs("企业", "9家", id="o2"),
                obs("专利", "3件", at=9, id="o3", part_of="o2"),
            ),
            ["60 observation gained: 人才 1家"],
        ),
        (
            result(obs("企业", "9家"), obs("专利", "3件", at=9, id="o2", part_of="o1")),
            result(obs("企业", "9家"), obs("专利", "3件", at=9, id="o2")),
            ["9 observation changed: 专利 3件: part_of 企业 9家 → -"],
        ),
        (result(NAME), result(), ["3 name lost: HONOUR 科技奖"]),
        (
            result(NAME),
            result(replace(NAME, label="PROGRAMME", id="x")),
            ["3 name changed: PROGRAMME 科技奖: label HONOUR → PROGRAMME; id - → x"],
        ),
        (result(), result(PRIZE), ["3 award gained: 星火 科技奖"]),
        (
            result(PRIZE),
            result(replace(PRIZE, grade="一等奖", recipients=())),
            ["3 award changed: - 科技奖: recipients[0] 星火 → -; grade - → 一等奖"],
        ),
        (result(), result(WRONG), ["3 finding gained: move-size the move is 7, not 9"]),
        (
            result(obs("企业", "9家"), WRONG),
            result(obs("企业", "9家", id="o2"), replace(WRONG, observation="o2", message="it is 7")),
            ["3 finding changed: move-size it is 7: message the move is 7, not 9 → it is 7"],
        ),
        (
            result(document=Document(title="工作总结")),
            result(document=Document(issuer="科技局")),
            ["document changed: title 工作总结 → -; issuer - → 科技局"],
        ),
        (result(), result(obs("\ud83d", "9家")), ["0 observation gained: \ufffd 9家"]),
    ],
)
def test_differences(old: Extraction, new: Extraction, expected: list[str]) -> None:
    assert told(old, new) == expected


def test_what_is_lost_was_gained_the_other_way_round() -> None:
    old = result(obs("企业", "9家"), NAME, PRIZE)
    new = result(obs("专利", "3件", at=30), WRONG)
    there, back = (
        [(difference.item, difference.kind) for difference in compare(*pair)]
        for pair in ((old, new), (new, old))
    )
    other = {"lost": "gained", "gained": "lost"}
    assert sorted(there) == sorted((item, other[kind]) for item, kind in back)  # type: ignore[index]
    assert len(there) == 5


def test_a_text_that_has_moved_is_the_same_but_for_its_places() -> None:
    data = json.loads(CONTRACT.read_text(encoding="utf-8"))
    old, new = Extraction.from_dict(data), Extraction.from_dict(moved(data, 3))
    for difference in compare(old, new):
        (change,) = difference.changes
        assert change.field == "start"
        assert int(change.new or 0) - int(change.old or 0) == 3
    assert len(compare(old, new)) == 5


@pytest.mark.parametrize("seed", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda path: path.name[:3])
def test_a_report_and_itself(seed: Path) -> None:
    found = extract(seed.read_text(encoding="utf-8"))
    assert compare(found, found) == []
    again = Extraction.from_dict(json.loads(found.to_json()))
    assert compare(found, again) == []
    assert [difference.kind for difference in compare(found, Extraction(document=found.document))] == [
        "lost"
    ] * (len(found.observations) + len(found.entities) + len(found.awards) + len(found.findings))


# --- files ---


def write(path: Path, *lines: Extraction | str) -> Path:
    text = "".join(f"{line if isinstance(line, str) else line.to_json()}\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(
        tmp_path / "old.jsonl",
        result(obs("企业", "9家"), source="a.txt"),
        result(obs("专利", "3件"), source="b.txt"),
        result(obs("人才", "1家"), source="c.txt"),
    )


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """One document is gone, another is new, one has changed."""
    return write(
        tmp_path / "new.jsonl",
        result(obs("专利", "4件"), source="b.txt"),
        result(obs("企业", "9家"), source="a.txt"),
        result(obs("基金", "1家"), source="=d.txt"),
    )


def test_documents_by_source_in_any_order(old: Path, new: Path) -> None:
    comparison = Comparison(old, new)
    assert [*map(str, comparison)] == [
        "b.txt 0 observation changed: 专利 4件: value.text 3件 → 4件; value.amount 3 → 4",
        "c.txt document lost: 1 observation, 0 names",
        "=d.txt document gained: 1 observation, 0 names",
    ]
    assert comparison.documents == 2
    assert comparison.counts == {
        ("observation", "changed"): 1,
        ("document", "lost"): 1,
        ("document", "gained"): 1,
    }


def test_documents_of_one_source_are_taken_in_their_order(tmp_path: Path) -> None:
    one, other = result(obs("企业", "9家")), result(obs("专利", "3件"))
    paths = write(tmp_path / "x", one, other), write(tmp_path / "y", one, other, one)
    assert [*map(str, Comparison(*paths))] == ["a.txt document gained: 1 observation, 0 names"]


def test_of_files_in_one_order_two_documents_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    compared: list[int] = []

    def count(path: Path) -> Iterator[Extraction | ResultError]:
        for each in read_results(path):
            read.append(path)
            yield each

    monkeypatch.setattr("kuji_ie.compare_files.read_results", count)
    monkeypatch.setattr("kuji_ie.compare_files.compare", lambda *_: compared.append(len(read)) or [])
    path = write(tmp_path / "x", *(result(source=f"{number}.txt") for number in range(50)))
    assert [*Comparison(path, path)] == []
    assert compared == [2 * number for number in range(1, 51)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, arguments)], env={"COLUMNS": "200"})


def test_the_same(old: Path) -> None:
    done = run(old, old)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "3 documents in both: no difference\n"


SUMMARY = "2 documents in both: 1 document gained, 1 document lost, 1 observation changed\n"


def test_a_table(old: Path, new: Path) -> None:
    done = run(old, new)
    assert (done.exit_code, done.stderr) == (1, SUMMARY)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines() if "─" not in line]
    assert lines == [
        "b.txt",
        "place what words field old new",
        "~ 0 observation 专利 4件 value.text 3件 4件",
        "value.amount 3 4",
        "c.txt",
        "place what words field old new",
        "- document 1 observation, 0 names",
        "=d.txt",
        "place what words field old new",
        "+ document 1 observation, 0 names",
    ]


def test_csv(old: Path, new: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    done = run(old, new, "--format", "csv", "--output", output)
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", SUMMARY)
    assert [*csv.reader(io.StringIO(output.read_text("utf-8")))] == [
        ["source", "item", "kind", "start", "text", "field", "old", "new"],
        ["b.txt", "observation", "changed", "0", "专利 4件", "value.text", "3件", "4件"],
        ["b.txt", "observation", "changed", "0", "专利 4件", "value.amount", "3", "4"],
        ["c.txt", "document", "lost", "", "1 observation, 0 names", "", "", ""],
        ["'=d.txt", "document", "gained", "", "1 observation, 0 names", "", "", ""],
    ]


def test_json(old: Path, new: Path) -> None:
    done = run(old, new, "--format", "json")
    first, second, third = json.loads(done.stdout)
    assert first == {
        "source": "b.txt",
        "item": "observation",
        "kind": "changed",
        "start": 0,
        "text": "专利 4件",
        "changes": [
            {"field": "value.text", "old": "3件", "new": "4件"},
            {"field": "value.amount", "old": "3", "new": "4"},
        ],
    }
    assert (second["kind"], third["kind"], third["start"], third["changes"]) == ("lost", "gained", None, [])
    assert json.loads(run(old, old, "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "expected an object, found []"),
        ('{"schema": "kuji-ie/2"}', "schema: expected 'kuji-ie/1', found 'kuji-ie/2'"),
        (
            '{"schema": "kuji-ie/1", "observations": [{}]}',
            "observations[0]: there is no 'id'",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_compared(
    old: Path, tmp_path: Path, line: str, problem: str
) -> None:
    lines = old.read_text("utf-8").splitlines()
    wrong = write(tmp_path / "wrong.jsonl", lines[0], "", line, *lines[1:])
    done = run(wrong, old)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"kuji-ie: {wrong}, line 3: {problem}",
        "3 documents in both: no difference",
    ]


def test_a_line_that_is_cut_short_and_a_mark_at_the_start(old: Path, tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + old.read_bytes()
    (tmp_path / "cut.jsonl").write_bytes(data[:-20])
    done = run(old, tmp_path / "cut.jsonl")
    assert done.stderr.splitlines()[0].endswith("cut.jsonl, line 3: no JSON, the line is cut short")
    assert done.stderr.splitlines()[1] == "2 documents in both: 1 document lost"


def test_a_file_that_is_not_there(old: Path, tmp_path: Path) -> None:
    for paths in ((old, tmp_path / "none"), (tmp_path / "none", old)):
        done = run(*paths)
        assert (done.exit_code, done.stderr) == (1, f"kuji-ie: {tmp_path / 'none'}: no such file\n")
    assert run(old).exit_code == 2


def test_the_error() -> None:
    error = ResultError("old.jsonl", 3, "no JSON")
    assert (error.path, error.line, error.problem) == ("old.jsonl", 3, "no JSON")
    assert str(pickle.loads(pickle.dumps(error))) == "old.jsonl, line 3: no JSON"
