"""The left of the ticket page: what it is about, pictures, promises, who reported it, what was used."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib.catalog.findings import causes, remedies
from lib.catalog.services import service
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.people import accounts
from lib.people.masking import masked_name, masked_phone
from lib.people.organisation import departments, teams, vendors
from lib.people.roles import Permission, may
from lib.places.asset_rights import reaches
from lib.places.assets import asset
from lib.places.locations import entry_notes, location
from lib.tickets.dossier import Dossier
from lib.tickets.history import said_by_others
from lib.tickets.rights import matter
from lib.tickets.ticket import Ticket
from lib.tickets.words import CHANNEL_WORDS, CLOSED_WORDS, HOLD_WORDS, KIND_WORDS, OUTCOME_WORDS, Status
from lib.ui import navigation
from lib.ui.listed import listed
from lib.ui.session import Session
from lib.ui.ticket import belonging, imported, inspected, message, promises
from lib.ui.widgets import lasting, when
from lib.ui.words import WHOLE, harmless, plain

IMAGES = "image/"


def draw(here: Session, found: Dossier) -> None:
    """All of it."""
    _words(here, found)
    message.draw(here, found)
    _pictures(here, found)
    _about(here, found.ticket)
    inspected.draw(here, found.ticket)
    belonging.draw(here, found)
    imported.draw(here, found)
    promises.draw(here, found)
    _reporters(here, found)
    _outcome(here, found)


def _words(here: Session, found: Dossier) -> None:
    """What was reported, large: it is what everybody looks for."""
    wanted = service(here.db, found.ticket.service_code)
    # Another system may say no more than the kind of work, which stands above already.
    if found.ticket.description and (not wanted or found.ticket.description != wanted.title(here.language)):
        st.markdown(f"#### {plain(found.ticket.description, WHOLE)}")
    for number, words in said_by_others(found.events):
        st.markdown(f"**{here._('Also reported ({number}):', number=number)}** {plain(words, WHOLE)}")
    if notes := entry_notes(here.db, found.ticket.location_id):
        st.info(plain(notes, WHOLE), icon=":material/door_open:", title=here._("Before entering"))


def _pictures(here: Session, found: Dossier) -> None:
    if not found.files:
        return
    shown = []
    for file in found.files:
        address, size = f"/files/{file['hash']}", 'style="height:9rem;border-radius:6px"'
        if file["media_type"].startswith(IMAGES):
            words = escape(here._("Photo"))
            shown.append(
                f'<a href="{address}" target="_blank"><img src="{address}" alt="{words}" loading="lazy" {size}></a>'
            )
        else:
            shown.append(f'<video src="{address}" controls preload="metadata" {size}></video>')
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:8px">{"".join(shown)}</div>')


def _about(here: Session, ticket: Ticket) -> None:
    _, db = here._, here.db
    place, wanted = location(db, ticket.location_id), service(db, ticket.service_code)
    department, machine = departments(db).get(ticket.department_id or 0), asset(db, ticket.asset_id)
    lines = [
        (_("Service"), f"{wanted.title(here.language)} · {wanted.group}" if wanted else ticket.service_code),
        (_("Place"), f"{place.path} · {place.number}" if place else _("not said")),
        (_("Asset"), f"{machine.name} · {machine.number}" if machine else ""),
        (_("Department"), department.name if department else _("not said")),
        (
            _("Kind"),
            f"{_(KIND_WORDS[ticket.kind])} · {_(CHANNEL_WORDS[ticket.channel])} · {when(ticket.opened_at)}",
        ),
        (_("Appointment"), when(ticket.appointment_at)),
        (_("Given to"), _whom(here, ticket)),
        (_("Helpers"), _helpers(here, ticket)),
        (_("On hold"), _held(here, ticket)),
    ]
    listed("", [(label, value) for label, value in lines if value])
    if machine and reaches(db, here.actor, Permission.SEE_ASSETS, machine):
        words = _("The record of {name}", name=harmless(machine.name))
        navigation.link("assets", words, icon=":material/precision_manufacturing:", asset=machine.number)


def _whom(here: Session, ticket: Ticket) -> str:
    """The person, the team and the company, as far as they are known."""
    person = accounts.names(here.db).get(ticket.assignee_id or 0)
    team, vendor = teams(here.db).get(ticket.team_id or 0), vendors(here.db).get(ticket.vendor_id or 0)
    parts = (person, team.name if team else "", vendor.name if vendor else "")
    return " · ".join(filter(None, parts))


def _helpers(here: Session, ticket: Ticket) -> str:
    names = accounts.names(here.db)
    return here._(mark(", ")).join(names.get(helper, "") for helper in ticket.helpers)


def _held(here: Session, ticket: Ticket) -> str:
    if ticket.status is not Status.ON_HOLD:
        return ""
    until = here._("until about {time}", time=when(ticket.hold_until))
    return f"{here._(HOLD_WORDS[ticket.hold_reason])} · {until}"


def _reporters(here: Session, found: Dossier) -> None:
    """Who reported it; whole for those who may know, else just enough to recognise."""
    whole = may(here.actor, Permission.SEE_PERSONAL, matter(here.db, found.ticket))
    lines = []
    for who in found.reporters:
        name, phone = (who.name, who.phone) if whole else (masked_name(who.name), masked_phone(who.phone))
        how = f"{here._(CHANNEL_WORDS[who.channel])} · {when(who.joined_at)}"
        lines.append((name or here._("No name given"), " · ".join(filter(None, (phone, how)))))
    listed(here._("Reported by"), lines)


def _outcome(here: Session, found: Dossier) -> None:
    """How it ended, what was used, what it cost, how it was rated."""
    _, ticket = here._, found.ticket
    names, lines = accounts.names(here.db), []
    if ticket.outcome:
        why = {cause.code: cause.name for cause in causes(here.db)}.get(ticket.cause, ticket.cause)
        how = {remedy.code: remedy.name for remedy in remedies(here.db)}.get(ticket.remedy, ticket.remedy)
        lines.append(
            (_("How it ended"), " · ".join(filter(None, (_(OUTCOME_WORDS[ticket.outcome]), why, how))))
        )
    for used in found.materials:
        cost = (
            f" · {yuan(round(used['quantity'] * used['unit_cents']))} {_('yuan')}"
            if used["unit_cents"]
            else ""
        )
        lines.append(
            (_("Material"), f"{used['name']} × {used['quantity'].normalize():f} {used['unit']}{cost}")
        )
    for work in found.labour:
        lines.append((_("Labour"), f"{names.get(work['account_id'], '')} {lasting(work['minutes'])}"))
    if found.cost_cents:
        lines.append((_("Cost of materials"), f"{yuan(found.cost_cents)} {_('yuan')}"))
    for rating in found.ratings:
        scores = _("speed {speed}, quality {quality}, attitude {attitude}", **_three(rating))
        lines.append((_("Rating"), " · ".join(filter(None, (scores, rating["words"])))))
    if ticket.closed_how:
        lines.append((_("Closed"), f"{_(CLOSED_WORDS[ticket.closed_how])} · {when(ticket.closed_at)}"))
    listed(_("The work"), lines)


def _three(rating: dict[str, object]) -> dict[str, object]:
    return {name: rating[name] for name in ("speed", "quality", "attitude")}
