"""From facts of the cleaned text to observations of the text as it was passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any, get_args

from kuji_ie.assemble.facts import Fact, Note
from kuji_ie.context import Placing, Spot
from kuji_ie.document import Context
from kuji_ie.linking import MetricLinker
from kuji_ie.models import Change, Evidence, Link, Metric, Observation, Period, Place, Sentence
from kuji_ie.rules.rule import Argument, Reading
from kuji_ie.spans import Cleaned

PART_OF = "占"  # R&D经费投入207.96亿元,占GDP比重为9.52%: the share of the metric before


class Observer:
    """Gives each fact its status, period, region and id, and the offsets of the original text."""

    def __init__(self, placing: Placing, linker: MetricLinker) -> None:
        self._placing = placing
        self._linker = linker

    def observe(
        self, reading: Reading, context: Context, facts: Sequence[tuple[Fact, Spot]]
    ) -> list[Observation]:
        """The observations of facts that are in the order of the text, each with the sentence it stands in."""
        ids = {id(fact): f"o{number}" for number, (fact, _) in enumerate(facts, 1)}
        observations: list[Observation] = []
        place, sentence = (0, 0), Sentence(0, 0)
        for fact, spot in facts:
            if place != (spot.start, spot.end):
                place = spot.start, spot.end
                sentence = Sentence(*reading.cleaned.limits(*place))
            before = observations[-1] if observations and observations[-1].sentence is sentence else None
            observations.append(self._observation(reading, context, fact, spot, sentence, ids, before))
        return observations

    def _observation(
        self, reading: Reading, context: Context, fact: Fact, spot: Spot, sentence: Sentence,
        ids: dict[int, str], before: Observation | None,
    ) -> Observation:  # fmt: skip
        """The observation of a fact; `before` is the one before it in the sentence."""
        cleaned, placing = reading.cleaned, self._placing
        wording = cleaned.text[fact.start : fact.end]
        span = cleaned.span(fact.start, fact.start + len(wording.rstrip()))  # PCT 120件
        mention = placing.mention(reading, fact, spot)
        status, why_status = placing.status(reading, context, fact, spot, mention)
        period, why_period = placing.period(reading, context, fact, spot, status, mention)
        region, why_region = placing.region(reading, context, fact)
        notes = [_evidence(cleaned, note) for note in fact.notes]
        notes += (_said("status", why_status), _said("period", why_period), _said("region", why_region))
        name = _without_place(fact.name.strip(), region)
        link = self._link(name, fact, context, before)
        if link is not None:
            notes.append(_said("id", f"{link.id}, {link}"))
        return Observation(
            ids[id(fact)],
            Metric(span.text, span.start, span.end, name, link.id if link else None, fact.action, link),
            sentence,
            fact.value and _original(cleaned, fact.value),
            tuple([_original(cleaned, change) for change in _over(fact.changes, period)]),
            tuple([_original(cleaned, gap) for gap in fact.gaps]),
            tuple([_original(cleaned, placing.scoped(rank, context, fact)) for rank in fact.ranks]),
            fact.share and _original(cleaned, fact.share),
            fact.target and _original(cleaned, fact.target),
            status,
            period,
            region,
            cleaned.span(*fact.subject) if fact.subject else None,
            ids.get(id(fact.whole)) if fact.whole else None,
            tuple(notes),
        )

    def _link(self, name: str, fact: Fact, context: Context, before: Observation | None) -> Link | None:
        """The way to the canonical id of a metric, where the lexicon has one.

        占GDP比重 behind the metric of the same sentence that has that share is found with it.
        """
        unit = fact.value.unit if fact.value else None
        link = self._linker.link(name, fact.text, fact.action, context.region, unit)
        if link is None and before and name.startswith(PART_OF):
            return self._linker.share(before.metric.name, name, context.region)
        return link


@lru_cache(maxsize=1024)  # 11,000 of them stand in ten reports, of a few kinds
def _said(field: str, because: str) -> Evidence:
    """A reason without a place."""
    return Evidence(field, because)


def _without_place(name: str, region: Place | None) -> str:
    """鄞州区技术交易额, of 鄞州区, is called 技术交易额."""
    rest = name.removeprefix(region.text) if region and region.text else name
    return rest if len(rest) > 1 and not rest.startswith("级") else name


def _evidence(cleaned: Cleaned, note: Note) -> Evidence:
    start, end = cleaned.limits(note.start, note.end)
    return Evidence(note.field, note.because, cleaned.original[start:end], start, end)


def _over(changes: Sequence[Change], period: Period | None) -> list[Change]:
    """五年来…增长5.1倍: over a span of years a bare movement is no year-on-year one."""
    if period is None or period.end.year == period.start.year:
        return list(changes)
    plain = [
        change.kind == "yoy" and change.against is None and "同比" not in change.text for change in changes
    ]
    return [replace(c, kind="period") if bare else c for c, bare in zip(changes, plain, strict=True)]


# The fields behind text, start and end: `dataclasses.replace`, which asks for them anew, takes five times as long.
_BESIDE_PLACE: dict[type[Any], Callable[[Argument], tuple[Any, ...]]] = {
    cls: attrgetter(*(field.name for field in fields(cls)[3:])) for cls in get_args(Argument)
}


def _original(cleaned: Cleaned, item: Argument) -> Any:
    """An argument with the offsets of the text as it was passed."""
    start, end = cleaned.limits(item.start, item.end)
    cls: type[Any] = type(item)
    return cls(cleaned.original[start:end], start, end, *_BESIDE_PLACE[cls](item))
