"""The list of certificates: which end soon or have ended, and when the next inspection is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.inspections.certificates import Certificate, all_certificates, current, next_inspections, seen
from lib.people import organisation
from lib.places import assets
from lib.places.locations import initials, location
from lib.ui import addressed
from lib.ui.session import Session
from lib.ui.widgets import empty

SOON = 60
TURN = "certificates_turn"
IN_FORCE, ENDING, ENDED, EVERY = "in_force", "ending", "ended", "every"
ENDS, BEGINS, NEXT = mark("Valid until"), mark("Issued on"), mark("Next inspection")
DAY = "YYYY-MM-DD"
STANDS = mark("State")
OVER, CLOSE, GOOD = mark("✗ Ended"), mark("⚠ Ends soon"), mark("✓ Valid")
LOOKS: Mapping[str, str] = {OVER: "red", CLOSE: "orange", GOOD: "green"}
CLOSE_DAYS = 30


def draw(here: Session) -> Certificate | None:
    """The certificates this person may see, filtered; the one chosen in the list, or None."""
    every = seen(here.db, here.actor, all_certificates(here.db))
    shown = _filtered(here, every)
    if not every:
        empty(here._("No certificates are on record yet."), ":material/verified:")
    elif not shown:
        empty(here._("No certificate fits these filters."))
    else:
        return _table(here, shown)
    return None


def _filtered(here: Session, every: Sequence[Certificate]) -> list[Certificate]:
    _, today = here._, local_date(here.now)
    counting = {one.id for one in current(here.db)}
    mine = [one for one in every if one.id in counting]
    views = {
        IN_FORCE: mine,
        ENDED: [one for one in mine if one.days_left(today) < 0],
        ENDING: [one for one in mine if 0 <= one.days_left(today) <= SOON],
        EVERY: every,
    }
    words = {
        IN_FORCE: _("The newest of each"),
        ENDED: _("Ended, not renewed"),
        ENDING: _("Ends within {days} days", days=SOON),
        EVERY: _("Renewed ones too"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        said = {code: f"{words[code]} {len(found)}" for code, found in views.items()}
        view = addressed.part("certificates_view", _("Which certificates"), said)
        sought = st.text_input(
            _("Asset or number"),
            key="certificates_q",
            bind="query-params",
            icon=":material/search:",
            width=240,
        )
        names = addressed.several(
            "certificates_name", _("Certificate"), {n: n for n in sorted({one.name for one in every})}
        )
    found = (sought or "").strip().casefold()
    return [
        one
        for one in views[view]
        if (not names or one.name in names) and (not found or found in _findable(here, one))
    ]


def _findable(here: Session, one: Certificate) -> str:
    asset = assets.known(here.db, one.asset_id)
    words = (asset.number, asset.name, initials(asset.name), asset.category, one.number, one.name, one.issuer)
    return " ".join(words).casefold()


def _table(here: Session, shown: Sequence[Certificate]) -> Certificate | None:
    _, planned = here._, next_inspections(here.db, here.now)
    ordered = sorted(shown, key=lambda one: (one.valid_until, one.id))
    rows = [_row(here, one, planned) for one in ordered]
    _too_late(here, shown, planned)
    days = st.column_config.DateColumn(format=DAY)
    event = st.dataframe(
        pl.DataFrame(rows, infer_schema_length=None, schema_overrides={_(BEGINS): pl.Date}),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={_(title): days for title in (ENDS, BEGINS)} | {_(STANDS): _chips(here)},
        placeholder="",
        # After one was saved the rows may stand elsewhere: none is chosen then.
        key=f"certificates_{st.session_state.get(TURN, 0)}",
    )
    at = event.selection.rows
    return ordered[at[0]] if at and at[0] < len(ordered) else None


def _chips(here: Session) -> Any:
    """Words with their colour."""
    words, colours = [here._(word) for word in LOOKS], list(LOOKS.values())
    return st.column_config.MultiselectColumn(options=words, color=colours, width=110)


def _too_late(here: Session, shown: Sequence[Certificate], planned: Mapping[int, date]) -> None:
    """A warning where the inspection that is planned comes only when the certificate has ended."""
    if late := sum(after_the_end(one, planned) for one in shown):
        said = here._(
            "Certificates that end before the inspection that is planned: {n}. Move it forward.", n=late
        )
        st.warning(said, icon=":material/event_busy:")


def after_the_end(one: Certificate, planned: Mapping[int, date]) -> bool:
    """Whether the next inspection of its asset is planned for a day on which it is no longer good."""
    return one.asset_id in planned and planned[one.asset_id] > one.valid_until


def stands(left: int) -> str:
    """How a certificate stands with so many days left, as a message."""
    return OVER if left < 0 else CLOSE if left <= CLOSE_DAYS else GOOD


def _next(here: Session, one: Certificate, planned: Mapping[int, date]) -> str:
    if one.asset_id not in planned:
        return here._("not planned")
    day = f"{planned[one.asset_id]:%Y-%m-%d}"
    return f"⚠ {here._('{day}, after its end', day=day)}" if after_the_end(one, planned) else day


def _row(here: Session, one: Certificate, planned: Mapping[int, date]) -> Mapping[str, object]:
    _, asset = here._, assets.known(here.db, one.asset_id)
    place, team = location(here.db, asset.location_id), organisation.teams(here.db).get(asset.team_id or 0)
    return {
        _("Asset"): f"{asset.name} · {asset.number}",
        _("Certificate"): one.name,
        _(STANDS): [_(stands(one.days_left(local_date(here.now))))],
        _("Time left"): left_said(here, one),
        _(ENDS): one.valid_until,
        _(NEXT): _next(here, one, planned),
        _("Place"): place.path if place else "",
        _("Team"): team.name if team else "",
        _("Certificate number"): one.number,
        _("Issued by"): one.issuer,
        _(BEGINS): one.issued_on,
        _("Photo"): "✓" if one.file_hash else "",
    }


def left_said(here: Session, one: Certificate) -> str:
    """How long it is still good, in words."""
    left = one.days_left(local_date(here.now))
    if left < 0:
        return here._("ended {n} days ago", n=-left)
    return here._("ends today") if left == 0 else here._("{n} days", n=left)
