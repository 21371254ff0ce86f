"""What is extracted from the seeds, kept whole: each change of behaviour is seen where a change of code is looked at.

    python tests/snapshots.py            tell what is found now and was not, and the other way round
    python tests/snapshots.py --write    and keep what is found now

A snapshot is the JSON of a report with a line for each field of an observation, and one for each name, award and
finding; `tests/test_snapshots.py` compares all of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kuji_ie import Extraction, extract
from kuji_ie.compare import compare
from kuji_ie.export.json import to_text
from kuji_ie.reading import read_document

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
FOLDER = ROOT / "tests" / "data" / "snapshots"
REMEDY = "if this is as it should be: python tests/snapshots.py --write"


def path_of(seed: Path) -> Path:
    """The snapshot of a report: 001.json."""
    return FOLDER / f"{seed.name[:3]}.json"


def snapshot(seed: Path) -> str:
    """What is extracted from a report now, as its snapshot has it."""
    return written(replace(extract(read_document(seed)), source=seed.name).to_dict())


def written(data: dict[str, Any]) -> str:
    """A result as JSON with short lines: what is left unchanged stays on lines of its own."""
    return "{\n" + ",\n".join(f" {to_text(key)}: {_written(value)}" for key, value in data.items()) + "\n}\n"


def _written(value: Any) -> str:
    if not value or not isinstance(value, list):
        return to_text(value)
    return "[\n" + ",\n".join(f"  {_item(item)}" for item in value) + "\n ]"


def _item(item: dict[str, Any]) -> str:
    """An item of a list: an observation has a line for each field, the others are on one line."""
    if "metric" not in item:
        return to_text(item)
    return "{" + ",\n   ".join(f"{to_text(key)}: {to_text(value)}" for key, value in item.items()) + "}"


def differences(seed: Path, found: str) -> Iterator[str]:
    """What is in a snapshot and not in what is found now, and the other way round, a line each."""
    path = path_of(seed)
    if not path.exists():
        yield f"{path.name}: new"
        return
    was, now = (Extraction.from_dict(json.loads(text)) for text in (path.read_text("utf-8"), found))
    yield from map(str, compare(was, now))


def main(write: bool) -> None:
    """Tell the differences; keep what is found now where `write` says so."""
    FOLDER.mkdir(exist_ok=True)
    for seed in SEEDS:
        found = snapshot(seed)
        for line in differences(seed, found):
            print(line)
        if write:
            path_of(seed).write_text(found, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
