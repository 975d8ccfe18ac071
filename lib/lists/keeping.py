"""New and changed rows written to one table at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from lib.lists.shape import Draft, Values
from lib.store.database import Row, Transaction

Made = Callable[[Values], Row]


def keep(
    tx: Transaction, table: str, drafts: Sequence[Draft], made: Made, *, key: str, numbered: bool = True
) -> None:
    """Adds the new drafts and changes the others, found by `key`; `made` turns values into the table's columns.
    `numbered`: new rows get an id of the table's own sequence."""
    new = [made(draft.values) for draft in drafts if draft.before is None]
    if numbered:
        numbers = tx.next_ids(f"{table}_id", len(new))
        new = [{"id": number, **row} for number, row in zip(numbers, new, strict=True)]
    changed = [made(draft.values) for draft in drafts if draft.before is not None]
    tx.append(table, frame(new))
    tx.amend(table, frame(changed), key=key)


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    """The rows as a frame whose types come from all of them."""
    return pl.DataFrame(rows, infer_schema_length=None)
