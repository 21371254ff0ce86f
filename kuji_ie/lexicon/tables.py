"""Packs on disk: `pack.toml` and CSV tables, read with every fault named, written so that nothing is lost."""

from __future__ import annotations

import csv
import difflib
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kuji_ie.errors import LexiconError
from kuji_ie.lexicon.model import (
    ALIAS_SEPARATORS,
    KINDS,
    MIXED_COLUMNS,
    MIXED_TABLE,
    REMARKS,
    TABLES,
    UNPRINTABLE,
    Entry,
    Kind,
    Pack,
    entry_of,
    find_fault,
    find_kind,
    make_entry,
)

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HEAD_FILE = "pack.toml"
HEAD_KEYS = ("name", "title", "region", "version", "extends")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# A pack is written by hand: the largest that is shipped has 6,000 rows.
LARGEST_HEAD, LARGEST_TABLE = 1 << 16, 1 << 25  # bytes of pack.toml, and of a table
MOST_ROWS = 200_000  # of a pack
TOML_LINE = re.compile(r"at line ([0-9]+)")


def read_pack(folder: Path) -> Pack:
    """Read one pack: its head and every table in its folder, but not the packs that it extends.

    Files that are neither `pack.toml` nor `*.csv` are left alone. Raises `LexiconError` for whatever is
    wrong, the first of it.
    """
    pack, errors = scan_pack(folder)
    if errors:
        raise errors[0]
    return pack


def scan_pack(folder: Path) -> tuple[Pack, list[LexiconError]]:
    """Read one pack with all that is wrong with it: the rows that can be used, and an error for each other.

    Raises `LexiconError` where its head is missing or wrong.
    """
    head = read_head(folder / HEAD_FILE)
    seen: dict[tuple[str, tuple[str | None, ...]], Entry] = {}
    errors: list[LexiconError] = []
    rows = 0
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != ".csv" or path.name.startswith("."):
            continue
        if path.stem not in (*TABLES, MIXED_TABLE):
            remedy = f"call it {suggest(path.stem, (*TABLES, MIXED_TABLE), '.csv')}"
            errors.append(LexiconError(str(path), None, f"there is no table {path.name!r}", remedy))
            continue
        for row in read_table(path, TABLES.get(path.stem), head):
            rows += 1
            if rows > MOST_ROWS:
                raise LexiconError(str(path), None, f"the pack has more than {MOST_ROWS:,} rows", "split it")
            if isinstance(row, LexiconError):
                errors.append(row)
            elif seen.setdefault((row.kind, row.key), row) is not row:
                errors.append(stands_twice(seen[row.kind, row.key], row))
    return replace(head, entries=tuple(seen.values())), errors


def read_head(path: Path) -> Pack:
    """Read `pack.toml` into a pack without entries. Raises `LexiconError` where it is missing or wrong."""
    if not path.is_file():
        remedy = 'write one with the line name = "…"'
        raise LexiconError(str(path), None, f"the pack has no {HEAD_FILE}", remedy)
    text = read_text(path, LARGEST_HEAD)
    try:
        head = tomllib.loads(text)
    except RecursionError:
        raise LexiconError(str(path), None, "it has lists within lists", 'write name = "core"') from None
    except tomllib.TOMLDecodeError as error:
        line = TOML_LINE.search(str(error))
        number = int(line[1]) if line else None
        problem, remedy = f"this is no TOML: {error}", 'write lines such as name = "core"'
        raise LexiconError(str(path), number, problem, remedy) from None
    for key, value in head.items():
        if key not in HEAD_KEYS:
            remedy = f"write {suggest(key, HEAD_KEYS)}"
            raise LexiconError(str(path), None, f"there is no key {key!r}", remedy)
        is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if key == "extends" and not is_list:
            raise LexiconError(str(path), None, "extends is no list of names", 'write extends = ["core"]')
        if key != "extends" and not isinstance(value, str):
            raise LexiconError(str(path), None, f"{key} is no text", f'write {key} = "{value}"')
    if not head.get("name", "").strip():
        raise LexiconError(str(path), None, "the pack has no name", f'write name = "{path.parent.name}"')
    return Pack(
        name=head["name"].strip(),
        title=head.get("title", ""),
        region=head.get("region", ""),
        version=head.get("version", ""),
        extends=tuple(head.get("extends", ())),
    )


def read_table(path: Path, kind: Kind | None, head: Pack) -> Iterator[Entry | LexiconError]:
    """Read the rows of one table of the pack with that head, top to bottom, blank rows skipped.

    `kind` is that of all rows, None where each row says its own. A row that does not fit the header comes as
    an error with its place; so does a table that cannot be read at all, and nothing after it.
    """
    allowed, required = (kind.columns, kind.required) if kind else (MIXED_COLUMNS, ("kind", "name"))
    try:
        rows, file = read_rows(path), str(path)
        header_line, header = next(rows, (1, []))
        columns = check_header(path, header_line, header, allowed, required)
        for line, row in rows:
            try:
                yield parse_row(row, columns, kind, head, file, line)
            except LexiconError as error:
                yield error
    except LexiconError as error:
        yield error


def parse_row(
    row: Sequence[str], columns: Sequence[str], kind: Kind | None, head: Pack, file: str, line: int
) -> Entry:
    """One row of the table `file` as an entry. Raises `LexiconError` for one that does not fit."""
    if len(row) > len(columns) and any(row[len(columns) :]):
        problem = f"the row has more cells than the {len(columns)} of the header"
        remedy = 'write a name that holds a comma in quotation marks: "a,b"'
        raise LexiconError(file, line, problem, remedy)
    cells, is_mixed = dict(zip(columns, row, strict=False)), kind is None
    if kind is None:
        kind = parse_kind(cells.pop("kind", ""), file, line)
        cells = {column: cell for column, cell in cells.items() if cell and column not in REMARKS}
    name, aliases = cells.pop("name", ""), cells.pop("aliases", "")
    entry_id = cells.pop(kind.id_column, None) if kind.id_column else None
    if is_mixed:
        return make_entry(
            kind, name, aliases, entry_id, cells, pack=head.name, region=head.region, file=file, line=line
        )
    listed = ALIAS_SEPARATORS.split(aliases) if aliases else ()
    entry = entry_of(kind, name, listed, entry_id, cells, head.name, head.region, file, line)
    can_be_wrong = not name or kind.is_checked or UNPRINTABLE.search("".join(row) + head.region)
    fault = find_fault(entry) if can_be_wrong else None
    if fault is not None:
        raise LexiconError(file, line, *fault)
    return entry


def parse_kind(word: str, file: str, line: int) -> Kind:
    """The kind that a row of a mixed table says. Raises `LexiconError` with its place for another word."""
    try:
        return find_kind(word)
    except LexiconError as error:
        raise LexiconError(file, line, error.problem, error.remedy) from None


def stands_twice(first: Entry, entry: Entry) -> LexiconError:
    """What to say of a second row with the key of the first."""
    key = entry.key if KINDS[entry.kind].key else (entry.id or entry.name,)
    place = (
        f"row {first.line}"
        if first.file == entry.file
        else f"row {first.line} of {Path(first.file or '').name}"
    )
    problem = f"{' '.join(filter(None, key))!r} stands in {place} already"
    return LexiconError(
        entry.file, entry.line, problem, "write another id, or make the two rows one with aliases"
    )


def check_header(
    path: Path, line: int, header: Sequence[str], allowed: Sequence[str], required: Sequence[str]
) -> list[str]:
    """The column names of a table, empty ones at the end dropped. Raises `LexiconError` for a wrong one."""
    columns = list(header)
    while columns and not columns[-1]:
        columns.pop()
    wanted = ",".join(allowed)
    if not columns:
        raise LexiconError(str(path), line, "the table has no header row", f"begin it with {wanted}")
    for column in columns:
        if column not in allowed:
            is_one_cell = len(columns) == 1 and re.search(r"[;\t,、,]", column)
            remedy = "part the columns by commas" if is_one_cell else f"write {suggest(column, allowed)}"
            raise LexiconError(str(path), line, f"{path.name} has no column {column!r}", remedy)
        if columns.count(column) > 1:
            raise LexiconError(str(path), line, f"the column {column!r} stands twice", "delete one")
    for column in required:
        if column not in columns:
            remedy = f"begin the table with {wanted} (what you have no use for may be left out)"
            raise LexiconError(str(path), line, f"the column {column!r} is missing", remedy)
    return columns


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that hold anything, each with its line number and without outer spaces."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            problem, remedy = f"this is no CSV: {error}", "look at its quotation marks"
            raise LexiconError(str(path), line, problem, remedy) from None
        if row is None:
            return
        cells = list(map(str.strip, row))
        if any(cells):
            yield line, cells


def read_text(path: Path, largest: int = LARGEST_TABLE) -> str:
    """The text of a UTF-8 file of a pack, byte order mark or not.

    Raises `LexiconError` for another encoding, for more than `largest` bytes, and for what is no file of that folder: a
    link that leads out of it.
    """
    if path.resolve().parent != path.parent.resolve():
        raise LexiconError(
            str(path), None, "it is a link that leads out of the pack", "put the file itself there"
        )
    if not path.is_file():
        raise LexiconError(str(path), None, "this is no file", "give it another name, or delete it")
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise LexiconError(
            str(path), None, f"cannot be read: {error.strerror}", "look at its rights"
        ) from None
    if len(data) > largest:
        raise LexiconError(str(path), None, f"the file has more than {largest >> 10:,} KB", "split the pack")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"
        raise LexiconError(str(path), line, "the file is not in UTF-8", remedy) from None


def write_pack(folder: Path, pack: Pack) -> None:
    """Write a pack so that `read_pack` gives it back.

    Tables of that folder that the pack has no entries for are deleted.
    Tables are written with a byte order mark, without which spreadsheets show Chinese as rubbish.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{key} = {toml_string(value)}" for key in HEAD_KEYS[:-1] if (value := getattr(pack, key))]
    lines.append(f"extends = [{', '.join(map(toml_string, pack.extends))}]")
    (folder / HEAD_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    for kind in KINDS.values():
        path = folder / f"{kind.table}.csv"
        entries = [entry for entry in pack.entries if entry.kind == kind.name]
        if entries:
            write_table(path, kind, entries, pack.region)
        else:
            path.unlink(missing_ok=True)


def write_table(path: Path, kind: Kind, entries: Sequence[Entry], region: str = "") -> None:
    """Write the entries of one kind as a table with all columns of that kind.

    Where an entry holds in the `region` of its whole pack, its own cell stays empty.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(kind.columns)
        for entry in entries:
            cells = {column: entry.get(column) or "" for column in kind.columns}
            if cells.get("region") == region and kind.id_column == "id":
                cells["region"] = ""
            writer.writerow({**cells, "aliases": "|".join(entry.aliases)}.values())


def toml_string(text: str) -> str:
    """`text` as a TOML string: quotation marks, backslashes and control characters escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def suggest(word: str, choices: Iterable[str], suffix: str = "") -> str:
    """The choice nearest to a misspelt word, or all of them where none is near."""
    choices = list(choices)
    near = difflib.get_close_matches(word.lower(), choices, n=1)
    return f"{near[0]}{suffix}" if near else "one of " + ", ".join(f"{choice}{suffix}" for choice in choices)
