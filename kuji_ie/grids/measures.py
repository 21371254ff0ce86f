"""What is measured in a row, and in which unit: the nearest that says it wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kuji_ie.grids.find import Cell
from kuji_ie.lexicon import Lexicon
from kuji_ie.linking import MetricLinker
from kuji_ie.models import Link
from kuji_ie.regions import Region
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.text.normalise import normalise
from kuji_ie.text.patterns import later
from kuji_ie.units import Unit, UnitTable
from kuji_ie.words import Words

COUNTER = later("([家个人件项户])数$")
COUNTED = later("(?:[家个人件项户]数|数量|数|总数|次数)$")
RATIO = later("(?:率|比重|占比|强度|增速|增幅|比例|速度|GDP比)$")
COUNT = later("(?:数|数量|企业|人员|机构|人数|人才|平台|载体|专利|实验室|孵化器|研究院)$")
# 附表2 2024年1-9月全省各市…: what a title says before its metric, and …认定情况一览表 after it
LEAD = (
    r"(?:附?[表件图][ ]?[0-9一二三四五六七八九十-]{0,4}[:、.]?|[ ]|(?:19|20)[0-9]{2}年?(?:[-—~至](?:19|20)[0-9]{2}年?)?度?"
    r"|[0-9]{1,2}(?:[-—~至][0-9]{1,2})?月份?|上半年|前三季度|[一二三四]季度|[底末](?=全|各|分)|<whole.region>|全国"
    r"|[各分](?=<grid.region>)|<grid.region>|主要)*"
)
TAIL = later(
    "(?:认定|培育|申报|备案|完成|发展|进展|推进|工作|目标|任务|分解|计划|主要|分布|统计|一览|汇总|情况|进度|数量|总量|排名|排行|增长|变化)*表?"
)
PROJECT = later("项目|工程|[一二三]期|产业园|基地|建设")
BRACKETED = later(r"[ ]?\([^()]*\)$")
BARE = later("指数$")
SCORE = later("(?:得分|总分)$")


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric of a table: its clean name, the verb that says which series it is, and how its region is called."""

    name: str
    action: str | None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The unit of a value: its wording as it applies to the number (亿元), None for a bare count."""

    wording: str | None


class Measures:
    """Reads names of metrics and decides on their units, with one lexicon."""

    def __init__(
        self, lexicon: Lexicon, vocabulary: Vocabulary, words: Words, units: UnitTable, linker: MetricLinker
    ) -> None:
        self._units, self._linker = units, linker
        self.measured = lru_cache(maxsize=4096)(self._measured)
        self._lead = vocabulary.compile(LEAD)
        self._wholes = vocabulary.words("whole.region")
        self._heads = words.heads | words.generic
        self._verbs = words.actions
        self._actions = sorted(words.actions - words.nominal - words.known, key=len, reverse=True)
        kinds = ("metric", "statistic")
        entries = [entry for kind in kinds for entry in lexicon.entries(kind)]
        self._own = {
            entry.id or entry.name: entry.get("unit") for entry in reversed(entries) if entry.get("unit")
        }

    def _measured(self, name: str, home: Region | None) -> Measured:
        """The parts of a name: 全市新认定高新技术企业 is 高新技术企业, of the series 新认定, in 全市."""
        place = next(
            (word for word in self._wholes if name.startswith(word) and len(name) > len(word) + 1), None
        )
        bare = name.removeprefix(place or "")
        if bare.startswith("级"):
            bare, place = name, None
        link = self._linker.link(bare, bare, None, home)
        if link is not None and link.how == "exact":
            return Measured(bare, None, place)
        fits = (word for word in self._actions if bare.startswith(word) and len(bare) > len(word) + 1)
        action = next(fits, None)
        return Measured(bare.removeprefix(action or ""), action, place)

    def topic(self, titles: Sequence[Cell], home: Region | None) -> tuple[Cell, str] | None:
        """What a title says is measured, with its place: 高新技术企业 of 2023年各区县高新技术企业认定情况.

        Only what the lexicon knows, so that 工作完成情况 is none; None where no title names a metric.
        """
        for cell in titles:
            wording = normalise(cell.text)
            lead = self._lead.match(wording)
            low, high = lead.end() if lead else 0, BRACKETED.sub("", wording)
            for end in range(len(high), low + 1, -1):
                name = wording[low:end]
                link = self._linker.link(name, name, None, home) if TAIL.fullmatch(high, end) else None
                if link is not None and link.how != "fuzzy":
                    return Cell(cell.text[low:end], cell.start + low, cell.start + end, name), name
        return None

    def link(self, measured: Measured, home: Region | None, unit: str | None) -> Link | None:
        """The canonical id of a metric."""
        return self._linker.link(measured.name, measured.name, measured.action, home, unit)

    def is_metric(self, measured: Measured, home: Region | None, *, has_unit: bool, is_telling: bool) -> bool:
        """Whether a row of a table that may be one of other things names a metric."""
        if self.link(measured, home, None) is not None:
            return True
        ends = any(measured.name.endswith(head) for head in self._heads)
        return (ends or is_telling) and has_unit and PROJECT.search(measured.name) is None

    def is_verb(self, name: str) -> bool:
        """Whether a name only says which series it is: 新增, 新认定."""
        return name in self._verbs

    def applied(
        self,
        measured: Measured,
        home: Region | None,
        own: Sequence[tuple[str, ...]],
        common: Sequence[tuple[str, ...]],
        counted: bool,
    ) -> Applied | None:
        """The unit of the values of a metric; None where it cannot be known.

        `own` are the units that stand with the metric (its label, a column of units), the nearest first, `common` those
        of a column or of the whole table, which 单位:亿元 does not mean for 研发投入强度.
        """
        for wordings in own:
            if wordings:
                return self._one(wordings, measured, home)
        link = self.link(measured, home, None)
        known = self._own.get(link.id) if link else None
        if link and link.id.endswith(".growth"):
            known = "%"
        for wordings in common:
            if wordings:
                chosen = self._one(wordings, measured, home)
                if chosen and self._agrees(chosen, known, measured):
                    return chosen
                if known != "%" and not COUNT.search(measured.name) and len(wordings) == 1:
                    return None
        return self._usual(known, measured, counted)

    def _one(self, wordings: Sequence[str], measured: Measured, home: Region | None) -> Applied | None:
        """The one of several units (亿元、%) that a metric of the lexicon can have."""
        if len(wordings) == 1:
            return Applied(wordings[0])
        fitting = [
            w for w in wordings if (unit := self._units.unscaled(w)) and self._fits(unit, measured, home)
        ]
        return Applied(fitting[0]) if len(fitting) == 1 else None

    def _fits(self, unit: Unit, measured: Measured, home: Region | None) -> bool:
        link = self.link(measured, home, None)
        known = self._own.get(link.id) if link else None
        return self._alike(known, unit) if known else False

    def _agrees(self, chosen: Applied, known: str | None, measured: Measured) -> bool:
        """Whether a unit told for many metrics can be that of this one."""
        unit = self._units.unscaled(chosen.wording or "")
        if unit is None or known is not None:
            return unit is None or self._alike(known, unit)
        if RATIO.search(measured.name):
            return unit.dimension == "ratio"
        return unit.dimension != "money" or not COUNT.search(measured.name)

    def _alike(self, known: str | None, unit: Unit) -> bool:
        own = self._units.resolve(known) if known else None
        return own is None or _kind(own) == _kind(unit)

    def _usual(self, known: str | None, measured: Measured, counted: bool) -> Applied | None:
        """The unit of a number without any: of what the lexicon knows to be a rate or a count, or says 数 itself."""
        own = self._units.resolve(known) if known else None
        if own is not None and (known == "%" or own.dimension in ("count", "people")):
            return Applied(known)
        if counted or COUNTED.search(measured.name):
            match = COUNTER.search(measured.name)
            return Applied(match[1] if match else None) if own is None else None
        if SCORE.search(measured.name):
            return Applied("分")
        return Applied(None) if BARE.search(measured.name) else None


def _kind(unit: Unit) -> str:
    """The dimension, counts of people and of things together, a ratio of two apart."""
    dimension = "count" if unit.dimension in ("people", "count") else unit.dimension
    return f"{dimension}/" if "/" in unit.base else dimension
