"""The assembly: which argument belongs to which metric."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kuji_ie.assemble.arguments import Group, as_quantity
from kuji_ie.assemble.clauses import stretch_end, stretch_start, within
from kuji_ie.assemble.facts import Fact, elsewhere, named, understood
from kuji_ie.models import Change, Gap, Quantity, Rank, Share
from kuji_ie.rules.metrics import Mention, MetricFinder
from kuji_ie.rules import ranks
from kuji_ie.rules.atoms import RATES
from kuji_ie.rules.rule import Candidate, Reading, Vocabulary
from kuji_ie.tokenizers import Token
from kuji_ie.words import LEVEL, Words

DURATIONS = frozenset(("天", "日", "小时", "分钟", "秒", "个月", "月", "年", "周", "个小时", "个工作日", "工作日", "年头", "个年头"))
LASTING = re.compile(r"(?:时限|时间|时长|周期|机时|工期|寿命|天数|年限|工时|用时|期限|时数|日数|耗时|时效|工作日|年龄)$")
SCORED = re.compile(r"(?:指数|得分|评分|分值|系数|比值|综合分|总分|满意度|均分|强度|比|PMI|PM2\.5)$")
SMALL = re.compile(r"[两二三四五六七八九十]{1,2}(?:大?个|种|大|类|项|条|方面|级|支|张|座|处|道|套|篇|本)")
FLOW = re.compile(r"新|取消|净|退出|淘汰|注销|引进|获批|入选")
OPENING_PART = re.compile("其中")
PART = re.compile(r"其中|[,;(](?:含|包括|内含)")
NEIGHBOUR = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,4}[省市区县州旗])\((?:为|达)?$")
PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}[省市区县州旗]")
# A、B等8项指标(位居…): the list ends before 等
INDICATORS = re.compile(r"等?(?:[\ue000]\ue001*)?(?:主要|关键|核心|重点|考核)?指标(?:的)?(?:均|都|双双|全部|分别)*$")
CROSSED = re.compile(r"(?:大关|台阶|关口|门槛|整数关|大台阶)")
LEVELLED = re.compile(r"(?:国家|[国省市区县州部厅])(?:级|[\u4e00-\u9fff])")


@dataclass(slots=True)
class Scene:
    """What the assembly knows while it walks through one sentence."""

    start: int
    end: int
    tokens: Sequence[Token]
    starts: Sequence[int]
    facts: list[Fact]  # of this sentence, in order
    topic: Fact | None  # what an ellipsis stands for
    current: Fact | None  # what a trailing argument belongs to
    reached: int  # how far the sentence is read
    earlier: Sequence[Fact] = ()
    low: int = 0  # where the wording of the argument at hand begins


class Assembler:
    """Ties arguments to metrics, sentence by sentence."""

    def __init__(self, words: Words, vocabulary: Vocabulary) -> None:
        self._words = words
        self._metrics = MetricFinder(words)
        # 在全省89个区县科技进步统计监测(位居第1): the field of a rank before the metric
        self._field = vocabulary.compile("(?:在)?(?P<scope><scope.word>{Q}<scope.unit>)(?:中|里)?")

    def assemble(
        self, reading: Reading, start: int, end: int, groups: Sequence[Group], tokens: Sequence[Token],
        topic: Fact | None = None, earlier: Sequence[Fact] = (),
    ) -> list[Fact]:  # fmt: skip
        """The facts of the sentence from `start` to `end`.

        `topic` is the last metric told before, which an ellipsis stands for; `earlier` the facts of the sentence
        before, of which 其中 may open with a part.
        """
        scene = Scene(start, end, tokens, [token.start for token in tokens], [], topic, None, start, earlier)
        rest = list(groups)
        while rest:
            group = rest.pop(0)
            if as_quantity(group.first):
                row = [group]
                while rest and self._is_row(reading, scene, row, rest[0]):
                    row.append(rest.pop(0))
                if len(row) > 1:
                    self._respectively(reading, scene, row)
                    continue
                self._value(reading, scene, group, rest[0] if rest else None)
            else:
                self._relation(reading, scene, group)
        return [fact for fact in scene.facts if not fact.is_empty]

    # -- values

    def _value(self, reading: Reading, scene: Scene, group: Group, following: Group | None) -> None:
        quantity = as_quantity(group.first)
        assert quantity
        low = scene.low = stretch_start(reading.marked, scene.reached, group.start)
        left = within(scene.tokens, scene.starts, low, group.start)
        right_end = stretch_end(reading.marked, group.end, min(scene.end, following.start if following else scene.end))
        right = within(scene.tokens, scene.starts, group.end, right_end)
        mention = self._behind(reading, group, quantity, left, right)
        if mention and following and self._is_threshold(reading, mention, quantity, following):
            return
        if not mention and following and as_quantity(following.first) and following.start <= group.end + 1:
            if quantity.bound != "exact" and reading.text[group.end : following.start] in ("", "的"):
                return  # 10亿元以上6个: a threshold, and the number
        if self._metrics.counts_nothing(right):
            return
        if reading.text.startswith("的", group.end) and quantity.bound != "exact" and quantity.unit != "%" and right:
            return  # 经济总量突破5万亿元的城市: a threshold in a name
        counted = quantity.unit not in ("元", "%", "个百分点")
        if not mention:
            mention = self._metrics.before(left, counted)
        if not mention or (mention.build == "verb" and not scene.current):
            opened = None if right else self._opened(reading, scene, low)
            if opened and mention:
                self._topic_only(scene, opened)
            mention = mention or opened
        if not self._measures(quantity, mention, reading, group) or self._is_phrase(quantity, mention, left):
            return
        lead = reading.text[low : group.start]
        self._tie_value(reading, scene, group, quantity, mention, lead, self._is_tailed(right))
        scene.reached = max(group.end, mention.end if mention and mention.start >= group.end else 0)

    @staticmethod
    def _topic_only(scene: Scene, opened: Mention) -> None:
        """高企申报再创佳绩:第一批申报136家: the opening names what the verbs count."""
        scene.topic = named(opened, opened.start)

    def _tie_value(
        self, reading: Reading, scene: Scene, group: Group, quantity: Quantity, mention: Mention | None, lead: str, tail: bool
    ) -> None:
        current = scene.current
        if mention and mention.text == "占比" and current and current.whole and quantity.unit == "%":
            start = mention.start
            text = reading.text[start : group.end]
            current.tie(Share(text, start, group.end, quantity.amount, "%", current.whole.name))
            return
        if mention is None and current and current.value and self._restates(reading, current, quantity, group):
            current.tie(quantity)
            return
        if mention is None and (scene.topic is None or tail):
            return
        place = NEIGHBOUR.search(reading.text, scene.reached, group.start) if mention is None else None
        if place and scene.topic:  # 仅次于长春市(2960家)
            at = place.span("place")
            mention = Mention(*at, place["place"], "noun")
        fact = self._fact(reading, scene, mention, group.start, lead)
        fact.tie(quantity)
        self._inherit(reading, scene, fact, mention, lead)
        self._enter(scene, fact, mention)

    def _is_tailed(self, right: Sequence[Token]) -> bool:
        """Whether words follow the number that are neither its noun nor a verb about it: 1.2万户|相对集中居住农户."""
        return bool(right) and not (right[0].tag.startswith("v") or right[0].text in self._words.links)

    def _fact(self, reading: Reading, scene: Scene, mention: Mention | None, first: int, lead: str) -> Fact:
        if mention is None:
            assert scene.topic
            topic = scene.topic
            return Fact(topic.start, topic.end, topic.text, topic.name, topic.noun, topic.action, lead=first, first=first)
        if PLACE.fullmatch(mention.text) and scene.topic:
            return elsewhere(mention, scene.topic, first)
        if mention.build == "noun":
            return named(mention, first)
        return understood(mention, scene.topic, first)

    def _inherit(self, reading: Reading, scene: Scene, fact: Fact, mention: Mention | None, lead: str) -> None:
        """What a list item takes over from the item before: the action of the verb, the whole it is a part of."""
        if scene.earlier and OPENING_PART.match(reading.text, scene.start):  # 。其中,涉及知识产权的合同1078项
            wholes = [told for told in scene.earlier if told.value and fact.value and told.value.unit == fact.value.unit]
            if wholes:
                fact.whole = wholes[-1]
                fact.action = fact.action or (wholes[-1].action if not scene.facts else None)
                return
        previous = scene.facts[-1] if scene.facts else None
        if previous and previous.whole and self._bracket(reading, previous, fact) == "closes":
            previous = previous.whole
        if not previous or not previous.value or not fact.value:
            return
        between = reading.text[previous.first : fact.first]
        cue = PART.search(reading.text, previous.value.end, fact.first)
        bracket = self._bracket(reading, previous, fact)
        alike = previous.value.unit == fact.value.unit
        if cue and alike:
            fact.whole = previous.whole if previous.whole and self._closed(reading, previous, fact) else previous
            if "(" not in between and previous.whole and mention and mention.build == "noun":
                fact.whole = previous
        elif bracket == "opens" and alike and not fact.place and not re.search("同期|上年|去年", lead):
            fact.whole = previous
        elif previous.whole and bracket != "closes" and alike and "。" not in between and ";" not in between:
            listed = lead.startswith(("、", "和", "及", ",")) or "、" in between[-len(lead) - 1 :]
            if listed and (mention is None or mention.build != "noun" or not mention.action):
                fact.whole = previous.whole
        if fact.action is None and mention and mention.build in ("noun", "level"):
            listed = lead[:1] in ("、", "和", "及", "与") or bracket == "opens" or fact.whole is not None
            levels = LEVELLED.match(fact.text) and LEVELLED.match(previous.text) and not previous.changes
            if listed or levels or (fact.whole and fact.whole.action):
                fact.action = fact.whole.action if fact.whole else previous.action

    @staticmethod
    def _bracket(reading: Reading, previous: Fact, fact: Fact) -> str | None:
        assert previous.value
        between = reading.text[previous.value.end : fact.first]
        if "(" in between and ")" not in between[between.rindex("(") :]:
            return "opens"
        return "closes" if ")" in between and between.find(")") < (between.find("(") % (len(between) + 1)) else None

    @staticmethod
    def _closed(reading: Reading, previous: Fact, fact: Fact) -> bool:
        assert previous.value
        return ")" in reading.text[previous.value.end : fact.first]

    def _enter(self, scene: Scene, fact: Fact, mention: Mention | None) -> None:
        fact.low = scene.low
        scene.facts.append(fact)
        scene.current = fact
        if mention and (mention.build == "noun" or not scene.topic) and not fact.whole:
            scene.topic = fact

    def _restates(self, reading: Reading, current: Fact, quantity: Quantity, group: Group) -> bool:
        """首次突破600亿元大关,达612.8亿元: the exact value after the threshold."""
        value = current.value
        assert value
        between = reading.text[value.end : group.start]
        return value.unit == quantity.unit and CROSSED.match(between) is not None

    def _behind(
        self, reading: Reading, group: Group, quantity: Quantity, left: Sequence[Token], right: Sequence[Token]
    ) -> Mention | None:
        """The metric that stands behind its number; 保持10%左右|的高水平 has it before."""
        if quantity.unit in DURATIONS or CROSSED.match(reading.text, group.end):
            return None
        if left and right and right[0].text == "的" and left[-1].text in self._words.links:
            return None
        return self._metrics.after(right, left)

    def _is_threshold(self, reading: Reading, mention: Mention, quantity: Quantity, following: Group) -> bool:
        """营收超10亿元的高新技术企业达46家: the first number is part of the name of what the second one counts."""
        value = as_quantity(following.first)
        if not value:
            return False
        between = reading.text[mention.end : following.start]
        joined = re.fullmatch(r"(?:数量?|总数)?(?:达到?|为|有|共|已|超过?|突破|约|近|累计|分别|增至|\s)*", between)
        linked = reading.text[group_end(quantity) : mention.start] == "的"
        return joined is not None and (quantity.bound != "exact" or linked or quantity.unit == "元")

    def _measures(self, quantity: Quantity, mention: Mention | None, reading: Reading, group: Group) -> bool:
        """Whether a number is a value: durations and bare numbers only where the metric is measured so."""
        text = mention.text if mention else ""
        if reading.text.startswith("的", group.end) and not (mention and mention.start >= group.end):
            left = reading.text[max(0, group.start - 2) : group.start]
            if left[-1:] not in ("在", "为", "达", "到", "持"):
                return False
        after = reading.text[group.end : group.end + 2]
        if after.startswith(("级", "之一", "版", "式", "型", "论坛")):
            return False
        if quantity.text.endswith("%") and mention and mention.start == group.end:
            return False  # 1%人口抽样调查: a name
        if quantity.unit in DURATIONS:
            return LASTING.search(text) is not None
        if quantity.unit is None:
            return SCORED.search(text) is not None
        return True

    def _is_phrase(self, quantity: Quantity, mention: Mention | None, left: Sequence[Token]) -> bool:
        """用好两个市场两种资源: a small Chinese numeral counts only what a verb of results governs (建成三个平台)."""
        if not SMALL.fullmatch(quantity.text):
            return False
        if mention is None or mention.start < quantity.start:
            return False
        return not any(
            token.text in self._words.strong or (token.text.startswith("新") and self._words.is_action(token.text))
            for token in left
        )

    # -- 分别 and other rows

    def _is_row(self, reading: Reading, scene: Scene, row: list[Group], following: Group) -> bool:
        """Whether the next value continues a row behind 分别: 分别达1430家、3276家."""
        if not as_quantity(following.first):
            return False
        low = stretch_start(reading.marked, scene.reached, row[0].start)
        if "分别" not in reading.text[low : row[0].start]:
            return False
        return re.fullmatch(r"[、,]|和|及|以及|与", reading.text[row[-1].end : following.start]) is not None

    def _respectively(self, reading: Reading, scene: Scene, row: list[Group]) -> None:
        low = scene.low = stretch_start(reading.marked, scene.reached, row[0].start)
        left = within(scene.tokens, scene.starts, low, row[0].start)
        mention = self._metrics.before(left, counted=True)
        mentions = self._members(left, mention, counted=True, wanted=len(row)) if mention else []
        told = [fact for fact in scene.facts if fact.value][-len(row) :]
        for at, group in enumerate(row):
            quantity = as_quantity(group.first)
            assert quantity
            if mention and mention.build in ("verb", "relational") and len(told) == len(row):
                scene.topic = told[at]
            if len(mentions) == len(row):
                fact = self._listed(scene, mentions[at], group.start)
            elif mention or scene.topic:
                fact = self._fact(reading, scene, mention, group.start, "")
            else:
                continue
            fact.tie(quantity)
            self._enter(scene, fact, mentions[at] if len(mentions) == len(row) else mention)
        scene.reached = row[-1].end

    def _listed(self, scene: Scene, mention: Mention, first: int) -> Fact:
        if PLACE.fullmatch(mention.text) and scene.topic:
            return elsewhere(mention, scene.topic, first)
        if mention.build == "noun":
            return named(mention, first)
        return understood(mention, scene.topic, first)

    def _members(
        self, tokens: Sequence[Token], whole: Mention, counted: bool = False, wanted: int = 0
    ) -> list[Mention]:
        """The members of a coordination (A、B和C), each read as a metric of its own.

        A head noun that only the last one has is understood of all (高技术制造业、数字产品制造业|增加值), and so is a
        common metric behind names of places (南山区、宝安区|高新技术企业).
        """
        rows = [row for row in split_list(tokens) if row]
        if wanted and len(rows) != wanted:  # 软件和信息服务业 is one of two
            rows = next((by for by in (split_list(tokens, "、"), split_list(tokens, "和与及")) if len(by) == wanted), rows)
        if len(rows) < 2:
            return [whole]
        mentions = [self._metrics.before(row, counted) for row in rows]
        last = mentions[-1]
        if last is None:
            return [whole]
        members = []
        for row, mention in zip(rows, mentions, strict=True):
            if mention is None:
                return [whole]
            members.append(self._complete(mention, row, last, rows[-1]))
        return members

    def _complete(self, mention: Mention, row: list[Token], last: Mention, last_row: list[Token]) -> Mention:
        """A member of a list with what only the last member says."""
        heads = self._words.heads
        inner = [token for token in last_row if last.start <= token.start and token.end <= last.end]
        opens = inner and PLACE.fullmatch(inner[0].text) is not None
        if len(inner) > 1 and (PLACE.fullmatch(mention.text) or (opens and mention is last)):
            common = [token for token in inner if not PLACE.fullmatch(token.text)]
            if common:
                text = "".join(token.text for token in common)
                start = common[0].start
                place = (mention.start, mention.start + len(PLACE.match(mention.text)[0]))  # type: ignore[index]
                end = common[-1].end
                return replace(mention, start=start, end=end, text=text, name=text, build="noun", place=place)
        if mention.build == "level" or (LEVEL.fullmatch(mention.text) and mention is not last):
            rest = "".join(token.text for token in inner if not LEVEL.fullmatch(token.text))
            return replace(mention, build="noun", name=mention.text + rest)
        if mention is not last and inner and inner[-1].text in heads and not mention.text.endswith(tuple(heads)):
            at = len(inner) - 1
            while at > 1 and inner[at - 1].text in heads | self._words.nominal:
                at -= 1
            return replace(mention, name=mention.text + "".join(token.text for token in inner[at:]))
        return mention

    # -- changes, gaps, ranks, shares, targets

    def _relation(self, reading: Reading, scene: Scene, group: Group) -> None:
        low = scene.low = stretch_start(reading.marked, scene.reached, group.start)
        field = self._field.match(reading.marked, low, group.start)
        left = within(scene.tokens, scene.starts, field.end() if field else low, group.start)
        mention = self._metrics.before(left, counted=False)
        first = group.first
        if field and isinstance(first.argument, Rank) and first.argument.scope is None:
            scope = ranks.scope_of(reading.text[field.start("scope") : field.end("scope")])
            first = replace(first, argument=replace(first.argument, scope=scope))
            group = Group((first, *group.items[1:]))
        if isinstance(first.argument, Change) and first.argument.unit in DURATIONS:
            named_so = mention or scene.current
            if not named_so or not LASTING.search(named_so.text):
                scene.reached = group.end
                return
        if self._is_net(first, mention):
            self._net(reading, scene, group, mention)
            return
        if self._contributes(first, mention):
            self._contribution(reading, scene, group, mention)
            return
        if self._is_flow(scene, first, mention):
            self._flow(reading, scene, group, low)
            return
        listed = INDICATORS.search(reading.marked, low, group.start)
        opened = self._opened(reading, scene, low)
        scene.reached = group.end
        if mention and mention.build in ("relational", "verb") and scene.current and not listed:
            if first.spread == "each" and mention.build == "relational":
                pass
            elif mention.build == "relational" or not self._opens(mention):
                mention = None
        if mention and mention.build == "level" and scene.topic is None:
            mention = None
        if listed:
            left = [token for token in left if token.end <= listed.start()]
        rows = split_list(left)
        places = len(rows) > 1 and all(len(row) == 1 and PLACE.fullmatch(row[0].text) for row in rows[:-1])
        if listed or places or len(group.items) > 1 or first.spread == "all":
            self._spread(reading, scene, group, mention, left)
            return
        if mention is None:
            mention = opened
        if mention is None:
            fact = scene.current
            if fact is None:
                return
        else:
            fact = self._fact_of(reading, scene, mention, group.start)
        self._tie(fact, first)
        if first.value and fact.value is None:
            fact.tie(first.value)

    def _opened(self, reading: Reading, scene: Scene, low: int) -> Mention | None:
        """The metric of a clause without a number that ends at `low`: 高企培育数量偏少,|全市仅246家."""
        end = low - 1
        if end <= scene.reached or CROSSED.match(reading.text, scene.reached) or reading.marked[end : end + 1] not in (",", ":", ";"):
            return None
        start = stretch_start(reading.marked, scene.reached, end)
        tokens = within(scene.tokens, scene.starts, start, end)
        mention = self._metrics.leading(tokens)
        return mention if mention and mention.build == "noun" else None

    def _opens(self, mention: Mention) -> bool:
        return mention.text in self._words.nominal

    @staticmethod
    def _is_net(first: Candidate, mention: Mention | None) -> bool:
        """经营主体净增231万户: without a level, what was gained is the value."""
        change = first.argument
        return (
            isinstance(change, Change) and change.text.startswith("净增") and change.unit not in RATES
            and mention is not None and mention.build == "noun"
        )  # fmt: skip

    def _net(self, reading: Reading, scene: Scene, group: Group, mention: Mention | None) -> None:
        assert mention
        size = next((reading.quantities[at] for at in range(group.start, group.end) if at in reading.quantities), None)
        scene.reached = group.end
        if size:
            fact = named(replace(mention, action="净增"), group.start)
            fact.tie(size)
            self._enter(scene, fact, mention)

    @staticmethod
    def _contributes(first: Candidate, mention: Mention | None) -> bool:
        change = first.argument
        return (
            isinstance(change, Change) and mention is not None and mention.action in ("拉动", "带动", "推动", "影响")
            and change.unit == "个百分点"
        )  # fmt: skip

    def _contribution(self, reading: Reading, scene: Scene, group: Group, mention: Mention | None) -> None:
        """拉动规上工业增长3.4个百分点: a contribution to somebody else's growth is a value of its own."""
        assert mention and mention.action
        size = next((reading.quantities[at] for at in range(group.start, group.end) if at in reading.quantities), None)
        scene.reached = group.end
        if size is None:
            return
        start = reading.text.rfind(mention.action, scene.low, mention.start + 1)
        start = start if start >= 0 else mention.start
        text = reading.text[start : size.start]
        fact = named(Mention(start, size.start, text, "noun", mention.action, lead=start), group.start)
        fact.tie(size)
        self._enter(scene, fact, None)

    @staticmethod
    def _is_flow(scene: Scene, first: Candidate, mention: Mention | None) -> bool:
        """新认定11家、取消资格3家,净增8家: after a flow 净增 is a count of its own; after a level it is its change."""
        change, current = first.argument, scene.current
        return (
            isinstance(change, Change) and mention is None and current is not None and current.value is not None
            and change.text.startswith("净增") and change.against is None and change.unit == current.value.unit
            and current.action is not None and FLOW.match(current.action) is not None
        )  # fmt: skip

    def _flow(self, reading: Reading, scene: Scene, group: Group, low: int) -> None:
        start = group.start
        size = reading.quantities.get(group.end - 1) or next(
            (reading.quantities[at] for at in range(start, group.end) if at in reading.quantities), None
        )
        if size is None:
            return
        mention = Mention(start, size.start, reading.text[start : size.start], "verb", "净增", lead=start)
        fact = self._fact(reading, scene, mention, start, "")
        fact.tie(size)
        self._enter(scene, fact, mention)
        scene.reached = group.end

    def _fact_of(self, reading: Reading, scene: Scene, mention: Mention, first: int) -> Fact:
        """The fact that a named relation belongs to: the current one where it has that name, else a new one."""
        current = scene.current
        if current and mention.build == "noun" and mention.text in (current.text, current.noun):
            return current
        fact = self._fact(reading, scene, mention, first, "")
        if PART.search(reading.text, max(scene.start, fact.lead - 3), fact.first) and scene.facts:
            previous = scene.facts[-1]
            fact.whole = previous.whole or previous
        self._enter(scene, fact, mention)
        return fact

    def _spread(
        self, reading: Reading, scene: Scene, group: Group, mention: Mention | None, left: Sequence[Token]
    ) -> None:
        """An argument for each metric of a list, or the arguments of a list in the order of the metrics."""
        items = group.items
        if mention and mention.build != "relational":
            parts = self._members(left, mention, wanted=len(items) if len(items) > 1 else 0)
            facts = [self._fact_of(reading, scene, part, group.start) for part in parts]
        else:
            count = len(items) if len(items) > 1 else 2 if "双双" in items[0].argument.text else 0
            told = [fact for fact in scene.facts if not fact.is_empty]
            facts = told[-count:] if count else told
            if isinstance(items[0].argument, Rank) and len(items) > 1 and mention and scene.current:
                facts = [scene.current] * len(items)
                items = tuple(self._ranked(item, row) for item, row in zip(items, split_list(left), strict=False))
        if len(items) == len(facts) and len(items) > 1:
            for fact, item in zip(facts, items, strict=True):
                self._tie(fact, item, listed=True)
        elif len(items) == 1:
            for fact in facts:
                self._tie(fact, items[0], listed=True)
        elif facts:
            for item in items:
                self._tie(facts[-1], item)

    def _ranked(self, item: Candidate, row: Sequence[Token]) -> Candidate:
        """总量、增速分别居…: which of the two a rank speaks of."""
        rank = item.argument
        growing = any(token.text in self._words.growth for token in row)
        if not isinstance(rank, Rank):
            return item
        return replace(item, argument=replace(rank, of="growth" if growing else "value"), noun="".join(t.text for t in row))

    def _tie(self, fact: Fact, candidate: Candidate, *, listed: bool = False) -> None:
        argument = candidate.argument
        if isinstance(argument, Rank) and argument.of == "value" and not candidate.noun:
            grown = fact.changes and (not fact.value or fact.growth_told_as_noun)
            if grown and not fact.ranks:
                argument = replace(argument, of="growth")
            elif fact.text.endswith(("增速", "增幅", "增长率")) and not listed:
                argument = replace(argument, of="growth")
        if isinstance(argument, Gap) and argument.of == "value" and argument.unit == "个百分点" and fact.changes:
            last = fact.changes[-1]
            if not fact.value or last.of == "growth":
                argument = replace(argument, of="growth")
        if isinstance(argument, Change):
            fact.growth_told_as_noun = candidate.noun is not None
            bases = [change for change in fact.changes if change.kind == "period" and change.against]
            plain = argument.against is None and not re.search("同比|环比", argument.text)
            if bases and plain and argument.kind == "yoy":
                argument = replace(argument, kind="period", against=bases[-1].against)
            elif plain and argument.kind == "yoy" and any(c.kind == "from_to" for c in fact.changes):
                argument = replace(argument, kind="period")
        fact.tie(argument)


def split_list(tokens: Sequence[Token], marks: str = "、和与及") -> list[list[Token]]:
    """The members of a list: split at 、 和 与 及 (or the `marks` given) outside brackets and quotation marks."""
    rows: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "“", "《")) - (token.text in (")", "”", "》"))
        if depth <= 0 and token.text in marks:
            rows.append([])
        else:
            rows[-1].append(token)
    return rows


def group_end(quantity: Quantity) -> int:
    """Where a quantity ends."""
    return quantity.end


def by_sentence(groups: Sequence[Group], spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int, list[Group]]]:
    """The sentences that hold an argument, with their arguments."""
    at = 0
    for start, end in spans:
        found = []
        while at < len(groups) and groups[at].start < end:
            if groups[at].start >= start:
                found.append(groups[at])
            at += 1
        if found:
            yield start, end, found
