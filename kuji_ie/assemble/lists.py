"""Coordination: the members of A、B和C, and what only the last of them says."""

from __future__ import annotations

from collections.abc import Sequence

from kuji_ie.assemble.facts import OWN_LEVEL
from kuji_ie.rules.metrics import Mention, MetricFinder
from kuji_ie.tokenizers import Token
from kuji_ie.words import LEVEL, Words


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
    return [row for row in rows if row]


def is_list_of_places(words: Words, rows: Sequence[Sequence[Token]]) -> bool:
    """涪城区、江油市和|三台县高新技术产业营收: whether all members but the last are places."""
    return len(rows) > 1 and all(len(row) == 1 and words.is_place(row[0].text) for row in rows[:-1])


def members(
    metrics: MetricFinder,
    words: Words,
    tokens: Sequence[Token],
    whole: Mention,
    *,
    counted: bool = False,
    wanted: int = 0,
) -> list[Mention]:
    """The members of a coordination, each read as a metric of its own; `whole` alone where it is none.

    A head noun that only the last one has is understood of all (高技术制造业、数字产品制造业|增加值), and so is a common
    metric behind names of places (南山区、宝安区|高新技术企业). `wanted` is how many there should be: 金融业、软件和信息
    服务业 is two for two numbers.
    """
    rows = split_list(tokens)
    if wanted and len(rows) != wanted:
        rows = next(
            (by for by in (split_list(tokens, "、"), split_list(tokens, "和与及")) if len(by) == wanted), rows
        )
    compact = _compact(whole, wanted)
    if compact:
        return compact
    mentions = [metrics.before(row, counted) for row in rows]
    last = mentions[-1] if mentions else None
    if len(rows) < 2 or last is None:
        return [whole]
    found = []
    for mention in mentions:
        if mention is None:
            return [whole]
        inner = [token for token in rows[-1] if last.start <= token.start and token.end <= last.end]
        found.append(_complete(words, mention, last, inner))
    return found


# 城乡居民…分别增长4%、6%: two metrics in one word
COMPACT = {
    "一、二、三产业": ("第一产业", "第二产业", "第三产业"),
    "城乡": ("城镇", "农村"),
    "一二三产": ("一产", "二产", "三产"),
    "牛羊": ("牛", "羊"),
}


def _compact(whole: Mention, wanted: int) -> list[Mention]:
    for word, parts in COMPACT.items():
        if len(parts) == wanted and word in whole.text:
            return [whole._replace(name=whole.text.replace(word, part, 1)) for part in parts]
    return []


def _complete(words: Words, mention: Mention, last: Mention, inner: list[Token]) -> Mention:
    """A member with what only the last one, whose noun phrase is `inner`, says."""
    first = _tokens_of(mention, inner) if mention is last else [mention.text]
    opens = bool(first) and words.is_place(first[0])
    if opens and len(inner) > 1:
        common = [token for token in inner if not words.is_place(token.text)]
        if common:
            text = _text(common)
            where = (mention.start, mention.start + len(first[0]))
            return mention._replace(
                start=common[0].start,
                end=common[-1].end,
                text=text,
                name=text,
                build="noun",
                place=where,
            )
    if mention.build == "level" or (LEVEL.fullmatch(mention.text) and mention is not last):
        rest = OWN_LEVEL.sub("", _text([token for token in inner if not LEVEL.fullmatch(token.text)]))
        return mention._replace(build="noun", name=mention.text + rest)
    heads = words.heads
    if mention is not last and inner and not mention.text.endswith(tuple(heads)):
        return mention._replace(name=mention.text + _tail(words, inner))
    return mention


def _tail(words: Words, inner: list[Token]) -> str:
    """The head that closes the last member: 数字产品制造业|增加值, 共建“一带一路”国家|进出口总额; empty where none does."""
    at = len(inner)
    while at > 1 and inner[at - 1].text in (words.heads if at == len(inner) else words.heads | words.nominal):
        at -= 1
    if at < len(inner):
        return _text(inner[at:])
    last = inner[-1].text
    return max((head for head in words.heads if last.endswith(head) and head != last), key=len, default="")


def _tokens_of(mention: Mention, inner: list[Token]) -> list[str]:
    return [token.text for token in inner]


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)
