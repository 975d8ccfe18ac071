"""What who keeps a plan may do with the open one: change it from a day on, copy, pause, take up again, end it."""

from __future__ import annotations

import streamlit as st

from lib.core.clock import local_date
from lib.inspections import plan_keeping
from lib.inspections.plan_keeping import Saved
from lib.inspections.plans import Plan
from lib.tickets.by import By
from lib.ui.plans import form, opened
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import harmless


def draw(here: Session, plan: Plan) -> bool:
    """The buttons, and below them the form while it is wanted; whether it is."""
    _ = here._
    with st.container(horizontal=True, vertical_alignment="center"):
        st.toggle(_("Change this plan"), key=f"plan_changing_{plan.id}_{opened.turn()}")
        st.button(
            _("New plan like this"),
            on_click=opened.open,
            args=(opened.NEW, plan.code),
            icon=":material/content_copy:",
        )
        if plan.active:
            st.button(_("Pause"), on_click=_pause, args=(plan,), icon=":material/pause:", help=_paused(here))
        else:
            st.button(_("Take up again"), on_click=_resume, args=(plan,), icon=":material/play_arrow:")
        with st.popover(_("End"), icon=":material/stop:"):
            st.date_input(
                _("Last day with rounds"),
                local_date(here.now),
                min_value=local_date(here.now),
                key=f"plan_last_day_{plan.id}",
                format="YYYY-MM-DD",
            )
            st.caption(_("Later rounds that nobody has begun go away; everything done stays."))
            st.button(_("End this plan"), on_click=_end, args=(plan,))
    refusal_shown("last_day")
    wanted = bool(st.session_state.get(f"plan_changing_{plan.id}_{opened.turn()}"))
    if wanted:
        form.changed(here, plan)
    return wanted


def _paused(here: Session) -> str:
    return here._("From tomorrow on it has no rounds until it is taken up again.")


@guarded()
def _pause(plan: Plan) -> None:
    here = current()
    by = By(actor=here.actor, now=here.now)
    done = plan_keeping.pause_plan(here.db, plan_id=plan.id, version=plan.version, by=by)
    _said(done, here._("“{name}” is paused; {count} rounds not begun were taken away.", **_facts(done)))


@guarded()
def _resume(plan: Plan) -> None:
    here = current()
    by = By(actor=here.actor, now=here.now)
    done = plan_keeping.resume_plan(here.db, plan_id=plan.id, version=plan.version, by=by)
    said = here._(
        "“{name}” is in use again; {count} rounds made.", **_facts(done) | {"count": done.rounds.added}
    )
    _said(done, said)


@guarded()
def _end(plan: Plan) -> None:
    here, last = current(), st.session_state[f"plan_last_day_{plan.id}"]
    by = By(actor=here.actor, now=here.now)
    done = plan_keeping.end_plan(here.db, plan_id=plan.id, version=plan.version, last_day=last, by=by)
    said = here._(
        "“{name}” ends on {day}; {count} later rounds were taken away.",
        **_facts(done),
        day=f"{last:%Y-%m-%d}",
    )
    _said(done, said)


def _facts(done: Saved) -> dict[str, object]:
    return {"name": harmless(done.plan.name), "count": done.rounds.removed}


def _said(done: Saved, words: str) -> None:
    flash(words)
    opened.turned()
