"""What the technician does, or the desk for one who phoned: accept, arrive, hold, resume, finish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lib.catalog.findings import causes, remedies
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.people import accounts
from lib.store.database import Database, Transaction
from lib.tickets import attachments
from lib.tickets.actions.pausing import due_after_pause
from lib.tickets.actions.step import By, step
from lib.tickets.asked import CHOOSE
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action

LARGEST = 100_000
"""A quantity this large is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Used:
    """A material used: from the list (its price is kept as of now), or in the technician's own words at no price."""

    code: str
    name: str
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How a job ended. `labour`: minutes by account. `no_visit`: nothing had to be visited."""

    outcome: str
    cause: str = ""
    remedy: str = ""
    note: str = ""
    no_visit: bool = False
    materials: Sequence[Used] = ()
    labour: Mapping[int, int] | None = None
    photos: Sequence[str] = ()


def accept(db: Database, *, ticket_id: int, version: int | None, by: By) -> Ticket:
    """ "I am coming." A job given to a team becomes the job of the one who says so first."""
    return step(db, Action.ACCEPT, ticket_id=ticket_id, version=version, by=by)


def arrive(
    db: Database, *, ticket_id: int, version: int | None, by: By, scanned_location_id: int | None = None
) -> Ticket:
    """On site; verified when the code of that very place was scanned."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        return {"verified": scanned_location_id is not None and scanned_location_id == ticket.location_id}

    return step(db, Action.ARRIVE, ticket_id=ticket_id, version=version, by=by, facts=said)


def hold(
    db: Database,
    *,
    ticket_id: int,
    version: int | None,
    reason: str,
    until: datetime | None,
    by: By,
    spoke_to: str = "",
    note: str = "",
) -> Ticket:
    """Stopped for a reason, until an expected time at which it wakes up by itself."""
    facts = {"reason": reason, "until": until, "spoke_to": spoke_to.strip(), "note": note.strip()}
    return step(db, Action.HOLD, ticket_id=ticket_id, version=version, by=by, facts=facts)


def resume(db: Database, *, ticket_id: int, version: int | None, by: By) -> Ticket:
    """It goes on where it stood; a pausing hold moves the time to complete by its working minutes."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        return due_after_pause(db, ticket, by)

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        if by.actor.system and ticket.assignee_id is not None:
            facts = {"number": ticket.number}
            outbox.tell(tx, [ticket.assignee_id], "woken", ticket_id=ticket.id, now=by.now, facts=facts)

    return step(db, Action.RESUME, ticket_id=ticket_id, version=version, by=by, facts=said, also=also)


def complete(db: Database, *, ticket_id: int, version: int | None, work: Work, by: By) -> Ticket:
    """Finished: outcome, cause and remedy, materials at today's price, minutes of each person, photos."""
    _possible_amounts(work)
    _known_findings(db, work)
    if not (work.labour or {}).keys() <= accounts.all_accounts(db).keys():
        raise WrongInput(mark("There is no such account."), field="labour")
    facts = {
        "outcome": work.outcome,
        "cause": work.cause,
        "remedy": work.remedy,
        "note": work.note.strip(),
        "no_visit": work.no_visit,
        "materials": len(work.materials),
        "labour_minutes": sum((work.labour or {}).values()),
    }

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, work.photos)
        _write_down(tx, ticket.id, event.seq, work)

    return step(db, Action.COMPLETE, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def _known_findings(db: Database, work: Work) -> None:
    for name, said, offered in (("cause", work.cause, causes(db)), ("remedy", work.remedy, remedies(db))):
        if said and said not in {one.code for one in offered}:
            raise WrongInput(CHOOSE, field=name)


def _possible_amounts(work: Work) -> None:
    if any(used.quantity.is_nan() or used.quantity <= 0 for used in work.materials):
        raise WrongInput(mark("A quantity has to be above zero."), field="materials")
    if any(used.quantity >= LARGEST for used in work.materials):
        raise WrongInput(mark("A quantity lies below {most}."), field="materials", most=f"{LARGEST:,}")
    if any(used.quantity != round(used.quantity, 3) for used in work.materials):
        raise WrongInput(mark("A quantity has at most three decimals."), field="materials")
    if not all(used.code or used.name.strip() for used in work.materials):
        raise WrongInput(mark("Please say which material it was."), field="materials")
    if any(not 0 < minutes <= 24 * 60 for minutes in (work.labour or {}).values()):
        raise WrongInput(mark("Minutes of work lie between 1 and 1,440."), field="labour")


def _write_down(tx: Transaction, ticket_id: int, seq: int, work: Work) -> None:
    for used in work.materials:
        known = tx.row("SELECT name, unit, unit_cents FROM material WHERE code = $code", code=used.code) or {}
        row = {
            "ticket_id": ticket_id,
            "event_seq": seq,
            "material_code": used.code,
            "quantity": used.quantity,
        }
        named = {
            "name": known.get("name", used.name),
            "unit": known.get("unit", ""),
            "unit_cents": known.get("unit_cents", 0),
        }
        tx.insert("ticket_material", {**row, **named})
    for account_id, minutes in (work.labour or {}).items():
        tx.insert(
            "ticket_labour",
            {"ticket_id": ticket_id, "event_seq": seq, "account_id": account_id, "minutes": minutes},
        )
