"""The list of jobs, and one job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from lib.core.errors import Refusal
from lib.core.i18n import mark, say
from lib.dispatch import spoken
from lib.dispatch.turns import in_turn
from lib.notifications import outbox
from lib.notifications.outbox import TOPIC_WORDS
from lib.people import accounts, organisation
from lib.people.roles import Permission, may
from lib.places.assets import asset
from lib.places.locations import entry_notes
from lib.store.database import Row
from lib.tickets import attachments, history, records, reporters
from lib.tickets import jobs as work
from lib.tickets.crew import warnings
from lib.tickets.family import family, related
from lib.tickets.job_words import card, leads
from lib.tickets.rights import matter
from lib.tickets.ticket import Ticket
from lib.web.forms import Sent
from lib.web.job_here import Here, about, answer
from lib.web.phone_bar import bar

REFRESH = "60; url=/jobs"


def list_page(
    request: Request, here: Here, *, refusal: Refusal | None = None, form: Sent | None = None
) -> Response:
    """My jobs in their turn, those waiting for a signature, the free ones, those a leader passes on."""
    db, mine = here.db, work.my_jobs(here.db, here.account.id)
    mine = in_turn(db, here.account, mine, here.now)
    passed = [
        ticket for ticket in work.to_pass_on(db, *leads(here.actor)) if ticket.assignee_id != here.account.id
    ]
    seen = {ticket.id for ticket in passed}
    free = [ticket for ticket in work.team_jobs(db, here.account.team_id) if ticket.id not in seen]
    unsigned = work.unsigned(db, here.account.id, here.now)
    helped = work.helping(db, here.account.id)
    lists = {"mine": mine, "unsigned": unsigned, "free": free, "to_pass": passed, "helped": helped}
    cards = {
        name: [card(db, ticket, here.language, here.now) for ticket in found] for name, found in lists.items()
    }
    said = {"notices": _notices(here), "bar": bar(here.actor), **_speaking(here)}
    response = answer(request, here, "jobs.html", refusal, form, **cards, **said)
    if refusal is None:
        # The page that says why something did not work stays until somebody has read it.
        response.headers["Refresh"] = REFRESH
    return response


def _speaking(here: Here) -> Mapping[str, Any]:
    """The voice that calls jobs out, and what it says of itself."""
    return {"speaker": spoken.script(), "speaker_words": spoken.words(here.language)}


def _notices(here: Here) -> list[Row]:
    """The newest of each ticket."""
    unseen = reversed(outbox.unseen(here.db, here.account.id))
    newest = {notice["ticket_id"] or -notice["id"]: notice for notice in unseen}
    notices = sorted(newest.values(), key=lambda notice: notice["id"], reverse=True)
    about = [notice["ticket_id"] for notice in notices if notice["ticket_id"]]
    tickets = {ticket.id: ticket.number for ticket in records.by_ids(here.db, about)}
    return [
        {
            "words": say(here.language, TOPIC_WORDS[notice["topic"]], **notice["facts"]),
            "number": tickets.get(notice["ticket_id"]),
            "created_at": notice["created_at"],
        }
        for notice in notices
    ]


def _around(here: Here, ticket: Ticket) -> list[Row]:
    """Number, state and relation of the tickets that belong to it; a link where this person may see them."""
    if ticket.id not in related(here.db):
        return []
    found = family(here.db, ticket)
    said = {one.id: mark("Another part") for one in (found.whole, *found.parts) if one}
    said |= {one.id: mark("The job before") for one in (found.first,) if one}
    said |= {one.id: mark("The next job") for one in found.next}
    return [
        {
            "relation": said[one.id],
            "number": one.number,
            "status": one.status,
            "words": one.description,
            "seen": may(here.actor, Permission.SEE_TICKET, matter(here.db, one)),
        }
        for one in found.all
        if one.id in said
    ]


def job_page(
    request: Request, here: Here, ticket: Ticket, *, refusal: Refusal | None = None, form: Sent | None = None
) -> Response:
    """One job: where, what, who asked, what happened, and what can be done now."""
    events = records.events(here.db, ticket.id)
    personal = may(here.actor, Permission.SEE_PERSONAL, matter(here.db, ticket))
    asked = reporters.of_ticket(here.db, ticket.id) if personal else []
    reached = [reporter for reporter in asked if reporter.name or reporter.phone]
    return answer(
        request,
        here,
        "job.html",
        refusal,
        form,
        **about(here, ticket),
        entry_notes=entry_notes(here.db, ticket.location_id),
        asset=asset(here.db, ticket.asset_id),
        warnings=[one.said(here.language) for one in warnings(here.db, ticket, here.now)],
        reporters=reached,
        unnamed=len(asked) - len(reached),
        helpers=[accounts.names(here.db).get(one, "") for one in ticket.helpers],
        around=_around(here, ticket),
        also_said=history.said_by_others(events),
        department=organisation.departments(here.db).get(ticket.department_id or 0),
        photos=attachments.of_ticket(here.db, ticket.id),
        history=[
            (event, history.told(event, here.language, here.now), history.typed(event)) for event in events
        ],
    )
