"""When, where, planned or achieved: what an observation takes from its sentence and from the document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kuji_ie.assemble.facts import Fact
from kuji_ie.dating import resolve
from kuji_ie.document import Context, Section
from kuji_ie.models import Period, Place, Rank, Status
from kuji_ie.periods import Interval, PeriodKind, PeriodMention
from kuji_ie.regions import Region, RegionTable
from kuji_ie.rules.rule import Reading, Vocabulary
from kuji_ie.words import TOWN

# 力争, 预计; 计划新建, not 建设计划; 将达到, 届时突破; 拟认定, not 模拟; 争取达到, not 已争取. Each branch begins with its
# word, so that the engine passes over all others; what must not stand before is looked for behind it.
AHEAD = "(?=再|新|达到?|突破|实现|完成|建成|超|增至|继续|力争|引进|建设|投入|[^,。;]{0,6}将)"
PLAN = (
    "(?:<plan.cue>"
    "|计划(?:(?<=[,。;:、年月期度并还内]计划)|(?<=^计划))(?![,。;、”书项]|总?投资|总额)"
    f"|将{AHEAD}|届时{AHEAD}"
    "|拟(?<![模虚草]拟)(?![定合态人物议制办稿题])"
    "|争取(?<![已共计极]争取)(?:在|于|让|把|将|用)?(?=<verb.strong>|新认定|新建|全年|年内|今年|率先|早日|尽快|如期|超额|提前|继续|达到|完成))"
)
DONE = re.compile(r"已经?(?!列入)|目前|截至|截止|累计|完成了|上年|去年|成功")
AGAIN = re.compile(r"[,、;](?:目前|现?已|全年完成|实际)")
VAGUE_AHEAD = re.compile(r"[力争确保][^,。;]{0,2}[一二三四五六七八九十两0-9]{1,3}年内|下一步|接下来|下一阶段")
STOCKS = frozenset(("拥有", "有效", "现有", "共有", "保有", "达到", "在孵", "在谈", "在建", "建有"))
FLOWS = re.compile("累计|新增|年均|共(?!有)|净增|先后|历年")
GOALS = ("目标", "目标是", "目标为", "目标:")
PROMISE = re.compile(r"今年,?[^。;]{0,8}(?:将|要|计划|力争|确保)")
GOAL = re.compile("预期目标")  # of a work report: for the year in which it is given
PARAGRAPH = 5000  # characters in which a time that opens a paragraph is looked for
CLAUSE = frozenset(",;:。!?\n(、")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of planning (力争, 预计, 主要预期目标是) and where it ends; a goal holds behind ; too."""

    end: int
    is_goal: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a fact stands: its sentence, and the spans of the arguments, whose own times date nothing else."""

    start: int
    end: int
    inside: tuple[tuple[int, int], ...] = ()
    carried: PeriodMention | None = None  # the months that the sentence before was about
    cues: tuple[Cue, ...] = ()


class Placing:
    """Resolves status, period and region of facts, with one vocabulary and one table of regions."""

    def __init__(
        self, vocabulary: Vocabulary, regions: RegionTable, known: frozenset[str] = frozenset()
    ) -> None:
        compile_ = vocabulary.compile
        self._plan = compile_(PLAN)
        self._head = compile_("(?:{D}|<topic.skip>|<plan.cue>|<whole.region>|<link>|[,、“(到至截止从])*$")
        self._whole = compile_("<whole.region>")
        self._wide = compile_("(?:{D}|[,、])*(?P<region><region.wide>)")
        # 其中,城关镇新增…: a town that does something at the head of a clause
        self._town = compile_(rf"(?:其中,?|[,、。;:\s])*(?P<town>{TOWN.pattern})(?=<town.verb>)")
        self._known = known
        self._regions = regions

    # -- status

    def status(
        self, reading: Reading, context: Context, fact: Fact, spot: Spot, mention: PeriodMention | None
    ) -> tuple[Status, str]:
        """Whether a fact happened or is planned, by cue, date and section together.

        力争新认定350家 is a target, 拟认定120家 too; 完成年度目标任务的70% is actual wherever it stands.
        """
        if fact.action and fact.action.startswith("拟"):
            return "target", "the verb says what is planned"
        before = reading.text[spot.start : fact.first]
        if self._is_planned(reading, fact, spot):
            return "target", "a word of planning before it"
        if context.spoken and PROMISE.match(before):
            return "target", "promised for this year"
        section, years, year = context.section(fact.first), context.span(fact.first), context.anchor.year
        named = mention.year if mention is not None else None
        # 2024年工作要点: …。2023年,全市新认定高企38家
        is_done = DONE.search(before) is not None or (
            named is not None and year is not None and named <= year and section.period is not None
        )
        if years and year and years.start.year > year and not is_done:
            return "target", "a paragraph of plans"
        if mention is not None and mention.kind is PeriodKind.AHEAD:
            return "target", "a time to come"
        if self._is_ahead(mention, context) and (section.kind == "plan" or named is not None):
            return "target", "a time after the one reported on"
        if section.kind == "plan" and not is_done and fact.target is None:
            return "target", "a section of plans"
        return "actual", "nothing says that it is planned"

    def cues(self, reading: Reading, start: int, end: int) -> tuple[Cue, ...]:
        """The words of planning of a sentence: 力争…, 预计…; not 好于预期, 目标任务."""
        found = []
        text = reading.text[start:end]
        for match in self._plan.finditer(text):
            after, before = (
                text[match.end() : match.end() + 2],
                text[max(0, match.start() - 2) : match.start()],
            )
            if not after.startswith(("”", "任务")) and not before.endswith(("好于", "超出", "高于", "超")):
                found.append(Cue(start + match.end(), match.group().endswith(GOALS)))
        return tuple(found)

    @staticmethod
    def _is_planned(reading: Reading, fact: Fact, spot: Spot) -> bool:
        """Whether a word of planning stands before a fact that nothing done since has ended."""
        cues = [cue for cue in spot.cues if cue.end <= fact.first]
        if not cues:
            return False
        since = reading.text[cues[-1].end : fact.first]
        if ";" in since and len(cues) < 2 and not cues[-1].is_goal:
            return False
        return not AGAIN.search(since)

    @staticmethod
    def _is_ahead(mention: PeriodMention | None, context: Context) -> bool:
        year = context.anchor.year
        if mention is None or year is None:
            return False
        if mention.kind is PeriodKind.AHEAD:
            return True
        named = mention.year if mention.year is not None else year + (mention.shift or 0)
        return named > year

    # -- period

    def mention(self, reading: Reading, fact: Fact, spot: Spot) -> PeriodMention | None:
        """The time in force at a fact: in its own wording, else the last that opened a clause of the sentence."""
        starts = reading.period_starts
        limit = fact.value.end if fact.value else fact.first + 1
        movement = next((change for change in fact.changes if change.kind == "from_to"), None)
        if movement:
            limit = movement.end
        best: PeriodMention | None = None
        carried = spot.carried
        paragraph = reading.text.rfind("\n", max(0, spot.start - PARAGRAPH), spot.start) + 1
        opening = bisect_left(starts, paragraph)
        if opening < len(starts) and starts[opening] < spot.start and starts[opening] - paragraph < 12:
            mention = reading.periods[starts[opening]]
            if mention.kind in (PeriodKind.RANGE, PeriodKind.BACK) and not mention.is_base:
                best = mention  # 这五年,…: holds for the paragraph
        if carried is not None and best is None:
            best = carried
        for start in starts[bisect_left(starts, spot.start) : bisect_left(starts, min(limit, spot.end))]:
            mention = reading.periods[start]
            if mention.kind is PeriodKind.SAME and not (fact.low <= start < fact.first):
                continue
            own = fact.low <= start and (start < fact.first or movement is not None)
            if mention.is_base or (not own and self._within(spot.inside, start)):
                continue
            if own or self._opens(reading, spot, start):
                best = mention
        return best

    @staticmethod
    def _within(spans: Sequence[tuple[int, int]], position: int) -> bool:
        at = bisect_right(spans, (position, len(spans) + (1 << 60))) - 1
        return at >= 0 and spans[at][0] <= position < spans[at][1]

    def _opens(self, reading: Reading, spot: Spot, start: int) -> bool:
        """Whether a time opens its clause and so holds for what follows; 荣获2022年度… does not."""
        low = max(spot.start, start - 12)
        clause = max((reading.text.rfind(mark, low, start) for mark in CLAUSE), default=-1) + 1
        return self._head.match(reading.marked, max(clause, low), start) is not None and (
            clause > low or low == spot.start or clause == low
        )

    def period(
        self, reading: Reading, context: Context, fact: Fact, spot: Spot, status: Status,
        mention: PeriodMention | None,
    ) -> tuple[Period | None, str]:  # fmt: skip
        """The span that a fact covers; None where the text does not let one know."""
        planned = status == "target"
        section = context.section(fact.first)
        if fact.year is not None:
            span = _period(None, date(fact.year, 1, 1), date(fact.year, 12, 31))
            return span, "its place in a series of years"
        vague = (
            VAGUE_AHEAD.search(reading.text, spot.start, fact.first) and planned and section.kind == "review"
        )
        mention = None if vague else mention
        goal = planned and context.spoken and GOAL.search(reading.text, spot.start, fact.first)
        if mention is None or (goal and mention.year is None):
            return self._understood(reading, context, section, fact, spot, planned)
        if (
            context.spoken
            and mention.shift is not None
            and mention.kind in (PeriodKind.YEAR, PeriodKind.PART)
        ):
            mention = replace(mention, year=context.spoken + mention.shift, shift=None)
        current = self._current(reading, context, mention, spot)
        found = resolve(mention, context.anchor, planned=planned and section.kind == "plan", current=current)
        if found is None:
            return None, f"{mention.text} cannot be dated"
        until = context.anchor.period
        if mention.text.endswith("以来") and until and found.start < until.end < found.end:
            found = Interval(found.start, until.end)
        return _period(mention.text, *self._ends(reading, found, fact)), f"{mention.text} in force"

    @staticmethod
    def _ends(reading: Reading, span: Interval, fact: Fact) -> tuple[date, date]:
        """A level reached over several years has the last of them; a flow or an average has all."""
        start, end = span.start, span.end
        if end.year - start.year < 2 or (fact.value is None and not fact.ranks):
            return start, end
        moved = any(change.kind == "from_to" for change in fact.changes)
        flow = fact.action is not None and fact.action not in STOCKS
        flow = flow or FLOWS.search(reading.text, fact.low, fact.first + 1) is not None
        return (start, end) if flow and not moved else (start.replace(year=end.year), end)

    def _current(
        self, reading: Reading, context: Context, mention: PeriodMention, spot: Spot
    ) -> Interval | None:
        """The span in force before a mention, which 去年同期 refers to."""
        starts = reading.period_starts
        for start in reversed(starts[bisect_left(starts, spot.start) : bisect_left(starts, mention.start)]):
            before = reading.periods[start]
            if not before.is_base:
                return resolve(before, context.anchor)
        return None

    @staticmethod
    def _understood(
        reading: Reading, context: Context, section: Section, fact: Fact, spot: Spot, planned: bool
    ) -> tuple[Period | None, str]:
        """Without a word of time: a plan has the time of its section, what is reported that of the report."""
        year = context.anchor.plan_year
        if planned and context.spoken and year and GOAL.search(reading.text, spot.start, fact.first):
            return _period(
                None, date(year, 1, 1), date(year, 12, 31)
            ), "a goal for the year of the work report"
        years = context.span(fact.first)
        if planned and years and context.anchor.year and years.start.year > context.anchor.year:
            return _period(None, years.start, years.end), "the time that the paragraphs speak of"
        if planned and section.kind == "plan":
            found, because = context.span(fact.first) or section.period, "the time of the section of plans"
        elif planned and VAGUE_AHEAD.search(reading.text, spot.start, fact.first):
            found, because = None, "planned, without a time"
        else:
            found, because = context.anchor.period, "the period of the document"
            if years and not planned:
                span = _period(None, *Placing._ends(reading, years, fact))
                return span, "the years that the paragraph speaks of"
        return (_period(None, found.start, found.end), because) if found else (None, because)

    def carried(
        self, reading: Reading, context: Context, before: Spot | None, start: int
    ) -> PeriodMention | None:
        """The months of the sentence before, which hold for the next one of the paragraph (1-7月,…。其中,出口…).

        Only in a text that is about a year as far as one knows: a half-year report speaks of the half year again.
        """
        span = context.anchor.period
        if before is None or span is None or (span.end.month - span.start.month) != 11:
            return None
        if "\n" in reading.text[before.end : start] or reading.text[before.end - 1] == "\n":
            return None
        starts = reading.period_starts
        last = before.carried
        for at in starts[bisect_left(starts, before.start) : bisect_left(starts, before.end)]:
            mention = reading.periods[at]
            if (
                not mention.is_base
                and not self._within(before.inside, at)
                and self._opens(reading, before, at)
            ):
                last = mention if mention.kind is PeriodKind.PART else None
        return last

    # -- region

    def region(self, reading: Reading, context: Context, fact: Fact) -> tuple[Place | None, str]:
        """The region of a fact: named at the head of its own wording, else the reporting one."""
        body = context.section(fact.first).region or context.region
        year = context.anchor.year
        place = fact.place or self._named(reading, fact, body, year)
        if place:
            text = reading.text[place[0] : place[1]]
            region = self._regions.resolve(text, body, year)
            return as_place(region, reading.cleaned.span(*place).text), f"{text} at the head of its clause"
        return (as_place(body, None) if body else None), "the reporting body"

    def scoped(self, rank: Rank, context: Context, fact: Fact) -> Rank:
        """A rank with its scope resolved: 杭州 is 杭州市, 330100; 全省县级市 stays as it stands."""
        if rank.scope is None or rank.scope.text is None:
            return rank
        body = context.section(fact.first).region or context.region
        region = self._regions.resolve(rank.scope.text, body, context.anchor.year)
        return replace(rank, scope=as_place(region, rank.scope.text)) if region.code else rank

    def _named(
        self, reading: Reading, fact: Fact, body: Region | None, year: int | None
    ) -> tuple[int, int] | None:
        """全市, 鄞州区, 我省 at the head of the wording; 杭州市级研发机构 and 浙江省科学技术奖 name no region of the fact."""
        low, high = fact.low, max(fact.start, min(fact.first, fact.end))
        for match in self._whole.finditer(reading.marked, low, max(fact.start, min(fact.first, low + 20))):
            follows = reading.text[match.end() : match.end() + 1]
            if reading.text[match.start() - 1 : match.start()] in ("与", "比", "较", "同"):
                return None
            if follows != "级" and self._head.match(reading.marked, low, match.start()):
                return match.span()
        if high - low < 3:
            return None
        wide = self._wide.match(reading.marked, low)
        if wide and reading.text[wide.end() : fact.end] in self._known:
            return wide.span("region")
        town = self._town.match(reading.text, low, min(high, low + 12))
        if town:
            return town.span("town")
        for mention in self._regions.find(reading.text[low:high]):
            start, end = low + mention.start, low + mention.end
            if reading.text[end : end + 1] in ("级", "“") or not self._head.match(reading.marked, low, start):
                return None
            region = self._regions.resolve(mention.text, body, year)
            above = body is not None and region.code in {
                parent.code for parent in self._regions.parents(body)
            }
            return None if above else (start, end)
        return None


@lru_cache(maxsize=4096)
def _period(text: str | None, start: date, end: date) -> Period:
    """A period; one object for all observations that have the same."""
    return Period(text, start, end)


@lru_cache(maxsize=4096)  # a report has a few, each in a hundred observations
def as_place(region: Region, text: str | None) -> Place:
    """A resolved region as the result shows it."""
    return Place(text, region.name, region.code)
