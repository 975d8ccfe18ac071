"""The weekly list of holds over three days, on paper."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lib.catalog.services import service
from lib.core import clock
from lib.core.errors import NotAllowed
from lib.core.i18n import Language, mark
from lib.people import accounts, organisation
from lib.people.roles import Actor, Permission, require
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.history import told, typed
from lib.tickets.long_holds import LongHold, long_holds
from lib.tickets.words import HOLD_WORDS
from lib.web.page import database, language, render
from lib.web.sign_in import account_of


def show(request: Request) -> Response:
    """Those the person sees, by reason; dispatchers and managers."""
    db, now, spoken = database(), clock.now(), language(request)
    account = account_of(request)
    if account is None:
        raise NotAllowed(mark("You are not allowed to do this here."))
    actor: Actor = accounts.actor(db, account.id)
    require(actor, Permission.WATCH_TICKET)
    found = long_holds(db, actor, now)
    groups = [
        (HOLD_WORDS[reason], [_line(db, one, spoken) | {"days": one.days(now)} for one in held])
        for reason, held in groupby(found, key=lambda one: one.ticket.hold_reason)
    ]
    return render(request, "holds_paper.html", groups=groups, count=len(found), by=account.name)


def _line(db: Database, one: LongHold, spoken: Language) -> dict[str, Any]:
    ticket = one.ticket
    place, wanted = location(db, ticket.location_id), service(db, ticket.service_code)
    team = organisation.teams(db).get(ticket.team_id or 0)
    vendor = organisation.vendors(db).get(ticket.vendor_id or 0)
    return {
        "ticket": ticket,
        "place": place.path if place else "",
        "service": wanted.title(spoken) if wanted else ticket.service_code,
        "team": team.name if team else vendor.name if vendor else "",
        "person": accounts.names(db).get(ticket.assignee_id or 0, ""),
        "since": one.since,
        "story": [
            (event.happened_at, event.actor_name, told(event, spoken, clock.now()), typed(event))
            for event in one.story
        ],
    }


routes: list[BaseRoute] = [Route("/print/holds", show, methods=["GET"])]
