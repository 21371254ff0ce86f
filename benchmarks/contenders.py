"""What `extract` is timed beside: segmenters and extractors of others, on the same texts in one process.

Those that are not installed, or do not run, are named with the reason and left out.
"""

from __future__ import annotations

import gc
import importlib
import logging
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from decimal import localcontext
from io import StringIO
from pathlib import Path

from clock import Run, alternate, medians
from texts import sample

EXTRACT, BASE = "kuji_ie.extract", "jieba.lcut"
TIME = "JioNLP extract_time"
TOGETHER = "Recognizers-Text, the five"
RECOGNISERS = ("number", "percentage", "currency", "dimension", "datetime")
DAY = datetime(2026, 1, 1)  # that 明年 is said on
PKUSEG_FILES = ("weights.npz", "model.txt")  # a model folder holds one of these
WARM = 1000  # characters of each text that are run before the clock starts


class Skipped(Exception):
    """Why a contender does not take part."""


@dataclass(frozen=True, slots=True)
class Contender:
    """`load` imports a library and gives what is called with a text; `slow` ones get few rounds on a sample."""

    name: str
    load: Callable[[], Run]
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Speed:
    """`ratio` is to jieba.lcut on the same texts, `extract_ratio` how many times as fast `extract` was on them."""

    name: str
    characters: int
    rounds: int
    characters_per_second: float
    ratio: float
    extract_ratio: float


@dataclass(frozen=True, slots=True)
class Missing:
    name: str
    reason: str


def load_extract() -> Run:
    from kuji_ie import Extractor

    return Extractor().extract


def load_jieba() -> Run:
    jieba = importlib.import_module("jieba")
    jieba.setLogLevel("WARNING")
    return jieba.lcut  # type: ignore[no-any-return]


def load_rjieba() -> Run:
    return importlib.import_module("rjieba").cut  # type: ignore[no-any-return]


def load_jionlp(name: str) -> Run:
    return getattr(importlib.import_module("jionlp").ner, name)  # type: ignore[no-any-return]


def load_recogniser(name: str) -> Run:
    suite = importlib.import_module("recognizers_suite")
    recognise, chinese = getattr(suite, f"recognize_{name}"), suite.Culture.Chinese
    if name == "datetime":
        return lambda text: recognise(text, chinese, reference=DAY)
    return lambda text: recognise(text, chinese)


def load_spacy(segmenter: str, model: str = "") -> Run:
    chinese = importlib.import_module("spacy.lang.zh").Chinese
    nlp = chinese.from_config({"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if model:
        nlp.tokenizer.initialize(pkuseg_model=model)
    nlp.max_length = 10**9
    return nlp.make_doc  # type: ignore[no-any-return]


def load_pkuseg(model: str) -> Run:
    """A model that is there is used; one is downloaded only where the caller named it."""
    if not model:
        model = "spacy_ontonotes"
        folder = Path(importlib.import_module("spacy_pkuseg.config").config.pkuseg_home).expanduser() / model
        if not any((folder / file).is_file() for file in PKUSEG_FILES):
            raise Skipped(
                f"it has no model here; --pkuseg {model} downloads one, --pkuseg FOLDER takes yours"
            )
    return load_spacy("pkuseg", model)


def contenders(pkuseg: str = "") -> list[Contender]:
    return [
        Contender(EXTRACT, load_extract),
        Contender(BASE, load_jieba),
        Contender("rjieba.cut", load_rjieba),
        Contender("spaCy zh with jieba", lambda: load_spacy("jieba")),
        Contender("spaCy zh with pkuseg", lambda: load_pkuseg(pkuseg), slow=True),
        Contender(TIME, lambda: load_jionlp("extract_time"), slow=True),
        Contender("JioNLP extract_money", lambda: load_jionlp("extract_money"), slow=True),
        *(
            Contender(f"Recognizers-Text {name}", lambda name=name: load_recogniser(name), slow=True)  # type: ignore[misc]
            for name in RECOGNISERS
        ),
    ]


def measure(
    entrants: Sequence[Contender], texts: Sequence[str], rounds: int, slow_rounds: int, limit: int
) -> tuple[list[Speed], list[Missing]]:
    """Time all of them: the quick ones on all texts, then the slow ones on a sample of at most `limit` characters.

    jieba.lcut and `extract` run on the sample again, so that each ratio is of times for the same texts.
    """
    logging.disable()  # JioNLP logs the errors that it gets over
    runs, missing = load(entrants, [text[:WARM] for text in texts])
    gc.collect()
    gc.freeze()  # the dictionaries of one library are no work for the garbage collector under the next
    slow = {entrant.name for entrant in entrants if entrant.slow and entrant.name in runs}
    quick = {name: run for name, run in runs.items() if name not in slow}
    few = sample(texts, limit)
    speeds = compare(quick, texts, rounds)
    if slow:
        both = {name: run for name, run in runs.items() if name in slow or name in (EXTRACT, BASE)}
        speeds += [speed for speed in compare(both, few, slow_rounds) if speed.name not in quick]
    gc.unfreeze()
    logging.disable(logging.NOTSET)
    return speeds, missing


def load(entrants: Sequence[Contender], warm: Sequence[str]) -> tuple[dict[str, Run], list[Missing]]:
    """What can be run, after a first run each: dictionaries are loaded and tables built now."""
    runs: dict[str, Run] = {}
    missing: list[Missing] = []
    for entrant in entrants:
        try:
            with (
                warnings.catch_warnings(),
                redirect_stdout(StringIO()),
                localcontext(),
            ):  # old syntax, banners
                warnings.simplefilter("ignore")
                run = entrant.load()
                for text in warm:
                    run(text)
        except Exception as error:  # of other people's libraries: whatever it is, the others go on
            reason = str(error) if isinstance(error, (Skipped, ImportError)) else repr(error)
            missing.append(Missing(entrant.name, reason.splitlines()[0][:160]))
        else:
            runs[entrant.name] = run
    return runs, missing


def compare(runs: Mapping[str, Run], texts: Sequence[str], rounds: int) -> list[Speed]:
    times = alternate(runs, texts, rounds)
    five = [f"Recognizers-Text {name}" for name in RECOGNISERS]
    if all(name in runs for name in five):
        for one in times:
            one[TOGETHER] = sum(one[name] for name in five)
    took, characters = medians(times), sum(map(len, texts))
    to_base = medians([{name: one[BASE] / one[name] for name in one} for one in times])
    to_extract = medians([{name: one[name] / one[EXTRACT] for name in one} for one in times])
    return [
        Speed(name, characters, rounds, characters / took[name], to_base[name], to_extract[name])
        for name in took
    ]
