"""Any text, anywhere: no error, no quadratic path, the same answer in every surrounding, and nobody is called."""

from __future__ import annotations

import hashlib
import json
import locale
import multiprocessing
import os
import socket
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from documents import make_docx, make_page, make_pdf
from pathological import CROWDED, MANY, MILLION, NESTED
from test_extract import REPORTS, TEXTS, assert_in_place

from kuji_ie import Extraction, extract, parse_number, quantities
from kuji_ie.cli import app

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("unit", MILLION.values(), ids=MILLION)
def test_a_million_characters(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert_in_place(extract(text))


@pytest.mark.parametrize("unit", MANY.values(), ids=MANY)
def test_a_hundred_thousand_characters(unit: str) -> None:
    assert_in_place(extract(unit * (100_000 // len(unit))))


@pytest.mark.parametrize("unit", CROWDED.values(), ids=CROWDED)
def test_crowded(unit: str) -> None:
    assert_in_place(extract(unit * (20_000 // len(unit))))


@pytest.mark.parametrize("pair", NESTED.values(), ids=NESTED)
def test_nested(pair: str) -> None:
    text = f"{pair[0] * 100_000}企业3家{pair[1] * 100_000}"
    assert_in_place(extract(text))


# What the fuzzer found, each with the construction that made it.
FOUND = {
    "a digit of another script is none of a year": "１9.５、２02๓一季度｜\n|\n四分之一季度",
    "a run of 十 was tried both ways, a million times": "十" * 84,
    "two thirds have more digits than JSON": "前十0强负三分之二ŉ客商上万人次",
    "numbers without a clause of their own": "分别为1、" * 400,
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_what_the_fuzzer_found(text: str) -> None:
    result = extract(text)
    assert_in_place(result)
    assert Extraction.from_dict(json.loads(result.to_json()), text) == result
    assert all(text[q.start : q.end] == q.text for q in quantities(text))


@pytest.mark.parametrize(
    "text", ["1/0", "零分之一", "9" * 1000, "²", "๓", "1e9", "NaN", "Infinity", "\ud800", "1_000", "٣.5"]
)
def test_no_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="is no numeral"):
        parse_number(text)


@pytest.mark.parametrize("year", [10_000, 9999, 0, -1, 1899])
def test_a_year_of_no_report(year: int) -> None:
    with pytest.raises(
        ValueError, match=f"the year {year} is no year of a report; give one from 1900 to 2200"
    ):
        extract("全年企业3家", year=year)


def digest(_: object = None) -> str:
    """One figure for the answers to the seeds and the sentences."""
    texts = [path.read_text("utf-8") for path in REPORTS] + TEXTS
    told = "\n".join(extract(text).to_json() for text in texts)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


@pytest.fixture(scope="module")
def usual() -> str:
    return digest()


SURROUNDINGS = [
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "4000000000", "TZ": "America/Adak", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONOPTIMIZE": "2"},
]


@pytest.mark.parametrize("surrounding", SURROUNDINGS, ids=lambda given: " ".join(given))
def test_the_same_answer_in_another_surrounding(surrounding: dict[str, str], usual: str) -> None:
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    command = [sys.executable, "-c", "import test_robust; print(test_robust.digest())"]
    env = {**os.environ, "PYTHONPATH": path, **surrounding}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (done.stdout.strip(), done.returncode) == (usual, 0), done.stderr


def test_the_same_answer_with_another_locale(usual: str) -> None:
    before = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("de_DE.UTF-8", "tr_TR.UTF-8", "zh_CN.GB18030", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue  # not on this machine; C is on all
            assert digest() == usual
    finally:
        locale.setlocale(locale.LC_ALL, before)


def test_the_same_answer_in_threads_and_processes(usual: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        assert {*threads.map(digest, range(3))} == {usual}
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as processes:
        assert processes.submit(digest).result() == usual


def test_nobody_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the files of every kind to every format, without a socket, and without a process."""
    from typer.testing import CliRunner

    def refuse(*args: object, **named: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "__init__", refuse)  # a library may derive from it as it is imported
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    text = "全市高新技术企业达到3093家,增长12.5%。详见http://example.org/a.dtd"
    folder = tmp_path / "reports"
    folder.mkdir()
    linked = (
        f'{text}<img src="http://example.org/a.png"><link rel="stylesheet" href="http://example.org/a.css">'
    )
    documents = {
        "a.txt": text.encode(),
        "a.html": make_page(linked),
        "a.docx": make_docx(text),
        "a.pdf": make_pdf(text),
    }
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    for format in ("table", "json", "jsonl", "csv", "xlsx", "parquet", "html", "sdmx-csv"):
        arguments = [
            "extract",
            str(folder),
            "--format",
            format,
            "--output",
            str(tmp_path / f"result.{format}"),
        ]
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, (format, done.output, done.exception)
    page = (tmp_path / "result.html").read_text("utf-8")
    assert "default-src &#39;none&#39;" in page
