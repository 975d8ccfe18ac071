"""The route of a plan being kept: stops are looked for, added, moved and taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import streamlit as st

from lib.core.i18n import mark
from lib.inspections.plans import Stop
from lib.places import assets
from lib.places.assets import AssetStatus
from lib.places.locations import location
from lib.ui import choices
from lib.ui.plans import words
from lib.ui.plans.offered import assets_offered, campuses, categories
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import NOTHING_DONE, flash

_FOLDER = Path(__file__).parents[1] / "components"
_route = st.components.v2.component(
    "onestop_route",
    js="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("dom.js", "route.js")),
    css=(_FOLDER / "route.css").read_text(encoding="utf-8"),
    html="<div class='route'></div>",
)
Key = tuple[int | None, int | None]
"""A stop: its asset and its place."""


def begin(key: str, stops: Sequence[Stop]) -> None:
    """What the field begins with, once for each `key`."""
    st.session_state.setdefault(key, [(one.asset_id, one.location_id) for one in stops])


def chosen(key: str) -> list[Stop]:
    """The route as it stands in the field."""
    held: Sequence[Key] = st.session_state.get(key, ())
    return [Stop(at, asset_id, location_id) for at, (asset_id, location_id) in enumerate(held, 1)]


def draw(here: Session, key: str) -> None:
    """Type-ahead over assets and over places, a whole category at once, and the stops in their order."""
    _, left, right = here._, *st.columns(2)
    machines, spots = assets_offered(here.db), choices.places(here.db)
    left.selectbox(
        _("Add an asset"),
        machines.options,
        None,
        format_func=machines.say,
        key=f"{key}_asset",
        on_change=_one,
        args=(key, "asset"),
        placeholder=_("Name, number or pinyin initials"),
        icon=":material/precision_manufacturing:",
    )
    right.selectbox(
        _("Add a place"),
        spots.options,
        None,
        format_func=spots.say,
        key=f"{key}_place",
        on_change=_one,
        args=(key, "place"),
        placeholder=_("Door number, pinyin initials or words"),
        icon=":material/location_on:",
    )
    _many(here, key)
    stops = chosen(key)
    if not stops:
        st.caption(_("No stops yet: choose assets or places above; they are visited in this order."))
        return
    st.caption(_("{count} stops, visited in this order:", count=len(stops)))
    _route(key=f"{key}_order", data=_data(here, stops), on_order_change=lambda: _ordered(key))


def _many(here: Session, key: str) -> None:
    _, offered, machines = here._, campuses(here.db), categories(here.db)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("All assets of a category"),
            machines.options,
            None,
            format_func=machines.say,
            key=f"{key}_category",
            placeholder=_("Name or pinyin initials"),
            width=260,
        )
        st.selectbox(
            _("At which campus"),
            offered.options,
            None,
            format_func=offered.say,
            key=f"{key}_campus",
            placeholder=_("every campus"),
            width=220,
        )
        count = len(_fitting(here, key))
        label = _("Add all {count}", count=count) if count else _("Add all of them")
        st.button(
            label,
            key=f"{key}_all",
            on_click=_all,
            args=(key,),
            disabled=not count,
            icon=":material/playlist_add:",
        )
        if st.session_state.get(key):
            st.button(
                _("Empty the route"),
                key=f"{key}_empty",
                on_click=_emptied,
                args=(key,),
                icon=":material/delete_sweep:",
            )


def _fitting(here: Session, key: str) -> list[Key]:
    """The assets of that category there that are not on the route yet, building by building."""
    category, campus = st.session_state.get(f"{key}_category"), st.session_state.get(f"{key}_campus")
    there = set(st.session_state.get(key, ()))
    found = [
        (place.path if place else "", one.number, (one.id, None))
        for one in assets.all_assets(here.db).values()
        if category and one.category == category and one.status != AssetStatus.RETIRED
        for place in [location(here.db, one.location_id)]
        if campus is None or (place is not None and place.campus_id == campus)
    ]
    return [stop for _path, _number, stop in sorted(found, key=lambda one: one[:2]) if stop not in there]


def _data(here: Session, stops: Sequence[Stop]) -> object:
    said = [(one, *words.stop(here.db, one)) for one in stops]
    _ = here._
    return {
        "stops": [
            {"key": f"{one.asset_id or ''}:{one.location_id or ''}", "title": title, "where": where}
            for one, title, where in said
        ],
        "words": {
            "up": _("Move up"),
            "down": _("Move down"),
            "remove": _("Take out"),
            "number": _("Position of {name}", name="{name}"),
        },
    }


def _one(key: str, what: str) -> None:
    """The chosen asset or place becomes the last stop, and the field is empty for the next one."""
    with guarded():
        found = st.session_state.pop(f"{key}_{what}", None)
        if found is not None:
            _add(key, [(found, None) if what == "asset" else (None, found)])


def _all(key: str) -> None:
    with guarded():
        here = current()
        added = _add(key, _fitting(here, key))
        flash(here._("{count} stops added.", count=added))


def _add(key: str, stops: Iterable[Key]) -> int:
    held = list(st.session_state.get(key, ()))
    new = [one for one in stops if one not in held]
    if not new:
        flash(current()._(mark("This stop is on the route already.")), icon=NOTHING_DONE)
    st.session_state[key] = held + new
    return len(new)


def _emptied(key: str) -> None:
    st.session_state[key] = []


def _ordered(key: str) -> None:
    order = st.session_state[f"{key}_order"].order
    if order is None:
        return
    parts = (one.split(":") for one in order)
    wanted = [(int(asset) if asset else None, int(place) if place else None) for asset, place in parts]
    held = set(st.session_state.get(key, ()))
    st.session_state[key] = [one for one in wanted if one in held]
