"""A panel as tables and files, and the command that makes it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

import kuji_ie
from kuji_ie import Extraction, Extractor, extract, panel
from kuji_ie.cli import app
from kuji_ie.export.panel import panel_columns
from kuji_ie.export.panel_formats import PanelFormat, panel_format_of, write_panel
from kuji_ie.panels.model import PanelTable

MADE = (
    "2022: 2022年,全市研发经费支出2.12亿元。二、2023年工作计划。力争在孵企业突破120家。",
    "2023: 2023年,全市研发经费支出2.37亿元,增长11.8%。在孵企业118家。2022年,研发经费支出2.15亿元。占比45%。",
)
TABLES: tuple[PanelTable, ...] = ("rows", "conflicts", "left_out")


def results() -> list[Extraction]:
    """Two reports of one place: a plan that was missed, a level that growth implies, a conflict."""
    extractor = Extractor(region="建德市")
    return [extractor.extract(text, source=name) for name, text in (one.split(": ") for one in MADE)]


def test_tables() -> None:
    made = panel(results())
    for table, count in zip(TABLES, (4, 1, 1), strict=True):
        names = [column.name for column in panel_columns(table)]
        assert len(set(names)) == len(names)
        frame, arrow = made.to_frame(table), made.to_arrow(table)
        assert list(frame.columns) == arrow.schema.names == names
        assert len(frame) == arrow.num_rows == count
    frame = made.to_frame()
    row = frame[(frame.metric == "在孵企业") & (frame.status == "actual")].iloc[0]
    assert (row.amount, row.planned, row.planned_source, row.reached) == (118, 120, "2022", False)
    row = frame[frame.period_end == pd.Timestamp(2022, 12, 31)].iloc[0]
    assert (row.amount, row.amount_sentence, row.conflict) == (
        2.12e8,
        "2022年,全市研发经费支出2.12亿元。",
        True,
    )
    assert pd.isna(row.reached)


def test_formats() -> None:
    made = panel(results())
    names = [column.name for column in panel_columns()]
    text = io.StringIO()
    write_panel(made, text, PanelFormat.csv, mark=True)
    rows = list(csv.DictReader(io.StringIO(text.getvalue().removeprefix("\ufeff"))))
    assert (len(rows), list(rows[0])) == (4, names)
    assert [row["amount"] for row in rows] == ["118", "120", "212000000", "237000000"]
    text = io.StringIO()
    write_panel(made, text, PanelFormat.json)
    data = json.loads(text.getvalue())
    assert list(data) == ["documents", "rows", "conflicts", "left_out"]
    assert (data["rows"][0]["period_start"], data["conflicts"][0]["other"]) == ("2023-01-01", 215000000)
    stream = io.BytesIO()
    write_panel(made, stream, PanelFormat.parquet)
    assert pyarrow.parquet.read_table(io.BytesIO(stream.getvalue())).equals(made.to_arrow())
    stream = io.BytesIO()
    write_panel(made, stream, PanelFormat.xlsx)
    book = openpyxl.load_workbook(io.BytesIO(stream.getvalue()))
    assert [(sheet.title, sheet.max_row) for sheet in book] == [
        ("rows", 5),
        ("conflicts", 2),
        ("left_out", 2),
        ("columns", 1 + sum(len(panel_columns(table)) for table in TABLES)),
    ]


@pytest.mark.parametrize(
    ("name", "format"), [("a.xlsx", "xlsx"), ("a.JSON", "json"), ("a.txt", "table"), ("a", "table")]
)
def test_format_of(name: str, format: str) -> None:
    assert panel_format_of(Path(name)) is PanelFormat(format)


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["panel", *map(str, arguments)], env={"COLUMNS": "200"})
    return done.exit_code, done.output


def test_command(tmp_path: Path) -> None:
    """Reports and results of earlier runs give the same rows."""
    made = results()
    for result in made:
        (tmp_path / f"{result.source}.txt").write_text(result.text, "utf-8")
    code, printed = run(tmp_path, "--region", "建德市")
    assert code == 0
    assert "突破120家 (not reached)" in printed
    assert "2.12亿元 = implied 2.1199亿元" in printed
    assert "conflict: 建德市 研发经费支出 2022-01-01/2022-12-31 actual value: 2.12亿元" in printed
    assert "4 rows of 2 documents, 1 conflict, 1 left out (1 name too general)" in printed
    kept = tmp_path / "kept.jsonl"
    kept.write_text("".join(f"{result.to_json()}\n" for result in made), "utf-8")
    assert run(kept)[0] == 0
    target = tmp_path / "panel.csv"
    code, printed = run(kept, "--output", target)
    assert (code, "4 rows of 2 documents" in printed) == (0, True)
    assert len(target.read_text("utf-8-sig").splitlines()) == 5


def test_command_names_what_cannot_be_read(tmp_path: Path) -> None:
    good, bad, target = tmp_path / "good.jsonl", tmp_path / "bad.jsonl", tmp_path / "panel.csv"
    good.write_text(f"{extract('').to_json()}\n", "utf-8")
    bad.write_text('{"schema": "other"}\nno json\n', "utf-8")
    code, printed = run(bad, tmp_path / "none.jsonl", "--output", target)
    assert (code, target.exists()) == (1, False)
    for told in ("bad.jsonl, line 1: schema: expected", "bad.jsonl, line 2: no JSON", "none.jsonl: "):
        assert told in printed
    assert run(good, bad, "--output", target)[0] == 1
    assert target.exists()
    assert run(good, "--output", tmp_path / "a.html")[0] == 2


def test_command_keeps_a_review(tmp_path: Path) -> None:
    book = tmp_path / "reviewed.xlsx"
    made = results()
    kuji_ie.write(made, book)
    sheets = openpyxl.load_workbook(book)
    names = [cell.value for cell in sheets["observations"][1]]
    sheets["observations"].cell(2, names.index("review") + 1).value = "right"
    sheets.save(book)
    kept = tmp_path / "kept.jsonl"
    kuji_ie.write(made, kept)
    before = book.read_bytes()
    code, printed = run(kept, "--output", book)
    assert (code, "holds a review" in printed, book.read_bytes() == before) == (2, True, True)
    assert run(kept, "--output", tmp_path / "panel.xlsx")[0] == 0
    assert run(kept, "--output", tmp_path / "panel.xlsx")[0] == 0  # a panel is written over
