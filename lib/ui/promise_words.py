"""What has to be said beside due times: a year nobody knows the holidays of, an evening that does not count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from lib.catalog import promises
from lib.places.locations import Location
from lib.ui.session import Session
from lib.ui.widgets import when

Instants = Sequence[datetime | None]


def hints(
    here: Session,
    promise_id: int | None,
    place: Location | None,
    *,
    reported: datetime | None,
    dues: Instants,
) -> None:
    """Short lines below due times, none where there is nothing to say. `reported`: None for an appointment."""
    promise = promises.all_promises(here.db).get(promise_id or 0)
    if promise is None:
        return
    if reported is not None:
        begins = promises.starts_at(promise, place.area_class if place else "", reported)
        if begins > reported:
            said = here._("Reported late in the evening: the promise counts from {time}.", time=when(begins))
            st.caption(f":material/bedtime: {said}")
    for year in promises.unknown_years(here.db, promise_id, dues):
        said = here._(
            "The holidays of {year} are not known yet: a due time in it may still be wrong.", year=year
        )
        st.caption(f":material/event_busy: {said}")
