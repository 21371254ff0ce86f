"""Many texts as a stream: order, laziness, what is no text, and processes that are spawned, forked, die or stop."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from brief import brief, obs

from kuji_ie import Extraction, Extractor
from kuji_ie.batch import extract_all
from kuji_ie.errors import DocumentError, WorkerError
from kuji_ie.models import Finding
from kuji_ie.pool import AHEAD, count_processes, in_order
from kuji_ie.reading import Input
from kuji_ie.tokenizers import RjiebaTokenizer, Token

TEXTS = [f"在孵企业{number}家。" for number in range(1, 8)]
PROCESSES = pytest.mark.parametrize("processes", [1, 2])


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor("core")


class Fatal:
    """A tokenizer that ends its process at the word 崩溃."""

    name = "fatal"

    def __init__(self) -> None:
        self._inner = RjiebaTokenizer()

    def tag(self, text: str) -> list[Token]:
        if "崩溃" in text:
            os._exit(1)
        return self._inner.tag(text)


@PROCESSES
@pytest.mark.parametrize("batch_size", [1, 3, 100])
def test_the_order_is_that_of_the_texts(extractor: Extractor, processes: int, batch_size: int) -> None:
    results = list(extractor.pipe(iter(TEXTS), batch_size=batch_size, n_process=processes))
    assert [brief(result) for result in results] == [[obs("在孵企业", text[4:-1])] for text in TEXTS]
    assert [result.text for result in results] == TEXTS
    assert results == [extractor.extract(text) for text in TEXTS]


@PROCESSES
def test_no_texts(extractor: Extractor, processes: int) -> None:
    assert list(extractor.pipe([], n_process=processes)) == []


@PROCESSES
def test_contexts_stay_with_their_texts(extractor: Extractor, processes: int) -> None:
    """They never leave this process, so that they may be what cannot be pickled."""
    contexts = [(lambda text=text: text) for text in TEXTS]
    pairs = zip(TEXTS, contexts, strict=True)
    found = list(extractor.pipe(pairs, as_tuples=True, batch_size=2, n_process=processes))
    assert [(result.text, context()) for result, context in found] == [(text, text) for text in TEXTS]


@PROCESSES
def test_an_endless_stream(extractor: Extractor, processes: int) -> None:
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        for taken in count(1):
            yield f"在孵企业{taken}家。"

    stream = extractor.pipe(texts(), batch_size=2, n_process=processes)
    assert taken == 0
    assert [result.observations[0].value.amount for result in islice(stream, 9)] == [*range(1, 10)]
    assert taken <= 9 + (0 if processes == 1 else 2 * AHEAD * processes)


@PROCESSES
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (None, "extract takes a str, not NoneType"),
        (3, "extract takes a str, not int"),
        (b"\xe4", "extract takes a str, not bytes; decode it first: data.decode('utf-8')"),
        (float("nan"), "extract takes a str, not float"),
        ((text for text in TEXTS), "extract takes a str, not generator"),
    ],
    ids=["None", "int", "bytes", "float", "generator"],
)
def test_what_is_no_text_does_not_stop_the_others(
    extractor: Extractor, processes: int, wrong: Any, message: str
) -> None:
    first, bad, last = extractor.pipe([TEXTS[0], wrong, TEXTS[1]], n_process=processes)
    assert (first, last) == (extractor.extract(TEXTS[0]), extractor.extract(TEXTS[1]))
    assert bad == Extraction(findings=(Finding("not-text", message, 0, 0),))


@PROCESSES
def test_an_error_of_the_texts_comes_after_what_was_before_it(extractor: Extractor, processes: int) -> None:
    def texts() -> Iterator[str]:
        yield from TEXTS[:3]
        raise OSError("the line is cut")

    stream = extractor.pipe(texts(), batch_size=2, n_process=processes)
    assert [result.text for result in islice(stream, 3)] == TEXTS[:3]
    with pytest.raises(OSError, match="the line is cut"):
        next(stream)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"texts": "三家"}, TypeError, r"pipe takes many texts; write pipe\(\[text\]\) for one"),
        ({"texts": b"3"}, TypeError, "pipe takes many texts"),
        ({"texts": None}, TypeError, "not iterable"),
        ({"texts": [], "n_process": 0}, ValueError, "1 or more, or -1 for one a core; not 0"),
        ({"texts": [], "n_process": -2}, ValueError, "not -2"),
        ({"texts": [], "batch_size": 0}, ValueError, "batch_size is 1 or more, not 0"),
    ],
)
def test_wrong_arguments(
    extractor: Extractor, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        extractor.pipe(**arguments)


@pytest.mark.parametrize("pair", ["三家", ("三家",), None])
def test_a_pair_that_is_none(extractor: Extractor, pair: Any) -> None:
    with pytest.raises(TypeError, match="as_tuples takes pairs of a text and its context, not"):
        next(extractor.pipe([pair], as_tuples=True))


def test_a_process_that_dies_is_told() -> None:
    stream = Extractor("core", Fatal()).pipe([*TEXTS[:2], "崩溃3家。", *TEXTS], batch_size=1, n_process=2)
    with pytest.raises(WorkerError, match="one of 2 worker processes died; use fewer of them if memory is"):
        list(stream)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("as_tuples", [False, True])
def test_closing_stops_the_processes(extractor: Extractor, as_tuples: bool) -> None:
    texts: Any = ((TEXTS[0], place) if as_tuples else TEXTS[0] for place in count())
    stream: Any = extractor.pipe(texts, as_tuples=as_tuples, n_process=2)
    next(stream)
    assert len(multiprocessing.active_children()) == 2
    stream.close()
    assert multiprocessing.active_children() == []


SCRIPT = """
import multiprocessing
from kuji_ie import Extractor

if __name__ == "__main__":
    multiprocessing.set_start_method({method!r})
    texts = ["在孵企业3093家。", None, "研发费用9.99亿元。"]
    for result in Extractor("core", region="建德市").pipe(texts, n_process=2, batch_size=1):
        print(*(o.value.amount for o in result.observations), *(f.code for f in result.findings))
"""


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_every_way_to_start_a_process(method: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(method=method), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("3093\nnot-text\n999000000\n", "")


def test_as_many_processes_as_cores() -> None:
    assert 1 <= count_processes(-1) <= (os.cpu_count() or 1)


def doubled(factor: int, item: int) -> int:
    return factor * item


def test_few_inputs_are_under_way() -> None:
    """However fast the processes are, what nobody has asked for yet is neither read nor kept."""
    taken: list[int] = []
    items = (taken.append(number) or number for number in range(1000))
    results = in_order(doubled, 2, items, processes=2, batch_size=5)
    for place, result in enumerate(results):
        assert result == 2 * place
        assert len(taken) <= place + 1 + 5 * AHEAD * 2
    assert len(taken) == 1000


@PROCESSES
def test_files_that_cannot_be_read_keep_their_places(
    extractor: Extractor, processes: int, tmp_path: Path
) -> None:
    inputs: list[Input | DocumentError] = []
    for number, text in enumerate(TEXTS):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        inputs += [Input(path), Input(tmp_path / "none.txt"), DocumentError("x.doc", "no")]
    results = list(extract_all(inputs, extractor, processes))
    assert [getattr(result, "source", str(result)) for result in results] == [
        name
        for number in range(len(TEXTS))
        for name in (f"{number}.txt", f"{tmp_path / 'none.txt'}: no such file", "x.doc: no")
    ]
