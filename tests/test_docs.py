"""The pages of docs/: every command runs and prints what the page shows, every Python block likewise."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kuji_ie.cli import app

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPACES = re.compile(r"\s+")


def words(line: str) -> str:
    """A line without its spaces: tables are as wide as the terminal."""
    return SPACES.sub(" ", line).strip()


def run_console(block: str) -> None:
    """Run the commands of a block; each line under one stands in its output, in that order."""
    for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, *shown = command.strip().splitlines()
        name, *arguments = shlex.split(line)
        assert name == "kuji-ie"
        done = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
        assert done.exit_code == 0, done.output
        # A page shows names of files without their folders.
        printed = words(re.sub(r"\S*/(?=[\w-]+\.csv)", "", done.output))
        for expected in map(words, shown):
            assert expected in printed, (line, expected, done.output)
            printed = printed[printed.index(expected) + len(expected) :]


def run_python(block: str, scope: dict[str, Any]) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block, "docs", "exec"), scope)
    assert printed.getvalue().splitlines() == re.findall(r"# prints: (.*)", block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT / "docs").as_posix())
def test_the_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("examples", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {"__name__": "docs"}
    blocks = BLOCK.findall(page.read_text("utf-8"))
    for kind, block in blocks:
        if kind == "console":
            run_console(block)
        else:
            run_python(block, scope)
