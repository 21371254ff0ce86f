"""Checks of a report against itself: does what it says add up?

A family of checks a module; each check is a `Check` with its code, its tolerance, examples and counter-examples. None
looks anything up outside the report, and each is silent where the wording leaves a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from kuji_ie.checks import moves, parts, repeats, scale, targets
from kuji_ie.checks.check import Check, Report
from kuji_ie.models import Finding, Observation

CHECKS: tuple[Check, ...] = (
    *moves.CHECKS, *parts.CHECKS, *targets.CHECKS, *repeats.CHECKS, *scale.CHECKS
)  # fmt: skip


def find_findings(text: str, observations: Sequence[Observation]) -> tuple[Finding, ...]:
    """What does not add up among the observations of `text`, in its order.

    从-5.7%提升到3.6%,提升9个百分点 gives one finding, `move-size`: `从-5.7%提升到3.6% is a move of 9.3 个百分点, not 9`.
    Offsets are those of `text`. Raises nothing; a report without contradictions gives none.
    """
    report = Report.of(text, observations)
    found = [finding for check in CHECKS for finding in check.find(report)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.code)))
