"""Shares: the part of a larger whole."""

from __future__ import annotations

from kuji_ie.models import Share
from kuji_ie.rules.rule import Candidate, Found, Rule


def share(found: Found) -> Candidate | None:
    """占杭州市四分之一 → 25 % of 杭州市. 占GDP比重为9.52% is a metric of that name, not a share."""
    size = found.quantity()
    if not size or size.unit != "%":
        return None
    whole = (found.group("of") or "").rstrip("的") or None
    item = Share(found.text, found.start, found.end, size.amount, "%", whole)
    spread = "each" if "分别" in found.text else None
    return Candidate(found.start, found.end, item, found.rule.name, spread=spread)


SHARE = Rule(
    name="占<whole><part>",
    before="(?:约|合计|共|均|分别|仅|已){0,2}",
    pattern=(
        "(?:占据|占到|占)(?:了)?(?!比|地)"
        "(?P<of>(?:(?!比重|比例|占比|份额|的比|任务|目标|{Q})[^,。;:!?\n\ue000\ue002]){0,20})"
        r"(?:\({Q}\))?(?:的)?(?:约|近)?(?P<q>{R})"
    ),
    build=share,
    examples={
        "占杭州市四分之一": "25% 杭州市",
        "占全省总量不足2%": "2% 全省总量",
        "约占全省的五分之一": "20% 全省",
    },
    counter_examples=("R&D经费支出占GDP比重达到2%", "占规上工业总产值的比重为46.2%", "占全年目标任务的82.4%"),
    seen_in="滨江区, 2020",
)

RULES = (SHARE,)
