"""Names in the text: programmes and honours of the lexicon."""

from __future__ import annotations

from kuji_ie.lexicon import Lexicon
from kuji_ie.lexicon.gazetteer import Gazetteer
from kuji_ie.models import Award, Entity, Label
from kuji_ie.rules.rule import Reading

LABELS: dict[str, Label] = {"programme": "PROGRAMME", "honour": "HONOUR"}


class NameFinder:
    """Finds the lexicon's names, longest first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._gazetteer = Gazetteer([*lexicon.entries("programme"), *lexicon.entries("honour")])

    def find(self, reading: Reading) -> list[Entity]:
        """The programmes and honours that the text names, in its order, none overlapping."""
        found = []
        for mention in self._gazetteer.find(reading.text):
            span = reading.cleaned.span(mention.start, mention.end)
            label = LABELS[mention.entry.kind]
            found.append(Entity(span.text, span.start, span.end, label, mention.entry.name, mention.entry.id))
        return found

    def awards(self, reading: Reading, entities: list[Entity]) -> list[Award]:
        """Who received which honour; found by a later issue."""
        return []
