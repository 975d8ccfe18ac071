"""What people said and who they are: read by ticket, whole for who may know it and masked for everybody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from lib.people.accounts import names
from lib.people.masking import masked_name, masked_phone, masked_words
from lib.store.database import Database

WHOLE = "may_know"
"""The column that says whether the people of a ticket may be known to who asks."""
_FIRST_REPORTER = """
    SELECT DISTINCT ON (ticket_id) ticket_id, {column} AS said FROM reporter
    WHERE {ticket_id} ORDER BY ticket_id, id
"""
_SAID: Mapping[str, str] = {
    "reporter": _FIRST_REPORTER.replace("{column}", "name"),
    "phone": _FIRST_REPORTER.replace("{column}", "phone"),
    "description": "SELECT id AS ticket_id, description AS said FROM ticket WHERE {id}",
    "rating_words": """
        SELECT r.ticket_id, r.words AS said FROM rating r
        JOIN ticket t ON t.id = r.ticket_id AND t.completions = r.completion WHERE {ticket_id}
    """,
}
_MASKS: Mapping[str, Callable[[str], str]] = {
    "reporter": masked_name,
    "phone": masked_phone,
    "assignee": masked_name,
    "description": masked_words,
    "rating_words": masked_words,
}


def said(db: Database, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The rows with these personal columns; `rows` has id (ascending), assignee_id and WHOLE."""
    found = rows
    for column in columns:
        found = _with(db, found, column).with_columns(_masked(found[WHOLE], column))
    return found


def _with(db: Database, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    if column == "assignee":
        known = names(db)
        name = pl.col("assignee_id").replace_strict(
            list(known), list(known.values()), default=None, return_dtype=pl.String
        )
        return rows.with_columns(name.alias(column))
    read = _read(db, _SAID[column], rows["id"]).rename({"said": column})
    return rows.join(read, left_on="id", right_on="ticket_id", how="left", maintain_order="left")


def _read(db: Database, sql: str, ids: pl.Series) -> pl.DataFrame:
    """Of a dense stretch of tickets all are read, said by its ends: a long list costs more than the rows."""
    if ids.is_empty():
        return db.frame(sql.format(id="FALSE", ticket_id="FALSE"))
    first, last = ids[0], ids[-1]
    if last - first < 4 * len(ids):
        among = "{} BETWEEN $first AND $last"
        return db.frame(
            sql.format(id=among.format("id"), ticket_id=_of_ticket(sql, among)), first=first, last=last
        )
    among = "{} IN (SELECT unnest($ids))"
    return db.frame(sql.format(id=among.format("id"), ticket_id=_of_ticket(sql, among)), ids=ids.to_list())


def _of_ticket(sql: str, among: str) -> str:
    return among.format("r.ticket_id" if "rating r" in sql else "ticket_id")


def _masked(whole: pl.Series, column: str) -> pl.Expr:
    """Each different text is masked once."""
    mask = _MASKS[column]
    hidden = pl.col(column).map_batches(lambda texts: _each(texts, mask), return_dtype=pl.String)
    return pl.when(pl.lit(whole)).then(pl.col(column)).otherwise(hidden).alias(column)


def _each(texts: pl.Series, mask: Callable[[str], str]) -> pl.Series:
    different = texts.unique().drop_nulls()
    return texts.replace_strict(
        different, [mask(text) for text in different], default=None, return_dtype=pl.String
    )
