"""Web pages: trafilatura says where the report stands, and all that stands there is written out."""

from __future__ import annotations

import codecs
import logging
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from kuji_ie.extras import require
from kuji_ie.reading.limits import DEEPEST_PAGE, check_page, refuse
from kuji_ie.reading.plain import DAMAGED, decode, decode_utf8
from kuji_ie.reading.tables import Block, Cell, place, write

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{2,30})", re.IGNORECASE)
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FIRST = 8192  # bytes in which a page names its charset
SPACE = re.compile(r"[ \t\r\n\f]+")


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


HIDDEN = _tags("script style noscript template head svg math iframe object select option button textarea nav")
STYLED_AWAY = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
LINES = _tags(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
TITLES = _tags("h1 h2 h3 h4 h5 h6")
HEADINGS = TITLES | _tags("p div td th strong b span center font")
FURNITURE = _tags("a nav header footer aside button select")
FARTHEST, WIDE = 100, 30  # columns or rows
SHORTEST_TITLE = 5  # characters
FEW_LINKS = 2  # as an article may have beside each other
GRAM = 8  # characters by which a piece of the page is known again in what trafilatura kept
KEPT = 0.97  # of the sentences of the page: what trafilatura kept less of is not taken at its word
HOLDERS = _tags("body div article section main td form center")  # what a report stands in, not a piece of it
SENTENCE = re.compile("[，。；,;]")

# It says on standard error what it cannot read; whoever listens to its log hears it still.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def read_html(data: bytes, name: str) -> str:
    """The text of a web page: the report and its heading, without menus, its tables as pipe tables.

    What trafilatura kept tells in which element of the page the report stands; all of that element is taken, so that
    no short paragraph is lost, and the whole page where it kept too little. Raises `DocumentError` for a
    charset that cannot be read, `MissingExtra` without trafilatura.
    """
    purpose = "reading .html files"
    trafilatura, html = require("trafilatura", "html", purpose), require("lxml.html", "html", purpose)
    check_page(data, name)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    page = html.fromstring(b"<html>" + decode_page(data, name).encode("utf-8", "replace"), parser=parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):  # it reads no further
        raise refuse(
            name, f"has more than {DEEPEST_PAGE} elements within each other, or one of more than 10 MB"
        )
    body = page.find("body")
    if body is None:
        return ""
    kept = trafilatura.extract(
        _narrowed(deepcopy(page)), favor_recall=True, include_comments=False, deduplicate=False
    )
    report = find_report(body, kept or "")
    heading = find_heading(page, report)
    return write(_Writer(report if heading is None else heading, report).blocks_of(body))


def _narrowed(page: Any) -> Any:
    """The page without cells that reach over more columns than any table has: trafilatura would fill every row."""
    for cell in page.iter("td", "th"):
        if _count(cell.get("colspan")) > WIDE:
            del cell.attrib["colspan"]
    return page


def decode_page(data: bytes, name: str) -> str:
    """The text of the bytes of a page: what they are by themselves, else by the charset that the page names.

    gb2312 is read as GB 18030, of which it is a part. Raises `DocumentError` where neither fits.
    """
    told = CHARSET.search(data, 0, FIRST)
    if told is None or decode_utf8(data) is not None or data.startswith(UTF16):
        return decode(data, name)
    charset = told[1].decode("ascii").lower()
    try:
        text = data.decode("gb18030" if charset in ("gb2312", "gbk", "x-gbk") else charset, "replace")
    except LookupError:
        return decode(data, name)
    return text if text.count("\ufffd") <= DAMAGED * len(text) else decode(data, name)


def find_report(body: Any, kept: str) -> Any:
    """The element in which the report stands: the smallest that holds all that was kept of the page.

    The body where nothing was kept, or where that element has too few of the sentences of the page.
    """
    squeezed = "".join(kept.split())
    grams = {squeezed[at : at + GRAM] for at in range(len(squeezed) - GRAM + 1)}
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    found: Counter[Any] = Counter()
    said: Counter[Any] = Counter()
    is_aside = {body: False}
    for element in elements:
        above = is_aside.get(element.getparent(), False)
        is_aside[element] = above or element.tag in FURNITURE or element.tag in HIDDEN
        for text in (element.text, *(child.tail for child in element)):
            piece = "".join((text or "").split())
            if len(piece) >= GRAM and not is_aside[element]:
                found[element] += len(piece) if piece[:GRAM] in grams else 0
                said[element] += len(piece) if SENTENCE.search(piece) else 0
    for element in reversed(elements[1:]):
        found[element.getparent()] += found[element]
        said[element.getparent()] += said[element]
    report, inner = body, body if found[body] else None
    while inner is not None:
        report = inner if inner.tag in HOLDERS else report
        inner = next((child for child in inner if found[child] == found[body]), None)
    return report if said[report] >= KEPT * said[body] else body


def find_heading(page: Any, report: Any) -> Any | None:
    """The element before the report that names it: the first h1, or what the title of the page begins with.

    None where there is none, or where it is in the report.
    """
    title = "".join((page.findtext("head/title") or "").split())
    for element in page.find("body").iter():
        if element is report:
            return None
        if element.tag in HEADINGS:
            text = "".join(element.text_content().split())
            if len(text) >= SHORTEST_TITLE and (element.tag == "h1" or title.startswith(text)):
                return None if any(above is element for above in report.iterancestors()) else element
    return None


class _Writer:
    """Writes a page from the start of one element to the end of another."""

    def __init__(self, first: Any, last: Any) -> None:
        self._first, self._last = first, last
        self._writes = False
        self._words: list[str] = []
        self._blocks: list[Block] = []

    def blocks_of(self, element: Any) -> tuple[Block, ...]:
        """Paragraphs and tables of an element, in order."""
        self._walk(element)
        self._end_line()
        return tuple(self._blocks)

    def _walk(self, element: Any) -> None:
        if element is self._first:
            self._writes = True
        tag = element.tag
        if not isinstance(tag, str) or is_hidden(element):
            pass
        elif tag == "br":
            self._say("\n", as_it_stands=True)
        elif tag == "table" and self._writes:
            self._end_line()
            self._blocks.extend(_table(element))
            self._writes = not any(above is element for above in (self._last, *self._last.iterancestors()))
        elif tag in LINES:
            self._end_line()
            if tag in TITLES:
                self._blocks.append("")
            self._inside(element)
            self._end_line()
            if tag in TITLES:
                self._blocks.append("")
        else:
            self._inside(element)
        if element is self._last:
            self._end_line()
            self._writes = False

    def _inside(self, element: Any) -> None:
        self._say(element.text, element.tag == "pre")
        for child in element:
            self._walk(child)
            self._say(child.tail, element.tag == "pre")

    def _say(self, text: str | None, as_it_stands: bool = False) -> None:
        if text and self._writes:
            self._words.append(text if as_it_stands else SPACE.sub(" ", text))

    def _end_line(self) -> None:
        line = "".join(self._words).strip(" ")
        self._words.clear()
        if line:  # a paragraph of &nbsp; is a blank line, an empty one is nothing
            self._blocks.append(line)


def is_hidden(element: Any) -> bool:
    """Whether nobody sees an element of the page, or it is a menu: a list of links and nothing else."""
    tag = element.tag
    if tag in HIDDEN or element.get("hidden") is not None or STYLED_AWAY.search(element.get("style", "")):
        return True
    if tag not in ("ul", "ol", "dl"):
        return False
    links = ["".join(link.text_content().split()) for link in element.iter("a")]
    return len(links) > FEW_LINKS and sum(map(len, links)) >= len("".join(element.text_content().split()))


def _table(table: Any) -> Iterator[Block]:
    for caption in table.iterchildren("caption"):
        yield from _Writer(caption, caption).blocks_of(caption)
    yield place([[*map(_cell, row.iterchildren("td", "th"))] for row in _rows(table)])


def _rows(parent: Any) -> Iterator[Any]:
    """The rows of a table, but those of tables inside of it."""
    for child in parent.iterchildren("tr", "thead", "tbody", "tfoot", "form"):
        if child.tag == "tr":
            yield child
        else:
            yield from _rows(child)


def _cell(cell: Any) -> Cell:
    return Cell(_Writer(cell, cell).blocks_of(cell), _count(cell.get("colspan")), _count(cell.get("rowspan")))


def _count(said: str | None) -> int:
    """How far a cell reaches; pages say 1000 where they mean the whole width."""
    if not said or not said.isascii() or not said.isdigit():
        return 1
    return max(1, min(FARTHEST, int(said))) if len(said) < 10 else FARTHEST
