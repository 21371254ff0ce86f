"""The benchmark runs and writes what it says; how fast anything is, is no matter here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks"


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(ROOT), str(FOLDER)])
    return subprocess.run(
        [sys.executable, str(FOLDER / script), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JSON of a quick run on the beginning of one seed, with the plot beside it."""
    folder = tmp_path_factory.mktemp("benchmark")
    text = next(iter(sorted((ROOT / "seeds").glob("*.txt")))).read_text("utf-8")
    (folder / "report.txt").write_text(text[:1200], "utf-8")
    file = folder / "now.json"
    parts = ["growth", "stages", "processes", "contenders"]
    done = run(
        "run.py", str(folder), "--quick", "--parts", *parts, "--json", str(file), "--plot", str(folder / "now.svg")
    )
    assert done.returncode == 0, done.stderr
    return file


def test_json(report_file: Path) -> None:
    report = json.loads(report_file.read_text("utf-8"))
    assert set(report) == {"schema", "machine", "texts", "characters", "speeds", "missing", "stages", "growth", "processes", "start", "bars"}  # fmt: skip
    assert (report["texts"], report["characters"]) == (1, 1200)
    assert [speed["name"] for speed in report["speeds"]] == ["kuji_ie.extract", "jieba.lcut"]
    assert [(size["name"], size["characters"]) for size in report["growth"]] == [("kuji_ie.extract", 1000)]
    assert {"observe", "assemble", "the rest"} <= {stage["name"] for stage in report["stages"]}
    assert report["processes"]["same"] is True
    assert str(ROOT) not in report_file.read_text("utf-8")


def test_plot(report_file: Path) -> None:
    assert "<svg" in report_file.with_suffix(".svg").read_text("utf-8")


def test_compare(report_file: Path) -> None:
    done = run("compare.py", str(report_file), str(report_file))
    rows = dict(re.findall(r"^ *(\S.*?)  +[\d.,]+  +[\d.,]+  +([\d.]+)$", done.stdout, re.MULTILINE))
    assert (done.returncode, rows["extract to jieba.lcut"], set(rows.values())) == (0, "1.00", {"1.00"})


@pytest.mark.parametrize("content", ["", "{}", "[1]"])
def test_compare_takes_reports_only(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, "utf-8")
    done = run("compare.py", str(file), str(file))
    assert done.returncode == 1
    assert done.stderr.startswith(f"{file}: ")


def test_a_stage_that_is_gone_is_named() -> None:
    code = "import stages; stages.STAGES = (('weigh', '_observer', 'weigh'),); stages.measure(['新认定391家。'], 1)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(FOLDER)])},
        check=False,
    )
    message = "weigh: _observer has no weigh; mend STAGES in benchmarks/stages.py"
    assert done.stderr.splitlines()[-1] == f"stages.StageGone: {message}"


def test_a_contender_that_is_missing_is_named() -> None:
    code = (
        "import contenders as c; print(c.load([c.Contender('none', lambda: c.importlib.import_module('no_such'))], []))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(FOLDER)])},
        check=False,
    )
    assert done.stdout.strip() == """({}, [Missing(name='none', reason="No module named 'no_such'")])"""
