"""Names in the text: programmes, honours, bodies and titles, by the lexicon and by how they are built."""

from __future__ import annotations

from kuji_ie.lexicon import Lexicon
from kuji_ie.models import Award, Entity
from kuji_ie.names.awards import AwardFinder
from kuji_ie.names.built import BuiltNames
from kuji_ie.names.conferred import ConferredHonours
from kuji_ie.names.lexical import LexicalNames
from kuji_ie.names.mention import Edges, Name, settle
from kuji_ie.names.quoted import find_quoted, find_titles
from kuji_ie.names.recipients import Recipients
from kuji_ie.regions import Region, default_regions
from kuji_ie.rules.rule import Reading, Vocabulary
from kuji_ie.scopes import Scopes
from kuji_ie.text.patterns import later
from kuji_ie.wordings import Wordings

IN_MARKS = later("“[^“”]+”")
# What no honour begins with: 首批|…, 第二届|区长质量奖, 安徽省首批|科技创新先进区
BATCH = later(
    r"(?:(?<!“)[一-鿿]{0,3}(?:[省市区县州]|国家|全国|国家级|省级|市级))?(?:首批|首届|首[家个]|唯一的|本届|第[一二三四五六七八九十0-9]+[批届](?:次)?|(?:[0-9]{4}-)?[0-9]{4}年度?)+"
)


class NameFinder:
    """Finds names: those of the lexicon, and those of its kinds that no lexicon has yet.

    深入实施“双倍增”行动,获评省级众创空间 gives the programme “双倍增”行动 and the honour 省级众创空间, each
    with the id of its entry, None where no pack has one. Safe between threads.
    """

    def __init__(
        self, lexicon: Lexicon, wordings: Wordings | None = None, scopes: Scopes | None = None
    ) -> None:
        wordings = wordings or Wordings.of(lexicon)
        scopes = scopes or Scopes.of(lexicon, default_regions())
        vocabulary = Vocabulary.of(lexicon)
        self._edges = Edges(vocabulary)
        self._lexical = LexicalNames(lexicon, wordings, scopes)
        self._built = BuiltNames(lexicon, vocabulary, self._edges)
        self._conferred = ConferredHonours(vocabulary, self._built.places)
        self._awards = AwardFinder(vocabulary, Recipients(self._built.places, self._built.cities))

    def find(self, reading: Reading, home: Region | None = None) -> list[Entity]:
        """The names in the order of the text, none overlapping: of two that do the longer one.

        `home` is what the document is about: a 省科小 is that of its province.
        """
        text = reading.text
        names = [
            *self._lexical.find(text, home),
            *find_titles(text),
            *find_quoted(text, self._edges),
            *self._built.find(text),
            *self._conferred.find(reading),
        ]
        return [self._entity(reading, name, home) for name in settle(stripped(text, name) for name in names)]

    def awards(self, reading: Reading, entities: list[Entity]) -> list[Award]:
        """Who received which honour: 沈氏节能、崇耀科技成功认定“省科技小巨人企业” is one award of two recipients.

        Counts of recipients (新认定国高企48家), hopes and plans (力争获评五星) are none.
        """
        return self._awards.find(reading, entities)

    def _entity(self, reading: Reading, name: Name, home: Region | None) -> Entity:
        start, end = reading.cleaned.limits(name.start, name.end)
        text = reading.cleaned.original[start:end]
        wording = reading.text[name.start : name.end]
        entry, link = self._lexical.resolve(wording, name.label, home) or (None, None)
        official = entry.name if entry else wording
        return Entity(text, start, end, name.label, official, link.id if link else None, link)


def stripped(text: str, name: Name) -> Name:
    """A name without the marks round all of it and the batch or year before it.

    “四星” is 四星, “315”工程 stays; 首批安徽省实验室 and 安徽省首批科技创新先进区 lose 首批 and what is before.
    """
    start, end = name.start, name.end
    if text[start] == "“" and IN_MARKS.fullmatch(text, start, end):
        start, end = start + 1, end - 1
    if name.label == "HONOUR":
        batch = BATCH.match(text, start, end - 1)
        start = batch.end() if batch else start
    return name._replace(start=start, end=end) if (start, end) != (name.start, name.end) else name
