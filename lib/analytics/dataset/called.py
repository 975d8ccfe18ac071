"""What a dataset is called in words: the heads of its columns, what it holds, the lines of the data dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib.analytics.dataset.column import COMES_WORDS, KIND_WORDS, Column
from lib.analytics.dataset.columns import COLUMNS
from lib.analytics.dataset.names import names
from lib.analytics.filter import NONE, Filter
from lib.core.i18n import Language, mark, speaker
from lib.store.database import Database

DICTIONARY = (
    mark("Column"),
    mark("Name in Parquet"),
    mark("Meaning"),
    mark("Holds"),
    mark("Unit"),
    mark("Comes from"),
    mark("Personal data"),
)
"""The heads of the data dictionary."""
LABELLED = {"hold": "hold_reason"}
"""Dimensions whose column has another name."""


def head(column: Column, language: Language) -> str:
    """What stands above the column, with its unit."""
    _ = speaker(language)
    return (
        _("{label} ({unit})", label=_(column.label), unit=_(column.unit)) if column.unit else _(column.label)
    )


def dictionary(columns: Iterable[Column], language: Language) -> list[tuple[str, ...]]:
    """A line for each column, as DICTIONARY heads them."""
    _ = speaker(language)
    return [
        (
            _(one.label),
            one.name,
            _(one.means),
            _(KIND_WORDS[one.kind]),
            _(one.unit) if one.unit else "",
            _(COMES_WORDS[one.comes]),
            _("yes") if one.personal else "",
        )
        for one in columns
    ]


def holds(db: Database, filter: Filter, language: Language) -> list[tuple[str, str]]:
    """The filter in words: what, and which."""
    _ = speaker(language)
    days = _("{first} to {last}", first=str(filter.first), last=str(filter.last))
    lines = [(_("Days of the report"), days)]
    for dimension, values in filter.chosen:
        column = COLUMNS.get(LABELLED.get(dimension, dimension))
        label = _(column.label) if column else dimension
        lines.append((label, _(", ").join(_called(db, column, values, language))))
    return lines


def _called(
    db: Database, column: Column | None, values: Sequence[int | str], language: Language
) -> list[str]:
    known = names(db, column.names, language) if column and column.names else {}
    keys = {str(key): name for key, name in known.items()}
    empty = speaker(language)(mark("none"))
    return [empty if value == NONE else keys.get(str(value), str(value)) for value in values]
