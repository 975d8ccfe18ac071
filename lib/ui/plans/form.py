"""The form of a plan: a new one, or one that is changed from a day on. What is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from lib.core.clock import local_date
from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.inspections import checklists, plan_keeping
from lib.inspections.adapting import Adapted
from lib.inspections.plan_checks import LONGEST_CODE, LONGEST_NAME, MOST_DAYS, MOST_MINUTES
from lib.inspections.plan_figures import seen, stations
from lib.inspections.plan_keeping import LATEST_CHANGE, Saved
from lib.inspections.plans import Plan
from lib.inspections.words import BASIS_WORDS, HOLIDAY_WORDS, PLAN_KIND_WORDS, Basis, HolidayRule, PlanKind
from lib.places import assets
from lib.tickets.by import By
from lib.ui.plans import often_field, opened, route_field, who_field
from lib.ui.plans.offered import checklists_offered
from lib.ui.session import REFUSED, Session, current, guarded
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import harmless


def new(here: Session) -> None:
    """A plan to be added; `like` in the address: begun from another."""
    _ = here._
    st.button(_("All plans"), on_click=opened.close, icon=":material/arrow_back:")
    st.subheader(_("New plan"))
    like = next((one for one in seen(here.db, here.actor) if one.code == opened.like()), None)
    _fields(here, None, like)


def changed(here: Session, plan: Plan) -> None:
    """The plan to be changed, from a day on."""
    _fields(here, plan, plan)


def _key(plan: Plan | None) -> str:
    return f"plan_{plan.id if plan else 'new'}_{opened.turn()}"


def _fields(here: Session, plan: Plan | None, like: Plan | None) -> None:
    key, refused = _key(plan), st.session_state.get(REFUSED)
    _what(here, key, plan, like)
    st.markdown(f"**{here._('Route')}**")
    route_field.begin(f"{key}_route", stations(here.db).get(like.id, ()) if like else ())
    route_field.draw(here, f"{key}_route")
    refusal_shown("stops")
    _of_another_kind(here, key)
    st.markdown(f"**{here._('When')}**")
    often_field.draw(here, key, like)
    refusal_shown("slots")
    _days(here, key, plan, like)
    refusal_shown("rule")
    _window(here, key, like)
    st.markdown(f"**{here._('Who does it')}**")
    who_field.draw(here, key, like)
    _more(here, key, like)
    _meant(here, key)
    _send(here, key, plan)
    # The field may stand far above the button: what is wrong is said at both.
    if not refusal_shown() and refused:
        st.error(harmless(refused[0]), icon=":material/error:")


def _what(here: Session, key: str, plan: Plan | None, like: Plan | None) -> None:
    _ = here._
    name, code = st.columns([3, 1])
    name.text_input(_("Plan name"), like.name if like else "", max_chars=LONGEST_NAME, key=f"{key}_name")
    code.text_input(
        _("Plan code"),
        plan.code if plan else "",
        max_chars=LONGEST_CODE,
        key=f"{key}_code",
        placeholder=_("by itself"),
    )
    refusal_shown("name")
    refusal_shown("code")
    left, right = st.columns(2)
    left.segmented_control(
        _("Kind of plan"),
        list(PlanKind),
        default=like.kind if like else PlanKind.INSPECTION,
        format_func=lambda kind: _(PLAN_KIND_WORDS[kind]),
        key=f"{key}_kind",
        required=True,
    )
    offered = checklists_offered(here.db)
    at = offered.options.index(like.checklist_id) if like and like.checklist_id in offered.options else None
    right.selectbox(
        _("Checklist"),
        offered.options,
        at,
        format_func=offered.say,
        key=f"{key}_checklist_id",
        placeholder=_("Name or pinyin initials"),
    )
    refusal_shown("checklist_id")


def _of_another_kind(here: Session, key: str) -> None:
    """A hint, no refusal: the checklist is meant for assets of another category than all on the route."""
    chosen = checklists.all_checklists(here.db).get(st.session_state.get(f"{key}_checklist_id") or 0)
    stops = route_field.chosen(f"{key}_route")
    machines = (assets.asset(here.db, one.asset_id) for one in stops)
    there = {one.category for one in machines if one is not None} - {""}
    if chosen is None or not chosen.category or not there or chosen.category in there:
        return
    _ = here._
    said = _(
        "The checklist “{name}” is for {category}; on the route are: {there}.",
        name=harmless(chosen.name),
        category=harmless(chosen.category),
        there=harmless(_(", ").join(sorted(there))),
    )
    st.info(said, icon=":material/help:")


def _days(here: Session, key: str, plan: Plan | None, like: Plan | None) -> None:
    _, today = here._, local_date(here.now)
    first, last, basis = st.columns(3)
    first.date_input(
        _("First day"),
        plan.starts_on if plan else today,
        key=f"{key}_starts_on",
        format="YYYY-MM-DD",
        help=_("A weekly or monthly rhythm counts from this day; rounds of days gone by are not made."),
    )
    last.date_input(
        _("Last day (empty: it goes on)"),
        plan.ends_on if plan else None,
        key=f"{key}_ends_on",
        format="YYYY-MM-DD",
    )
    basis.segmented_control(
        _("Counted from"),
        list(Basis),
        default=like.basis if like else Basis.CALENDAR,
        format_func=lambda one: _(BASIS_WORDS[one]),
        key=f"{key}_basis",
        required=True,
    )
    refusal_shown("starts_on")
    refusal_shown("ends_on")


def _window(here: Session, key: str, like: Plan | None) -> None:
    _ = here._
    labels = {
        "early_days": _("Days early"),
        "late_days": _("Days late"),
        "lead_days": _("Shown days before"),
    }
    for column, (name, label) in zip(st.columns(4), labels.items(), strict=False):
        column.number_input(label, 0, MOST_DAYS, getattr(like, name) if like else 0, key=f"{key}_{name}")


def _more(here: Session, key: str, like: Plan | None) -> None:
    _ = here._
    left, middle, right = st.columns([2, 1, 1])
    rules = list(HolidayRule)
    left.selectbox(
        _("On holidays"),
        rules,
        rules.index(like.holidays) if like else 0,
        format_func=lambda one: _(HOLIDAY_WORDS[one]),
        key=f"{key}_holidays",
    )
    middle.text_input(
        _("Season"),
        like.season if like else "",
        key=f"{key}_season",
        placeholder=_("such as {example}", example="11-15..03-15"),
        help=_("Only from this day of the year to that; empty: the whole year."),
    )
    right.number_input(
        _("Minutes of work"), 1, MOST_MINUTES, like.minutes if like else 30, key=f"{key}_minutes"
    )
    if stops := len(route_field.chosen(f"{key}_route")):
        each = st.session_state[f"{key}_minutes"] / stops
        right.caption(
            _("about {minutes} minutes for each of {stops} stops", minutes=f"{each:.1f}", stops=stops)
        )
    refusal_shown("season")
    st.checkbox(
        _("What a round leaves goes to a follow-up round; otherwise it is missed"),
        like.carries if like else True,
        key=f"{key}_carries",
    )


def values(key: str) -> Mapping[str, Any]:
    """What the fields say, as plans are kept; WrongInput for what cannot be read."""
    typed = st.session_state
    plain = (
        *("name", "code", "kind", "checklist_id", "starts_on", "ends_on", "basis", "holidays", "season"),
        *("early_days", "late_days", "lead_days", "minutes", "carries"),
    )
    said: dict[str, Any] = {name: typed.get(f"{key}_{name}") for name in plain}
    said |= {name: int(said[name] or 0) for name in ("early_days", "late_days", "lead_days", "minutes")}
    said |= {"code": said["code"] or "", "basis": Basis(said["basis"])}
    starts_on: date | None = said["starts_on"]
    rule = often_field.rule(key, starts_on, said["basis"]) if starts_on else ""
    return {**said, "rule": rule, "slots": often_field.slots(key), **who_field.chosen(key)}


def _meant(here: Session, key: str) -> None:
    """What it amounts to, while it is typed."""
    with st.container(border=True):
        try:
            often_field.meant(here, values(key))
        except Refusal as refusal:
            st.warning(harmless(explain(here.language, refusal)), icon=":material/edit_note:")


def _send(here: Session, key: str, plan: Plan | None) -> None:
    _ = here._
    if plan is None:
        st.button(_("Save the plan"), type="primary", on_click=_add, args=(key,), icon=":material/save:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        today = local_date(here.now)
        st.date_input(
            _("This and all later rounds, from"),
            max(today, plan.changed_from or today),
            min_value=today,
            key=f"{key}_from_day",
            format="YYYY-MM-DD",
            width=220,
            help=_("At most {most} days ahead. Rounds begun or ended stay as they are.", most=LATEST_CHANGE),
        )
        st.button(_("What would change?"), on_click=_try, args=(key, plan), icon=":material/difference:")
        st.button(
            _("Save the change"), type="primary", on_click=_change, args=(key, plan), icon=":material/save:"
        )
        st.button(_("Leave it as it is"), on_click=opened.turned)
    if tried := st.session_state.pop(f"{key}_tried", ""):
        st.info(tried, icon=":material/difference:")
    refusal_shown("from_day")


def asked(here: Session, key: str, plan: Plan | None) -> Mapping[str, Any]:
    """What is asked of the keeping of plans."""
    stops = [(one.asset_id, one.location_id) for one in route_field.chosen(f"{key}_route")]
    by = By(actor=here.actor, now=here.now)
    if plan is None:
        return {"values": values(key), "stops": stops, "by": by}
    since = st.session_state.get(f"{key}_from_day")
    seen_as = {"plan_id": plan.id, "version": plan.version, "from_day": since}
    return {**seen_as, "values": values(key), "stops": stops, "by": by}


@guarded()
def _add(key: str) -> None:
    here = current()
    done = plan_keeping.save_plan(here.db, **asked(here, key, None))
    flash(here._("Plan {code} “{name}” added, {count} rounds made.", **_named(done), count=done.rounds.added))
    opened.open(done.plan.code)


@guarded()
def _change(key: str, plan: Plan) -> None:
    here = current()
    done = plan_keeping.save_plan(here.db, **asked(here, key, plan))
    said = here._(
        "Plan {code} “{name}” changed: {added} rounds added, {changed} changed, {removed} taken away.",
        **_named(done),
        **_counts(done.rounds),
    )
    flash(said)
    opened.open(done.plan.code)


@guarded()
def _try(key: str, plan: Plan) -> None:
    here = current()
    found = plan_keeping.would_change(here.db, **asked(here, key, plan))
    st.session_state[f"{key}_tried"] = here._(
        "It would add {added} rounds, change {changed}, take away {removed}; {kept} begun or ended stay as they are.",
        **_counts(found),
        kept=found.kept,
    )


def _named(done: Saved) -> Mapping[str, str]:
    return {"code": done.plan.code, "name": harmless(done.plan.name)}


def _counts(rounds: Adapted) -> Mapping[str, int]:
    return {"added": rounds.added, "changed": rounds.changed, "removed": rounds.removed}
