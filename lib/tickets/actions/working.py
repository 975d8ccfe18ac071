"""What the technician does, or the desk for one who phoned: accept, arrive, hold, resume, finish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lib.catalog.findings import causes, remedies
from lib.core.errors import NotAllowed, WrongInput
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.people import accounts
from lib.store.database import Database, Transaction
from lib.tickets import attachments
from lib.tickets.actions import reporting_back
from lib.tickets.actions.pausing import due_after_pause
from lib.tickets.actions.step import By, step
from lib.tickets.asked import CHOOSE
from lib.tickets.crew import needs_more_people
from lib.tickets.qualification import qualified_to_accept
from lib.tickets.rights import left_to_the_leader
from lib.tickets.rules import rules
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action

ALONE_OR_NOT = mark(
    "This is work for more than one: please add who came along, or say that it was done alone."
)
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
    """How a job ended. `labour`: minutes by account. `no_visit`: nothing had to be visited. `alone`: one
    person did what is work for more."""

    outcome: str
    cause: str = ""
    remedy: str = ""
    note: str = ""
    no_visit: bool = False
    alone: bool = False
    materials: Sequence[Used] = ()
    labour: Mapping[int, int] | None = None
    photos: Sequence[str] = ()


def accept(db: Database, *, ticket_id: int, version: int | None, by: By) -> Ticket:
    """ "I am coming." A job given to a team becomes the job of the one who says so first; NotQualified when their
    papers do not suffice and no dispatcher gave it to them all the same, NotAllowed where the leader passes jobs on."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        if left_to_the_leader(db, ticket, by.actor):
            raise NotAllowed(mark("In this team the leader passes jobs on; please ask there."))
        return qualified_to_accept(db, ticket, by)

    return step(
        db,
        Action.ACCEPT,
        ticket_id=ticket_id,
        version=version,
        by=by,
        facts=said,
        also=reporting_back.told(db),
    )


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
    said = {"reason": reason, "until": until, "spoke_to": spoke_to.strip(), "note": note.strip()}
    facts = {**said, **rules(db).policy.of_hold(reason)}
    also = reporting_back.told(db)
    return step(db, Action.HOLD, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def resume(db: Database, *, ticket_id: int, version: int | None, by: By) -> Ticket:
    """It goes on where it stood; a pausing hold moves the promises it stopped by its working minutes, a long one only
    once a leader or dispatcher has confirmed it."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        return due_after_pause(db, ticket, Action.RESUME, by)

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        if by.actor.system and ticket.assignee_id is not None:
            facts = {"number": ticket.number}
            outbox.tell(tx, [ticket.assignee_id], "woken", ticket_id=ticket.id, now=by.now, facts=facts)

    return step(db, Action.RESUME, ticket_id=ticket_id, version=version, by=by, facts=said, also=also)


def complete(db: Database, *, ticket_id: int, version: int | None, work: Work, by: By) -> Ticket:
    """Finished: outcome, cause and remedy, materials at today's price, minutes of each person, photos. Work for two
    asks who came along (helpers, or their minutes), or that it was done alone: WrongInput, field `alone`."""
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

    def said(ticket: Ticket) -> Mapping[str, Any]:
        return {**facts, **_by_how_many(db, ticket, work)}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, work.photos)
        _write_down(tx, ticket.id, event.seq, work)
        reporting_back.told(db)(tx, ticket, event)

    return step(db, Action.COMPLETE, ticket_id=ticket_id, version=version, by=by, facts=said, also=also)


def _by_how_many(db: Database, ticket: Ticket, work: Work) -> Mapping[str, Any]:
    missing = needs_more_people(db, ticket, {*ticket.helpers, *(work.labour or {})})
    if missing and not work.alone:
        raise WrongInput(ALONE_OR_NOT, field="alone")
    return {"alone": True} if missing else {}


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
