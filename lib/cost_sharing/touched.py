"""Whether anything a past period rests on was touched: asked in milliseconds, while measuring it takes a tenth of a
second."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lib.cost_sharing import counted
from lib.store.database import Database

SEEN_BY_ROW = ("ticket", "round", "call_back")
"""These change all day long, but hardly ever in a period that is over."""
SELDOM = ("contract", "vendor", "team", "service", "service_group", "dispute")
# Labour, materials and ratings come with an event, which changes the ticket's version. `bit_xor` and `hash` of several
# columns are DuckDB's own; PostgreSQL takes bit_xor(hashtextextended(ROW(…)::text, 0)).
_ROWS: Mapping[str, str] = {
    "ticket": f"""
        SELECT count(*) AS n, bit_xor(hash(t.id, t.version, t.status, t.first_closed_at, t.closed_at, t.closed_how,
          t.kind, t.service_code, t.vendor_id, t.team_id, t.outcome, t.channel, t.done_at, t.complete_due, t.reopens))
          AS rows FROM ticket t WHERE {counted.PERIOD}""",
    "round": """
        SELECT count(*) AS n, bit_xor(hash(r.id, r.version, r.status, r.vendor_id, r.team_id, r.begun_at, r.ended_at,
          r.minutes)) AS rows FROM round r WHERE r.ended_at >= $since AND r.ended_at < $until""",
    "call_back": f"""
        SELECT count(*) AS n, bit_xor(hash(c.id, c.result, c.answered_at)) AS rows
        FROM call_back c JOIN ticket t ON t.id = c.ticket_id WHERE {counted.PERIOD}""",
}


def state(db: Database, starts_on: date, ends_on: date) -> tuple[Any, ...]:
    """Equal as long as nothing was touched that the sharing of these days rests on: its tickets, rounds and call-backs,
    and contracts, vendors, teams, services and decisions of any time."""
    return db.version(SELDOM), db.derived(
        ("cost_sharing_touched", starts_on, ends_on), SEEN_BY_ROW, lambda: _rows(db, starts_on, ends_on)
    )


def _rows(db: Database, starts_on: date, ends_on: date) -> tuple[Any, ...]:
    bounds = counted.instants(starts_on, ends_on)
    found = (db.row(sql, **bounds) or {} for sql in _ROWS.values())
    return tuple((row["n"], row["rows"]) for row in found)
