"""The texts that are timed: reports as they are, the beginning of them, or a length made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

SEEDS = Path(__file__).parents[1] / "seeds"


def read_texts(paths: Sequence[str]) -> list[str]:
    """The texts of the files, and of the .txt files right in the folders, in the order of their names.

    Without a path those of `seeds/`. Ends the process where there is no character to time,
    or a file that cannot be read.
    """
    found = [Path(path) for path in paths] or [SEEDS]
    files = [file for path in found for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]
    texts = [read_text(file) for file in files]
    if not any(texts):
        raise SystemExit("no text to time: name files or folders of .txt files")
    return texts


def read_text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{file}: {error}; a text file in UTF-8 is wanted") from error


def sample(texts: Sequence[str], limit: int) -> list[str]:
    """Whole texts that have no more than `limit` characters together, the same ones at each call; at least one.

    They are taken at random: a folder may begin with the short ones.
    """
    taken: list[str] = []
    left = limit
    for text in Random(0).sample(texts, len(texts)):
        if len(text) <= left:
            taken.append(text)
            left -= len(text)
    return taken or [min(texts, key=len)]


def pieces(texts: Sequence[str], length: int) -> list[str]:
    """Texts of exactly `length` characters that hold all of `texts` (but for the last bit): the same prose at any length.

    A length beyond that of all texts is one text, in which they come again and again.
    """
    whole = "\n".join(texts) + "\n"
    if length >= len(whole):
        return [(whole * (length // len(whole) + 1))[:length]]
    return [whole[start : start + length] for start in range(0, len(whole) - length + 1, length)]
