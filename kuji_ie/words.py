"""Word classes that the metric rules ask for, out of the lexicon's cues and actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kuji_ie.lexicon import Entry, Lexicon
from kuji_ie.regions import default_regions
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.text.patterns import later

# 国家级, 省级以上, 市级及以上: a level that stands for the noun before it.
LEVEL = later(r"(?:国家|省|市|县|区|州|盟|旗|镇|乡|部|厅|国|地|校|院|村){1,3}级(?:及?以上|及其以上|以下)?")
# 白石镇, 柳溪乡: below what the table of regions has; not 特色小镇, 城镇
TOWN = later(
    r"(?![\u4e00-\u9fff]{0,3}(?:小|城|乡|集|村|各|全|我|本|该)[镇乡])[\u4e00-\u9fff]{2,4}(?:镇|乡|街道)"
)
# 慈溪市, 三台县: a name that stands for a place by its build
PLACE = later(
    r"[\u4e00-\u9fff]{1,6}(?:[省县州旗]|(?<![城超夜上股楼集菜都全本我])市|(?<![园小街社校库灾景厂护范发新务全本我辖各])区)"
)
ACTION_PREFIX = ("新", "累计", "共", "再", "净", "拟", "已")
NOUN_TAGS = frozenset(
    ("n", "nr", "ns", "nt", "nz", "nrt", "nrfg", "vn", "an", "b", "j", "ng", "l", "i", "eng", "s")
)


@dataclass(frozen=True, slots=True)
class Words:
    """The classes; every field is a set of wordings."""

    actions: frozenset[str]
    acting: frozenset[str]  # actions, and 新, 累计, 共 … with one: 新认定, 累计培育
    links: frozenset[str]
    skipped: frozenset[str]
    adverbs: frozenset[str]
    relational: frozenset[str]
    generic: frozenset[str]
    nominal: frozenset[str]
    strong: frozenset[str]
    places: frozenset[str]
    known: frozenset[str]  # whole names of metrics and honours
    growth: frozenset[str]
    either: frozenset[str]  # 登记, 减免: a verb before what it counts, though it forms nouns as well
    objects: frozenset[str]  # 企业, 人员: what is served, trained, visited
    trailing: frozenset[str]  # verbs that stand behind what they count: 申报, 入库
    heads: frozenset[str]  # nouns that close a metric's name: 增加值, 覆盖率
    targets: frozenset[str]  # 目标, 任务
    empty: frozenset[str]  # nouns that count nothing: 方面, 环节

    @classmethod
    def of(cls, lexicon: Lexicon, cues: Vocabulary) -> Words:
        """The classes of one lexicon."""
        actions = _forms(lexicon.entries("action"))
        return cls(
            actions=actions,
            acting=actions.union(prefix + action for prefix in ACTION_PREFIX for action in actions),
            links=cues.words("link"),
            skipped=cues.words("topic.skip"),
            adverbs=cues.words("change.adverb"),
            relational=cues.words("topic.relational"),
            generic=cues.words("head.generic"),
            nominal=cues.words("verb.nominal"),
            strong=cues.words("verb.strong"),
            places=cues.words("whole.region"),
            known=_forms(lexicon.entries("metric")) | _forms(lexicon.entries("honour")),
            trailing=cues.words("verb.trailing"),
            objects=cues.words("noun.object"),
            either=cues.words("verb.either"),
            growth=cues.words("rank.growth"),
            heads=cues.words("head.generic") | cues.words("head.metric"),
            targets=frozenset(
                time + noun for time in ("", *cues.words("target.time")) for noun in cues.words("target.noun")
            ),
            empty=cues.words("noun.empty"),
        )

    def is_place(self, word: str) -> bool:
        """Whether a word is the name of a region: 慈溪市, not 集聚区 or 县市区."""
        return PLACE.fullmatch(word) is not None and bool(default_regions().by_name(word))

    def place_before(self, text: str, end: int) -> int | None:
        """Where the name of a region that ends at `end` starts: 仅次于|长春市; None where there is none."""
        return next((at for at in range(max(0, end - 7), end - 1) if self.is_place(text[at:end])), None)

    def is_action(self, word: str) -> bool:
        """Whether a word is a verb that says which series a count is: 认定, 新认定, 累计培育."""
        return word in self.acting


def _forms(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(form for entry in entries for form in entry.forms)
