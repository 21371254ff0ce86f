"""Changes: movements of a value, or of its growth, against another time."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from kuji_ie.models import Change, ChangeKind, Direction, Of
from kuji_ie.rules.atoms import COUNT, RATE, RATES
from kuji_ie.rules.rule import Candidate, Found, Rule

MULTIPLE_NAME = "是<base>的<n>倍"
YEAR_ON_YEAR = re.compile(r"同比|去年|上年|上一年|前一年|上一年度")
MONTH_ON_MONTH = re.compile(r"环比|上月|上个月|上季度|上个季度|上一季度|上期")
OTHER_TIME = re.compile(r"年均|累计|[一二三四五六七八九十两]年|年初|[年度]底|[年度]末|期初|半年|前三季度|[一二三四]季度|[0-9]月|规划|[“”]|[年届]前|之前|以前|此前|前年|两年平均|[0-9]{4}")  # fmt: skip


def change_kind(wording: str, base: str | None) -> ChangeKind:
    """The kind of a movement from its wording: 环比增长6.7% is mom, 比上年底增加1386件 period, 增长9.7% yoy."""
    said = base or wording
    if MONTH_ON_MONTH.search(said):
        return "mom"
    if re.search(r"[上去]年[底末]", said):
        return "period"
    if YEAR_ON_YEAR.search(said):
        return "yoy"
    return "period" if OTHER_TIME.search(said) else "yoy"


def _direction(verb: str, negative: bool, down: str) -> Direction:
    falls = bool(down) != negative
    return "down" if falls else "up"


def move(found: Found) -> Candidate | None:
    """比上年下降7.4% → down 7.4 % yoy; 降幅比上半年收窄4.2个百分点 → up, of growth."""
    size = found.quantity()
    if not size:
        return None
    base, noun, verb = found.group("base"), found.group("noun"), found.group("verb") or ""
    counted = size.unit not in RATES
    if size.unit == "位" or (
        verb in ("多", "少", "快", "减", "增") and not base and counted and "同比" not in found.text
    ):
        return None
    direction = _direction(verb, size.amount < 0, found.group("down") or "")
    of: Of = "growth" if noun or verb in ("加快", "放缓", "收窄", "多增", "少增") else "value"
    if noun and found.group("falling"):
        direction = "up" if verb in ("收窄", "缩小", "回落") or found.group("down") else "down"
    elif verb in ("收窄",):
        direction = "up"
    change = Change(
        found.text, found.start, found.end, change_kind(found.text, base), direction, abs(size.amount), size.unit,
        upper=size.upper, bound=size.bound, against=base, of=of,
    )  # fmt: skip
    row = found.reading.marked.startswith(("、" + COUNT, "、" + RATE), found.end)
    spread = "each" if "分别" in found.text or row else None
    return Candidate(found.start, found.end, change, found.rule.name, spread=spread)


def growth_noun(found: Found) -> Candidate | None:
    """增幅3.8% → up 3.8 % yoy; 降幅达22.6% → down."""
    size = found.quantity()
    if not size or size.unit not in RATES:
        return None
    base = found.group("base")
    direction = _direction("", size.amount < 0, found.group("falling") or "")
    change = Change(
        found.text, found.start, found.end, change_kind(found.text, base), direction, abs(size.amount), size.unit,
        upper=size.upper, bound=size.bound, against=base,
    )  # fmt: skip
    spread = "each" if "分别" in found.text else None
    return Candidate(found.start, found.end, change, found.rule.name, spread=spread, noun=found.group("noun"))


def signed(found: Found) -> Candidate | None:
    """29.6亿元(+13.4%) → up 13.4 % yoy; (-2.1%) → down. A bracket without a sign is a value."""
    size = found.quantity()
    if not size or not size.text.startswith(("+", "-")):
        return None
    start, end = (found.start if found.left else size.start), size.end
    direction: Direction = "down" if size.amount < 0 else "up"
    kind = change_kind(found.text, None)
    change = Change(found.reading.text[start:end], start, end, kind, direction, abs(size.amount), size.unit)
    return Candidate(start, end, change, found.rule.name)


def multiple(found: Found) -> Candidate | None:
    """是2018年的2.8倍 → up 1.8 倍 against 2018年: the size of the move, as annotated."""
    size, base = found.quantity(), found.group("base")
    if not size or size.unit != "倍":
        return None
    amount = size.amount - 1
    change = Change(
        found.text, found.start, found.end, change_kind(found.text, base), "up" if amount >= 0 else "down", abs(amount),
        "倍", bound=size.bound, against=base,
    )  # fmt: skip
    spread = "each" if "分别" in found.text else None
    return Candidate(found.start, found.end, change, found.rule.name, spread=spread)


TIMES = {"一": 1, "1": 1, "近一": 1, "两": 3, "2": 3, "二": 3, "三": 7, "3": 7}


def doubling(found: Found) -> Candidate | None:
    """翻了两番 → up 3 倍; 实现翻番 → up 1 倍, against the time named before."""
    amount = Decimal(TIMES[found.group("n") or "一"])
    base = found.group("base")
    kind: ChangeKind = change_kind(found.text, base) if base or "同比" in found.text else "period"
    more = (found.group("more") or "").strip()
    change = Change(
        found.text,
        found.start,
        found.end,
        kind,
        "up",
        amount,
        "倍",
        bound="over" if more else "exact",
        against=base,
    )
    return Candidate(found.start, found.end, change, found.rule.name)


def flat(found: Found) -> Candidate | None:
    """与上年持平 → flat, amount None; 与全省平均持平 is none (no time)."""
    base = found.group("base")
    if not base and not found.group("alike"):
        return None
    change = Change(found.text, found.start, found.end, change_kind(found.text, base), "flat", against=base)
    return Candidate(found.start, found.end, change, found.rule.name)


def from_to(found: Found) -> Candidate | None:
    """从8%提升至15% → from 8 to 15 %, and the level 15%; 由12份精简为5份 goes down."""
    first, last = found.quantity("first"), found.quantity("last")
    if not first or not last or (first.unit and last.unit and first.unit != last.unit):
        return None
    unit = last.unit or first.unit
    direction: Direction = (
        "up" if last.amount > first.amount else "down" if last.amount < first.amount else "flat"
    )
    change = Change(
        found.text,
        found.start,
        found.end,
        "from_to",
        direction,
        None,
        unit,
        from_=first.amount,
        to=last.amount,
    )
    return Candidate(found.start, found.end, change, found.rule.name, value=replace(last, unit=unit))


ADVERBS = "(?:<change.adverb>|{D}){0,4}"
NOUN = "(?P<noun>(?<!自然)(?:同比|年均|平均)?(?:<change.noun_up>|(?P<falling><change.noun_down>)))"

MOVE = Rule(
    name="<base><moves><size>",
    opens="<change.up>|<change.down>|<change.narrow>",
    before=f"(?:{NOUN}(?:虽|虽然|仍|也|又|已|再|则)?(?:同比)?)?(?:分别)?(?:{{BASE}})?{ADVERBS}",
    pattern="(?<!自然)(?P<verb><change.up>|(?P<down><change.down>)|<change.narrow>)(?:幅度|率)?(?:了|达到?|为|约)?(?P<q>{Q})",
    build=move,
    examples={
        "研发费用增长9.7%": "yoy up 9.7%",
        "比上年下降7.4%": "yoy down 7.4%",
        "环比增加4.2亿元": "mom up 420000000元",
        "降幅比上半年收窄4.2个百分点": "period up 4.2个百分点 growth",
        "三年年均增长28.1%": "period up 28.1%",
    },
    counter_examples=("高新技术产业增加值34.9亿元", "比第2名多52.4分", "全市排名上升5位", "自然增长率为2.1‰"),
    seen_in="annual reports of every province",
)

MOVE_WITH_BASE = Rule(
    name="<base>新增<size>",
    opens="<change.with_base>",
    before=f"(?P<said>{{BASE}}|同比|环比){ADVERBS}",
    pattern="(?P<verb><change.with_base>)(?:了|达)?(?P<q>{Q})",
    build=lambda found: move(found) if found.group("said") else None,
    examples={"较年初新增9.4亿元": "period up 940000000元"},
    counter_examples=("新增9.4亿元", "新增孵化面积7.79万平方米"),
    seen_in="bank and credit bulletins",
)

GROWTH_NOUN = Rule(
    name="增幅<size>",
    opens="同比|年均|平均|<change.noun_up>|<change.noun_down>",
    before=f"(?:{{BASE}})?{ADVERBS}",
    pattern=f"{NOUN}(?:分别|均)?(?:达到|达|为|是|约为|约|在|超过|超|保持在|稳定在|控制在|维持在|高达|仅为|仅|(?:收窄|扩大|回落|提高|提升|放缓|上升|下降|加快)(?:至|到))?[(]?(?P<q>{{R}})",
    build=growth_noun,
    examples={
        "增幅3.8%": "yoy up 3.8%",
        "降幅达22.6%": "yoy down 22.6%",
        "年均增幅达21.3%": "period up 21.3%",
    },
    counter_examples=("增速居杭州第3位", "增速高于规上工业增速2个百分点"),
    seen_in="越城区, 2020 half year",
)

SIGNED_BASE = Rule(
    name="同比+<size>",
    before="(?P<said>同比|环比|{BASE})(?:同比)?",
    pattern="(?P<q>{Q})(?=[,。;:!?、)\n]|$)",
    build=lambda found: signed(found) if found.left else None,
    examples={"同比-12.3%": "yoy down 12.3%", "同比+9家": "yoy up 9家"},
    counter_examples=("同比增长-3%", "较上年的9家"),
    seen_in="monthly lists of indicators",
)

SIGNED = Rule(
    name="(+<size>)",
    pattern=r"[(,、](?:同比|环比)?(?P<q>{R})(?=[),、])",
    build=signed,
    examples={"营收29.6亿元(+13.4%)": "yoy up 13.4%"},
    counter_examples=("研发投入强度(2.3%)",),
    seen_in="monthly bulletins of districts",
)

MULTIPLE = Rule(
    name=MULTIPLE_NAME,
    before="分别|均",
    pattern="(?:是|为|达到?|达到了|相当于|约为|约是)(?P<base>(?:{D}|<time.base>)(?:同期|末|底|初|水平|的水平)?)(?:\\({Q}\\))?的(?P<q>{Q})",
    build=multiple,
    examples={"是2018年的2.8倍": "period up 1.8倍"},
    counter_examples=("为全省平均水平的1.7倍",),
    seen_in="five-year reviews",
)

DOUBLING = Rule(
    name="翻番",
    opens="实现|翻",
    before=f"(?:{{BASE}})?{ADVERBS}(?:实现|实现了)?",
    pattern="(?:实现)?(?:翻(?:了)?(?P<n>近一|[一两二三123])?番)(?P<more>多|以上|有余)?",
    build=doubling,
    examples={"翻了两番": "period up 3倍", "实现翻番": "period up 1倍"},
    counter_examples=("翻开新的一页",),
    seen_in="five-year reviews",
)

FLAT = Rule(
    name="<base>持平",
    opens="<change.flat>",
    before="(?:{BASE})?(?P<alike>同比|环比)?(?:基本|总体|大体|保持|略|也|均)*",
    pattern="<change.flat>",
    build=flat,
    examples={"与上年持平": "yoy flat", "同比持平": "yoy flat"},
    counter_examples=("与全省平均水平持平",),
    seen_in="annual bulletins",
)

FROM_TO = Rule(
    name="从<a>升至<b>",
    pattern=(
        "(?:从|由)(?:[^,。;:!?、\ue000\ue002]{0,10}?的)?(?P<first>{Q})(?:的)?,?"
        "[^,。;:!?、\n\ue000\ue002\ue003到至为成]{0,9}(?:到了?|至|为|成|达到?|突破)"
        "(?:{D}|[^,。;:!?、\n\ue000\ue002]{1,8}?的)?的?(?P<last>{Q})"
    ),
    build=from_to,
    examples={
        "从8%提升至15%": "from_to up 8→15%",
        "由12份精简为5份": "from_to down 12→5份",
        "从2021年的17人增加到2023年的164人": "from_to up 17→164人",
    },
    counter_examples=("从3个方面入手,新建平台8个",),
    seen_in="建德市, 2023",
)

RULES = (FROM_TO, MOVE, MOVE_WITH_BASE, GROWTH_NOUN, SIGNED_BASE, SIGNED, MULTIPLE, DOUBLING, FLAT)
