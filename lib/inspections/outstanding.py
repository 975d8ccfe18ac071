"""What inspections leave open: rounds nobody came to, and findings nobody has seen good again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.core.clock import midnight
from lib.inspections import records
from lib.inspections.round import Round
from lib.inspections.seeing import visible
from lib.people.roles import Actor, Permission
from lib.store.database import Database


@dataclass(frozen=True, slots=True)
class OpenFindings:
    """How many are open, and since when the oldest is."""

    count: int
    oldest: datetime | None


def missed_on(db: Database, actor: Actor, day: date, now: datetime, needs: Permission) -> list[Round]:
    """Rounds of theirs whose window closed on that hospital day and to which nobody came, also follow-up rounds; in the
    order in which they closed."""
    sight = visible(actor, needs)
    sql = f"""
        {records.SELECT} WHERE r.status IN ('due', 'missed') AND r.closes_at > $since AND r.closes_at <= $until
        AND r.closes_at <= $now AND {sight.sql} ORDER BY r.closes_at, r.id"""
    since, until = midnight(day), midnight(day + timedelta(days=1))
    return [records.from_row(row) for row in db.rows(sql, since=since, until=until, now=now, **sight.values)]


def open_findings(db: Database, actor: Actor, needs: Permission) -> OpenFindings:
    """Of rounds this permission reaches."""
    sight = visible(actor, needs)
    sql = f"""
        SELECT count(*) AS n, min(f.found_at) AS oldest FROM finding f JOIN round r ON r.id = f.round_id
        WHERE f.resolved_at IS NULL AND {sight.sql}"""
    row = db.row(sql, **sight.values)
    return OpenFindings(row["n"], row["oldest"]) if row else OpenFindings(0, None)
