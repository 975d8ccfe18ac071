"""The tickets of a filter that somebody may take away, as frames of the chosen columns, one piece after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from lib.analytics.dataset import personal
from lib.analytics.dataset.column import Column, Kind
from lib.analytics.dataset.names import names
from lib.analytics.facts import facts
from lib.analytics.filter import Filter
from lib.analytics.sight import seen
from lib.core.i18n import Language
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database

PIECE = 100_000
"""Rows built at once: what bounds the memory of a download."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """`rows`: exactly the tickets of the filter the actor may take away, by id, nothing built yet; `masked`: whether
    people are masked in any of them."""

    db: Database
    columns: Sequence[Column]
    language: Language
    filter: Filter
    rows: pl.DataFrame
    masked: bool

    def frames(self, size: int = PIECE, most: int | None = None) -> Iterator[pl.DataFrame]:
        """The columns under their names, `size` rows at a time, at most `most` in all; of no ticket one empty frame."""
        build = self._builder()
        rows = self.rows.head(most) if most is not None else self.rows
        for at in range(0, max(rows.height, 1), size):
            yield build(rows.slice(at, size))

    def _builder(self) -> Callable[[pl.DataFrame], pl.DataFrame]:
        private = [column.name for column in self.columns if column.personal]
        made = [self._made(column) for column in self.columns]
        return lambda piece: personal.said(self.db, piece, private).select(made)

    def _made(self, column: Column) -> pl.Expr:
        if column.names:
            return self._named(column).alias(column.name)
        source = pl.col(column.name if column.personal else column.of)
        return _typed(source, column, self.rows.schema.get(column.of)).alias(column.name)

    def _named(self, column: Column) -> pl.Expr:
        """What has lost its name is called by its id or code; nothing has no name."""
        known = names(self.db, column.names, self.language)
        text = pl.col(column.of).cast(pl.String)
        named = text.replace([str(key) for key in known], list(known.values()))
        return pl.when(text != "").then(named)


def dataset(
    db: Database, actor: Actor, filter: Filter, columns: Sequence[Column], language: Language, now: datetime
) -> Dataset:
    """What that person may take away of the filter's tickets. NotAllowed for who may take nothing away.

    People are whole only in tickets whose people the actor may know (SEE_PERSONAL reaches them); the columns stay, the
    rest is masked.
    """
    require(actor, Permission.DOWNLOAD_DATA)
    wanted = seen(db, actor, Permission.DOWNLOAD_DATA) & filter.about() & filter.reported()
    needed = {"id", "assignee_id", *(column.of for column in columns if not column.personal)}
    rows = (
        facts(db, now)
        .lazy()
        .filter(wanted)
        .select(*sorted(needed), seen(db, actor, Permission.SEE_PERSONAL).alias(personal.WHOLE))
        .collect()
    )
    masked = any(column.personal for column in columns) and not rows[personal.WHOLE].all()
    return Dataset(db=db, columns=columns, language=language, filter=filter, rows=rows, masked=masked)


def _typed(source: pl.Expr, column: Column, found: pl.DataType | None) -> pl.Expr:
    match column.kind:
        case Kind.TEXT:
            text = source.cast(pl.String)
            return pl.when(text != "").then(text)
        case Kind.MONEY:
            return (source.cast(pl.Decimal(18, 2)) / 100).cast(column.dtype)
        case Kind.INSTANT:
            return source.dt.convert_time_zone(column.dtype.time_zone)  # type: ignore[attr-defined]
        case Kind.NUMBER if isinstance(found, pl.Duration):
            return source.dt.total_microseconds() / 60e6
        case _:
            return source.cast(column.dtype)
