"""Files that are meant to harm whoever opens them, made small."""

from __future__ import annotations

import io
import zipfile
import zlib

from documents import make_docx, saved

REPORT = "全市高新技术企业达到3093家,增长12.5%。"
WORD = "word/document.xml"


def make_package(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def with_part(package: bytes, name: str, data: bytes) -> bytes:
    """An Office file with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return make_package({**parts, name: data})


def with_document(old: str, new: str) -> bytes:
    """A Word file of `REPORT` with something replaced in its XML."""
    package = make_docx(REPORT)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        xml = archive.read(WORD).decode("utf-8")
    assert old in xml
    return with_part(package, WORD, xml.replace(old, new, 1).encode("utf-8"))


def make_book(sheet: str | None = None) -> bytes:
    """A workbook, of which `sheet` is the XML of the only sheet's rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "observations"
    book.active.append(["source", "review", "right_metric", "record"])
    package = saved(book)
    if sheet is None:
        return package
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    xml = f"{start}{sheet}</sheetData></worksheet>"
    return with_part(package, "xl/worksheets/sheet1.xml", xml.encode("utf-8"))


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
START = "<w:body>"
BOX = "<w:p><w:r><w:pict><w:txbxContent>"
BOX_END = "</w:txbxContent></w:pict></w:r></w:p>"


def nested_boxes(depth: int) -> bytes:
    """A Word file of text boxes within text boxes."""
    return with_document(START, f"{START}{BOX * depth}<w:p><w:r><w:t>88项</w:t></w:r></w:p>{BOX_END * depth}")


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SAID = b"BT /F 12 Tf 10 700 Td (3093 companies) Tj ET"


def make_pdf(*objects: bytes) -> bytes:
    """A PDF of objects, numbered from 1: the catalog first."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def page(resources: bytes = b"/Font<</F 5 0 R>>") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>" % resources


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), more, data)


def packed(data: bytes) -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode")


def form(name: int, times: int) -> bytes:
    """A drawing that draws another one many times."""
    more = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % name
    return stream(b"/X Do " * times, more)


def nested_drawings(depth: int) -> bytes:
    """Ten drawings in each of ten drawings, and so on."""
    drawings = [form(7 + at, 10) for at in range(depth)]
    return make_pdf(
        CATALOG, PAGES, page(b"/XObject<</X 6 0 R>>"), stream(b"/X Do"), FONT, *drawings, stream(SAID)
    )


def zeros(package_part: str, size: int) -> bytes:
    """A Word file one part of which unpacks to `size` bytes of spaces, written piece by piece."""
    made = io.BytesIO(make_docx(REPORT))
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(package_part, "w", force_zip64=True) as part,
    ):
        part.write(b"<")
        for _ in range(size >> 20):
            part.write(b" " * (1 << 20))
    return made.getvalue()
