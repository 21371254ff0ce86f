"""The page of a result: the text letter by letter, what is marked in it, and nothing that a report could smuggle in."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from typer.testing import CliRunner

from kuji_ie import Extraction, extract, models
from kuji_ie.cli import app
from kuji_ie.coverage import Coverage, Number
from kuji_ie.export.page import notebook, page
from kuji_ie.export.page.rows import make_row
from kuji_ie.export.page.segments import Part, segments
from kuji_ie.export.page.words import _WORDS, Words
from kuji_ie.models import (
    Award,
    Change,
    Document,
    Entity,
    Finding,
    Gap,
    Honour,
    Metric,
    Observation,
    Period,
    Place,
    Quantity,
    Rank,
    Sentence,
    Share,
    Span,
    Target,
)

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("0*.txt"))
REPORT = "今年认定国高企697家,其中新认定391家,列全省第一。\n在孵企业3093家,增长31.9%。"
EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><b onclick='alert(1)'>",
    "' onmouseover='alert(1)",
    "</style></script><!-- <!--<script>",
    "{{ 1 + 1 }}{% raw %}",
    "\u2028\u2029\ud800\0\r\n\t&lt;&#60;",
    "javascript:alert(1)",
    "]]> --> <a href=//example.org>",
)


def parsed(text: str) -> HtmlElement:
    return document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8"))


def body_of(text: str) -> str:
    """The text that stands on a page."""
    return str(parsed(text).xpath("string(//div[@class='body'])"))


def everything(word: str) -> Extraction:
    """A result that says `word` wherever a report, a lexicon or a file name may say something."""
    end = len(word)
    place, period = Place(word, word, word), Period(word, date(2023, 1, 1), date(2023, 5, 2))
    said = Span(word, 0, end)
    one = Decimal(1)
    observation = Observation(
        id=word,
        metric=Metric(word, 0, end, word, id=word, action=f"{word}!"),
        sentence=Sentence(0, end),
        value=Quantity(word, 0, end, one, unit=word),
        changes=(Change(word, 0, end, "period", "up", one, unit=word, against=word),),
        gaps=(Gap(word, 0, end, one, unit=word, against=word),),
        ranks=(Rank(word, 0, end, 1, scope=place),),
        share=Share(word, 0, end, one, of=word),
        target=Target(word, 0, end, one, unit=word),
        period=period,
        region=place,
        subject=said,
        part_of=word,
    )
    return Extraction(
        text=word,
        source=word,
        document=Document(word, word, date(2024, 1, 1), place, period),
        observations=(observation,),
        entities=(Entity(word, 0, end, "HONOUR", word, word), Entity(word, 0, end, "REGION", word)),
        awards=(Award((said, said), Honour(word, 0, end, word), Sentence(0, end), grade=word, in_a_row=3),),
        findings=(Finding(word, word, 0, end, word),),
        coverage=Coverage((Number(word, 0, end, word),)),
    )


def structure(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes."""
    return [(str(e.tag), tuple(sorted(e.attrib))) for e in parsed(text).iter()]


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("", [], []),
        ("无", [], [("无", "", "")]),
        (
            "新增国高企48家。",
            [("metric", 2, 5, 0), ("entity", 2, 5, 3), ("value", 5, 8, 0)],
            [("新增", "", ""), ("国高企", "m0 e3", "m n"), ("48家", "v0", "v"), ("。", "", "")],
        ),
        (  # a rank inside a change: the shorter one is seen
            "增长9%居第3",
            [("change", 0, 7, 0), ("rank", 4, 7, 0)],
            [("增长9%", "c0", "c"), ("居第3", "r0 c0", "r")],
        ),
        (  # one metric of two observations
            "国高企",
            [("metric", 0, 3, 0), ("metric", 0, 3, 1)],
            [("国高企", "m0 m1", "m")],
        ),
        (  # neither holds the other
            "甲乙丙",
            [("metric", 0, 2, 0), ("value", 1, 3, 1)],
            [("甲", "m0", "m"), ("乙", "m0 v1", "m"), ("丙", "v1", "v")],
        ),
        ("研发\n费用", [("metric", 0, 5, 0)], [("研发\n费用", "m0", "m")]),
        ("一二", [("value", -5, 1, 0), ("value", 1, 9, 1), ("rank", 7, 9, 2), ("gap", 1, 1, 3)],
         [("一", "v0", "v"), ("二", "v1", "v")]),
        ("315", [("aside", 0, 3, 0), ("finding", 0, 3, 2)], [("315", "f2", "f x")]),
    ],
)  # fmt: skip
def test_segments(text: str, parts: list[Any], expected: list[tuple[str, str, str]]) -> None:
    given_parts = [Part(start, end, role, row, named=role == "entity") for role, start, end, row in parts]
    assert [(s.text, s.keys, s.classes) for s in segments(text, given_parts)] == expected


spans = st.tuples(st.sampled_from(["metric", "value", "entity"]), st.integers(-3, 30), st.integers(-3, 30))


@given(st.text(max_size=25), st.lists(spans))
def test_segments_are_the_whole_text(text: str, found: list[Any]) -> None:
    parts = [Part(start, end, role, row) for row, (role, start, end) in enumerate(found)]
    pieces = list(segments(text, parts))
    assert "".join(piece.text for piece in pieces) == text
    place = 0
    for piece in pieces:
        inside = {
            p for p in parts if p.start <= place and place + len(piece.text) <= p.end and p.start < p.end
        }
        assert set(piece.parts) == inside
        place += len(piece.text)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_a_seed_stands_on_its_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    result = extract(text)
    shown = page(result)
    assert body_of(shown) == text
    marked = parsed(shown).xpath("//div[@class='body']//*[contains(@data-k, 'v')]")
    values = "".join(o.value.text for o in result.observations if o.value)
    assert sorted("".join(e.text_content() for e in marked)) == sorted(values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n首行",
        "  两个 空格\t",
        "一\r\n二\r三",
        "a & b &amp; &lt;",
        "😀𠮷",
        "\u2028\u2029\u202e\ufeff",
        *EVIL,
    ],
)
def test_any_text_stands_on_its_page(text: str) -> None:
    shown = page(Extraction(text))
    assert body_of(shown) == re.sub(r"[\0\ud800-\udfff]", "\ufffd", text)
    assert page(extract(text))


@pytest.mark.parametrize("word", EVIL)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_stays_text(word: str, lang: Any) -> None:
    harmless = everything("甲" * len(word))
    assert structure(page(everything(word), lang=lang)) == structure(page(harmless, lang=lang))


def test_a_page_can_be_written_and_loads_nothing() -> None:
    shown = page([everything(word) for word in EVIL])
    tree = parsed(shown)
    assert [e.get("href") for e in tree.xpath("//*[@href]")] == ["data:,"]
    assert tree.xpath("//*[@src or @srcset or @action or @style or @onclick]") == []
    (style,), (script,) = tree.xpath("//style/text()"), tree.xpath("//script/text()")
    assert not re.search(r"url\(|@import|https?:", style.replace("http://www.w3.org/2000/svg", ""))
    assert not re.search(r"innerHTML|eval|fetch|import\(", script)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    hashes = [b64encode(sha256(text.encode()).digest()).decode() for text in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def test_ids_are_unique_and_point_somewhere() -> None:
    tree = parsed(page([everything("甲"), extract(REPORT), everything("乙")]))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids)) > 20
    assert {*tree.xpath("//@aria-controls"), *tree.xpath("//@aria-labelledby")} <= set(ids)
    assert len(tree.xpath("//nav//button")) == 3
    assert [e.get("id") for e in tree.xpath("//article[not(@hidden)]")] == ["d1"]
    for article in tree.xpath("//article"):
        rows = set(article.xpath(".//tr/@data-row"))
        keys = {key for keys in article.xpath(".//@data-k") for key in keys.split()}
        tables = {"e": "e", "w": "a", "a": "a", "f": "f"}
        assert {tables.get(key[0], "o") + key[1:] for key in keys} == rows


def cells(tree: HtmlElement) -> list[str]:
    """The rows of the first table, spaces between cells."""
    return [
        " ".join(" ".join(cell.text_content().split()) for cell in row if cell.text_content().strip())
        for row in tree.xpath("(//table)[1]//tr")
    ]


def test_the_table() -> None:
    shown = parsed(page(extract(REPORT, region="滨江区", year=2020)))
    assert cells(shown) == [
        "指标 数值 变化 排名 状态 时期 地区",
        "认定 国高企 697家 实际 2020 滨江区",
        "新认定国高企 391家 全省 第1 实际 2020 滨江区",
        "在孵企业 3093家 ▲31.9% 实际 2020 滨江区",
    ]
    assert shown.xpath("string(//*[@class='coverage'])") == "数字 4 个 · 采用 4 · 未采用 0"
    assert {*shown.xpath("//thead//th/@scope"), *shown.xpath("//tbody//th/@scope")} == {"col", "row"}


def test_without_text_the_table_alone() -> None:
    result = extract(REPORT)
    again = Extraction.from_dict(result.to_dict())
    tree = parsed(page(again))
    assert tree.xpath("//section/@class") == ["found"]
    assert cells(tree) == cells(parsed(page(result)))


def test_nothing_to_show() -> None:
    assert "没有识别到数据" in page([])
    assert "没有识别到数据" in page(Extraction())


def shown_row(**said: Any) -> dict[str, Any]:
    """What a row shows beside its metric, signs as their text and note; what is empty is left out."""
    observation = Observation("o1", Metric("研发", 0, 2, "研发"), Sentence(0, 2), **said)
    row = make_row(observation, Document(), Words())
    found = {name: getattr(row, name) for name in ("value", "changes", "ranks", "also", "status", "period")}
    brief = {
        name: [f"{sign.text} {sign.note}".strip() for sign in value] if isinstance(value, tuple) else value
        for name, value in found.items()
    }
    return {name: value for name, value in brief.items() if value and value != "actual"}


D = Decimal


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"value": Quantity("17.96亿元", 0, 2, D(1796000000), unit="元")}, {"value": ["17.96亿元"]}),
        ({"value": Quantity("超1500家", 0, 2, D(1500), unit="家", bound="over")}, {"value": [">1500家"]}),
        ({"value": Quantity("1~3家", 0, 2, D(1), D(3), "家")}, {"value": ["1–3家"]}),
        ({"changes": (Change("增长31.9%", 0, 2, "yoy", "up", D("31.9"), "%"),)}, {"changes": ["▲31.9%"]}),
        ({"changes": (Change("x", 0, 2, "mom", "down", D(2), "%", of="growth"),)}, {"changes": ["▼2% 环比 增速"]}),
        ({"changes": (Change("x", 0, 2, "period", "up", D(2), "倍", against="2020年"),)}, {"changes": ["▲2倍 比2020年"]}),
        ({"changes": (Change("x", 0, 2, "from_to", "up", unit="%", from_=D(8), to=D(15)),)}, {"changes": ["8% → 15%"]}),
        ({"ranks": (Rank("x", 0, 2, 3, scope=Place("杭州", "杭州市"), of="growth"),)}, {"ranks": ["杭州 第3 增速"]}),
        ({"ranks": (Rank("x", 0, 2, 5, top=True, moved=-4),)}, {"ranks": ["前5 ▼4位"]}),
        ({"gaps": (Gap("高于全市5点", 0, 2, D(5)),)}, {"also": ["高于全市5点"]}),
        ({"target": Target("完成70%", 0, 2, rate=D(70), outcome="progress")}, {"also": ["完成70% 进行中"]}),
        ({"status": "target"}, {"status": "target"}),
        ({"period": Period(None, date(2024, 1, 1), date(2024, 6, 30))}, {"period": "2024-01…06"}),
    ],
)  # fmt: skip
def test_rows(said: dict[str, Any], shown: dict[str, Any]) -> None:
    assert shown_row(**said) == shown


def test_words() -> None:
    """Every code of the models has a word in both languages, and no word stands twice."""
    keys = [key for key, *_ in _WORDS]
    assert len(keys) == len(set(keys))
    kinds = {
        "status": models.Status,
        "outcome": models.Outcome,
        "kind": models.ChangeKind,
        "label": models.Label,
    }
    codes = {f"{kind}.{code}" for kind, values in kinds.items() for code in get_args(values)}
    assert codes <= set(keys)
    assert Words("en")("rank.top", 3) == "top 3"
    assert Words().of("outcome", "a reason of tomorrow") == "a reason of tomorrow"
    with pytest.raises(ValueError, match="'fr'; choose zh or en"):
        page([], lang="fr")  # type: ignore[arg-type]


def test_a_notebook_holds_the_page_in_a_frame() -> None:
    result = extract(REPORT)
    shown = result._repr_html_()
    assert shown == notebook(result)
    (frame,) = parsed(shown).xpath("//iframe")
    assert frame.get("sandbox") == "allow-scripts"
    assert frame.get("srcdoc") == page(result)
    assert "<script" not in shown
    assert html.unescape(shown).count("<article") == 1


def documents() -> Iterator[Extraction]:
    for number in range(3):
        yield replace(extract(REPORT), source=f"{number}.txt")


def test_results_may_come_one_by_one() -> None:
    assert page(documents()) == page(list(documents()))


def test_on_the_command_line(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    one = CliRunner().invoke(app, ["extract", str(tmp_path / "a.txt"), "--format", "html"])
    assert (one.exit_code, body_of(one.stdout)) == (0, REPORT)
    output = tmp_path / "page.html"
    assert (
        CliRunner()
        .invoke(app, ["extract", str(tmp_path), "--format", "html", "--output", str(output)])
        .exit_code
        == 0
    )
    tree = parsed(output.read_text(encoding="utf-8"))
    assert [e.text_content().split() for e in tree.xpath("//nav//button")] == [["a.txt", "3"], ["b.txt", "3"]]


def test_a_long_text_stands_once() -> None:
    sentence = "今年以来坚持创新驱动发展。"
    text = f"{sentence * 12}\n{REPORT}\n" * 60
    shown = page(extract(text))
    assert shown.count(sentence) == text.count(sentence)
    assert len(shown) < 12 * len(text)


def test_a_result_of_another_text() -> None:
    """Offsets that do not fit are no error: the contract's example has a text of its own."""
    data = json.loads((ROOT / "tests/data/contract.json").read_text(encoding="utf-8"))
    assert body_of(page(Extraction.from_dict(data, text="短"))) == "短"
