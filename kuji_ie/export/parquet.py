"""The long table as a Parquet file, written batch by batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from kuji_ie.export.frame import batches, schema
from kuji_ie.export.rows import Table
from kuji_ie.extras import require

if TYPE_CHECKING:
    from kuji_ie.extraction import Extraction


def write_parquet(stream: IO[bytes], results: Iterable[Extraction], table: Table = "observations") -> None:
    """Write the rows of results; no more than some thousand are held at a time.

    Raises `MissingExtra` without pyarrow.
    """
    parquet = require("pyarrow.parquet", "frames", "a Parquet file")
    with parquet.ParquetWriter(stream, schema(table)) as writer:
        for batch in batches(results, table):
            writer.write_batch(batch)
