"""One asset: what it is, its code, what ends soon, and its maintenance record."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from lib.core import money
from lib.core.clock import local_date
from lib.inspections import certificates
from lib.inspections.asset_record import plans_of, record
from lib.inspections.certificates import Certificate
from lib.inspections.plan_figures import Figures, figures, seen
from lib.people.organisation import teams, vendors
from lib.people.roles import Permission
from lib.places import asset_keeping, asset_labels, asset_rights, assets
from lib.places.asset_ends import endings
from lib.places.assets import CRITICALITY_WORDS, STATUS_WORDS, Asset, AssetStatus
from lib.places.locations import location
from lib.ui import navigation
from lib.ui.assets import form, recorded, view
from lib.ui.listed import listed
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import empty, flash, refusal_shown, when
from lib.ui.words import harmless

LOOKS = {
    AssetStatus.IN_USE: ("green", ":material/play_circle:"),
    AssetStatus.STANDBY: ("blue", ":material/pause_circle:"),
    AssetStatus.STOPPED: ("orange", ":material/stop_circle:"),
    AssetStatus.RETIRED: ("gray", ":material/archive:"),
}


def draw(here: Session, number: str) -> None:
    """The asset of that number, for who may see it."""
    asset = _found(here, number)
    view.back(here)
    if asset is None:
        empty(here._("There is no asset with this number that you may see."), ":material/search_off:")
        return
    _heading(here, asset)
    refusal_shown()
    found = record(here.db, asset.id, actor=here.actor, now=here.now)
    recorded.figures(here, found)
    left, right = st.columns([1, 2], gap="medium")
    with left:
        _facts(here, asset)
        _code(here, asset)
    with right:
        recorded.draw(here, asset, found)
    if asset_rights.reaches(here.db, here.actor, Permission.KEEP_ASSETS, asset):
        with st.expander(here._("Correct or retire this asset"), icon=":material/edit:"):
            form.correcting(here, asset)


def _found(here: Session, number: str) -> Asset | None:
    wanted = asset_keeping.alike(number)
    for asset in assets.all_assets(here.db).values():
        if asset_keeping.alike(asset.number) == wanted:
            seen = asset_rights.reaches(here.db, here.actor, Permission.SEE_ASSETS, asset)
            return asset if seen else None
    return None


def _heading(here: Session, asset: Asset) -> None:
    _ = here._
    colour, icon = LOOKS[AssetStatus(asset.status)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {harmless(f'{asset.number} {asset.name}')}", width="content")
        st.markdown(
            f":{colour}-badge[{icon} {_(STATUS_WORDS[asset.status])}] "
            f":gray-badge[{_(CRITICALITY_WORDS[asset.criticality])}]",
            width="content",
        )
    for one in endings(asset, local_date(here.now)):
        said = _(one.message, **one.facts)
        st.warning(said, icon=":material/event_busy:" if one.over else ":material/event:")


def _facts(here: Session, asset: Asset) -> None:
    _, place = here._, location(here.db, asset.location_id)
    team, vendor = teams(here.db).get(asset.team_id or 0), vendors(here.db).get(asset.vendor_id or 0)
    price = money.yuan(asset.price_cents) if asset.price_cents is not None else ""
    lines = [
        (_("Category"), asset.category),
        (_("Place"), f"{place.path} · {place.number}" if place else _("not said")),
        (_("Vendor"), vendor.name if vendor else ""),
        (_("Team"), team.name if team else ""),
        (_("Maker"), asset.maker),
        (_("Model"), asset.model),
        (_("Serial number"), asset.serial),
        (_("Bought on"), str(asset.bought_on or "")),
        (_("Warranty until"), str(asset.warranty_until or "")),
        (_("End of life"), str(asset.life_ends_on or "")),
        (_("Purchase price (yuan)"), price),
        *((one.name, _("valid until {day}", day=one.valid_until)) for one in _certificates(here, asset)),
        (_("Note"), asset.notes),
    ]
    listed("", [(label, value) for label, value in lines if value])
    _plans(here, asset)


def _plans(here: Session, asset: Asset) -> None:
    """Those on whose route it is, each with the day it is next due."""
    _, found = here._, plans_of(here.db, asset.id)
    if not found:
        return
    shown, stands = {one.code for one in seen(here.db, here.actor)}, figures(here.db, here.now)
    st.markdown(f"**{_('On the route of')}**")
    for plan in found:
        coming = stands.get(plan["id"], Figures()).next_at
        due = _("next {day}", day=f"{local_date(coming):%Y-%m-%d}") if coming else _("no round to come")
        said = f"{harmless(plan['name'])} · {due}"
        if plan["code"] in shown:
            navigation.link("inspection_plans", said, icon=":material/event_repeat:", plan=plan["code"])
        else:
            st.markdown(said)


def _certificates(here: Session, asset: Asset) -> list[Certificate]:
    """Its certificates in force."""
    return [one for one in certificates.current(here.db) if one.asset_id == asset.id]


def _code(here: Session, asset: Asset) -> None:
    """The code to look at and to print, and how far it is with it."""
    _, label = here._, asset_labels.in_force(here.db).get(asset.id)
    keeps = asset_rights.reaches(here.db, here.actor, Permission.KEEP_ASSETS, asset)
    if label is None:
        st.caption(_("This asset has no code yet."))
    else:
        st.image(asset_labels.svg(label.code).decode(), width=150)
        st.caption(f"{label.code[:4]} {label.code[4:]} · {_state(here, label)}")
    if not keeps:
        return
    with st.container(horizontal=True):
        if label is not None:
            there = f"/labels/assets?{urlencode({'assets': asset.id, 'grid': '2x4'})}"
            st.link_button(_("Print this code"), there, icon=":material/print:")
        st.button(
            _("Make a code") if label is None else _("Replace the code"),
            key=f"asset_label_{asset.id}",
            on_click=_replace,
            args=(asset,),
            icon=":material/qr_code:",
        )


def _state(here: Session, label: asset_labels.AssetLabel) -> str:
    if label.first_scan_at is not None:
        return here._("first scanned {time}", time=when(label.first_scan_at))
    if label.printed_at is not None:
        return here._("printed {time}, not scanned yet", time=when(label.printed_at))
    return here._("not printed yet")


@guarded()
def _replace(asset: Asset) -> None:
    now = current()
    asset_keeping.replace_label(now.db, actor=now.actor, asset_id=asset.id, now=now.now)
    flash(now._("{name} has a new code: please print it.", name=f"{asset.number} {asset.name}"))
