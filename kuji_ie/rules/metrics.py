"""Metrics: the wording that names what a number measures, found from the build of the clause.

Most metrics of a new report are in no lexicon. Before the number the clause reads time, place, subject, verb, noun
phrase, link (全市规上企业实现营业收入达 872.5亿元); where the noun follows, the number stands before it (举办6场科技活动).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from kuji_ie.rules.nouns import NUMBER, PUNCTUATION, SUFFIXES, TIME, noun_end, object_end
from kuji_ie.tokenizers import Token
from kuji_ie.words import LEVEL, NOUN_TAGS, TOWN, Words

Build = Literal["noun", "verb", "level", "relational"]
LINKED = re.compile(r"(?<=..)(?:达到?|为|有|超过?|突破|完成)$")  # 累计|达到
BATCH = re.compile(r"第[0-9一二三四五六七八九十]{1,3}[批次轮]|[首两多]批")
NUMBERED = re.compile(r"[一二三四五六七八九十]是")  # 二是|近200家…
YEARS = re.compile(r"[一两三四五六七八九十]年")
LEVELS = frozenset("市区县")  # of 市雏鹰, 区重点实验室
SPLITTING = frozenset(("已", "已经", "现已", "均已", "共", "目前"))
FLOWING = re.compile("新|净增")  # 城镇新增就业
INNER = re.compile("新增|净增")


class Mention(NamedTuple):
    """A wording that names a metric, or stands for one named before.

    `build`: a noun phrase (省科小), verbs alone (其中新认定391家), a level alone (省级58家), or a relational noun
    (总数达到563家). `start`, `end` cover `text` in the cleaned text; `lead` is where the clause's own wording
    begins, `subject` the noun phrase before the verb.
    """

    start: int
    end: int
    text: str
    build: Build
    action: str | None = None
    subject: tuple[int, int] | None = None
    name: str | None = None  # without an unknown verb that `text` keeps
    lead: int = 0
    place: tuple[int, int] | None = None  # the region that a list names for it


class MetricFinder:
    """Finds the metric of a number in the tokens around it."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._longest_known = max(map(len, words.known), default=0)

    def before(self, tokens: Sequence[Token], counted: bool) -> Mention | None:
        """The metric named by the tokens before a number; None where they name none.

        全年新增国家高新技术企业(48家) gives 国家高新技术企业, action 新增; 增长 alone gives None. `counted` says that
        the number counts things (家, 人, 项), so that a verb at the head is an action and no part of the noun.
        """
        tokens, trailing = self._trim_right(tokens)
        first = self._trim_left(tokens)
        lead = tokens[first].start if first < len(tokens) else (trailing[0].start if trailing else 0)
        phrase = tokens[first:]
        if not phrase:
            return self._verb_only([t for t in trailing if self._words.is_action(t.text)], lead)
        phrase, owner = self._after_time(phrase)
        body, after = self._trailing_action(phrase, trailing, counted)
        if after and not self._trim_noun(body):
            return self._verb_only([t for t in phrase if t.text in after], lead)
        start, action, subject = self._governing_verb(body, counted)
        noun = self._trim_noun(phrase[start:])
        if not noun:
            return self._verb_only([t for t in phrase if t.text not in PUNCTUATION], lead)
        mention = self._mention(noun, action or after, subject or owner, lead, counted)
        bare = self._trim_noun(body[start:]) if after else []
        # 其中,越城区新增(11家): of what was named before
        if bare and counted and self._is_place(_text(bare)):
            verb = self._verb_only([t for t in phrase if t.text in (after or "")], lead)
            return verb._replace(place=(bare[0].start, bare[-1].end)) if verb else None
        if after and mention.build == "noun" and after.endswith(tuple(self._words.trailing)):
            return mention._replace(name=_text(bare) or mention.name)
        return mention

    def _is_place(self, text: str) -> bool:
        """Whether a wording is a place and nothing else: 越城区, 白石镇."""
        return self._words.is_place(text) or TOWN.fullmatch(text) is not None

    def after(self, tokens: Sequence[Token], left: Sequence[Token]) -> Mention | None:
        """The metric whose noun follows the number: (8项)重点研发项目, (27家)企业与…; None where no noun does."""
        if not tokens or tokens[0].text == "(" or self.counts_nothing(tokens):
            return None
        listed = bool(left) and left[-1].text == "等"  # 甲、乙等6个平台相继落地: the verb comes after
        action = None if listed else self.last_action(left)
        end = object_end(self._words, tokens) if action else noun_end(self._words, tokens)
        noun = tokens[:end]
        if noun and noun[0].text == "的":
            noun = noun[1:]
        text = _text(noun)
        if len(text) < 2:
            return None
        if text.startswith(("以上", "以下", "左右", "之一", "以内", "不等", "以来")):
            return None
        if text in self._words.targets or _text(tokens[end : end + 2]).startswith("之一"):
            return None
        action = action or self._first_action(tokens[end:]) or self.last_action(left)
        return Mention(noun[0].start, noun[-1].end, text, "noun", action, lead=noun[0].start)

    def counts_nothing(self, tokens: Sequence[Token]) -> bool:
        """Whether the noun behind a number is one that no table keeps: (五个)方面, (8项)指标."""
        return bool(tokens) and (
            tokens[0].text in self._words.empty or _text(tokens[:2]) in self._words.empty
        )

    def leading(self, tokens: Sequence[Token]) -> Mention | None:
        """The noun phrase that opens a clause without a number: 高企培育数量(偏少), 发明专利申请量(负增长)."""
        if tokens and tokens[0].text == "在" and tokens[-1].text in ("中", "上", "里"):  # 在国家高新区评价中
            tokens = tokens[1:-1]
            last = max((at for at, token in enumerate(tokens) if token.text == "的"), default=-1)
            tokens = tokens[last + 1 :]  # 科技部公布的|国家高新区综合评价
        first = self._trim_left(tokens)
        rest = tokens[first:]
        if (tokens and tokens[0].tag == "p") or (
            rest and rest[0].text in ("按", "受", "剔除", "经", "据", "根据")
        ):
            return None  # 按不变价格计算, 受基数影响
        noun = rest[: noun_end(self._words, rest, joined=True)]
        if len(_text(noun)) < 2 or noun[0].tag.startswith("v") or self._words.is_action(noun[0].text):
            return None
        return self._mention(list(noun), None, None, noun[0].start, counted=False)

    # -- the tokens before a number

    def _trim_right(self, tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
        """Take links, adverbs and times off the end; what was taken off is given too."""
        words, kept = self._words, list(tokens)
        taken: list[Token] = []
        while kept:
            last = kept[-1]
            if (
                last.text in words.links
                or last.text in words.adverbs
                or last.text
                in ("首次", "再次", "成功", "预计", "历史性", "率先", "目前", "历史性地", "地", "全部")
                or last.tag == TIME
                or (
                    last.text in ("年", "连续")
                    or (last.tag == "m" and len(kept) > 1 and kept[-2].text == "连续")
                )
                or last.text in ("的", "了", "数", "中", ":", "、", ",", "“", "(")
                or last.tag in ("d", "ul", "c")
            ) and not (last.text == "数" and len(kept) > 1):
                taken.insert(0, kept.pop())
            else:
                break
        return kept, taken

    def _trim_left(self, tokens: Sequence[Token]) -> int:
        """How many leading tokens are no part of the clause's own wording: 其中, 全市, 2023年, 在 …"""
        words, at = self._words, 0
        while at < len(tokens):
            token = tokens[at]
            if (
                (token.text in words.skipped and not words.is_action(token.text))
                or token.text in words.places
                or token.tag == TIME
                or BATCH.fullmatch(token.text)
                or NUMBERED.fullmatch(token.text)
                or (token.text in PUNCTUATION and token.text not in "“《")
                or (
                    token.tag in ("c", "d", "t", "p", "r", "ul", "uj", "zg")
                    and not words.is_action(token.text)
                )
            ):
                at += 1
            else:
                break
        return at

    def _after_time(self, phrase: list[Token]) -> tuple[list[Token], tuple[int, int] | None]:
        """西北材料研究院(全年)孵化企业: what stands before a time is the subject."""
        for at in range(len(phrase) - 1, 0, -1):
            if phrase[at].tag == TIME:
                rest = phrase[at + 1 :]
                if rest and rest[0].text != "的":
                    if self._verb_chain(phrase, 0) == at:  # 入选|2022年度|国家引才计划
                        return phrase[:at] + rest, None
                    return rest, (phrase[0].start, phrase[at - 1].end)
            if phrase[at].text in SPLITTING and any(
                not self._words.is_action(t.text) for t in phrase[at + 1 :]
            ):
                return phrase[at + 1 :], (phrase[0].start, phrase[at - 1].end)  # 三力科技项目已|到位资金
        return phrase, None

    def _trailing_action(
        self, phrase: list[Token], trailing: list[Token], counted: bool
    ) -> tuple[list[Token], str | None]:
        """高新技术企业申报(128家): the verb behind the noun phrase."""
        words = self._words
        for token in trailing:
            if token.text in words.actions:
                return phrase, token.text
        at = len(phrase)
        while at > 1 and words.is_action(phrase[at - 1].text) and phrase[at - 1].text not in words.nominal:
            at -= 1
        if at == len(phrase) or _text(phrase) in words.known:
            return phrase, None
        if phrase[at - 1].tag == "d" or phrase[at - 1].text in words.skipped:
            owner = [t for t in phrase[:at] if t.tag != "d" and t.text not in words.skipped]
            if owner and (counted or _text(owner) in words.known):  # 国科小已|自评入库
                return owner, _text(phrase[at:])
            return [], _text(phrase[at:])  # 银行已|授信: the verb is the metric
        return phrase[:at], _text(phrase[at:])

    def _governing_verb(
        self, phrase: list[Token], counted: bool
    ) -> tuple[int, str | None, tuple[int, int] | None]:
        """Where the noun phrase starts behind its verb, the verb, and the subject before it."""
        words = self._words
        first_known = phrase[-1].end - self._longest_known if phrase else 0
        best: tuple[int, int] | None = None
        at = 0
        while at < len(phrase):
            can_open = at and not best and phrase[at - 1].tag not in NOUN_TAGS
            if can_open and phrase[at].start >= first_known and _text(phrase[at:]) in words.known:
                opens = at == 1 and phrase[0].tag == "v" and phrase[0].text not in words.nominal
                return (at if opens else 0), None, None  # 提出|地区生产总值
            end = self._verb_chain(phrase, at)
            if end > at and self._governs(phrase, at, end, counted):
                best = (at, end)
            at = max(end, at + 1)
        if not best:
            return 0, None, None
        start, end = best
        verbs = [t for t in phrase[start:end] if words.is_action(t.text) or t.tag.startswith("v")]
        owner = [token for token in phrase[:start] if token.text not in words.adverbs]
        subject = (owner[0].start, owner[-1].end) if owner else None
        return end, _text(verbs) or None, subject

    def _verb_chain(self, phrase: list[Token], at: int) -> int:
        """The end of a run of action verbs (推荐上报, 揭榜并签订, 新认定) that starts at `at`; `at` where none does."""
        words, end = self._words, at
        while end < len(phrase):
            text = phrase[end].text
            joined = (
                text in ("新", "再", "共", "累计", "净", "已", "到", "了", "为", "并", "成功", "首次")
                and end > at
            )
            opening = text in ("新", "再", "净", "累计", "拟") and end + 1 < len(phrase)
            if end > at and text in words.nominal:
                break
            if words.is_action(text) or joined:
                end += 1
            elif opening and words.is_action(phrase[end + 1].text):
                end += 2
            else:
                break
        return end

    def _governs(self, phrase: list[Token], at: int, end: int, counted: bool) -> bool:
        """Whether the verbs at `at` govern what follows, and are no modifier inside a noun (项目申报材料, 转化率)."""
        words = self._words
        rest = phrase[end:]
        of_level = counted and len(rest) > 1 and rest[0].text in LEVELS  # 新认定|市雏鹰, not 示范|区
        if (
            not rest
            or (rest[0].text in SUFFIXES and not of_level)
            or rest[0].text in ("的", "(")
            or rest[0].text in words.generic
        ):
            return False
        chain = _text(phrase[at:end])
        free = (
            at == 0
            or chain in words.strong
            or chain.startswith(("新", "累计", "净", "拟", "共"))
            or phrase[at - 1].text in words.skipped
            or phrase[at - 1].tag in ("d", "t", TIME)
        )
        if at and counted and len(rest) == 1 and rest[0].text in words.nominal:
            return False  # 就业困难人员实现就业|2043人
        if chain in words.nominal:  # 服务|企业 governs, 进口替代技术 is a noun
            return free and counted and len(rest) == 1 and rest[0].text in words.objects
        return free

    def _trim_noun(self, noun: list[Token]) -> list[Token]:
        words, at = self._words, 0
        while at < len(noun):
            token = noun[at]
            if (
                token.text in words.places
                or token.text in ("各类", "一批", "了", "到", "为", "的", "等", "其中", "、", "各级")
                or (token.tag == TIME)
                or (token.text in words.skipped and token.tag in ("d", "c", "t", "m"))
                or YEARS.fullmatch(token.text)
                or BATCH.fullmatch(token.text)
                or (token.tag == "m" and at + 1 < len(noun) and noun[at + 1].text in ("年度", "年"))
                or (token.text in ("年度", "年") and at > 0)
            ):
                at += 1
            else:
                break
        end = len(noun)
        while end > at and noun[end - 1].text in ("等", "、", "的", ",", "了", "“"):
            end -= 1
        return noun[at:end]

    def _mention(
        self, noun: list[Token], action: str | None, subject: tuple[int, int] | None, lead: int, counted: bool
    ) -> Mention:
        words, text = self._words, _text(noun)
        build: Build = "noun"
        if LEVEL.fullmatch(text) or all(token.tag == NUMBER for token in noun):
            build = "level"
        elif text in words.relational or all(
            t.text in words.relational or t.text in "、和与及" for t in noun
        ):
            build = "relational"
        elif not (text in words.known or text in words.nominal) and all(
            words.is_action(t.text) for t in noun
        ):
            build = "verb"
            action = action or text
        name = None
        head = noun[0]
        if build == "noun" and len(noun) == 1 and not action and words.is_action(text):
            action = text  # 使用(81.79万元), 授信(1.3亿元): a noun that is a verb as well
        if build == "noun" and not action and len(noun) == 1 and text in words.known:
            action = self._own_action(text, counted)
        if build == "noun" and not action and counted and len(noun) > 1:
            if (
                head.tag == "v" and len(head.text) > 1 and head.text not in words.nominal and noun[1].tag in NOUN_TAGS
                and text not in words.known and _text(noun[1:]) not in words.generic
            ):  # fmt: skip
                action, name = head.text, _text(noun[1:])
        elif build == "noun" and not action and len(noun) > 1 and head.tag == "v" and len(head.text) > 1:
            action = head.text if head.text not in words.nominal and text not in words.known else None
        if build == "noun" and not action and len(noun) > 1 and head.text in words.either:
            action = head.text if counted or not self._is_empty_head(_text(noun[1:])) else None
        following = noun[1].text if len(noun) > 1 and action == head.text else ""
        if action and (self._is_empty_head(following) or following in SUFFIXES):
            action = name = None  # 办结率, 衔接资金
        if build == "noun" and not action and len(noun) > 1:
            if head.text in words.strong:
                action = head.text  # 争取|资金: the verb stays in the name, which is too general without it
            elif noun[-1].text in words.trailing:
                action = noun[-1].text  # 发明专利|授权
        if build == "noun" and not action:
            inner = INNER.search(text)
            action = inner and inner.group()
        return Mention(noun[0].start, noun[-1].end, text, build, action, subject, name, lead)

    def _is_empty_head(self, noun: str) -> bool:
        """Whether a noun names no metric by itself: 率, 数量, 资金; 金额 does (授信|金额)."""
        return noun != "金额" and noun in self._words.generic

    def _own_action(self, text: str, counted: bool) -> str | None:
        """The verb that opens a metric of the lexicon: 新增|孵化面积, 服务|企业; 研发人员 and 有效发明专利拥有量 have none."""
        words = self._words
        action = next((text[:n] for n in range(len(text) - 2, 1, -1) if text[:n] in words.actions), None)
        if action is None or FLOWING.match(action):
            return action
        if text.startswith("在") or not counted or text.endswith(("量", "率", "数", "额")):
            return None
        if action in words.nominal and not (action in words.either and text[len(action) :] in words.objects):
            return None
        return action

    def _verb_only(self, verbs: list[Token], lead: int) -> Mention | None:
        if not verbs:
            return None
        text = LINKED.sub("", _text(verbs)) or _text(verbs)
        build: Build = "relational" if text in self._words.relational else "verb"
        return Mention(verbs[0].start, verbs[0].start + len(text), text, build, text, lead=lead)

    # -- the tokens after a number

    def last_action(self, left: Sequence[Token]) -> str | None:
        """The last verb of the tokens before a number that its noun follows: (举办)6场科技活动."""
        for token in reversed(left):
            if self._words.is_action(token.text):
                return token.text
            if NUMBERED.fullmatch(token.text):
                return None
            if token.tag == "v" and len(token.text) > 1:
                return token.text if token.text not in self._words.links else None
        return None

    def _first_action(self, tokens: Sequence[Token]) -> str | None:
        for token in tokens[:4]:
            if token.text in PUNCTUATION or token.tag in (TIME, NUMBER):
                return None
            if self._words.is_action(token.text) or token.tag == "v":
                return token.text
        return None


def _text(tokens: Sequence[Token]) -> str:
    """The wording of neighbouring tokens."""
    return "".join([token.text for token in tokens])
