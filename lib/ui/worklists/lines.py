"""What the lists say about a ticket in one line."""

from __future__ import annotations

from lib.catalog.services import service
from lib.people import accounts
from lib.people.organisation import teams, vendors
from lib.places.locations import location
from lib.tickets.ticket import Ticket
from lib.ui import navigation
from lib.ui.session import Session
from lib.ui.widgets import badges
from lib.ui.words import plain


def about(here: Session, ticket: Ticket) -> str:
    """Place and state, what it is about, the number that opens it, and who has it; Markdown."""
    place, wanted = location(here.db, ticket.location_id), service(here.db, ticket.service_code)
    where = plain(place.path if place else here._("Place not given"))
    title = wanted.title(here.language) if wanted else ticket.service_code
    link = f"[{ticket.number}]({navigation.address('ticket', number=ticket.number)})"
    what = " · ".join(filter(None, (plain(title), plain(ticket.description, 60))))
    looks = badges(status=ticket.status, severity=ticket.severity)
    return f"**{where}** {looks}  \n{what}  \n{link} · {plain(given_to(here, ticket))}"


def given_to(here: Session, ticket: Ticket) -> str:
    """The person with the team, or whichever is known."""
    person = accounts.names(here.db).get(ticket.assignee_id or 0, "")
    team, vendor = teams(here.db).get(ticket.team_id or 0), vendors(here.db).get(ticket.vendor_id or 0)
    group = team.name if team else vendor.name if vendor else ""
    return " · ".join(filter(None, (person, group))) or here._("nobody yet")
