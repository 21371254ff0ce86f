"""The lexer: numbers and times are found once, and marked for the rules."""

from __future__ import annotations

from kuji_ie.models import Quantity
from kuji_ie.periods import find_periods
from kuji_ie.quantity import QuantityFinder
from kuji_ie.rules.atoms import COUNT, DATE, FILL, RATE, RATES
from kuji_ie.rules.rule import Reading
from kuji_ie.spans import Cleaned


def read(cleaned: Cleaned, finder: QuantityFinder) -> Reading:
    """Find the numbers and times of a cleaned text and write their marks.

    全年增长31.9%。 is marked as a time of two characters, 增长, and a rate of five; lengths stay, so offsets
    do. Where a number and a time overlap (5月的7.5%) the one that starts first holds.
    """
    text = cleaned.text
    periods = {mention.start: mention for mention in find_periods(text)}
    quantities = {quantity.start: quantity for quantity in finder.find(text)}
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
