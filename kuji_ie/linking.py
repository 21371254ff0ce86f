"""From a wording to the lexicon's canonical id."""

from __future__ import annotations

from kuji_ie.lexicon import Lexicon
from kuji_ie.text.normalise import normalise

QUOTES = str.maketrans("", "", '“”"《》 ')


class Linker:
    """Finds the metric entry that a wording names exactly, once width and quotation marks are left aside."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._ids: dict[str, str] = {}
        for entry in lexicon.entries("metric"):
            for form in entry.forms:
                if entry.id:
                    self._ids[_key(form)] = entry.id

    def metric(self, wording: str) -> str | None:
        """The id of a metric: 研发费用 gives its id, a wording that stands in no pack None."""
        return self._ids.get(_key(wording))


def _key(wording: str) -> str:
    return normalise(wording).translate(QUOTES).casefold()
