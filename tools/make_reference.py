"""Write the generated parts of docs/reference: commands, columns of the long table, words, a JSON object, checks.

python tools/make_reference.py

A part stands between `<!-- generated: begin NAME -->` and `<!-- generated: end -->`; the rest of a page is left as it is.
`tests/test_docs.py` fails where a page is not what this writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import typer

from kuji_ie import extract, models
from kuji_ie.checks import CHECKS
from kuji_ie.cli import app
from kuji_ie.export.formats import Format
from kuji_ie.export.json import to_text
from kuji_ie.export.panel_formats import PanelFormat
from kuji_ie.export.rows import TABLES, columns

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
PART = re.compile(r"(<!-- generated: begin (\S+) -->\n).*?(<!-- generated: end -->)", re.DOTALL)

WORDS = {
    "bound": "Bound",
    "status": "Status",
    "changes: kind": "ChangeKind",
    "changes: direction": "Direction",
    "changes, gaps, ranks: of": "Of",
    "target: outcome": "Outcome",
    "entities: label": "Label",
}
SENTENCES = "建德市高新技术产业投资达17.96亿元,增长31.9%,增速居杭州第3位。云溪新材料获评省级众创空间。"
WIDTH = 118
FORMATS = {"kuji-ie panel": PanelFormat}  # of the commands that do not write all of them


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by its full name, in the order of --help: `kuji-ie lexicon list`."""
    yield from _below("kuji-ie", typer.main.get_command(app))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield name, command
        return
    for short, one in command.commands.items():
        yield from _below(f"{name} {short}", one)


def options(command: Any) -> tuple[str, ...]:
    """The options of a command, in all their writings."""
    return tuple(
        name for one in command.params if _is_option(one) for name in (*one.opts, *one.secondary_opts)
    )


def command_part() -> str:
    """A section for each command."""
    return "".join(section(name, command) for name, command in commands())


def section(name: str, command: Any) -> str:
    """A command: how it is called, what it does, a table of its options."""
    arguments = [one for one in command.params if not _is_option(one)]
    shown = [one for one in command.params if _is_option(one) and "--help" not in one.opts]
    usage = " ".join([name, *(_metavar(one) for one in arguments), *(["[OPTIONS]"] if shown else [])])
    said = "\n\n".join(" ".join(passage.split()) for passage in command.help.split("\n\n"))
    parts = [f"\n## {name}\n\n```text\n{usage}\n```\n\n{said}\n"]
    if arguments or shown:
        lines = [(f"`{_metavar(one)}`", one.help or "") for one in arguments]
        lines += [(_option(one), _help(one, FORMATS.get(name, Format))) for one in shown]
        parts.append(f"\n{table(('argument or option', 'what it does'), lines)}\n")
    return "".join(parts)


def _option(one: Any) -> str:
    """`--jobs N`, and what holds without it."""
    names = " / ".join((*one.opts, *one.secondary_opts))
    values = "" if one.is_flag else f" {_metavar(one)}"
    default = (
        f", else {getattr(one.default, 'value', one.default)}"
        if not one.is_flag and one.default not in (None, (), [])
        else ""
    )
    return f"`{names}{values}`{default}"


def _help(one: Any, formats: Iterable[Any]) -> str:
    """What an option does; of the one that is a choice, the choices too."""
    choices = ", ".join(format.value for format in formats) if one.name == "format" else ""
    return f"{one.help} One of {choices}." if choices else str(one.help or "")


def _metavar(one: Any) -> str:
    """What stands for the value: PATH..., FORMAT."""
    return str(one.metavar or one.name.upper())


def _is_option(one: Any) -> bool:
    return bool(one.opts[0].startswith("-"))


def table_part() -> str:
    """A section for each table."""
    return "".join(
        f"\n## {name}\n\n{TABLES[name].__doc__.splitlines()[0]}\n\n"  # type: ignore[union-attr]
        + table(
            ("column", "type", "what it says"),
            [(f"`{column.name}`", column.type.__name__, column.means) for column in columns(name)],
        )
        + "\n"
        for name in TABLES
    )


def word_part() -> str:
    """The fields that have one of a few words, and which."""
    lines = [
        (f"`{name}`", ", ".join(f"`{word}`" for word in get_args(getattr(models, kind))))
        for name, kind in WORDS.items()
    ]
    return "\n" + table(("field", "one of"), lines) + "\n"


def json_part() -> str:
    """The JSON of two sentences."""
    return f"\n```json\n{compact(extract(SENTENCES, year=2023).to_dict())}\n```\n"


def compact(data: Any, depth: int = 0) -> str:
    """JSON with each object on one line where it fits."""
    line = to_text(data)
    if len(line) + depth <= WIDTH or not data or not isinstance(data, (dict, list)):
        return line
    if isinstance(data, list):
        parts = [compact(item, depth + 1) for item in data]
    else:
        parts = [f"{to_text(key)}: {compact(value, depth + 1)}" for key, value in data.items()]
    first, last = "{}" if isinstance(data, dict) else "[]"
    margin = " " * depth
    return first + ",".join(f"\n{margin} {part}" for part in parts) + f"\n{margin}{last}"


def table(head: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    every = [head, tuple("---" for _ in head), *lines]
    return "\n".join(
        f"| {' | '.join(' '.join(cell.replace('|', chr(92) + '|').split()) for cell in line)} |"
        for line in every
    )


def finding_part() -> str:
    """The checks: what each means and tolerates, then an example of each with its message."""
    lines = [(f"`{check.code}`", check.means, check.tolerance) for check in CHECKS]
    told = [(f"`{check.code}`", *next(iter(check.examples.items()))) for check in CHECKS]
    return (
        f"\n{table(('code', 'what it means', 'tolerance'), lines)}\n\n"
        f"{table(('code', 'a text', 'its message'), told)}\n"
    )


PARTS = {
    "commands": command_part,
    "tables": table_part,
    "words": word_part,
    "json": json_part,
    "findings": finding_part,
}


def generated(page: str) -> str:
    """A page with its generated parts as they should be."""
    return PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}\n{found[3]}", page)


if __name__ == "__main__":
    for path in sorted(REFERENCE.glob("*.md")):
        path.write_text(generated(path.read_text("utf-8")), "utf-8")
