"""A workbook that somebody looked through, read back: gold for `evaluate`, and corrected results for `suggest`.

In the sheets that `kuji-ie extract --format xlsx` writes the reviewer fills in `review` and what is right beside it.
Only sentences with a reviewed row are judged; in them a row that nobody looked at counts neither way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from kuji_ie.errors import DocumentError, KujiError
from kuji_ie.export.json import JsonError, from_data
from kuji_ie.export.workbook import RECORD, VERDICTS
from kuji_ie.extraction import Extraction
from kuji_ie.extras import require
from kuji_ie.gold import Conferred, Fact, Gold, GoldError, Names, arguments
from kuji_ie.models import Change, Entity, Metric, Observation, Quantity, Rank, Sentence
from kuji_ie.numbers import parse_number
from kuji_ie.reading.limits import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, check_package, check_size

T = TypeVar("T", Quantity, Change, Rank)
Cells = Mapping[str, Any]  # of one row, by the name of the column

# What else a reviewer may write for a verdict.
ALSO = {"ok": "right", "对": "right", "正确": "right", "错": "wrong", "错误": "wrong", "no": "no fact"}
ALSO |= {"非事实": "no fact", "不是": "no fact", "漏": "missing", "遗漏": "missing"}
NONE = ("-", "—", "无")
BARE = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")  # the cell of a table
NEEDED = {
    "observations": ("source", "review", "right_metric", RECORD),
    "names": ("source", "review", "right_name"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number there, the verdict (None: not looked at), and its cells."""

    number: int
    source: str
    verdict: str | None
    cells: Cells

    @property
    def is_corrected(self) -> bool:
        """Whether something stands in one of its columns right_…"""
        return any(self.said(column) for column in self.cells if column.startswith("right_"))

    def said(self, column: str) -> str | None:
        """What the reviewer wrote in a column; None for nothing."""
        cell = self.cells.get(column)
        return None if cell is None or not str(cell).strip() else str(cell).strip()


@dataclass(frozen=True, slots=True)
class Review:
    """A workbook with its verdicts: the rows of its observations, names and awards."""

    path: str
    observations: tuple[Row, ...]
    names: tuple[Row, ...]
    awards: tuple[Row, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The documents of which at least one row was looked at, in order."""
        reviewed = [row.source for row in (*self.observations, *self.names) if row.verdict]
        return tuple(dict.fromkeys(reviewed))

    def source_of(self, name: str) -> str | None:
        """The source that a document is in the workbook; None where none was looked at.

        A file given by itself is the only one that has its name in a folder.
        """
        if name in self.sources:
            return name
        found = [source for source in self.sources if source.endswith(f"/{name}")]
        return found[0] if len(found) == 1 else None

    def gold(self, text: str, source: str) -> Gold:
        """What the reviewer says of `source`, whose text is `text`.

        Raises `GoldError` with the rows that cannot be used: a correction that does not stand in its sentence, a text
        that is another than the one reviewed.
        """
        problems: list[tuple[int | None, str]] = []
        facts: list[Fact] = []
        judged: list[tuple[int, int]] = []
        for row in self._of(self.observations, source):
            try:
                observation, place = corrected(row, text)
            except ValueError as error:
                problems.append((row.number, str(error)))
                continue
            if row.verdict:
                judged.append(place)
            if observation is not None:
                facts.append(fact_of(observation, str(row.number), optional=not row.verdict))
        if problems:
            raise GoldError(self.path, tuple(problems))
        return Gold(text, tuple(facts), self._names(source), tuple(judged))

    def results(self) -> list[Extraction]:
        """What was looked at, corrected, one result a document; without its text, which the workbook does not hold."""
        return [self._result(source) for source in self.sources]

    def _result(self, source: str) -> Extraction:
        observations, problems = [], []
        for row in self._of(self.observations, source):
            try:
                observation = corrected(row, None)[0] if row.verdict else None
            except ValueError as error:
                problems.append((row.number, str(error)))
                continue
            observations += [observation] if observation else []
        if problems:
            raise GoldError(self.path, tuple(problems))
        entities = [
            entity_of(row) for row in self._of(self.names, source) if row.verdict not in (None, "no fact")
        ]
        return Extraction(source=source, observations=tuple(observations), entities=tuple(entities))

    def _of(self, rows: Iterable[Row], source: str) -> list[Row]:
        """The rows of one document."""
        return [row for row in rows if row.source == source]

    def _names(self, source: str) -> Names | None:
        rows = self._of(self.names, source)
        if not any(row.verdict for row in rows):
            return None
        wanted: dict[tuple[str, bool], list[str]] = {}
        for row in rows:
            if row.verdict != "no fact":
                entity = entity_of(row)
                wanted.setdefault((entity.label, bool(row.verdict)), []).append(entity.text)
        awards = [
            Conferred((row.said("recipient") or "",), row.said("honour") or "")
            for row in self._of(self.awards, source)
        ]
        return Names(
            programmes=tuple(wanted.get(("PROGRAMME", True), ())),
            honours=tuple(wanted.get(("HONOUR", True), ())),
            programmes_optional=tuple(wanted.get(("PROGRAMME", False), ())),
            honours_optional=tuple(wanted.get(("HONOUR", False), ())),
            awards_optional=tuple(awards),
        )


def read_review(path: Path) -> Review:
    """Read a workbook that was looked through.

    Raises `GoldError` with every row that cannot be used, `DocumentError` for a file that cannot be read, `MissingExtra`
    without openpyxl.
    """
    openpyxl = require("openpyxl", "xlsx", "reading a workbook")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        check_size(str(path), len(data))
        check_package(data, str(path))
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    except DocumentError:
        raise
    except OSError as error:
        raise DocumentError(str(path), error.strerror or str(error)) from error
    except Exception as error:  # a broken file fails in the library in many ways
        raise DocumentError(str(path), "not an .xlsx workbook, or a broken one") from error
    problems: list[tuple[int | None, str]] = []
    try:
        tables = {name: _read_sheets(book, name, problems) for name in ("observations", "names", "awards")}
    except Exception as error:  # likewise, as its rows are read when they are asked for
        raise DocumentError(str(path), "a broken .xlsx workbook; open it and save it again") from error
    book.close()
    if not tables["observations"] and not tables["names"]:
        problems.append(
            (None, "no sheet observations or names: not a workbook of `kuji-ie extract --format xlsx`")
        )
    if problems:
        raise GoldError(str(path), tuple(problems))
    return Review(str(path), **{name: tuple(rows) for name, rows in tables.items()})


def has_review(path: Path) -> bool:
    """Whether a file is a workbook in which somebody filled in something that would be lost with it."""
    try:
        review = read_review(path)
    except GoldError as error:  # filled in, if not as it should be
        return any(line is not None for line, _ in error.problems)
    except KujiError:
        return False
    return bool(review.sources)


def _read_sheets(book: Any, name: str, problems: list[tuple[int | None, str]]) -> list[Row]:
    """The rows of a sheet and of those that go on with it."""
    found: list[Row] = []
    for sheet in book.worksheets:
        if sheet.title.partition(" ")[0] != name:
            continue
        lines = islice(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), MOST_ROWS)
        head = [str(cell) for cell in next(lines, ())]
        gone = [column for column in NEEDED.get(name, ()) if column not in head]
        if gone:
            problems.append((None, f"sheet {sheet.title}: there is no column {', '.join(gone)}"))
            continue
        for number, line in enumerate(lines, 2):
            cells = dict(zip(head, line, strict=False))
            if any(cell is not None for cell in line):
                found.append(_row(sheet.title, number, cells, problems))
    return found


def _row(sheet: str, number: int, cells: Cells, problems: list[tuple[int | None, str]]) -> Row:
    word = str(cells.get("review") or "").strip().lower()
    row = Row(number, str(cells.get("source") or ""), ALSO.get(word, word) or None, cells)
    if row.verdict is None and row.is_corrected:
        return replace(row, verdict="wrong")
    if row.verdict not in (None, *VERDICTS):
        problems.append((number, f"sheet {sheet}: review is {word!r}, write one of {', '.join(VERDICTS)}"))
    return row


def corrected(row: Row, text: str | None) -> tuple[Observation | None, tuple[int, int]]:
    """The observation of a row as it is right, None where it is no fact; and the range of its sentence.

    Without `text` the places of corrections are not known and stand at the sentence's start. Raises `ValueError` for a
    correction that cannot be read or found.
    """
    passage = row.said("sentence") or ""
    if row.verdict == "missing":
        start = _find(passage, text, "its sentence")
        metric = row.said("right_metric") or row.said("metric")
        if not metric:
            raise ValueError("write in right_metric what is measured")
        sentence = Sentence(start, start + len(passage))
        found = Observation(f"row{row.number}", Metric(metric, start, start, metric), sentence)
    else:
        try:
            found = from_data(Observation, json.loads(row.said(RECORD) or "null"))
        except (JsonError, ValueError, RecursionError) as error:
            raise ValueError(f"the column {RECORD} is not as it was written: {error}") from error
        metric = found.metric.text
        if text is not None and text[found.metric.start : found.metric.end] != metric:
            raise ValueError(
                f"{metric!r} does not stand at {found.metric.start}: this is not the text that was reviewed"
            )
    place = found.sentence.start, found.sentence.end
    if row.verdict == "no fact":
        return None, place
    fixed = _Corrections(row, passage, found.sentence.start, text is not None).apply(found)
    if row.verdict == "wrong" and not row.is_corrected:
        raise ValueError(
            "it is wrong: write what is right into right_metric, right_value …, or call it no fact"
        )
    if next(arguments(fixed), None) is None:
        raise ValueError(
            "there is no value, change, gap, rank, share or target: write one into right_value …"
        )
    return fixed, place


@dataclass(frozen=True, slots=True)
class _Corrections:
    """The corrections of a row, whose sentence `passage` begins at `start`."""

    row: Row
    passage: str
    start: int
    is_placed: bool

    def apply(self, o: Observation) -> Observation:
        """The observation with what is right in the place of what is wrong."""
        said = self.row.said
        if name := said("right_metric"):
            o = replace(o, metric=self._metric(name, o.metric))
        if wording := said("right_value"):
            o = replace(o, value=None if wording in NONE else self._value(wording, o.value))
        if wording := said("right_change"):
            o = replace(o, changes=self._read(Change, wording))
        if wording := said("right_rank"):
            o = replace(o, ranks=self._read(Rank, wording))
        if wording := said("right_status"):
            if wording not in ("actual", "target"):
                raise ValueError(f"right_status is {wording!r}, write actual or target")
            o = replace(o, status=wording)  # type: ignore[arg-type]
        return o

    def _value(self, wording: str, found: Quantity | None) -> Quantity:
        """The right value; that of a table, whose unit stands in its head, may be the number alone or have the unit."""
        bare = BARE.match(wording)
        if bare is None or found is None or not BARE.fullmatch(found.text):
            return self._place(parse_argument(Quantity, wording), wording)
        number = bare.group()
        if number == wording:
            scale = found.amount / parse_number(found.text) if found.amount else Decimal(1)
            return self._place(replace(found, amount=parse_number(number) * scale, upper=None), number)
        return self._place(parse_argument(Quantity, wording), number)

    def _metric(self, name: str, found: Metric) -> Metric:
        """The right metric; where its words stand elsewhere (a metric understood) it keeps the place of the found one."""
        at = self.passage.find(name)
        start, end = (self.start + at, self.start + at + len(name)) if at >= 0 else (found.start, found.end)
        action = found.action if found.action and found.action not in name else None
        return Metric(name, start, end, name, None, action)

    def _read(self, kind: type[T], wording: str) -> tuple[T, ...]:
        """The arguments that a correction names, more than one parted by a semicolon; none for a dash."""
        if wording in NONE:
            return ()
        parts = [part.strip() for part in wording.replace("；", ";").split(";") if part.strip()]
        return tuple(self._place(parse_argument(kind, part), part) for part in parts)

    def _place(self, argument: T, part: str) -> T:
        at = self.start + _find(part, self.passage if self.is_placed else None, repr(part))
        return replace(argument, text=part, start=at, end=at + len(part))


def parse_argument(kind: type[T], wording: str) -> T:
    """Read one value, change or rank by the rules that read reports; raises `ValueError` for another wording.

    `parse_argument(Change, "增长9.7%")` is up by 9.7 %.
    """
    from kuji_ie.lexing import read
    from kuji_ie.text.clean import clean

    quantities, finder = _finders()
    groups, _ = finder.find(read(clean(wording), quantities))
    found = [item.argument for group in groups for item in group.items if isinstance(item.argument, kind)]
    if len(found) != 1:
        what = {Quantity: "value (391家)", Change: "change (增长9.7%)", Rank: "rank (居全省第3位)"}[kind]
        raise ValueError(f"{wording!r} is not read as one {what}: write it as it stands in the sentence")
    return found[0]


@cache
def _finders() -> tuple[Any, Any]:
    from kuji_ie.assemble.arguments import ArgumentFinder
    from kuji_ie.lexicon import Lexicon
    from kuji_ie.quantity import QuantityFinder
    from kuji_ie.rules.rule import Vocabulary
    from kuji_ie.units import UnitTable

    lexicon = Lexicon.default()
    return QuantityFinder(UnitTable.of(lexicon)), ArgumentFinder(Vocabulary.of(lexicon))


def fact_of(o: Observation, id: str, optional: bool = False) -> Fact:
    """An observation as a fact of gold; its quote reaches from its first argument to its last."""
    held = [argument for _, argument in arguments(o)]
    names = {field.name for field in fields(Fact)} & {field.name for field in fields(Observation)}
    same = {name: getattr(o, name) for name in names - {"id", "metric", "subject", "period", "region"}}
    return Fact(
        **same,
        id=id,
        start=min(argument.start for argument in held),
        end=max(argument.end for argument in held),
        metric=o.metric.name,
        alts=(o.metric.text,),
        action=o.metric.action,
        subject=o.subject.text if o.subject else None,
        period=str(o.period) if o.period else None,
        region=o.region.name if o.region else None,
        optional=optional,
    )


def entity_of(row: Row) -> Entity:
    """The name of a row as it is right; a corrected one has no id."""
    text, right = row.said("text") or "", row.said("right_name")
    start, end = (int(row.cells.get(name) or 0) for name in ("start", "end"))
    label: Any = row.said("label")
    if right:
        return Entity(right, start, end, label, right)
    return Entity(text, start, end, label, row.said("name") or text, row.said("id"))


def _find(wording: str, text: str | None, what: str) -> int:
    """Where a wording stands, which must be once; 0 where the text is not at hand."""
    if text is None:
        return 0
    count = text.count(wording) if wording else 0
    if count != 1:
        raise ValueError(
            f"{what} stands {count} times in the text, write a longer part of it"
            if count
            else f"{what} does not stand there"
        )
    return text.index(wording)
