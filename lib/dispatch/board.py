"""What the dispatch board shows: one card for each ticket that is open or was finished today.

Made once after a change for everybody who sees the same; ages and bars are the browser's work, from instants.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import count
from typing import Any

from lib.core.clock import local_date, midnight
from lib.core.facts import dumps
from lib.people.roles import Actor, Permission, may
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.escalation import calling as escalation
from lib.tickets.guessing import guess
from lib.tickets.jobs import next_promise
from lib.tickets.lateness import FOREVER, stands_until
from lib.tickets.records import COLUMNS, from_row
from lib.tickets.rights import matter
from lib.tickets.rules import rules
from lib.tickets.seeing import EVERYTHING, visible
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status

STEADY = ("location", "occupancy", "setting", "service", "service_group", "escalation")
"""What cards are made of besides their ticket: a commit to one of these may change any card."""
TABLES = ("ticket", *STEADY)
"""A commit to one of these may change the board."""
LONGEST_WORDS = 80
Card = Mapping[str, Any]

_numbers = count(1)
_building = threading.Lock()


@dataclass(frozen=True)
class Snapshot:
    """The board at one moment. `message` tells a browser all of it, `since` what changed after an earlier one."""

    cards: Mapping[int, Card]
    number: int = field(default_factory=lambda: next(_numbers))
    _changes: dict[int, str] = field(default_factory=dict, repr=False)

    @cached_property
    def message(self) -> str:
        """JSON: kind "board", cards."""
        return dumps({"kind": "board", "cards": list(self.cards.values())})

    def since(self, earlier: Snapshot) -> str:
        """JSON: kind "changes", cards that are new or different, ids of those gone."""
        if earlier.number not in self._changes:
            # A card nobody touched is the same object: most need no comparing.
            before = earlier.cards.get
            changed = [c for key, c in self.cards.items() if (old := before(key)) is not c and old != c]
            gone = [key for key in earlier.cards if key not in self.cards]
            self._changes[earlier.number] = dumps({"kind": "changes", "cards": changed, "gone": gone})
        return self._changes[earlier.number]


def snapshot(db: Database, *, actor: Actor, now: datetime) -> Snapshot:
    """The board as this person may see it; the same object until something changes or the day ends."""
    sight, day = visible(actor, Permission.SEE_BOARD), local_date(now)
    with _building:
        made: dict[date, Snapshot] = db.derived(("board", sight.key), TABLES, dict)
        if day not in made:
            made.clear()
            everything = sight == EVERYTHING
            made[day] = Snapshot(
                {
                    key: known.card
                    for key, known in _shown(db, day).items()
                    if everything or _sees(db, actor, known.ticket)
                }
            )
        return made[day]


def _sees(db: Database, actor: Actor, ticket: Ticket) -> bool:
    return may(actor, Permission.SEE_BOARD, matter(db, ticket))


def card_of(db: Database, ticket: Ticket, actor: Actor) -> Card | None:
    """The card of one ticket; None where this person's board does not show it."""
    shown = ticket.is_open or (
        ticket.done_at is not None and ticket.status not in (Status.CANCELLED, Status.MERGED)
    )
    return _card(db, ticket) if shown and _sees(db, actor, ticket) else None


@dataclass(frozen=True, slots=True)
class _Known:
    ticket: Ticket
    card: Card


def _shown(db: Database, day: date) -> Mapping[int, _Known]:
    """Everything that is open or was finished that day, by ticket id; of the others only new versions are read."""
    made: dict[date, Mapping[int, _Known]] = db.derived("board_shown", TABLES, dict)
    if day not in made:
        made.clear()
        made[day] = _refreshed(db, day)
    return made[day]


def _refreshed(db: Database, day: date) -> Mapping[int, _Known]:
    known: dict[int, _Known] = db.derived("board_known", STEADY, dict)
    versions = _versions(db, day)
    stale = [
        key for key, version in versions.items() if key not in known or known[key].ticket.version != version
    ]
    for ticket in _tickets(db, stale):
        known[ticket.id] = _Known(ticket, _card(db, ticket))
    for ended in known.keys() - versions.keys():
        del known[ended]
    return {key: known[key] for key in versions if key in known}


def _versions(db: Database, day: date) -> Mapping[int, int]:
    rows = db.rows(
        """
        SELECT id, version FROM ticket
        WHERE status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold')
           OR (status IN ('done', 'closed') AND done_at >= $today) ORDER BY id
        """,
        today=midnight(day),
    )
    return {row["id"]: row["version"] for row in rows}


def _tickets(db: Database, ids: Sequence[int]) -> list[Ticket]:
    if not ids:
        return []
    sql = f"SELECT {', '.join(COLUMNS)} FROM ticket WHERE id IN (SELECT unnest($ids::BIGINT[])) ORDER BY id"
    return [from_row(row) for row in db.rows(sql, ids=list(ids))]


def _card(db: Database, ticket: Ticket) -> Card:
    """Instants are whole seconds since 1970; what is empty, zero or false is left out."""
    place, running = location(db, ticket.location_id), next_promise(ticket)
    stands = stands_until(ticket, rules(db))
    said = {
        "id": ticket.id,
        "number": ticket.number,
        "version": ticket.version,
        "status": ticket.status.value,
        "severity": ticket.severity.value,
        "kind": ticket.kind,
        "service": ticket.service_code,
        "guess": guess(db, ticket),
        "place": place.path if place else "",
        "campus": place.campus_id if place else None,
        "department": ticket.department_id,
        "words": ticket.description[:LONGEST_WORDS],
        "opened": _seconds(ticket.opened_at),
        "start": _seconds(ticket.appointment_at or ticket.opened_at),
        "appointment": _seconds(ticket.appointment_at),
        "stage": running.stage if running else "",
        "due": _seconds(running.due) if running else None,
        "paused": stands is not None,
        "stands": _seconds(stands) if stands != FOREVER else None,
        "hold": ticket.hold_reason,
        "until": _seconds(ticket.hold_until),
        "assignee": ticket.assignee_id,
        "team": ticket.team_id,
        "vendor": ticket.vendor_id,
        "urges": ticket.urges,
        "returns": ticket.returns,
        "reopens": ticket.reopens,
        "watched": ticket.watched,
        "watched_until": _seconds(ticket.watched_until),
        "undecided": ticket.undecided,
        "escalated": ticket.escalations,
        "phone": escalation.to_be_phoned(db, ticket),
        "done": _seconds(ticket.done_at) if not ticket.is_open else None,
        "closed": ticket.closed_how,
    }
    return {name: value for name, value in said.items() if value}


def _seconds(instant: datetime | None) -> int | None:
    return int(instant.timestamp()) if instant else None
