"""The result of one extraction: data, with thin methods over `kuji_ie.export`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kuji_ie.confidence import SURE, keep
from kuji_ie.coverage import Coverage
from kuji_ie.export.json import JsonError, from_data, to_data, to_text
from kuji_ie.models import Award, Document, Entity, Finding, Observation, Value

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from kuji_ie.export.rows import Table

SCHEMA = "kuji-ie/1"


@dataclass(frozen=True, slots=True, repr=False)
class Extraction(Value):
    """What one text says.

    `text` is the text as it was passed, to which all offsets refer; it is neither compared nor written as
    JSON. `source` is the name of its file, None where there is none. `observations` stand in the order of
    the text.
    """

    text: str = field(default="", compare=False)
    source: str | None = None
    document: Document = field(default_factory=Document)
    observations: tuple[Observation, ...] = ()
    entities: tuple[Entity, ...] = ()
    awards: tuple[Award, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: Coverage = field(default_factory=Coverage, compare=False)

    def __repr__(self) -> str:
        source = "" if self.source is None else f"{self.source}: "
        return f"Extraction({source}{self.summary})"

    def _repr_html_(self) -> str:
        """The page of `kuji_ie.export.page`, in a frame of its own, for a notebook."""
        from kuji_ie.export.page import notebook

        return notebook(self)

    @property
    def summary(self) -> str:
        """How much was found, in words: 39 observations, 32 names."""
        counts = ((len(self.observations), "observation"), (len(self.entities), "name"))
        return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)

    def confident(self, least: float = SURE) -> Extraction:
        """The result with only those observations whose confidence is at least `least`; names and awards stay.

        Ids stay as they are. A part whose whole goes is a part of nothing, and a finding goes with its observation;
        `coverage` still accounts for all numbers. What was read back from JSON, without a confidence, stays.
        """
        observations = tuple(keep(self.observations, least))
        gone = {o.id for o in self.observations}.difference(o.id for o in observations)
        findings = tuple(finding for finding in self.findings if finding.observation not in gone)
        return replace(self, observations=observations, findings=findings)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data, as the JSON has it; fields that say nothing are None or an empty list."""
        return {"schema": SCHEMA, **to_data(self)}

    def to_json(self, indent: int | None = None) -> str:
        """The result as JSON text, on one line without `indent`."""
        return to_text(self.to_dict(), indent)

    def to_frame(self, table: Table = "observations") -> pandas.DataFrame:
        """The observations as a pandas frame, one a row; `table` may be names, awards or findings as well.

        Columns and types are those of `kuji_ie.export.rows`. Raises `MissingExtra` without the extra `frames`.
        """
        from kuji_ie.export.frame import to_frame

        return to_frame([self], table)

    def to_arrow(self, table: Table = "observations") -> pyarrow.Table:
        """The same as an Arrow table; for many results at once see `kuji_ie.to_arrow`."""
        from kuji_ie.export.frame import to_arrow

        return to_arrow([self], table)

    @classmethod
    def from_dict(cls, data: dict[str, Any], text: str = "") -> Extraction:
        """The result that `to_dict` was called on; `text` is what the offsets refer to, where it is at hand.

        Raises `JsonError` (a `KujiError` and a `ValueError`) for another schema, and for data that do not
        fit it.
        """
        schema = data.get("schema") if isinstance(data, dict) else None
        if isinstance(data, dict) and schema != SCHEMA:
            raise JsonError("schema", f"expected {SCHEMA!r}, found {schema!r}")
        return from_data(cls, data, text=text)
