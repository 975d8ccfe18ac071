"""移交: open jobs of one shift go into other hands, each for itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import Refusal
from lib.people import duty
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database
from lib.tickets import jobs, records
from lib.tickets.actions.dispatching import Whom, reassign
from lib.tickets.actions.step import By
from lib.tickets.rights import matter
from lib.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Moved:
    """Numbers of the jobs that moved, and of those that did not with the reason."""

    done: Sequence[str]
    refused: Sequence[tuple[str, Refusal]]


def to_move(db: Database, actor: Actor, team_id: int | None, now: datetime) -> list[Ticket]:
    """Open jobs of the person who hands over and of whoever else holds a post of that shift now, as far as this
    person may move them, one's own first."""
    shift = [who.id for who, found in duty.present(db, team_id, now) if not found.standby]
    people = dict.fromkeys([*([actor.account_id] if actor.account_id else []), *shift])
    found = [job for account_id in people for job in jobs.my_jobs(db, account_id)]
    return [job for job in found if _needs(db, actor, job) is not None]


def move(
    db: Database,
    *,
    actor: Actor,
    jobs_seen: Collection[tuple[int, int]],
    whom: Whom,
    now: datetime,
    note: str,
) -> Moved:
    """Reassigns each job (id and the version the person saw); one that is refused does not hold back the others."""
    done: list[str] = []
    refused: list[tuple[str, Refusal]] = []
    for ticket_id, version in jobs_seen:
        ticket = records.by_id(db, ticket_id)
        if ticket is None:
            continue
        needs = _needs(db, actor, ticket) or Permission.REASSIGN_TICKET
        by = By(actor=actor, now=now)
        try:
            reassign(db, ticket_id=ticket_id, version=version, whom=whom, by=by, note=note, needs=needs)
            done.append(ticket.number)
        except Refusal as refusal:
            refused.append((ticket.number, refusal))
    return Moved(done, refused)


def _needs(db: Database, actor: Actor, ticket: Ticket) -> Permission | None:
    """The permission by which this person may move the job: that of leaders and dispatchers, or for one's own jobs
    that of handing over. None: not at all."""
    if may(actor, Permission.REASSIGN_TICKET, matter(db, ticket)):
        return Permission.REASSIGN_TICKET
    own = ticket.assignee_id == actor.account_id
    return Permission.HAND_OVER if own and may(actor, Permission.HAND_OVER, matter(db, ticket)) else None
