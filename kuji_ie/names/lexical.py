"""Names that stand in a pack, and which entry a wording resolves to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kuji_ie.lexicon import Entry, Lexicon
from kuji_ie.lexicon.gazetteer import Gazetteer
from kuji_ie.models import Label
from kuji_ie.names.mention import Name
from kuji_ie.text.normalise import normalise

LABELS: dict[str, Label] = {"programme": "PROGRAMME", "honour": "HONOUR", "organisation": "ORG"}
MARKS = str.maketrans("", "", "“”《》 \n")
# What makes another word of a name: 五星级酒店, 五星红旗, 一等奖学金.
RUNS_ON = re.compile(r"(?<=星)(?:级|红|好评)|(?<=奖)(?:学金|励|金|补)|(?<=券)商|(?<=区)位")
NO_LEVEL = re.compile(r"(?<=[全我本各该外城上跨两])[省市]")


class LexicalNames:
    """The names of a lexicon: found in text, and looked up for a wording."""

    def __init__(self, lexicon: Lexicon) -> None:
        entries = [entry for kind in LABELS for entry in lexicon.entries(kind)]
        self._gazetteer = Gazetteer(entries)
        self._by_form: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            for form in entry.aliases:
                self._by_form.setdefault((entry.kind, key(form)), entry)
        for entry in entries:
            self._by_form[entry.kind, key(entry.name)] = entry

    def find(self, text: str) -> Iterator[Name]:
        """The entries that the text names, as they stand in it."""
        for mention in self._gazetteer.find(text):
            start, label = mention.start, LABELS[mention.entry.kind]
            if RUNS_ON.match(text, mention.end):
                continue
            if NO_LEVEL.match(text, start):  # 全|省众创空间
                start += 1
                if self.resolve(text[start : mention.end], label) is None:
                    continue
            yield Name(start, mention.end, label, 0)

    def resolve(self, wording: str, label: Label) -> Entry | None:
        """The entry that has this wording, marks and width left aside; None for a name of no pack."""
        for kind, kind_label in LABELS.items():
            if kind_label == label:
                return self._by_form.get((kind, key(wording)))
        return None


def key(wording: str) -> str:
    """A wording without what two writers write differently: 科技企业“双倍增”计划 is 科技企业双倍增计划."""
    return normalise(wording).translate(MARKS).casefold()
