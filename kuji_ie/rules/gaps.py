"""Gaps: distances to another place, a competitor or an average."""

from __future__ import annotations

import re

from kuji_ie.models import Gap, Of
from kuji_ie.rules.atoms import RATES
from kuji_ie.rules.rule import Candidate, Found, Rule

TIME = re.compile(r"[年月]|季度|同期|以往|过去|“")


def _somebody(wording: str | None) -> str | None:
    """Who is compared with, as it stands: 分别高于|全国平均分 is 全国平均分; None where it is understood."""
    return (wording or "").strip("“”").removeprefix("分别").removesuffix("的") or None


def _gap(found: Found, sign: int) -> Candidate | None:
    size, against = found.quantity(), _somebody(found.group("against"))
    if not size or size.unit == "位" or size.text.startswith(("突破", "超", "逾")):
        return None
    if against and against.startswith(("任务", "目标", "计划", "预期")):
        return None
    of: Of = (
        "growth" if found.group("noun") or (against or "").endswith(("增速", "增幅", "增长率")) else "value"
    )
    gap = Gap(found.text, found.start, found.end, sign * size.amount, size.unit, against, of)
    spread = "each" if "分别" in found.text or "、" in (against or "") else None
    return Candidate(found.start, found.end, gap, found.rule.name, spread=spread, noun=found.group("noun"))


def ahead(found: Found) -> Candidate | None:
    """高于全市5.66个百分点 → 5.66 个百分点 against 全市."""
    size = found.quantity()
    rival = (found.group("against") or "").endswith(("省", "市", "区", "县", "州"))
    if found.group("loose") and size and size.unit not in RATES and not rival:
        return None
    return _gap(found, 1)


def behind(found: Found) -> Candidate | None:
    """低于全省平均水平0.72个百分点 → -0.72 个百分点 against 全省平均水平."""
    return _gap(found, -1)


COMPARISON = re.compile(r"与(?P<against>[^,。;\n]{2,12}?)相比[,]")


def compared(found: Found) -> Candidate | None:
    """与昆山相比,我市高企数少1168家 → -1168 家 against 昆山."""
    text, start = found.reading.text, found.match.start()
    low = max(text.rfind(stop, max(0, start - 60), start) for stop in "。;\n") + 1
    opening = COMPARISON.search(text, max(low, start - 60), start)
    size = found.quantity()
    if not opening or not size or size.unit == "位" or TIME.search(opening["against"]):
        return None
    sign = -1 if found.group("less") else 1
    gap = Gap(found.text, start, found.end, sign * size.amount, size.unit, opening["against"])
    return Candidate(start, found.end, gap, found.rule.name)


def times(found: Found) -> Candidate | None:
    """为全省平均水平的1.7倍 → 0.7 倍 against 全省平均水平."""
    size, against = found.quantity(), found.group("against")
    if not size or size.unit != "倍":
        return None
    gap = Gap(found.text, found.start, found.end, size.amount - 1, "倍", against)
    spread = "each" if "分别" in found.text else None
    return Candidate(found.start, found.end, gap, found.rule.name, spread=spread)


NOUN = "(?P<noun><change.noun_up>)?(?:仍|也|均|分别|但)*"
AGAINST = "(?P<against>(?:{D}(?!{Q}))?[^,。;:!?()\n\ue000\ue002\ue003]{1,20}?)"

HIGHER = Rule(
    name="高于<somebody><size>",
    opens="超|领先|<gap.up>",
    before=NOUN,
    pattern=f"(?:超(?:过)?(?=(?:序时|均衡|时间|时序|计划)进度)|(?P<loose>超过?|领先)(?=[^,。;\n\ue000\ue002]{{0,12}}(?:平均|水平|增速|全[国省市球]|[省市区县州]{{Q}})|{{R}}|[^,。;:!?()\n\ue000\ue002\ue003]{{2,8}}{{R}})|(?!超)<gap.up>){AGAINST}?(?:的)?(?P<q>{{Q}})",
    build=ahead,
    examples={"高于全市5.66个百分点": "5.66个百分点 全市", "高出全省平均3.2件": "3.2件 全省平均"},
    counter_examples=("超1500家", "高新技术企业48家", "超额完成任务"),
    seen_in="滨江区, 2023",
)
LOWER = Rule(
    name="低于<somebody><size>",
    opens="<gap.down>",
    before=NOUN,
    pattern=f"<gap.down>{AGAINST}?(?:的)?(?P<q>{{Q}})",
    build=behind,
    examples={"低于全省平均水平0.72个百分点": "-0.72个百分点 全省平均水平"},
    counter_examples=("不低于50家",),
    seen_in="商丘市, 2022",
)
MORE_THAN = Rule(
    name="比<somebody>多<size>",
    before=NOUN,
    pattern=f"(?:比|较)(?<!占[比较])(?![例重率值较]|<time.base>|“?十[一二三四五六]五|“?{{D}}){AGAINST}(?:<gap.more>)(?:出|了)?(?P<q>{{Q}})",
    build=ahead,
    examples={"比第2名多52.4分": "52.4分 第2名", "比全省高1.1元": "1.1元 全省"},
    counter_examples=("比上年多6家",),
    seen_in="滨江区, 2020",
)
LESS_THAN = Rule(
    name="比<somebody>少<size>",
    before=NOUN,
    pattern=f"(?:比|较)(?<!占[比较])(?![例重率值较]|<time.base>|“?十[一二三四五六]五|“?{{D}}){AGAINST}(?:<gap.less>)(?:出|了)?(?P<q>{{Q}})",
    build=behind,
    examples={"比排在前一位的宁国市少36家": "-36家 排在前一位的宁国市"},
    counter_examples=("比去年少3家",),
    seen_in="郎溪县, 2023",
)
APART = Rule(
    name="与<somebody>相差<size>",
    before=NOUN,
    pattern=f"(?:与|和|同|距离?){AGAINST}(?:还|仍|尚)?(?:有)?<gap.apart>(?:距)?(?:缩小|收窄|扩大)?(?:到|至|为|了|约|有)?(?P<q>{{Q}})",
    build=behind,
    examples={"与排名第一的市相差1.9个百分点": "-1.9个百分点 排名第一的市"},
    counter_examples=("与上海大学共建研究院3家",),
    seen_in="商丘市, 2022",
)
TIMES = Rule(
    name="为<somebody>的<n>倍",
    before="分别",
    pattern="(?:为|是|达到?|相当于|约为|约是)(?!<time.base>|{D})(?P<against>[^,。;:!?、\n\ue000\ue002\ue003]{1,16}?)的(?P<q>{R})",
    build=times,
    examples={"为全省平均水平的1.7倍": "0.7倍 全省平均水平"},
    counter_examples=("是2018年的2.8倍",),
    seen_in="厦门市, 2022",
)

IN_COMPARISON = Rule(
    name="与<somebody>相比,<少><size>",
    opens="<gap.more>|<gap.less>",
    pattern="(?:<gap.more>|(?P<less><gap.less>))(?:出|了)?(?P<q>{Q})",
    build=compared,
    examples={"与昆山相比,我市高企数少1168家": "-1168家 昆山"},
    counter_examples=("与上年相比,我市高企数多18家", "高企数少1168家"),
    seen_in="self-reviews that measure against another city",
)

RULES = (IN_COMPARISON, HIGHER, LOWER, MORE_THAN, LESS_THAN, APART, TIMES)
