"""One cell -> one number: 9.99 under 亿元, -2.1, 第3, 12.3%."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kuji_ie.grids.find import Cell
from kuji_ie.models import Direction, Quantity
from kuji_ie.numbers import parse_number, storable
from kuji_ie.quantity import QuantityFinder
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.text.patterns import later

NUMERAL = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]{1,12})?[万亿]?"
# ≥100, -2.1, 4.5-5, 120以上: a number that has its unit from elsewhere
BARE = later(
    rf"(?P<lead>[≥≤<>≈约超近]|不低于|不少于|不超过|不高于)?\+?(?P<number>-?{NUMERAL}(?:[-~—至]{{1,2}}{NUMERAL})?)"
    r"(?P<trail>[及或]?以上|[及或]?以[内下]|左右|上下)?"
)
NUMBER = later(rf"[-+]?{NUMERAL}")
FIGURE = later(
    r"[-+<>≥≤约超近↑↓]*[0-9][0-9,.]*[个家项件人名篇台套次分位倍亿万千元吨户所座处米平方公里亩百点只种条宗册%‰]{0,6}"
)
YEAR = later(r"(?:19|20)[0-9]{2}")
RANK = later(r"第?(?P<n>[0-9]{1,4}|[一二三四五六七八九十]{1,3})[位名]?")


class CellReader:
    """Reads the numbers of cells with the one finder of quantities."""

    def __init__(self, finder: QuantityFinder, vocabulary: Vocabulary) -> None:
        self._finder = finder
        self._moved = vocabulary.compile(
            r"(?:同比)?(?:(?P<up>\+|↑|<change.up>)|(?P<down>↓|<change.down>))(?=[0-9])"
        )
        self._flat = vocabulary.words("change.flat")

    def size(self, cell: Cell, unit: str | None) -> Quantity | None:
        """The quantity that a cell holds; `unit` is the wording that stands elsewhere, None for a bare count.

        9.99 with 亿元 is 999000000 元, and 17.96亿元 its own; None for words, dashes, 3/13 and (12).
        """
        return self._placed(cell, self._read(cell.plain, unit))

    def move(self, cell: Cell, unit: str | None) -> tuple[Quantity | None, Direction] | None:
        """The size of a movement, without its sign, and its direction: -2.1 is 2.1 down, 持平 nothing and flat."""
        if cell.plain in self._flat:
            return None, "flat"
        match = self._moved.match(cell.plain)
        size = self._placed(cell, self._read(cell.plain[match.end() if match else 0 :], unit))
        if size is None:
            return None
        falls = bool(match and match["down"]) != (size.amount < 0)
        way: Direction = "flat" if not size.amount else "down" if falls else "up"
        upper = None if size.upper is None else abs(size.upper)
        return replace(size, amount=abs(size.amount), upper=upper), way

    @staticmethod
    def rank(cell: Cell) -> int | None:
        """The position that a cell holds: 3, 第3, 第三位."""
        match = RANK.fullmatch(cell.plain)
        return (int(parse_number(match["n"])) or None) if match else None

    @staticmethod
    def percent(cell: Cell) -> Decimal | None:
        """The percentage number of a cell, with or without its sign: 96.5%, 96.5."""
        plain = cell.plain.removesuffix("%")
        return storable(parse_number(plain)) if NUMBER.fullmatch(plain) else None

    def _read(self, plain: str, unit: str | None) -> Quantity | None:
        match = BARE.fullmatch(plain)
        if match is None:
            return self._whole(plain.removeprefix("+"))
        number = match["number"]
        if unit is not None:
            return self._whole(f"{match['lead'] or ''}{number}{unit}{match['trail'] or ''}")
        return (
            Quantity(plain, 0, 0, storable(parse_number(number)))
            if plain == number and NUMBER.fullmatch(plain)
            else None
        )

    def _whole(self, wording: str) -> Quantity | None:
        """The one quantity that a wording is, with its unit."""
        found = self._finder.find(wording) if len(wording) < 40 else []
        is_whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(wording))
        return found[0] if is_whole and found[0].unit is not None else None

    @staticmethod
    def _placed(cell: Cell, size: Quantity | None) -> Quantity | None:
        return size and replace(size, text=cell.text, start=cell.start, end=cell.end)


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number and is no head: 9.99, 12.3%, 48家; not 2023年, 1-6月."""
    return FIGURE.fullmatch(cell.plain) is not None and not YEAR.fullmatch(cell.plain)
