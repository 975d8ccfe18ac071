"""A workbook with real dates, a sheet that says what the rows are, and the data dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from lib.analytics.dataset.column import Column, Kind
from lib.store.sheets.streams import Page, stream

DIGITS = 4


def written(
    frames: Iterable[pl.DataFrame],
    columns: Sequence[Column],
    heads: Sequence[str],
    *,
    sheet: str,
    beside: Sequence[Page],
) -> Iterator[bytes]:
    """Piece by piece. Text stays text, whatever it begins with: a cell of text is never a formula there."""
    rounded = [
        pl.col(one.name).round(DIGITS) if one.kind is Kind.NUMBER else pl.col(one.name) for one in columns
    ]
    return stream(sheet, heads, (frame.select(rounded) for frame in frames), beside=beside)
