"""Words with part-of-speech tags, from rjieba, jieba or pkuseg, behind one protocol.

Tags are those of the jieba dictionary (n noun, v verb, m numeral, q counter, eng Latin letters …); x is
punctuation and whatever else is no word. For words outside the dictionary each segmenter guesses in its own
way. A segmenter is imported when a tokenizer is made, not with this module.
"""

from __future__ import annotations

import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from kuji_ie.errors import KujiError

if TYPE_CHECKING:
    from rjieba import Jieba

Word = tuple[str, str | None]

UNKNOWN = "x"
NOUN = "n"  # the tag of a lexicon word that brings none and that the dictionary does not have

PKUSEG_MODEL = "spacy_ontonotes"
PKUSEG_FILES = ("weights.npz", "model.txt")  # a model folder holds one of these

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")

# A run to segment | a character that stands alone: space, punctuation, or private use (these mask numbers).
# Runs end at 500 characters: jieba and pkuseg hold tables for every character of a run.
_RUN_OR_SINGLE = re.compile(r"([^\s\ue000-\ue00f,，、。;；:：!！?？]{1,500})|(\r\n|.)", re.DOTALL)

_COMPILED = "rjieba.rjieba"
_loading = threading.Lock()  # loading changes what a process shares: warning filters, the settings of pkuseg


class TokenizerError(KujiError):
    """A tokenizer that cannot be had: which one, why, and what to write instead.

    `TokenizerError("kytea", "no such tokenizer", "write rjieba")` prints as
    `tokenizer kytea: no such tokenizer; write rjieba`.
    """

    def __init__(self, spec: str, problem: str, remedy: str) -> None:
        super().__init__(spec, problem, remedy)
        self.spec = spec
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"tokenizer {self.spec}: {self.problem}; {self.remedy}"


class Token(NamedTuple):
    """One word with its tag; `start` and `end` count code points of the text given to `tag`, half open."""

    text: str
    tag: str
    start: int
    end: int


# A token of its four fields; calling the class runs Python code for each.
make_token: Callable[[tuple[str, str, int, int]], Token] = partial(tuple.__new__, Token)


@runtime_checkable
class Tokenizer(Protocol):
    """What the extraction asks of a tokenizer; any object of this form will do.

    The tokens of a text lie side by side and cover it, white space included: 达 3家 gives 达/v, a space/x,
    3/m, 家/q. Private-use characters U+E000 to U+E00F stand for masked numbers: no token mixes them with
    others. One tokenizer is used from several threads, and is pickled where there are several processes.
    """

    @property
    def name(self) -> str: ...

    def tag(self, text: str) -> list[Token]: ...


def make_tokenizer(spec: str | Tokenizer | None = None, words: Iterable[Word] = ()) -> Tokenizer:
    """Make the tokenizer that `spec` names, with `words` in a dictionary of its own.

    `make_tokenizer("rjieba", [("省科小", "n")])` reads 省科小 as one noun; no other tokenizer learns of it.
    `spec` is `rjieba` (also for None), `jieba`, `pkuseg` or `pkuseg:MODEL` (a name that pkuseg can
    download, or a folder). A `Tokenizer` is returned as it is: it brings its own dictionary. A word whose
    tag is None keeps the tag of the dictionary, and is a noun without one. Words that hold white space or
    punctuation are left to the gazetteer: the segmenters do not look past these.

    Raises `TokenizerError` for an unknown name and for a model that cannot be loaded, `TypeError` for a
    `spec` of another type.
    """
    if spec is None:
        return RjiebaTokenizer(words)
    if isinstance(spec, str):
        name, _, model = spec.partition(":")
        if name == PkusegTokenizer.name:
            return PkusegTokenizer(words, model or PKUSEG_MODEL)
        if spec in _PLAIN:
            return _PLAIN[spec](words)
        raise TokenizerError(spec, "no such tokenizer", "write rjieba, jieba, pkuseg or pkuseg:MODEL")
    if isinstance(spec, Tokenizer) and not isinstance(spec, type):
        return spec
    raise TypeError(f"a tokenizer is a name or has `name` and `tag(text)`; {type(spec).__name__} is neither")


class _Adapter:
    """What the adapters share: words, offsets, pickling. The words of `cut`, joined, are the text, which
    holds no lone surrogates."""

    def __init__(self, words: Iterable[Word] = ()) -> None:
        self.words = tuple({_encodable(word): tag for word, tag in words if word}.items())

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.words,)

    def tag(self, text: str) -> list[Token]:
        if not text:
            return []
        encodable = _encodable(text)
        words, tags = zip(*self.cut(encodable), strict=True)
        ends = list(accumulate(map(len, words)))
        starts = [0, *ends[:-1]]
        if encodable != text:
            words = tuple(map(text.__getitem__, map(slice, starts, ends)))
        return list(map(make_token, zip(words, tags, starts, ends, strict=True)))

    def cut(self, text: str) -> list[tuple[str, str]]:
        raise NotImplementedError


class RjiebaTokenizer(_Adapter):
    """The jieba dictionary and algorithm in Rust, the default.

    Safe in threads without a lock: once built, its dictionary is only read. It sets each private-use
    character apart by itself, and takes linear time for any text.
    """

    name = "rjieba"

    def __init__(self, words: Iterable[Word] = ()) -> None:
        super().__init__(words)
        self._jieba = _rjieba_with(self.words)

    def cut(self, text: str) -> list[tuple[str, str]]:
        return self._jieba.tag(text)


class JiebaTokenizer(_Adapter):
    """jieba itself, in Python: the same dictionary, other guesses at unknown words, a fortieth of the speed.

    Safe in threads without a lock: once built, its tables are only read. The dictionary comes from the file
    of the package and not through the cache of jieba, which writes to the temporary folder and to standard
    error.
    """

    name = "jieba"

    def __init__(self, words: Iterable[Word] = ()) -> None:
        super().__init__(words)
        with _loading, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pkg_resources and of escapes in jieba's patterns, on import
            import jieba
            import jieba.posseg
        dictionary = jieba.Tokenizer()
        dictionary.FREQ, dictionary.total = dictionary.gen_pfdict(dictionary.get_dict_file())
        dictionary.initialized = True
        self._tagger = jieba.posseg.POSTokenizer(dictionary)
        tags = self._tagger.word_tag_tab
        for word, tag in self.words:
            dictionary.add_word(word, tag=tag or tags.get(word, NOUN))
        self._tagger.makesure_userdict_loaded()  # else the first cut would change the tables, in any thread

    def cut(self, text: str) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for run, single in _RUN_OR_SINGLE.findall(text):
            pairs.extend(map(tuple, self._tagger.lcut(run)) if run else [(single, UNKNOWN)])
        return pairs


class PkusegTokenizer(_Adapter):
    """Words from a pkuseg model, tags from the jieba dictionary.

    The tagger of pkuseg is one more download and has other tags, so each word is looked up with rjieba; a
    word that its dictionary divides has the tag of the last part, the head of a Chinese compound. Lexicon
    words are cut out before the model sees the rest: with 研发投入 and 研发投入强度 in its `user_dict`,
    pkuseg reads 研发投入强劲 as 研发投入强 and 劲. Safe in threads without a lock: once loaded, model and
    tables are only read.
    """

    name = "pkuseg"

    def __init__(self, words: Iterable[Word] = (), model: str = PKUSEG_MODEL) -> None:
        super().__init__(words)
        self.model = model
        self._segmenter = _load_pkuseg(model)
        self._jieba = _rjieba_with(self.words)
        longest_first = sorted((word for word, _ in self.words), key=len, reverse=True)
        self._known = re.compile(f"({'|'.join(map(re.escape, longest_first)) or '(?!)'})")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.words, self.model)

    def cut(self, text: str) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for run, single in _RUN_OR_SINGLE.findall(text):
            pairs.extend(self._tagged(run) if run else [(single, UNKNOWN)])
        return pairs

    def _tagged(self, run: str) -> Iterable[tuple[str, str]]:
        for place, part in enumerate(self._known.split(run)):  # known words are at the odd places
            for word in [part] if place % 2 else self._segmenter.cut(part):
                yield word, self._jieba.tag(word)[-1][1]


_PLAIN: dict[str, type[RjiebaTokenizer] | type[JiebaTokenizer]] = {
    RjiebaTokenizer.name: RjiebaTokenizer,
    JiebaTokenizer.name: JiebaTokenizer,
}


def words_of(tokenizer: Tokenizer, text: str) -> list[tuple[str, str]]:
    """The words of a text without lone surrogates, each with its tag; private-use characters one by one."""
    if isinstance(tokenizer, _Adapter):
        return tokenizer.cut(text) if text else []
    return [
        (word, token.tag)
        for token in tokenizer.tag(text)
        for word in (token.text if "\ue000" <= token.text[0] <= "\ue00f" else (token.text,))
    ]


def _encodable(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which cannot be passed to Rust; its length stays."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _rjieba_class() -> type[Jieba]:
    """The class `rjieba.Jieba`, taken from the compiled part of the package alone.

    The package itself makes one more dictionary as it is imported, for its functions that nobody here calls: as long
    to load and as large in memory as the one that is wanted. `import rjieba` stays as it is for others.
    """
    with _loading:
        package = find_spec("rjieba")
        compiled = package and PathFinder.find_spec(_COMPILED, package.submodule_search_locations)
        if "rjieba" not in sys.modules and _COMPILED not in sys.modules and compiled and compiled.loader:
            module = module_from_spec(compiled)
            compiled.loader.exec_module(module)
            sys.modules[_COMPILED] = module
    found: type[Jieba] = (sys.modules.get(_COMPILED) or import_module("rjieba")).Jieba
    return found


def _rjieba_with(words: Iterable[Word]) -> Jieba:
    dictionary = _rjieba_class()()
    for word, tag in words:
        if not tag:  # add_word would wipe out the tag that the dictionary has
            tag = dict(dictionary.tag(word, hmm=False)).get(word, NOUN)
        dictionary.add_word(word, None, tag)
    return dictionary


def _load_pkuseg(model: str) -> Any:
    import spacy_pkuseg
    from spacy_pkuseg.config import config

    spec = f"{PkusegTokenizer.name}:{model}"
    remedy = f"give the path of a model folder as pkuseg:PATH, or one of {', '.join(config.available_models)}"
    folder = Path(model)
    if model not in config.available_models and not any((folder / file).is_file() for file in PKUSEG_FILES):
        raise TokenizerError(spec, "there is no model in this folder", remedy)
    with _loading:
        shared = config.modelDir
        try:
            return spacy_pkuseg.pkuseg(model_name=model)
        except Exception as error:  # of network, archive or file format: pkuseg lets all through
            raise TokenizerError(spec, f"the model could not be loaded ({error})", remedy) from error
        finally:
            config.modelDir = shared
