"""What the hospital has decided about its tickets; defaults until somebody changes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from lib.core.facts import dumps
from lib.store.database import Database, Row, Transaction
from lib.tickets.words import HoldReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`close_after_days` are working days; windows are calendar days; `pausing` holds move the time to complete;
    `desk_phone` is the number every page names when it cannot help."""

    close_after_days: int = 3
    reopen_window_days: int = 7
    rating_window_days: int = 7
    desk_phone: str = ""
    pausing: tuple[str, ...] = (
        HoldReason.ACCESS,
        HoldReason.SHUTDOWN,
        HoldReason.APPOINTMENT,
        HoldReason.APPROVAL,
        HoldReason.REPORTER,
    )


def rules(db: Database) -> Rules:
    """The rules in force, read again only after somebody changed one."""
    return db.derived("rules", ("setting",), lambda: _of(db.rows("SELECT name, value FROM setting")))


def _of(rows: list[Row]) -> Rules:
    known = {field.name for field in fields(Rules)}
    said: Mapping[str, Any] = {row["name"]: json.loads(row["value"]) for row in rows if row["name"] in known}
    taken: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    return Rules(**taken)


def set_rule(tx: Transaction, name: str, value: Any) -> None:
    """One rule changed from now on."""
    sql = "INSERT INTO setting VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    tx.execute(sql, name=name, value=dumps(value))
