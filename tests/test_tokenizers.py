"""Three segmenters behind one protocol: same form, own dictionaries, offsets of the text as passed."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuji_ie.errors import KujiError
from kuji_ie.tokenizers import Token, Tokenizer, TokenizerError, make_tokenizer

WORDS = [("省科小", "n"), ("量质齐飞", "v"), ("研发投入", None), ("研发投入强度", None), ("认定", None)]

NUMBER = "\ue000\ue001\ue001"  # a masked number

SENTENCES = [
    "全年新认定国高企48家，同比增长31.9%，增速居杭州第3位。",
    f"培育省科小{NUMBER}家,总数达{NUMBER}家\r\n　 其中\tA{NUMBER}B",
    "深入实施“315”工程🚀；研发投入强劲，研发投入强度达3.2％",
    "坏\ud800字\udc00符，\x00零\u200b宽",
    "字" * 1200,
]


@pytest.fixture(scope="session")
def tokenizers(pkuseg_model: str) -> dict[str, Tokenizer]:
    specs = {"rjieba": "rjieba", "jieba": "jieba", "pkuseg": f"pkuseg:{pkuseg_model}"}
    return {name: make_tokenizer(spec, WORDS) for name, spec in specs.items()}


@pytest.fixture(params=["rjieba", "jieba", "pkuseg"])
def tokenizer(request: pytest.FixtureRequest, tokenizers: dict[str, Tokenizer]) -> Tokenizer:
    return tokenizers[request.param]


def brief(tokens: list[Token]) -> str:
    return " ".join(f"{token.text}/{token.tag}" for token in tokens)


def assert_covers(tokens: list[Token], text: str) -> None:
    """Assert that tokens lie side by side, hold what they say, and keep masked numbers apart."""
    assert [token.start for token in tokens] == [0, *(token.end for token in tokens)][: len(tokens)]
    assert "".join(token.text for token in tokens) == text
    assert all(token.text == text[token.start : token.end] and token.text and token.tag for token in tokens)
    assert all(len(token.text) == 1 for token in tokens if any("\ue000" <= c <= "\ue00f" for c in token.text))


def test_the_default_is_rjieba() -> None:
    tokenizer = make_tokenizer()
    assert tokenizer.name == "rjieba"
    assert tokenizer.tag("建设平台3家") == [
        Token("建设", "vn", 0, 2),
        Token("平台", "n", 2, 4),
        Token("3", "m", 4, 5),
        Token("家", "q", 5, 6),
    ]


def test_each_follows_the_protocol(tokenizers: dict[str, Tokenizer]) -> None:
    assert {name: tokenizer.name for name, tokenizer in tokenizers.items()} == {n: n for n in tokenizers}
    assert all(isinstance(tokenizer, Tokenizer) for tokenizer in tokenizers.values())


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("新培育省科小三家", "省科小", "n"),
        ("企业量质齐飞", "量质齐飞", "v"),
        ("企业研发投入强度提升", "研发投入强度", "n"),  # of two lexicon words the longer
        ("企业研发投入强劲", "研发投入", "n"),  # and no word that only begins like one
    ],
)
def test_lexicon_words_are_known(tokenizer: Tokenizer, text: str, word: str, tag: str) -> None:
    start = text.index(word)
    assert Token(word, tag, start, start + len(word)) in tokenizer.tag(text)


def test_a_word_without_tag_keeps_that_of_the_dictionary(tokenizer: Tokenizer) -> None:
    assert brief(tokenizer.tag("认定")) == "认定/v"


def test_no_dictionary_is_shared(tokenizers: dict[str, Tokenizer]) -> None:
    import jieba
    import jieba.posseg
    import rjieba

    assert "量质齐飞" not in rjieba.cut("企业量质齐飞")
    assert "量质齐飞" not in jieba.lcut("企业量质齐飞")
    assert "量质齐飞" not in [word for word, _ in jieba.posseg.cut("企业量质齐飞")]
    for spec in ("rjieba", "jieba"):
        assert "量质齐飞" not in brief(make_tokenizer(spec).tag("企业量质齐飞"))


def test_pkuseg_settings_are_left_as_they_were(tokenizers: dict[str, Tokenizer], pkuseg_model: str) -> None:
    from spacy_pkuseg.config import config

    assert config.modelDir != pkuseg_model


def test_pkuseg_words_have_the_tag_of_their_last_part(pkuseg_model: str) -> None:
    class WholeRuns:
        def cut(self, text: str) -> list[str]:
            return [text] if text else []

    tokenizer = make_tokenizer(f"pkuseg:{pkuseg_model}", [("省科小", "n")])
    tokenizer._segmenter = WholeRuns()  # type: ignore[attr-defined]
    assert brief(tokenizer.tag("高新技术企业新认定省科小，")) == "高新技术企业新认定/v 省科小/n ，/x"


@pytest.mark.parametrize("text", SENTENCES, ids=range(len(SENTENCES)))
def test_tokens_cover_the_text(tokenizer: Tokenizer, text: str) -> None:
    assert_covers(tokenizer.tag(text), text)


def test_masked_numbers_stand_apart(tokenizer: Tokenizer) -> None:
    assert brief(tokenizer.tag(f"达{NUMBER}亿元")).startswith("达/v \ue000/x \ue001/x \ue001/x 亿")


def test_no_text_no_tokens(tokenizer: Tokenizer) -> None:
    assert tokenizer.tag("") == []


ANY_TEXT = st.text(st.characters(exclude_categories=[]))  # lone surrogates included
REPORT_TEXT = st.text(st.sampled_from("新认定省科小4８.%亿元家， \n\r\t“”()AB-\ue000\ue001\ue00f\ud800🚀"))


@settings(deadline=None)
@given(text=ANY_TEXT | REPORT_TEXT)
def test_tokens_cover_any_text(tokenizers: dict[str, Tokenizer], text: str) -> None:
    for tokenizer in tokenizers.values():
        assert_covers(tokenizer.tag(text), text)


def test_threads_share_a_tokenizer(tokenizer: Tokenizer) -> None:
    texts = SENTENCES[:4] * 25
    expected = [tokenizer.tag(text) for text in SENTENCES[:4]] * 25
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tokenizer.tag, texts)) == expected


def test_pickling_keeps_words_and_model(tokenizer: Tokenizer) -> None:
    copy = pickle.loads(pickle.dumps(tokenizer))
    assert type(copy) is type(tokenizer)
    assert [copy.tag(text) for text in SENTENCES] == [tokenizer.tag(text) for text in SENTENCES]


class Characters:
    """A tokenizer of a user's own."""

    name = "characters"

    def tag(self, text: str) -> list[Token]:
        return [Token(character, "x", place, place + 1) for place, character in enumerate(text)]


def test_an_object_of_the_right_form_is_taken_as_it_is() -> None:
    own = Characters()
    assert make_tokenizer(own, WORDS) is own


@pytest.mark.parametrize("spec", [3, b"rjieba", object(), Characters, ["rjieba"]])
def test_other_types_are_a_type_error(spec: object) -> None:
    with pytest.raises(TypeError, match="a tokenizer is a name or has"):
        make_tokenizer(spec)  # type: ignore[arg-type]


@pytest.mark.parametrize("spec", ["", "kytea", "jieba:small", "RJIEBA"])
def test_unknown_names(spec: str) -> None:
    with pytest.raises(TokenizerError) as caught:
        make_tokenizer(spec)
    error = caught.value
    assert (error.spec, error.problem) == (spec, "no such tokenizer")
    assert str(error) == f"tokenizer {spec}: no such tokenizer; write rjieba, jieba, pkuseg or pkuseg:MODEL"


def test_a_folder_without_a_model(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TokenizerError) as caught:
        make_tokenizer(f"pkuseg:{tmp_path}")
    assert caught.value.problem == "there is no model in this folder"
    assert "pkuseg:PATH" in caught.value.remedy
    assert capfd.readouterr() == ("", "")


def test_a_model_that_cannot_be_downloaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import spacy_pkuseg
    from spacy_pkuseg.config import config

    def no_network(*_: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(spacy_pkuseg, "download_model", no_network)
    monkeypatch.setattr(config, "pkuseg_home", str(tmp_path))
    settings = config.modelDir
    with pytest.raises(TokenizerError) as caught:
        make_tokenizer("pkuseg")
    assert isinstance(caught.value, KujiError)
    assert caught.value.spec == "pkuseg:spacy_ontonotes"
    assert caught.value.problem == "the model could not be loaded (no network)"
    assert "give the path of a model folder as pkuseg:PATH" in str(caught.value)
    assert config.modelDir == settings
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_import_loads_no_segmenter_and_prints_nothing() -> None:
    code = "import sys, kuji_ie.tokenizers; print({'jieba', 'rjieba', 'spacy_pkuseg'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_jieba_is_quiet(tmp_path: Path) -> None:
    code = "import kuji_ie.tokenizers as t; t.make_tokenizer('jieba', [('省科小', 'n')]).tag('3家')"
    environment = {"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []  # no cache file


@pytest.mark.parametrize("first", ["import rjieba", "make_tokenizer('rjieba', [('省科小', 'n')])"])
def test_rjieba_is_the_same_before_and_after(first: str) -> None:
    """The adapter takes the class without importing the package; whoever imports it gets all of it."""
    code = f"""
from kuji_ie.tokenizers import make_tokenizer
{first}
tokenizer = make_tokenizer('rjieba', [('省科小', 'n')])
import rjieba
from rjieba import Jieba
print(rjieba.cut('省科小'), type(tokenizer._jieba) is Jieba, [word for word, *_ in tokenizer.tag('省科小')])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['省科', '小'] True ['省科小']\n"
