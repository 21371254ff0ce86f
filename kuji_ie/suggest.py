"""Rows for a pack, proposed from reports: names and metrics that no pack has yet, the likeliest first."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from kuji_ie.extraction import Extraction
from kuji_ie.lexicon import Lexicon
from kuji_ie.lexicon.check import TYPES
from kuji_ie.lexicon.model import MIXED_COLUMNS
from kuji_ie.models import Observation
from kuji_ie.names.quoted import FIGURATIVE
from kuji_ie.wordings import Wordings, plain

KINDS = {"PROGRAMME": "programme", "HONOUR": "honour"}
# Names first: a metric is found without a row, a name often not.
ORDER = {"programme": 0, "honour": 0, "metric": 2, "unit": 3}
LOOSE = 1
EXAMPLE = 24  # characters of the text shown on each side of a proposal
NEAR = 75.0  # likeness in percent from which an entry of the lexicon is shown beside a proposal
LONGEST_METRIC = 18  # characters; longer names are clauses
METRIC = re.compile(r"[\u4e00-\u9fffA-Za-z0-9&()+“”·-]+")
LEVEL = re.compile(r"国家|全国|中国|[省市区县]|[\u4e00-\u9fff]{2,3}[省市]")
LEVELS = {"国": "国家", "全": "国家", "中": "国家", "省": "省", "市": "市", "县": "区县", "区": "区县"}
# What honours end in, by their type; programmes are called by theirs.
HONOUR_TYPES = (
    ("企业", ("企业", "高企", "冠军", "科小", "雏鹰", "小巨人", "瞪羚", "独角兽", "工厂", "车间")),
    (
        "平台",
        ("实验室", "中心", "研究院", "机构", "空间", "孵化器", "平台", "工作站", "加速器", "载体", "院"),
    ),
    ("园区", ("园区", "基地", "开发区", "高新区", "集群", "科技园")),
    ("地区", ("城市", "示范区", "先行区", "试验区", "县", "县(市)", "强市", "强县", "区", "市", "村", "镇")),
    ("奖项", ("奖", "奖励")),
    ("人才", ("人才", "专家", "工程师", "团队", "学者", "特派员")),
    ("榜单", ("强", "佳", "榜", "名单", "清单")),
    ("评级", ("星", "星级", "等次", "级")),
    ("产品", ("产品", "首台套", "装备", "精品", "成果", "案例")),
    ("称号", ("集体", "单位", "个人", "称号", "使者")),
)
# What follows a number and is no unit by itself.
NO_UNIT = frozenset(
    "位年月日时分秒第的和与及等至到以多余来几后前内外上下中是为在有较比同增降提占超达新大小高低全各其总约近共均也都还又再将被把从向对按由强佳星号式类型级版代届批轮期线层楼栋"
)
# “1+2+6+N”平台体系: marks and the noun that they stand before
QUOTED = re.compile(
    r"“(?P<name>[^“”\n。;,!?:、]{2,24})”(?P<noun>(?!等)[\u4e00-\u9fff]{0,8}?(?:体系|模式|机制|政策|品牌|论坛|清单|优秀\S{2,4}))?"
)
SHORT_TITLE = re.compile(r"[国省市区县][\u4e00-\u9fff]{2,5}")  # 省科小, 市雏鹰
BEARERS = frozenset("家个人名")
CONFERRING = ("认定", "备案", "入选", "通过", "获批", "培育", "入库")
HAN = re.compile(r"[\u4e00-\u9fff]")
NUMERAL = re.compile(r"[0-9]$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row that a pack could have: `count` mentions in `documents` reports, one of them as an `example`.

    `near` is the entry of the lexicon that comes closest, None where none is: if it is the same thing, its
    wording is to become an alias there.
    """

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    type: str | None = None
    level: str | None = None
    unit: str | None = None
    count: int = 1
    documents: int = 1
    example: str = ""
    near: str | None = None

    def row(self) -> dict[str, str]:
        """The cells of a row of `entries.csv`."""
        cells = {column: getattr(self, column, None) for column in MIXED_COLUMNS}
        cells["aliases"] = "|".join(self.aliases)
        return {column: "" if cell is None else str(cell) for column, cell in cells.items()}


@dataclass(slots=True)
class _Seen:
    """All mentions of one proposal: its wordings, where they stand and what they are counted in."""

    first: int
    is_loose: bool
    forms: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    documents: set[int] = field(default_factory=set)
    example: str = ""


@dataclass(frozen=True, slots=True)
class _Mention:
    """One mention of what has no id; `loose` where only quotation marks show it."""

    kind: str
    form: str
    start: int
    end: int
    unit: str | None = None
    loose: bool = False


def suggest(results: Iterable[Extraction], lexicon: Lexicon) -> list[Suggestion]:
    """Propose rows for what the reports name and `lexicon`, with which they were extracted, does not have.

    Programmes and honours come first, then metrics, then units, each by how often it stands there. Wordings that differ in
    marks, level words or 的 only are one proposal with aliases. Raises nothing; no reports give an empty list.
    """
    wordings = Wordings.of(lexicon)
    seen: dict[tuple[str, str], _Seen] = {}
    for number, result in enumerate(results):
        for mention in _mentions(result):
            key = mention.kind, wordings.normal(mention.form)
            at = seen.setdefault(key, _Seen(len(seen), mention.loose))
            at.forms[mention.form] += 1
            at.documents.add(number)
            at.example = at.example or _example(result.text, mention.start, mention.end)
            if mention.unit:
                at.units[mention.unit] += 1
    near = _Nearest(lexicon)
    ranked = sorted(
        seen.items(),
        key=lambda item: (_rank(*item), -item[1].forms.total(), item[1].first),
    )
    proposed = (
        _suggestion(kind, found, near) for (kind, _), found in ranked if kind != "unit" or _is_unit(found)
    )
    return [one for one in proposed if one.kind != "metric" or one.name not in near.forms(one.kind)]


def write_suggestions(stream: IO[str], suggestions: Iterable[Suggestion]) -> None:
    """Write proposals as CSV: accepted rows are rows of a pack's `entries.csv` as they are."""
    writer = csv.DictWriter(stream, MIXED_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(suggestion.row() for suggestion in suggestions)


def _mentions(result: Extraction) -> Iterator[_Mention]:
    """What one report names without an id."""
    text = result.text
    for entity in result.entities:
        if entity.id is None and entity.label in KINDS:
            yield _Mention(KINDS[entity.label], "".join(entity.text.split()), entity.start, entity.end)
    for o in result.observations:
        name = o.metric.name.removeprefix(o.metric.action or "")
        if o.metric.id is None and 2 < len(name) <= LONGEST_METRIC and METRIC.fullmatch(name):
            parts = (o.metric, o.value) if o.value else (o.metric,)
            start, end = min(part.start for part in parts), max(part.end for part in parts)
            unit = o.value.unit if o.value else None
            yield _Mention("honour" if _is_designated(o, name) else "metric", name, start, end, unit)
    taken = [(entity.start, entity.end) for entity in result.entities]
    for match in QUOTED.finditer(text):
        at = bisect_right(taken, match.start("name"), key=lambda span: span[0]) - 1
        is_free = at < 0 or taken[at][1] <= match.start()
        if is_free and (match["noun"] or not FIGURATIVE.fullmatch(match["name"])):
            yield _Mention("programme", "".join(match[0].split()), *match.span(), loose=True)
    for number in result.coverage.numbers if result.coverage else ():
        span, after = number.span, text[number.span.end : number.span.end + 1]
        if NUMERAL.search(span.text) and HAN.match(after) and after not in NO_UNIT:
            yield _Mention("unit", after, span.start, span.end + 1)


def _is_designated(o: Observation, name: str) -> bool:
    """Whether what is counted are bearers of a short title: 新认定省科小571家."""
    by_level = SHORT_TITLE.fullmatch(name) is not None and (o.value is not None and o.value.unit in BEARERS)
    return by_level and (o.metric.action or "").endswith(CONFERRING)


def _rank(key: tuple[str, str], found: _Seen) -> int:
    """Names that a rule shows, then those that only marks show, then metrics, then units."""
    return LOOSE if found.is_loose else ORDER[key[0]]


def _is_unit(found: _Seen) -> bool:
    """Whether a character behind numbers is likely one: it stands there again and again."""
    return found.forms.total() > 2 and len(found.documents) > 1


def _suggestion(kind: str, found: _Seen, near: _Nearest) -> Suggestion:
    spelt = {plain(form): form for form, _ in reversed(found.forms.most_common())}
    name, *others = reversed(spelt.values())
    return Suggestion(
        kind=kind,
        name=name,
        aliases=tuple(others),
        type=_type(kind, name),
        level=_level(name) if kind in TYPES else None,
        unit=next((unit for unit, _ in found.units.most_common(1)), None) if kind == "metric" else None,
        count=found.forms.total(),
        documents=len(found.documents),
        example=found.example,
        near=near.of(kind, name),
    )


def _type(kind: str, name: str) -> str | None:
    """The type that a name ends in: 企业主体培育行动 is a 行动."""
    if kind == "honour":
        return next((type_ for type_, ends in HONOUR_TYPES if name.rstrip("”").endswith(ends)), None)
    bare = name.rstrip("”")
    return next((type_ for type_ in TYPES.get(kind, ()) if bare.endswith(type_)), None)


def _level(name: str) -> str | None:
    match = LEVEL.match(name)
    return None if match is None else LEVELS.get(match[0][0]) or LEVELS[match[0][-1]]


def _example(text: str, start: int, end: int) -> str:
    """The words round a mention, within its line, the mention in brackets of its own; nothing without the text."""
    if not text:  # of a reviewed workbook
        return ""
    low = max(text.rfind("\n", 0, start) + 1, start - EXAMPLE)
    stop = text.find("\n", end)
    high = min(len(text) if stop < 0 else stop, end + EXAMPLE)
    return f"{text[low:start]}【{text[start:end]}】{text[end:high]}".strip()


class _Nearest:
    """The entry whose name or alias is most like a wording."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms = {
            kind: {form: entry.name for entry in lexicon.entries(kind) for form in entry.forms}
            for kind in ORDER
        }

    def forms(self, kind: str) -> Collection[str]:
        """The wordings that the lexicon has of a kind."""
        return self._forms[kind].keys()

    def of(self, kind: str, name: str) -> str | None:
        from rapidfuzz import fuzz, process

        best = process.extractOne(name, self._forms[kind].keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
        return self._forms[kind][best[0]] if best else None
