"""What is fed, and what must hold of every answer. A target raises `Crash` where it does not."""

from __future__ import annotations

import io
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fuzz_inputs import ROOT, Choices, make_numeral, make_pack, make_text, make_unit, scrap, spoilt

from kuji_ie import Extraction, Extractor, Lexicon, parse_number, quantities
from kuji_ie.errors import DocumentError, LexiconError
from kuji_ie.models import Span
from kuji_ie.reading import read_bytes

FACTOR = 100  # times as long as a calm text of the same length may an input take, a character at a time
NOTHING = 0.02  # seconds that are never too long: the collector, a pattern compiled on first use
SHORT, LONG = (
    6_000,
    24_000,
)  # characters of a repeated unit, more than one sentence has; what takes more than ...
GROWTH = 8  # ... times as long for four times as many is not linear


class Crash(AssertionError):
    """An input with a wrong answer, and what is wrong with it."""

    def __init__(self, data: object, problem: str) -> None:
        super().__init__(f"{problem}: {data!a}")


@cache
def extractor() -> Extractor:
    return Extractor()


@cache
def calm(length: int) -> float:
    """The processor time of `extract` on the beginning of a seed, of about that length."""
    text = min((ROOT / "seeds").glob("*.txt")).read_text("utf-8")
    text = (text * (length // len(text) + 1))[:length]
    return min(seconds(extractor().extract, text) for _ in range(5))


def seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def spans(value: Any) -> list[Span]:
    """Every span within a value."""
    if isinstance(value, tuple):
        return [span for item in value for span in spans(item)]
    if not is_dataclass(value):
        return []
    inner = [span for field in fields(value) for span in spans(getattr(value, field.name))]
    return [value, *inner] if isinstance(value, Span) else inner


def check_extract(text: str) -> None:
    """No error, spans in place, JSON there and back, linear time; the same answer again, of every tenth text."""
    start = time.process_time()
    result = extractor().extract(text)
    took = time.process_time() - start
    limit = NOTHING + FACTOR * calm(1 + len(text) // 50 * 50)
    if took > limit and seconds(extractor().extract, text) > limit:
        raise Crash(text, f"{took:.3f} s, more than {limit:.3f}")
    for span in spans((result.observations, result.entities, result.awards, result.findings)):
        if text[span.start : span.end] != span.text or not 0 <= span.start < span.end:
            raise Crash(text, f"{span} is not in its place")
    for number in result.coverage.numbers:
        if text[number.span.start : number.span.end] != number.span.text:
            raise Crash(text, f"{number} is not in its place")
    data = result.to_dict()
    if Extraction.from_dict(data, text) != result or Extraction.from_dict(data).to_dict() != data:
        raise Crash(text, "another result out of its JSON")
    if len(text) % 10 == 0 and extractor().extract(text) != result:
        raise Crash(text, "another answer the second time")


def check_quantities(text: str) -> None:
    found, reached = quantities(text), 0
    for q in found:
        if not reached <= q.start < q.end or text[q.start : q.end] != q.text:
            raise Crash(text, f"{q} is not in its place")
        if not q.amount.is_finite() or (q.upper is not None and not q.upper.is_finite()):
            raise Crash(text, f"{q} is no number")
        reached = q.end
    if len(text) % 10 == 0 and quantities(text) != found:
        raise Crash(text, "other quantities the second time")


def check_number(text: str) -> None:
    try:
        value = parse_number(text)
    except ValueError:
        return
    if not value.is_finite() or parse_number(text) != value:
        raise Crash(text, f"{value} is no number")


def check_growth(unit: str) -> None:
    """A unit repeated until it fills a text takes four times as long for four times as many."""
    texts = [(unit * (length // len(unit) + 1))[:length] for length in (SHORT, LONG)]
    for _ in range(3):  # a busy machine may make one of them slow
        took, longer = (seconds(extractor().extract, text) for text in texts)
        if longer < NOTHING + GROWTH * took and longer < FACTOR * calm(LONG):
            return
    raise Crash(unit, f"repeated: {took:.3f} s for {SHORT} characters, {longer:.3f} s for {LONG}")


def check_pack(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix="kuji_ie_fuzz") as top:
        folder = Path(top) / "a"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        try:
            lexicon = Lexicon.load(folder)
        except LexiconError as error:
            if not (error.problem and error.remedy and str(error)):
                raise Crash(files, "an error without reason or remedy") from error
            return
        lexicon.check()
        if not all(entry.name for entry in lexicon):
            raise Crash(files, "an entry without a name")


def check_reading(document: tuple[str, bytes]) -> None:
    name, data = document
    try:
        text = read_bytes(data, name)
    except DocumentError as error:
        if not (error.reason and error.path == name):
            raise Crash(document, "an error without file or reason") from error
        return
    if not text.strip() or read_bytes(data, name) != text:
        raise Crash(document, "no text, or another the second time")


def make_document(choices: Choices) -> tuple[str, bytes]:
    """A document with its name, spoilt; of a Word file now and then the XML inside."""
    name, data = choices.pick(documents())
    if name.endswith(".docx") and choices.below(3):
        data = rewritten(data, choices)
    data = spoilt(data, choices, choices.below(8) > 0)
    return (
        name if choices.below(4) else choices.pick(("a.txt", "a.html", "a.pdf", "a.docx", "a", "a.doc")),
        data,
    )


@cache
def documents() -> tuple[tuple[str, bytes], ...]:
    """Small documents of each kind, as the tests make them; text and pages more often than the slow ones."""
    sys.path.insert(0, str(ROOT / "tests"))
    from documents import make_docx, make_page, make_pdf, make_table

    text = "".join(scrap(Choices(seed)) for seed in range(12)) + "。\n全市高新技术企业达到3093家,增长12.5%。"
    rows = [
        ["指标", "2023年", "增长"],
        ["高新技术企业(家)", "3093", "12.5%"],
        ["研发经费(亿元)", "9.99", "-1"],
    ]
    pages = [make_page(text), make_page(make_table(rows)), make_page(text, charset="gb18030")]
    texts = [text.encode(code) for code in ("utf-8", "gb18030", "utf-16", "utf-8-sig")]
    many = [("a.txt", data) for data in texts] * 6 + [("a.html", data) for data in pages] * 2
    return (*many, ("a.docx", make_docx(text, rows)), ("a.pdf", make_pdf(text, rows)))


def rewritten(data: bytes, choices: Choices) -> bytes:
    """A Word file with its document spoilt before it is packed again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for part in source.namelist():
            inner = source.read(part)
            target.writestr(part, spoilt(inner, choices, part == "word/document.xml"))
    return packed.getvalue()


@dataclass(frozen=True, slots=True)
class Target:
    """`make` draws an input, `check` feeds it; `share` is how many of a thousand inputs go here."""

    make: Callable[[Choices], Any]
    check: Callable[[Any], None]
    share: int


TARGETS = {
    "parse_number": Target(make_numeral, check_number, 350),
    "quantities": Target(make_text, check_quantities, 350),
    "extract": Target(make_text, check_extract, 250),
    "packs": Target(make_pack, check_pack, 25),
    "readers": Target(make_document, check_reading, 23),
    "growth": Target(make_unit, check_growth, 2),
}
