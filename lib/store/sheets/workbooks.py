"""The first sheet of an Excel workbook as rows of text, as somebody would read them off the screen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from lib.core.errors import WrongInput
from lib.core.i18n import mark

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED = 400_000_000
"""Bytes: a sheet of a million cells stays far below it, a file made to fill the memory does not."""


def is_one(content: bytes) -> bool:
    """Whether the bytes look like a workbook, .xlsx or the older .xls."""
    return content.startswith((ZIP, OLD_OFFICE))


def rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row's number and its cells, down to the last filled one; WrongInput when it is no workbook."""
    if content.startswith(ZIP):
        _not_too_large(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheet = book.get_sheet_by_index(0)
            width = 0
            for number, row in enumerate(sheet.iter_rows(), start=1):
                cells = [_text(cell) for cell in row]
                # Columns that were only coloured have no heading and nothing in them.
                width = width or _filled(cells)
                yield number, cells[: max(width, _filled(cells))]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise WrongInput(mark("The Excel file cannot be read; please save it as .xlsx again.")) from error


def _not_too_large(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise WrongInput(mark("The Excel file cannot be read; please save it as .xlsx again.")) from error
    if unpacked > MOST_UNPACKED:
        raise WrongInput(mark("The Excel file is too large; please cut it into several."))


def _filled(cells: list[str]) -> int:
    return max((at for at, cell in enumerate(cells, start=1) if cell), default=0)


def _text(cell: Any) -> str:
    """1203.0 is the room 1203, 0.1 + 0.2 is 0.3; a day without a clock time has none; TRUE is what Excel shows."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip() if cell is not None else ""
