"""The last two handovers of the demonstration's desk: what stood open then, signed by who went and who came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from lib.core.clock import local_date, wall
from lib.demo.chance import between, random_for, whole
from lib.demo.phrases import Phrases
from lib.dispatch.handing_over import snapshot
from lib.dispatch.handing_over.snapshot import SECTION_WORDS, Line, Snapshot
from lib.people import duty
from lib.people.posts import PostKind, of_team
from lib.store.database import Database, Row
from lib.tickets.words import Status

_TWO = 2
_A_MINUTE = timedelta(minutes=1)
_SHIFTS = (PostKind.DAY, PostKind.NIGHT)


def hand_over(db: Database, now: datetime) -> None:
    """Both signatures of the last two changes of the desk, where there are none yet."""
    phrases = Phrases()
    for at, until in _changes(db, now):
        if not db.value(
            "SELECT count(*) FROM handover WHERE until = $until AND team_id IS NULL", until=until
        ):
            _write(db, at, until, phrases)


def _changes(db: Database, now: datetime) -> Sequence[tuple[datetime, datetime]]:
    """When the desk's shift changed and when the next change was due, the older first."""
    today = local_date(now)
    starts = {post.starts for post in of_team(db, None) if post.kind in _SHIFTS}
    changes = sorted(wall(today + timedelta(days=day), at) for day in (-2, -1, 0, 1) for at in starts)
    pairs = [(at, until) for at, until in pairwise(changes) if at <= now]
    return pairs[-_TWO:]


def _write(db: Database, at: datetime, until: datetime, phrases: Phrases) -> None:
    outgoing, incoming = _changing(db, at - _A_MINUTE, at), _changing(db, at, at)
    if outgoing is None or incoming is None:
        return
    random = random_for("handover", at)
    signed = whole(at - between(random, 2, 9))
    taken = _as_it_was(db, signed, until)
    row: Row = {
        "team_id": None,
        "version": 2,
        "until": until,
        "outgoing_id": outgoing[0],
        "outgoing_post": outgoing[1],
        "signed_at": signed,
        "incoming_id": incoming[0],
        "incoming_post": incoming[1],
        "countersigned_at": whole(at + between(random, 0, 4)),
        "notes": phrases.say(random, "handover_note"),
        "answer": phrases.say(random, "handover_answer"),
        "snapshot": snapshot.text(taken),
    }
    with db.transaction() as tx:
        tx.insert("handover", {"id": tx.next_id("handover_id"), **row})


def _changing(db: Database, seen: datetime, at: datetime) -> tuple[int, str] | None:
    """Somebody of the desk, as seen at that minute, whose post ends or begins then: account and name of the post."""
    people = [
        (who.id, held.post)
        for who, held in duty.present(db, None, seen)
        if held.kind in _SHIFTS and at in (held.since, held.until)
    ]
    return people[0] if people else None


def _as_it_was(db: Database, at: datetime, until: datetime) -> Snapshot:
    lines = [snapshot.ticket_line(db, row) for row in _open_at(db, at)]
    sections: Mapping[str, Sequence[Line]] = {
        "promised": [line for line in lines if line.until is not None and line.until <= until],
        "urged": [line for line in lines if line.urges > 1],
        "held": [line for line in lines if line.status == Status.ON_HOLD],
        "open": lines,
    }
    people = tuple((who.name, held.post) for who, held in duty.present(db, None, at) if not held.standby)
    empty = {name: sections.get(name, ()) for name in SECTION_WORDS}
    return Snapshot(taken_at=at, until=until, sections=empty, people=people)


def _open_at(db: Database, at: datetime) -> Iterator[Row]:
    """The tickets that stood open then, in the state they had."""
    rows = db.rows(
        """
        SELECT number, location_id, service_code, description, severity, status, assignee_id, team_id, urges,
               hold_reason, hold_since, assigned_at, accepted_at, arrived_at, complete_due AS until
        FROM ticket
        WHERE opened_at <= $at
          AND coalesce(done_at, closed_at, CASE status WHEN 'cancelled' THEN changed_at END, $later) > $at
        ORDER BY CASE severity WHEN 'emergency' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END, complete_due, id
        """,
        at=at,
        later=at + timedelta(days=1),
    )
    for row in rows:
        yield {**row, **_state(row, at)}


def _state(row: Row, at: datetime) -> Row:
    def by_then(column: str) -> bool:
        return row[column] is not None and row[column] <= at

    if row["status"] == Status.ON_HOLD and by_then("hold_since"):
        return {}
    unheld = {"hold_reason": ""}
    for column, status in (
        ("arrived_at", Status.IN_PROGRESS),
        ("accepted_at", Status.ACCEPTED),
        ("assigned_at", Status.ASSIGNED),
    ):
        if by_then(column):
            return {**unheld, "status": status.value}
    return {**unheld, "status": Status.NEW.value, "assignee_id": None, "team_id": None}
