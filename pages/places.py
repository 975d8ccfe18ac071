"""Places: the tree, who occupies them, the codes on their walls."""

from __future__ import annotations

from urllib.parse import urlencode

import polars as pl
import streamlit as st

from lib.core.clock import local_date
from lib.people import organisation
from lib.people.roles import Permission
from lib.places import finding, labels, upkeep
from lib.places.labels.progress import STATE_WORDS, state_of
from lib.places.locations import AREA_WORDS, KIND_WORDS, AreaClass, Location, LocationKind, all_locations
from lib.ui import addressed
from lib.ui.label_progress import label_progress
from lib.ui.lists.panel import list_panel
from lib.ui.session import current, guarded
from lib.ui.widgets import empty, flash, refusal_shown

here = current()
_ = here._
EDITS = here.may(Permission.ADMINISTER)
MOST = 400
BRANCH = "IM-"
HOLDERS = (LocationKind.CAMPUS, LocationKind.BUILDING, LocationKind.FLOOR)


def listed(words: str) -> list[Location]:
    """What fits the words; without any, what is in use and no more than fits: the whole of a small hospital, of a
    large one everything but its rooms. What an import left out of use is found by words only."""
    if words.strip():
        return finding.fitting(here.db, words)
    used = [place for place in all_locations(here.db).values() if place.active]
    if len(used) <= MOST:
        own = [place for place in finding.fitting(here.db, "") if not place.active and not imported(place)]
        return [*sorted(used, key=lambda place: place.number), *own]
    st.caption(rooms(used))
    return [place for place in finding.fitting(here.db, "") if place.active or not imported(place)]


def imported(place: Location) -> bool:
    """Whether it lies in a branch an import made."""
    return place.number.startswith(BRANCH)


def rooms(used: list[Location]) -> str:
    """How many there are that the list leaves out."""
    count = sum(place.kind in (LocationKind.ROOM, LocationKind.ZONE) for place in used)
    return _("{count} rooms and zones in all: type a number or a name to find one", count=f"{count:,}")


def table(places: list[Location]) -> Location | None:
    """The list; the place chosen in it."""
    departments = organisation.departments(here.db)
    rows = [
        {
            _("Place number"): place.number,
            _("Place"): place.path,
            _("Kind"): _(KIND_WORDS[place.kind]),
            _("Area"): _(AREA_WORDS[place.area_class]) if place.area_class else "",
            _("Department"): departments[place.department_id].name if place.department_id is not None else "",
            _("In use"): place.active,
        }
        for place in places
    ]
    chosen = st.dataframe(
        pl.DataFrame(rows),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="places_table",
        height=560,
        column_config={
            _(name): st.column_config.Column(width=width)
            for name, width in (("Place number", 104), ("Place", 245), ("Department", 104))
        },
    )
    at = chosen.selection.rows
    return places[at[0]] if at and at[0] < len(places) else None


@guarded()
def save(place: Location) -> None:
    now, typed = current(), st.session_state
    changes = {name: typed[f"place_{name}_{place.id}"] for name in upkeep.EDITABLE}
    department = typed[f"place_department_{place.id}"]
    moved = department is not None and department != place.department_id
    with now.db.transaction():
        if moved:
            since = local_date(now.now)
            upkeep.move_in(
                now.db,
                actor=now.actor,
                location_id=place.id,
                department_id=department,
                since=since,
                now=now.now,
            )
        if not moved or any(value != getattr(place, name) for name, value in changes.items()):
            upkeep.change_place(now.db, actor=now.actor, location_id=place.id, changes=changes, now=now.now)
    flash(_("{place} saved.", place=place.path))


@guarded()
def replace_label(place: Location) -> None:
    now = current()
    upkeep.replace_label(now.db, actor=now.actor, location_id=place.id, now=now.now)
    flash(_("{place} has a new code: please hang it.", place=place.path))


@guarded()
def add(parent: Location | None) -> None:
    now, typed = current(), st.session_state
    words = {name: typed[f"new_{name}"] or "" for name in ("number", "name")}
    lies = (
        {name: typed[f"new_{name}"] or "" for name in ("kind", "area_class")}
        if parent
        else {"kind": LocationKind.CAMPUS}
    )
    upkeep.add_place(
        now.db, actor=now.actor, parent_id=parent.id if parent else None, now=now.now, **words, **lies
    )
    flash(_("{place} added.", place=f"{parent.path} {words['name']}" if parent else words["name"]))
    typed["new_number"] = typed["new_name"] = ""


def label(place: Location) -> None:
    """The code on the wall, to look at and to print."""
    code = labels.current(here.db, place.id)
    if code is None:
        st.caption(_("No code hangs here."))
    else:
        st.image(labels.svg(code).decode(), width=180)
        st.code(labels.url(code), language=None)
        st.caption(_(STATE_WORDS[state_of(labels.read(here.db, code), here.now)]))
    if EDITS:
        if code is not None:
            there = f"/labels/sheet?{urlencode({'under': place.number, 'grid': '2x4'})}"
            st.link_button(_("Print this code"), there, icon=":material/print:")
        st.button(
            _("Make a code") if code is None else _("Replace the code"),
            key=f"label_{place.id}",
            on_click=replace_label,
            args=(place,),
            icon=":material/qr_code:",
        )


def editor(place: Location) -> None:
    """The facts of one place, as fields for who may change them."""
    departments = organisation.departments(here.db)
    st.text_input(_("Name"), place.name, key=f"place_name_{place.id}", disabled=not EDITS)
    areas = ["", *AreaClass]
    at = areas.index(place.area_class) if place.area_class in areas else 0
    st.selectbox(
        _("Area"),
        areas,
        at,
        key=f"place_area_class_{place.id}",
        disabled=not EDITS,
        format_func=lambda a: _(AREA_WORDS[a]) if a else "—",
    )
    ids = [None, *departments]
    st.selectbox(
        _("Department"),
        ids,
        ids.index(place.department_id) if place.department_id in departments else 0,
        key=f"place_department_{place.id}",
        disabled=not EDITS,
        format_func=lambda one: departments[one].name if one else "—",
    )
    st.text_area(_("Entry notes"), place.notes, key=f"place_notes_{place.id}", disabled=not EDITS)
    st.checkbox(_("In use"), place.active, key=f"place_active_{place.id}", disabled=not EDITS)
    if EDITS:
        st.button(_("Save changes"), key=f"save_{place.id}", type="primary", on_click=save, args=(place,))


def adding(parent: Location | None) -> None:
    """A new place below this one; without one, a new campus."""
    title = _("Add a place below {place}", place=parent.name) if parent else _("Add a campus")
    with st.expander(title, icon=":material/add:"):
        st.text_input(_("Place number"), key="new_number", placeholder=f"{parent.number}-…" if parent else "")
        st.text_input(_("Name"), key="new_name")
        if parent:
            kinds = [kind for kind in LocationKind if kind != LocationKind.CAMPUS]
            st.selectbox(_("Kind"), kinds, key="new_kind", format_func=lambda kind: _(KIND_WORDS[kind]))
            areas = ["", *AreaClass]
            st.selectbox(
                _("Area"), areas, key="new_area_class", format_func=lambda a: _(AREA_WORDS[a]) if a else "—"
            )
        st.button(_("Add"), type="primary", on_click=add, args=(parent,))


st.header(_("Places"))
views = {"places": _("Places"), "labels": _("Progress of the wall codes")}
if addressed.part("places_view", _("What to show"), views) == "labels":
    label_progress(edits=EDITS)
    st.stop()
list_panel("places", edits=EDITS)
refusal_shown()
words = st.text_input(
    _("Search"),
    key="places_q",
    bind="query-params",
    placeholder=_("Number, words or pinyin initials"),
    icon=":material/search:",
)
left, right = st.columns([2, 1])
with left:
    shown = listed(words or "")
    if len(shown) > MOST:
        st.caption(_("{count} places; the first {most} are shown", count=f"{len(shown):,}", most=MOST))
    place = table(shown[:MOST]) if shown else None
    if not shown:
        empty(
            _("No place fits. Try fewer words.")
            if words
            else _("There is no place yet: begin with a campus.")
        )
with right:
    if place is None:
        if shown:
            empty(_("Choose a place in the list to see its code and details."), ":material/touch_app:")
        if EDITS:
            adding(None)
    else:
        st.subheader(place.path)
        if EDITS and place.kind in HOLDERS:
            there = f"/labels/sheet?{urlencode({'under': place.number})}"
            st.link_button(_("Print the wall codes here"), there, icon=":material/print:")
        label(place)
        editor(place)
        if EDITS:
            adding(place)
