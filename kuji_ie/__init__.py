"""kuji_ie: Chinese government science-and-technology reports as data.

`extract(text)` gives every observation of a report with exact offsets. The names below are loaded on first
use, so that `import kuji_ie` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kuji_ie.export.formats import write as write
    from kuji_ie.export.frame import to_arrow as to_arrow
    from kuji_ie.export.frame import to_frame as to_frame
    from kuji_ie.export.json import json_schema as json_schema
    from kuji_ie.extraction import Extraction as Extraction
    from kuji_ie.extractor import Extractor as Extractor
    from kuji_ie.extractor import extract as extract
    from kuji_ie.lexicon import Lexicon as Lexicon
    from kuji_ie.models import Observation as Observation
    from kuji_ie.models import Quantity as Quantity
    from kuji_ie.numbers import parse_number as parse_number
    from kuji_ie.panels.build import panel as panel
    from kuji_ie.quantity import quantities as quantities

__version__ = "0.1.0"

_HOMES = {
    "Extraction": "extraction",
    "Extractor": "extractor",
    "Lexicon": "lexicon",
    "Observation": "models",
    "Quantity": "models",
    "extract": "extractor",
    "json_schema": "export.json",
    "panel": "panels.build",
    "parse_number": "numbers",
    "quantities": "quantity",
    "to_arrow": "export.frame",
    "to_frame": "export.frame",
    "write": "export.formats",
}

__all__ = [
    "Extraction",
    "Extractor",
    "Lexicon",
    "Observation",
    "Quantity",
    "extract",
    "json_schema",
    "panel",
    "parse_number",
    "quantities",
    "to_arrow",
    "to_frame",
    "write",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"kuji_ie.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
