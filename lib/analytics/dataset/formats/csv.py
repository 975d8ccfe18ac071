"""CSV that Excel opens in Chinese: one piece of the rows after the other, never all at once."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from lib.analytics.dataset.column import Column, Kind
from lib.analytics.dataset.formats.harmless import harmless

NUMBER_DIGITS = 4


def written(
    frames: Iterable[pl.DataFrame], columns: Sequence[Column], heads: Sequence[str]
) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it; days and instants as ISO 8601, instants on the hospital's clock;
    text that a spreadsheet would take for a formula begins with an apostrophe."""
    yield codecs.BOM_UTF8
    yield pl.DataFrame(schema=dict.fromkeys(heads, pl.String)).write_csv().encode()
    cells = [_cell(column) for column in columns]
    for frame in frames:
        yield frame.select(cells).write_csv(include_header=False).encode()


def _cell(column: Column) -> pl.Expr:
    match column.kind:
        case Kind.TEXT:
            return harmless(column.name)
        case Kind.INSTANT:
            return pl.col(column.name).dt.strftime("%Y-%m-%d %H:%M:%S")
        case Kind.NUMBER:
            return pl.col(column.name).round(NUMBER_DIGITS)
        case _:
            return pl.col(column.name)
