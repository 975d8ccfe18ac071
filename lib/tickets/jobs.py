"""The lists of work: mine, my team's that nobody has taken, and what a technician used last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lib.store.database import Database, Reading, Row
from lib.tickets.records import COLUMNS, from_row
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status

UNSIGNED_FOR = timedelta(days=3)
"""Finished jobs stay on the list that long, so that a signature can still be collected."""

_NEVER = datetime.max.replace(tzinfo=UTC)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM ticket"


@dataclass(frozen=True, slots=True)
class Next:
    """The promise that runs now: `stage` is respond, arrive or complete; `due` may be None."""

    stage: str
    due: datetime | None


def next_promise(ticket: Ticket) -> Next | None:
    """What is promised next for an open ticket, stages nobody promised passed over; None once the work is finished.
    What was over once was answered and visited as far as it had to be: sent back, only its end is awaited."""
    if not ticket.is_open:
        return None
    ahead = [Next("complete", ticket.complete_due)]
    if ticket.arrived_at is None and not ticket.reopens:
        ahead.insert(0, Next("arrive", ticket.arrive_due))
    if ticket.accepted_at is None and not ticket.reopens:
        ahead.insert(0, Next("respond", ticket.respond_due))
    return next((stage for stage in ahead if stage.due is not None), ahead[0])


def by_due(ticket: Ticket) -> tuple[bool, datetime, int]:
    """Sorts jobs: what can be done now before what is held, the next promise first."""
    held = ticket.status is Status.ON_HOLD
    running = next_promise(ticket)
    due = ticket.hold_until if held else running.due if running else None
    return held, due or _NEVER, ticket.id


def unfinished(db: Database) -> Sequence[Ticket]:
    """Every ticket whose work is not finished, oldest first; read once after a change, for everybody."""

    def read() -> Sequence[Ticket]:
        states = "('new', 'assigned', 'accepted', 'in_progress', 'on_hold')"
        return [
            from_row(row) for row in db.rows(f"{_SELECT} WHERE status IN {states} ORDER BY opened_at, id")
        ]

    return db.derived("unfinished tickets", ("ticket",), read)


def my_jobs(db: Reading, account_id: int) -> list[Ticket]:
    """Open jobs of that person, the next due first, the held ones last."""
    rows = db.rows(
        f"{_SELECT} WHERE assignee_id = $me AND status IN ('assigned', 'accepted', 'in_progress', 'on_hold')",
        me=account_id,
    )
    return sorted(map(from_row, rows), key=by_due)


def helping(db: Reading, account_id: int) -> list[Ticket]:
    """Open jobs of others that person comes along to, the next due first."""
    rows = db.rows(
        f"""
        {_SELECT} WHERE $me = ANY(helpers)
        AND status IN ('assigned', 'accepted', 'in_progress', 'on_hold')
        """,
        me=account_id,
    )
    return sorted(map(from_row, rows), key=by_due)


def unsigned(db: Reading, account_id: int, now: datetime) -> list[Ticket]:
    """What that person finished in the last days and nobody has confirmed yet, newest first."""
    rows = db.rows(
        f"{_SELECT} WHERE done_by = $me AND status = 'done' AND done_at > $since ORDER BY done_at DESC",
        me=account_id,
        since=now - UNSIGNED_FOR,
    )
    return [from_row(row) for row in rows]


def team_jobs(db: Reading, team_id: int | None) -> list[Ticket]:
    """Jobs given to that team that nobody has taken (抢单), the next due first."""
    if team_id is None:
        return []
    rows = db.rows(
        f"""
        {_SELECT} WHERE team_id = $team AND assignee_id IS NULL AND status = 'assigned'
        AND team_id IN (SELECT id FROM team WHERE takes)
        """,
        team=team_id,
    )
    return sorted(map(from_row, rows), key=by_due)


def to_pass_on(db: Reading, team_ids: Collection[int], vendor_ids: Collection[int]) -> list[Ticket]:
    """What a leader of those teams or vendors may pass on: given, not yet accepted; the next due first."""
    if not team_ids and not vendor_ids:
        return []
    rows = db.rows(
        f"""
        {_SELECT} WHERE status = 'assigned'
        AND (team_id IN (SELECT unnest($teams::BIGINT[])) OR vendor_id IN (SELECT unnest($vendors::BIGINT[])))
        """,
        teams=list(team_ids),
        vendors=list(vendor_ids),
    )
    return sorted(map(from_row, rows), key=by_due)


def jobs_at(db: Reading, account_id: int, location_id: int) -> list[Ticket]:
    """That person's open jobs at exactly that place, the next due first."""
    return [ticket for ticket in my_jobs(db, account_id) if ticket.location_id == location_id]


def jobs_on(db: Reading, account_id: int, asset_id: int) -> list[Ticket]:
    """That person's open jobs on exactly that machine, the next due first."""
    return [ticket for ticket in my_jobs(db, account_id) if ticket.asset_id == asset_id]


_USED_FOR = """
    SELECT m.material_code AS code, m.name, m.unit FROM ticket_material m
    JOIN ticket_event e ON e.ticket_id = m.ticket_id AND e.seq = m.event_seq
    JOIN ticket t ON t.id = m.ticket_id LEFT JOIN service s ON s.code = t.service_code
    WHERE coalesce(s.group_code, '') = $group
"""


def last_materials(db: Reading, account_id: int, group: str, limit: int = 6) -> list[Row]:
    """What that person used last for services of the group, each once, newest first: code ("" for own words), name,
    unit."""
    return db.rows(
        f"""
        {_USED_FOR} AND coalesce(e.subject_id, e.actor_id) = $me
        GROUP BY m.material_code, m.name, m.unit ORDER BY max(e.recorded_at) DESC, m.name LIMIT $most
        """,
        me=account_id,
        group=group,
        most=limit,
    )


def common_materials(db: Reading, group: str, limit: int = 6) -> list[Row]:
    """What everybody used for services of the group, the commonest first: code ("" for own words), name, unit."""
    return db.rows(
        f"{_USED_FOR} GROUP BY m.material_code, m.name, m.unit ORDER BY count(*) DESC, m.name LIMIT $most",
        group=group,
        most=limit,
    )


def loads(db: Reading) -> dict[int, int]:
    """Open jobs by person: who already has how many."""
    rows = db.rows(
        """
        SELECT assignee_id, count(*) AS jobs FROM ticket
        WHERE assignee_id IS NOT NULL AND status IN ('assigned', 'accepted', 'in_progress', 'on_hold')
        GROUP BY assignee_id
        """
    )
    return {row["assignee_id"]: row["jobs"] for row in rows}
