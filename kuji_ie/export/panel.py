"""A panel as flat tables: its rows, its conflicts and what is left out, each with typed columns that say what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kuji_ie.export.json import LONE_SURROGATE
from kuji_ie.export.rows import Column
from kuji_ie.panels.model import Before, Conflict, Figure, LeftOut, Panel, PanelRow, PanelTable

if TYPE_CHECKING:
    import pandas
    import pyarrow


class _Cell(NamedTuple):
    """A column, and how its cell is had from a row."""

    column: Column
    of: Callable[[Any], Any]


def _cell(name: str, type: type[Any], means: str, of: Callable[[Any], Any]) -> _Cell:
    return _Cell(Column(name, type, means), of)


def _figure(name: str, means: str, of: Callable[[Any], Figure | None], *parts: str) -> Iterator[_Cell]:
    """The columns of a figure: yoy, then yoy_unit and other parts as asked for, then where it is told."""

    def part(suffix: str, type: type[Any], means: str, get: Callable[[Figure], Any]) -> _Cell:
        def value(row: Any) -> Any:
            figure = of(row)
            return None if figure is None else get(figure)

        return _cell(f"{name}{suffix}", type, means, value)

    known = {
        "upper": part("_upper", float, f"upper end of a range of {name}", lambda one: _number(one.upper)),
        "unit": part("_unit", str, f"unit of {name}", lambda one: one.unit),
        "bound": part(
            "_bound", str, "exact, over, at_least …; of the number with its sign", lambda one: one.bound
        ),
        "of": part("_of", str, "value or growth", lambda one: one.of),
        "text": part("_text", str, f"{name} as it stands", lambda one: one.text),
        "scope": part("_scope", str, "region or group in which it is ranked", lambda one: one.against),
        "whole": part("_of", str, "that whole", lambda one: one.against),
        "against": part("_against", str, "who that is", lambda one: one.against),
    }
    yield part("", float, means, lambda one: _number(one.amount))
    yield from (known[key] for key in parts)
    yield part("_source", str, f"report that tells {name}", lambda one: one.told.source)
    yield part("_observation", str, "id of the observation there", lambda one: one.told.observation)
    yield part("_sentence", str, "the sentence", lambda one: one.told.sentence)


def _before(get: Callable[[Before], Any]) -> Callable[[PanelRow], Any]:
    return lambda row: None if row.before is None else get(row.before)


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _key() -> tuple[_Cell, ...]:
    """What a row or a conflict is of."""
    return (
        _cell("region", str, "full name of the region", lambda one: one.region.name),
        _cell("region_code", str, "GB/T 2260 code of the region", lambda one: one.region.code),
        _cell("metric", str, "what is measured", lambda one: one.metric),
        _cell("metric_id", str, "canonical id of the lexicon", lambda one: one.metric_id),
        _cell("action", str, "verb that says which series it is", lambda one: one.action),
        _cell("period_start", date, "first day that it covers", lambda one: one.start),
        _cell("period_end", date, "last day that it covers, included", lambda one: one.end),
        _cell("status", str, "actual, or target for what is planned", lambda one: one.status),
    )


_ROW = (
    *_key(),
    _cell("subject", str, "organisation that it is about, where that is not the region", lambda row: row.subject),
    _cell("whole", str, "metric of which it is a part", lambda row: row.whole),
    _cell("unit", str, "base unit of amount: 元, 家, % …", lambda row: row.unit),
    *_figure("amount", "the value in base units", lambda row: row.value, "text", "upper", "bound"),
    *_figure("yoy", "change on the year before; a fall is negative", lambda row: row.yoy, "unit", "bound", "of"),
    *_figure("rank", "position in an order; at_most for 前三", lambda row: row.rank, "bound", "of", "scope"),
    *_figure("share", "part of a larger whole, in percent", lambda row: row.share, "whole"),
    *_figure("gap", "distance to somebody else; behind is negative", lambda row: row.gap, "unit", "against"),
    *_figure("target", "amount of the target that its report holds it against", lambda row: row.target, "unit"),
    *_figure("planned", "what was planned for this cell", lambda row: row.plan and row.plan.planned, "bound"),
    _cell("reached", bool, "whether the amount reaches it; None where the two do not tell", lambda row: row.plan and row.plan.reached),
    *_figure("planned_yoy", "growth that was planned", lambda row: row.growth_plan and row.growth_plan.planned, "bound"),
    _cell("reached_yoy", bool, "whether yoy reaches it", lambda row: row.growth_plan and row.growth_plan.reached),
    _cell("implied_before", float, "IMPLIED by amount and yoy, told by no report: the level a year before", _before(lambda one: float(one.implied))),
    _cell("implied_low", float, "lowest level that rounding leaves", _before(lambda one: float(one.low))),
    _cell("implied_high", float, "highest level that rounding leaves", _before(lambda one: float(one.high))),
    *_figure("reported_before", "the level that was reported for the year before", _before(lambda one: one.reported)),
    _cell("difference", float, "implied against reported, in percent", _before(lambda one: _number(one.difference))),
    _cell("within_rounding", bool, "whether the reported level fits the implied one", _before(lambda one: one.within)),
    _cell("told", int, "observations that tell this cell", lambda row: len(row.told)),
    _cell("conflict", bool, "another report tells another number", lambda row: row.conflict),
    _cell("differs", bool, "one report tells two numbers of it: compared with nothing", lambda row: row.differs),
)  # fmt: skip

_CONFLICT = (
    *_key(),
    _cell("figure", str, "which figure it is: value, yoy, rank, share", lambda one: one.figure),
    *_figure("one", "the number that stands in the row", lambda one: one.one, "text", "unit", "bound"),
    *_figure("other", "the number of the other report", lambda one: one.other, "text", "unit", "bound"),
)

_LEFT_OUT = (
    _cell("reason", str, "why it is in no row", lambda one: one.reason),
    _cell("metric", str, "what is measured", lambda one: one.metric),
    _cell("source", str, "report that tells it", lambda one: one.told.source),
    _cell("observation", str, "id of the observation there", lambda one: one.told.observation),
    _cell("sentence", str, "the sentence", lambda one: one.told.sentence),
)

_TABLES: dict[PanelTable, tuple[_Cell, ...]] = {"rows": _ROW, "conflicts": _CONFLICT, "left_out": _LEFT_OUT}


def panel_columns(table: PanelTable = "rows") -> tuple[Column, ...]:
    """The columns of a table of a panel, in order."""
    return tuple(cell.column for cell in _TABLES[table])


def panel_cells(panel: Panel, table: PanelTable = "rows") -> Iterator[tuple[Any, ...]]:
    """The rows of a table of a panel as cells, in the order of its columns."""
    items: dict[PanelTable, tuple[PanelRow | Conflict | LeftOut, ...]] = {
        "rows": panel.rows,
        "conflicts": panel.conflicts,
        "left_out": panel.left_out,
    }
    for item in items[table]:
        yield tuple([_whole_text(cell.of(item)) for cell in _TABLES[table]])


def panel_frame(panel: Panel, table: PanelTable = "rows") -> pandas.DataFrame:
    """A table of a panel as a pandas frame. Raises `MissingExtra` without pandas."""
    from kuji_ie.export.frame import frame_of

    return frame_of(panel_cells(panel, table), panel_columns(table))


def panel_arrow(panel: Panel, table: PanelTable = "rows") -> pyarrow.Table:
    """A table of a panel as an Arrow table. Raises `MissingExtra` without pyarrow."""
    from kuji_ie.export.frame import arrow_of
    from kuji_ie.extras import require

    batch = arrow_of(panel_cells(panel, table), panel_columns(table))
    return require("pyarrow", "frames", "an Arrow table").Table.from_batches([batch])


def _whole_text(cell: Any) -> Any:
    """Half a surrogate pair, which has no UTF-8, becomes U+FFFD."""
    return LONE_SURROGATE.sub("\ufffd", cell) if isinstance(cell, str) else cell
