"""The frame of facts follows the tickets: one row each, read again only where something changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import polars as pl

from lib.analytics import fact_rows
from lib.analytics.derived_facts import completed
from lib.analytics.facts import facts
from lib.places.locations import all_locations
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast

Report = Callable[..., Ticket]
A_MINUTE = timedelta(minutes=1)


def only(frame: pl.DataFrame, ticket: Ticket) -> dict[str, Any]:
    (row,) = frame.filter(pl.col("id") == ticket.id).to_dicts()
    return row


def test_an_empty_hospital_has_a_frame_without_rows(cast: Cast) -> None:
    frame = facts(cast.db, MONDAY)
    assert frame.height == 0
    assert {"response_minutes", "complete_kept", "in_work", "first_time_fix", "building_id"} <= set(
        frame.columns
    )


def test_nothing_changed_nothing_is_made_again(cast: Cast, report: Report) -> None:
    report()
    frame = facts(cast.db, MONDAY)
    assert facts(cast.db, MONDAY + timedelta(seconds=20)) is frame


def test_a_new_ticket_and_a_new_step_are_in_it_at_once(cast: Cast, report: Report) -> None:
    facts(cast.db, MONDAY)
    ticket = report()
    now = ticket.opened_at + A_MINUTE
    assert only(facts(cast.db, now), ticket)["status"] == "new"
    whom = Whom(assignee_id=cast.people["li"], team_id=cast.team, vendor_id=cast.vendor)
    by = cast.by("zhao", now)
    dispatching.assign(cast.db, ticket_id=ticket.id, version=ticket.version, whom=whom, by=by)
    assert only(facts(cast.db, now), ticket)["status"] == "assigned"


def test_an_open_ticket_grows_older_by_the_minute(cast: Cast, report: Report) -> None:
    ticket = report()
    for minutes in (5, 90):
        row = only(facts(cast.db, ticket.opened_at + minutes * A_MINUTE), ticket)
        assert row["in_dispatch"] == row["lasted"] == minutes * A_MINUTE


def test_what_nobody_accepted_in_time_is_broken_and_not_before(cast: Cast, report: Report) -> None:
    ticket = report()
    assert ticket.respond_due is not None
    assert only(facts(cast.db, ticket.respond_due), ticket)["respond_kept"] is None
    late = only(facts(cast.db, ticket.respond_due + A_MINUTE), ticket)
    assert (late["respond_kept"], late["complete_kept"]) == (False, None)


def test_a_place_is_known_with_what_lies_above_it(cast: Cast, report: Report) -> None:
    ticket = report()
    row = only(facts(cast.db, MONDAY), ticket)
    room = all_locations(cast.db)[cast.room]
    assert (row["location_id"], row["campus_id"]) == (cast.room, room.campus_id)
    assert row["area_class"] == room.area_class


def test_kept_up_to_date_is_the_same_as_made_anew(cast: Cast, report: Report) -> None:
    report()
    facts(cast.db, MONDAY)
    report()
    now = MONDAY + timedelta(hours=3)
    kept = facts(cast.db, now)
    anew = completed(cast.db, fact_rows.read(cast.db, now), now)
    assert kept.sort("id").equals(anew.select(kept.columns))
