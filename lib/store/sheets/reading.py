"""A table from somebody's file, whatever made it: rows of text, each with the lines it stands on."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.store.sheets import workbooks

ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ",;\t|"
LONGEST_FIELD = 1_000_000

_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Line:
    """One record: the lines of the file it begins and ends on, its cells by column name, and how many cells it
    has more (or, below zero, less) than the table has columns."""

    first: int
    last: int
    cells: dict[str, str]
    surplus: int


@dataclass(frozen=True, slots=True)
class Table:
    """Column names (a repeated one gets a number behind it) and the records in the file's order.

    The records come one by one and once, so that a long file needs no more room than a short one.
    """

    columns: Sequence[str]
    lines: Iterator[Line]


def read(content: bytes, encoding: str = "") -> Table:
    """The table in a CSV file or an Excel workbook; WrongInput when it is none, also later, while its lines are
    read. Empty lines are no records."""
    if workbooks.is_one(content):
        rows: Iterator[tuple[int, list[str]]] = workbooks.rows(content)
    else:
        rows = _rows(decoded(content, encoding))
    last, names = next((row for row in rows if any(row[1])), (1, []))
    columns = _told_apart(names)
    return Table(columns, _lines(rows, columns, last))


def decoded(content: bytes, encoding: str = "") -> str:
    """The bytes as text: in that encoding, else UTF-8 with or without its mark, UTF-16 with it, else GB18030."""
    known = ("utf-16",) if content[:2] in UTF_16 else ENCODINGS
    for each in (encoding,) if encoding else known:
        try:
            return content.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    raise WrongInput(
        mark("The file is not text in the encoding {encoding}."), encoding=encoding or " / ".join(known)
    )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number of each record's last line, and its cells."""
    csv.field_size_limit(LONGEST_FIELD)
    file = io.StringIO(text, newline="")
    reader = csv.reader(file, delimiter=_separator(text))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise WrongInput(
            mark("Line {line} cannot be read: {error}"), line=reader.line_num, error=str(error)
        ) from error


def _separator(text: str) -> str:
    """What stands most often in the heading, outside quotes."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=_QUOTED.sub("", heading).count)


def _told_apart(names: Sequence[str]) -> list[str]:
    plain = [" ".join(name.split()) for name in names]
    if not any(plain):
        raise WrongInput(mark("The file has no heading line."))
    seen: Counter[str] = Counter()
    told = []
    for name in plain:
        seen[name] += 1
        told.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    return told


def _lines(rows: Iterator[tuple[int, list[str]]], columns: Sequence[str], last: int) -> Iterator[Line]:
    for line, cells in rows:
        first, last = last + 1, line
        # Separators behind the last cell hold nothing; a comma that was part of a text leaves one cell too many.
        while len(cells) > len(columns) and not cells[-1]:
            cells = cells[:-1]
        if any(cells):
            yield Line(first, last, dict(zip(columns, cells, strict=False)), len(cells) - len(columns))
