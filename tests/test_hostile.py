"""Files that are meant to harm: refused with the reason, before they take the time or the memory.

There is no clock here: where a limit were gone, a test would take minutes, or all memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from documents import make_docx, make_page
from hostile import (
    CATALOG,
    ENTITIES,
    EXTERNAL,
    FONT,
    PAGES,
    REPORT,
    SAID,
    WORD,
    make_book,
    make_package,
    make_pdf,
    nested_boxes,
    nested_drawings,
    packed,
    page,
    stream,
    with_document,
    with_part,
    zeros,
)  # fmt: skip

from kuji_ie import Lexicon
from kuji_ie.errors import DocumentError, LexiconError
from kuji_ie.reading import limits, read_bytes, read_document
from kuji_ie.review import read_review

MB = 1 << 20
BODY = "<html><body>"

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "docx, gigabytes of text": ("a.docx", lambda: zeros("word/a.xml", 400 * MB), "has text that unpacks to more than 64 MB"),
    "docx, gigabytes": ("a.docx", lambda: zeros("word/media/a.png", 600 * MB), "unpacks to more than 512 MB"),
    "docx, tags": ("a.docx", lambda: with_document("<w:body>", "<w:body>" + "<w:p/>" * 4_000_001), "has more than 4,000,000 tags inside"),
    "docx, entities": ("a.docx", lambda: with_document("<w:document", f"{ENTITIES}<w:document"), "declares entities in its XML"),
    "docx, external entity": ("a.docx", lambda: with_document("<w:document", f"{EXTERNAL}<w:document"), "declares entities in its XML"),
    "docx, entities in UTF-16": ("a.docx", lambda: with_part(make_docx(REPORT), WORD, f"{ENTITIES}<a/>".encode("utf-16")), "declares entities in its XML"),
    "docx, files": ("a.docx", lambda: make_package({f"word/{n}": b"" for n in range(10_001)}), "has more than 10,000 files inside"),
    "docx, packed otherwise": ("a.docx", lambda: make_package({WORD: b"<a/>"}, zipfile.ZIP_BZIP2), "is packed as no Office program packs"),
    "html, nested": ("a.html", lambda: (BODY + "<div>" * 1_000_000 + REPORT).encode(), "has more than 300,000 tags"),
    "html, deep": ("a.html", lambda: (BODY + "<div>" * 1_000 + REPORT).encode(), "has more than 250 elements within each other"),
    "html, deep tables": ("a.html", lambda: (BODY + "<table><tr><td>" * 1_000 + REPORT).encode(), "has more than 250 elements within each other"),
    "html, attributes": ("a.html", lambda: (BODY + "<p " + "".join(f"a{n}=1 " for n in range(100_000)) + ">" + REPORT).encode(), "has a tag of more than 5,000 words"),
    "html, large": ("a.html", lambda: BODY.encode() + b" " * (32 * MB), "has more than 32 MB"),
    "pdf, gigabyte": ("a.pdf", lambda: make_pdf(CATALOG, PAGES, page(), packed(b" " * (300 * MB)), FONT), "has a part that unpacks to more than 256 MB"),
    "pdf, instructions": ("a.pdf", lambda: make_pdf(CATALOG, PAGES, page(), packed(b" " * (65 * MB)), FONT), "draws more than 64 MB"),
    "pdf, drawings in drawings": ("a.pdf", lambda: nested_drawings(20), "draws more than 64 MB, or 20,000 times"),
    "pdf, a circle": ("a.pdf", lambda: make_pdf(CATALOG, b"6 0 R", page(), stream(SAID), FONT, b"2 0 R"), "has parts that only point to others"),
    "pdf, pages": ("a.pdf", lambda: make_pdf(CATALOG, b"<</Type/Pages/Kids[%s]>>" % b" ".join(b"%d 0 R" % n for n in range(3, 5004)), *[page()] * 5001), "has more than 5,000 pages"),
    "pdf, signs": ("a.pdf", lambda: make_pdf(CATALOG, PAGES, page(), packed(SAID.replace(b"3093", b"3" * 100_000)), FONT), "draws more than 100,000 signs on one page"),
    "pdf, a drawing in itself": ("a.pdf", lambda: make_pdf(CATALOG, PAGES, page(), stream(b"[" * 100_000), FONT), "is empty"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(name: str, make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(make(), name)
    assert str(caught.value).startswith(f"{name}: {reason}")


READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "docx, boxes in boxes": ("a.docx", lambda: nested_boxes(40)),
    "docx, a wide cell": ("a.docx", lambda: with_document("<w:body>", "<w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>")),
    "html, script": ("a.html", lambda: make_page(f"<script>document.title = 'x'; fetch('http://example.org')</script>{REPORT}")),
    "html, long script": ("a.html", lambda: (BODY + f"<p>{REPORT}</p><script>" + "x " * 2 * MB + "</script>").encode()),
    "html, many rows": ("a.html", lambda: (BODY + f"<p>{REPORT}</p><table><tr><td colspan=1000>a<td colspan=1000>b</tr>" + "<tr>" * 20_000).encode()),
    "html, a long number": ("a.html", lambda: (BODY + f"<p>{REPORT}</p><table><tr><td rowspan={'9' * 9_999}>a</table>").encode()),
    "html, entities": ("a.html", lambda: (ENTITIES + BODY + f"<p>{REPORT}</p>").encode()),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make"), READ.values(), ids=READ)
def test_read_all_the_same(name: str, make: Callable[[], bytes]) -> None:
    assert read_bytes(make(), name).count("3093家") == 1


def test_a_pdf_whose_pages_go_round(tmp_path: Path) -> None:
    data = make_pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]>>", page(), stream(SAID), FONT)
    assert read_bytes(data, "a.pdf") == "3093 companies\n"


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [("LARGEST_FILE", 10, "has more than 0 MB"), ("LONGEST_TEXT", 10, "has more than 10 characters")],
)
def test_any_file_is_limited(
    limit: str, value: int, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import kuji_ie.reading.document as document

    path = tmp_path / "a.txt"
    path.write_text(REPORT, "utf-8")
    if limit == "LARGEST_FILE":
        monkeypatch.setattr(document.check_size, "__defaults__", (value,))
    monkeypatch.setattr(document, limit, value)
    with pytest.raises(DocumentError, match=reason):
        read_document(path)


SHEETS = {
    "a row far away": '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>',
    "a column far away": '<row r="2"><c r="ZZZ2"><v>1</v></c></row>',
}


@pytest.mark.parametrize("rows", SHEETS.values(), ids=SHEETS)
def test_a_workbook_without_end(rows: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(make_book(rows))
    with pytest.raises(Exception, match="there is no column") as caught:
        read_review(path)
    assert not isinstance(caught.value, MemoryError)


def test_a_workbook_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(make_book(), "xl/sharedStrings.xml", b"<" + b" " * (70 * MB)))
    with pytest.raises(DocumentError, match="has text that unpacks to more than 64 MB"):
        read_review(path)
    path.write_bytes(with_part(make_book(), "xl/workbook.xml", f"{ENTITIES}<a/>".encode()))
    with pytest.raises(DocumentError, match="declares entities"):
        read_review(path)


def write_pack(folder: Path, head: str = 'name = "a"', **tables: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text(head, "utf-8")
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(rows, "utf-8")
    return folder


PACKS: dict[str, tuple[Callable[[Path], Any], str, str]] = {
    "above": (lambda top: write_pack(top / "a", 'name = "a"\nextends = ["../a"]'), "pack.toml", "it extends '../a', which is no pack"),
    "absolute": (lambda top: write_pack(top / "a", f'name = "a"\nextends = ["{write_pack(top / "b" / "c").as_posix()}"]'), "pack.toml", "which is no pack"),
    "a link to a table": (lambda top: (write_pack(top / "b", metrics="id,name\na,甲\n"), write_pack(top / "a"), (top / "a" / "metrics.csv").symlink_to(top / "b" / "metrics.csv")), "metrics.csv", "it is a link that leads out of the pack"),
    "a link to a pack": (lambda top: (write_pack(top / "x" / "c"), write_pack(top / "a", 'name = "a"\nextends = ["c"]'), (top / "c").symlink_to(top / "x" / "c")), "pack.toml", "it extends 'c', a link to elsewhere"),
    "a folder": (lambda top: (write_pack(top / "a"), (top / "a" / "metrics.csv").mkdir()), "metrics.csv", "this is no file"),
    "rows": (lambda top: write_pack(top / "a", metrics="id,name\n" + "".join(f"m{n},指标{n}\n" for n in range(200_001))), "metrics.csv", "the pack has more than 200,000 rows"),
    "a large table": (lambda top: write_pack(top / "a", metrics="id,name\n" + "\n" * (33 * MB)), "metrics.csv", "the file has more than 32,768 KB"),
    "a large head": (lambda top: write_pack(top / "a", "#" * 100_000), "pack.toml", "the file has more than 64 KB"),
    "a deep head": (lambda top: write_pack(top / "a", "x = " + "[" * 30_000), "pack.toml", "it has lists within lists"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "file", "problem"), PACKS.values(), ids=PACKS)
def test_a_pack(make: Callable[[Path], Any], file: str, problem: str, tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(LexiconError, match=re.escape(problem)) as caught:
        Lexicon.load(tmp_path / "a")
    assert Path(caught.value.file or "").name == file
    assert caught.value.remedy


def test_a_pack_holds_no_code(tmp_path: Path) -> None:
    """What is neither pack.toml nor a table is not looked at."""
    folder = write_pack(tmp_path / "a", metrics="id,name\nm,甲指标\n")
    for name in ("__init__.py", "conftest.py", "metrics.py", "metrics.pkl"):
        (folder / name).write_text("raise SystemExit('run')", "utf-8")
    assert [entry.name for entry in Lexicon.load(folder) if entry.id == "m"] == ["甲指标"]


def test_nothing_is_unpickled_that_users_hand_over() -> None:
    """Pickles are made and read between our own processes alone."""
    package = Path(limits.__file__).parents[1]
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"\bpickle\.loads?\(|\bmarshal\.|\bshelve\.|\beval\(|\bexec\(", path.read_text("utf-8"))
    }
    assert users <= {"pool.py", "tokenizers.py"}
