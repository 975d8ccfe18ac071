"""One cause, many reporters, on the ticket page: the form that merges, and the outage a ticket carries."""

from __future__ import annotations

import streamlit as st

from lib.catalog import services
from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.people.roles import Permission, may
from lib.places.locations import LocationKind, all_locations
from lib.tickets import duplicates, outages, records
from lib.tickets.actions import merging
from lib.tickets.actions import outages as declaring
from lib.tickets.actions.step import By
from lib.tickets.duplicates import Alike
from lib.tickets.outages import Outage
from lib.tickets.rights import matter
from lib.tickets.ticket import Ticket
from lib.tickets.words import STATUS_WORDS, Action
from lib.ui.session import Session, current, guarded
from lib.ui.typed import Typed
from lib.ui.widgets import flash, refusal_shown, when
from lib.ui.words import plain

OUTAGE = "outage"


def ask_merge(here: Session, ticket: Ticket, typed: Typed) -> None:
    """The tickets it may be the same as, the surest first; any other by its number."""
    _ = here._
    found = duplicates.likely(here.db, duplicates.of_ticket(ticket))
    if found:
        said = {one.ticket.id: _said(here, one) for one in found}
        st.radio(
            _("The same as"), list(said), index=None, format_func=said.__getitem__, key=typed.key("into")
        )
    label = _("or another ticket, by its number") if found else _("The number of the ticket that carries on")
    st.text_input(label, key=typed.key("number"), on_change="ignore")
    refusal_shown("into_id")
    st.text_input(_("Note"), key=typed.key("note"), on_change="ignore")
    refusal_shown("note")
    st.caption(_("Everybody who reported this ticket follows the other one and is told so."))


def _said(here: Session, one: Alike) -> str:
    ticket, status = one.ticket, here._(STATUS_WORDS[one.ticket.status])
    place = all_locations(here.db).get(ticket.location_id or 0)
    found = services.service(here.db, ticket.service_code)
    parts = (
        ticket.number,
        status,
        place.path if place else "",
        ticket.description or (found.title(here.language) if found else ""),
        when(ticket.opened_at),
        here._(one.why),
    )
    return plain(" · ".join(filter(None, parts)))


def merge(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    number = typed.text("number")
    into = records.by_number(here.db, number) if number else typed.value("into")
    if into is None:
        raise NotFound(mark("There is no ticket with that number."), field="into_id")
    note = typed.text("note")
    merging.merge(here.db, ticket_id=ticket_id, version=version, into_id=into, by=by, note=note)
    ended = records.by_id(here.db, ticket_id)
    assert ended is not None
    return ended


def draw_outage(here: Session, ticket: Ticket) -> None:
    """What this ticket carries, with its end; or the form that declares one."""
    if not ticket.is_open or not may(here.actor, Permission.DECLARE_OUTAGE, matter(here.db, ticket)):
        return
    carried = [one for one in outages.in_force(here.db, here.now) if one.ticket_id == ticket.id]
    for outage in carried:
        _in_force(here, outage)
    if not carried:
        with st.expander(here._("One cause for many: declare an outage"), icon=":material/campaign:"):
            _form(here, ticket)


def _in_force(here: Session, outage: Outage) -> None:
    until = here._("expected until {time}", time=when(outage.expected_end)) if outage.expected_end else ""
    known, offered = all_locations(here.db), _services(here)
    where = here._(", ").join(known[one].path for one in outage.locations if one in known)
    what = here._(", ").join(offered.get(one, one) for one in outage.services)
    title = " · ".join(filter(None, (plain(outage.words), until)))
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(f":material/campaign: **{title}**  \n:gray[{plain(where)} · {plain(what)}]")
        st.button(
            here._("It is over"), icon=":material/check:", on_click=ended, args=(outage.id, outage.ticket_id)
        )


def _form(here: Session, ticket: Ticket) -> None:
    _, typed, places = here._, Typed(ticket.id, OUTAGE), _places(here, ticket)
    typed.preset("locations", _building(here, ticket))
    typed.preset("services", _meant(here, ticket))
    offered = _services(here)
    st.text_input(
        _("What is out"),
        key=typed.key("words"),
        on_change="ignore",
        max_chars=80,
        placeholder=_("No water in building A"),
    )
    refusal_shown("words")
    where, what = st.columns(2)
    where.multiselect(
        _("Where, all that lies in it included"),
        list(places),
        format_func=places.__getitem__,
        key=typed.key("locations"),
    )
    what.multiselect(
        _("For which services"), list(offered), format_func=offered.__getitem__, key=typed.key("services")
    )
    refusal_shown("locations")
    refusal_shown("services")
    st.text_input(
        _("Expected to be over"),
        key=typed.key("until"),
        on_change="ignore",
        placeholder=_("14:05 or 11-22 14:05"),
    )
    refusal_shown("expected_end")
    st.caption(
        _(
            "It is announced. Until it is over, further reports of it follow this ticket instead of becoming tickets."
        )
    )
    st.button(_("Declare"), type="primary", key=typed.key("button"), on_click=declared, args=(ticket.id,))


def _places(here: Session, ticket: Ticket) -> dict[int, str]:
    """What lies wide enough for an outage: buildings, floors and zones; and the ticket's own place."""
    wide = (LocationKind.BUILDING, LocationKind.FLOOR, LocationKind.ZONE)
    known = all_locations(here.db).values()
    return {
        one.id: one.path for one in known if one.active and (one.kind in wide or one.id == ticket.location_id)
    }


def _building(here: Session, ticket: Ticket) -> list[int]:
    around = duplicates.around(here.db, ticket.location_id)
    return [around[0]] if around else []


def _services(here: Session) -> dict[str, str]:
    """Whole groups, then single services."""
    groups = {
        group.code: here._("{group}: all of it", group=group.name) for group in services.groups(here.db)
    }
    single = (one for one in services.offered(here.db) if one.code != services.UNKNOWN)
    return groups | {one.code: f"{one.title(here.language)} · {one.group}" for one in single}


def _meant(here: Session, ticket: Ticket) -> list[str]:
    """The one service the report is about: a whole group would catch what is something else."""
    code = duplicates.meant(here.db, ticket.service_code, ticket.description, ticket.location_id)
    return [code] if services.service(here.db, code) else []


@guarded()
def declared(ticket_id: int) -> None:
    """From now on it catches further reports."""
    here, typed = current(), Typed(ticket_id, OUTAGE)
    outage = declaring.declare(
        here.db,
        ticket_id=ticket_id,
        words=typed.text("words"),
        locations=typed.value("locations") or (),
        service_codes=typed.value("services") or (),
        expected_end=typed.moment("until", here.now, ahead=True),
        by=By(actor=here.actor, now=here.now),
    )
    typed.done()
    flash(here.say(mark("Declared and announced: {words}"), words=outage.words))


@guarded()
def ended(outage_id: int, ticket_id: int) -> None:
    """Reports are tickets again; who followed hears when the ticket is done."""
    here = current()
    declaring.end(here.db, outage_id=outage_id, by=By(actor=here.actor, now=here.now))
    flash(here.say(mark("Over. Finish the ticket too, so that everybody who reported hears of it.")))


ASKING = {Action.MERGE: ask_merge}
DOING = {Action.MERGE: merge}
