"""Freezing: once a statement goes out, its figures stand as rows and as a text, whatever happens to tickets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.cost_sharing import content, records
from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.statement import Statement
from lib.store.database import Database, Transaction

Columns = Mapping[str, Any]
"""Columns of the statement that change with the step."""
NOTHING: Columns = {"content": "", "hash": ""}


def freeze(tx: Transaction, db: Database, statement: Statement, sharing: Sharing, now: datetime) -> Columns:
    """Writes what each vendor carries, keeping its answer, and gives the statement's `content` and `hash`.

    For the steps that send, check and issue: their rule merges these columns into its own. The content holds the
    history up to the step before.
    """
    kept = records.shares(tx, statement.id)
    for vendor_id in kept.keys() - {line.vendor_id for line in sharing.lines}:
        _drop(tx, statement.id, vendor_id)
    for line in sharing.lines:
        _write(tx, statement.id, line, known=line.vendor_id in kept)
    return _columns(content.content(db, statement, sharing, now=now, reading=tx))


def settle(tx: Transaction, statement: Statement, now: datetime) -> Columns:
    """The `content` and `hash` of an issued statement that is settled: what was issued, its hash, and how each vendor
    settled it."""
    return _columns(content.settled(statement.content, tx, statement, now=now))


def thaw(tx: Transaction, statement: Statement) -> Columns:
    """A statement that becomes a draft again: nobody carries anything of it, and no answer to it stands."""
    tx.execute("DELETE FROM statement_share WHERE statement_id = $id", id=statement.id)
    return NOTHING


def _columns(said: Mapping[str, Any]) -> Columns:
    text = content.written(said)
    return {"content": text, "hash": content.hashed(text)}


def _drop(tx: Transaction, statement_id: int, vendor_id: int) -> None:
    sql = "DELETE FROM statement_share WHERE statement_id = $statement AND vendor_id = $vendor"
    tx.execute(sql, statement=statement_id, vendor=vendor_id)


def _write(tx: Transaction, statement_id: int, line: Line, *, known: bool) -> None:
    figures = {name: getattr(line, name) for name in FIGURES}
    if known:
        tx.execute(_UPDATE, statement_id=statement_id, vendor_id=line.vendor_id, **figures)
    else:
        key = {"statement_id": statement_id, "vendor_id": line.vendor_id}
        tx.insert("statement_share", {**key, **figures})


FIGURES = ("cents", "adjustment_cents", "net_cents", "tax_cents", "total_cents")
_SET = ", ".join(f"{name} = ${name}" for name in FIGURES)
_UPDATE = f"UPDATE statement_share SET {_SET} WHERE statement_id = $statement_id AND vendor_id = $vendor_id"
