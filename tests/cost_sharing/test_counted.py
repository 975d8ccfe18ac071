"""The tickets and rounds of a period: which ones, whose, and how much work."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from lib.cost_sharing.counted import HOW, first_closing
from lib.cost_sharing.measuring import measured
from lib.tickets.words import ClosedHow
from tests.cost_sharing.month import ENDS, STARTS, Month

LISTED = {
    *("first", "last", "kept", "late", "by_team", "unknown_service", "reworked", "sent_back", "open_again"),
    *("merged_later", "merged", "merged_new", "passed_on", "visit", "complaint", "internal", "suspended"),
    *("no_contract", "own_company", "person_alone", "answered"),
}


def rows(month: Month) -> dict[str, dict[str, Any]]:
    names = {ticket_id: name for name, ticket_id in month.ids.items()}
    found = measured(month.db, STARTS, ENDS).tickets
    assert found["ticket_id"].is_unique().all()
    return {names[row["ticket_id"]]: row for row in found.iter_rows(named=True)}


def test_every_ticket_closed_for_the_first_time_or_merged_in_the_period_is_listed_once(month: Month) -> None:
    assert rows(month).keys() == LISTED


def test_the_days_are_the_hospitals(month: Month) -> None:
    found = rows(month)
    assert (found["first"]["closed_on"], found["last"]["closed_on"]) == (STARTS, ENDS)


@pytest.mark.parametrize(
    ("name", "vendor"),
    [
        *(("kept", "VA"), ("by_team", "VB"), ("reworked", "VA"), ("sent_back", "VB"), ("open_again", "VA")),
        *(("merged", "VA"), ("merged_new", ""), ("answered", ""), ("person_alone", ""), ("internal", "VE")),
    ],
)
def test_a_ticket_is_of_the_vendor_it_had_when_first_closed(month: Month, name: str, vendor: str) -> None:
    assert rows(month)[name]["vendor"] == vendor


@pytest.mark.parametrize(
    ("name", "minutes", "materials"),
    [
        *(("kept", 40, 832_501), ("reworked", 20, 100_000), ("sent_back", 45, 0), ("open_again", 15, 0)),
        *(("answered", 0, 0), ("late", 60, 0)),
    ],
)
def test_work_counts_up_to_the_first_closing(month: Month, name: str, minutes: int, materials: int) -> None:
    found = rows(month)[name]
    assert (found["minutes"], found["materials"]) == (minutes, materials)


def test_a_corrected_service_counts_whenever_it_was_corrected(month: Month) -> None:
    assert rows(month)["reworked"]["service_code"] == "GS-02"


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *(("kept", "confirmed"), ("late", "rated"), ("by_team", "timed_out"), ("reworked", "confirmed")),
        *(("unknown_service", "call_back"), ("answered", "answered"), ("merged", ""), ("merged_new", "")),
    ],
)
def test_how_it_was_closed_first_is_told(month: Month, name: str, how: str) -> None:
    assert rows(month)[name]["how"] == how


def test_every_way_of_closing_has_its_word() -> None:
    assert HOW.keys() == set(ClosedHow)


def test_only_what_is_so_is_marked(month: Month) -> None:
    found = rows(month)
    marked = {
        what: {name for name, row in found.items() if row[what]}
        for what in ("misdispatched", "merged", "desk_made", "reopened")
    }
    assert marked == {
        "misdispatched": {"passed_on"},
        "merged": {"merged", "merged_new"},
        "desk_made": {"visit"},
        "reopened": {"reworked", "sent_back", "open_again", "merged_later"},
    }


def test_a_promise_is_kept_by_the_work_that_was_closed_first(month: Month) -> None:
    found = rows(month)
    assert {name: row["kept"] for name, row in found.items() if row["kept"] is not None} == {
        "kept": True,
        "late": False,
    }


def test_the_first_completions_rating_counts(month: Month) -> None:
    said = {name: row["satisfied"] for name, row in rows(month).items() if row["satisfied"] is not None}
    assert said == {"late": True, "reworked": False}


def test_only_sampled_call_backs_that_reached_somebody_are_spot_checks(month: Month) -> None:
    said = {name: row["confirmed"] for name, row in rows(month).items() if row["confirmed"] is not None}
    assert said == {"by_team": True}


def test_rounds_are_those_that_ended_in_the_period_with_their_own_or_their_teams_vendor(month: Month) -> None:
    found = measured(month.db, STARTS, ENDS).rounds
    assert found.select("vendor", "minutes").rows() == [("VA", 10), ("", 60), ("VB", 90), ("VB", 0)]


def test_a_history_that_was_never_closed_has_no_first_closing(month: Month) -> None:
    assert first_closing(month.events["open"]) is None
    assert first_closing([]) is None


def test_a_month_without_anything_has_the_same_columns(month: Month) -> None:
    full, nothing = (
        measured(month.db, STARTS, ENDS),
        measured(month.db, STARTS.replace(year=2020), ENDS.replace(year=2020)),
    )
    assert nothing.tickets.is_empty() and nothing.rounds.is_empty()
    assert nothing.tickets.schema == full.tickets.schema and nothing.rounds.schema == full.rounds.schema
    assert full.tickets.schema["materials"] == pl.Int128
