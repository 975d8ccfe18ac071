"""My jobs 我的任务 at a PC: what is due first, its next step, and what a leader passes on."""

from datetime import timedelta

import streamlit as st

from lib.dispatch.turns import in_turn
from lib.people.accounts import names
from lib.tickets import jobs
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By
from lib.tickets.job_words import Card, card, leads, people_to_pass_to, step_words
from lib.tickets.ticket import Ticket
from lib.tickets.words import DONE_WORDS, Action
from lib.ui import navigation
from lib.ui.handing_over import reminder
from lib.ui.menu import entry
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import badges, empty, flash, flashes_shown, refusal_shown
from lib.ui.words import plain

AT_ONCE = {Action.ACCEPT: working.accept, Action.ARRIVE: working.arrive, Action.RESUME: working.resume}
TONES = {"late": ":red[:material/warning: {}]", "soon": ":orange[:material/schedule: {}]", "": "{}"}


@guarded()
def take_step(ticket_id: int, version: int, action: Action) -> None:
    here = current()
    by = By(actor=here.actor, now=here.now)
    ticket = AT_ONCE[action](here.db, ticket_id=ticket_id, version=version, by=by)
    flash(here._(DONE_WORDS[action]), ticket_number=ticket.number)


@guarded()
def pass_on(ticket_id: int, version: int, key: str) -> None:
    here, chosen = current(), st.session_state[key]
    if chosen is not None:
        by, whom = By(actor=here.actor, now=here.now), Whom(assignee_id=chosen)
        ticket = dispatching.reassign(here.db, ticket_id=ticket_id, version=version, whom=whom, by=by)
        flash(here._("Passed on to {name}", name=names(here.db)[chosen]), ticket_number=ticket.number)


def summary(here: Session, job: Card) -> str:
    ticket, due = job.ticket, job.due
    where = f"**{plain(job.place or here._('Place not given'))}** · {plain(job.service)}"
    link = f"[{ticket.number}]({navigation.address('ticket', number=ticket.number)})"
    person = f" · {plain(job.person)}" if job.person and ticket.assignee_id != here.account.id else ""
    said = TONES[due.tone].format(plain(due.words)) if due.words else ""
    looks = badges(status=ticket.status, severity=ticket.severity)
    what = f"{plain(ticket.description, 120)}  \n" if ticket.description else ""
    return f"{where} {looks}  \n{what}{link}{person} · {said}"


def step_button(here: Session, job: Card) -> None:
    ticket, action = job.ticket, job.step
    if action is None:
        return
    key, label = f"step-{ticket.id}-{ticket.version}", here._(step_words(ticket, action))
    if action in AT_ONCE:
        st.button(
            label, key=key, type="primary", on_click=take_step, args=(ticket.id, ticket.version, action)
        )
    elif st.button(label, key=key, type="primary"):
        navigation.go("ticket", number=ticket.number)


def pass_on_choice(here: Session, ticket: Ticket) -> None:
    people = {
        person.id: person.name
        for person in people_to_pass_to(here.db, ticket, here.actor)
        if person.id != ticket.assignee_id
    }
    key = f"pass-{ticket.id}-{ticket.version}"
    st.selectbox(
        here._("Pass on"),
        list(people),
        index=None,
        format_func=lambda chosen: people[chosen],
        placeholder=here._("Pass on to …"),
        label_visibility="collapsed",
        key=key,
        on_change=pass_on,
        args=(ticket.id, ticket.version, key),
        width=180,
    )


def listed(
    here: Session, title: str, tickets: list[Ticket], *, to_pass: bool = False, helped: bool = False
) -> None:
    if not tickets:
        return
    st.subheader(f"{title} ({len(tickets)})")
    for ticket in tickets:
        job = card(here.db, ticket, here.language, here.now)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(summary(here, job), width="stretch")
            if to_pass:
                pass_on_choice(here, ticket)
            if helped:
                continue
            if not to_pass or (ticket.assignee_id is None and ticket.team_id == here.account.team_id):
                step_button(here, job)


@st.fragment(run_every=timedelta(minutes=1))
def lists() -> None:
    here = current()
    flashes_shown()
    refusal_shown()
    mine = in_turn(here.db, here.account, jobs.my_jobs(here.db, here.account.id), here.now)
    led = jobs.to_pass_on(here.db, *leads(here.actor))
    to_pass = [ticket for ticket in led if ticket.assignee_id != here.account.id]
    free = [
        t for t in jobs.team_jobs(here.db, here.account.team_id) if t.id not in {led.id for led in to_pass}
    ]
    helped = jobs.helping(here.db, here.account.id)
    if not mine + free + to_pass + helped:
        empty(here._("No job waits for you. New ones appear here by themselves."))
    listed(here, here._("Mine"), mine)
    listed(here, here._("I come along"), helped, helped=True)
    listed(here, here._("Free in my team: take one"), free)
    listed(here, here._("To pass on"), to_pass, to_pass=True)


here = current()
st.header(here._(entry("my_jobs").title))
st.link_button(here._("With photo and signature: open the phone page"), "/jobs", icon=":material/smartphone:")
reminder.draw(here)
lists()
