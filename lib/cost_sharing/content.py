"""Everything a statement says, as one text that can be read, hashed and compared: canonical JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.catalog.services import all_services
from lib.core.facts import dumps
from lib.cost_sharing import records, scheme
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.plain import plain
from lib.cost_sharing.statement import FROZEN, Statement
from lib.people import organisation
from lib.store.database import Database, Reading
from lib.tickets.rules import rules

FORMAT = 1
"""Goes up when an older reader could no longer understand it."""


def content(
    db: Database,
    statement: Statement,
    sharing: Sharing,
    *,
    now: datetime | None,
    reading: Reading | None = None,
) -> dict[str, Any]:
    """What the statement says, in a fixed order: period, scheme, pool and its cost lines, λ, each vendor's path, all
    tickets and rounds of the period, weights, adjustments, disputes, answers, history, and the statement before it.

    Amounts in cents, fractions as "n/d", instants in UTC. `reading`: the transaction it is frozen in; `now` None for a
    draft that is only shown.
    """
    rows = reading or db
    adjustments = records.adjustments(rows, statement.id)
    return {
        "format": FORMAT,
        "number": statement.number,
        "hospital": rules(db).hospital_name,
        "starts_on": statement.starts_on.isoformat(),
        "ends_on": statement.ends_on.isoformat(),
        "frozen_at": plain(now) if now else "",
        "previous": _previous(rows, statement),
        "scheme": json.loads(scheme.written(sharing.scheme)),
        "pool": sharing.pool,
        "cost_lines": plain(records.cost_lines(rows, statement.id)),
        "totals": plain(sharing.totals),
        "rate": plain(sharing.rate),
        "lines": plain(sharing.lines),
        "outside": plain(sharing.outside),
        "tickets": plain(sharing.tickets),
        "rounds": plain(sharing.rounds),
        "services": _services(db),
        "vendors": _vendors(db),
        "adjustments": plain(adjustments),
        "corrects": _numbers(rows, {one.corrects_id for one in adjustments}),
        "disputes": plain(records.disputes(rows, statement.id)),
        "shares": plain(list(records.shares(rows, statement.id).values())),
        "events": plain(records.events(rows, statement.id)),
    }


def settled(text: str, rows: Reading, statement: Statement, *, now: datetime) -> dict[str, Any]:
    """What was issued, and how it was settled since: every vendor's settlement, the history, the hash of the issued
    text."""
    details = {
        "at": plain(now),
        "issued_hash": hashed(text),
        "shares": plain(list(records.shares(rows, statement.id).values())),
        "events": plain(records.events(rows, statement.id)),
    }
    return {**json.loads(text), "settled": details}


def issued(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a settled statement said when it was issued; one that is not settled says it still."""
    return {name: value for name, value in said.items() if name != "settled"}


def written(said: Mapping[str, Any]) -> str:
    """The content as text: the same content is always the same text."""
    return dumps(said)


def hashed(text: str) -> str:
    """SHA-256 of the text, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def issued_hash(text: str) -> str:
    """The hash of what was issued, by which the next statement names this one."""
    return hashed(written(issued(json.loads(text))))


def _previous(rows: Reading, statement: Statement) -> dict[str, str]:
    """The statement issued last, by number and hash; empty for the first one."""
    sql = f"""
        SELECT number, content FROM statement WHERE id <> $id AND status IN ({_FROZEN})
        ORDER BY issued_at DESC, id DESC LIMIT 1
    """
    last = rows.row(sql, id=statement.id)
    if last is None:
        return {"number": "", "hash": ""}
    return {"number": last["number"], "hash": issued_hash(last["content"])}


_FROZEN = ", ".join(f"'{status}'" for status in sorted(FROZEN))


def _services(db: Database) -> dict[str, Any]:
    """Name and points (thousandths) of every service: what a ticket corrected later to another one is weighed by."""
    return {
        one.code: {"name": one.name, "weight": round(one.weight * 1000)} for one in all_services(db).values()
    }


def _vendors(db: Database) -> list[dict[str, Any]]:
    """Those of the hospital's own units take no part, whatever is said of them later."""
    names = ("id", "code", "name", "internal")
    return [{name: getattr(one, name) for name in names} for one in organisation.vendors(db).values()]


def _numbers(rows: Reading, statements: set[int]) -> dict[str, str]:
    found = (
        (one, rows.value("SELECT number FROM statement WHERE id = $id", id=one)) for one in sorted(statements)
    )
    return {str(one): number or "" for one, number in found}
