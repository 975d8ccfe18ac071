"""What a statement says as plain JSON, and back without loss: fractions, rows, frames."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import polars as pl

T = TypeVar("T")

LONGEST = 13_000
"""Bits of a number still written in decimal digits: Python reads back 4,300 of them, not more."""
_TIME = "%Y-%m-%dT%H:%M:%S%.6fZ"
_PLAIN: Mapping[str, pl.DataType] = {
    str(kind): kind for kind in (pl.Int64(), pl.Int128(), pl.Int32(), pl.UInt32(), pl.String(), pl.Boolean())
}


def fraction_text(number: Fraction) -> str:
    """ "3" or "7/2"; numbers beyond 4,000 digits in hexadecimal, which `fraction` reads as well."""
    parts = (number.numerator,) if number.denominator == 1 else (number.numerator, number.denominator)
    return "/".join(str(part) if part.bit_length() < LONGEST else hex(part) for part in parts)


def fraction(text: str) -> Fraction:
    """The fraction of that text."""
    top, _, bottom = text.partition("/")
    return Fraction(int(top, 0), int(bottom or "1", 0))


def plain(value: Any) -> Any:
    """The value as JSON has it; a dataclass as its fields, in their order. TypeError for a float: nothing here is."""
    match value:
        case None | bool() | StrEnum() | str() | int():
            return value
        case Fraction():
            return fraction_text(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case pl.DataFrame():
            return frame_plain(value)
    if not hasattr(value, "__dataclass_fields__"):
        raise TypeError(f"{type(value).__name__} has no place in a statement")
    return {one.name: plain(getattr(value, one.name)) for one in fields(value)}


def made(kind: type[T], said: Mapping[str, Any]) -> T:
    """The dataclass of what was said; a field it did not know yet takes its default."""
    dataclass: Any = kind
    readers = _readers(dataclass)
    return kind(**{name: readers[name](value) for name, value in said.items() if name in readers})


def frame_plain(frame: pl.DataFrame) -> dict[str, Any]:
    """Column by column: 5,000 tickets take a third of what they would row by row."""
    return {name: {"type": _kind(frame[name]), "values": _values(frame[name])} for name in frame.columns}


def frame(said: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """The frame again, with the same types."""
    return pl.DataFrame([_series(name, one["type"], one["values"]) for name, one in said.items()])


def _kind(column: pl.Series) -> str:
    if isinstance(column.dtype, pl.Datetime):
        return "Instant"
    if isinstance(column.dtype, pl.Categorical | pl.Enum):
        return "String"
    kind = str(column.dtype)
    if kind not in _PLAIN and kind != "Date":
        raise TypeError(f"a column of {kind} has no place in a statement: {column.name}")
    return kind


def _values(column: pl.Series) -> list[Any]:
    if isinstance(column.dtype, pl.Datetime):
        return column.dt.convert_time_zone("UTC").dt.to_string(_TIME).to_list()
    return column.cast(pl.String).to_list() if _kind(column) in ("Date", "String") else column.to_list()


def _series(name: str, kind: str, values: list[Any]) -> pl.Series:
    if kind == "Instant":
        texts = pl.Series(name, values, dtype=pl.String)
        return texts.str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us").dt.replace_time_zone("UTC")
    if kind == "Date":
        return pl.Series(name, values, dtype=pl.String).str.to_date("%Y-%m-%d")
    return pl.Series(name, values, dtype=_PLAIN[kind])


@cache
def _readers(kind: Any) -> Mapping[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """How a value of that type is read; what JSON has itself stays as it is."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        read = _reader(next(one for one in inner if one is not type(None)))
        return lambda value: None if value is None else read(value)
    if origin is not None and issubclass(origin, Mapping):
        key, one = _reader(inner[0]), _reader(inner[1])
        return lambda value: {key(name): one(each) for name, each in value.items()}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return _READ.get(hint, _same)


def _same(value: Any) -> Any:
    return value


_READ: Mapping[Any, Callable[[Any], Any]] = {
    Fraction: fraction,
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}
