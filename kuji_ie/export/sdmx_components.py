"""What stands in an SDMX-CSV file: its columns as the components of one data structure, with their code lists.

The fields of `Point` are the columns, in this order; the structure message is made of the same list, so that the two
cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, get_type_hints

Kind = Literal["dimension", "time", "measure", "attribute"]
TextType = Literal["String", "Double", "Integer", "ObservationalTimePeriod"]

# What stands in a dimension that has nothing to say: a cell of a key is never empty.
NOT_APPLICABLE, NOT_SPECIFIED, OTHER = "_Z", "_X", "_O"
SDMX_CODE = r"[A-Za-z0-9_@$\-]+"


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes that a column may hold, each with its meaning."""

    id: str
    name: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What a column is in the data structure; `is_evidence`: it tells where a figure stands, not what it says."""

    kind: Kind
    name: str
    means: str
    codes: CodeList | None = None
    type: TextType = "String"
    pattern: str | None = None
    is_mandatory: bool = False
    is_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Component:
    """A column: its id, which is also that of its concept, and what it is."""

    id: str
    part: Part

    @property
    def is_key(self) -> bool:
        """True for what tells one row from another."""
        return self.part.kind in ("dimension", "time")


FREQ = CodeList(
    "CL_FREQ",
    "Frequency",
    (
        ("A", "Annual"),
        ("S", "Half-yearly"),  # the cross-domain list keeps H for hourly
        ("Q", "Quarterly"),
        ("M", "Monthly"),
        ("D", "Daily"),
        (OTHER, "Other: a span of another length, such as January to May"),
    ),
)
MEASURE = CodeList(
    "CL_MEASURE",
    "Which figure of a statement",
    (
        ("VALUE", "The value itself"),
        ("YOY", "Change on the year before; a fall is negative"),
        ("MOM", "Change on the month or quarter before"),
        ("CHANGE", "Change against another time"),
        ("FROM", "Where a movement started"),
        ("TO", "Where a movement arrived"),
        ("GAP", "Distance to somebody else; behind is negative"),
        ("RANK", "Position in an order"),
        ("RANK_MOVED", "Places moved in an order; down is negative"),
        ("SHARE", "Part of a larger whole"),
        ("TARGET", "The target that the indicator is held against"),
        ("TARGET_RATE", "Completion of that target"),
    ),
)
MEASURE_OF = CodeList(
    "CL_MEASURE_OF",
    "What a figure speaks of",
    (("VALUE", "The value of the indicator"), ("GROWTH", "The growth of the indicator")),
)
STATUS = CodeList(
    "CL_STATUS", "Status", (("ACTUAL", "Happened, or a state reported"), ("TARGET", "Planned or expected"))
)
OBS_STATUS = CodeList(
    "CL_OBS_STATUS",
    "Observation status",
    (
        ("A", "Normal: the number is the figure"),
        ("E", "Estimated: the number stands near the figure or bounds it, see BOUND and UPPER_VALUE"),
        ("O", "Missing: the report tells no number"),
    ),
)
BOUND = CodeList(
    "CL_BOUND",
    "How the number stands to the figure",
    (
        ("EXACT", "The figure itself"),
        ("ABOUT", "Near it"),
        ("OVER", "The figure is larger"),
        ("AT_LEAST", "The figure is this or larger"),
        ("UNDER", "The figure is smaller"),
        ("AT_MOST", "The figure is this or smaller"),
    ),
)
OUTCOME = CodeList(
    "CL_OUTCOME",
    "How a target was met",
    (("MET", "Met"), ("EXCEEDED", "Exceeded"), ("MISSED", "Missed"), ("PROGRESS", "On the way")),
)
UNIT_MULT = CodeList("CL_UNIT_MULT", "Unit multiplier", (("0", "Units"),))


def _dimension(
    name: str,
    means: str,
    codes: CodeList | None = None,
    type: TextType = "String",
    pattern: str | None = None,
) -> Part:
    return Part("dimension", name, means, codes, type, pattern, is_mandatory=True)


def _attribute(name: str, means: str, codes: CodeList | None = None, is_mandatory: bool = False) -> Part:
    return Part("attribute", name, means, codes, is_mandatory=is_mandatory)


def _evidence(name: str, means: str, type: TextType = "String") -> Part:
    return Part("attribute", name, means, type=type, is_evidence=True)


@dataclass(frozen=True, slots=True)
class Point:
    """One SDMX observation: one figure of one observation, its cells as they are written.

    全年高新技术产业投资达17.96亿元,增长31.9% is two: measure VALUE with 1796000000, measure YOY with 31.9.
    """

    freq: Annotated[str, _dimension("Frequency", "length of the period", FREQ)]
    ref_area: Annotated[
        str,
        _dimension(
            "Reference area",
            "GB/T 2260 code of the region; _O for a region without one, _X where none is told",
            pattern=SDMX_CODE,
        ),
    ]
    indicator: Annotated[
        str, _dimension("Indicator", "what is measured: id of the lexicon, else the resolved wording")
    ]
    series: Annotated[str, _dimension("Series", "verb that says which series it is (新认定), else _Z")]
    subject: Annotated[
        str, _dimension("Subject", "organisation that it is about, _Z where that is the region")
    ]
    measure: Annotated[
        str, _dimension("Measure", "which figure it is: the value, a change, a rank …", MEASURE)
    ]
    measure_of: Annotated[
        str, _dimension("Measure of", "what the figure speaks of: the value or its growth", MEASURE_OF)
    ]
    counterpart: Annotated[
        str,
        _dimension(
            "Counterpart",
            "scope of a rank, rival of a gap, whole of a share, base of a CHANGE; _Z where none is told",
        ),
    ]
    status: Annotated[str, _dimension("Status", "happened, or planned", STATUS)]
    source: Annotated[
        str, _dimension("Source", "file of the report; a second one of that name has #2 after it")
    ]
    occurrence: Annotated[
        str,
        _dimension(
            "Occurrence",
            "1, and 2 and on where a report tells another number under the same key",
            type="Integer",
        ),
    ]
    time_period: Annotated[
        str,
        Part(
            "time",
            "Time period",
            "2023, 2023-S1, 2023-Q1, 2023-M03, 2023-03-08, or start and length: 2021-01-01/P5Y",
            type="ObservationalTimePeriod",
            is_mandatory=True,
        ),
    ]
    obs_value: Annotated[
        str, Part("measure", "Observation value", "the number in base units; NaN without one", type="Double")
    ]
    unit_measure: Annotated[str, _attribute("Unit of measure", "base unit: 元, 家, %; empty for a rank")]
    unit_mult: Annotated[str, _attribute("Unit multiplier", "always 0", UNIT_MULT, is_mandatory=True)]
    obs_status: Annotated[
        str,
        _attribute(
            "Observation status",
            "A: the number is the figure; E: it is near it or bounds it; O: no number is told",
            OBS_STATUS,
            is_mandatory=True,
        ),
    ]
    bound: Annotated[
        str, _attribute("Bound", "how the number, without its sign, stands to the figure", BOUND)
    ]
    upper_value: Annotated[
        str, Part("attribute", "Upper value", "other end of a range (1~3家: 3)", type="Double")
    ]
    ref_area_name: Annotated[str, _attribute("Name of the area", "full name of the region")]
    counterpart_area: Annotated[
        str, _attribute("Counterpart area", "GB/T 2260 code of the region in which it is ranked")
    ]
    outcome: Annotated[str, _attribute("Outcome", "how the target was met", OUTCOME)]
    indicator_name: Annotated[str, _evidence("Name of the indicator", "its resolved wording in this report")]
    observation: Annotated[str, _evidence("Observation", "id of the observation in the JSON of its source")]
    part_of: Annotated[str, _evidence("Part of", "id of the observation of which it is a part")]
    text: Annotated[str, _evidence("Text", "the figure as it stands in the report")]
    text_start: Annotated[str, _evidence("Start of the text", "offset of TEXT in code points", "Integer")]
    text_end: Annotated[str, _evidence("End of the text", "end of TEXT, not included", "Integer")]
    indicator_text: Annotated[
        str, _evidence("Text of the indicator", "the indicator as it stands in the report")
    ]
    indicator_start: Annotated[
        str, _evidence("Start of the indicator", "offset of INDICATOR_TEXT", "Integer")
    ]
    indicator_end: Annotated[str, _evidence("End of the indicator", "end of INDICATOR_TEXT", "Integer")]
    sentence_start: Annotated[str, _evidence("Start of the sentence", "offset of SENTENCE", "Integer")]
    sentence_end: Annotated[str, _evidence("End of the sentence", "end of SENTENCE", "Integer")]
    sentence: Annotated[
        str,
        _evidence(
            "Sentence", "the sentence, no more than 4000 characters; empty for a result read from JSON alone"
        ),
    ]


def components() -> tuple[Component, ...]:
    """The columns of the data structure, in order: dimensions, the measure, attributes."""
    hints = get_type_hints(Point, include_extras=True)
    return tuple(Component(name.upper(), hint.__metadata__[0]) for name, hint in hints.items())


def code_lists() -> tuple[CodeList, ...]:
    """The code lists of those columns, each once."""
    return tuple(dict.fromkeys(c.part.codes for c in components() if c.part.codes))
