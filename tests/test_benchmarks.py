"""The benchmark runs and writes what it says; how fast anything is, is no matter here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from kuji_ie import extractor

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks"


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(FOLDER / script), *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


@pytest.fixture(autouse=True)
def modules_of_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(FOLDER)


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JSON of a quick run on the beginning of a seed, with the plot beside it."""
    folder = tmp_path_factory.mktemp("benchmark")
    text = min((ROOT / "seeds").glob("*.txt")).read_text("utf-8")
    (folder / "report.txt").write_text(text[:1200], "utf-8")
    file, plot = folder / "now.json", folder / "now.svg"
    parts = ["--quick", "--parts", "stages", "contenders"]
    done = run("run.py", str(folder), *parts, "--json", str(file), "--plot", str(plot))
    assert done.returncode == 0, done.stderr
    return file


def test_json(report_file: Path) -> None:
    report = json.loads(report_file.read_text("utf-8"))
    assert list(report) == [
        *("schema", "machine", "texts", "characters", "speeds", "missing"),
        *("stages", "growth", "processes", "start", "bars"),
    ]
    assert (report["texts"], report["characters"]) == (1, 1200)
    assert [speed["name"] for speed in report["speeds"]] == ["kuji_ie.extract", "jieba.lcut"]
    assert [stage["name"] for stage in report["stages"]][-1] == "the rest"
    assert [bar["claim"] for bar in report["bars"]] == ["extract, times as fast as jieba.lcut"]
    assert str(ROOT) not in report_file.read_text("utf-8")


def test_plot(report_file: Path) -> None:
    assert "<svg" in report_file.with_suffix(".svg").read_text("utf-8")


def test_compare(report_file: Path) -> None:
    done = run("compare.py", str(report_file), str(report_file))
    rows = dict(re.findall(r"^ *(\S.*?) +[\d.,]+ +[\d.,]+ +([\d.]+) *$", done.stdout, re.MULTILINE))
    assert (done.returncode, rows["extract to jieba.lcut"], set(rows.values())) == (0, "1.00", {"1.00"})


@pytest.mark.parametrize("content", ["", "{}", "[1]"])
def test_compare_takes_reports_only(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, "utf-8")
    with pytest.raises(SystemExit, match=re.escape(f"{file}: ")):
        import_module("compare").main(str(file), str(file))


@pytest.mark.parametrize(
    ("length", "expected"),
    [(2, ["一二", "\n三", "四五"]), (4, ["一二\n三"]), (7, ["一二\n三四五\n"]), (9, ["一二\n三四五\n一二"])],
)
def test_pieces(length: int, expected: list[str]) -> None:
    assert import_module("texts").pieces(["一二", "三四五"], length) == expected


def test_growth() -> None:
    growth = import_module("growth")
    [size] = growth.measure(["rjieba.cut"], [1000], ["全年新增国家高新技术企业48家。"], 1)
    assert (size.name, size.characters) == ("rjieba.cut", 1000)
    assert 0 < size.loaded <= size.peak


def test_every_stage_is_there() -> None:
    stages = import_module("stages")
    shared = extractor._shared(None, None)
    for name, place, attribute in stages.STAGES:
        assert callable(getattr(stages.owner(shared, name, place, attribute), attribute))


@pytest.mark.parametrize(
    ("place", "attribute"), [("_observer", "weigh"), ("_scales", "weigh"), ("json", "weigh")]
)
def test_a_stage_that_is_gone_is_named(place: str, attribute: str) -> None:
    stages = import_module("stages")
    message = f"weigh: {place} has no {attribute}; mend STAGES in benchmarks/stages.py"
    with pytest.raises(stages.StageGone, match=f"^{re.escape(message)}$"):
        stages.owner(SimpleNamespace(_observer="observer"), "weigh", place, attribute)


def test_a_contender_that_is_missing_is_named() -> None:
    contenders = import_module("contenders")
    absent = contenders.Contender("none", lambda: import_module("no_such_library"))
    assert contenders.load([absent], ["新认定391家。"]) == (
        {},
        [contenders.Missing("none", "No module named 'no_such_library'")],
    )


def test_the_fuzzer() -> None:
    """A few inputs of each target; a wrong answer would be printed, and the end would be 1."""
    done = run("fuzz.py", "--inputs", "300", "--seed", "5")
    assert (done.returncode, done.stderr) == (0, "")
    told = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert told == ["parse_number", "quantities", "extract", "packs", "readers", "growth"]
