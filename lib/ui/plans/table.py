"""The list of plans: filters that stand in the address, and how each plan stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

import polars as pl
import streamlit as st

from lib.core.clock import local
from lib.core.i18n import mark
from lib.inspections import checklists
from lib.inspections.plan_figures import Figures, figures, seen, stations
from lib.inspections.plans import Plan
from lib.inspections.rule_words import rule_words
from lib.inspections.words import PLAN_KIND_WORDS
from lib.people import organisation
from lib.places import assets
from lib.places.locations import LocationKind, all_locations, initials
from lib.ui import addressed
from lib.ui.plans import opened
from lib.ui.plans.words import slots, who, window
from lib.ui.session import Session
from lib.ui.widgets import empty

KEY = "plans_table"
ACTIVE, ENDED, EVERY = "active", "ended", "every"
NEXT, LAST, RATE, STOPS = mark("Next round"), mark("Last done"), mark("Done in time"), mark("Stops")
MOMENT = "YYYY-MM-DD HH:mm"


def draw(here: Session, keeps: bool) -> None:
    """The plans this person may see, filtered; a click opens one. `keeps`: whether they may add one."""
    every = seen(here.db, here.actor)
    shown = _filtered(here, every, keeps)
    if not every:
        empty(
            here._("There are no plans yet. Add one, or import them from a table."), ":material/event_repeat:"
        )
    elif not shown:
        empty(here._("No plan fits these filters."))
    else:
        _table(here, shown)


_several = partial(addressed.several, width=140)


def _filtered(here: Session, every: Sequence[Plan], keeps: bool) -> list[Plan]:
    _ = here._
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if keeps:
            new = (opened.NEW,)
            st.button(_("New plan"), type="primary", on_click=opened.open, args=new, icon=":material/add:")
        view = addressed.part(
            "plans_in_use",
            _("In use"),
            {ACTIVE: _("In use"), ENDED: _("Paused or ended"), EVERY: _("All of them")},
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = st.text_input(
            _("Code, name or asset"), key="plans_q", bind="query-params", icon=":material/search:", width=170
        )
        kinds = _several("plans_kind", _("Kind of plan"), {str(k): _(w) for k, w in PLAN_KIND_WORDS.items()})
        crews = _several("plans_team", _("Team"), _teams(here, every))
        vendors = _several("plans_vendor", _("Vendor"), _vendors(here, every))
        campuses = _several("plans_campus", _("Campus"), _campuses(here))
        wanted = _several("plans_category", _("Category"), _categories(here))
    found = (sought or "").strip().casefold()
    return [
        one
        for one in every
        if (view == EVERY or _in_use(here, one) == (view == ACTIVE))
        and (not kinds or one.kind in kinds)
        and (not crews or one.team_id in crews)
        and (not vendors or one.vendor_id in vendors or _vendor_of_team(here, one) in vendors)
        and (not campuses or one.campus_id in campuses)
        and (not wanted or not _categories_of(here, one).isdisjoint(wanted))
        and (not found or found in _findable(here, one))
    ]


def _in_use(here: Session, one: Plan) -> bool:
    return one.active and (one.ends_on is None or one.ends_on >= local(here.now).date())


def _teams(here: Session, every: Sequence[Plan]) -> Mapping[int, str]:
    used = {one.team_id for one in every}
    return {key: team.name for key, team in organisation.teams(here.db).items() if key in used}


def _vendor_of_team(here: Session, one: Plan) -> int | None:
    team = organisation.teams(here.db).get(one.team_id or 0)
    return team.vendor_id if team else None


def _vendors(here: Session, every: Sequence[Plan]) -> Mapping[int, str]:
    used = {one.vendor_id for one in every} | {_vendor_of_team(here, one) for one in every}
    return {key: vendor.name for key, vendor in organisation.vendors(here.db).items() if key in used}


def _campuses(here: Session) -> Mapping[int, str]:
    places = all_locations(here.db).items()
    return {key: one.name for key, one in places if one.kind == LocationKind.CAMPUS and one.active}


def _categories(here: Session) -> Mapping[str, str]:
    known = {one.category for one in assets.all_assets(here.db).values()}
    known |= {one.category for one in checklists.all_checklists(here.db).values()}
    return {name: name for name in sorted(known - {""})}


def _categories_of(here: Session, plan: Plan) -> set[str]:
    """Those of its checklist and of the assets on its route."""
    on_route = (assets.asset(here.db, stop.asset_id) for stop in stations(here.db).get(plan.id, ()))
    checked = checklists.all_checklists(here.db).get(plan.checklist_id)
    return {one.category for one in (*on_route, checked) if one is not None}


def _findable(here: Session, plan: Plan) -> str:
    on_route = (assets.asset(here.db, stop.asset_id) for stop in stations(here.db).get(plan.id, ()))
    machines = (f"{one.number} {one.name}" for one in on_route if one is not None)
    return " ".join((plan.code, plan.name, initials(plan.name), *machines)).casefold()


def _table(here: Session, shown: Sequence[Plan]) -> None:
    _, known = here._, figures(here.db, here.now)
    rows = [_row(here, one, known.get(one.id, Figures())) for one in shown]
    moment = st.column_config.DatetimeColumn(format=MOMENT)
    st.dataframe(
        pl.DataFrame(rows, infer_schema_length=None),
        hide_index=True,
        on_select=lambda: _opened(shown),
        selection_mode=["single-row", "single-cell"],
        column_config={
            _(NEXT): moment,
            _(LAST): moment,
            _(STOPS): st.column_config.NumberColumn(width="small"),
        },
        placeholder="",
        key=f"{KEY}_{opened.turn()}",
    )
    st.caption(
        _(
            "{count} plans. “{rate}” counts the rounds due in the last 90 days: done inside the window of those due.",
            count=len(shown),
            rate=_(RATE),
        )
    )


def _row(here: Session, one: Plan, stands: Figures) -> Mapping[str, object]:
    _ = here._
    return {
        _("Plan code"): one.code,
        _("Plan name"): one.name,
        _("Kind of plan"): _(PLAN_KIND_WORDS[one.kind]),
        _("How often"): rule_words(one.rule, here.language),
        _("Who does it"): who(here, one),
        _(STOPS): len(stations(here.db).get(one.id, ())),
        _(NEXT): _wall(stands.next_at),
        _(LAST): _wall(stands.last_at),
        _(RATE): f"{stands.done / stands.due:.0%} ({stands.done}/{stands.due})" if stands.due else "—",
        _("Window"): f"{slots(here, one.slots)} · {window(here, one)}",
    }


def _wall(instant: datetime | None) -> datetime | None:
    """As the hospital's clocks show it; the table draws it as it is."""
    return local(instant).replace(tzinfo=None) if instant else None


def _opened(shown: Sequence[Plan]) -> None:
    chosen = st.session_state[f"{KEY}_{opened.turn()}"].selection
    rows = [*chosen.rows, *(cell[0] for cell in chosen.cells)]
    if rows and rows[0] < len(shown):
        opened.open(shown[rows[0]].code)
