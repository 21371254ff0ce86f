"""The lexicon: the entries of one pack or of several, later ones winning."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from kuji_ie.lexicon.check import NAMESAKES, SEVERITIES, Problem, find_problems, invalid
from kuji_ie.lexicon.model import KINDS, Entry, Pack, find_kind, make_entry
from kuji_ie.lexicon.packs import read_packs, scan_packs, shipped_packs
from kuji_ie.lexicon.tables import write_pack

__all__ = ["Entry", "Lexicon", "Pack"]

Key = tuple[str | None, ...]
Source: TypeAlias = "str | os.PathLike[str] | Lexicon"


class Lexicon:
    """Entries by kind, out of packs that are laid over each other.

    `Lexicon.load("zhejiang").find("省科小")` gives the entries called so, or with it among their aliases.
    Where two packs define the same entry (the same kind and id, or kind and name) the later one holds, in
    the region of its pack where it has one, and `check` tells. A pack that is there already is not laid over the others again: what came after it keeps
    holding. Two lexicons are equal where their entries are; where the entries come from does not matter. It
    can be pickled.
    """

    def __init__(self, packs: Iterable[Pack] = ()) -> None:
        self._packs: list[Pack] = []
        self._added: list[Entry] = []
        self._entries: dict[str, dict[Key, Entry]] = {kind: {} for kind in KINDS}
        self._keys: dict[tuple[str, str, str], Key] = {}
        self._forms: dict[str, list[Entry]] | None = None
        for pack in packs:
            if pack not in self._packs:
                self._packs.append(pack)
                for entry in pack.entries:
                    self._put(entry)

    @classmethod
    def load(cls, source: Source, *more: Source) -> Lexicon:
        """Load packs, left to right: a shipped name (`zhejiang`), the path of a pack folder, or a lexicon.

        What a pack extends is loaded before it. Raises `LexiconError` with file, row and remedy for a pack
        that is missing or wrong.
        """
        packs: list[Pack] = []
        for item in (source, *more):
            if not isinstance(item, (str, os.PathLike, Lexicon)):
                wanted = "the name of a shipped pack, the path of a pack folder or a Lexicon"
                raise TypeError(f"Lexicon.load takes {wanted}, not {type(item).__name__}")
            packs += item.packs if isinstance(item, Lexicon) else read_packs([item])
        return cls(packs)

    @classmethod
    def scan(
        cls, source: str | os.PathLike[str], *more: str | os.PathLike[str]
    ) -> tuple[Lexicon, list[Problem]]:
        """Load what can be used of packs, and tell all that is wrong with them: errors, then warnings, then notes.

        Each row that `load` would refuse is an error. Raises `LexiconError` where a pack is missing or its `pack.toml` is wrong.
        """
        packs, errors = scan_packs([source, *more])
        lexicon = cls(packs)
        problems = [*map(invalid, errors), *lexicon.check()]
        return lexicon, sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity))

    @classmethod
    def default(cls) -> Lexicon:
        """Every shipped pack: core first, the others by name."""
        return cls(read_packs(shipped_packs()))

    @staticmethod
    def available() -> list[str]:
        """The names of the shipped packs: core first, the others by name."""
        return shipped_packs()

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs in the order in which they were laid; entries added by code last, as a nameless pack."""
        added = (Pack(name="", entries=tuple(self._added)),) if self._added else ()
        return (*self._packs, *added)

    def add(
        self, kind: str, name: str, aliases: str | Iterable[str] = (), id: str | None = None, **fields: object
    ) -> Lexicon:
        """Add one entry to this lexicon and return the lexicon, so that calls can be chained.

        `lexicon.add("honour", "市瞪羚", aliases=["瞪羚企业"], level="市")`. An entry of the same kind with
        the same id or name is replaced. Raises `LexiconError` for an unknown kind or field, an empty name or
        a value that cannot be.
        """
        if not isinstance(name, str):
            raise TypeError(f"the name of an entry is a str, not {type(name).__name__}")
        entry = make_entry(find_kind(kind), name, aliases, id, fields)
        self._added.append(entry)
        self._put(entry)
        return self

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind, in table order. Raises `LexiconError` for an unknown kind."""
        return tuple(self._entries[find_kind(kind).name].values())

    def find(self, name: str, kind: str | None = None) -> list[Entry]:
        """The entries whose name or alias is exactly `name`, those that have it as their name first.

        With `kind` only those of that kind. An empty list where there is none.
        """
        if self._forms is None:
            self._forms = self._index()
        wanted = None if kind is None else find_kind(kind).name
        return [entry for entry in self._forms.get(name, ()) if wanted in (None, entry.kind)]

    def check(self) -> list[Problem]:
        """What is hardly meant: entries defined in two ways, words that stand for two, unknown units."""
        return find_problems(self.packs, list(self))

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write everything into one pack folder that extends nothing; loading it gives an equal lexicon.

        The head is that of the last pack that has a name, or the folder's name; its region is kept where all
        entries hold there, else each row says its own. Tables that the folder held are replaced. Raises `OSError` where the folder cannot be written.
        """
        target = Path(folder)
        heads = [pack for pack in self._packs if pack.name]
        head = heads[-1] if heads else Pack(name=target.resolve().name or "pack")
        regions = {entry.region for entry in self if "region" in KINDS[entry.kind].columns}
        region = head.region if regions <= {head.region} else ""
        write_pack(target, replace(head, region=region, extends=(), entries=tuple(self)))

    def __or__(self, other: Lexicon) -> Lexicon:
        """A new lexicon: this one with `other` laid over it."""
        if not isinstance(other, Lexicon):
            return NotImplemented
        return Lexicon((*self.packs, *other.packs))

    def __iter__(self) -> Iterator[Entry]:
        """The entries that hold, kind by kind, in the order of their tables."""
        for by_key in self._entries.values():
            yield from by_key.values()

    def __len__(self) -> int:
        return sum(map(len, self._entries.values()))

    def __contains__(self, item: object) -> bool:
        """Whether an entry, or a word as a name or alias, is in here."""
        if isinstance(item, Entry):
            return self._entries[item.kind].get(item.key) == item
        return isinstance(item, str) and bool(self.find(item))

    def __eq__(self, other: object) -> bool:
        return self._entries == other._entries if isinstance(other, Lexicon) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it can change

    def __repr__(self) -> str:
        names = ", ".join(pack.name or "added" for pack in self.packs)
        return f"<Lexicon of {len(self)} entries: {names or 'no packs'}>"

    def _put(self, entry: Entry) -> None:
        """Let `entry` hold from now on, instead of the one with its key or its name."""
        self._forms = None
        by_key, key = self._entries[entry.kind], entry.key
        replaced = by_key.get(key)
        if replaced is not None:
            self._keys.pop((entry.kind, replaced.name, replaced.region), None)
        if entry.kind not in NAMESAKES:
            named = (entry.kind, entry.name, entry.region)
            namesake = self._keys.get(named)
            if namesake is not None:
                del by_key[namesake]
            self._keys[named] = key
        by_key[key] = entry

    def _index(self) -> dict[str, list[Entry]]:
        """Every form with the entries that have it: as their name first, then as an alias."""
        forms: dict[str, list[Entry]] = {}
        for entry in self:
            forms.setdefault(entry.name, []).append(entry)
        for entry in self:
            for alias in entry.aliases:
                forms.setdefault(alias, []).append(entry)
        return forms
