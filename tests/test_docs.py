"""The READMEs and the pages of docs/: what they show runs and prints what stands there, what they name is there."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

from kuji_ie.cli import app

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
READMES = [
    ROOT / name for name in ("README.md", "README.zh-CN.md", "examples/README.md", "lexicons/README.md")
]
PAGES = [*READMES, *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LANGUAGES = {"console", "python", "sh", "text", "json", "toml", "csv"}  # of these, the first two are run
SPACES = re.compile(r"\s+")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


def tool(name: str) -> ModuleType:
    """A module of tools/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = tool("make_reference")
OPTIONS = {name: {*REFERENCE.options(command), "--help"} for name, command in REFERENCE.commands()}
OPTIONS["kuji-ie"] = {"--version", "--help"}


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
    """Run a block; it prints what its comments `# prints: …` say, line by line, with spaces as they may be."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block, "docs", "exec"), scope)
    expected = re.findall(r"# prints: ?(.*)", block)
    assert [words(line) for line in printed.getvalue().splitlines()] == [words(line) for line in expected]


@every_page
def test_the_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page, one after the other, in a folder that has the examples and the seeds."""
    for folder in ("examples", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {"__name__": "docs"}
    for indent, language, block in FENCE.findall(page.read_text("utf-8")):
        assert language in LANGUAGES, block
        if language in ("console", "python"):
            assert not indent, "a block that is run begins at the margin"
            run_console(block) if language == "console" else run_python(block, scope)


def test_the_readme_opens_with_two_commands() -> None:
    """Those that the checks of a commit read out of it."""
    text = (ROOT / "README.md").read_text("utf-8")
    run, tests = [block for _, language, block in FENCE.findall(text) if language == "sh"][:2]
    assert f"<!-- run -->\n```sh\n{run}```" in text
    assert f"<!-- tests -->\n```sh\n{tests}```" in text
    assert run.endswith("kuji-ie extract seeds\n")
    assert tests.endswith("pytest\n")
    assert all(command.startswith("python3 -m venv .venv && ") for command in (run, tests))


@every_page
def test_what_a_page_names_is_there(page: Path) -> None:
    """Extras, files of the examples, links between files."""
    text = page.read_text("utf-8")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = {
        extra for names in re.findall(r"(?:kuji-ie|[\"']\.)\[([\w,]+)\]", text) for extra in names.split(",")
    }
    assert named <= extras.keys()
    files = {
        path.rstrip(".") for path in re.findall(r"\b(?:examples|seeds|lexicons|tests|tools)/[\w./*-]+", text)
    }
    assert [path for path in sorted(files) if not any(ROOT.glob(path.rstrip("/")))] == []
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)[^)]*\)", FENCE.sub("", text))
    assert [link for link in links if not (page.parent / link).exists()] == []


@every_page
def test_every_option_is_one(page: Path) -> None:
    """In a command those of the command; in the text, those of any."""
    text = page.read_text("utf-8")
    for line in re.findall(r"\bkuji-ie(?: [^\n`#]*)?", text):
        name = next(
            (name for name in sorted(OPTIONS, key=len, reverse=True) if line.startswith(name)), "kuji-ie"
        )
        assert {*re.findall(r"(?<!\S)--[a-z][\w-]*", line)} <= OPTIONS[name], line
    known = set().union(*OPTIONS.values())
    others = re.sub(r"^.*\b(?:pip|mkdocs|curl) .*$", "", text, flags=re.MULTILINE)
    assert {*re.findall(r"(?<![\w-])--[a-z][\w-]*", others)} <= known


@pytest.mark.parametrize("page", ["command-line.md", "findings.md", "json.md", "long-table.md", "models.md"])
def test_the_reference_is_up_to_date(page: str) -> None:
    """Otherwise run tools/make_reference.py."""
    text = (ROOT / "docs" / "reference" / page).read_text("utf-8")
    assert text == REFERENCE.generated(text)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_says_first_what_it_gives(page: Path) -> None:
    """A title, then a paragraph."""
    title, blank, first = page.read_text("utf-8").splitlines()[:3]
    assert (title[:2], blank) == ("# ", "")
    assert re.match(r"[\w.`\[]", first)


def test_every_example_has_its_line() -> None:
    listed = (ROOT / "examples" / "README.md").read_text("utf-8")
    there = [
        path.name for path in (ROOT / "examples").iterdir() if path.name not in ("README.md", "__pycache__")
    ]
    assert [name for name in there if f"`{name}" not in listed] == []


def test_the_site_builds(tmp_path: Path) -> None:
    """Without a warning, with all pages, and with nothing that is fetched from elsewhere."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    fetched = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']?(?:https?:)?//[^>]*>")
    for page in PAGES[len(READMES) :]:
        html = (tmp_path / page.relative_to(ROOT / "docs").with_suffix(".html")).read_text("utf-8")
        assert fetched.findall(html) == []
