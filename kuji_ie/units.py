"""Unit -> base unit and scale, from the unit table (`lexicons/core/units.csv`).

Scale words before a unit (万, 亿) belong to the number: 1.2万份 is 12000 of the unit 份. A row has a scale of
its own only where the unit counts in tens of another (三成 is 30 of the unit %).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from kuji_ie.numbers import SCALES

_NOT_BEFORE = re.compile("not before: *([^;]+)")  # in a note: 分 is a unit, but not before 之别析
_DIGITS_ONLY = re.compile("digits only")  # in a note: 5期 is a count, 三期 the third phase


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of `units.csv`: a unit and its other wordings.

    The note is free text; two phrases in it are read. `not before: 之别析` names the characters that make
    another word of the unit (分析); `digits only` says that one Chinese digit and it are a word (三期, 十分).
    """

    name: str
    aliases: tuple[str, ...] = ()
    base: str = ""
    scale: Decimal = Decimal(1)
    dimension: str = "count"
    note: str = ""


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
    def from_rows(cls, rows: Iterable[UnitRow]) -> UnitTable:
        """Build the table; of two rows with the same wording the later one wins."""
        units: dict[str, Unit] = {}
        not_before: dict[str, str] = {}
        for row in rows:
            guard = _NOT_BEFORE.search(row.note)
            is_word = _DIGITS_ONLY.search(row.note) is not None
            for name in (row.name, *row.aliases):
                units[name] = Unit(name, row.base or row.name, row.scale, row.dimension, is_word)
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

    def split_scale(self, wording: str) -> tuple[str, Unit | None]:
        """The scale word and the unit: 亿元 is 亿 and 元, 千瓦 the unit 千瓦; None for an unknown unit."""
        at = 0
        while wording[at:] not in self._units and wording[at : at + 1] in SCALES:
            at += 1
        return wording[:at], self._units.get(wording[at:])

    @property
    def pattern(self) -> str:
        """A pattern without groups for one wording; it does not end inside another word (分 of 分析)."""
        by_first: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._units, key=len, reverse=True):
            guard = self._not_before[name]
            stop = f"(?![{re.escape(guard)}])" if guard else "(?![A-Za-z])" if name[-1].isascii() else ""
            by_first[name[0]].append(re.escape(name[1:]) + (stop if name[-1] != "%" else ""))
        return "(?:" + "|".join(f"{re.escape(c)}(?:{'|'.join(tails)})" for c, tails in by_first.items()) + ")"


def _compound(first: Unit, opening: str, prefix: str, second: Unit, closing: str) -> Unit:
    base = f"{first.base}{opening}{prefix}{second.base}{closing}"
    return Unit(base, base, first.scale, first.dimension, first.needs_digits)


def read_rows(path: Path) -> Iterator[UnitRow]:
    """Read the rows of a `units.csv`."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            aliases = tuple(filter(None, row["aliases"].split("|")))
            yield UnitRow(
                row["name"], aliases, row["base"], Decimal(row["scale"] or 1), row["dimension"], row["note"]
            )


@lru_cache(maxsize=1)
def default_units() -> UnitTable:
    """The units of the core pack, read once: in the wheel from `kuji_ie/lexicons`, else from the checkout."""
    package = Path(__file__).parent
    folders = (package / "lexicons", package.parent / "lexicons")
    return UnitTable.from_rows(read_rows(next(f for f in folders if f.is_dir()) / "core" / "units.csv"))
