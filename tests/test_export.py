"""The long table in every tabular format, read back by another library than wrote it and compared with the JSON."""

from __future__ import annotations

import io
import json
import math
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pyarrow
import pytest

import kuji_ie
from kuji_ie import Extraction, extract
from kuji_ie.export import workbook
from kuji_ie.export.csv import harmless, write_csv
from kuji_ie.export.frame import batches, schema
from kuji_ie.export.parquet import write_parquet
from kuji_ie.export.rows import TABLES, cells, columns, rows
from kuji_ie.export.workbook import layout, write_workbook

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
CONTRACT = Path(__file__).parent / "data" / "contract.json"

# Texts that a format could take for something else than text.
ODD = (
    '=HYPERLINK("http://example.org","点我")授权专利12件,增长5%。',
    "@SUM(A1)发明专利3件;+1专利,\t“引号,逗号”专利4件。",
    "<script>alert(1)</script>授权专利12件\n下降3.5%。",
    "\ud800研发费用9.99亿元。\x07新增专利1~3件。",
    "",
)


def results() -> list[Extraction]:
    """The seeds, odd texts, and a result that was read back without its text."""
    read = [extract(path.read_text(encoding="utf-8")) for path in SEEDS]
    odd = [extract(text) for text in ODD]
    named = [
        Extraction.from_dict({**result.to_dict(), "source": f"{number}.txt"}, result.text)
        for number, result in enumerate([*read, *odd])
    ]
    return [*named, Extraction.from_dict(json.loads(CONTRACT.read_text(encoding="utf-8")))]


RESULTS = results()


def expected() -> list[dict[str, Any]]:
    """The columns of every observation, made from the JSON alone."""
    lines = []
    for result in RESULTS:
        data = result.to_dict()
        for o in data["observations"]:
            yoy = next((c for c in o["changes"] if c["kind"] == "yoy" and c["of"] == "value"), None)
            yoy = yoy or next((c for c in o["changes"] if c["kind"] == "yoy"), None)
            rank = o["ranks"][0] if o["ranks"] else {}
            value, period, region = o["value"] or {}, o["period"] or {}, o["region"] or {}
            lines.append(
                {
                    "source": data["source"],
                    "observation": o["id"],
                    "region": region.get("name"),
                    "region_code": region.get("code"),
                    "period_start": period.get("start"),
                    "period_end": period.get("end"),
                    "status": o["status"],
                    "subject": o["subject"] and o["subject"]["text"],
                    "metric": o["metric"]["name"],
                    "metric_id": o["metric"]["id"],
                    "action": o["metric"]["action"],
                    "amount": value.get("amount"),
                    "upper": value.get("upper"),
                    "unit": value.get("unit"),
                    "bound": value.get("bound"),
                    "value": value.get("text"),
                    "yoy": yoy and signed(yoy),
                    "yoy_unit": yoy and yoy["unit"],
                    "rank": rank.get("position"),
                    "rank_top": rank.get("top"),
                    "rank_scope": rank["scope"]["name"] if rank.get("scope") else None,
                    "gap": o["gaps"][0]["amount"] if o["gaps"] else None,
                    "share": o["share"] and o["share"]["amount"],
                    "target": o["target"] and o["target"]["amount"],
                    "target_outcome": o["target"] and o["target"]["outcome"],
                    "part_of": o["part_of"],
                    "metric_start": o["metric"]["start"],
                    "value_end": value.get("end"),
                    "sentence_start": o["sentence"]["start"],
                    "sentence": result.text[o["sentence"]["start"] : o["sentence"]["end"]] or None,
                }
            )
    return [{name: legible(cell) for name, cell in line.items()} for line in lines]


def signed(change: dict[str, Any]) -> float | None:
    if change["direction"] == "flat":
        return 0
    size = change["amount"]
    return None if size is None else -abs(size) if change["direction"] == "down" else size


def legible(cell: Any) -> Any:
    return cell.replace("\ud800", "\ufffd") if isinstance(cell, str) else cell


def plain(cell: Any) -> Any:
    """A cell as JSON would have it: no NaN, days as text, whole numbers whole."""
    if (
        cell is None
        or cell is pandas.NA
        or cell is pandas.NaT
        or (isinstance(cell, float) and math.isnan(cell))
    ):
        return None
    if isinstance(cell, (date, datetime, pandas.Timestamp)):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def told(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was read back, its columns cut down to those that are compared."""
    return [{name: plain(line[name]) for name in expected()[0]} for line in lines]


def test_arrow_read_by_duckdb() -> None:
    long = kuji_ie.to_arrow(RESULTS)
    found = duckdb.sql("select * from long").fetchall()
    names = long.column_names
    assert told([dict(zip(names, line, strict=True)) for line in found]) == expected()
    assert (
        duckdb.sql("select sum(amount) from long where unit = '元' and status = 'target'").fetchall()[0][0]
        > 0
    )


def test_a_frame() -> None:
    frame = kuji_ie.to_frame(RESULTS)
    assert told(frame.to_dict("records")) == expected()
    assert (str(frame.dtypes["rank"]), str(frame.dtypes["period_start"])) == ("Int64", "datetime64[s]")
    assert told(RESULTS[1].to_frame().to_dict("records")) == [e for e in expected() if e["source"] == "1.txt"]


def test_parquet_read_by_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    with path.open("wb") as stream:
        write_parquet(stream, iter(RESULTS))
    found = duckdb.sql(f"select * from '{path}'")
    assert told([dict(zip(found.columns, line, strict=True)) for line in found.fetchall()]) == expected()


@pytest.mark.parametrize("mark", [False, True])
def test_csv_read_by_duckdb_and_pandas(tmp_path: Path, mark: bool) -> None:
    path = tmp_path / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_csv(stream, RESULTS, mark=mark)
    wanted = [{name: harmless(cell) for name, cell in line.items()} for line in expected()]
    wanted = [
        {name: {"true": True, "false": False}.get(cell, cell) for name, cell in line.items()}
        for line in wanted
    ]
    text = {"region_code": "string", "rank_scope_code": "string"}
    frame = pandas.read_csv(path, dtype=text, keep_default_na=False, na_values=[""])
    assert told(frame.to_dict("records")) == wanted
    found = duckdb.sql(
        f"select * from read_csv('{path}', types={{'region_code': 'VARCHAR'}}, quote='\"', escape='\"', strict_mode=false)"
    )
    assert found.columns == [column.name for column in columns()]
    assert [line[1] for line in found.fetchall()] == [line["observation"] for line in wanted]


def sheets(stream: io.BytesIO) -> dict[str, list[dict[str, Any]]]:
    """The rows of every sheet, read by openpyxl; nothing in them is a formula."""
    book = openpyxl.load_workbook(stream)
    found = {}
    for sheet in book:
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
        head, *lines = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, line, strict=True)) for line in lines]
    return found


def written() -> io.BytesIO:
    stream = io.BytesIO()
    write_workbook(stream, RESULTS)
    stream.seek(0)
    return stream


def test_a_workbook_read_by_openpyxl() -> None:
    found = sheets(written())
    assert list(found) == [*TABLES, "columns"]
    wanted = [
        {n: c.replace("\x07", "_x0007_") if isinstance(c, str) else c for n, c in e.items()}
        for e in expected()
    ]
    assert told(found["observations"]) == wanted
    assert all(line["review"] is None for line in found["observations"])
    records = [json.loads(line["record"]) for line in found["observations"]]
    assert records == [o for result in RESULTS for o in result.to_dict()["observations"]]
    for table in ("names", "awards"):
        lines = [
            dict(zip([c.name for c in columns(table)], cells(row), strict=True))
            for r in RESULTS
            for row in rows(r, table)
        ]
        assert [{n: plain(line[n]) for n in lines[0]} for line in found[table]] == lines
    assert {(line["sheet"], line["column"]) for line in found["columns"]} == {
        (t, n) for t in TABLES for n in layout(t)
    }


def test_a_workbook_read_by_pandas() -> None:
    frame = pandas.read_excel(written(), sheet_name="observations", dtype={"region_code": "string"})
    assert list(frame["metric"]) == [line["metric"] for line in expected()]
    assert frame["amount"].sum() == pytest.approx(sum(line["amount"] or 0 for line in expected()))


def test_a_full_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LAST_ROW", 100)
    found = sheets(written())
    parts = [found[name] for name in found if name.startswith("observations")]
    assert len(parts) > 2
    assert told([line for part in parts for line in part])[100:110] == expected()[100:110]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_its_schema_also_without_a_row(table: Any) -> None:
    empty = kuji_ie.to_arrow([], table)
    assert (empty.num_rows, empty.schema) == (0, schema(table))
    assert list(kuji_ie.to_frame([], table).columns) == [column.name for column in columns(table)]
    assert all(field.metadata[b"means"] for field in empty.schema)
    filled = kuji_ie.to_arrow(RESULTS, table)
    assert filled.schema == empty.schema


def test_batches_are_made_as_they_are_asked_for() -> None:
    def endless() -> Any:
        while True:
            yield RESULTS[1]

    first = next(batches(endless()))
    assert isinstance(first, pyarrow.RecordBatch)
    assert 1000 < first.num_rows < 10000


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("省科小", "省科小"),
        (-3.5, -3.5),
        (1e13, 10000000000000),
        (True, "true"),
        (None, None),
    ],
)
def test_no_cell_is_run_by_a_spreadsheet(cell: Any, written: Any) -> None:
    assert harmless(cell) == written
