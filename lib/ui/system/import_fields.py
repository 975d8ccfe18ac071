"""What an import needs: the file, the mapping that says what its columns mean, on whose clock its times stand."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import streamlit as st

from lib.core.clock import zone
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import explain, mark
from lib.people.roles import Permission, require
from lib.store.sheets import reading
from lib.tickets.importing import mapping, shipped
from lib.tickets.importing.mapping import MapFile
from lib.ui.session import Session, current, guarded
from lib.ui.system import import_work
from lib.ui.system.import_work import Asked
from lib.ui.widgets import refusal_shown

FILE, MAPPING = "import_file", "import_mapping"
_CHOICE, _TURN = "import_choice", "import_turn"
_OWN = ""
"""The choice of a mapping of one's own."""
LARGEST = 60
"""Megabytes; larger than what else is uploaded here: years of tickets come in one file."""
AT_ONCE = 0.4
"""Seconds within which a small file is read: then its preview stands there without a bar before it."""


def key(name: str) -> str:
    """The key of a field of this turn: after an import the next one begins with empty fields."""
    return f"{name}_{st.session_state.get(_TURN, 0)}"


def clear() -> None:
    """Empties the fields."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def draw(here: Session, *, busy: bool) -> None:
    """The fields and the button that reads; `busy`: something is being read or written."""
    _ = here._
    st.file_uploader(
        _("Tickets exported from the other system: CSV or Excel, one row a ticket"),
        key=key(FILE),
        on_change=_changed,
        max_upload_size=LARGEST,
        disabled=busy,
    )
    refusal_shown(FILE)
    left, right = st.columns(2)
    with left:
        chosen = _mapping(here, busy)
    with right:
        _zone(here, chosen, busy)
    st.button(_("Preview"), type="primary", icon=":material/preview:", on_click=_preview, disabled=busy)


def _mapping(here: Session, busy: bool) -> MapFile | None:
    _, known = here._, shipped.shipped()
    st.selectbox(
        _("What the columns mean: a mapping"),
        [*known, _OWN],
        None,
        key=_CHOICE,
        on_change=_changed,
        disabled=busy,
        persist_state="session",
        format_func=lambda file: known[file].name if file else _("A mapping of your own"),
    )
    own = st.session_state[_CHOICE] == _OWN
    if own:
        st.file_uploader(_("Your mapping"), key=key(MAPPING), on_change=_changed, disabled=busy)
        st.download_button(
            _("Download a commented example"),
            lambda: shipped.example(here.language),
            "mapping.toml",
            "application/toml",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )
    refused = refusal_shown(MAPPING)
    try:
        return _chosen()
    except Refusal as refusal:
        if not refused and st.session_state.get(key(MAPPING)) is not None:
            st.error(explain(here.language, refusal), icon=":material/error:")
        return None


def _zone(here: Session, chosen: MapFile | None, busy: bool) -> None:
    offered = _zones()
    said = chosen.timezone if chosen and chosen.timezone in offered else zone().key
    st.selectbox(
        here._("On whose clock the file's times stand"),
        offered,
        offered.index(said) if said in offered else None,
        key=_zone_key(chosen),
        on_change=_changed,
        disabled=busy,
        persist_state="session",
        help=here._("Times that name their own offset are taken as they are."),
    )


def _zone_key(chosen: MapFile | None) -> str:
    """Another mapping, another clock."""
    return f"import_zone_{chosen.source if chosen else ''}"


@cache
def _zones() -> list[str]:
    """Every zone of the world, those named by a place first."""
    return sorted(available_timezones(), key=lambda name: ("/" not in name, name.startswith("Etc/"), name))


def _chosen() -> MapFile:
    """The mapping chosen, or uploaded; WrongInput at its field."""
    file = st.session_state[_CHOICE]
    if file is None:
        raise WrongInput(mark("Please choose what the columns mean."), field=MAPPING)
    if file != _OWN:
        return shipped.shipped()[file]
    uploaded = st.session_state.get(key(MAPPING))
    if uploaded is None:
        raise WrongInput(mark("Please choose your mapping, a .toml file."), field=MAPPING)
    try:
        return mapping.parse(reading.decoded(uploaded.getvalue()))
    except WrongInput as refusal:
        refusal.field = MAPPING
        raise


def _changed() -> None:
    """What was read belongs to what was chosen before."""
    here = current()
    import_work.forget(here.db, here.account.id)


@guarded()
def _preview() -> None:
    here = current()
    require(here.actor, Permission.ADMINISTER)
    uploaded = st.session_state.get(key(FILE))
    if uploaded is None:
        raise WrongInput(mark("Please choose the file first."), field=FILE)
    chosen = _chosen()
    asked = Asked(
        file_name=uploaded.name,
        content=uploaded.getvalue(),
        mapping=chosen,
        zone=ZoneInfo(st.session_state[_zone_key(chosen)] or zone().key),
        actor=here.actor,
        language=here.language,
    )
    import_work.begin(here.db, here.account.id, asked, here.now).wait(AT_ONCE)
