"""Text from bytes: UTF-8, GB 18030, and UTF-16 with its mark, as Windows writes them."""

from __future__ import annotations

import codecs

from kuji_ie.errors import DocumentError

# UTF-8 with at most this part of its Chinese broken is UTF-8 still: GB 18030 would read nearly all of it as
# other signs.
DAMAGED = 0.01
REMEDY = "save it as UTF-8 text"


def decode(data: bytes, name: str) -> str:
    """Text of UTF-8 bytes, with or without a mark at their start, of UTF-16 with one, or else of GB 18030.

    UTF-8 with a few broken characters (a file cut in the middle of one) keeps U+FFFD in their place.
    Raises `DocumentError` about `name` for anything else.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = decode_utf16(data)
        if text is not None:
            return text
    if b"\0" in data:
        raise DocumentError(name, f"not a text file, or not in UTF-8 or GB 18030; {REMEDY}")
    text = decode_utf8(data)
    if text is not None:
        return text
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise DocumentError(name, f"not in UTF-8 or GB 18030; {REMEDY}") from None


def decode_utf16(data: bytes) -> str | None:
    """Text of UTF-16 bytes with a mark, None for something else that begins like it."""
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def decode_utf8(data: bytes) -> str | None:
    """Text of UTF-8 bytes, where little of it is broken, else None."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        mended = data.decode("utf-8", errors="replace")
    chinese = sum(not character.isascii() for character in mended)
    return mended if mended.count("\ufffd") <= DAMAGED * chinese else None


def reason_of(error: OSError) -> str:
    """Why a file cannot be read or written, in words."""
    words = error.strerror or str(error)
    return "no such file" if isinstance(error, FileNotFoundError) else words[:1].lower() + words[1:]
