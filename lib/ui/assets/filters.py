"""What of the register is asked for, kept in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.people.organisation import vendors
from lib.places import asset_finding
from lib.places.asset_finding import Query
from lib.places.assets import CRITICALITY_WORDS, STATUS_WORDS, AssetStatus, all_assets
from lib.places.locations import LocationKind, all_locations
from lib.ui.addressed import several
from lib.ui.session import Session

IN_SERVICE = tuple(status for status in AssetStatus if status is not AssetStatus.RETIRED)
WIDTH = 168


def asked(here: Session) -> Query:
    """The fields, and what they say. Retired assets are shown only to who asks for them, or for words they hold."""
    _ = here._
    words = st.text_input(
        _("Search"),
        key="assets_q",
        bind="query-params",
        placeholder=_("Number, name, model, place or pinyin initials; all words have to fit"),
        icon=":material/search:",
    )
    with st.container(horizontal=True):
        places = several("assets_place", _("Campus or building"), _places(here), width=WIDTH)
        categories = several("assets_category", _("Category"), _same(here), width=WIDTH)
        statuses = several("assets_status", _("Status"), _said(here, STATUS_WORDS), width=WIDTH)
        criticalities = several("assets_class", _("Criticality"), _said(here, CRITICALITY_WORDS), width=WIDTH)
        vendor_ids = several("assets_vendor", _("Vendor"), _vendors(here), width=WIDTH)
    return Query(
        words=words or "",
        under=places,
        categories=categories,
        statuses=statuses or (() if words else IN_SERVICE),
        criticalities=criticalities,
        vendor_ids=vendor_ids,
    )


def _said(here: Session, words: Mapping[str, str]) -> dict[str, str]:
    return {str(code): here._(message) for code, message in words.items()}


def _same(here: Session) -> dict[str, str]:
    return {category: category for category in asset_finding.categories(here.db)}


def _places(here: Session) -> dict[int, str]:
    """Campuses and buildings, each building under its campus."""
    places = all_locations(here.db)
    known = [one for one in places.values() if one.active]
    campuses = [one for one in known if one.kind == LocationKind.CAMPUS]
    found: dict[int, str] = {}
    for campus in campuses:
        found[campus.id] = campus.name
        inside = (one for one in known if one.kind == LocationKind.BUILDING and one.campus_id == campus.id)
        found |= {one.id: f"{campus.name} · {one.name}" for one in inside}
    return found


def _vendors(here: Session) -> dict[int, str]:
    """The vendors that look after something."""
    used = {asset.vendor_id for asset in all_assets(here.db).values()}
    return {one.id: one.name for one in vendors(here.db).values() if one.id in used}
