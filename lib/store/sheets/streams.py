"""A workbook of a million rows, written while it is read: the library makes the book, whole columns become its cells.

Cell by cell a million rows of 23 columns take two minutes in which nobody else's page moves; as columns of text they
take a few seconds, and the interpreter is free meanwhile.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import xlsxwriter

from lib.store.sheets.writing import ALWAYS

MOST_ROWS = 1_048_575
"""Below the heading; the format has no more."""
LONGEST = 32_767
"""Characters of a cell, by the format."""
DAY, INSTANT, AMOUNT, NUMBER, WHOLE = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "#,##0.00", "0.0###", "0"
_EPOCH = date(1899, 12, 30)
_DAY_US = 86_400_000_000
_FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"


@dataclass(frozen=True, slots=True)
class Page:
    """A further sheet of plain text: its name, its heads, its lines."""

    name: str
    heads: Sequence[str]
    lines: Sequence[Sequence[str]]


def stream(
    sheet: str, heads: Sequence[str], rows: Iterable[pl.DataFrame], *, beside: Sequence[Page] = ()
) -> Iterator[bytes]:
    """The bytes of the .xlsx, piece by piece: dates are dates, amounts amounts, instants on the wall clock they carry.
    `rows`: frames of one schema, at least one (an empty one, if nothing is there)."""
    frames = iter(rows)
    first = next(frames)
    book = _book(sheet, heads, first.schema, beside)
    sink = _Sink()
    with (
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        zipfile.ZipFile(book) as kept,
    ):
        for name in kept.namelist():
            if name == "xl/worksheets/sheet1.xml":
                continue
            made.writestr(_info(name), kept.read(name))
        before, after, styles = _around(kept.read("xl/worksheets/sheet1.xml").decode())
        with made.open(_info("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as page:
            page.write(before.encode())
            for frame in _chain(first, frames):
                page.write(_cells(frame, styles).encode())
                yield sink.taken()
            page.write(after.encode())
    yield sink.taken()


def _chain(first: pl.DataFrame, rest: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    yield first
    yield from rest


def _info(name: str) -> zipfile.ZipInfo:
    """Always of the same day: the same rows are the same bytes."""
    info = zipfile.ZipInfo(name, (ALWAYS.year, ALWAYS.month, ALWAYS.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


class _Sink(io.RawIOBase):
    """Keeps what was written until it is taken; cannot go back, so the archive says sizes after the contents."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        found = bytes(data)  # type: ignore[call-overload]
        self._kept.append(found)
        return len(found)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found, self._kept = b"".join(self._kept), []
        return found


def _book(sheet: str, heads: Sequence[str], schema: pl.Schema, beside: Sequence[Page]) -> io.BytesIO:
    """The whole workbook but for its rows: one sample row shows which style each column has."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": ALWAYS})
    heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E6F2EF"})
    page = book.add_worksheet(sheet[:31])
    page.freeze_panes(1, 1)
    for at, (head, dtype) in enumerate(zip(heads, schema.dtypes(), strict=True)):
        shown = _shown(dtype)
        look = book.add_format({"num_format": shown} if shown else {})
        page.set_column(at, at, max(11, min(30, 2 * len(head) + 2)), None)
        page.write_string(0, at, head, heading)
        page.write_blank(1, at, None, look if shown else heading)
    for one in beside:
        _written(book.add_worksheet(one.name[:31]), one, heading)
    book.close()
    file.seek(0)
    return file


def _written(page: xlsxwriter.worksheet.Worksheet, one: Page, heading: object) -> None:
    for at, head in enumerate(one.heads):
        page.write_string(0, at, head, heading)
        page.set_column(at, at, 24)
    for number, line in enumerate(one.lines, start=1):
        for at, cell in enumerate(line):
            page.write_string(number, at, cell)


def _shown(dtype: pl.DataType) -> str:
    """The number format of a column; "" for text and for yes and no."""
    if isinstance(dtype, pl.Date):
        return DAY
    if isinstance(dtype, pl.Datetime):
        return INSTANT
    if isinstance(dtype, pl.Decimal):
        return AMOUNT
    if dtype.is_float():
        return NUMBER
    return WHOLE if dtype.is_integer() else ""


def _around(sheet: str) -> tuple[str, str, list[str]]:
    """What stands before the rows, what after them, and the style of each cell of the sample row."""
    sample = re.search(r'<row r="2".*?</row>', sheet, re.DOTALL)
    assert sample is not None
    styles = re.findall(r'<c r="[A-Z]+2" s="(\d+)"', sample.group(0))
    # The size the sheet says it has would be that of the sample.
    before = re.sub(r"<dimension [^>]*/>", "", sheet[: sample.start()])
    return before, sheet[sample.end() :], styles


def _cells(frame: pl.DataFrame, styles: Sequence[str]) -> str:
    if frame.is_empty():
        return ""
    made = [
        _cell(pl.col(name), dtype, style)
        for (name, dtype), style in zip(frame.schema.items(), styles, strict=True)
    ]
    lines = frame.select(pl.concat_str([pl.lit("<row>"), *made, pl.lit("</row>")])).to_series()
    return str(lines.str.join("").item())


def _cell(column: pl.Expr, dtype: pl.DataType, style: str) -> pl.Expr:
    """Rows and cells need no address: each is the next one."""
    if isinstance(dtype, pl.String):
        inside, opened, closed = (
            _escaped(column),
            '<c t="inlineStr"><is><t xml:space="preserve">',
            "</t></is></c>",
        )
    elif isinstance(dtype, pl.Boolean):
        inside, opened, closed = column.cast(pl.Int8).cast(pl.String), '<c t="b"><v>', "</v></c>"
    else:
        inside, opened, closed = _number(column, dtype), f'<c s="{style}"><v>', "</v></c>"
    return pl.when(inside.is_not_null()).then(opened + inside + closed).otherwise(pl.lit("<c/>"))


def _escaped(column: pl.Expr) -> pl.Expr:
    text = column.str.slice(0, LONGEST).str.replace_all(_FORBIDDEN, "")
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.str.replace_all(sign, name, literal=True)
    return text


def _number(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Date):
        return (column - pl.lit(_EPOCH)).dt.total_days().cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        wall = column.dt.replace_time_zone(None)
        since = wall - pl.lit(datetime(_EPOCH.year, _EPOCH.month, _EPOCH.day))  # noqa: DTZ001
        return (since.dt.total_microseconds() / _DAY_US).cast(pl.String)
    return column.cast(pl.String)
