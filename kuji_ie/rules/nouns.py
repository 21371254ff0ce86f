"""Noun phrases: how far a noun goes, told from tags and word classes."""

from __future__ import annotations

from collections.abc import Sequence

from kuji_ie.tokenizers import Token
from kuji_ie.words import NOUN_TAGS, Words

# The tags of the tokens that stand for marks.
TIME, NUMBER = "TIME", "NUMBER"
# 转化率, 成交额, 授权量: a verb before one of these is part of a noun.
SUFFIXES = frozenset("率额数量度面费值点权者员性型化类力价款券单证物业品件书机地区市县所院站")
PUNCTUATION = frozenset(',。;:!?、()[]“”"《》·…—-~/ ')
OPENING, CLOSING = ("“", "(", "《"), ("”", ")", "》")
JOINING = ("、", "和", "与", "及")
OBJECT = 9  # tokens: what is longer is a clause and no noun phrase


def noun_end(words: Words, tokens: Sequence[Token], *, joined: bool = False) -> int:
    """How many of the tokens form one noun phrase from the first on; `joined` goes on behind 、 and 和.

    外国专家工作站|积极对接… ends before the adverb, 企业|与… before the joining word.
    """
    at = depth = 0
    while at < len(tokens):
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.text in OPENING:
            depth += 1
        elif token.text in CLOSING:
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and not (
            (joined and at and _joins(token, following)) or _in_noun(words, token, following, at)
        ):
            break
        at += 1
    while at and (tokens[at - 1].text in ("的", *JOINING, *OPENING) or tokens[at - 1].text in words.skipped):
        at -= 1
    return at


def object_end(words: Words, tokens: Sequence[Token]) -> int:
    """How many tokens the object of a verb has: (建成5座)湿垃圾资源化处理设施, up to a number or an adverb."""
    at = depth = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in OPENING:
            depth += 1
        elif token.text in CLOSING:
            if not depth:
                break
            depth -= 1
        elif _ends_object(words, token, at) or (not depth and token.text in PUNCTUATION):
            break
        at += 1
    least = noun_end(words, tokens)
    while at > least and not _closes_noun(tokens[at - 1]):
        at -= 1
    return max(at, least) if at <= OBJECT else least


def _joins(token: Token, following: Token | None) -> bool:
    return token.text in JOINING and following is not None and following.tag in NOUN_TAGS


def _ends_object(words: Words, token: Token, at: int) -> bool:
    if token.tag in (TIME, NUMBER) or token.text in ("并", "用于", "以及"):
        return True
    return at > 0 and (token.tag in ("d", "ad", "p") or token.text in words.strong)


def _closes_noun(token: Token) -> bool:
    return token.tag in NOUN_TAGS or token.text in SUFFIXES or token.text in ("”", ")")


def _in_noun(words: Words, token: Token, following: Token | None, at: int) -> bool:
    """Whether a token goes on with a noun phrase of which it is the `at`-th."""
    text, tag = token.text, token.tag
    nominal = following is not None and (
        following.tag in NOUN_TAGS or following.text in SUFFIXES or following.text == "“"
    )
    if tag in (TIME, NUMBER) or text in PUNCTUATION:
        return False
    if text == "的":
        return at == 0 or nominal
    if text in JOINING:
        return at in (1, 2) and nominal
    if text in words.links and text not in words.nominal:
        return False
    if text.endswith("增长") or (at and tag in ("i", "l") and len(text) == 4):  # 负增长, 拔地而起
        return False
    if tag == "vn" or text in words.nominal:
        return True
    if words.is_action(text) or tag == "v":
        return nominal and (at == 0 or (following is not None and following.text in SUFFIXES))
    if tag in ("a", "ad", "m", "x", "t") and nominal:
        return tag != "t" or at == 0  # 夜间经济人气地标
    return tag in NOUN_TAGS or text in SUFFIXES or (tag == "a" and at == 0)
