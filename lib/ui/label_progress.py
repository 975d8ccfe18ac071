"""How far the codes are, from printer to wall, and what is still to be done where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.places.labels import printing, progress
from lib.places.labels.hanging import CUT_AND_CARRIED
from lib.places.labels.printing import Only
from lib.places.labels.progress import STATE_WORDS, Part, State
from lib.places.labels.walk import Stop, stops
from lib.places.locations import Location, LocationKind
from lib.store.sheets import writing
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import empty, flash, refusal_shown

MOST_CHOSEN = 300
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW = 33
"""Pixels of a line of a table."""
STATE_COLUMNS = {
    State.DAMAGED: mark("of these damaged"),
    State.PRINTED: STATE_WORDS[State.PRINTED],
    State.SILENT: mark("of these not scanned in 14 days"),
    **{state: STATE_WORDS[state] for state in (State.UNPRINTED, State.MISPLACED, State.NONE)},
}
Missing = Sequence[tuple[Stop, State]]


def label_progress(*, edits: bool) -> None:
    """The whole hospital in numbers, a bar per building, its floors, and the list of what is missing."""
    here = current()
    refusal_shown()
    total = progress.whole(here.db, here.now)
    if not total.total:
        empty(here._("There is no room or zone yet that a code could hang in."))
        return
    _numbers(here, total)
    parts = progress.by_building(here.db, here.now)
    st.caption(
        here._(
            "A code counts as hanging once it is scanned on the wall; scans within {minutes} minutes of printing do"
            " not count, a report or an urge sent after one does at once.",
            minutes=CUT_AND_CARRIED // timedelta(minutes=1),
        )
    )
    st.caption(here._("Choose a building to see its floors and what is to be done there."))
    at = _table(here, parts, "label_buildings")
    chosen = _place_of(parts[at]) if at is not None else None
    if chosen is not None and at is not None and parts[at].place is not None:
        floors = progress.by_floor(here.db, chosen.id, here.now)
        st.subheader(chosen.path)
        floor = _table(here, floors, "label_floors")
        chosen = (floors[floor].place or chosen) if floor is not None else chosen
    _to_do(here, chosen, edits)


def _named(here: Session, part: Part) -> str:
    """A building with its campus, a floor by itself; what lies in none says so."""
    above = part.above.name if part.above else ""
    if part.above and part.above.kind == LocationKind.BUILDING:
        return part.place.name if part.place else here._("On no floor")
    return f"{above} {part.place.name if part.place else here._('Outdoors')}".strip()


def _place_of(part: Part) -> Location | None:
    return part.place or part.above


def _count(part: Part, state: State) -> int:
    """What is printed and does not hang holds what was never scanned too."""
    silent = part.counts.get(State.SILENT, 0) if state is State.PRINTED else 0
    return part.counts.get(state, 0) + silent


def _numbers(here: Session, part: Part) -> None:
    _ = here._
    shown = {
        _("Rooms and zones in use"): part.total,
        _(STATE_WORDS[State.HANGING]): part.hanging,
        _(STATE_WORDS[State.PRINTED]): _count(part, State.PRINTED),
        _(STATE_WORDS[State.UNPRINTED]): part.counts.get(State.UNPRINTED, 0),
        _(STATE_WORDS[State.NONE]): part.counts.get(State.NONE, 0),
        _("Damaged or misplaced"): part.counts.get(State.DAMAGED, 0) + part.counts.get(State.MISPLACED, 0),
    }
    with st.container(horizontal=True, gap="medium"):
        for words, count in shown.items():
            st.metric(words, f"{count:,}", width="content")


def _table(here: Session, parts: Sequence[Part], key: str) -> int | None:
    """A bar per line and its places by state; the line chosen in it."""
    _ = here._
    bar = _("Hanging (%)")
    rows = [
        {
            _("Place"): _named(here, part),
            bar: 100 * part.hanging / part.total,
            _("Rooms and zones in use"): part.total,
            _(STATE_WORDS[State.HANGING]): part.hanging,
            **{_(words): _count(part, state) for state, words in STATE_COLUMNS.items()},
        }
        for part in parts
    ]
    chosen = st.dataframe(
        pl.DataFrame(rows),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        height=ROW * (len(parts) + 1) + 3,
        column_config={
            bar: st.column_config.ProgressColumn(bar, format="%.0f%%", min_value=0, max_value=100, width=110),
            _("Place"): st.column_config.Column(width=170),
        },
    )
    at = chosen.selection.rows
    return at[0] if at and at[0] < len(parts) else None


def _to_do(here: Session, place: Location | None, edits: bool) -> None:
    _ = here._
    some = printing.below(stops(here.db), place.id if place else None)
    missing = progress.missing(some, here.now)
    st.subheader(_("Still to be done: {place}", place=place.path if place else _("The whole hospital")))
    if edits:
        _actions(here, place, sum(state is State.NONE for _stop, state in missing))
    if not missing:
        st.success(_("Every code hangs here."), icon=":material/task_alt:")
        return
    _list(here, missing, edits)
    _downloads(here, missing)


def _actions(here: Session, place: Location | None, bare: int) -> None:
    _ = here._
    with st.container(horizontal=True):
        for only, words in (
            (Only.UNPRINTED, _("Print: not printed yet")),
            (Only.UNHUNG, _("Print: not hanging")),
            (Only.DAMAGED, _("Print again: damaged")),
            (Only.REPLACED, _("Print: replaced")),
        ):
            under = place.id if place else None
            count = len(printing.batch(here.db, under=under, only=only))
            said = urlencode({"under": place.number if place else "", "only": only})
            st.link_button(
                _("{words} ({count})", words=words, count=count),
                f"/labels/sheet?{said}",
                icon=":material/print:",
                disabled=not count,
            )
        if bare:
            st.button(
                _("Make the {count} missing codes", count=bare),
                on_click=_make,
                args=(place,),
                icon=":material/qr_code:",
            )


@guarded()
def _make(place: Location | None) -> None:
    now = current()
    made = printing.make_missing(now.db, actor=now.actor, under=place.id if place else None, now=now.now)
    flash(now._("{count} codes made: please print them.", count=made))


def _columns(here: Session) -> list[str]:
    _ = here._
    return [_("Place number"), _("Place"), _("State"), _("Code on the wall"), _("Printed on")]


def _row(here: Session, stop: Stop, state: State) -> list[str]:
    label = stop.label
    day = local_date(label.printed_at).isoformat() if label and label.printed_at else ""
    code = label.code if label else ""
    return [stop.place.number, f"{stop.way} {stop.place.name}", here._(STATE_WORDS[state]), code, day]


def _list(here: Session, missing: Missing, edits: bool) -> None:
    rows = [_row(here, stop, state) for stop, state in missing]
    chosen = st.dataframe(
        pl.DataFrame(rows, schema=_columns(here), orient="row"),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key="label_missing",
        height=400,
        column_config={here._("Place"): st.column_config.Column(width=380)},
    )
    at = [row for row in chosen.selection.rows if row < len(missing) and missing[row][0].label][:MOST_CHOSEN]
    if edits and at:
        ids = ",".join(str(missing[row][0].place.id) for row in at)
        words = here._("Print the {count} chosen", count=len(at))
        st.link_button(words, f"/labels/sheet?places={ids}", icon=":material/print:", type="primary")


def _downloads(here: Session, missing: Missing) -> None:
    _, columns = here._, _columns(here)
    rows = [_row(here, stop, state) for stop, state in missing]
    name = f"{_('Wall codes still to be done')} {local_date(here.now)}"
    sheet = partial(writing.workbook, _("Wall codes"), columns, rows)
    with st.container(horizontal=True):
        for form, made, kind in (
            ("xlsx", sheet, WORKBOOK),
            ("csv", partial(writing.csv_file, columns, rows), "text/csv"),
        ):
            label = _("Download the list ({form})", form={"xlsx": "Excel", "csv": "CSV"}[form])
            st.download_button(
                label, made, f"{name}.{form}", kind, on_click="ignore", icon=":material/download:"
            )
