"""Where packs live, and which packs a pack brings with it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kuji_ie.errors import LexiconError
from kuji_ie.lexicon.model import Pack
from kuji_ie.lexicon.tables import HEAD_FILE, read_head, scan_pack, suggest

BASE_PACK = "core"


def shipped_packs_folder() -> Path:
    """The folder of the packs that come with kuji_ie: in an installed package, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "lexicons", package.parent / "lexicons"):
        if folder.is_dir():
            return folder
    raise LexiconError(str(package / "lexicons"), None, "the shipped packs are gone", "install kuji-ie again")


def shipped_packs() -> list[str]:
    """The names of the shipped packs: core first, the others by name."""
    names = [path.parent.name for path in shipped_packs_folder().glob(f"*/{HEAD_FILE}")]
    return sorted(names, key=lambda name: (name != BASE_PACK, name))


def shipped_titles() -> dict[str, str]:
    """The title of each shipped pack by its name."""
    folder = shipped_packs_folder()
    return {name: read_head(folder / name / HEAD_FILE).title for name in shipped_packs()}


def find_pack(source: str | os.PathLike[str]) -> Path:
    """The folder of a pack given by a shipped name (`zhejiang`) or by a path (`./zhejiang`, a `Path`).

    Raises `LexiconError` where there is none.
    """
    if isinstance(source, str) and source in shipped_packs():
        return shipped_packs_folder() / source
    folder = Path(source)
    if folder.is_dir():
        return folder
    if folder.exists():
        raise LexiconError(str(folder), None, "this is no folder", "give the folder that holds pack.toml")
    names = shipped_packs()
    remedy = f"write {suggest(str(source), names)}, or the path of a pack folder"
    raise LexiconError(str(source), None, f"there is no pack {str(source)!r}", remedy)


def read_packs(sources: Iterable[str | os.PathLike[str]]) -> list[Pack]:
    """Read packs and all that they extend, each once, where it is first needed: the extended ones first.

    Raises `LexiconError` for whatever is wrong with one of them, the first of it, and where they extend each
    other in a circle.
    """
    packs, errors = scan_packs(sources)
    if errors:
        raise errors[0]
    return packs


def scan_packs(sources: Iterable[str | os.PathLike[str]]) -> tuple[list[Pack], list[LexiconError]]:
    """`read_packs` with all that is wrong: what can be used of the packs, and an error for each other row.

    Raises `LexiconError` where a pack is missing, its head is wrong or they extend each other in a circle.
    """
    packs: dict[Path, Pack] = {}
    errors: list[LexiconError] = []
    for source in sources:
        folder = find_pack(source).resolve()
        if folder not in packs:
            _collect(folder, (), packs, errors)
    return list(packs.values()), errors


def _collect(
    folder: Path, below: tuple[Path, ...], packs: dict[Path, Pack], errors: list[LexiconError]
) -> None:
    """Put the packs that `folder` extends into `packs`, then its own; `below` are the folders before it."""
    pack, wrong = scan_pack(folder)
    head_file = str(folder / HEAD_FILE)
    for name in pack.extends:
        base = _find_base(name, folder, head_file)
        if base == folder or base in below:
            remedy = f"take {name!r} out of extends"
            raise LexiconError(head_file, None, f"{name!r} extends this pack in its turn", remedy)
        if base not in packs:
            _collect(base, (*below, folder), packs, errors)
    packs[folder] = pack
    errors += wrong


def _find_base(name: str, folder: Path, head_file: str) -> Path:
    """The folder of the pack that `folder` extends by `name`: a shipped pack, or a folder beside this one."""
    is_name = name not in ("", ".", "..") and not {"/", "\\", "\0", ":"} & set(name)
    beside = folder.parent / name
    if name in shipped_packs():
        return (shipped_packs_folder() / name).resolve()
    if is_name and (beside / HEAD_FILE).is_file():
        if beside.resolve().parent != folder.parent.resolve():
            raise LexiconError(
                head_file, None, f"it extends {name!r}, a link to elsewhere", "put the pack there"
            )
        return beside.resolve()
    remedy = f"write {suggest(name, shipped_packs())}, or the name of a pack folder beside this one"
    raise LexiconError(head_file, None, f"it extends {name!r}, which is no pack", remedy)
