"""What a lexicon says that is allowed but hardly meant: found here, decided by its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kuji_ie.errors import LexiconError
from kuji_ie.lexicon.model import KINDS, Entry, Pack

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

LEVELS = ("国家", "省", "市", "区县", "乡镇", "社会")
TYPES = {
    "honour": ("企业", "平台", "园区", "地区", "人才", "奖项", "称号", "评级", "榜单", "产品"),
    "programme": (
        "计划",
        "工程",
        "行动",
        "专项",
        "项目",
        "试点",
        "改革",
        "活动",
        "赛事",
        "金融",
        "政策",
        "体系",
    ),
}
ONE_SPACE = {"statistic": "metric"}  # kinds whose ids are those of another: both name what is measured
NAMESAKES = ("cue", "region")  # a word has several roles, a name several places


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a lexicon: prints as `warning, metrics.csv, row 3 (redefined): …; write another id`.

    `severity` is `error` (the row cannot be used), `warning` (hardly meant) or `note` (as it should be where it
    is meant). `code` is for programs: `invalid`, `redefined`, `shadowed`, `ambiguous`, `unknown-level`,
    `unknown-type`, `unknown-unit`, `unknown-parent`, `unknown-region`. `file` and `line` are None for entries
    added by code; `remedy` is empty where there is nothing to do.
    """

    severity: Severity
    code: str
    file: str | None
    line: int | None
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        row = "" if self.line is None else f", row {self.line}"
        place = "" if self.file is None else f", {self.file}{row}"
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{self.severity}{place} ({self.code}): {self.message}{remedy}"


def invalid(error: LexiconError) -> Problem:
    """What cannot be loaded, as a problem."""
    return Problem("error", "invalid", error.file, error.line, error.problem, error.remedy)


def find_problems(packs: Sequence[Pack], entries: Sequence[Entry]) -> list[Problem]:
    """Check packs in the order in which they are merged, and the entries that come out of it.

    Raises nothing; a lexicon without problems gives an empty list.
    """
    return [*find_redefined(packs), *find_ambiguous(entries), *find_unknown(entries)]


def warn(code: str, entry: Entry, message: str, remedy: str) -> Problem:
    """A warning at the place of `entry`."""
    return Problem("warning", code, entry.file, entry.line, message, remedy)


def find_redefined(packs: Sequence[Pack]) -> Iterator[Problem]:
    """Entries that an earlier pack defines differently, by the same id or name.

    The later one holds: everywhere (redefined), or in its region while the earlier one holds elsewhere
    (shadowed). A row that only adds aliases or fields to the earlier one is no redefinition.
    """
    by_id: dict[tuple[str, str | None], Entry] = {}
    by_name: dict[tuple[str, str], Entry] = {}
    for pack in packs:
        for entry in pack.entries:
            earlier = by_id.get((entry.kind, key_of(entry)))
            if earlier is None and entry.kind not in NAMESAKES:
                earlier = by_name.get((entry.kind, entry.name))
            if earlier is not None and not is_within(earlier, entry):
                yield from told_twice(earlier, entry)
        for entry in pack.entries:
            by_id[entry.kind, key_of(entry)] = by_name[entry.kind, entry.name] = entry


def key_of(entry: Entry) -> str:
    """The key of an entry whatever its region."""
    return entry.id or entry.name if not KINDS[entry.kind].key else "\t".join(map(str, entry.key))


def told_twice(earlier: Entry, later: Entry) -> Iterator[Problem]:
    """What to say of two packs that define one thing; nothing of namesakes in two regions."""
    what, place = f"{later.kind} {later.name!r}", place_of(earlier)
    if later.region == earlier.region:
        message = f"{what} is defined differently in {place}; this one holds"
        yield warn("redefined", later, message, "write another id and name if it is another thing")
    elif not earlier.region:
        message = f"{what} holds in {later.region}, that of {place} elsewhere"
        yield Problem("note", "shadowed", later.file, later.line, message)
    elif later.id is not None and later.id == earlier.id:
        message = f"the id {later.id!r} is that of {earlier.name!r} in {place}"
        yield warn("redefined", later, message, "write an id of its own")


def is_within(earlier: Entry, later: Entry) -> bool:
    """Whether `later` says all that `earlier` says: the same name, and perhaps more aliases or fields."""
    same = earlier.key == later.key and earlier.name == later.name
    return same and {*earlier.aliases} <= {*later.aliases} and {*earlier.fields} <= {*later.fields}


def find_ambiguous(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Words that stand for two entries of one kind in one place, and words that a region reads its own way."""
    owners: dict[tuple[str, str, str], Entry] = {}
    everywhere: dict[tuple[str, str], Entry] = {}
    remedy = "delete it from the aliases of one of the two"
    for entry in (entry for entry in entries if entry.kind not in NAMESAKES):
        space = ONE_SPACE.get(entry.kind, entry.kind)
        for form in entry.forms:
            owner = owners.setdefault((space, form, entry.region), entry)
            general = everywhere.setdefault((space, form), entry) if not entry.region else None
            general = general or everywhere.get((space, form))
            if owner is not entry and (owner.kind == entry.kind or owner.id != entry.id):
                message = f"{form!r} stands for {entry.name!r} and for {owner.name!r} in {place_of(owner)}"
                yield warn("ambiguous", entry, message, remedy)
            elif general is not None and entry.region and general.id != entry.id:
                message = f"{form!r} is {entry.name!r} in {entry.region}, {general.name!r} of {place_of(general)} elsewhere"
                yield Problem("note", "shadowed", entry.file, entry.line, message)


def find_unknown(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Values that name something which is not there: a level, a type, a unit, a region or its parent."""
    units = {form for entry in entries if entry.kind == "unit" for form in entry.forms}
    regions = [entry for entry in entries if entry.kind == "region"]
    codes = {entry.id for entry in regions}
    places = {entry.name for entry in regions}
    for entry in entries:
        parent, unit = entry.get("parent"), entry.get("unit")
        types = TYPES.get(entry.kind, ())
        for column, allowed in (("level", LEVELS), ("type", types)):
            value = entry.get(column)
            if value and types and value not in allowed:
                message = f"there is no {column} {value!r}"
                yield warn(f"unknown-{column}", entry, message, f"write one of {' '.join(allowed)}")
        if unit and units and unit not in units:
            message = f"the unit {unit!r} is no unit of this lexicon"
            yield warn("unknown-unit", entry, message, "write one of units.csv, or add it there")
        if entry.region and places and not ends_in_any(entry.region, places):
            message = f"the region {entry.region!r} is no region of this lexicon"
            yield warn(
                "unknown-region", entry, message, "write its full name, such as 绍兴市 or 杭州市西湖区"
            )
        if parent and parent not in codes:
            message = f"the parent {parent!r} is no region of this lexicon"
            yield warn("unknown-parent", entry, message, "write the code of a row of regions.csv")


def ends_in_any(region: str, places: set[str]) -> bool:
    """Whether a region (杭州市西湖区) ends in the full name of a place."""
    return any(region[at:] in places for at in range(len(region)))


def place_of(entry: Entry) -> str:
    """Where an entry comes from, in words: `core (metrics.csv, row 3)`."""
    if entry.file is None:
        return "an entry added by code"
    return f"{entry.pack} ({KINDS[entry.kind].table}.csv, row {entry.line})"
