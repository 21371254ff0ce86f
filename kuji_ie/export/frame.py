"""The long table as Arrow and pandas; both come with the extra `frames`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from kuji_ie.export.rows import Column, Table, cells, columns, rows
from kuji_ie.extras import require

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from kuji_ie.extraction import Extraction

BATCH = 4096  # rows of a batch


def schema(table: Table = "observations") -> pyarrow.Schema:
    """The Arrow schema of a table; each field carries its meaning as metadata.

    Raises `MissingExtra` without pyarrow, as all functions here do.
    """
    return schema_of(columns(table))


def batch_of(results: Iterable[Extraction], table: Table = "observations") -> pyarrow.RecordBatch:
    """The rows of some results as one record batch, which has no row where they have none."""
    return arrow_of((cells(row) for result in results for row in rows(result, table)), columns(table))


def batches(results: Iterable[Extraction], table: Table = "observations") -> Iterator[pyarrow.RecordBatch]:
    """The rows of many results as record batches of some thousand rows; nothing is held longer than its batch."""
    every = chain.from_iterable(rows(result, table) for result in results)
    while taken := [cells(row) for row in islice(every, BATCH)]:
        yield arrow_of(taken, columns(table))


def to_arrow(results: Iterable[Extraction], table: Table = "observations") -> pyarrow.Table:
    """The rows of many results as one Arrow table, in order; `table` may be names, awards or findings as well.

    `to_arrow([extract("研发费用9.99亿元")])` has one row: metric 研发费用, amount 999000000.0, unit 元.
    """
    return _pyarrow().Table.from_batches(batches(results, table), schema(table))


def to_frame(results: Iterable[Extraction], table: Table = "observations") -> pandas.DataFrame:
    """The same as a pandas frame: whole numbers as Int64, days as datetime64, missing as NA.

    Raises `MissingExtra` without pandas.
    """
    return frame_of((cells(row) for result in results for row in rows(result, table)), columns(table))


def frame_of(data: Iterable[tuple[Any, ...]], layout: tuple[Column, ...]) -> pandas.DataFrame:
    """Rows of cells as a pandas frame with the columns of `layout`."""
    pd = require("pandas", "frames", "a data frame")
    dtypes = {int: "Int64", float: "float64", bool: "boolean", str: "string", date: "datetime64[s]"}
    return pd.DataFrame(  # type: ignore[no-any-return]
        {
            column.name: pd.Series(values, dtype=dtypes[column.type])
            for column, values in zip(layout, _by_column(list(data), layout), strict=True)
        }
    )


def schema_of(layout: tuple[Column, ...]) -> pyarrow.Schema:
    """The Arrow schema of columns; each field carries its meaning as metadata."""
    pa = _pyarrow()
    types = {str: pa.string(), float: pa.float64(), int: pa.int64(), bool: pa.bool_(), date: pa.date32()}
    return pa.schema(
        pa.field(column.name, types[column.type], metadata={"means": column.means}) for column in layout
    )


def arrow_of(data: Iterable[tuple[Any, ...]], layout: tuple[Column, ...]) -> pyarrow.RecordBatch:
    """Rows of cells as a record batch with the columns of `layout`."""
    pa, wanted = _pyarrow(), schema_of(layout)
    pairs = zip(_by_column(list(data), layout), wanted, strict=True)
    return pa.RecordBatch.from_arrays(
        [pa.array(values, field.type) for values, field in pairs], schema=wanted
    )


def _by_column(data: list[tuple[Any, ...]], layout: tuple[Column, ...]) -> list[list[Any]]:
    """The cells column by column, also where there is no row."""
    return [[row[at] for row in data] for at in range(len(layout))]


def _pyarrow() -> Any:
    return require("pyarrow", "frames", "an Arrow table")
