"""The order of the stages; no rule stands here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from decimal import localcontext
from functools import lru_cache
from itertools import accumulate
from typing import Any, Literal, TypeVar, overload

from kuji_ie.assemble.arguments import ArgumentFinder, as_quantity
from kuji_ie.assemble.assembler import Assembler, by_sentence
from kuji_ie.assemble.clauses import sentences
from kuji_ie.assemble.facts import Fact
from kuji_ie.batch import extract_texts, not_text
from kuji_ie.checks import find_findings
from kuji_ie.confidence import rate
from kuji_ie.context import Placing, Spot
from kuji_ie.coverage import account
from kuji_ie.document import Context, understand
from kuji_ie.extraction import Extraction
from kuji_ie.grids import GridReader, asides, in_order
from kuji_ie.lexicon import Lexicon
from kuji_ie.lexing import read
from kuji_ie.linking import MetricLinker
from kuji_ie.models import Observation
from kuji_ie.names import NameFinder
from kuji_ie.names.places import Places
from kuji_ie.numbers import ARITHMETIC
from kuji_ie.observing import Observer
from kuji_ie.quantity import QuantityFinder
from kuji_ie.regions import regions_of
from kuji_ie.rules.atoms import DATE, FILL, MARK, MARKS
from kuji_ie.rules.nouns import NUMBER, TIME
from kuji_ie.rules.rule import Reading, Vocabulary
from kuji_ie.scopes import Scopes
from kuji_ie.subjects import find_subjects, subject_at
from kuji_ie.text.clean import clean
from kuji_ie.tokenizers import Token, Tokenizer, make_token, make_tokenizer, words_of
from kuji_ie.units import UnitTable
from kuji_ie.wordings import Wordings
from kuji_ie.words import Words

NEAR = 40  # characters of a sentence that names what the next one counts
FIRST_YEAR, LAST_YEAR = 1900, 2200  # that a caller may name
VERB_ENDS = frozenset("达为超")
BATCH = 16  # texts that a process gets at a time: enough to make up for the way there, few enough for memory

C = TypeVar("C")


class Extractor:
    """Extraction with everything built once; safe to share between threads, can be pickled.

    `lexicon` is the name of a shipped pack, the path of a pack folder, a `Lexicon`, or a list of these (later ones
    win); None takes every shipped pack. `tokenizer` is `rjieba` (default), `jieba`, `pkuseg`, `pkuseg:MODEL` or an
    object with `name` and `tag(text)`. Raises `LexiconError` for a pack that cannot be used, `TokenizerError` for
    an unknown tokenizer, `ValueError` for a year before 1900 or after 2200.
    """

    def __init__(
        self,
        lexicon: str | os.PathLike[str] | Lexicon | Sequence[str | os.PathLike[str] | Lexicon] | None = None,
        tokenizer: str | Tokenizer | None = None,
        *,
        region: str | None = None,
        year: int | None = None,
    ) -> None:
        self.lexicon = _lexicon(lexicon)
        self.region, self.year = region, check_year(year)
        vocabulary = Vocabulary.of(self.lexicon)
        words = self._words = Words.of(self.lexicon, vocabulary)
        self._tokenizer = make_tokenizer(tokenizer, _dictionary(self.lexicon, vocabulary))
        units = UnitTable.of(self.lexicon)
        self._quantities = QuantityFinder(units)
        self._arguments = ArgumentFinder(vocabulary)
        self._assembler = Assembler(words, vocabulary)
        self._regions = regions_of(self.lexicon)
        self._placing = Placing(vocabulary, self._regions, words.known)
        wordings, scopes = Wordings(vocabulary), Scopes.of(self.lexicon, self._regions)
        linker = MetricLinker(self.lexicon, wordings, scopes, units)
        self._observer = Observer(self._placing, linker)
        self._grids = GridReader(
            self.lexicon, vocabulary, words, units, self._quantities, linker, self._regions
        )
        self._places = Places(self._regions)
        self._names = NameFinder(self.lexicon, wordings, scopes)
        self._spec = (lexicon, tokenizer, region, year)

    def __reduce__(self) -> tuple[Any, ...]:
        lexicon, tokenizer, region, year = self._spec
        return _rebuild, (lexicon, tokenizer, region, year)

    def extract(
        self, text: str, *, source: str | None = None, region: str | None = None, year: int | None = None
    ) -> Extraction:
        """Extract one text; `region` and `year`, where given, overrule what the text suggests.

        全年高新技术产业投资达17.96亿元,增长31.9%,增速居杭州第3位 gives one observation with value, change and rank.
        Any `str` is accepted; `TypeError` for all else, `ValueError` for a year before 1900 or after 2200.
        """
        if not isinstance(text, str):
            raise TypeError(not_text(text))
        with localcontext(ARITHMETIC):
            return self._extract(text, source, region or self.region, check_year(year) or self.year)

    def _extract(self, text: str, source: str | None, region: str | None, year: int | None) -> Extraction:
        sheets = self._grids.find(text)
        reading = read(clean(text, [gap for sheet in sheets for gap in sheet.hidden]), self._quantities)
        context = understand(reading, self._regions, region, year)
        names = self._names.find(reading, context.region)
        observations, aside = self._observations(reading, context)
        observations = in_order(observations, self._grids.observe(sheets, reading, context))
        rate(text, observations)
        awards = self._names.awards(reading, names)
        entities = self._places.beside(names, reading, context.region, context.anchor.year)
        coverage = account(reading, observations, entities, aside, asides(sheets))
        return Extraction(
            text,
            source,
            context.document,
            tuple(observations),
            tuple(entities),
            tuple(awards),
            find_findings(text, observations),
            coverage=coverage,
        )

    @overload
    def pipe(
        self,
        texts: Iterable[str],
        *,
        as_tuples: Literal[False] = ...,
        batch_size: int = ...,
        n_process: int = ...,
    ) -> Iterator[Extraction]: ...

    @overload
    def pipe(
        self,
        texts: Iterable[tuple[str, C]],
        *,
        as_tuples: Literal[True],
        batch_size: int = ...,
        n_process: int = ...,
    ) -> Iterator[tuple[Extraction, C]]: ...

    def pipe(
        self, texts: Iterable[Any], *, as_tuples: bool = False, batch_size: int = BATCH, n_process: int = 1
    ) -> Iterator[Any]:
        """Extract texts as a stream, in order: `list(extractor.pipe(["新认定省科小391家。"]))` has one `Extraction`.

        `as_tuples` takes pairs of a text and anything that belongs to it (its name, its row), and gives pairs of an
        `Extraction` and the same. `n_process` is the number of processes, -1 one for each core; each has a copy of the
        extractor and gets `batch_size` texts at a time. Texts are taken as results are asked for, a few batches ahead
        with more than one process, so that `texts` may be endless; closing the iterator stops the processes.

        What is not a `str` does not stop the others: in its place comes an empty `Extraction` with one finding,
        `not-text`, that says what it was. One `str` instead of many is a `TypeError`, `batch_size` or `n_process`
        below 1 a `ValueError`; a process that dies raises `kuji_ie.errors.WorkerError`.
        """
        return extract_texts(self, texts, as_tuples, batch_size, n_process)

    def _observations(self, reading: Reading, context: Context) -> tuple[list[Observation], dict[int, str]]:
        groups, aside = self._arguments.find(reading)
        facts: list[tuple[Fact, Spot]] = []
        topic: Fact | None = None
        earlier: list[Fact] = []
        spot: Spot | None = None
        reached = 0
        for start, end, found in by_sentence(groups, sentences(reading.text)):
            tokens = self._tokens(reading, start, end)
            before = self._tokens(reading, reached, start) if _is_near(reading, reached, start) else []
            reached = end
            told, left = self._assembler.assemble(reading, start, end, found, tokens, topic, earlier, before)
            aside |= left
            subjects = find_subjects(tokens)
            for fact in told:
                fact.subject = subject_at(subjects, fact.first)
            inside = tuple((c.start, c.end) for g in found for c in g.items if as_quantity(c) is None)
            carried = self._placing.carried(reading, context, spot, start)
            spot = Spot(start, end, inside, carried, self._placing.cues(reading, start, end))
            facts += [(fact, spot) for fact in told]
            topic = next((fact for fact in reversed(told) if not fact.whole), topic)
            earlier = told or earlier
        facts.sort(key=lambda pair: pair[0].first)
        return self._observer.observe(reading, context, facts), aside

    def _tokens(self, reading: Reading, start: int, end: int) -> list[Token]:
        """The tokens of a sentence with the offsets of the text; a mark is one token that says what it stands for."""
        marked = reading.marked[start:end]
        pairs = words_of(self._tokenizer, marked.replace(FILL, ""))
        words, tags = [word for word, _ in pairs], [tag for _, tag in pairs]
        lengths = list(map(len, words))
        places = [at for at, word in enumerate(words) if word in MARKS]
        for at, span in zip(reversed(places), reversed(list(MARK.finditer(marked))), strict=True):
            words[at], lengths[at] = reading.text[start + span.start() : start + span.end()], len(span[0])
            tags[at] = TIME if span[0][0] == DATE else NUMBER
            before = words[at - 1] if at else ""
            if tags[at] == NUMBER and before[-1:] in VERB_ENDS and self._swallows(before):  # 机械化|率达
                words[at - 1 : at], tags[at - 1 : at] = (before[:-1], before[-1]), ("n", "v")
                lengths[at - 1 : at] = len(before) - 1, 1
        cut = len(marked) - len(marked.lstrip(FILL))  # of a number before which a long sentence was cut
        ends = list(accumulate(lengths, initial=start + cut))
        return list(map(make_token, zip(words, tags, ends, ends[1:], strict=False)))

    def _swallows(self, word: str) -> bool:
        """Whether a word before a number has taken in the verb."""
        return len(word) > 1 and word not in self._words.links and word not in self._words.known


def check_year(year: int | None) -> int | None:
    """The year that a caller names; raises `ValueError` for one of which there are no reports."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is no year of a report; give one from {FIRST_YEAR} to {LAST_YEAR}")
    return year


def _is_near(reading: Reading, reached: int, start: int) -> bool:
    """Whether one short sentence without arguments, of the same paragraph, stands before `start`."""
    between = reading.text[max(reached, start - NEAR - 1) : start]
    return 4 < len(between) <= NEAR and "\n" not in between and between.count("。") == 1


def _lexicon(source: Any) -> Lexicon:
    if source is None:
        return Lexicon.default()
    if isinstance(source, (str, os.PathLike, Lexicon)):
        return Lexicon.load(source)
    return Lexicon.load(*source)


def _dictionary(lexicon: Lexicon, vocabulary: Vocabulary) -> Iterable[tuple[str, str | None]]:
    """The lexicon's words with the tags that the metric rules expect of them."""
    for role, tag in (("link", "v"), ("topic.skip", None), ("topic.relational", "n"), ("whole.region", "n"), ("change.noun_up", "n"), ("verb.nominal", "vn"),
                      ("noun.word", "n"),
        ("head.generic", "n"), ("head.metric", "n")):  # fmt: skip
        yield from ((word, tag) for word in vocabulary.words(role) if len(word) > 1)
    for kind, tag in (("action", "v"), ("metric", "n"), ("honour", "n"), ("programme", "n")):
        for entry in lexicon.entries(kind):
            yield from ((form, tag) for form in entry.forms if len(form) > 1)


def _rebuild(lexicon: Any, tokenizer: Any, region: str | None, year: int | None) -> Extractor:
    return Extractor(lexicon, tokenizer, region=region, year=year)


@lru_cache(maxsize=8)
def _shared(lexicon: str | None, tokenizer: str | None) -> Extractor:
    return Extractor(lexicon, tokenizer)


def extract(
    text: str,
    *,
    lexicon: str | os.PathLike[str] | Lexicon | Sequence[str | os.PathLike[str] | Lexicon] | None = None,
    region: str | None = None,
    year: int | None = None,
    tokenizer: str | Tokenizer | None = None,
) -> Extraction:
    """What one text says: every observation with its offsets, and the programmes, honours and awards it names.

    `extract("全年新增国家高新技术企业48家")` gives one observation: 国家高新技术企业, action 新增, 48 家. `region` and
    `year` tell what the text is about where the caller knows it. The arguments are those of `Extractor`, which is
    built once for each set of names and kept. Any `str` is accepted, also one without a number; else `TypeError`.
    """
    named = isinstance(lexicon, (str, type(None))) and isinstance(tokenizer, (str, type(None)))
    extractor = _shared(lexicon, tokenizer) if named else Extractor(lexicon, tokenizer)  # type: ignore[arg-type]
    return extractor.extract(text, region=region, year=year)
