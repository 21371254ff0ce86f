"""Targets: what was to be reached, and how the observation stands against it."""

from __future__ import annotations

from decimal import Decimal

from kuji_ie.models import Outcome, Quantity, Target
from kuji_ie.rules.rule import Candidate, Found, Rule

COMPLETE = Decimal(100)


def outcome(rate: Decimal | None, said: Outcome) -> Outcome:
    """How an observation stands at a rate of completion: 70 is progress, 126 exceeded; without a rate as `said`."""
    if rate is None or said == "missed":
        return said
    return "progress" if rate < COMPLETE else "met" if rate == COMPLETE else "exceeded"


def _candidate(found: Found, amount: Quantity | None, rate: Quantity | None, said: Outcome) -> Candidate:
    percent = rate.amount if rate and rate.unit == "%" else None
    target = Target(
        found.text, found.start, found.end, amount.amount if amount else None, amount.unit if amount else None, percent,
        outcome(percent, said),
    )  # fmt: skip
    spread = "all" if "均" in found.text else None
    return Candidate(found.start, found.end, target, found.rule.name, spread=spread)


def completed(found: Found) -> Candidate | None:
    """完成市对区新认定375家考核任务 → 375 家, met; 完成全年任务的70% → rate 70, progress."""
    amount, rate = found.quantity("amount") or found.quantity("stated"), found.quantity("rate")
    if not (amount or rate or found.group("time")):
        return None
    said: Outcome = "missed" if found.group("missed") else "exceeded" if found.group("exceeded") else "met"
    candidate = _candidate(found, amount, rate, said)
    return candidate._replace(spread="each") if rate and "分别" in found.text else candidate


def rated(found: Found) -> Candidate | None:
    """目标完成率140% → rate 140, exceeded; 占全年目标任务的82.4% → rate 82.4, progress."""
    rate = found.quantity("rate")
    if not rate or rate.unit != "%":
        return None
    candidate = _candidate(found, found.quantity("stated"), rate, "met")
    return candidate._replace(spread="each") if "分别" in found.text else candidate


def compared(found: Found) -> Candidate | None:
    """年度目标50家,实际完成63家,完成率126% → 50 家, rate 126, exceeded, and the level 63家."""
    amount, done, rate = found.quantity("amount"), found.quantity("done"), found.quantity("rate")
    if not amount or not done or amount.unit != done.unit:
        return None
    said: Outcome = (
        "exceeded" if done.amount > amount.amount else "met" if done.amount == amount.amount else "missed"
    )
    candidate = _candidate(found, amount, rate, said)
    return Candidate(candidate.start, candidate.end, candidate.argument, candidate.rule, value=done)


def bracketed(found: Found) -> Candidate | None:
    """8.9亿元(任务8亿元) → 8 亿元, exceeded by the value before the bracket."""
    amount, done = found.quantity("amount"), found.quantity("done")
    if not amount or not done or amount.unit != done.unit:
        return None
    start, end = found.match.start(), amount.end
    rate = done.amount / amount.amount * COMPLETE if amount.amount else None
    target = Target(
        found.reading.text[start:end], start, end, amount.amount, amount.unit, outcome=outcome(rate, "met")
    )
    return Candidate(start, end, target, found.rule.name)


def completed_within(found: Found) -> Candidate | None:
    """低于4.5%的年度控制目标 → 4.5 %, met."""
    amount = found.quantity("amount")
    if amount is None or not (found.left or amount.text.startswith(("低于", "不高于", "不超过", "不到"))):
        return None
    return _candidate(found, amount, None, "met")


def failed(found: Found) -> Candidate | None:
    """年度目标未完成 → missed."""
    return _candidate(found, None, None, "missed")


BODY = "[^,。;:!?\n\ue000\ue002]{0,16}?"

COMPLETED = Rule(
    name="完成<target>任务",
    opens="<target.exceeded>|<target.missed>|<target.met>",
    before="(?:提前(?:{D}|{Q}|[一两三四五半]年|[一两三]个(?:季度|月))?|如期|圆满|全面|顺利|均|已|均已|分别){0,4}",
    pattern=(
        "(?:(?P<exceeded>(?!超过)<target.exceeded>)|(?P<missed><target.missed>)|(?P<met><target.met>))了?"
        f"(?P<time>(?:<target.time>|{{D}}){{1,3}})?{BODY}(?:(?P<amount>{{Q}})(?![(\ue001]){BODY})?<target.noun>(?:数)?"
        r"(?:\(?(?P<stated>{Q})\)?)?(?:的(?P<rate>{R}))?"
        "(?=[,。;:!?、)\n]|(?:和|及|以及){R}|$)"
    ),
    build=completed,
    examples={
        "完成市对区新认定375家考核任务": "375家 met",
        "超额完成市对区新认定350家考核任务": "350家 exceeded",
        "完成全年任务的70%": "rate 70 progress",
        "未完成市下达60家的目标任务": "60家 missed",
        "完成全年12万平方米任务的71.7%": "120000平方米 rate 71.7 progress",
        "提前完成“十四五”规划目标": "met",
        "分别完成全年任务的108%": "rate 108 exceeded",
    },
    counter_examples=("完成技术交易额14.4亿元", "完成国家重点研发计划项目12项"),
    seen_in="滨江区, 2020",
)
RATE = Rule(
    name="完成率<rate>",
    opens="<target.rate>",
    pattern="<target.rate>(?:分别)?(?:仅|只)?(?:达到|达|为|是|约)?(?P<rate>{R})",
    build=rated,
    examples={"目标完成率140%": "rate 140 exceeded", "完成率95%": "rate 95 progress"},
    counter_examples=("覆盖率达71.5%",),
    seen_in="永川区, 2023",
)
PART_OF_TARGET = Rule(
    name="占目标的<rate>",
    pattern="(?:占|达到?|为|相当于)(?:<target.time>|{D}){0,3}(?:(?<=[度年定达])[^,。;:!?\n\ue000\ue002]{0,6}?)?(?:<target.noun>){1,2}(?:数|值|额)?(?:\\(?(?P<stated>{Q})\\)?)?的(?P<rate>{R})",
    build=rated,
    examples={"占全年目标任务的82.4%": "rate 82.4 progress"},
    counter_examples=("占全市工业税收的52.4%",),
    seen_in="永川区, 2023",
)
COMPARED = Rule(
    name="目标<a>,实际完成<b>",
    opens="市下达|省下达|区下达|县下达|上级下达|<target.time>|{D}|<target.set>",
    pattern=(
        "(?:(?:市|省|区|县|上级)下达(?:的)?)?(?:<target.time>|{D}){0,2}<target.set>(?:数)?(?:为|是)?(?P<amount>{Q})[,、;]"
        "(?:截至|截止|全年|年度|目前|当年|{D}|,){0,5}(?:实际|已|现已|累计){0,3}"
        "(?:完成|达到?|实现|净增|<verb.trailing>)(?:了)?(?P<done>{Q})(?:[,、](?:<target.rate>)(?:达到?|为)?(?P<rate>{R}))?"
        "(?:[,、](?:超额完成|超额|超出?|缺口|缺|短|差){Q})?"
    ),
    build=compared,
    examples={"年度目标50家,实际完成63家,完成率126%": "50家 rate 126 exceeded"},
    counter_examples=("年度目标50家,力争60家",),
    seen_in="偃师区, 2022",
)
FAILED = Rule(
    name="目标未完成",
    opens="<target.time>|{D}",
    pattern="(?:<target.time>|{D}){1,3}<target.noun>(?:尚|均|都|仍)?(?:未|没有|没能|未能)(?:能)?(?:完成|达到|实现|达成)",
    build=failed,
    examples={"年度目标未完成": "missed"},
    counter_examples=("目标任务圆满完成",),
    seen_in="滨江区, 2023",
)

BEYOND = Rule(
    name="高于<target>任务",
    opens="高于|超过|超出|大于",
    pattern=f"(?:高于|超过|超出|大于){BODY}(?P<amount>{{Q}})(?:的)?{BODY}(?:任务|目标|计划)(?:数|值)?(?=[,。;:!?、)\n]|$)",
    build=lambda found: _candidate(found, found.quantity("amount"), None, "exceeded"),
    examples={"高于国家下达的7326万亩保护任务": "73260000亩 exceeded"},
    counter_examples=("高于全省平均3.2件",),
    seen_in="land reports",
)
WITHIN = Rule(
    name="低于<target>的目标",
    pattern=f"(?P<amount>{{Q}})(?:以内)?的{BODY}(?:控制)?(?:目标|任务|计划)(?:值|数)?(?=[,。;:!?、)\n]|$)",
    before="(?P<below>控制在|优于|好于)",
    build=completed_within,
    examples={"低于4.5%的年度控制目标": "4.5% met"},
    counter_examples=("实现增长5%的目标",),
    seen_in="labour bulletins",
)

BRACKETED = Rule(
    name="(任务<amount>)",
    opens="<target.time>|{D}|<target.noun>",
    before="(?P<done>{Q})[(]",
    pattern="(?:<target.time>|{D}){0,2}<target.noun>(?:数|值)?(?:为|是|:)?(?P<amount>{Q})(?=[),;])",
    build=bracketed,
    examples={
        "8.9亿元(任务8亿元)": "800000000元 exceeded",
        "42.3亿元(年度目标50亿元)": "5000000000元 progress",
    },
    counter_examples=("12项(任务书12份)", "年度任务8亿元"),
    seen_in="county bulletins",
)

RULES = (BRACKETED, BEYOND, WITHIN, COMPARED, COMPLETED, PART_OF_TARGET, RATE, FAILED)
