"""The full output for the seeds is what it was: see `tests/snapshots.py`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import snapshots

from kuji_ie import Extraction, extract
from kuji_ie.reading import read_document


@pytest.mark.parametrize("seed", snapshots.SEEDS, ids=lambda path: path.name[:3])
def test_the_reports_give_what_they_gave(seed: Path) -> None:
    found, path = snapshots.snapshot(seed), snapshots.path_of(seed)
    if not path.exists() or found != path.read_text(encoding="utf-8"):
        told = "\n".join(snapshots.differences(seed, found))
        pytest.fail(f"{seed.name} gives something else:\n{told}\n{snapshots.REMEDY}", pytrace=False)


def test_there_is_no_other_snapshot() -> None:
    assert sorted(snapshots.FOLDER.iterdir()) == [*map(snapshots.path_of, snapshots.SEEDS)]


def test_a_snapshot_is_all_of_the_result() -> None:
    seed = snapshots.SEEDS[0]
    data = extract(read_document(seed)).to_dict()
    assert json.loads(snapshots.snapshot(seed)) == data | {"source": seed.name}
    assert json.loads(snapshots.written(Extraction().to_dict())) == Extraction().to_dict()
