"""The formats of `kuji-ie panel`: for each a function that writes a panel."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kuji_ie.panels.model import Panel


class PanelFormat(str, Enum):
    """How a panel is written."""

    table = "table"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    json = "json"

    @property
    def is_binary(self) -> bool:
        """Whether it is written as bytes, which are nothing for a terminal."""
        return self in (PanelFormat.xlsx, PanelFormat.parquet)


def panel_format_of(path: Path | None) -> PanelFormat:
    """The format that the name of a file asks for: panel.xlsx is a workbook; a table for .txt, and without an ending.

    Raises `ValueError` for another ending.
    """
    suffix = path.suffix.lower() if path else ""
    if suffix in ("", ".txt"):
        return PanelFormat.table
    known = [f".{one.value}" for one in PanelFormat if one is not PanelFormat.table]
    if suffix not in known:
        raise ValueError(
            f"no format of a panel ends in {suffix}, only {', '.join(known)}; or give the format"
        )
    return PanelFormat(suffix[1:])


def write_panel(panel: Panel, stream: IO[Any], format: PanelFormat, mark: bool = False) -> None:
    """Write a panel to a stream of text, or of bytes where the format is binary.

    A table shows rows and conflicts; CSV and Parquet hold the rows, JSON and the workbook also conflicts and what is
    left out. `mark` begins a CSV with a byte order mark. Raises `MissingExtra` where a library is not installed, and
    `ValueError` for more rows than a sheet holds.
    """
    if format is PanelFormat.table:
        from kuji_ie.export.panel_table import print_panel

        print_panel(panel, stream)
        return
    from kuji_ie.export import panel_files

    if format is PanelFormat.csv:
        panel_files.write_csv(panel, stream, mark)
    elif format is PanelFormat.json:
        panel_files.write_json(panel, stream)
    elif format is PanelFormat.parquet:
        panel_files.write_parquet(panel, stream)
    else:
        panel_files.write_workbook(panel, stream)
