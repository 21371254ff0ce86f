"""Arrow tables of texts to tables of observations, here and on the clusters that take such a function."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from kuji_ie import Extractor, Lexicon
from kuji_ie.arrow import ColumnError, TableExtractor, extract_batches, schema
from kuji_ie.errors import KujiError, LexiconError
from kuji_ie.export.frame import to_arrow
from kuji_ie.export.rows import Table

ROOT = Path(__file__).parent.parent
REPORTS = sorted((ROOT / "seeds").glob("*.txt"))
TEXTS = ["在孵企业3093家,列全省第一。研发费用9.99亿元。", "", "新认定省科小391家。"]


def batch(**columns: Any) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def told(batches: Any, *columns: str) -> list[list[tuple[Any, ...]]]:
    """The named columns of each batch, row by row."""
    return [[tuple(row[name] for name in columns) for row in found.to_pylist()] for found in batches]


def test_a_batch_out_for_each_batch_in() -> None:
    found = list(extract_batches([batch(text=TEXTS), batch(text=[]), batch(text=TEXTS[2:])]))
    assert told(found, "observation", "metric", "amount") == [
        [("o1", "在孵企业", 3093.0), ("o2", "研发费用", 999000000.0), ("o1", "省科小", 391.0)],
        [],
        [("o1", "省科小", 391.0)],
    ]
    assert [each.schema.equals(schema(), check_metadata=True) for each in found] == [True] * 3


@pytest.mark.parametrize("table", ["observations", "names", "awards", "findings"])
def test_rows_are_those_of_the_results(table: Table) -> None:
    texts = [path.read_text(encoding="utf-8") for path in REPORTS]
    batches = [batch(text=[text], name=[path.name]) for text, path in zip(texts, REPORTS, strict=True)]
    extractor = Extractor()
    results = [extractor.extract(text, source=path.name) for text, path in zip(texts, REPORTS, strict=True)]
    found = pa.Table.from_batches(extract_batches(batches, source="name", table=table), schema(table))
    assert found.equals(to_arrow(results, table))


def test_columns_of_source_region_and_year() -> None:
    text = "新认定省科小391家。"
    rows = batch(
        body=[text] * 4,
        id=[7, 8, None, 10],
        place=["建德市", None, "越城区", ""],
        year=[2023.0, None, float("nan"), 2022],
    )
    found = extract_batches([rows], text="body", source="id", region="place", year="year")
    assert told(found, "source", "region", "period_start") == [
        [
            ("7", "建德市", date(2023, 1, 1)),
            ("8", None, None),
            (None, "越城区", None),
            ("10", None, date(2022, 1, 1)),
        ]
    ]


@pytest.mark.parametrize(
    ("column", "count"),
    [
        (pa.array([None, TEXTS[2], None]), 1),
        (pa.array([None, None]), 0),
        (pa.array([], pa.string()), 0),
        (pa.array([391, 392]), 0),
        (pa.array([TEXTS[2].encode()]), 0),
        (pa.array([TEXTS[2]], pa.large_string()), 1),
        (pa.array([TEXTS[2]] * 2).dictionary_encode(), 2),
        (pa.array(["😀", " ", "高质量发展"]), 0),
    ],
    ids=["some null", "all null", "empty", "numbers", "bytes", "large", "dictionary", "no facts"],
)
def test_texts_that_are_none(column: pa.Array, count: int) -> None:
    (found,) = extract_batches([pa.RecordBatch.from_arrays([column], ["text"])])
    assert (found.num_rows, found.schema) == (count, schema())


def test_batches_come_one_by_one() -> None:
    taken = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal taken
        for each in repeat(batch(text=TEXTS)):
            taken += 1
            yield each

    found = list(islice(extract_batches(batches()), 2))
    assert ([each.num_rows for each in found], taken) == ([3, 3], 2)


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({"txt": TEXTS}, {}, "column text: there is no such column; write one of txt"),
        ({"text": TEXTS}, {"source": "name"}, "column name: there is no such column; write one of text"),
        (
            {"text": TEXTS[:1], "y": ["soon"]},
            {"year": "y"},
            "column y: expected a year, found 'soon'; write whole numbers or null",
        ),
        (
            {"text": TEXTS[:1], "y": [2023.5]},
            {"year": "y"},
            "column y: expected a year, found 2023.5; write whole numbers or null",
        ),
        (
            {"text": TEXTS[:1], "r": [330182]},
            {"region": "r"},
            "column r: expected the name of a region, found 330182; write names or null",
        ),
    ],
)
def test_wrong_columns(columns: dict[str, Any], options: dict[str, str], message: str) -> None:
    with pytest.raises(ColumnError) as caught:
        list(extract_batches([batch(**columns)], **options))
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert isinstance(error, KujiError)
        assert str(error) == message
        assert message == f"column {error.column}: {error.problem}; {error.remedy}"


def test_two_columns_of_one_name() -> None:
    twice = pa.RecordBatch.from_arrays([pa.array(TEXTS)] * 2, ["text", "text"])
    with pytest.raises(ColumnError, match="column text: there are 2 of this name"):
        list(extract_batches([twice]))


def test_a_wrong_lexicon_is_told_at_once() -> None:
    with pytest.raises(LexiconError, match="there is no pack 'nowhere'"):
        extract_batches([], lexicon="nowhere")


def test_a_table_in_a_table_out() -> None:
    extract = TableExtractor(source="name", lexicon="core")
    texts = pa.table({"name": ["a", "b", "c"], "text": TEXTS})
    for each in (extract, pickle.loads(pickle.dumps(extract))):
        assert each(texts)["source"].to_pylist() == ["a", "a", "c"]
        assert each(texts[:0]).equals(schema().empty_table())
        assert (
            each(pa.table(dict.fromkeys(("name", "text"), pa.chunked_array([], pa.string())))).num_rows == 0
        )


@pytest.mark.parametrize(
    ("lexicon", "is_kept"),
    [(None, True), ("core", True), (["core", "zhejiang"], True), (Lexicon.load("core"), False)],
    ids=["None", "name", "list", "Lexicon"],
)
def test_an_extractor_is_built_once(lexicon: Any, is_kept: bool) -> None:
    """Names are looked up among those that the process has; a lexicon may change, and is taken as it is."""
    first, second = (
        TableExtractor(lexicon=lexicon),
        pickle.loads(pickle.dumps(TableExtractor(lexicon=lexicon))),
    )
    assert (first._extractor is second._extractor) == is_kept
    assert told([first.batch(batch(text=TEXTS))], "metric") == told(
        [second.batch(batch(text=TEXTS))], "metric"
    )


def test_duckdb_reads_the_stream() -> None:
    batches = extract_batches([batch(text=TEXTS), batch(text=TEXTS)])
    reader = pa.RecordBatchReader.from_batches(schema(), batches)  # noqa: F841 - the query names it
    found = duckdb.sql("select metric, sum(amount), count(*) from reader group by metric order by metric")
    assert found.fetchall() == [("在孵企业", 6186.0, 2), ("省科小", 782.0, 2), ("研发费用", 1998000000.0, 2)]


@pytest.mark.parametrize(("library", "needs"), [("ray", ""), ("pyspark", "java")])
def test_a_cluster_on_this_machine(library: str, needs: str, tmp_path: Path) -> None:
    """The examples run for real; what their processes write is what comes out here."""
    pytest.importorskip(library)
    if needs and shutil.which(needs) is None:
        pytest.skip(f"there is no {needs}")
    example, output = ROOT / f"examples/{library.removeprefix('py')}_cluster.py", tmp_path / "output"
    done = subprocess.run(
        [sys.executable, str(example), str(output)], capture_output=True, text=True, check=False
    )
    texts = pa.RecordBatch.from_pylist(
        [{"name": path.name, "text": path.read_text(encoding="utf-8")} for path in REPORTS]
    )
    rows = pa.Table.from_batches(extract_batches([texts], source="name"))  # noqa: F841 - the queries name it
    expected = duckdb.sql("select source, count(*) from rows group by source order by source").fetchall()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{source}: {count} observations" for source, count in expected]
    columns = "source, observation, metric, amount, period_end, rank, rank_top"
    found = duckdb.sql(
        f"select {columns} from '{output}/*.parquet' order by source, metric_start, observation"
    )
    wanted = duckdb.sql(f"select {columns} from rows order by source, metric_start, observation")
    assert found.fetchall() == wanted.fetchall()


@pytest.mark.parametrize("name", ["ray_cluster", "spark_cluster"])
def test_an_example_without_its_library_says_so(name: str) -> None:
    hide = "import runpy, sys; sys.modules.update(ray=None, pyspark=None); runpy.run_path(sys.argv[1], run_name='__main__')"
    example = ROOT / f"examples/{name}.py"
    done = subprocess.run(
        [sys.executable, "-c", hide, str(example)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("no ")
