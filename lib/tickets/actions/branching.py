"""One report that is several jobs: split into its parts (拆单), and the next job that knows its first (后续单)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.store.database import Database, Transaction
from lib.tickets import records, reporters
from lib.tickets.actions.dispatching import concerned
from lib.tickets.actions.opening import Wish, open_beside
from lib.tickets.actions.step import By, step
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Channel

MOST_PARTS = 8
"""More trades than that in one report are several reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Work of its own: a service or words. Without a place it is where the whole is; an empty severity is what the
    catalogue says."""

    service_code: str = ""
    description: str = ""
    location_id: int | None = None
    severity: str = ""
    appointment_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Branched:
    """The ticket that was split or carried on, and what came out of it."""

    ticket: Ticket
    others: Sequence[Ticket]


def split(db: Database, *, ticket_id: int, version: int | None, parts: Sequence[Part], by: By) -> Branched:
    """Several trades in one report: the ticket keeps its own work, each part becomes a ticket of its own.

    A part is promised from when the whole was reported, since the ward has waited since then; its reporters are those
    of the whole. A part of a part belongs to the same whole. WrongInput for none or too many, or one without content.
    """
    if not parts:
        raise WrongInput(mark("Please say which parts it is split into."), field="parts")
    if len(parts) > MOST_PARTS:
        raise WrongInput(mark("At most {most} parts at a time."), field="parts", most=MOST_PARTS)

    def branch(tx: Transaction, ticket: Ticket) -> Sequence[Ticket]:
        whole = records.by_id(tx, ticket.parent_id or ticket.id) or ticket
        origin = {"parent_id": whole.id, "parent": whole.number}
        since = replace(by, happened_at=ticket.opened_at, subject_id=None, late_reason="")
        return [_opened(db, tx, ticket, part, ticket.channel, since, origin) for part in parts]

    return _branched(db, Action.SPLIT, ticket_id, version, by, branch, topic="split")


def follow_on(
    db: Database, *, ticket_id: int, version: int | None, part: Part, by: By, note: str = ""
) -> Branched:
    """The next job, which knows its first: a part to be fitted next week after a temporary repair. It begins now, or
    at its appointment; the first goes on by itself. Whoever reported the first follows this one too."""

    def branch(tx: Transaction, ticket: Ticket) -> Sequence[Ticket]:
        machine = {"asset_id": ticket.asset_id} if ticket.asset_id is not None else {}
        origin = {"follows_id": ticket.id, "follows": ticket.number, **machine}
        return [_opened(db, tx, ticket, part, Channel.VISIT, replace(by, subject_id=None), origin)]

    return _branched(db, Action.FOLLOW_ON, ticket_id, version, by, branch, note=note.strip())


def _branched(
    db: Database,
    action: Action,
    ticket_id: int,
    version: int | None,
    by: By,
    branch: Any,
    *,
    note: str = "",
    topic: str = "",
) -> Branched:
    others: list[Ticket] = []
    with db.transaction() as tx:

        def said(ticket: Ticket) -> Mapping[str, Any]:
            others.extend(branch(tx, ticket))
            return {**_named(action, others), **({"note": note} if note else {})}

        def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
            to = set(concerned(db, ticket)) - {by.actor.account_id}
            if topic and to:
                facts = {"number": ticket.number, "others": ", ".join(other.number for other in others)}
                outbox.tell(tx, to, topic, ticket_id=ticket.id, now=by.now, facts=facts)

        ticket = step(db, action, ticket_id=ticket_id, version=version, by=by, facts=said, also=also)
    return Branched(ticket, others)


def _named(action: Action, others: Sequence[Ticket]) -> Mapping[str, Any]:
    if action is Action.SPLIT:
        return {
            "children": [other.number for other in others],
            "children_ids": [other.id for other in others],
        }
    return {"next": others[0].number, "next_id": others[0].id}


def _opened(
    db: Database,
    tx: Transaction,
    ticket: Ticket,
    part: Part,
    channel: str,
    by: By,
    origin: Mapping[str, Any],
) -> Ticket:
    first = reporters.first(tx, ticket.id)
    name = next((one.name for one in reporters.of_ticket(tx, ticket.id) if one.id == first), "")
    wish = Wish(
        channel=Channel(channel),
        caller=Caller(name=name),
        location_id=part.location_id if part.location_id is not None else ticket.location_id,
        department_id=ticket.department_id,
        service_code=part.service_code,
        # Whoever comes for a part that only names a service reads what was reported.
        description=part.description or (ticket.description if part.service_code else ""),
        severity=part.severity,
        appointment_at=part.appointment_at,
    )
    made = open_beside(db, tx, wish, by=by, origin=origin)
    reporters.carry(tx, ticket.id, made.id)
    return made
