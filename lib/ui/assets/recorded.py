"""The maintenance record of an asset: figures with how they are counted, findings, tickets, rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from lib.catalog.services import all_services
from lib.core import money
from lib.core.clock import local
from lib.core.i18n import mark
from lib.inspections.asset_record import Record
from lib.inspections.words import PLAN_KIND_WORDS, STATE_WORDS
from lib.places.assets import Asset
from lib.store.database import Row
from lib.tickets.words import STATUS_WORDS, Status
from lib.ui import navigation
from lib.ui.session import Session, current
from lib.ui.widgets import empty, lasting, when
from lib.ui.words import each_once, harmless

_TICKETS, _ROUNDS = "asset_tickets", "asset_rounds"
LONGEST = 60
WIDTHS = {
    mark("Ticket"): 112,
    mark("Reported"): 84,
    mark("Description"): 170,
    mark("Status"): 62,
    mark("Finished"): 84,
    mark("Labour"): 70,
    mark("Cost (yuan)"): 72,
}
"""Pixels of the tickets' columns."""
_TWO_ON_A_PHONE = """<style>@media (max-width: 640px) {
.st-key-asset_figures > div { flex: 1 1 45% !important; min-width: 45% !important; }
}</style>"""
ENDED = (Status.CLOSED, Status.CANCELLED, Status.MERGED)


def draw(here: Session, asset: Asset, found: Record) -> None:
    """What stands behind the figures, and how they are counted."""
    _findings(here, found.findings)
    _tickets(here, asset, found)
    _rounds(here, found.rounds)
    _counted(here, found)


def figures(here: Session, found: Record) -> None:
    """The strip above everything."""
    _, times = here._, found.times
    st.html(_TWO_ON_A_PHONE)
    year = local(here.now).year
    open_now = sum(row["status"] not in ENDED for row in found.tickets)
    with st.container(horizontal=True, key="asset_figures"):
        st.metric(
            _("Repairs"),
            times.failures,
            help=_("How often it went down: repairs that overlap are one failure."),
            border=True,
        )
        st.metric(_("Open tickets"), open_now, border=True)
        st.metric(_("Down in {year}", year=year), lasting(times.per_year.get(year, 0)), border=True)
        st.metric(
            _("Mean time between failures (sample {n})", n=times.failures),
            lasting(times.between_minutes),
            border=True,
        )
        st.metric(_("Cost so far (yuan)"), money.yuan(found.cost_cents), border=True)


def _findings(here: Session, findings: Sequence[Row]) -> None:
    """What inspections found and nobody has seen good again."""
    if not findings:
        return
    _ = here._
    st.markdown(f"**:material/report: {_('Open findings')}**")
    for row in findings:
        said = f"{harmless(row['words'] or '')} · {_('since {time}', time=when(row['found_at']))}"
        if row["number"]:
            label = f"{said} · {row['number']} {_(STATUS_WORDS[row['status']])}"
            navigation.link("ticket", label, icon=":material/assignment:", number=row["number"])
        else:
            st.markdown(said)


def _tickets(here: Session, asset: Asset, found: Record) -> None:
    _ = here._
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_('Its tickets ({n})', n=len(found.tickets))}**", width="content")
        if found.tickets:
            navigation.link(
                "search", _("Show them in the search"), icon=":material/search:", search_words=asset.number
            )
    if not found.tickets:
        empty(_("Nothing has been reported about this asset yet."), ":material/task_alt:")
    else:
        st.session_state[f"{_TICKETS}_numbers"] = [row["number"] for row in found.tickets]
        st.dataframe(
            pl.DataFrame([_ticket(here, found, row) for row in found.tickets]),
            hide_index=True,
            key=_TICKETS,
            on_select=_open_ticket,
            selection_mode="single-cell",
            height="content" if len(found.tickets) < 8 else 300,
            column_config={_(name): st.column_config.Column(width=width) for name, width in WIDTHS.items()},
        )
    if found.unseen:
        st.caption(_("{n} more tickets of others, which you may not see", n=found.unseen))


def _ticket(here: Session, found: Record, row: Row) -> dict[str, Any]:
    _, service = here._, all_services(here.db).get(row["service_code"])
    title = service.title(here.language) if service else row["service_code"]
    return {
        _("Ticket"): row["number"],
        _("Reported"): when(row["opened_at"]),
        _("Description"): each_once(title, row["description"][:LONGEST]),
        _("Status"): _(STATUS_WORDS[row["status"]]),
        _("Finished"): when(row["done_at"]),
        _("Labour"): lasting(row["labour_minutes"]) if row["labour_minutes"] else "",
        _("Cost (yuan)"): money.yuan(row["material_cents"] + found.labour_of(row)),
    }


def _rounds(here: Session, rounds: Sequence[Row]) -> None:
    _ = here._
    st.markdown(f"**{_('Its rounds')}**")
    if not rounds:
        empty(_("No round has come by this asset yet."), ":material/route:")
        return
    st.session_state[f"{_ROUNDS}_ids"] = [row["round_id"] for row in rounds]
    st.dataframe(
        pl.DataFrame([_round(here, row) for row in rounds]),
        hide_index=True,
        key=_ROUNDS,
        on_select=_open_round,
        selection_mode="single-cell",
        height="content" if len(rounds) < 8 else 300,
    )


def _round(here: Session, row: Row) -> dict[str, Any]:
    _ = here._
    return {
        _("Day"): f"{row['day']:%Y-%m-%d}",
        _("Plan"): row["plan"],
        _("Kind"): _(PLAN_KIND_WORDS[row["kind"]]),
        _("Round"): _(STATE_WORDS[row["state"]]),
        _("At this asset"): _seen(here, row),
        _("Recorded at"): when(row["visited_at"]),
    }


def _seen(here: Session, row: Row) -> str:
    """What this stop came to: not in order before near the limit before in order; never passed where nobody came."""
    _ = here._
    if row["visited_at"] is None:
        return _("not reached")
    if row["skipped"]:
        return _("skipped")
    if row["failed"]:
        return _("{n} not in order", n=row["failed"])
    return _("{n} near the limit", n=row["warned"]) if row["warned"] else _("in order")


def _counted(here: Session, found: Record) -> None:
    """In words, how the figures are counted, with the years before."""
    _, years = here._, found.times.per_year
    with st.expander(_("How these figures are counted"), icon=":material/calculate:"):
        if years:
            said = _("; ").join(f"{year} {lasting(minutes)}" for year, minutes in years.items())
            st.markdown(_("Down by year: {years}", years=said))
        st.markdown(
            _(
                "Down: from the report of a repair until it was last finished, or until now while it is open, nights "
                "and weekends too. Where repairs overlap no minute counts twice. Requests, enquiries, and repairs "
                "that were cancelled or merged do not count."
            )
        )
        st.markdown(
            _(
                "Mean time between failures: the mean time it ran from the end of one failure to the beginning of the "
                "next; repairs that overlap are one failure (the sample). Below two failures there is none."
            )
        )
        st.markdown(_cost(here, found))


def _cost(here: Session, found: Record) -> str:
    _, hour = here._, found.labour_hour_cents
    said = _(
        "Cost: parts {parts} yuan at the price they had, and {labour} of work.",
        parts=money.yuan(found.material_cents),
        labour=lasting(found.labour_minutes),
    )
    if not hour:
        return f"{said} {_('Nobody has said yet what an hour of work costs, so it counts as nothing.')}"
    worth = _(
        "At {hour} yuan an hour that is {labour} yuan.",
        hour=money.yuan(hour),
        labour=money.yuan(found.labour_cents),
    )
    return f"{said} {worth}"


def _open_ticket() -> None:
    cells = st.session_state[_TICKETS].selection.cells
    numbers: list[str] = st.session_state.get(f"{_TICKETS}_numbers", [])
    if cells and cells[0][0] < len(numbers):
        current()
        navigation.go("ticket", number=numbers[cells[0][0]])


def _open_round() -> None:
    cells = st.session_state[_ROUNDS].selection.cells
    ids: list[int] = st.session_state.get(f"{_ROUNDS}_ids", [])
    if cells and cells[0][0] < len(ids):
        current()
        navigation.go("round", id=ids[cells[0][0]])
