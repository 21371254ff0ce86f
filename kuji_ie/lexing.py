"""The lexer: numbers and times are found once, and marked for the rules."""

from __future__ import annotations

import re

from kuji_ie.models import Quantity
from kuji_ie.periods import find_periods
from kuji_ie.quantity import QuantityFinder
from kuji_ie.rules.atoms import COUNT, DATE, FILL, RATE, RATES
from kuji_ie.rules.rule import Reading
from kuji_ie.spans import Cleaned

# 有效发明专利213 0件: a number that a space cut, as the text of a PDF has it; not 2022 12, nor G60 12家.
CUT = re.compile(
    r"(?P<head>[0-9](?<![0-9A-Za-z.].)(?!(?:(?<=1)9|(?<=2)0)[0-9]{2} )[0-9]*(?:\.[0-9]+)?) (?P<rest>[0-9])"
)


def read(cleaned: Cleaned, finder: QuantityFinder) -> Reading:
    """Find the numbers and times of a cleaned text and write their marks.

    全年增长31.9%。 is marked as a time of two characters, 增长, and a rate of five; lengths stay, so offsets
    do. Where a number and a time overlap (5月的7.5%) the one that starts first holds.
    """
    text = cleaned.text
    periods = {mention.start: mention for mention in find_periods(text)}
    quantities = {quantity.start: quantity for quantity in finder.find(text)}
    for cut in CUT.finditer(text):  # neither half is what was meant
        quantities.pop(cut.start("head"), None)
        quantities.pop(cut.start("rest"), None)
    marks = [(p.start, p.end, DATE) for p in periods.values()]
    marks += [(q.start, q.end, _mark(q)) for q in quantities.values()]
    marks.sort()
    pieces: list[str] = []
    position = 0
    for start, end, mark in marks:
        if start < position:
            (periods if mark == DATE else quantities).pop(start, None)
            continue
        pieces += (text[position:start], mark, FILL * (end - start - 1))
        position = end
    pieces.append(text[position:])
    return Reading(cleaned, "".join(pieces), quantities, periods, tuple(sorted(periods)))


def _mark(quantity: Quantity) -> str:
    return RATE if quantity.unit in RATES else COUNT
