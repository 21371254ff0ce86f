"""The whole extraction: any text, any thread, any segmenter."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import fields, is_dataclass
from decimal import Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from brief import Obs, brief
from hypothesis import given, settings
from hypothesis import strategies as st

from kuji_ie import Extraction, Extractor, Lexicon, extract, parse_number, quantities
from kuji_ie.models import Span

ROOT = Path(__file__).parent.parent
REPORTS = sorted((ROOT / "seeds").glob("*.txt"))
SENTENCES = [
    json.loads(line) for line in (ROOT / "tests/data/sentences.jsonl").read_text("utf-8").splitlines()
]

TEXTS = [sentence["text"] for sentence in SENTENCES]

# Scraps of real sentences in any order, with what may stand between them.
SCRAPS = st.builds(
    lambda text, start, length: text[start : start + length],
    st.sampled_from(TEXTS),
    st.integers(0, 60),
    st.integers(1, 15),
)
BETWEEN = st.sampled_from(
    [*"，,、。；()（）“”《》 \n\t\r…😀\ud800\ue000", "\n\n3、", "(微信:13000000000)", "其中"]
)
ANY = st.text(st.characters(exclude_categories=[])) | st.lists(SCRAPS | BETWEEN).map("".join)


def spans(value: Any) -> list[Span]:
    """Every span within a value."""
    if isinstance(value, tuple):
        return [span for item in value for span in spans(item)]
    if not is_dataclass(value):
        return []
    inner = [span for field in fields(value) for span in spans(getattr(value, field.name))]
    return [value, *inner] if isinstance(value, Span) else inner


def assert_in_place(result: Extraction) -> None:
    """Assert that every span holds what stands at its offsets, and that ids and sentences are sound."""
    for span in spans((result.observations, result.entities, result.awards)):
        assert 0 <= span.start < span.end <= len(result.text)
        assert result.text[span.start : span.end] == span.text
    ids = [o.id for o in result.observations]
    assert len(set(ids)) == len(ids)
    assert {o.part_of for o in result.observations} <= {None, *ids}
    for o in result.observations:
        assert o.value or o.changes or o.gaps or o.ranks or o.share or o.target
        assert 0 <= o.sentence.start < o.sentence.end <= len(result.text)


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.name[:3])
def test_spans_of_the_reports(report: Path) -> None:
    result = extract(report.read_text(encoding="utf-8"))
    assert len(result.observations) > 20
    assert_in_place(result)


@settings(max_examples=300)
@given(ANY)
def test_any_text(text: str) -> None:
    result = extract(text)
    assert result.text == text
    assert_in_place(result)


@given(ANY)
def test_the_answer_survives_json(text: str) -> None:
    result = extract(text)
    assert Extraction.from_dict(json.loads(result.to_json()), text) == result


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "高质量发展",
        "😀🚀👨‍👩‍👧",
        "\ud800",
        "\udfff\ud800家",
        "2023",
        "1234567890",
        "%",
        "。,、",
        "\x00",
        "\ufeff",
    ],
)
def test_nothing_to_find(text: str) -> None:
    result = extract(text)
    assert (result.text, result.observations, result.awards) == (text, (), ())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (b"\xe4\xb8\x89", r"extract takes a str, not bytes; decode it first: data.decode\('utf-8'\)"),
        (bytearray(b"3"), "extract takes a str, not bytearray; decode it first"),
        (None, "extract takes a str, not NoneType$"),
        (3, "extract takes a str, not int$"),
        (["三家"], "extract takes a str, not list$"),
    ],
)
def test_anything_but_text_is_a_type_error(wrong: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        extract(wrong)
    with pytest.raises(TypeError, match=message):
        Extractor().extract(wrong)


SENTENCE = "全年新认定国高企48家,同比增长31.9%,增速居杭州第3位。"
LONG = {
    "spaces": " ",
    "line feeds": "\n",
    "digits": "1",
    "hanzi digits": "一",
    "letters": "a",
    "one word": "字",
    "emoji": "😀",
    "surrogates": "\ud800",
    "opening brackets": "(",
    "closing brackets": ")",
    "quotation marks": "“",
    "titles": "《",
    "commas": ",",
    "lines": "高新技术企业\n",
    "places": "杭州市",
    "cues": "居第",
    "no numbers": "高新技术企业培育,",
}
# Repeated without the end of a sentence: many arguments in one, and few breaks.
CROWDED = {
    "values": "3家,",
    "values without a break": "3家",
    "years": "2023年",
    "changes": "增长3%,",
    "ranks": "居全省第3位,",
    "parts": "其中3家,",
    "one sentence": SENTENCE.replace("。", ","),
}


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG)
def test_a_million_characters(unit: str) -> None:
    """Where a stage went back over what it has read, this would take hours."""
    assert extract(unit * (1_000_000 // len(unit))).observations == ()


def test_many_sentences() -> None:
    assert len(extract(SENTENCE * 5_000).observations) == 5_000


@pytest.mark.parametrize("unit", CROWDED.values(), ids=CROWDED)
def test_a_long_sentence(unit: str) -> None:
    assert_in_place(extract(unit * (5_000 // len(unit))))


def test_the_same_text_gives_the_same_answer() -> None:
    once = [extract(text) for text in TEXTS]
    extractor = Extractor()
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(extractor.extract, TEXTS)) == once
    copy = pickle.loads(pickle.dumps(extractor))
    assert [copy.extract(text) for text in reversed(TEXTS)] == once[::-1]


def test_the_settings_of_decimal_numbers_are_the_callers_own() -> None:
    """Recognizers-Text sets fifteen digits as it is imported; a caller may have four, and no trap."""
    text = "技术合同成交额12345678.9万元,增长31.95%,占全省的三分之一。"
    once, sizes = extract(text), quantities(text)
    with localcontext(Context(prec=4, traps=[])) as context:
        assert (extract(text), quantities(text)) == (once, sizes)
        assert parse_number("一亿二千三百四十五万六千七百八十九") == Decimal(123456789)
        assert context.prec == 4


def test_a_pickled_extractor_keeps_what_it_was_given() -> None:
    lexicon = Lexicon.load("core").add("metric", "某某指标", id="some_metric")
    extractor = Extractor(lexicon, "rjieba", region="建德市", year=2021)
    text = "某某指标达3家。"
    result = pickle.loads(pickle.dumps(extractor)).extract(text)
    assert result == extractor.extract(text)
    [observation] = result.observations
    assert observation.metric.id == "some_metric"
    assert observation.region is not None
    assert observation.region.name == "建德市"
    assert str(observation.period) == "2021-01-01/2021-12-31"


def test_a_pickled_result_keeps_all_that_it_has() -> None:
    """Also what is no part of the JSON: the text, the reasons, the links, what became of each number."""
    for text in TEXTS:
        result = extract(text)
        for copy in (pickle.loads(pickle.dumps(result)), deepcopy(result)):
            assert copy == result
            assert (copy.text, copy.coverage) == (text, result.coverage)
            for one, other in zip(copy.observations, result.observations, strict=True):
                assert (one.evidence, one.metric.link) == (other.evidence, other.metric.link)


# Sentences of tests/data/sentences.jsonl in which another segmenter leads to other observations.
DIFFERENCES = {
    "jieba": {"s066", "s135"},
    "pkuseg": {"s054", "s074", "s113", "s114", "s134", "s139", "s142"},
}


@pytest.fixture(scope="module")
def usual() -> dict[str, list[Obs]]:
    return answers(Extractor())


@pytest.mark.parametrize("name", ["jieba", "pkuseg"])
def test_segmenters_give_the_same_observations(
    name: str, usual: dict[str, list[Obs]], pkuseg_model: str
) -> None:
    others = answers(Extractor(tokenizer=f"pkuseg:{pkuseg_model}" if name == "pkuseg" else name))
    assert {key for key in usual if others[key] != usual[key]} <= DIFFERENCES[name]


def answers(extractor: Extractor) -> dict[str, list[Obs]]:
    return {
        s["id"]: brief(extractor.extract(s["text"], region=s["region"], year=s["year"])) for s in SENTENCES
    }
