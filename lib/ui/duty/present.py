"""Who is on duty now: of one team as a line, of all as a table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from lib.people import duty
from lib.people.accounts import Account
from lib.people.duty import Duty
from lib.people.posts import of_team
from lib.ui.session import Session
from lib.ui.widgets import when
from lib.ui.words import plain


def line(here: Session, team_id: int | None) -> None:
    """Who of the team is there, until when and where they are phoned; said clearly where nobody is."""
    _, found = here._, duty.present(here.db, team_id, here.now)
    there = [one for one in found if not one[1].standby]
    standby = [one for one in found if one[1].standby]
    if not of_team(here.db, team_id):
        st.info(_("No posts yet: everybody counts as on duty."), icon=":material/groups:")
        return
    if not duty.rostered_now(here.db, team_id, here.now):
        st.info(_("No roster for today: everybody of this team counts as on duty."), icon=":material/groups:")
        return
    words = [_("On duty now: {people}", people=_people(here, there))] if there else []
    if standby:
        words.append(_("on call at home: {people}", people=_people(here, standby)))
    if there:
        st.markdown(f":material/badge: {' · '.join(words)}")
    elif not duty.has_shift(here.db, team_id, here.now):
        st.info(" · ".join([_("No shift at this hour."), *words]), icon=":material/bedtime:")
    else:
        missing = " · ".join([_("Nobody is on duty now."), *words])
        st.warning(missing, icon=":material/person_off:")


def _people(here: Session, found: list[tuple[Account, Duty]]) -> str:
    return " · ".join(_one(here, who, held) for who, held in found)


def _one(here: Session, who: Account, held: Duty) -> str:
    """Name, post, until when, and the phone of the post, else the person's own."""
    until = here._("until {time}", time=when(held.until))
    phone = f" ☎ {held.phone or who.phone}" if held.phone or who.phone else ""
    held_post = plain(f"{held.post} {until}{phone}")
    return here._("{name} ({post})", name=f"**{plain(who.name)}**", post=held_post)


def table(here: Session, teams: Mapping[str, tuple[int | None, str]]) -> None:
    """Every team with who is there now and who is on call."""
    _ = here._
    head = "".join(f"<th>{escape(one)}</th>" for one in (_("Team"), _("On duty now"), _("On call at home")))
    rows = "".join(_row(here, team_id, name) for team_id, name in teams.values())
    # Apart from the table: what begins with a style is taken out of the page's flow.
    st.html(
        "<style>.duty-now{border-collapse:collapse;width:100%}.duty-now th,.duty-now td{border-bottom:1px solid"
        " rgb(128 128 128 / 30%);padding:.35rem .6rem;text-align:left;vertical-align:top}"
        ".duty-now a{white-space:nowrap;color:inherit}</style>"
    )
    st.html(f"<table class='duty-now'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")


def _row(here: Session, team_id: int | None, name: str) -> str:
    _, found = here._, duty.present(here.db, team_id, here.now)
    parts = [
        "<br>".join(_said(here, who, held) for who, held in found if held.standby is standby)
        for standby in (False, True)
    ]
    if not duty.rostered_now(here.db, team_id, here.now):
        parts[0] = escape(_("no roster: counts as on duty whole"))
    elif not parts[0] and not duty.has_shift(here.db, team_id, here.now):
        parts[0] = escape(_("no shift at this hour"))
    elif not parts[0]:
        parts[0] = f"⚠ {escape(_('nobody'))}"
    return (
        "<tr>" + "".join(f"<td>{part}</td>" for part in (escape(name), parts[0], parts[1] or "—")) + "</tr>"
    )


def _said(here: Session, who: Account, held: Duty) -> str:
    """As HTML; on a phone the number is called by touching it."""
    until = here._("until {time}", time=when(held.until))
    said, phone = escape(f"{who.name} · {held.post} {until}"), escape(held.phone or who.phone)
    return f"{said} <a href='tel:{phone}'>☎ {phone}</a>" if phone else said
