"""The same texts give the same bytes: in any process, in any format, with one process or two."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = {"x.jsonl", "x.json", "x.csv", "x.xlsx", "x.parquet", "x.html", "x.txt", "s.csv", "s.structure.xml"}

CODE = """
import sys
from pathlib import Path
from kuji_ie import Extractor, write
from kuji_ie.reading import read_document

extractor = Extractor()
seeds = sorted(Path("seeds").glob("*.txt"))[:2]
results = [extractor.extract(read_document(seed), source=seed.name) for seed in seeds]
for ending in ("jsonl", "json", "csv", "xlsx", "parquet", "html", "txt"):
    write(results, Path(sys.argv[1]) / f"x.{ending}")
write(results, Path(sys.argv[1]) / "s.csv", "sdmx-csv")
"""


def written(folder: Path, **environment: str) -> dict[str, bytes]:
    """What a fresh process writes, by the name of the file."""
    folder.mkdir()
    command = [sys.executable, "-X", "utf8", "-c", CODE, str(folder)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return written(tmp_path_factory.mktemp("usual") / "0", PYTHONHASHSEED="0")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "random", "TZ": "America/New_York", "LC_ALL": "C", "PYTHONOPTIMIZE": "1"},
    ],
    ids=lambda environment: environment["PYTHONHASHSEED"],
)
def test_any_process_writes_the_same_bytes(
    usual: dict[str, bytes], tmp_path: Path, environment: dict[str, str]
) -> None:
    again = written(tmp_path / "again", **environment)
    assert {*again} == {*usual} == FILES
    assert [name for name in FILES if again[name] != usual[name]] == []


def test_any_number_of_processes_writes_the_same_bytes(tmp_path: Path) -> None:
    """The results of other processes have been packed and unpacked; a workbook has all of them, and why."""
    paths = [tmp_path / f"{jobs}.xlsx" for jobs in (1, 2)]
    for path in paths:
        command = [sys.executable, "-m", "kuji_ie", "extract", "seeds", "--jobs", path.stem]
        subprocess.run([*command, "--output", str(path)], cwd=ROOT, check=True)
    one, two = (path.read_bytes() for path in paths)
    assert one == two
