"""Issuing codes, whatever they are on: short, unguessable, one in force for each owner."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from lib.store.database import Transaction

# Without the letters and digits people mix up when they read a code aloud.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where codes of one kind are kept: their table, its column of whose they are, and the SQL that marks the codes
    of `$owner` as replaced `$now`."""

    table: str
    owner: str
    replace: str


def new_code() -> str:
    """31^8 possibilities: 850 thousand million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def issue(tx: Transaction, kept: Kept, owner_id: int, now: datetime) -> str:
    """A fresh code for the owner; earlier ones are marked as replaced."""
    tx.execute(kept.replace, owner=owner_id, now=now)
    code = new_code()
    tx.insert(kept.table, {"code": code, kept.owner: owner_id, "issued_at": now})
    return code


def issue_all(tx: Transaction, kept: Kept, owner_ids: Sequence[int], now: datetime) -> None:
    """A first code for each of these new owners."""
    rows = [{"code": new_code(), kept.owner: owner, "issued_at": now} for owner in owner_ids]
    tx.append(kept.table, pl.DataFrame(rows))
