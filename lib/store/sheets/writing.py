"""A table as a file to take away: CSV that Excel opens in Chinese, or a workbook; the same rows, the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter

WIDEST = 48
"""Characters of a column; longer text is wrapped by whoever reads it."""
NOTE_LINE, NOTE_WIDTH = 22, 320
"""Chinese characters of a line in a note, and its width in pixels."""
MARKED = "#FFD89A"
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""The day every workbook says it was made: it would be all that differs between two of the same rows."""


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def workbook(
    sheet: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    notes: Mapping[str, str] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
    marks: Mapping[tuple[int, int], str] | None = None,
    numbers: frozenset[str] = frozenset(),
) -> bytes:
    """One sheet with its heading fixed; every cell is text, so that 0012 stays 0012, but those of the columns in
    `numbers`. `notes`: what to write in a column, shown at its heading; `choices`: the values it offers; `marks`: what
    is wrong with a cell, by row and column from 0: it is coloured and carries the words, and the heading can filter by
    colour."""
    file, kept = io.BytesIO(), [list(row) for row in rows]
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": ALWAYS})
    heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E6F2EF"})
    text = book.add_format({"num_format": "@"})
    page = book.add_worksheet(sheet[:31])
    page.freeze_panes(1, 0)
    for at, name in enumerate(columns):
        page.write_string(0, at, name, heading)
        page.set_column(at, at, _width(name, [row[at] for row in kept]), None if name in numbers else text)
        if note := (notes or {}).get(name):
            page.write_comment(0, at, note, _room(note))
        _offer(book, page, at, (choices or {}).get(name, ()))
    for number, row in enumerate(kept, start=1):
        for at, cell in enumerate(row):
            if columns[at] not in numbers:
                page.write_string(number, at, cell, text)
            elif cell:
                page.write_number(number, at, float(cell))
    _mark(book, page, kept, len(columns), marks or {})
    book.close()
    return file.getvalue()


def _mark(
    book: xlsxwriter.Workbook,
    page: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[Sequence[str]],
    columns: int,
    marks: Mapping[tuple[int, int], str],
) -> None:
    if not marks:
        return
    coloured = book.add_format({"num_format": "@", "bg_color": MARKED, "bold": True})
    for (row, at), words in marks.items():
        page.write_string(row + 1, at, rows[row][at], coloured)
        page.write_comment(row + 1, at, words, _room(words))
    page.autofilter(0, 0, len(rows), columns - 1)


def _room(words: str) -> dict[str, int]:
    """How large a note has to be: Excel cuts off what does not fit."""
    lines = sum(1 + len(line) // NOTE_LINE for line in words.splitlines())
    return {"width": NOTE_WIDTH, "height": max(74, 20 * (lines + 1))}


def _harmless(cell: str) -> str:
    """Excel takes a cell of a CSV file that begins like this for a formula; an apostrophe says it is text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _number(cell) else cell


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _width(name: str, cells: Iterable[str]) -> int:
    longest = max((sum(1 + (c > "\u2e7f") for c in cell) for cell in (name, *cells)), default=0)
    return min(WIDEST, longest + 3)


def _offer(
    book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, at: int, offered: Sequence[str]
) -> None:
    """A list to choose from, down the column; Excel takes 255 characters in the rule itself, more from a sheet."""
    if not offered:
        return
    source: list[str] | str = list(offered)
    if len(",".join(offered)) > 255:
        lists = book.get_worksheet_by_name("…") or book.add_worksheet("…")
        lists.hide()
        for number, value in enumerate(offered):
            lists.write_string(number, at, value)
        column = xlsxwriter.utility.xl_col_to_name(at)
        source = f"='…'!${column}$1:${column}${len(offered)}"
    page.data_validation(
        1, at, 1_048_575, at, {"validate": "list", "source": source, "error_type": "warning"}
    )
