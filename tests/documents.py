"""Documents made of plain text, as people and portals make them: Word files, web pages, PDF files."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
Rows = Sequence[Sequence[str]]

PAGE = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}_某市人民政府</title><style>.nav {{ color: red }}</style>
<script>var hits = "全市新增企业999家。";</script></head>
<body>
<div class="header"><div class="logo"><a href="/"><img src="logo.png" alt="某市人民政府"></a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/zwfw">政务服务</a></li>
<li><a href="/hdjl">互动交流</a></li></ul></div>
<div class="location">您现在的位置:&nbsp;<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 工作总结</div>
<div class="article"><h1>{title}</h1>
<div class="info">【字体:<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="#">打印</a> <a href="#">关闭</a></div>
<div class="TRS_Editor"><style>.TRS_Editor P {{ line-height: 2 }}</style>
{body}
</div></div>
{related}
<div class="footer"><p>主办单位:某市人民政府办公室</p><p>地址:某市人民路1号 邮编:100000</p><p>网站标识码:3300000001</p></div>
<script src="/count.js"></script>
</body></html>
"""
# Headlines of other reports: on paper nothing tells them from this one.
RELATED = """<div class="related"><h3>相关链接</h3><ul><li><a href="/1">我市新增高新技术企业88家</a></li><li><a href="/2">研发投入增长77%</a></li>
<li><a href="/3">科技局召开会议</a></li></ul></div>"""


def make_page(text: str, title: str = "工作总结", charset: str = "utf-8", related: str = RELATED) -> bytes:
    """A page of a government portal whose report is `text`, a paragraph a line."""
    paragraphs = (
        f'<p style="text-indent: 2em; font-family: 仿宋">&nbsp;&nbsp;{html.escape(line, quote=False)}</p>'
        for line in text.split("\n")
    )
    return PAGE.format(title=title, charset=charset, body="\n".join(paragraphs), related=related).encode(
        charset, "replace"
    )


def make_table(rows: Rows) -> str:
    """A table of a page."""
    cells = ("".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def make_docx(*parts: str | Rows) -> bytes:
    """A Word file of texts, a paragraph a line, and of tables."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某市科学技术局"
    for part in parts:
        if isinstance(part, str):
            for line in part.split("\n"):
                document.add_paragraph(line)
            continue
        table = document.add_table(rows=len(part), cols=len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    return saved(document)


def saved(document: Any) -> bytes:
    """The bytes of a Word file."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_pdf(*parts: str | Rows, head: str = "某市科学技术局文件", password: str | None = None) -> bytes:
    """A PDF of texts, a paragraph a line, and of ruled tables, with a running head and page numbers."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "text", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"
    )

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, head)
        canvas.drawCentredString(A4[0] / 2, 40, f"- {document.page} -")

    flow: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            flow += (
                Paragraph(html.escape(line, quote=False), style) if line.strip() else Spacer(1, 20)
                for line in part.split("\n")
            )
            continue
        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "STSong-Light")]
        flow.append(Table([[*row] for row in part], style=grid))
    stream = BytesIO()
    encrypt = StandardEncryption(password) if password else None
    SimpleDocTemplate(stream, pagesize=A4, encrypt=encrypt).build(
        flow, onFirstPage=furniture, onLaterPages=furniture
    )
    return stream.getvalue()


def print_page(page: bytes, folder: Path) -> bytes:
    """A page as Chromium prints it to PDF, with its head and foot of date, title and address."""
    assert CHROMIUM
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_bytes(page)
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
    ]
    subprocess.run(
        [*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True, timeout=120
    )
    return target.read_bytes()
