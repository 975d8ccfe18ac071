"""One plan opened: what it says, the rounds to come, and its route."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import streamlit as st

from lib.core.clock import local
from lib.inspections import checklists, plan_checks, plan_keeping, records
from lib.inspections.plan_figures import Figures, figures, stations
from lib.inspections.plans import Plan
from lib.inspections.rights import matter
from lib.inspections.round import Round, state
from lib.inspections.rule_words import rule_words
from lib.inspections.words import (
    BASIS_WORDS,
    HOLIDAY_WORDS,
    PLAN_KIND_WORDS,
    STATE_WORDS,
    Basis,
    PlanKind,
)
from lib.people.roles import Permission, may
from lib.people.roster import WEEKDAY_WORDS
from lib.places.locations import location
from lib.ui import navigation
from lib.ui.listed import listed
from lib.ui.plans import keeping, opened, words
from lib.ui.session import Session
from lib.ui.widgets import refusal_shown, when

COMING = 10


def draw(here: Session, plan: Plan) -> None:
    """The plan, and for who keeps it the ways to change, copy, pause or end it."""
    _ = here._
    st.button(_("All plans"), on_click=opened.close, icon=":material/arrow_back:")
    st.subheader(f"{plan.name} · {plan.code}")
    st.markdown(_badges(here, plan))
    if may(here.actor, Permission.KEEP_PLANS, matter(here.db, plan)) and keeping.draw(here, plan):
        # While it is being changed the form says all there is.
        return
    refusal_shown()
    left, right = st.columns(2)
    with left:
        listed("", _facts(here, plan))
    with right:
        _coming(here, plan)
    _route(here, plan)


def _badges(here: Session, plan: Plan) -> str:
    _ = here._
    over = plan.ends_on is not None and plan.ends_on < local(here.now).date()
    stands = _("Ended") if over else _("In use") if plan.active else _("Paused")
    colour, icon = (
        ("green", ":material/check_circle:")
        if plan.active and not over
        else ("gray", ":material/pause_circle:")
    )
    often = rule_words(plan.rule, here.language)
    return (
        f":{colour}-badge[{icon} {stands}] :primary-badge[{_(PLAN_KIND_WORDS[plan.kind])}] "
        f":gray-badge[:material/event_repeat: {often}]"
    )


def _facts(here: Session, plan: Plan) -> list[tuple[str, str]]:
    _, stands = here._, figures(here.db, here.now).get(plan.id, Figures())
    campus, checked = (
        location(here.db, plan.campus_id),
        checklists.all_checklists(here.db).get(plan.checklist_id),
    )
    ends = f"{plan.starts_on:%Y-%m-%d} – {plan.ends_on:%Y-%m-%d}" if plan.ends_on else ""
    lines = [
        (_("How often"), rule_words(plan.rule, here.language)),
        (_("Part of the day"), words.slots(here, plan.slots)),
        (_("Window"), words.window(here, plan)),
        (
            _("Shown before"),
            _("{n} days before its window opens", n=plan.lead_days) if plan.lead_days else "",
        ),
        (_("Who does it"), words.who(here, plan)),
        (_("Campus"), campus.name if campus else ""),
        (_("Checklist"), checked.name if checked else "—"),
        (_("On holidays"), _(HOLIDAY_WORDS[plan.holidays])),
        (_("Season"), plan.season.replace("..", " – ")),
        (_("Counted from"), _(BASIS_WORDS[plan.basis])),
        (_("First and last day"), ends or _("from {day} on", day=f"{plan.starts_on:%Y-%m-%d}")),
        (_("Minutes of work"), str(plan.minutes)),
        (_("What is left"), _("goes to a follow-up round") if plan.carries else _("is missed")),
        (_("Last done"), when(stands.last_at) if stands.last_at else "—"),
        (_("Done in time (90 days)"), f"{stands.done}/{stands.due}" if stands.due else "—"),
    ]
    return [(name, value) for name, value in lines if value]


def _coming(here: Session, plan: Plan) -> None:
    _ = here._
    found = coming(here, plan)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_('The next rounds')}**", width="content")
        navigation.link(
            "inspection_calendar",
            _("Show in the calendar"),
            icon=":material/calendar_month:",
            q=plan.code,
        )
    if not found:
        st.caption(_("No round is to come; they are made ahead by themselves while the plan is in use."))
    for one in found:
        said = f"{_day(here, one.day, one.slot)} · {_(STATE_WORDS[state(one, here.now)])}"
        navigation.link("round", said, icon=":material/route:", id=one.id)
    later = _later(here, plan, found)
    if later:
        st.caption(_("Later, not made yet: {days}", days=_(", ").join(later)))
    if plan.kind is PlanKind.STATUTORY:
        navigation.link(
            "inspection_plans",
            _("Certificates of its assets"),
            icon=":material/verified:",
            plans_tab="certificates",
        )


def _day(here: Session, day: date, slot: str) -> str:
    """The day with its weekday, and the part of it where it is not the whole."""
    part = "" if slot == words.WHOLE_DAY else f" {slot.replace('-', '–')}"
    return f"{day:%Y-%m-%d} {here._(WEEKDAY_WORDS[day.weekday()])}{part}"


def _later(here: Session, plan: Plan, made: Sequence[Round]) -> list[str]:
    """The days that follow the rounds that are made, as far as ten are not made yet."""
    if not plan.active or plan.basis is Basis.COMPLETION or len(made) >= COMING:
        return []
    first = max([local(here.now).date(), *(one.occurs_on + timedelta(1) for one in made)])
    found = plan_keeping.coming(here.db, plan_checks.like(plan), COMING - len(made), first)
    days = dict.fromkeys(one.day for one in found)
    return [_day(here, day, words.WHOLE_DAY) for day in days][: COMING - len(made)]


def coming(here: Session, plan: Plan) -> Sequence[Round]:
    """Its next rounds that can still be done."""
    sql = """
        SELECT id FROM round WHERE plan_id = $plan AND status IN ('due', 'running') AND closes_at > $now
        ORDER BY planned_at LIMIT $most
    """
    ids = [row["id"] for row in here.db.rows(sql, plan=plan.id, now=here.now, most=COMING)]
    return records.by_ids(here.db, ids) if ids else []


def _route(here: Session, plan: Plan) -> None:
    _, stops = here._, stations(here.db).get(plan.id, ())
    st.markdown(f"**{_('Route of {count} stops', count=len(stops))}**")
    said = [(one, *words.stop(here.db, one)) for one in stops]
    rows = [
        {_("No."): at, _("Asset or place"): title, _("Place"): where}
        for at, (_one, title, where) in enumerate(said, 1)
    ]
    if rows:
        st.dataframe(
            pl.DataFrame(rows),
            hide_index=True,
            column_config={_("No."): st.column_config.NumberColumn(width=60)},
            key=f"plan_route_shown_{plan.id}",
        )
