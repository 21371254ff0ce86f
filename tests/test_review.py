"""A workbook that somebody filled in: what it says of the extraction, and what is proposed from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from kuji_ie import Extraction, extract, write
from kuji_ie.cli import app
from kuji_ie.errors import DocumentError
from kuji_ie.evaluate import evaluate
from kuji_ie.export.workbook import write_workbook
from kuji_ie.gold import GoldError
from kuji_ie.review import read_review

SOURCE = "a.txt"
TEXT = (
    "2023年,全市研发费用9.99亿元,增长9.7%。在孵企业3093家,列全省第一。授信近2亿元。\n"
    "云溪新材料获评省级众创空间。累计建成双创街区42个,增长5%。\n"
)
ROWS = ["研发费用", "在孵企业", "授信", "双创街区"]


def result() -> Extraction:
    return Extraction.from_dict({**extract(TEXT).to_dict(), "source": SOURCE}, TEXT)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "review.xlsx"
    with path.open("wb") as stream:
        write_workbook(stream, [result()])
    return path


def fill(path: Path, sheet: str, *rows: dict[str, Any]) -> Path:
    """Fill in the rows of a sheet as a reviewer does; a row beyond the last is added."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = {str(cell.value): cell.column for cell in page[1]}
    for number, row in enumerate(rows, 2):
        for name, cell in row.items():
            page.cell(number, head[name], cell)
    book.save(path)
    return path


def figures(path: Path) -> dict[str, tuple[int, int, int]]:
    """Of each relation that was judged: how many are in the gold, found and invented."""
    report = evaluate([(result(), read_review(path).gold(TEXT, SOURCE))])
    counted: dict[str, tuple[int, int, int]] = {}
    for judgement in report.judgements:
        gold, found, invented = counted.get(judgement.relation, (0, 0, 0))
        counted[judgement.relation] = (
            gold + (judgement.verdict != "invented"),
            found + (judgement.verdict == "found"),
            invented + (judgement.verdict in ("invented", "paired")),
        )
    return counted


def test_the_rows_are_what_the_other_tests_take_them_for() -> None:
    assert [o.metric.name for o in result().observations] == ROWS


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], {}),
        ([{"review": "right"}], {"value": (1, 1, 0), "changes": (1, 1, 0)}),
        ([{"review": "对"}], {"value": (1, 1, 0), "changes": (1, 1, 0)}),
        ([{"review": "no fact"}], {"value": (0, 0, 1), "changes": (0, 0, 1)}),
        ([{"right_metric": "研发费用"}], {"value": (1, 1, 0), "changes": (1, 1, 0)}),
        ([{"right_metric": "授信额"}], {"value": (1, 0, 1), "changes": (1, 0, 1)}),
        ([{"right_change": "增长9.7%；增长9.7%"}], {"value": (1, 1, 0), "changes": (2, 1, 0)}),
        ([{"right_change": "-"}], {"value": (1, 1, 0), "changes": (0, 0, 1)}),
        ([{"right_value": "9.7%", "right_change": "-"}], {"value": (1, 0, 1), "changes": (0, 0, 1)}),
        ([{}, {"right_rank": "-"}], {"value": (1, 1, 0), "ranks": (0, 0, 1)}),
        ([{}, {"right_rank": "列全省第一"}], {"value": (1, 1, 0), "ranks": (1, 1, 0)}),
        (
            [{}, {}, {}, {}, {"source": SOURCE, "review": "missing", "sentence": "云溪新材料获评省级众创空间。累计建成双创街区42个,增长5%。", "right_metric": "街区", "right_value": "42个"}],
            {"value": (1, 1, 0)},
        ),
    ],
)  # fmt: skip
def test_only_what_was_looked_at_is_judged(
    workbook: Path, rows: list[dict[str, str]], expected: dict[str, tuple[int, int, int]]
) -> None:
    assert figures(fill(workbook, "observations", *rows)) == expected


def test_a_status_is_corrected(workbook: Path) -> None:
    path = fill(workbook, "observations", {"right_status": "target"})
    (value, _) = evaluate([(result(), read_review(path).gold(TEXT, SOURCE))]).judgements
    assert value.wrong == ("status",)


TABLE = "2023年主要指标\n\n| 指标 | 绝对数(亿元) | 比上年增长(%) |\n| --- | --- | --- |\n| 研发费用 | 9.99 | 9.7 |\n"


@pytest.mark.parametrize(
    ("right", "amount"), [("9.99亿元", 999000000), ("9.99万元", 99900), ("9.99", 999000000)]
)
def test_a_value_of_a_table_is_its_number_with_or_without_the_unit(
    tmp_path: Path, right: str, amount: int
) -> None:
    path = tmp_path / "review.xlsx"
    write(extraction := [extract(TABLE)], path)
    assert extraction[0].observations[0].value is not None
    (fact,) = read_review(fill(path, "observations", {"right_value": right})).gold(TABLE, "").facts
    assert fact.value is not None and (fact.value.text, fact.value.amount) == ("9.99", amount)


def test_names_are_judged_once_one_was_looked_at(workbook: Path) -> None:
    assert [(e.label, e.text) for e in result().entities] == [("HONOUR", "省级众创空间")]
    assert figures(fill(workbook, "names", {"review": "right"})) == {"HONOUR": (1, 1, 0)}
    assert figures(fill(workbook, "names", {"review": "no fact"})) == {"HONOUR": (0, 0, 1)}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"review": "maybe"}, "sheet observations: review is 'maybe', write one of right, wrong, no fact, missing"),
        (
            {"review": "wrong"},
            "it is wrong: write what is right into right_metric, right_value …, or call it no fact",
        ),
        ({"right_value": "8.88亿元"}, "'8.88亿元' does not stand there"),
        (
            {"right_change": "很快"},
            "'很快' is not read as one change (增长9.7%): write it as it stands in the sentence",
        ),
        ({"right_status": "planned"}, "right_status is 'planned', write actual or target"),
        (
            {"right_value": "-", "right_change": "-"},
            "there is no value, change, gap, rank, share or target: write one into right_value …",
        ),
        ({"review": "missing", "sentence": "没有这句话。", "right_metric": "x"}, "its sentence does not stand there"),
        ({"review": "right", "record": "{"}, "the column record is not as it was written"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_by_its_row(workbook: Path, row: dict[str, str], problem: str) -> None:
    fill(workbook, "observations", row)
    with pytest.raises(GoldError) as caught:
        read_review(workbook).gold(TEXT, SOURCE)
    assert str(caught.value).startswith(f"{workbook}, line 2: {problem}")


def test_another_text_is_noticed(workbook: Path) -> None:
    fill(workbook, "observations", {"review": "right"})
    with pytest.raises(GoldError, match="this is not the text that was reviewed"):
        read_review(workbook).gold(f"题目\n{TEXT}", SOURCE)


@pytest.mark.parametrize("content", [b"", b"PK\3\4broken", b"text"])
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"not an \.xlsx workbook, or a broken one"):
        read_review(path)


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(GoldError, match="no sheet observations or names"):
        read_review(path)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_line_reads_a_review(workbook: Path) -> None:
    folder = workbook.parent / "reports"
    folder.mkdir()
    (folder / SOURCE).write_text(TEXT, encoding="utf-8")
    fill(
        workbook,
        "observations",
        {"review": "right"},
        {"right_metric": "企业"},
        {"right_metric": "授信总额度"},
    )
    by_file = run("evaluate", folder / SOURCE, workbook, "--misses")
    assert (by_file.exit_code, by_file.stdout) == (0, run("evaluate", folder, workbook, "--misses").stdout)
    assert "wants 授信总额度, got 授信" in by_file.stdout
    proposed = run("lexicon", "suggest", workbook, "--lexicon", "core")
    assert (proposed.exit_code, "授信总额度" in proposed.stdout, "双创街区" in proposed.stdout) == (
        0,
        True,
        False,
    )


def test_a_review_is_not_written_over(workbook: Path) -> None:
    report = workbook.parent / SOURCE
    report.write_text(TEXT, encoding="utf-8")
    assert run("extract", report, "--output", workbook).exit_code == 0
    fill(workbook, "observations", {"review": "right"})
    done = run("extract", report, "--output", workbook)
    assert (done.exit_code, "holds a review" in done.stderr) == (2, True)
    assert read_review(workbook).sources == (SOURCE,)


def test_one_document_that_cannot_be_judged_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    path = tmp_path / "review.xlsx"
    run("extract", folder, "--output", path)
    fill(path, "observations", {"review": "wrong"}, {}, {}, {}, {"review": "right"})
    done = run("evaluate", folder, path)
    assert (done.exit_code, "left out of the figures: 1 of 2 documents" in done.stderr) == (1, True)
    assert "value" in done.stdout


def test_documents_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("在孵企业3093家。", encoding="utf-8")
    (folder / "sub" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "sub" / "b.txt").write_text("在孵企业12家。", encoding="utf-8")
    path = tmp_path / "review.xlsx"
    run("extract", folder, "--output", path)
    rows = [{"review": "right"}] * (1 + len(ROWS) + 1)
    fill(path, "observations", *rows)
    review = read_review(path)
    assert review.sources == ("a.txt", "sub/a.txt", "sub/b.txt")
    assert [review.source_of(name) for name in ("a.txt", "b.txt", "c.txt")] == ["a.txt", "sub/b.txt", None]
    done = run("evaluate", folder, path)
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_review_of_another_document(workbook: Path) -> None:
    fill(workbook, "observations", {"review": "right"})
    other = workbook.parent / "b.txt"
    other.write_text(TEXT, encoding="utf-8")
    done = run("evaluate", other, workbook)
    assert done.exit_code == 1
    assert done.stderr == f"kuji-ie: {workbook}: no row of {other} was reviewed; reviewed: {SOURCE}\n"
