"""From facts of the cleaned text to observations of the text as it was passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kuji_ie.assemble.facts import Fact, Note
from kuji_ie.context import Placing, Spot
from kuji_ie.document import Context
from kuji_ie.linking import MetricLinker
from kuji_ie.models import Change, Evidence, Link, Metric, Observation, Period, Place, Sentence
from kuji_ie.rules.rule import Reading
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
        for fact, spot in facts:
            observation = self._observation(reading, context, fact, spot, ids)
            before = observations[-1] if observations else None
            observations.append(self._linked(observation, fact, context, before))
        return observations

    def _observation(
        self, reading: Reading, context: Context, fact: Fact, spot: Spot, ids: dict[int, str]
    ) -> Observation:
        cleaned, placing = reading.cleaned, self._placing
        wording = cleaned.text[fact.start : fact.end]
        span = cleaned.span(fact.start, fact.start + len(wording.rstrip()))  # PCT 120件
        status, why_status = placing.status(reading, context, fact, spot)
        period, why_period = placing.period(reading, context, fact, spot, status)
        region, why_region = placing.region(reading, context, fact)
        notes = [_evidence(cleaned, note) for note in fact.notes]
        notes += [
            Evidence("status", why_status),
            Evidence("period", why_period),
            Evidence("region", why_region),
        ]
        return Observation(
            id=ids[id(fact)],
            metric=Metric(
                span.text, span.start, span.end, _without_place(fact.name.strip(), region), None, fact.action
            ),
            sentence=Sentence(*cleaned.limits(spot.start, spot.end)),
            value=_original(cleaned, fact.value),
            changes=tuple(_original(cleaned, change) for change in _over(fact.changes, period)),
            gaps=tuple(_original(cleaned, gap) for gap in fact.gaps),
            ranks=tuple(_original(cleaned, placing.scoped(rank, context, fact)) for rank in fact.ranks),
            share=_original(cleaned, fact.share),
            target=_original(cleaned, fact.target),
            status=status,
            period=period,
            region=region,
            subject=cleaned.span(*fact.subject) if fact.subject else None,
            part_of=ids.get(id(fact.whole)) if fact.whole else None,
            evidence=tuple(notes),
        )

    def _linked(
        self, observation: Observation, fact: Fact, context: Context, before: Observation | None
    ) -> Observation:
        """The observation with the canonical id of its metric, where the lexicon has one."""
        metric, home = observation.metric, context.region
        unit = observation.value.unit if observation.value else None
        link = self._linker.link(metric.name, fact.text, metric.action, home, unit)
        if link is None and metric.name.startswith(PART_OF) and before:
            link = self._share(observation, before, context)
        if link is None:
            return observation
        note = Evidence("id", f"{link.id}, {link}")
        return replace(
            observation,
            metric=replace(metric, id=link.id, link=link),
            evidence=(*observation.evidence, note),
        )

    def _share(self, observation: Observation, before: Observation, context: Context) -> Link | None:
        """The link of 占GDP比重 behind the metric of the same sentence that has that share."""
        if before.sentence != observation.sentence:
            return None
        return self._linker.share(before.metric.name, observation.metric.name, context.region)


def _without_place(name: str, region: Place | None) -> str:
    """鄞州区技术交易额, of 鄞州区, is called 技术交易额."""
    rest = name.removeprefix(region.text) if region and region.text else name
    return rest if len(rest) > 1 and not rest.startswith("级") else name


def _evidence(cleaned: Cleaned, note: Note) -> Evidence:
    span = cleaned.span(note.start, note.end)
    return Evidence(note.field, note.because, span.text, span.start, span.end)


def _over(changes: Sequence[Change], period: Period | None) -> list[Change]:
    """五年来…增长5.1倍: over a span of years a bare movement is no year-on-year one."""
    if period is None or period.end.year == period.start.year:
        return list(changes)
    plain = [
        change.kind == "yoy" and change.against is None and "同比" not in change.text for change in changes
    ]
    return [replace(c, kind="period") if bare else c for c, bare in zip(changes, plain, strict=True)]


def _original(cleaned: Cleaned, item: Any) -> Any:
    """An argument with the offsets of the text as it was passed."""
    if item is None:
        return None
    start, end = cleaned.limits(item.start, item.end)
    return replace(item, text=cleaned.original[start:end], start=start, end=end)
