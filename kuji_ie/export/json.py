"""Frozen dataclasses as JSON data and back, read off their fields: one mapping for all types.

Numbers become int or float, dates ISO strings, tuples lists; `from_` is called `from`. A field that is not
compared (the text of an `Extraction`) is not written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from kuji_ie.errors import KujiError
from kuji_ie.models import Award, Entity, Observation

T = TypeVar("T")
Reader = Callable[[Any, str], Any]

_KEYS = {"from_": "from"}  # a word that Python keeps for itself

# Keys that stand elsewhere in the JSON than in the dataclass, where fields with a default come last.
_FIRST: dict[Any, tuple[str, ...]] = {Entity: ("label", "text", "start", "end", "id", "name")}
_LAST: dict[Any, tuple[str, ...]] = {Observation: ("sentence",), Award: ("sentence",)}

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class JsonError(KujiError, ValueError):
    """JSON data that does not have the form of the contract: where, and what is wrong.

    `JsonError("observations[3].value.amount", "expected a number, found 'many'")` prints with a colon
    between the two. `place` is empty for the data as a whole.
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}" if self.place else self.problem


def to_data(value: Any) -> Any:
    """Plain data of a frozen value: `Sentence(407, 448)` is {"start": 407, "end": 448}."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if is_dataclass(value):
        cls: Any = type(value)
        return {key: to_data(getattr(value, name)) for name, key in _written(cls)}
    return value


def from_data(cls: type[T], data: Any, place: str = "", **known: Any) -> T:
    """Build `cls` from what `to_data` gives; `known` are fields that the data does not hold.

    `from_data(Sentence, {"start": 407, "end": 448})` is `Sentence(407, 448)`. A key that is missing takes
    the field's default, a key that is not known is ignored. `place` is the way to the data, for the message
    of an error. Raises `JsonError` for a missing key without default and for a value of the wrong type.
    """
    built: T = _build(cls, data, place, known)
    return built


def to_text(data: Any, indent: int | None = None) -> str:
    """Data as JSON text: Chinese as it stands, half a surrogate pair escaped, as it has no UTF-8."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `kuji-ie/1`: what every result of `to_dict` and `to_json` fits."""
    schema: dict[str, Any] = json.loads(schema_text())
    return schema


def schema_text() -> str:
    """The same as the text of its file."""
    from importlib.resources import files  # not with the module, which every start needs

    return files("kuji_ie.export").joinpath("kuji-ie-1.schema.json").read_text(encoding="utf-8")


@cache
def _written(cls: Any) -> list[tuple[str, str]]:
    """The fields of `cls` that are written, each with its key, in the order of the contract."""
    names = [field.name for field in fields(cls) if field.compare]
    last = _LAST.get(cls, ())
    order = _FIRST.get(cls) or (*(name for name in names if name not in last), *last)
    return [(name, _KEYS.get(name, name)) for name in order]


@cache
def _slots(cls: Any) -> list[tuple[str, str, Reader, bool]]:
    """Name, key, reader of each field of `cls` that is written, and whether it must be there."""
    hints = get_type_hints(cls)
    return [
        (
            field.name,
            _KEYS.get(field.name, field.name),
            _reader(hints[field.name]),
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(cls)
        if field.compare
    ]


def _build(cls: Any, data: Any, place: str, known: dict[str, Any]) -> Any:
    if not isinstance(data, dict):
        raise _unexpected("an object", data, place)
    values = dict(known)
    for name, key, reader, required in _slots(cls):
        if name in known:
            continue
        if key in data:
            values[name] = reader(data[key], f"{place}.{key}" if place else key)
        elif required:
            raise JsonError(place, f"there is no {key!r}")
    return cls(**values)


@cache
def _reader(hint: Any) -> Reader:
    """The function that reads a value of the annotated type `hint`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (inner,) = (_reader(argument) for argument in arguments if argument is not NoneType)
        return lambda data, place: None if data is None else inner(data, place)
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda data, place: _read_items(item, data, place)
    if origin is Literal:
        return lambda data, place: _read_choice(arguments, data, place)
    if is_dataclass(hint):
        return lambda data, place: _build(hint, data, place, {})
    return _PLAIN[hint]


def _read_items(item: Reader, data: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise _unexpected("a list", data, place)
    return tuple([item(value, f"{place}[{number}]") for number, value in enumerate(data)])


def _read_choice(choices: tuple[str, ...], data: Any, place: str) -> str:
    if data not in choices:
        raise _unexpected(f"one of {', '.join(choices)}", data, place)
    return str(data)


def _read_number(data: Any, place: str) -> Decimal:
    if isinstance(data, bool) or not isinstance(data, (int, float, Decimal)):
        raise _unexpected("a number", data, place)
    number = Decimal(str(data)) if isinstance(data, float) else Decimal(data)
    if not number.is_finite():
        raise _unexpected("a finite number", data, place)
    return number


def _read_integer(data: Any, place: str) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise _unexpected("a whole number", data, place)
    return data


def _read_float(data: Any, place: str) -> float:
    return float(_read_number(data, place))


def _read_text(data: Any, place: str) -> str:
    if not isinstance(data, str):
        raise _unexpected("a string", data, place)
    return data


def _read_boolean(data: Any, place: str) -> bool:
    if not isinstance(data, bool):
        raise _unexpected("true or false", data, place)
    return data


def _read_date(data: Any, place: str) -> date:
    try:
        return date.fromisoformat(_read_text(data, place))
    except ValueError:
        raise _unexpected("a date such as 2023-12-31", data, place) from None


_PLAIN: dict[Any, Reader] = {
    str: _read_text,
    int: _read_integer,
    bool: _read_boolean,
    Decimal: _read_number,
    float: _read_float,
    date: _read_date,
}


def _unexpected(expected: str, data: Any, place: str) -> JsonError:
    found = "null" if data is None else repr(data)
    return JsonError(place, f"expected {expected}, found {found[:57] + '…' if len(found) > 60 else found}")
