"""What a lexicon is made of: kinds (what a table may say), entries (its rows), packs (its folders)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kuji_ie.errors import LexiconError

NATION = "全国"
NAMED = ("id", "name", "aliases")
ALIAS_SEPARATORS = re.compile(r"[|｜]")  # the second is what a Chinese keyboard writes
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
NUL_OR_SURROGATE = re.compile(r"[\x00\ud800-\udfff]")
ROLE = re.compile(r"[a-z][a-z0-9_.-]*")
POSITIVE_NUMBER = re.compile(r"[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry and the table that holds it.

    `columns` are all that the table may have, in the order in which they are written; `required` those that
    its header must have. `key` are the columns that together name one row; without them the id does, or else
    the name. `id_column` is the column kept as `Entry.id`, `fields` the rest but
    name and aliases, kept as `Entry.fields`. `is_checked` says that some of them have a form of their own.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    required: tuple[str, ...] = ("id", "name")
    key: tuple[str, ...] = ()
    id_column: str | None = "id"
    is_checked: bool = False
    fields: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        apart = ("name", "aliases", self.id_column)
        object.__setattr__(self, "fields", tuple(column for column in self.columns if column not in apart))


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("metric", "metrics", (*NAMED, "unit", "region", "note")),
        Kind("statistic", "statistics", (*NAMED, "unit", "region", "note")),
        Kind("action", "actions", (*NAMED, "note")),
        Kind(
            "unit",
            "units",
            ("name", "aliases", "base", "scale", "dimension", "note"),
            required=("name",),
            key=("name",),
            id_column=None,
            is_checked=True,
        ),
        Kind(
            "cue",
            "cues",
            ("role", "name", "aliases", "note"),
            required=("role", "name"),
            key=("role", "name"),
            id_column=None,
            is_checked=True,
        ),
        Kind("honour", "honours", (*NAMED, "type", "level", "region", "issuer", "note")),
        Kind("programme", "programmes", (*NAMED, "type", "level", "region", "issuer", "note")),
        Kind(
            "region",
            "regions",
            ("code", "name", "aliases", "parent", "level", "valid_from", "valid_to", "note"),
            required=("code", "name"),
            key=("code", "name", "valid_from"),  # a code may change its name, a name its code
            id_column="code",
        ),
        Kind("organisation", "organisations", (*NAMED, "region", "note")),
    )
}
TABLES: Mapping[str, Kind] = {kind.table: kind for kind in KINDS.values()}
# The table for rows of all kinds: what kind each is, the columns of the kinds that people write, and what only
# explains a row that was proposed.
MIXED_TABLE = "entries"
REMARKS = ("count", "documents", "example", "near")
MIXED_COLUMNS = ("kind", *NAMED, "type", "level", "unit", "region", "issuer", "note", *REMARKS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a lexicon: a name, its other wordings, and what else its table says of it.

    `Entry("honour", "省科小", fields=(("level", "省"),)).get("level")` is 省. `id` is the canonical id (the
    GB/T 2260 code of a region), None where the row has none. Where it comes from (`pack`, `file`, `line`) is
    not compared: the same row in two packs is the same entry.
    """

    kind: str
    name: str
    id: str | None = None
    aliases: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    pack: str = field(default="", compare=False)
    file: str | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)

    @property
    def key(self) -> tuple[str | None, ...]:
        """What makes two entries of one kind the same entry: the id, or the name, or what the kind says.

        An entry that holds in one region only is another than that of the same id which holds everywhere.
        """
        columns = KINDS[self.kind].key
        return tuple(map(self.get, columns)) if columns else (self.id or self.name, self.region)

    @property
    def region(self) -> str:
        """The full name of the one region where the entry holds (浙江省), empty where it holds everywhere."""
        for column, value in self.fields:
            if column == "region":
                return value
        return ""

    def get(self, column: str) -> str | None:
        """What the row says in `column` (`level`, `id`, `name` …), None where it says nothing."""
        if column == "name":
            return self.name
        if column in ("id", KINDS[self.kind].id_column):
            return self.id
        for key, value in self.fields:
            if key == column:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack as it stands in its folder: the head of `pack.toml` and the rows of its tables.

    `extends` names the packs that are loaded before it; their entries are not in `entries`.
    """

    name: str
    title: str = ""
    region: str = ""
    version: str = ""
    extends: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


def find_kind(word: str) -> Kind:
    """The kind called `word`, in the singular or as its table: `metric` and `metrics` are the same.

    Raises `LexiconError` for anything else.
    """
    kind = KINDS.get(word) or TABLES.get(word)
    if kind is None:
        raise LexiconError(None, None, f"there is no kind {word!r}", f"write one of {', '.join(KINDS)}")
    return kind


def make_entry(
    kind: Kind,
    name: str,
    aliases: str | Iterable[str] = (),
    id: str | None = None,
    fields: Mapping[str, object] | None = None,
    *,
    pack: str = "",
    region: str = "",
    file: str | None = None,
    line: int | None = None,
) -> Entry:
    """Build one entry out of what a row or a caller says, cleaned and checked.

    Spaces around a value are dropped, so are empty and repeated aliases; aliases in one string are split at
    `|`. `region` is where the entries of its pack hold: what the row says overrules it, 全国 is everywhere. Raises `LexiconError` with `file` and `line` for an empty name, an unknown field, or a value that the
    kind cannot have.
    """
    values = {key: str(value).strip() for key, value in (fields or {}).items() if value is not None}
    unknown = [key for key in values if key not in kind.fields]
    if unknown:
        remedy = f"write one of {', '.join(kind.fields)}"
        raise LexiconError(file, line, f"a {kind.name} has no field {unknown[0]!r}", remedy)
    listed = ALIAS_SEPARATORS.split(aliases) if isinstance(aliases, str) else aliases
    entry = entry_of(kind, name.strip(), listed, (id or "").strip(), values, pack, region, file, line)
    fault = find_fault(entry)
    if fault is not None:
        raise LexiconError(file, line, *fault)
    return entry


def entry_of(
    kind: Kind,
    name: str,
    aliases: Iterable[str],
    id: str | None,
    values: dict[str, str],
    pack: str,
    region: str,
    file: str | None,
    line: int | None,
) -> Entry:
    """An entry as `make_entry` builds it, of values without outer spaces, not checked: thousands at each start."""
    if "region" in kind.fields:
        values["region"] = (values.get("region") or region).removeprefix(NATION)
    others = dict.fromkeys(map(str.strip, aliases)) if aliases else {}
    kept = tuple([alias for alias in others if alias and alias != name]) if others else ()
    filled = tuple([(column, value) for column in kind.fields if (value := values.get(column))])
    return Entry(kind.name, name, id or None, kept, filled, pack, file, line)


def find_fault(entry: Entry) -> tuple[str, str] | None:
    """What is wrong with one entry by itself and what to do about it, None where nothing is."""
    if not entry.name:
        return "the name is empty", "write a name, or delete the row"
    if entry.id is not None and KINDS[entry.kind].id_column is None:
        return f"a {entry.kind} has no id", "leave it out"
    if UNPRINTABLE.search("".join((entry.id or "", *entry.forms))):
        return f"{entry.name!r} or its aliases hold a character that cannot be printed", "delete it"
    for alias in entry.aliases:
        if ALIAS_SEPARATORS.search(alias):
            return f"the alias {alias!r} holds a |", "give its parts as aliases of their own"
    for column, value in entry.fields:
        if NUL_OR_SURROGATE.search(value):
            return f"the {column} {value!r} holds a character that cannot be saved", "delete it"
    if entry.kind == "cue" and not ROLE.fullmatch(entry.get("role") or ""):
        return f"the role {entry.get('role')!r} is no dotted key", "write one such as change.up"
    scale = entry.get("scale") if entry.kind == "unit" else None
    if scale is not None and not is_positive_number(scale):
        return f"the scale {scale!r} is no number above 0", "write one such as 10000"
    return None


def is_positive_number(text: str) -> bool:
    """Whether `text` is a plain decimal number above 0: 10000, 0.01, 1e8."""
    return POSITIVE_NUMBER.fullmatch(text) is not None and Decimal(text) > 0
