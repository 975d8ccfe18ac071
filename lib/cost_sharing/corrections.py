"""What an issued statement would say by today's tickets and contracts, less what it says: carried by a later one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import polars as pl

from lib.core.errors import Refusal
from lib.cost_sharing import causes, frozen, records, touched
from lib.cost_sharing.causes import Cause
from lib.cost_sharing.frozen import Frozen
from lib.cost_sharing.measuring import Measured, measured
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.sharing import disputed, share
from lib.cost_sharing.statement import FROZEN, Statement
from lib.people.organisation import Vendor
from lib.store.database import Database, Reading

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is still to be corrected of one issued statement. `cents`: by vendor id, those that are not 0, together 0.

    `causes`: every ticket, round and contract that is not what it was when it was issued, also those that were
    corrected before. `refusal`: it cannot be shared out as it would be today, and why."""

    statement: Statement
    cents: Mapping[int, int] = field(default_factory=dict)
    causes: tuple[Cause, ...] = ()
    refusal: Refusal | None = None


REACH = 24
"""Issued statements looked at by themselves, the newest: two years. An older one can still be corrected by name."""


def open_corrections(db: Database, draft: Statement) -> list[Correction]:
    """What a draft has to take over from the periods before it, the newest first: differences that no statement
    carries yet, and statements that could not be shared out today."""
    earlier = [
        one for one in records.all_statements(db) if one.status in FROZEN and one.ends_on < draft.starts_on
    ]
    found = (difference(db, one) for one in earlier[:REACH])
    return [one for one in found if one.cents or one.refusal]


def difference(db: Database, statement: Statement, *, without: int | None = None) -> Correction:
    """Its shares by today's tickets, contracts and decisions, under its own rules, pool and weights, less its shares as
    issued and less what other statements carry of it. The product's rule.

    `without`: the id of a draft whose own adjustments are left out of this, since it takes them anew.
    """
    try:
        shift = _shift(db, statement)
    except Refusal as refusal:
        return Correction(statement=statement, refusal=refusal)
    carried = adjusted(db, statement.id, without=without)
    left = {one: shift.cents.get(one, 0) - carried.get(one, 0) for one in sorted({*shift.cents, *carried})}
    return Correction(
        statement=statement,
        cents={vendor_id: cents for vendor_id, cents in left.items() if cents},
        causes=shift.causes,
    )


@dataclass(frozen=True, slots=True)
class _Shift:
    """How far today's sharing is from the issued one: cents by vendor id, and why."""

    cents: Mapping[int, int]
    causes: tuple[Cause, ...]


def _shift(db: Database, statement: Statement) -> _Shift:
    """Kept until something the statement's period rests on is touched."""
    kept: dict[int, tuple[Any, _Shift]] = db.derived("cost_sharing_shifts", (), dict)
    state = (statement.hash, touched.state(db, statement.starts_on, statement.ends_on))
    known = kept.get(statement.id)
    if known is None or known[0] != state:
        known = kept[statement.id] = (state, _measured_shift(db, statement))
    return known[1]


def _measured_shift(db: Database, statement: Statement) -> _Shift:
    was = frozen.of(db, statement)
    now = recomputed(db, statement, was)
    before = {line.vendor_id: line.cents for line in was.sharing.lines}
    after = {line.vendor_id: line.cents for line in now.lines}
    moved = {one: after.get(one, 0) - before.get(one, 0) for one in {*before, *after}}
    return _Shift(moved, causes.between(was.sharing, now))


def recomputed(db: Database, statement: Statement, was: Frozen | None = None) -> Sharing:
    """An issued statement shared out by today's tickets, contracts and decisions under its own frozen rules, pool,
    weights and names. WrongInput where that cannot be, as in `sharing.share`."""
    was = was or frozen.of(db, statement)
    today = as_then(measured(db, was.starts_on, was.ends_on), was)
    said = disputed(db, statement, today)
    return share(today, was.sharing.scheme, was.pool, held=said.held, out=said.out, moved=said.moved)


def adjusted(db: Reading, corrects_id: int, *, without: int | None = None) -> dict[int, int]:
    """What other statements, also drafts, carry of that one already: cents by vendor id."""
    sql = """
        SELECT vendor_id, CAST(sum(cents) AS BIGINT) AS cents FROM adjustment
        WHERE corrects_id = $corrects AND statement_id IS DISTINCT FROM CAST($without AS BIGINT) GROUP BY vendor_id
    """
    return {row["vendor_id"]: row["cents"] for row in db.rows(sql, corrects=corrects_id, without=without)}


def as_then(today: Measured, was: Frozen) -> Measured:
    """Today's measures with the weights, the codes and the standing of vendors that the statement was issued with: who
    edits the catalogue or renames a company corrects no statement."""
    codes = {one.code: was.vendors[one.id].code for one in today.vendors.values() if one.id in was.vendors}
    return replace(
        today,
        vendors={
            codes.get(one.code, one.code): _vendor(one, was)
            for one in sorted(today.vendors.values(), key=lambda one: codes.get(one.code, one.code))
        },
        tickets=_renamed(today.tickets, codes),
        rounds=_renamed(today.rounds, codes),
        contract_values=_under(today.contract_values, codes),
        first_starts=_under(today.first_starts, codes),
        weights={**today.weights, **was.weights},
    )


def _vendor(today: Vendor, was: Frozen) -> Vendor:
    then = was.vendors.get(today.id)
    return replace(today, code=then.code, internal=then.internal) if then else today


def _renamed(frame: pl.DataFrame, codes: Mapping[str, str]) -> pl.DataFrame:
    return frame.with_columns(pl.col("vendor").replace(codes))


def _under(values: Mapping[str, T], codes: Mapping[str, str]) -> dict[str, T]:
    return {codes.get(code, code): value for code, value in values.items()}
