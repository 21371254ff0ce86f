"""Width and punctuation, one character for one character: offsets never move."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PAIRS = {
    "，": ",", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")", "［": "[", "］": "]",
    "【": "[", "】": "]", "〔": "[", "〕": "]", "〖": "[", "〗": "]", "﹙": "(", "﹚": ")",
    "﹐": ",", "﹔": ";", "﹕": ":", "～": "~", "〜": "~", "∼": "~", "﹣": "-", "－": "-", "−": "-",
    "‐": "-", "‑": "-", "‒": "-", "–": "—", "―": "—", "─": "—", "．": ".", "﹒": ".", "﹪": "%",
    "‘": "“", "’": "”", "｢": "“", "｣": "”", "「": "“", "」": "”", "『": "“", "』": "”",
    "〝": "“", "〞": "”", "•": "·", "・": "·", "‧": "·", "｡": "。", "､": "、",
}  # fmt: skip
# What most of a text's wrong characters are; `replace` is faster than a look at each character. None of them becomes
# another wrong one.
_FREQUENT = "，；：（）\u3000"
_LINE_FEEDS = "\x0c\x85\u2028\u2029"
# White space of any width, and what has none at all: zero-width marks, the soft hyphen, the byte-order mark.
_SPACES = "\t\x0b\r\x1c\x1d\x1e\x1f\xa0\xad\u1680\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff"
# Radicals and compatibility forms that a PDF gives in place of the common characters (⽉ for 月).
_TWINS = (range(0x2F00, 0x2FD6), range(0xF900, 0xFADA))
# The same of radicals for which Unicode tells no common character (增⻓, ⺠营): radical, character.
_RADICALS = "⺝月⺟母⺠民⺩王⺫目⻁虎⻄西⻅见⻆角⻉贝⻋车⻑长⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"


@lru_cache(maxsize=1)
def twins() -> dict[int, str]:
    """Radicals and compatibility forms with the common characters that they stand for, for `str.translate`."""
    compatible = {code: unicodedata.normalize("NFKC", chr(code)) for codes in _TWINS for code in codes}
    return compatible | dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True))


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    wide = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
    spaces = dict.fromkeys((*_SPACES, *map(chr, range(0x2000, 0x200B))), " ")
    # Private use is where the lexer writes its marks; a lone surrogate cannot be encoded for the tokenizers.
    unfit = dict.fromkeys(map(chr, (*range(0xE000, 0xE010), *range(0xD800, 0xE000))), "\ufffd")
    radicals = {chr(code): common for code, common in twins().items()}
    return radicals | wide | spaces | dict.fromkeys(_LINE_FEEDS, "\n") | unfit | _PAIRS


@lru_cache(maxsize=1)
def _wrong() -> re.Pattern[str]:
    """The characters of the table."""
    return re.compile(f"[{re.escape(''.join(_table()))}]")


def normalise(text: str) -> str:
    """Fold width and punctuation, one character for one.

    ６３８家，居全省第９位（苏中第１位） gives 638家,居全省第9位(苏中第1位); the length stays, so offsets
    do too. Quotation marks become “ and ”, white space a space or a line feed; 。 and 、 stay.
    """
    wrong = _wrong()
    if wrong.search(text) is None:
        return text
    table = _table()
    for frequent in _FREQUENT:
        text = text.replace(frequent, table[frequent])
    return wrong.sub(lambda match: table[match[0]], text)
