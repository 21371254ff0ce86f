"""When, where, planned or achieved: what an observation takes from its sentence and from the document."""

from __future__ import annotations

import re

from kuji_ie.assemble.facts import Fact
from kuji_ie.document import Context, Section
from kuji_ie.models import Period, Place, Status
from kuji_ie.periods import Interval, PeriodMention, resolve
from kuji_ie.regions import Region, RegionTable
from kuji_ie.rules.rule import Reading, Vocabulary

DONE = re.compile(r"已经?(?!列入)|目前|截至|截止|累计|完成了|上年|去年|成功")
YEARS_AHEAD = re.compile(r"力争[^,。;]{0,2}[一二三四五六七八九十两0-9]{1,3}年内")


class Placing:
    """Resolves status, period and region of facts, with one vocabulary and one table of regions."""

    def __init__(self, vocabulary: Vocabulary, regions: RegionTable) -> None:
        self._plan = vocabulary.compile("<plan.cue>")
        self._whole = vocabulary.compile("<whole.region>")
        self._regions = regions

    def status(self, reading: Reading, context: Context, fact: Fact, sentence: tuple[int, int]) -> Status:
        """Whether a fact happened or is planned, by cue, date and section together.

        力争新认定350家 is a target, 拟认定120家 too; 完成年度目标任务的70% is actual wherever it stands.
        """
        if fact.action and fact.action.startswith("拟"):
            return "target"
        section = context.section(fact.first)
        before = reading.text[sentence[0] : fact.first]
        mention = self.mention(reading, fact, sentence)
        ahead = self._is_ahead(mention, context)
        cue = self._cue(before)
        if ahead and (cue or section.kind == "plan" or "目标" in before or mention is not None and mention.year is not None):
            return "target"
        if cue:
            return "target"
        if section.kind == "plan" and not DONE.search(before) and fact.target is None:
            return "target"
        return "actual"

    def _cue(self, before: str) -> bool:
        """A plan cue that nothing done since has ended."""
        last = None
        for match in self._plan.finditer(before):
            if before[match.end() : match.end() + 1] in ("”", "项", "完") or before[max(0, match.start() - 2) : match.start()] in ("年度", "超出", "高于", "好于"):
                continue
            last = match
        if last is None:
            return False
        since = before[last.end() :]
        return not re.search(r"[;。]", since) and not re.search(r"(?:,|、)(?:目前|已|现已|全年完成|实际)", since)

    @staticmethod
    def _is_ahead(mention: PeriodMention | None, context: Context) -> bool:
        if mention is None or context.anchor.year is None:
            return False
        year = mention.year if mention.year is not None else context.anchor.year + (mention.shift or 0)
        return year > context.anchor.year

    def mention(self, reading: Reading, fact: Fact, sentence: tuple[int, int]) -> PeriodMention | None:
        """The time that the sentence last named before (or at) the fact's first argument."""
        best: PeriodMention | None = None
        limit = fact.value.end if fact.value else fact.first + 12
        for start, mention in reading.periods.items():
            if start >= min(limit, sentence[1]):
                break
            if start >= sentence[0] and not mention.is_base:
                best = mention
        return best

    def period(
        self, reading: Reading, context: Context, fact: Fact, sentence: tuple[int, int], status: Status
    ) -> Period | None:
        """The span that a fact covers; None where the text does not let one know."""
        mention = self.mention(reading, fact, sentence)
        planned = status == "target"
        section = context.section(fact.first)
        if YEARS_AHEAD.search(reading.text, sentence[0], fact.first):
            return None
        if mention:
            found = resolve(mention, context.anchor, planned=planned and section.kind == "plan")
            if found:
                return Period(mention.text, found.start, found.end)
            return None
        return _understood(context, section, planned)

    def region(self, reading: Reading, context: Context, fact: Fact, sentence: tuple[int, int]) -> Place | None:
        """The region of a fact: named in its own clause, else the reporting one."""
        section = context.section(fact.first)
        body = section.region or context.region
        place = fact.place or self._named(reading, fact, sentence)
        if place:
            text = reading.text[place[0] : place[1]]
            region = self._regions.resolve(text, body)
            return Place(text, region.name, region.code)
        return Place(None, body.name, body.code) if body else None

    def _named(self, reading: Reading, fact: Fact, sentence: tuple[int, int]) -> tuple[int, int] | None:
        """全市, 鄞州区 at the head of the clause."""
        start = reading.text.rfind(",", sentence[0], fact.start) + 1 or sentence[0]
        clause = reading.text[start : fact.end]
        whole = self._whole.search(clause, 0, max(0, fact.start - start) + 3)
        if whole and whole.start() <= 8:
            return start + whole.start(), start + whole.end()
        return None


def _understood(context: Context, section: Section, planned: bool) -> Period | None:
    found: Interval | None = section.period if planned else context.anchor.period
    return Period(None, found.start, found.end) if found else None


def as_place(region: Region, text: str | None) -> Place:
    """A resolved region as the result shows it."""
    return Place(text, region.name, region.code)
