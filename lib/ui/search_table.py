"""The tickets found, as a table whose rows open."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from lib.catalog.services import all_services
from lib.core.i18n import mark
from lib.people.accounts import names
from lib.people.organisation import departments, teams, vendors
from lib.places.locations import location
from lib.store.database import Row
from lib.tickets.words import SEVERITY_WORDS, STATUS_WORDS
from lib.ui import navigation
from lib.ui.session import Session, current
from lib.ui.widgets import when

_KEY, _NUMBERS = "search_rows", "search_numbers"
LONGEST = 60


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
        column_config={
            _(mark("Place")): st.column_config.Column(width=215),
            _(mark("Description")): st.column_config.Column(width=290),
        },
    )


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
        _(mark("Description")): " · ".join(filter(None, (service, row["description"][:LONGEST]))),
        _(mark("Reported")): when(row["opened_at"]),
        _(mark("Given to")): _given_to(here, row),
        _(mark("Reporter")): " ".join(filter(None, (row["reporter"], row["phone"]))),
        _(mark("Department")): department.name if department else "",
        _(mark("Finished")): when(row["done_at"]),
    }


def _given_to(here: Session, row: Row) -> str:
    person = names(here.db).get(row["assignee_id"], "")
    team, vendor = teams(here.db).get(row["team_id"]), vendors(here.db).get(row["vendor_id"])
    return person or (team.name if team else vendor.name if vendor else "")
