"""The form being filled: its fields in the session, and what each answer presets in the others."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from lib.catalog.services import Service, service
from lib.catalog.suggesting import danger, graver, severity_for, suggester
from lib.core import typed_time
from lib.places.finding import named
from lib.places.locations import Location, location
from lib.store.database import Database
from lib.tickets import calls
from lib.tickets.calls import Recalled
from lib.tickets.words import Channel, Kind, Severity
from lib.ui.session import current

TURN, FORM, CHANNEL = "entry_turn", "entry_form", "entry_channel"
OPEN, ANSWER, PHONED = "open", "answer", "phoned"
WAYS = (OPEN, ANSWER, PHONED)


def turn() -> int:
    """Which form this is since the page was opened; in every key, so that the next one begins empty."""
    number: int = st.session_state.setdefault(TURN, 0)
    return number


def key(name: str) -> str:
    """The widget key of a field of this form."""
    return f"entry_{name}_{turn()}"


def value(name: str) -> Any:
    """What stands in the field; None when nothing does."""
    return st.session_state.get(key(name)) or None


def text(name: str) -> str:
    """The words in the field, trimmed."""
    return str(value(name) or "").strip()


def moment(name: str, *, ahead: bool = False) -> datetime | None:
    """The time typed in the field; WrongInput where it is none."""
    return typed_time.read(text(name), current().now, field=name, ahead=ahead)


def channel() -> str:
    """How the call came in; stays from one form to the next."""
    return str(st.session_state.get(CHANNEL) or Channel.HOTLINE)


def form() -> dict[str, Any]:
    """What the form knows besides its fields: its request key, and what was preset."""
    kept: dict[str, Any] = st.session_state.setdefault(FORM, {})
    if kept.get("turn") != turn():
        kept.clear()
        kept.update(turn=turn(), key=secrets.token_hex(12), preset={}, suggested=[], candidates=[], photos={})
    return kept


def begin() -> None:
    """What stands in a form before anybody typed."""
    st.session_state.setdefault(CHANNEL, Channel.HOTLINE)
    if key("way") not in st.session_state:
        preset("way", OPEN)
        preset("severity", Severity.NORMAL)


def clear() -> None:
    """The next form."""
    ended = [k for k in st.session_state if str(k).startswith("entry_") and str(k).endswith(f"_{turn()}")]
    for name in ended:
        del st.session_state[name]
    st.session_state[TURN] = turn() + 1


FIELDS = (
    *("phone", "name", "place", "words", "service", "tile", "severity", "department", "appointment", "way"),
    *("answer", "technician", "called_at", "phoned_at", "accepted_at", "late_reason"),
)


def taken() -> Mapping[str, Any]:
    """Everything the form holds, to be put back later."""
    return {name: st.session_state.get(key(name)) for name in FIELDS} | {FORM: dict(form())}


def put_back(held: Mapping[str, Any]) -> None:
    """A form as it stood when it was taken, the same request still."""
    st.session_state[FORM] = {**held[FORM], "turn": turn()}
    for name in FIELDS:
        if held.get(name) is not None:
            st.session_state[key(name)] = held[name]


def preset(name: str, wanted: Any) -> None:
    """Fills the field unless somebody has chosen something else there."""
    kept = form()["preset"]
    if value(name) in (None, kept.get(name)):
        st.session_state[key(name)] = wanted
        kept[name] = wanted


def place(db: Database) -> Location | None:
    """The place chosen."""
    return location(db, value("place"))


def chosen(db: Database) -> Service | None:
    """The service chosen or presumed."""
    return service(db, value("service")) if value("service") else None


def recalled(db: Database) -> Recalled:
    """What the phone tells; asked again only when it or a ticket changed."""
    kept, stamp = form(), (text("phone"), db.version(("ticket", "reporter")))
    if kept.get("asked") != stamp:
        kept.update(asked=stamp, recalled=calls.recall(db, text("phone")))
    known: Recalled = kept["recalled"]
    return known


def empty() -> bool:
    """Whether nobody has typed anything yet: a second Ctrl+Enter comes too early for the next call."""
    return not any(value(name) for name in ("phone", "name", "place", "words", "service"))


def phone_typed() -> None:
    """Who calls from there: place and department as last time, the name where it is surely the same person."""
    known = recalled(current().db)
    preset("name", known.name)
    if not form().get("named"):
        preset("place", known.location_id)
    preset("department", known.department_id)
    place_chosen()


def place_chosen() -> None:
    """The place presets its department, and with the service how urgent it is."""
    here = place(current().db)
    if here is not None and here.department_id is not None:
        preset("department", here.department_id)
    _severity()


def candidate_chosen() -> None:
    """One of the places the words may mean; as good as one from the list."""
    if value("candidate"):
        st.session_state[key("place")] = value("candidate")
        form()["candidates"] = []
        place_chosen()


def words_typed() -> None:
    """The words presume a service, and often name the place (a message from WeChat does). What earlier words presumed
    goes with them; what somebody chose stays."""
    db = current().db
    form()["heard"] = text("words")
    _place_said(db)
    form()["suggested"] = suggester(db).suggest(text("words"), place(db))
    preset("service", next(iter(form()["suggested"]), None))
    service_presets()


def _place_said(db: Database) -> None:
    kept, said = form(), named(db, text("words"), department_id=value("department"))
    kept["candidates"] = [place.id for place in said.candidates]
    if said.place:
        kept["named"] = True
        preset("place", said.place.id)
        place_chosen()
    elif kept.pop("named", False):
        known = recalled(db)
        preset("place", known.location_id)
        preset("department", known.department_id)
        place_chosen()


def tile_pressed() -> None:
    """A tile is a choice, as good as one from the list."""
    if value("tile"):
        st.session_state[key("service")] = value("tile")
        service_chosen()


def service_chosen() -> None:
    """Somebody chose a service: other words do not change it any more, even if it was presumed before."""
    form()["preset"].pop("service", None)
    service_presets()


def service_presets() -> None:
    """The service presets how urgent it is, and that a question is answered at once."""
    found = chosen(current().db)
    st.session_state[key("tile")] = found.code if found else None
    preset("way", ANSWER if found and found.kind == Kind.CONSULTATION else OPEN)
    _severity()


def heard_everything() -> None:
    """Sending by keyboard may come before the words were looked at."""
    if text("words") != form().get("heard", ""):
        words_typed()


def _severity() -> None:
    """As the writer of a message said, else as the catalogue and the place say; never less than the danger in the
    words."""
    db, said = current().db, form().get("said_severity")
    usual = said or severity_for(chosen(db), place(db))
    preset("severity", graver(usual, danger(text("words"))))
