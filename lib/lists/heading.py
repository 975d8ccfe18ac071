"""The heading of a file: which column of the list each of its columns is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lib.core.errors import WrongInput
from lib.core.i18n import Language, mark, say
from lib.lists.plain import folded, short
from lib.lists.shape import Column, List

MISSING = mark("The file lacks these columns: {columns}")
# A second column of the same name reaches us with a number behind it.
_NUMBERED = re.compile(r"^ \(\d+\)$")
_AGAIN = re.compile(r"(.+) \(\d+\)")
# A star before or a colon behind a title is no part of it.
_ORNAMENT = re.compile(r"^[*:]+|[*:]+$")


def understood(
    shape: List, columns: Sequence[Column], headings: Sequence[str], language: Language
) -> tuple[Mapping[str, Column], list[str]]:
    """Columns of the list by the file's heading, and the headings that mean nothing. Titles of every language and
    attribute names are understood, in any order; WrongInput where one is missing or stands twice."""
    by_title = {_plain(way): column for column in columns for way in _ways(column)}
    found: dict[str, Column] = {}
    for heading in headings:
        column = by_title.get(_plain(heading))
        again = column or by_title.get(_plain(_AGAIN.sub(r"\1", heading)))
        if again is not None and (column is None or column in found.values()):
            raise WrongInput(mark("The column “{column}” stands there twice."), column=again.title)
        if column is not None:
            found[heading] = column
    _all_needed(shape, columns, list(found.values()), language)
    return found, [short(name) for name in headings if name not in found and not blank(name)]


def blank(heading: str) -> bool:
    """Whether a column has no heading; such columns reach us with a number too."""
    return not _NUMBERED.sub("", heading).strip()


def _ways(column: Column) -> tuple[str, ...]:
    return (column.attribute, *(say(language, column.title) for language in Language))


def _plain(heading: str) -> str:
    return _ORNAMENT.sub("", folded(heading)).replace("_", "")


def _all_needed(shape: List, columns: Sequence[Column], there: Sequence[Column], language: Language) -> None:
    missing = [
        say(language, column.title)
        for column in columns
        if (column.needed or (column.attribute in shape.keys and not shape.new_without_key))
        and column not in there
    ]
    if missing:
        raise WrongInput(MISSING, columns=" / ".join(missing))
