"""Documents of every kind: the same report gives the same observations, and what cannot be read says why."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from documents import CHROMIUM, make_docx, make_page, make_pdf, make_table, print_page, saved
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kuji_ie import Extraction, Extractor
from kuji_ie.cli import app
from kuji_ie.errors import DocumentError
from kuji_ie.models import Observation
from kuji_ie.reading import Input, decode, find_inputs, read_bytes, read_document
from kuji_ie.reading.pages import Line, Page, glue, join
from kuji_ie.reading.tables import Cell, Table, place, write

try:
    import trafilatura  # noqa: F401

    NO_TRAFILATURA = ""
except ImportError as error:
    NO_TRAFILATURA = f"no trafilatura: {error}"

needs_html = pytest.mark.skipif(bool(NO_TRAFILATURA), reason=NO_TRAFILATURA)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to print with")
html = pytest.param  # a row that needs trafilatura is html(..., marks=needs_html)

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
REPORT = "今年新增国高企48家。\n研发费用9.99亿元,增长9.7%。"
ROWS = [["指标", "2023年", "增长(%)"], ["研发费用", "9.99", "9.7"]]
PIPES = "| 指标 | 2023年 | 增长(%) |\n| --- | --- | --- |\n| 研发费用 | 9.99 | 9.7 |\n"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


# The same report in every form


def squeeze(text: str) -> str:
    return "".join(text.split())


def said(o: Observation) -> tuple[Any, ...]:
    """What an observation says, without where it stands and without white space."""
    return (
        squeeze(o.metric.name),
        o.metric.action,
        squeeze(o.value.text) if o.value else None,
        tuple(squeeze(change.text) for change in o.changes),
        tuple(squeeze(rank.text) for rank in o.ranks),
        o.status,
        o.period and (o.period.start, o.period.end),
    )


def facts(result: Extraction) -> Counter[tuple[Any, ...]]:
    return Counter(map(said, result.observations))


def in_form(form: str, text: str, folder: Path) -> str:
    """A text that went through a document of a kind."""
    if form == "utf-8" or form == "gb18030" or form == "utf-16":
        return read_bytes(text.encode(form), "a.txt")
    if form == "docx":
        return read_bytes(make_docx(text), "a.docx")
    if form == "pdf":
        return read_bytes(make_pdf(text), "a.pdf")
    if form == "printed":
        return read_bytes(print_page(make_page(text, related=""), folder), "a.pdf")
    return read_bytes(make_page(text, charset=form.partition(" ")[2]), "a.html")


# (seed, form): what is missing and what is new there, with its reason. Nothing so far.
DIFFERENT: dict[tuple[str, str], tuple[list[Any], list[Any]]] = {}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
@pytest.mark.parametrize(
    "form",
    [
        "gb18030",
        "utf-16",
        "docx",
        html("html utf-8", marks=needs_html),
        html("html gbk", marks=needs_html),
        "pdf",
        pytest.param("printed", marks=needs_chromium),
    ],
)
def test_a_report_is_the_same_in_every_form(
    seed: Path, form: str, extractor: Extractor, tmp_path: Path
) -> None:
    text = seed.read_text(encoding="utf-8")
    expected = facts(extractor.extract(text))
    found = facts(extractor.extract(in_form(form, text, tmp_path)))
    missing, new = DIFFERENT.get((seed.name[:3], form), ([], []))
    assert expected
    assert ([*(expected - found)], [*(found - expected)]) == (missing, new)


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    assert decode((mark + REPORT).encode(encoding), "a.txt") == REPORT


# Tables


def cells(*words: str | Cell) -> list[Cell]:
    return [Cell((word,)) if isinstance(word, str) else word for word in words]


WIDE = Cell(("表1 指标",), across=3)
LONG = "一是激发企业创新活力。" * 30


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([cells("指标", "值"), cells("a|b", "一\n二")], "| 指标 | 值 |\n| --- | --- |\n| a｜b | 一 二 |\n"),
        ([cells("指标", "值"), cells("研发", "")], "| 指标 | 值 |\n| --- | --- |\n| 研发 |  |\n"),
        ([cells("一行", "而已")], "一行\n而已\n"),
        ([cells("一列"), cells("而已")], "一列\n而已\n"),
        ([cells("一列", ""), cells("而已", " ")], "一列\n而已\n"),
        ([cells("", ""), cells("", "")], "\n"),
        ([[WIDE], cells(*ROWS[0]), cells(*ROWS[1])], f"表1 指标\n\n{PIPES}"),
        (
            [cells(*ROWS[0]), cells(*ROWS[1]), [Cell(("注:快报数",), across=3)]],
            f"{PIPES}\n注:快报数\n",
        ),
        (
            [cells("工作", LONG), cells("指标", "值"), cells("研发", "9")],
            f"工作\n{LONG}\n\n| 指标 | 值 |\n| --- | --- |\n| 研发 | 9 |\n",
        ),
        (
            [
                [Cell(("指标",), down=2), Cell(("2023年",), across=2)],
                cells("总量", "增长"),
                cells("研发", "9", "7"),
            ],
            "| 指标 | 2023年 |  |\n| --- | --- | --- |\n|  | 总量 | 增长 |\n| 研发 | 9 | 7 |\n",
        ),
        (
            [[Cell(("框",)), Cell((place([cells(*row) for row in ROWS]),))], cells("左", "右")],
            f"框\n\n{PIPES}\n左\n右\n",
        ),
        ([[Cell(("大",), across=10**6, down=10**6), *cells("b")], cells("c", "d")], "大\nb\nc\nd\n"),
    ],
)
def test_tables(rows: list[list[Cell]], text: str) -> None:
    assert write([place(rows)]) == text


def test_blank_lines() -> None:
    blocks = ["", "一", " \u3000二\xa0", "", "", place([cells(*row) for row in ROWS]), "三"]
    assert write(blocks) == f"一\n二\n\n{PIPES}\n三\n"
    assert write([Table(())]) == "\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", lambda: make_docx("一、成效", ROWS, "完成。")),
        ("a.pdf", lambda: make_pdf("一、成效", ROWS, "完成。")),
        html("a.html", lambda: make_page("一、成效\n#\n完成。", related="").replace(b"#", make_table(ROWS).encode()), marks=needs_html),
    ],
)  # fmt: skip
def test_a_table_in_a_document(name: str, data: Any) -> None:
    assert f"一、成效\n\n{PIPES}\n完成。\n" in read_bytes(data(), name)


# Word


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_with(xml: str) -> bytes:
    """A Word file whose body is this XML."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    for element in parse_xml(f"<w:body {W}>{xml}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (
            "<w:p><w:r><w:t>新增</w:t></w:r><w:r><w:t>48家</w:t><w:br/><w:t>二</w:t></w:r></w:p>",
            "新增48家\n二\n",
        ),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>在框中</w:t></w:r></w:p></w:sdtContent></w:sdt>", "在框中\n"),
        (
            "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
            "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:smartTag><w:r><w:t>48家</w:t></w:r></w:smartTag></w:p>",
            "新增48家\n",
        ),
        (
            "<w:p><w:r><w:t>前</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict>"
            "<w:t>后</w:t></w:r></w:p>",
            "前后\n框\n",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>合</w:t></w:r></w:p></w:tc>"
            "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>"
            "<w:p><w:r><w:t>不见</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr>"
            "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>注:两列</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "| 合 | 1 |\n| --- | --- |\n|  | 2 |\n\n注:两列\n",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>框</w:t></w:r></w:p><w:tbl>"
            "<w:tr><w:tc><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>值</w:t></w:r></w:p></w:tc></w:tr>"
            "<w:tr><w:tc><w:p><w:r><w:t>研发</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr>"
            "</w:tbl></w:tc></w:tr></w:tbl>",
            "框\n\n| 指标 | 值 |\n| --- | --- |\n| 研发 | 9 |\n",
        ),
    ],
)
def test_word(xml: str, text: str) -> None:
    assert read_bytes(docx_with(xml), "a.docx") == text


def test_a_table_of_contents_is_left_out() -> None:
    import docx

    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("一、成效\t3", style="toc 1")
    document.add_paragraph("一、成效")
    assert read_bytes(saved(document), "a.docx") == "一、成效\n"


# Web pages

SENTENCES = (
    "今年以来,市科技局认真贯彻落实创新驱动发展战略,全力推进技术创新体系建设,全市科技创新能力不断提高。"
)
LAYOUT = f"""<html><head><meta charset=gb2312><title>某市2023年工作总结</title></head><body>
<table width=1000><tr><td><a href=/>首页</a></td></tr>
<tr><td><table border=1><tr><td>发布单位:</td><td>某市科学技术局</td></tr><tr><td>成文日期:</td><td>2024-02-26</td></tr></table></td></tr>
<tr><td><b>某市2023年工作总结</b></td></tr>
<tr><td><div class="TRS_Editor">　　{SENTENCES}<br><br>　　新增国高企48家。<br>
<table><tr><td rowspan=2>指标</td><td colspan=2>2023年</td></tr><tr><td>总量</td><td>增长(%)</td></tr>
<tr><td>研发费用</td><td>9.99</td><td>9.7</td></tr></table>　　短段落。<br></div></td></tr></table></body></html>"""


@needs_html
@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            LAYOUT,
            "首页\n\n| 发布单位: | 某市科学技术局 |\n| --- | --- |\n| 成文日期: | 2024-02-26 |\n\n某市2023年工作总结\n"
            f"{SENTENCES}\n\n新增国高企48家。\n\n| 指标 | 2023年 |  |\n| --- | --- | --- |\n|  | 总量 | 增长(%) |\n"
            "| 研发费用 | 9.99 | 9.7 |\n\n短段落。\n",
        ),
        # paragraphs that are short, or the same: none is lost
        ("<div id=zoom><p>新增企业11家。</p><p>新增企业12家。</p><p>新增企业11家。</p></div>", "新增企业11家。\n新增企业12家。\n新增企业11家。\n"),
        (
            "<ul><li><a>首页</a></li><li><a>新闻</a></li><li><a>公开</a></li></ul>"
            f"<div><p>{SENTENCES}</p><ul><li>新增国高企48家。</li><li>新增省科小120家。</li></ul></div>",
            f"{SENTENCES}\n新增国高企48家。\n新增省科小120家。\n",
        ),
        (f"<div><p>{SENTENCES * 9}</p><p>达48家。</p></div><div>版权所有</div>", f"{SENTENCES * 9}\n达48家。\n"),
        # a heading of Word is cut into spans
        (
            "<p class=MsoNormal><span>全市研发费用<span lang=EN-US>9.99</span></span>亿元<span>,</span>\n增长&nbsp;9.7%。"
            "<span style='display: none'>88家</span></p>",
            "全市研发费用9.99亿元, 增长\xa09.7%。\n",
        ),
        # the article of several divs, beside a column of news
        (
            f"<div><h1>2023年工作总结</h1><div><p>{SENTENCES}</p></div><div><p>在孵企业3093家,列全省第一。</p></div></div>",
            f"2023年工作总结\n\n{SENTENCES}\n在孵企业3093家,列全省第一。\n",
        ),
        ("<pre>新增国高企48家。\n研发费用9.99亿元。</pre>", "新增国高企48家。\n研发费用9.99亿元。\n"),
    ],
)  # fmt: skip
def test_pages(page: str, text: str) -> None:
    assert read_bytes(page.encode("gb18030"), "a.html") == text


@needs_html
def test_a_page_without_its_furniture() -> None:
    text = read_bytes(make_page(f"{SENTENCES}\n{REPORT}"), "a.html")
    assert text.endswith(f"{SENTENCES}\n{REPORT}\n")
    assert not [word for word in ("政务服务", "999", "相关链接", "88家", "主办单位") if word in text]


# PDF


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["集聚成果转化", "专员86名。"], "集聚成果转化专员86名。"),
        (["inno-", "vation"], "innovation"),
        (["R&D-", "投入"], "R&D-投入"),
        (["open", "source"], "open source"),
        (["完成10", "00家"], "完成1000家"),
    ],
)
def test_lines_of_a_paragraph(lines: list[str], text: str) -> None:
    assert glue(lines) == text


def page_of(*lines: tuple[str, float, float, float]) -> Page:
    """A page of lines: text, left, right, top."""
    return Page(600, tuple(Line(text, x0, x1, top, 12) for text, x0, x1, top in lines))


def test_paragraphs_of_pages() -> None:
    head, body = ("工作总结", 250, 350, 40), (74, 500)
    pages = [
        page_of(head, ("一、成效", 74, 130, 100), ("全市研发", *body, 120), ("费用9.99亿元。", 50, 150, 140),
                ("新增国高企48家,", *body, 180), ("3", 295, 305, 800)),
        page_of(head, ("省科小120家,", 50, 500, 100), ("12", 50, 60, 120), ("家续建。", 50, 90, 140), ("4", 295, 305, 800)),
        page_of(head, ("另起一段。", 74, 140, 100), ("5", 295, 305, 800)),
    ]  # fmt: skip
    assert [*join(pages)] == [
        "一、成效",
        "全市研发费用9.99亿元。",
        "",
        "新增国高企48家,省科小120家,12",
        "家续建。",
        "",
        "另起一段。",
    ]


def test_a_ruled_table_over_two_pages_is_one() -> None:
    rows = [[f"指标{n}", f"{n}.5"] for n in range(60)]
    text = read_bytes(make_pdf("开头。", [["指标", "值"], *rows], "结尾。"), "a.pdf")
    table = "".join(f"| 指标{n} | {n}.5 |\n" for n in range(60))
    assert text == f"开头。\n\n| 指标 | 值 |\n| --- | --- |\n{table}\n结尾。\n"


def test_watermarks_and_what_a_browser_prints_are_left_out() -> None:
    from reportlab.pdfgen.canvas import Canvas

    stream = BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(72, 800, "2/26/24, 10:37 AM")
    canvas.drawString(72, 700, "R&D 9.99")
    canvas.saveState()
    canvas.translate(200, 400)
    canvas.rotate(45)
    canvas.drawString(0, 0, "COPY 88")
    canvas.restoreState()
    canvas.drawString(72, 30, "https://kjj.example.gov.cn/art/2024/2/26/art_1.html 1/1")
    canvas.save()
    assert read_bytes(stream.getvalue(), "a.pdf") == "R&D 9.99\n"


# What cannot be read


def zipped(*names: str) -> bytes:
    import zipfile

    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def picture_pdf() -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = BytesIO()
    canvas = Canvas(stream)
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0)
    canvas.save()
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DAMAGED_ZIP = "damaged or cut short: its zip cannot be read; download or copy it again"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\xef\xbb\xbf \r\n", "is empty"),
        ("a.docx", make_docx(""), "is empty"),
        ("a.pdf", make_pdf(" ", head=""), "is empty"),
        html("a.html", b"<html><body><script>1</script></body></html>", "is empty", marks=needs_html),
        ("a.txt", b"\x00\x01", "not a text file, or not in UTF-8 or GB 18030; save it as UTF-8 text"),
        ("a.txt", b"\xff\xff", "not in UTF-8 or GB 18030; save it as UTF-8 text"),
        ("a.docx", b"\xff\xff", "neither a .docx file inside nor text; download or copy it again"),
        ("a.docx", bytes(1000), "neither a .docx file inside nor text; download or copy it again"),
        ("a.docx", make_docx(REPORT)[:9000], DAMAGED_ZIP),
        ("a.docx", zipped("word/document.xml"), "cannot be read as .docx (KeyError): damaged or cut short; download or copy it again"),
        ("a.docx", zipped("xl/workbook.xml"), "this is an Excel workbook, which is not read; save its sheets as .html or .pdf"),
        ("a.txt", zipped("reports/a.txt"), "this is a zip archive, which is not read; unpack it"),
        ("a.ofd", zipped("OFD.xml"), "this is an OFD file, which is not read; save it as .pdf"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "this is an old Word or WPS file (.doc), which is not read; save it as .docx"),
        ("a.wps", OLE, "this is an old Office or WPS file (.doc, .wps, .xls), which is not read; save it as .docx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "this is a file with a password, which is not read; open it and save it without one"),
        ("a.doc", b"{\\rtf1 x}", "this is an RTF file, which is not read; save it as .docx"),
        ("a.doc", b"MIME-Version: 1.0\n", "this is a web archive (.mht), which is not read; save it as .docx"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "this is a Word 2003 XML file, which is not read; save it as .docx"),
        ("a.pdf", make_pdf(REPORT)[:2000], "cut short: the end of the PDF is missing; download or copy it again"),
        ("a.pdf", b"%PDF-1.4 nothing %%EOF", "cannot be read as .pdf (PDFSyntaxError): damaged or cut short; download or copy it again"),
        ("a.pdf", make_pdf(REPORT, password="x"), "has a password; open it and print it to a PDF without one"),
        ("a.pdf", picture_pdf(), "has no text but pictures of it (a scan); let a program for OCR add the text"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "this is an image, which is not read; let a program for OCR make a .docx or a .pdf with text of it"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, name)
    assert (caught.value.path, caught.value.reason) == (name, reason)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", REPORT.encode("gb18030")),
        ("a.pdf", REPORT.encode()),
        ("a.html", REPORT.encode()),
        ("a.doc", make_docx(REPORT)),
        ("a.txt", make_pdf(REPORT)),
        ("standard input", make_docx(REPORT)),
        html("a.doc", make_page(REPORT, charset="gbk"), marks=needs_html),
        html("a.txt", make_page(REPORT).decode().encode("utf-16"), marks=needs_html),
    ],
)
def test_content_tells_the_kind(name: str, data: bytes) -> None:
    text = read_bytes(data, name)
    assert [line for line in text.splitlines() if line in REPORT.splitlines()] == REPORT.splitlines()


DOCUMENTS = (make_docx(REPORT, ROWS), make_pdf(REPORT, ROWS))


@given(st.sampled_from(DOCUMENTS), st.data())
def test_a_damaged_file_is_read_or_named(document: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(document) - 1))
    damaged = (
        document[:at] + data.draw(st.binary(max_size=8)) + document[at + data.draw(st.integers(0, 40)) :]
    )
    try:
        assert read_bytes(damaged, "a.docx").strip()
    except DocumentError as error:
        assert error.path == "a.docx"


@given(st.binary(max_size=300))
def test_bytes_are_read_or_named(data: bytes) -> None:
    for name in ("a.txt", "a.docx", "a.pdf"):
        try:
            assert read_bytes(data, name).strip()
        except DocumentError as error:
            assert error.path == name


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [("a.docx", "docx", "docx"), ("a.pdf", "pdfplumber", "pdf"), ("a.html", "trafilatura", "html")],
)
def test_a_missing_extra_is_named(
    name: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(module: str) -> Any:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    data = {"a.docx": DOCUMENTS[0], "a.pdf": DOCUMENTS[1], "a.html": make_page(REPORT)}[name]
    monkeypatch.setattr("kuji_ie.extras.import_module", missing)
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, name)
    suffix = name.removeprefix("a")
    assert (
        caught.value.reason
        == f"reading {suffix} files needs the library {library}: pip install 'kuji-ie[{extra}]'"
    )


def test_import_loads_no_library() -> None:
    code = "import sys, kuji_ie.reading; print(*{'docx', 'lxml', 'pdfplumber', 'trafilatura'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("\n", "")


# Folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a/2.md",
        "a/1.txt",
        "a/README.md",
        ".git/x.txt",
        "a/.x.txt",
        "~$c.docx",
        "c.docx",
        "d.csv",
        "e.doc",
        "f",
    ):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(REPORT, encoding="utf-8")
    (tmp_path / "reports" / "loop").symlink_to(tmp_path / "reports")
    return tmp_path / "reports"


def test_a_folder_and_the_folders_in_it(folder: Path) -> None:
    names = [item.name if isinstance(item, Input) else str(item) for item in find_inputs([str(folder)])]
    assert names == ["a/1.txt", "a/2.md", "b.txt", "c.docx", "e.doc"]


def test_names_of_files(folder: Path) -> None:
    found = [*find_inputs([str(folder / "a" / "1.txt"), str(folder / "f"), str(folder / "d.csv")])]
    assert [item.name if isinstance(item, Input) else str(item) for item in found] == [
        "1.txt",
        "f",
        f"{folder / 'd.csv'}: .csv files are not read, only .txt, .md, .html, .docx and .pdf",
    ]


def test_two_hundred_files_of_which_five_are_broken(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    (reports / "more").mkdir(parents=True)
    whole = {
        ".txt": REPORT.encode(),
        ".docx": make_docx(REPORT),
        ".pdf": make_pdf(REPORT),
        ".md": REPORT.encode("gb18030"),
    }
    kinds = [".txt"] * 120 + [".docx"] * 30 + [".pdf"] * 15 + [".md"] * 30
    for number, suffix in enumerate(kinds):
        (reports / ("more" if number % 2 else "") / f"{number:03}{suffix}").write_bytes(whole[suffix])
    broken = {
        "empty.txt": (b"", "is empty"),
        "more/workbook.docx": (
            zipped("xl/a.xml"),
            "this is an Excel workbook, which is not read; save its sheets as .html or .pdf",
        ),
        "more/binary.txt": (
            bytes(range(256)),
            "not a text file, or not in UTF-8 or GB 18030; save it as UTF-8 text",
        ),
        "password.pdf": (
            make_pdf(REPORT, password="x"),
            "has a password; open it and print it to a PDF without one",
        ),
        "truncated.docx": (whole[".docx"][:9000], DAMAGED_ZIP),
    }
    for name, (data, _) in broken.items():
        (reports / name).write_bytes(data)
    output = tmp_path / "all.jsonl"
    done = CliRunner().invoke(app, ["extract", str(reports), "--format", "jsonl", "--output", str(output)])
    results = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [len(result["observations"]) for result in results] == [2] * 195
    assert {"more/001.txt", "000.txt", "more/151.pdf"} <= {result["source"] for result in results}
    assert sorted(done.stderr.splitlines()) == sorted(
        f"kuji-ie: {reports / name}: {reason}" for name, (_, reason) in broken.items()
    )
    assert done.exit_code == 1


def test_standard_input_and_gold_take_any_document(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["extract", "-", "--format", "json"], input=DOCUMENTS[1])
    values = [o["value"]["text"] for o in json.loads(done.stdout)["observations"] if o["value"]]
    assert values[:2] == ["48家", "9.99亿元"]
    document, gold = tmp_path / "a.docx", tmp_path / "a.jsonl"
    document.write_bytes(DOCUMENTS[0])
    fact = {
        "quote": "今年新增国高企48家",
        "metric": "国高企",
        "value": {"text": "48家", "amount": 48, "unit": "家"},
        "status": "actual",
    }
    gold.write_text(json.dumps(fact), encoding="utf-8")
    done = CliRunner().invoke(app, ["evaluate", str(document), str(gold), "--json"])
    assert json.loads(done.stdout)["scores"]["core"]["missed"] == 0
    assert read_document(document).startswith(REPORT)
