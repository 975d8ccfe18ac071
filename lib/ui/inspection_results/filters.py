"""Which rounds are looked at, kept in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from lib.core.clock import local_date
from lib.inspections import compliance
from lib.inspections.compliance import Chosen
from lib.inspections.plans import all_plans
from lib.inspections.seeing import Sight
from lib.inspections.words import PLAN_KIND_WORDS
from lib.people.organisation import teams, vendors
from lib.places.assets import Asset
from lib.places.locations import all_locations
from lib.ui.addressed import day, several
from lib.ui.session import Session

DAYS = 30
WIDTH = 172


def asked(here: Session, sight: Sight) -> Chosen:
    """The fields, and what they say: the last thirty days unless another period is asked for."""
    _, offered = here._, compliance.offered(here.db, sight)
    today = local_date(here.now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = day("results_from", _("First date"), today - timedelta(days=DAYS - 1))
        last = day("results_until", _("Last date"), today)
        _periods(here)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        campuses = _several("results_campus", _("Campus"), all_locations(here.db), offered["campus_id"])
        crews = _several("results_team", _("Team"), teams(here.db), offered["team_id"])
        companies = _several("results_vendor", _("Vendor"), vendors(here.db), offered["vendor_id"])
        kinds = {
            str(kind): _(words) for kind, words in PLAN_KIND_WORDS.items() if kind in set(offered["kind"])
        }
        kind = several("results_kind", _("Kind"), kinds, width=WIDTH) if len(kinds) > 1 else []
        plans = _several("results_plan", _("Plan"), all_plans(here.db), offered["plan_id"])
    first, last = _in_order(first, last)
    return Chosen(
        first=first,
        last=last,
        campuses=campuses,
        teams=crews,
        vendors=companies,
        kinds=tuple(kind),
        plans=plans,
    )


def _periods(here: Session) -> None:
    """The periods people report about, one press each."""
    _, today = here._, local_date(here.now)
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    offered = {
        _("This month"): (month, today),
        _("Last month"): (before.replace(day=1), before),
        _("Last 90 days"): (today - timedelta(days=89), today),
        _("This year"): (today.replace(month=1, day=1), today),
    }
    for number, (words, period) in enumerate(offered.items()):
        st.button(words, type="tertiary", on_click=set_period, args=period, key=f"results_period_{number}")


def set_period(first: date, last: date) -> None:
    """Those days from now on; for callbacks."""
    st.query_params.update(period(first, last))


def period(first: date, last: date) -> Mapping[str, str]:
    """The same as parameters of the address."""
    return {"results_from": f"{first}", "results_until": f"{last}"}


def _in_order(first: date, last: date) -> tuple[date, date]:
    """The two days, whichever was typed where."""
    return (first, last) if first <= last else (last, first)


def _several(key: str, label: str, known: Mapping[int, Any], ids: Iterable[int | None]) -> tuple[int, ...]:
    """A choice among those that rounds really have; nothing to choose where there is but one."""
    words = {one: known[one].name for one in ids if one is not None and one in known}
    return tuple(several(key, label, words, width=WIDTH)) if len(words) > 1 else ()


def of(here: Session, chosen: Chosen, assets: Iterable[Asset]) -> list[Asset]:
    """Those of the assets that lie on the chosen campuses and are looked after by the chosen teams or vendors."""
    crews, places = teams(here.db), all_locations(here.db)

    def fits(one: Asset) -> bool:
        place = places.get(one.location_id) if one.location_id is not None else None
        crew = crews.get(one.team_id) if one.team_id is not None else None
        vendor = one.vendor_id if one.vendor_id is not None else crew.vendor_id if crew else None
        return (
            (not chosen.campuses or (place is not None and place.campus_id in chosen.campuses))
            and (not chosen.teams or one.team_id in chosen.teams)
            and (not chosen.vendors or vendor in chosen.vendors)
        )

    return [one for one in assets if fits(one)]
