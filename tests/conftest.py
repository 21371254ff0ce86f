"""Fixtures that several test modules share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("kuji_ie", deadline=None)  # the first example may build a dictionary
settings.load_profile("kuji_ie")

TESTS = Path(__file__).parent
SEEDS = TESTS.parent / "seeds"


@pytest.fixture(scope="session")
def pkuseg_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a tiny pkuseg model, trained on the seeds in a process of its own."""
    model = tmp_path_factory.mktemp("pkuseg") / "tiny"
    command = [sys.executable, str(TESTS / "tiny_pkuseg.py"), str(SEEDS), str(model)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return str(model)
