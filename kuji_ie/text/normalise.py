"""Width and punctuation, one character for one character: offsets never move."""

from __future__ import annotations

from functools import lru_cache

_PAIRS = {
    "，": ",", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")", "［": "[", "］": "]",
    "【": "[", "】": "]", "〔": "[", "〕": "]", "﹙": "(", "﹚": ")", "﹐": ",", "﹔": ";", "﹕": ":",
    "～": "~", "〜": "~", "∼": "~", "﹣": "-", "－": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-",
    "—": "—", "–": "—", "―": "—", "─": "—", "．": ".", "﹒": ".", "﹪": "%", "％": "%", "‘": "“", "’": "”",
    "｢": "“", "｣": "”", "「": "“", "」": "”", "『": "“", "』": "”", "〝": "“", "〞": "”", "＂": '"',
    "＆": "&", "＋": "+", "／": "/", "·": "·", "•": "·", "・": "·", "｡": "。", "､": "、",
    "\u3000": " ", "\xa0": " ", "\t": " ", "\x0b": " ", "\x0c": "\n", "\r": " ", "\u2028": "\n", "\u2029": "\n",
    "\x85": "\n",
}  # fmt: skip
_PAIRS |= {chr(space): " " for space in range(0x2000, 0x200B)}


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    wide = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
    # Private use is where the lexer writes its marks; a lone surrogate cannot be encoded for the tokenizers.
    unfit = {code: "\ufffd" for code in (*range(0xE000, 0xE010), *range(0xD800, 0xE000))}
    return wide | unfit | {ord(wrong): right for wrong, right in _PAIRS.items()}


def normalise(text: str) -> str:
    """Fold width and punctuation, one character for one.

    ６３８家，居全省第９位（苏中第１位） gives 638家,居全省第9位(苏中第1位); the length stays, so offsets do too.
    Quotation marks become “ and ”, white space a space or a line feed; 。 and 、 stay.
    """
    return text.translate(_table())
