"""Unit -> base unit and scale, from the units of a lexicon (`units.csv` of its packs).

Scale words before a unit (万, 亿) belong to the number: 1.2万份 is 12000 of the unit 份. A row has a scale of
its own only where the unit counts in tens of another (三成 is 30 of the unit %).

The note of a row is free text; two phrases in it are read. `not before: 之别析` names the characters that
make another word of the unit (分析); `digits only` says that it makes a word with one Chinese digit (三期).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kuji_ie.lexicon import Entry, Lexicon
from kuji_ie.numbers import SCALES
from kuji_ie.text.normalise import normalise

_NOT_BEFORE = re.compile("not before: *([^;]+)")
_DIGITS_ONLY = re.compile("digits only")


@dataclass(frozen=True, slots=True)
class Unit:
    """A wording of a unit: 千米 is name 千米, base 公里, scale 1, dimension length."""

    name: str
    base: str
    scale: Decimal
    dimension: str
    needs_digits: bool = False


class UnitTable:
    """All wordings of all units, and the pattern that finds them, longest first."""

    def __init__(self, units: dict[str, Unit], not_before: dict[str, str]) -> None:
        self._units = units
        self._not_before = not_before

    @classmethod
    def of(cls, lexicon: Lexicon) -> UnitTable:
        """The units of a lexicon, with those of a user's pack.

        `UnitTable.of(lexicon.add("unit", "朵云"))` knows 朵云 besides the others. Where two rows share a
        wording, the one that has it as its name is meant, else the later one.
        """
        units: dict[str, Unit] = {}
        not_before: dict[str, str] = {}
        entries = lexicon.entries("unit")
        wordings = [(alias, entry) for entry in entries for alias in entry.aliases]
        for wording, entry in (*wordings, *((entry.name, entry) for entry in entries)):
            name = normalise(wording)
            units[name] = _unit(name, entry)
            guard = _NOT_BEFORE.search(entry.get("note") or "")
            not_before[name] = guard[1].strip() if guard else ""
        return cls(units, not_before)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def get(self, name: str) -> Unit | None:
        """The unit of one wording, None where the table has none. For compounds see `resolve`."""
        return self._units.get(name)

    def resolve(self, wording: str) -> Unit | None:
        """The unit of a wording, compounds too: 元/人 and 台(套) are made of two.

        A compound is named by its bases (千米/小时 is 公里/小时) and has the scale of its first part. None
        where a part is unknown, and for 万元: 万 is part of the number.
        """
        wording = wording.replace(" ", "")
        if wording in self._units:
            return self._units[wording]
        over, slash, under = wording.partition("/")
        if slash:
            first, (prefix, second) = self.resolve(over), self.split_scale(under)
            return _compound(first, "/", prefix, second, "") if first and second else None
        outer, bracket, inner = wording.removesuffix(")").partition("(")
        if bracket and wording.endswith(")"):
            first, second = self._units.get(outer), self._units.get(inner)
            return _compound(first, "(", "", second, ")") if first and second else None
        return None

    def dimension(self, wording: str) -> str | None:
        """What a unit measures (money, time, count …), None for a wording that the table does not have."""
        unit = self._units.get(wording) or self.resolve(wording)
        return unit.dimension if unit else None

    def split_scale(self, wording: str) -> tuple[str, Unit | None]:
        """The scale word and the unit: 亿元 is 亿 and 元, 千瓦 the unit 千瓦; None for an unknown unit."""
        at = 0
        while wording[at:] not in self._units and wording[at : at + 1] in SCALES:
            at += 1
        return wording[:at], self._units.get(wording[at:])

    def unscaled(self, wording: str) -> Unit | None:
        """The unit of a wording that may have a scale before it: 元 of 亿元, 千瓦 of 千瓦; None for no unit."""
        at = 0
        while wording[at : at + 1] in SCALES and self.resolve(wording[at:]) is None:
            at += 1
        return self.resolve(wording[at:])

    @property
    def pattern(self) -> str:
        """A pattern without groups for one wording; it does not end inside another word (分 of 分析)."""
        by_first: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._units, key=len, reverse=True):
            guard = self._not_before[name]
            stop = f"(?![{re.escape(guard)}])" if guard else "(?![A-Za-z])" if name[-1].isascii() else ""
            by_first[name[0]].append(re.escape(name[1:]) + (stop if name[-1] != "%" else ""))
        branches = [f"{re.escape(first)}(?:{'|'.join(tails)})" for first, tails in by_first.items()]
        return f"(?:{'|'.join(branches)})" if branches else "(?!)"


def _compound(first: Unit, opening: str, prefix: str, second: Unit, closing: str) -> Unit:
    base = f"{first.base}{opening}{prefix}{second.base}{closing}"
    return Unit(base, base, first.scale, first.dimension, first.needs_digits)


def _unit(name: str, entry: Entry) -> Unit:
    needs_digits = _DIGITS_ONLY.search(entry.get("note") or "") is not None
    scale = Decimal(entry.get("scale") or 1)
    return Unit(name, entry.get("base") or entry.name, scale, entry.get("dimension") or "count", needs_digits)


@lru_cache(maxsize=1)
def default_units() -> UnitTable:
    """The units of the core pack, read once."""
    return UnitTable.of(Lexicon.load("core"))
