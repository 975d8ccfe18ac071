"""Which years' public holidays are known and from where; a file teaches another year, previewed first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from lib.catalog import holiday_files
from lib.catalog.calendars import public_holidays
from lib.catalog.holiday_files import HolidayFile
from lib.catalog.holidays import in_library
from lib.core.clock import local_date, short_time
from lib.core.errors import Refusal
from lib.core.i18n import explain, mark
from lib.ui import navigation
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import harmless

FIELDS = ("holiday_file",)
SOURCE_WORDS = {
    "library": mark("Built in"),
    "file": mark("Loaded file"),
    "both": mark("Built in, a loaded file goes first"),
    "": mark("Not known yet"),
}
_TURN = "holiday_file_turn"


def draw(here: Session) -> None:
    """The years, then loading and removing."""
    _ = here._
    st.caption(_("Promises in working hours leave out days off and count make-up workdays."))
    _next_year(here)
    _years(here)
    with st.container(horizontal=True):
        for year in holiday_files.all_files(here.db):
            st.button(
                _("Remove the file of {year}", year=year),
                key=f"holiday_remove_{year}",
                on_click=_remove,
                args=(year,),
                icon=":material/delete:",
            )
        own = _("The hospital's own days off and extra workdays")
        navigation.link("catalog", own, icon=":material/event:", catalog_tab="days")
    _loading(here)


def _next_year(here: Session) -> None:
    """Aloud when it is missing: nobody should find it out in January."""
    _, year = here._, local_date(here.now).year + 1
    if holiday_files.source(here.db, year):
        return
    said = _(
        "The public holidays of {year} are not known yet. The State Council usually announces them in November; "
        "until a file is loaded here, every weekday of {year} counts as a workday.",
        year=year,
    )
    st.warning(said, icon=":material/event_busy:")


def _years(here: Session) -> None:
    _, db, this = here._, here.db, local_date(here.now).year
    known, files = public_holidays(db), holiday_files.all_files(db)
    rows = []
    for year in sorted({this - 1, this, this + 1, *files}):
        days, file = known.get(year), files.get(year)
        rows.append(
            {
                _("Year"): str(year),
                _("Known from"): _(SOURCE_WORDS[holiday_files.source(db, year)]),
                _("Days off"): str(len(days.closed)) if days else "—",
                _("Make-up workdays"): str(len(days.workdays)) if days else "—",
                _("Loaded"): short_time(file.taken_at, here.now, here.language) if file else "",
            }
        )
    st.dataframe(pl.DataFrame(rows, infer_schema_length=None), hide_index=True)


def _loading(here: Session) -> None:
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader(
        here._("Load a year's holidays (a JSON file); you see its days first"), key=f"holiday_file_{turn}"
    )
    refusal_shown("holiday_file")
    if file is None:
        return
    try:
        read = holiday_files.read(file.getvalue(), file.name)
    except Refusal as refusal:
        st.error(harmless(explain(here.language, refusal)), icon=":material/error:")
        return
    _preview(here, read)
    st.button(
        here._("Use these holidays for {year}", year=read.year),
        key="holiday_take",
        type="primary",
        icon=":material/event_available:",
        on_click=_take,
        args=(file.getvalue(), file.name),
    )


def _preview(here: Session, file: HolidayFile) -> None:
    """What the year would look like, and what looks odd about it."""
    _ = here._
    said = _(
        "{year}: {off} days off, {on} make-up workdays",
        year=file.year,
        off=len(file.off),
        on=len(file.workdays),
    )
    st.markdown(f"**{said}**")
    rows = [
        {_("Holiday"): harmless(name) or "—", _("Days off"): _spans(off), _("Make-up workdays"): _spans(on)}
        for name, off, on in _by_name(file)
    ]
    st.dataframe(pl.DataFrame(rows, infer_schema_length=None), hide_index=True)
    for oddity in _oddities(here, file):
        st.warning(oddity, icon=":material/help:")


def _by_name(file: HolidayFile) -> list[tuple[str, list[date], list[date]]]:
    names = dict.fromkeys(file.names[day] for day in sorted(file.days))
    return [
        (
            name,
            [day for day in file.off if file.names[day] == name],
            [day for day in file.workdays if file.names[day] == name],
        )
        for name in names
    ]


def _spans(days: Sequence[date]) -> str:
    """ "01-01 – 01-03 · 02-14": days in a row as one span."""
    spans: list[list[date]] = []
    for day in days:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return " · ".join(
        f"{span[0]:%m-%d}" if len(span) == 1 else f"{span[0]:%m-%d} – {span[-1]:%m-%d}" for span in spans
    )


def _oddities(here: Session, file: HolidayFile) -> Iterable[str]:
    """What is not wrong, but should be looked at before it is used."""
    _ = here._
    if not file.whole:
        yield _("National Day is not among the days off: is the file complete?")
    if file.on_weekdays:
        yield _("These make-up workdays are no weekend days: {days}", days=_spans(file.on_weekdays))
    built_in = in_library(file.year)
    differing = sorted(day for day, off in file.days.items() if built_in and built_in.get(day) != off)
    if differing:
        yield _("The file differs from the built-in calendar on: {days}", days=_spans(differing))
    if file.year in holiday_files.all_files(here.db):
        yield _("It takes the place of the file loaded for {year} before.", year=file.year)


@guarded()
def _take(content: bytes, name: str) -> None:
    now: Any = current()
    taken = holiday_files.take(now.db, actor=now.actor, content=content, name=name, now=now.now)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    flash(
        now._(
            "The holidays of {year} are in use: {off} days off, {on} make-up workdays. Due times promised before stay.",
            year=taken.year,
            off=len(taken.off),
            on=len(taken.workdays),
        )
    )


@guarded()
def _remove(year: int) -> None:
    now = current()
    holiday_files.remove(now.db, actor=now.actor, year=year, now=now.now)
    flash(now._("The file of {year} is removed.", year=year))
