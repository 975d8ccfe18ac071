"""移交: which open jobs go into whose hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from lib.core.errors import WrongInput
from lib.core.i18n import explain, mark
from lib.dispatch.handing_over import moving
from lib.dispatch.handing_over.moving import Moved
from lib.people import duty
from lib.people.accounts import all_accounts
from lib.places.locations import location
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from lib.ui.duty.chosen import Chosen
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash
from lib.ui.words import harmless, plain

_JOBS, _WHOM, _REFUSED = "handover_jobs", "handover_whom", "handover_refused"


def draw(here: Session, of: Chosen) -> None:
    """The jobs of this shift that the person may move, to whom, and what was refused the last time."""
    _ = here._
    _refusals(here)
    found = {job.id: job for job in moving.to_move(here.db, here.actor, of.team_id, here.now)}
    if not found:
        st.caption(_("No open jobs of this shift are yours to pass on."))
        return
    targets = _targets(here, of)
    with st.container(border=True):
        st.markdown(f"**{_('Pass open jobs on')}**")
        st.multiselect(
            _("Jobs"),
            list(found),
            default=[key for key, job in found.items() if job.assignee_id == here.account.id],
            format_func=lambda key: _said(here, found[key]),
            key=_JOBS,
            placeholder=_("Choose jobs"),
        )
        st.selectbox(
            _("Pass on to"),
            list(targets),
            format_func=lambda key: targets[key],
            key=_WHOM,
            index=None,
            placeholder=_("Choose a person"),
        )
        versions = {key: job.version for key, job in found.items()}
        st.button(
            _("Hand these jobs over"),
            key="handover_move",
            icon=":material/move_up:",
            on_click=_move,
            args=(versions,),
        )


def _said(here: Session, job: Ticket) -> str:
    place, who = location(here.db, job.location_id), all_accounts(here.db).get(job.assignee_id or 0)
    words = plain(job.description, 30)
    return " · ".join(filter(None, (job.number, place.name if place else "", words, who.name if who else "")))


def _targets(here: Session, of: Chosen) -> dict[int, str]:
    """People of the team: those of the next shift first, then who is on standby, then the others."""
    next_shift = _on_duty_at(here, of, duty.next_change(here.db, of.team_id, here.now))
    people = [
        one
        for one in all_accounts(here.db).values()
        if one.active and one.team_id is not None and _belongs(here, of, one.team_id)
    ]
    people.sort(key=lambda one: (one.id not in next_shift, one.team_id != of.team_id, one.id))
    return {
        one.id: here._("{name} ({post})", name=one.name, post=next_shift[one.id])
        if one.id in next_shift
        else one.name
        for one in people
    }


def _on_duty_at(here: Session, of: Chosen, at: datetime) -> dict[int, str]:
    return {who.id: held.post for who, held in duty.present(here.db, of.team_id, at)}


def _belongs(here: Session, of: Chosen, team_id: int) -> bool:
    return of.team_id is None or team_id == of.team_id


def _move(versions: dict[int, int]) -> None:
    here = current()
    picked: Sequence[int] = st.session_state.get(_JOBS) or []
    with guarded():
        if not picked:
            raise WrongInput(mark("Please choose the jobs to pass on."))
        if (whom := st.session_state.get(_WHOM)) is None:
            raise WrongInput(mark("Please choose who gets them."))
        done = moving.move(
            here.db,
            actor=here.actor,
            jobs_seen=[(key, versions[key]) for key in picked if key in versions],
            whom=Whom(assignee_id=whom),
            now=here.now,
            note=here._("Passed on at the handover"),
        )
        _told(here, done, all_accounts(here.db)[whom].name)


def _told(here: Session, done: Moved, name: str) -> None:
    if done.done:
        flash(here._("{count} jobs passed on to {name}.", count=len(done.done), name=name))
    st.session_state[_REFUSED] = [
        (number, explain(here.language, refusal)) for number, refusal in done.refused
    ]
    st.session_state.pop(_JOBS, None)


def _refusals(here: Session) -> None:
    refused: list[tuple[str, str]] = st.session_state.pop(_REFUSED, [])
    if refused:
        lines = [f"- **{number}**: {harmless(reason)}" for number, reason in refused]
        head = here._("These jobs stayed where they are:")
        st.error("\n".join([head, *lines]), icon=":material/error:")
