"""The technician's forms, each one use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lib.store import files
from lib.store.database import Database
from lib.tickets.actions import branching, closing, dispatching, helping, talking, working
from lib.tickets.actions.branching import Part
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By
from lib.tickets.actions.working import Work
from lib.tickets.asked import LONGEST
from lib.tickets.ticket import Ticket
from lib.web.forms import Sent
from lib.web.job_typed import LARGEST_DRAWING, appointed, drawn, materials_of, resume_time, whole


@dataclass(frozen=True, slots=True)
class Asked:
    """A form sent for a ticket by somebody."""

    db: Database
    ticket: Ticket
    form: Sent
    by: By


def accept(asked: Asked) -> Ticket:
    return working.accept(
        asked.db, ticket_id=asked.ticket.id, version=asked.form.number("version"), by=asked.by
    )


def arrive(asked: Asked) -> Ticket:
    return working.arrive(
        asked.db, ticket_id=asked.ticket.id, version=asked.form.number("version"), by=asked.by
    )


def resume(asked: Asked) -> Ticket:
    return working.resume(
        asked.db, ticket_id=asked.ticket.id, version=asked.form.number("version"), by=asked.by
    )


def hold(asked: Asked) -> Ticket:
    form = asked.form
    return working.hold(
        asked.db,
        ticket_id=asked.ticket.id,
        version=form.number("version"),
        reason=form.one("reason"),
        until=resume_time(form.one("until"), form.one("own"), asked.by.now),
        spoke_to=form.words("spoke_to", 80),
        note=form.words("note", LONGEST),
        by=asked.by,
    )


def return_job(asked: Asked) -> Ticket:
    form = asked.form
    return dispatching.return_job(
        asked.db,
        ticket_id=asked.ticket.id,
        version=form.number("version"),
        reason=": ".join(filter(None, (form.words("quick", 80), form.words("reason", 500)))),
        better_team_id=form.number("better_team"),
        by=asked.by,
    )


def complete(asked: Asked) -> Ticket:
    return working.complete(
        asked.db,
        ticket_id=asked.ticket.id,
        version=asked.form.number("version"),
        work=work_of(asked),
        by=asked.by,
    )


def sign(asked: Asked) -> Ticket:
    drawing = drawn(asked.form.one("signature", LARGEST_DRAWING))
    kept = files.keep(asked.db, drawing, now=asked.by.now)
    return closing.confirm_by_signature(
        asked.db,
        ticket_id=asked.ticket.id,
        signature=kept.hash,
        signed_by=asked.form.words("signed_by", 40),
        by=asked.by,
    )


def comment(asked: Asked) -> Ticket:
    form = asked.form
    return talking.comment(
        asked.db, ticket_id=asked.ticket.id, note=form.words("note", LONGEST), photos=form.photos, by=asked.by
    )


def pass_on(asked: Asked) -> Ticket:
    whom = Whom(assignee_id=asked.form.number("assignee_id"))
    return dispatching.reassign(
        asked.db, ticket_id=asked.ticket.id, version=asked.form.number("version"), whom=whom, by=asked.by
    )


def help_along(asked: Asked) -> Ticket:
    add, remove = asked.form.number("add"), asked.form.number("remove")
    return helping.helpers(
        asked.db,
        ticket_id=asked.ticket.id,
        version=asked.form.number("version"),
        add=[add] if add is not None else (),
        remove=[remove] if remove is not None else (),
        by=asked.by,
    )


def follow_on(asked: Asked) -> Ticket:
    form = asked.form
    part = Part(
        service_code=form.one("service"),
        description=form.words("words", LONGEST),
        appointment_at=appointed(form.one("when"), form.one("own"), asked.by.now),
    )
    made = branching.follow_on(
        asked.db,
        ticket_id=asked.ticket.id,
        version=form.number("version"),
        part=part,
        note=form.words("note", LONGEST),
        by=asked.by,
    )
    return made.ticket


ACTIONS: Mapping[str, Callable[[Asked], Ticket]] = {
    "accept": accept,
    "arrive": arrive,
    "resume": resume,
    "hold": hold,
    "return": return_job,
    "complete": complete,
    "sign": sign,
    "comment": comment,
    "pass": pass_on,
    "help": help_along,
    "follow-on": follow_on,
}


def work_of(asked: Asked) -> Work:
    """How the job ended, as the finish form says."""
    form = asked.form
    minutes, me = whole(form, "minutes"), asked.by.actor.account_id
    spent = {me: minutes} | {one: whole(form, f"minutes_{one}") for one in asked.ticket.helpers}
    return Work(
        outcome=form.one("outcome"),
        cause=form.one("cause"),
        remedy=form.one("remedy"),
        note=form.words("note", LONGEST),
        no_visit=form.one("no_visit") == "1",
        alone=form.one("alone") == "1",
        materials=materials_of(asked.db, form),
        labour={one: worked for one, worked in spent.items() if one is not None and worked},
        photos=form.photos,
    )
