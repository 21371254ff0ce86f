"""Which cell of a panel an observation belongs to: the same metric in the same words of another report is the same cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from kuji_ie.lexicon import Lexicon
from kuji_ie.models import Observation, Status
from kuji_ie.text.normalise import normalise

# 拥有, 达到 tell a level, as 在孵企业3093家 without a verb does; 完成 does of money (技术交易额完成26亿元), not of projects.
LEVEL = frozenset(("拥有", "现有", "共有", "保有", "达到", "建有"))
CARRIED_OUT = frozenset(("完成", "实现", "超额完成"))
# Counters that reports use for the same things.
ALIKE = dict.fromkeys(("个", "家", "户", "所", "项", "件"), "家") | dict.fromkeys(("人", "名", "位"), "人")
# 有效高企数, 累计推荐永居: a verb that stands in the name says which series it is.
SERIES_PREFIX = ("有效", "新", "累计", "净")
GENERIC = ("head.generic", "noun.empty", "noun.object")


@dataclass(frozen=True, slots=True)
class Series:
    """What stays the same from year to year: region, metric, action, subject, whole and unit."""

    region: str
    metric: str
    action: str = ""
    subject: str = ""
    whole: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A series in one period, actual or planned."""

    series: Series
    start: date
    end: date
    status: Status

    def year_before(self) -> Cell | None:
        """The same a year earlier; None for a span of more than a year, whose growth is of another kind."""
        if self.end - self.start > timedelta(days=366) or self.start.year == 1:
            return None
        return replace(self, start=_year_before(self.start), end=_year_before(self.end))

    def with_unit(self, unit: str) -> Cell:
        """The same cell in another unit."""
        return replace(self, series=replace(self.series, unit=unit))


@dataclass(frozen=True, slots=True)
class Verbs:
    """The wordings of the core lexicon that say which series a count is, and the nouns that say too little."""

    names: dict[str, str]
    too_general: frozenset[str]


@lru_cache(maxsize=1)
def verbs() -> Verbs:
    """The verbs of the core pack, read once."""
    lexicon = Lexicon.load("core")
    names = {form: entry.name for entry in lexicon.entries("action") for form in (*entry.forms, entry.name)}
    cues = (cue for cue in lexicon.entries("cue") if cue.get("role") in GENERIC)
    return Verbs(names, frozenset(form for cue in cues for form in (*cue.forms, cue.name)))


def cell_of(o: Observation, whole: Observation | None) -> Cell | str:
    """The cell of an observation whose whole is given, or in a few words why it has none.

    国家高新技术企业有效数1550家 of 滨江区 in 2020 and 有效高企1550家 there are one cell, 新认定国高企391家 is another. What has no
    region, no period, or a name that says too little (占比45%) is in none.
    """
    if o.region is None:
        return "no region"
    if o.period is None:
        return "no period"
    metric, action = metric_of(o), action_of(o)
    if not metric:
        return "name too general"
    part = ""
    if whole is not None:
        if (metric_of(whole) or whole.metric.name) != metric:
            part = metric_of(whole) or whole.metric.name
        elif action_of(whole) == action:
            return "part under the name of its whole"
    subject = normalise(o.subject.text) if o.subject else ""
    unit = unit_of(o.value.unit) if o.value else ""
    series = Series(o.region.code or o.region.name, metric, action, subject, part, unit)
    return Cell(series, o.period.start, o.period.end, o.status)


def metric_of(o: Observation) -> str:
    """The id of a metric, else its name; nothing where that says too little without its context: 占比, 企业."""
    name = normalise(o.metric.name).strip()
    return o.metric.id or (name if len(name) > 1 and name not in verbs().too_general else "")


def action_of(o: Observation) -> str:
    """The verb that says which series it is, by its name in the lexicon; nothing for one that only tells a level."""
    names = verbs().names
    action = o.metric.action
    if action is None:
        text = o.metric.text
        fits = (text[:end] for end in range(min(len(text) - 1, 6), 1, -1))
        return next((names[word] for word in fits if word.startswith(SERIES_PREFIX) and word in names), "")
    is_count = o.value is not None and o.value.unit in ALIKE
    if action in LEVEL or (action in CARRIED_OUT and not is_count):
        return ""
    return names.get(action, action)


def unit_of(unit: str | None) -> str:
    """The unit, one for all counters that reports use alike: 家, 个 and 户; nothing for a bare number."""
    return ALIKE.get(unit, unit) if unit else ""


def _year_before(day: date) -> date:
    """The same day a year before; the last of February stays the last."""
    if day.month == 2 and (day + timedelta(days=1)).day == 1:
        return day.replace(year=day.year - 1, month=3, day=1) - timedelta(days=1)
    return day.replace(year=day.year - 1)
