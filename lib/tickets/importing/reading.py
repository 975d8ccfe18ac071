"""A foreign table as rows of text, each with the lines it stands on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.core.errors import WrongInput
from lib.core.i18n import mark

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t|"
LONGEST_FIELD = 1_000_000


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
    """Column names (a repeated one gets a number behind it) and the records in the file's order."""

    columns: Sequence[str]
    lines: Sequence[Line]


def read(content: bytes, encoding: str = "") -> Table:
    """The table in a CSV file; WrongInput when it is none. Empty lines are no records."""
    text = decoded(content, encoding)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        columns = _told_apart(next(reader, []))
        return Table(columns, list(_lines(reader, columns)))
    except csv.Error as error:
        raise WrongInput(
            mark("Line {line} cannot be read: {error}"), line=reader.line_num, error=str(error)
        ) from error


def decoded(content: bytes, encoding: str = "") -> str:
    """The bytes as text: in that encoding, else UTF-8 with or without its mark, else GB18030."""
    for each in (encoding,) if encoding else ENCODINGS:
        try:
            return content.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    raise WrongInput(
        mark("The file is not text in the encoding {encoding}."), encoding=encoding or " / ".join(ENCODINGS)
    )


def _separator(text: str) -> str:
    heading = text.split("\n", 1)[0]
    return max(SEPARATORS, key=heading.count)


def _told_apart(names: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    told = []
    for name in (name.strip() for name in names):
        seen[name] += 1
        told.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    if not any(told):
        raise WrongInput(mark("The file has no heading line."))
    return told


def _lines(reader: Iterator[list[str]], columns: Sequence[str]) -> Iterator[Line]:
    last = reader.line_num  # type: ignore[attr-defined]
    for cells in reader:
        first, last = last + 1, reader.line_num  # type: ignore[attr-defined]
        if any(cells):
            yield Line(first, last, dict(zip(columns, cells, strict=False)), len(cells) - len(columns))
