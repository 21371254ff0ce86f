"""Arrow in, Arrow out: the long table of the texts of a column, for Ray, Spark, Dask, DuckDB and all that speak Arrow.

`extract_batches` takes a stream of record batches, `TableExtractor` one table after the other; the schema of what comes
out is `schema()`. Needs the extra `frames`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import repeat
from os import PathLike
from typing import TYPE_CHECKING, Any

from kuji_ie.errors import KujiError
from kuji_ie.export.frame import batch_of
from kuji_ie.export.frame import schema as schema
from kuji_ie.export.rows import Table
from kuji_ie.extraction import Extraction
from kuji_ie.extractor import Extractor
from kuji_ie.extras import require
from kuji_ie.lexicon import Lexicon
from kuji_ie.tokenizers import Tokenizer

if TYPE_CHECKING:
    import pyarrow

Name = str | PathLike[str]


class ColumnError(KujiError, ValueError):
    """A column that cannot be used: which one, what is wrong with it, and what to write instead.

    `ColumnError("txt", "there is no such column", "write one of text, name")` prints as `column txt: there is no such
    column; write one of text, name`.
    """

    def __init__(self, column: str, problem: str, remedy: str) -> None:
        super().__init__(column, problem, remedy)
        self.column = column
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"column {self.column}: {self.problem}; {self.remedy}"


class TableExtractor:
    """Extraction of a column of texts: an Arrow table in, the long table of its observations out.

    `TableExtractor(text="body", source="name")(table)` reads each text of the column `body` and gives a row for each
    observation, in order. `source`, `region` and `year` name columns with the name of the text, the region and the year
    that it is about; where one is null the text itself tells. `table` may be `names`, `awards` or `findings` as well;
    `lexicon` and `tokenizer` are those of `Extractor`, which is built once in each process.

    A text that is null, or no string, has no rows; a table without rows gives one without rows. Raises `ColumnError`
    for a column that is not there or holds something else, `MissingExtra` without pyarrow. Can be pickled, so that
    `dataset.map_batches(TableExtractor(source="name"), batch_format="pyarrow")` is all that Ray needs.
    """

    def __init__(
        self,
        *,
        text: str = "text",
        source: str | None = None,
        region: str | None = None,
        year: str | None = None,
        lexicon: Name | Lexicon | Sequence[Name | Lexicon] | None = None,
        tokenizer: str | Tokenizer | None = None,
        table: Table = "observations",
    ) -> None:
        require("pyarrow", "frames", "an Arrow table")
        self.text, self.source, self.region, self.year = text, source, region, year
        self.table = table
        self._spec = (lexicon, tokenizer)
        self._extractor = _extractor(lexicon, tokenizer)

    def __reduce__(self) -> tuple[Any, ...]:
        columns = {name: getattr(self, name) for name in ("text", "source", "region", "year", "table")}
        lexicon, tokenizer = self._spec
        return partial(TableExtractor, lexicon=lexicon, tokenizer=tokenizer, **columns), ()

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """The long table of one table of texts."""
        pa = require("pyarrow", "frames", "an Arrow table")
        return pa.Table.from_batches(map(self.batch, table.to_batches()), schema(self.table))

    def batch(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """The long table of one record batch of texts, as one record batch."""
        return batch_of(self._extractions(batch), self.table)

    def _extractions(self, batch: pyarrow.RecordBatch) -> Iterator[Extraction]:
        columns = [_values(batch, name) for name in (self.text, self.source, self.region, self.year)]
        for text, source, region, year in zip(*columns, strict=True):
            if isinstance(text, str):
                yield self._extractor.extract(
                    text,
                    source=None if source is None else str(source),
                    region=_region(region, self.region),
                    year=_year(year, self.year),
                )


def extract_batches(
    batches: Iterable[pyarrow.RecordBatch],
    *,
    text: str = "text",
    source: str | None = None,
    region: str | None = None,
    year: str | None = None,
    lexicon: Name | Lexicon | Sequence[Name | Lexicon] | None = None,
    tokenizer: str | Tokenizer | None = None,
    table: Table = "observations",
) -> Iterator[pyarrow.RecordBatch]:
    """The long table of a stream of texts: for each record batch one with a row for each observation, as it comes.

    This is a function for `DataFrame.mapInArrow` of Spark, and for all that gives and takes an iterator of batches;
    `schema(table)` is what comes out. The arguments, and the errors, are those of `TableExtractor`.
    """
    extract = TableExtractor(
        text=text,
        source=source,
        region=region,
        year=year,
        lexicon=lexicon,
        tokenizer=tokenizer,
        table=table,
    )
    return map(extract.batch, batches)


def _values(batch: pyarrow.RecordBatch, name: str | None) -> Iterable[Any]:
    if name is None:
        return repeat(None, batch.num_rows)
    places = batch.schema.get_all_field_indices(name)
    if len(places) != 1:
        problem = "there is no such column" if not places else f"there are {len(places)} of this name"
        raise ColumnError(name, problem, f"write one of {', '.join(batch.schema.names)}")
    return batch.column(places[0]).to_pylist()  # type: ignore[no-any-return]


def _region(value: Any, column: str | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ColumnError(str(column), f"expected the name of a region, found {value!r}", "write names or null")


def _year(value: Any, column: str | None) -> int | None:
    """A year as a whole number; of pandas it comes as 2023.0, and as NaN where there is none."""
    if value is None or value != value:
        return None
    if isinstance(value, (int, float)) and 1 <= value <= 9999 and value == int(value):
        return int(value)
    raise ColumnError(str(column), f"expected a year, found {value!r}", "write whole numbers or null")


def _extractor(lexicon: Any, tokenizer: str | Tokenizer | None) -> Extractor:
    """The extractor of these arguments, the same one in all of a process where they are names."""
    names = lexicon if isinstance(lexicon, (list, tuple)) else (lexicon,)
    named = all(name is None or isinstance(name, (str, PathLike)) for name in names)
    if named and (tokenizer is None or isinstance(tokenizer, str)):
        return _shared(tuple(lexicon) if isinstance(lexicon, list) else lexicon, tokenizer)
    return Extractor(lexicon, tokenizer)


@lru_cache(maxsize=8)
def _shared(lexicon: Name | tuple[Name, ...] | None, tokenizer: str | None) -> Extractor:
    return Extractor(lexicon, tokenizer)
