"""From paths to texts: which files are documents, and what stands in them."""

from kuji_ie.reading.document import read_bytes, read_document
from kuji_ie.reading.inputs import Input, find_inputs
from kuji_ie.reading.kinds import SUFFIXES
from kuji_ie.reading.plain import decode, reason_of

__all__ = [
    "SUFFIXES",
    "Input",
    "decode",
    "find_inputs",
    "read_bytes",
    "read_document",
    "reason_of",
]
