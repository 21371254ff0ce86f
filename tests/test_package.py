"""The package as it is met: its import, its names, what the README says of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat
import pytest

import kuji_ie

ROOT = Path(__file__).parent.parent
HEAVY = {
    "jieba",
    "rjieba",
    "spacy",
    "spacy_pkuseg",
    "pandas",
    "pyarrow",
    "numpy",
    "rich",
    "typer",
    "cn2an",
    "rapidfuzz",
    "openpyxl",
    "xlsxwriter",
    "docx",
    "lxml",
    "trafilatura",
    "pdfplumber",
    "jinja2",
    "starlette",
}
PUBLIC = (
    "Extraction",
    "Extractor",
    "Lexicon",
    "Observation",
    "Quantity",
    "extract",
    "json_schema",
    "parse_number",
    "quantities",
    "to_arrow",
    "to_frame",
    "write",
)


def in_fresh_process(code: str) -> str:
    """What a fresh process prints, on either stream."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "heavy"),
    [("kuji_ie", HEAVY), ("kuji_ie.cli", HEAVY - {"rich", "typer"}), ("kuji_ie.evaluate", HEAVY)],
)
def test_import_is_silent_and_light(module: str, heavy: set[str]) -> None:
    assert in_fresh_process(f"import {module}") == ""
    assert in_fresh_process(f"import sys, {module}; print(*({heavy!r} & sys.modules.keys()))") == "\n"


def test_import_reads_no_file() -> None:
    code = """
import sys, pathlib, kuji_ie.models
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
import kuji_ie
print(*(name for name in opened if name.endswith((".csv", ".toml", ".txt"))))
"""
    assert in_fresh_process(code) == "\n"


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names(name: str) -> None:
    """A name is what it says, also after all modules are loaded: a module of its name would hide it."""
    assert name in dir(kuji_ie)
    code = f"import kuji_ie.cli, kuji_ie.extractor; from kuji_ie import {name}; print(callable({name}))"
    assert in_fresh_process(code) == "True\n"


def test_no_other_name() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        kuji_ie.nothing  # noqa: B018


def test_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", kuji_ie.__version__)
    assert f"\n## {kuji_ie.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# Those of a cluster take long and tell of it on standard error: test_arrow runs them, and reads what they write.
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.py") if not path.stem.endswith("_cluster"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_run(path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, cwd=ROOT, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_the_notebook_runs() -> None:
    notebook = nbformat.read(ROOT / "examples" / "first_steps.ipynb", 4)
    resources = {"metadata": {"path": str(ROOT / "examples")}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.output_type for output in shown if output.output_type == "error"] == []
    assert any("text/html" in output.get("data", {}) for output in shown)
