"""What a lexicon says that is allowed but hardly meant: found here, decided by its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kuji_ie.lexicon.model import KINDS, Entry, Pack

LEVELS = ("国家", "省", "市", "区县", "乡镇", "社会")
TYPES = {
    "honour": ("企业", "平台", "园区", "地区", "人才", "奖项", "称号", "评级", "榜单", "产品"),
    "programme": ("计划", "工程", "行动", "专项", "项目", "试点", "改革", "活动", "赛事", "金融", "政策", "体系"),
}
NAMESAKES = ("cue", "region")  # a word has several roles, a name several places


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a lexicon: prints as `warning, metrics.csv, row 3 (redefined): …`.

    `severity` is `error` (the pack cannot be loaded) or `warning`. `code` is for programs: `invalid`,
    `redefined`, `ambiguous`, `unknown-level`, `unknown-type`, `unknown-unit`, `unknown-parent`. `file` and `line` are None
    for entries added by code.
    """

    severity: str
    code: str
    file: str | None
    line: int | None
    message: str

    def __str__(self) -> str:
        row = "" if self.line is None else f", row {self.line}"
        place = "" if self.file is None else f", {self.file}{row}"
        return f"{self.severity}{place} ({self.code}): {self.message}"


def find_problems(packs: Sequence[Pack], entries: Sequence[Entry]) -> list[Problem]:
    """Check packs in the order in which they are merged, and the entries that come out of it.

    Raises nothing; a lexicon without problems gives an empty list.
    """
    return [*find_redefined(packs), *find_ambiguous(entries), *find_unknown(entries)]


def warn(code: str, entry: Entry, message: str) -> Problem:
    """A warning at the place of `entry`."""
    return Problem("warning", code, entry.file, entry.line, message)


def find_redefined(packs: Sequence[Pack]) -> Iterator[Problem]:
    """Entries that an earlier pack defines differently, by the same id or name; the later one holds.

    A row that only adds aliases or fields to the earlier one is no redefinition.
    """
    by_key: dict[tuple[str, tuple[str | None, ...]], Entry] = {}
    by_name: dict[tuple[str, str], Entry] = {}
    for pack in packs:
        for entry in pack.entries:
            earlier = by_key.get((entry.kind, entry.key))
            if earlier is None and entry.kind not in NAMESAKES:
                earlier = by_name.get((entry.kind, entry.name))
            if earlier is not None and not is_within(earlier, entry):
                place = place_of(earlier)
                message = f"{entry.kind} {entry.name!r} is defined differently in {place}; this one holds"
                yield warn("redefined", entry, message)
        for entry in pack.entries:
            by_key[entry.kind, entry.key] = by_name[entry.kind, entry.name] = entry


def is_within(earlier: Entry, later: Entry) -> bool:
    """Whether `later` says all that `earlier` says: the same name, and perhaps more aliases or fields."""
    same = earlier.key == later.key and earlier.name == later.name
    return same and {*earlier.aliases} <= {*later.aliases} and {*earlier.fields} <= {*later.fields}


def find_ambiguous(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Words that stand for two entries of one kind."""
    owners: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if entry.kind in NAMESAKES:
            continue
        for form in entry.forms:
            owner = owners.setdefault((entry.kind, form), entry)
            if owner is not entry:
                message = f"{form!r} stands for {entry.name!r} and for {owner.name!r} in {place_of(owner)}"
                yield warn("ambiguous", entry, message)


def find_unknown(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Values that name something which is not there: a level, a unit, the parent of a region."""
    units = {form for entry in entries if entry.kind == "unit" for form in entry.forms}
    codes = {entry.id for entry in entries if entry.kind == "region"}
    for entry in entries:
        level, unit, parent = entry.get("level"), entry.get("unit"), entry.get("parent")
        if level and entry.kind in ("honour", "programme") and level not in LEVELS:
            yield warn("unknown-level", entry, f"the level {level!r} is none of {', '.join(LEVELS)}")
        type_ = entry.get("type")
        if type_ and type_ not in TYPES.get(entry.kind, ()):
            yield warn("unknown-type", entry, f"the type {type_!r} is none of {', '.join(TYPES[entry.kind])}")
        if unit and units and unit not in units:
            yield warn("unknown-unit", entry, f"the unit {unit!r} is no unit of this lexicon")
        if parent and parent not in codes:
            yield warn("unknown-parent", entry, f"the parent {parent!r} is no region of this lexicon")


def place_of(entry: Entry) -> str:
    """Where an entry comes from, in words: `core (metrics.csv, row 3)`."""
    if entry.file is None:
        return "an entry added by code"
    return f"{entry.pack} ({KINDS[entry.kind].table}.csv, row {entry.line})"
