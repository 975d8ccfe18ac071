"""What is promised: the closest promise in force, counted on its calendar; the past keeps the one it had."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from lib.catalog import promises, upkeep
from lib.core.errors import NotAllowed, NotFound, Refusal, WrongInput

MINUTES = {"respond": 5, "arrive": 15, "complete": 240}


def at(words: str) -> datetime:
    return datetime.fromisoformat(f"{words}:00+08:00")


def dues(
    cast: Any, opened: str, severity: str = "normal", area: str = "", service: str = ""
) -> promises.Dues:
    return promises.dues(cast.db, severity=severity, area_class=area, service_code=service, at=at(opened))


@pytest.fixture
def shift(cast: Any) -> str:
    """A service promised in 4 h on a calendar of 08:00–18:00, Monday to Friday, as in the product's checks."""
    week = "|".join(f"{day}=08:00-18:00" for day in range(5))
    since = at("2020-01-01 00:00")
    calendar = {"code": "shift", "version": 1, "name": "08–18", "week": week, "valid_from": since}
    stages = {f"{stage}_calendar": "shift" for stage in promises.STAGES}
    minutes = {f"{stage}_minutes": 240 for stage in promises.STAGES}
    with cast.db.transaction() as tx:
        tx.append("working_calendar", pl.DataFrame([calendar]))
        new = tx.next_id("promise_id")
        named = {"severity": "normal", "service_code": "GD-02", "valid_from": since}
        tx.insert("promise", {"id": new, "version": 1, **named, **stages, **minutes})
    return "GD-02"


# The product's checks ------------------------------------------------------------------------------


def test_four_hours_opened_at_sixteen_are_due_at_ten_the_next_working_day(cast: Any, shift: str) -> None:
    assert dues(cast, "2026-11-16 16:00", service=shift).complete == at("2026-11-17 10:00")
    assert dues(cast, "2026-11-20 16:00", service=shift).complete == at("2026-11-23 10:00")


def test_opened_on_the_eve_of_a_holiday_it_is_due_on_the_first_working_day_after(
    cast: Any, shift: str
) -> None:
    # National Day 2026: Thursday 1 to Wednesday 7 October are off.
    assert dues(cast, "2026-09-30 16:00", service=shift).complete == at("2026-10-08 10:00")


def test_a_make_up_saturday_is_a_working_day(cast: Any, shift: str) -> None:
    # Saturday 10 October 2026 is worked for the holiday.
    assert dues(cast, "2026-10-09 16:00", service=shift).complete == at("2026-10-10 10:00")


def test_the_hospital_closes_a_day_of_its_own(cast: Any, shift: str) -> None:
    upkeep.set_day(
        cast.db,
        actor=cast.actor("admin"),
        day=date(2026, 11, 17),
        kind="closed",
        note="院庆",
        now=at("2026-11-01 10:00"),
    )
    assert dues(cast, "2026-11-16 16:00", service=shift).complete == at("2026-11-18 10:00")
    upkeep.set_day(
        cast.db,
        actor=cast.actor("admin"),
        day=date(2026, 11, 17),
        kind="",
        note="",
        now=at("2026-11-01 10:00"),
    )
    assert dues(cast, "2026-11-16 16:00", service=shift).complete == at("2026-11-17 10:00")


# The defaults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "area", "minutes"),
    [
        ("emergency", "", (5, 15, 240)),
        ("emergency", "critical", (3, 10, 120)),
        ("emergency", "clinical", (5, 15, 240)),
        ("urgent", "", (15, 120, 480)),
        ("urgent", "critical", (15, 120, 480)),
        ("normal", "", (15, 240, 1440)),
    ],
)
def test_the_defaults_run_round_the_clock(
    cast: Any, severity: str, area: str, minutes: tuple[int, int, int]
) -> None:
    opened = "2026-11-21 23:00"  # a Saturday night
    found = dues(cast, opened, severity, area)
    assert (found.respond, found.arrive, found.complete) == tuple(
        at(opened) + timedelta(minutes=m) for m in minutes
    )


def test_low_is_promised_in_working_hours_for_the_next_and_the_third_working_day(cast: Any) -> None:
    found = dues(cast, "2026-11-20 17:30", "low")  # Friday, as work ends
    assert (found.respond, found.arrive) == (at("2026-11-23 17:30"), at("2026-11-23 17:30"))
    assert found.complete == at("2026-11-25 17:30")


def test_an_unknown_severity_is_promised_nothing(cast: Any) -> None:
    assert dues(cast, "2026-11-16 10:00", "whenever") == promises.Dues(None, None, None, None)


# Which one counts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "area", "service", "arrive"),
    [
        ("emergency", "", "GD-01", 15),
        ("emergency", "critical", "GD-01", 10),
        ("emergency", "", "GQ-02", 10),
        ("emergency", "critical", "GQ-02", 5),
        ("emergency", "critical", "DT-01", 10),
        ("emergency", "", "AF-05", 3),
        ("emergency", "critical", "AF-05", 3),
        ("urgent", "critical", "KT-06", 30),
        ("urgent", "clinical", "KT-06", 120),
    ],
)
def test_a_named_service_goes_before_a_named_area_before_neither(
    cast: Any, severity: str, area: str, service: str, arrive: int
) -> None:
    found = dues(cast, "2026-11-16 10:00", severity, area, service)
    assert found.arrive == at("2026-11-16 10:00") + timedelta(minutes=arrive)


# Versions ------------------------------------------------------------------------------------------


def current(cast: Any, severity: str = "emergency") -> promises.Promise:
    found = promises.promise_for(
        cast.db, severity=severity, area_class="", service_code="", at=at("2026-11-20 10:00")
    )
    assert found is not None
    return found


def change(cast: Any, promise_id: int, name: str = "admin", **minutes: int) -> int:
    return upkeep.change_promise(
        cast.db,
        actor=cast.actor(name),
        promise_id=promise_id,
        minutes=MINUTES | minutes,
        now=at("2026-11-18 12:00"),
    )


def test_a_new_version_holds_from_now_and_the_past_keeps_the_old_one(cast: Any) -> None:
    old = current(cast)
    new = change(cast, old.id, complete=60)
    assert dues(cast, "2026-11-18 11:59", "emergency").promise_id == old.id
    assert dues(cast, "2026-11-18 12:00", "emergency").promise_id == new
    assert dues(cast, "2026-11-18 12:00", "emergency").complete == at("2026-11-18 13:00")
    versions = promises.all_promises(cast.db)
    assert (versions[old.id].valid_to, versions[new].valid_to) == (at("2026-11-18 12:00"), None)
    assert (versions[new].version, versions[new].severity, versions[new].note) == (2, "emergency", old.note)


def test_a_ticket_keeps_the_promise_it_was_opened_with(cast: Any, report: Any) -> None:
    ticket = report(at("2026-11-18 11:00"), severity="emergency")
    change(cast, current(cast).id, complete=60)
    kept = cast.db.row("SELECT complete_due FROM ticket WHERE id = $id", id=ticket.id)
    assert kept == {"complete_due": at("2026-11-18 15:00")}


def test_a_promise_is_replaced_once(cast: Any) -> None:
    old = current(cast)
    change(cast, old.id, complete=60)
    with pytest.raises(NotFound, match="replaced meanwhile"):
        change(cast, old.id, complete=90)
    with pytest.raises(Refusal), cast.db.transaction() as tx:
        promises.replace(tx, old, minutes=MINUTES, now=at("2026-11-19 12:00"))
    live = [p for p in promises.all_promises(cast.db).values() if p.valid_to is None]
    keys = [(p.severity, p.area_class, p.service_code) for p in live]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("minutes", [{"respond": 0}, {"arrive": 4}, {"complete": 14}, {"respond": -5}])
def test_minutes_are_above_zero_and_follow_each_other(cast: Any, minutes: dict[str, int]) -> None:
    before = promises.all_promises(cast.db)
    with pytest.raises(WrongInput):
        change(cast, current(cast).id, **minutes)
    assert promises.all_promises(cast.db) == before


def test_only_administrators_change_promises(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        change(cast, current(cast).id, "zhao", complete=60)


def test_an_events_facts_name_the_promise_and_its_times(cast: Any) -> None:
    found = dues(cast, "2026-11-16 10:00", "emergency")
    assert found.facts() == {
        "counts_from": at("2026-11-16 10:00"),
        "promise_id": current(cast).id,
        "respond_due": at("2026-11-16 10:05"),
        "arrive_due": at("2026-11-16 10:15"),
        "complete_due": at("2026-11-16 14:00"),
    }
