"""The spaCy component: spans and offsets under every segmenter, and what survives being written and read back."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy import displacy
from spacy.lang.zh import Chinese
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from kuji_ie import Extraction, Extractor, spacy_component
from kuji_ie.errors import LexiconError
from kuji_ie.tokenizers import TokenizerError

ROOT = Path(__file__).parent.parent
REPORTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
CONFIG = {"lexicon": "zhejiang", "region": "建德市", "year": 2023, "tokenizer": "rjieba"}
OPTIONS = {"spans_key": "kuji"}
GROWTH = "全年高新技术产业投资达17.96亿元,增长31.9%,增速居杭州第3位。"
# Spaces and line ends wherever a page may put them.
SPREAD = (
    "一、成效\n\n  全市 在孵 企业 3093家 ,比第2名多52家,占全省四分之一,完成年度目标\n3000家。"
    "\u3000深入实施“双倍增”行动。\n"
)
TEXTS = [GROWTH, SPREAD, "", " \n\t", "新安化工获评省级众创空间😀。"]


def pipeline(segmenter: str = "char", **config: Any) -> Chinese:
    nlp = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": segmenter.partition(":")[0]}}})
    if segmenter.startswith("pkuseg:"):
        nlp.tokenizer.initialize(pkuseg_model=segmenter.partition(":")[2])
    nlp.add_pipe("kuji_ie", config={**CONFIG, **config})
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Chinese:
    return pipeline()


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(CONFIG["lexicon"], region=CONFIG["region"], year=CONFIG["year"])


@pytest.fixture(scope="module", params=["char", "jieba", "pkuseg"])
def segmented(request: pytest.FixtureRequest) -> Iterator[Chinese]:
    if request.param != "pkuseg":
        yield pipeline(request.param)
        return
    from spacy_pkuseg.config import config

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "modelDir", config.modelDir)  # which spaCy changes for the whole process
        yield pipeline(f"pkuseg:{request.getfixturevalue('pkuseg_model')}")


def told(doc: Doc) -> list[tuple[str, str, str, str]]:
    return [(span.label_, span.id_, span.text, span.kb_id_) for span in doc.spans["kuji"]]


def assert_whole(doc: Doc, expected: Extraction) -> None:
    """Assert that a `Doc` says what the text says: the extraction, and a span for each part of it."""
    assert (doc._.kuji, doc._.kuji.text) == (expected, expected.text)
    assert expected.text == doc.text
    spans = list(doc.spans["kuji"])
    assert [(span.label_, span._.kuji) for span in spans] == [
        (label, part) for label, _, part, _ in spacy_component.parts_of(expected)
    ]
    for span in spans:
        part = span._.kuji
        assert span.start_char <= part.start < part.end <= span.end_char
        assert doc.text[part.start : part.end] == part.text
        if span.id_.startswith("o"):
            assert span.id_ in {o.id for o in expected.observations}
        else:
            assert part is doc._.kuji.entities[int(span.id_[1:]) - 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            GROWTH,
            [
                ("METRIC", "o1", "高新技术产业投资", "high_tech_investment"),
                ("VALUE", "o1", "17.96亿元", ""),
                ("CHANGE", "o1", "增长31.9%", ""),
                ("RANK", "o1", "居杭州第3位", ""),
                ("REGION", "e1", "杭州", "330100"),
            ],
        ),
        (
            SPREAD,
            [
                ("METRIC", "o1", "在孵 企业", "incubated_enterprises"),
                ("VALUE", "o1", "3093家", ""),
                ("GAP", "o1", "比第2名多52家", ""),
                ("SHARE", "o1", "占全省四分之一", ""),
                ("TARGET", "o1", "完成年度目标\n3000家", ""),
                ("PROGRAMME", "e1", "“双倍增”行动", ""),
            ],
        ),
        ("", []),
        (" \n\t", []),
    ],
    ids=range(4),
)
def test_spans(nlp: Chinese, text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert told(nlp(text)) == expected


@pytest.mark.parametrize("text", [*TEXTS, *REPORTS[:2]], ids=range(len(TEXTS) + 2))
def test_every_segmenter(segmented: Chinese, extractor: Extractor, text: str) -> None:
    assert_whole(segmented(text), extractor.extract(text))


def test_a_token_wider_than_its_part(extractor: Extractor) -> None:
    """The part of a span is the one that begins in its first token and ends in its last."""
    words = ["专利授权比上年增长9.7%,比2020年增长", "1.2倍", "。"]
    doc = spacy_component.KujiComponent(extractor)(Doc(Vocab(), words=words, spaces=[False] * 3))
    assert [(span.label_, span.text, span._.kuji.text) for span in doc.spans["kuji"]] == [
        ("METRIC", words[0], "专利授权"),
        ("CHANGE", words[0], "比上年增长9.7%"),
        ("CHANGE", words[0] + words[1], "比2020年增长1.2倍"),
    ]


def test_two_parts_in_the_same_token(extractor: Extractor) -> None:
    """Their spans are the same and give the first; the extraction has both."""
    component = spacy_component.KujiComponent(extractor)
    words = ["专利授权比上年增长9.7%,比2020年增长1.2倍", "。"]
    doc = component(Doc(Vocab(), words=words, spaces=[False, False]))
    assert [(span.label_, span.text, span._.kuji.text) for span in doc.spans["kuji"]] == [
        ("METRIC", words[0], "专利授权"),
        ("CHANGE", words[0], "比上年增长9.7%"),
        ("CHANGE", words[0], "比上年增长9.7%"),
    ]
    assert [change.text for change in doc._.kuji.observations[0].changes] == [
        "比上年增长9.7%",
        "比2020年增长1.2倍",
    ]


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_stream(nlp: Chinese, extractor: Extractor, n_process: int) -> None:
    texts = [*TEXTS, *REPORTS[:1]] * 2
    pairs = nlp.pipe(zip(texts, range(100), strict=False), as_tuples=True, batch_size=3, n_process=n_process)
    for place, (doc, context) in enumerate(pairs):
        assert context == place
        assert_whole(doc, extractor.extract(texts[place]))


def through_doc_bin(doc: Doc) -> Doc:
    data = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (back,) = DocBin().from_bytes(data).get_docs(spacy.blank("zh").vocab)
    return back


def through_bytes(doc: Doc) -> Doc:
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


@pytest.mark.parametrize("text", [*TEXTS, REPORTS[0], f"投资{'9' * 30}亿元。"], ids=range(len(TEXTS) + 2))
@pytest.mark.parametrize(
    "through",
    [
        through_doc_bin,
        through_bytes,
        lambda doc: through_doc_bin(through_bytes(doc)),
        lambda doc: pickle.loads(pickle.dumps(doc)),
        lambda doc: doc.copy(),
    ],
    ids=["DocBin", "bytes", "both", "pickle", "copy"],
)
def test_a_document_read_back(nlp: Chinese, through: Any, text: str) -> None:
    doc = nlp(text)
    back = through(doc)
    assert_whole(back, doc._.kuji)
    assert told(back) == told(doc)
    assert back._.kuji is back._.kuji


def test_without_user_data_nothing_is_known(nlp: Chinese) -> None:
    (back,) = DocBin().from_bytes(DocBin(docs=[nlp(GROWTH)]).to_bytes()).get_docs(nlp.vocab)
    assert (back._.kuji, len(back.spans["kuji"])) == (None, 5)
    assert {span._.kuji for span in back.spans["kuji"]} == {None}


def test_what_no_component_has_seen() -> None:
    doc = spacy.blank("zh")(GROWTH)
    assert (doc._.kuji, doc[:2]._.kuji, "kuji" in doc.spans) == (None, None, False)


def test_another_span_is_no_part(nlp: Chinese) -> None:
    doc = nlp(GROWTH)
    assert (doc[0:2]._.kuji, Span(doc, 0, 2, "METRIC", span_id="o1")._.kuji) == (None, None)
    assert doc[2:12].as_doc(copy_user_data=True)._.kuji is None  # its offsets would be others


def test_coverage_and_evidence_while_in_memory(nlp: Chinese) -> None:
    extraction = nlp(GROWTH)._.kuji
    assert str(extraction.coverage) == "3 numbers: 3 in facts, 0 set aside"
    assert extraction.observations[0].explain()


def test_pipelines_on_disk_and_pickled(nlp: Chinese, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "nlp")
    for copy in (spacy.load(tmp_path / "nlp"), pickle.loads(pickle.dumps(nlp))):
        assert copy.get_pipe_config("kuji_ie") == nlp.get_pipe_config("kuji_ie")
        assert told(copy(GROWTH)) == told(nlp(GROWTH))


def test_a_pack_folder_is_not_written_with_the_pipeline(tmp_path: Path) -> None:
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "pack.toml").write_text("name = 'mine'\nextends = ['core']\n", encoding="utf-8")
    (pack / "metrics.csv").write_text("id,name\nsheep,绵羊存栏\n", encoding="utf-8")
    nlp = pipeline(lexicon=["core", str(pack)])
    assert told(nlp("绵羊存栏3093头。"))[0] == ("METRIC", "o1", "绵羊存栏", "sheep")
    nlp.to_disk(tmp_path / "nlp")
    assert told(spacy.load(tmp_path / "nlp")("绵羊存栏3093头。"))[0][3] == "sheep"
    pack.rename(tmp_path / "elsewhere")
    with pytest.raises(LexiconError, match="there is no pack"):
        spacy.load(tmp_path / "nlp")
    moved = {"lexicon": ["core", str(tmp_path / "elsewhere")]}
    again = spacy.load(tmp_path / "nlp", config={"components": {"kuji_ie": moved}})
    assert told(again("绵羊存栏3093头。"))[0][3] == "sheep"


@pytest.mark.parametrize(
    ("config", "error", "message"),
    [
        ({"lexicon": "nowhere"}, LexiconError, "there is no pack 'nowhere'"),
        ({"tokenizer": "kytea"}, TokenizerError, "tokenizer kytea: no such tokenizer"),
        ({"year": "soon"}, ValueError, "year"),
        ({"lexicon": 3}, ValueError, "lexicon"),
        ({"colour": "red"}, ValueError, "colour"),
    ],
)
def test_a_wrong_config(config: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        pipeline(**config)


def test_defaults() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("kuji_ie")
    assert nlp(GROWTH)._.kuji == Extractor().extract(GROWTH)
    assert nlp.analyze_pipes()["summary"]["kuji_ie"]["assigns"] == ["doc.spans", "doc._.kuji", "span._.kuji"]


@pytest.mark.parametrize("text", [GROWTH, SPREAD], ids=range(2))
def test_displacy(segmented: Chinese, text: str) -> None:
    html = displacy.render(segmented(text), style="span", options=OPTIONS, jupyter=False)
    assert all(word in html for word in ("METRIC", "VALUE"))


def test_attributes_of_others_stay() -> None:
    """Importing the module again does not replace what is registered, nor does it complain."""
    before = (Doc.get_extension("kuji"), Span.get_extension("kuji"))
    importlib.reload(spacy_component)
    assert (Doc.get_extension("kuji"), Span.get_extension("kuji")) == before


def test_the_entry_point() -> None:
    """The one of pyproject.toml leads to the factory, whatever is installed here."""
    (line,) = (
        line
        for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
        if "kuji_ie.spacy_component:" in line
    )
    name, value = (part.strip(' "') for part in line.split("="))
    assert EntryPoint(name, value, "spacy_factories").load() is spacy_component.make_component
    assert Language.get_factory_meta(name).factory == name


def test_an_installed_package_needs_no_import(tmp_path: Path) -> None:
    """spaCy finds the component by the entry point of a distribution on the path."""
    info = tmp_path / "kuji_ie_test-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kuji-ie-test\nVersion: 0\n")
    (info / "entry_points.txt").write_text(
        "[spacy_factories]\nkuji_ie = kuji_ie.spacy_component:make_component\n"
    )
    code = "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('kuji_ie'); print(nlp('在孵企业3093家。')._.kuji)"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
    )
    assert (done.stdout, done.stderr) == ("Extraction(1 observation, 0 names)\n", "")
