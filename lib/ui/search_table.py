"""The tickets found, as a table whose rows open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl
import streamlit as st

from lib.catalog.services import all_services
from lib.core.clock import local
from lib.core.i18n import Language, mark
from lib.people.accounts import names
from lib.people.organisation import departments, teams, vendors
from lib.places.locations import location
from lib.store.database import Row
from lib.tickets.words import SEVERITY_WORDS, STATUS_WORDS
from lib.ui import navigation
from lib.ui.session import Session, current
from lib.ui.widgets import when
from lib.ui.words import each_once

_KEY, _NUMBERS = "search_rows", "search_numbers"
LONGEST = 60
WIDTHS = {
    mark("Number"): 112,
    mark("Status"): 64,
    mark("Severity"): 78,
    mark("Place"): 324,
    mark("Reporter"): 176,
    mark("Description"): 181,
    mark("Reported"): 88,
    mark("Given to"): 92,
    mark("Department"): 90,
    mark("Finished"): 88,
}
"""Pixels: on a screen of 1440 place, reporter and phone are seen whole, the rest by scrolling."""
TIMES = ("Reported", "Finished")


def draw(here: Session, rows: Sequence[Row]) -> None:
    """Newest first; choosing a row opens its ticket."""
    st.session_state[_NUMBERS] = [row["number"] for row in rows]
    _ = here._
    frame = pl.DataFrame([_shown(here, row) for row in rows])
    st.dataframe(
        frame,
        hide_index=True,
        key=_KEY,
        on_select=_open,
        selection_mode="single-cell",
        height="content" if len(rows) < 18 else 640,
        alt=_(mark("Tickets found, newest first")),
        column_config={_(name): st.column_config.Column(width=width) for name, width in _widths(here, rows)},
    )


def _widths(here: Session, rows: Sequence[Row]) -> Iterable[tuple[str, int]]:
    """Times of another year are longer; so are the English words for a status."""
    widths = WIDTHS if here.language is Language.ZH else WIDTHS | {"Status": 150}
    of_old = any(local(row["opened_at"]).year != local(here.now).year for row in rows)
    return (widths | dict.fromkeys(TIMES, 128) if of_old else widths).items()


def _open() -> None:
    cells = st.session_state[_KEY].selection.cells
    numbers: list[str] = st.session_state.get(_NUMBERS, [])
    if cells and cells[0][0] < len(numbers):
        current()
        navigation.go("ticket", number=numbers[cells[0][0]])


def _shown(here: Session, row: Row) -> Row:
    _, db = here._, here.db
    place, wanted = location(db, row["location_id"]), all_services(db).get(row["service_code"])
    department = departments(db).get(row["department_id"])
    service = wanted.title(here.language) if wanted else row["service_code"]
    return {
        _(mark("Number")): row["number"],
        _(mark("Status")): _(STATUS_WORDS[row["status"]]),
        _(mark("Severity")): _(SEVERITY_WORDS[row["severity"]]),
        _(mark("Place")): place.path if place else "",
        _(mark("Reporter")): " ".join(filter(None, (row["reporter"], row["phone"]))),
        _(mark("Description")): each_once(service, row["description"][:LONGEST]),
        _(mark("Reported")): when(row["opened_at"]),
        _(mark("Given to")): _given_to(here, row),
        _(mark("Department")): department.name if department else "",
        _(mark("Finished")): when(row["done_at"]),
    }


def _given_to(here: Session, row: Row) -> str:
    person = names(here.db).get(row["assignee_id"], "")
    team, vendor = teams(here.db).get(row["team_id"]), vendors(here.db).get(row["vendor_id"])
    return person or (team.name if team else vendor.name if vendor else "")
