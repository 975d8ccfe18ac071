"""Ordinary work reported late in the evening may be promised for the next morning: off until somebody says so."""

from __future__ import annotations

from datetime import datetime

import pytest

from lib.catalog import late_evening, promises, upkeep
from lib.core.errors import WrongInput
from tests.conftest import MONDAY, Cast

EVENING = {"late_from": "20:00", "late_start": "08:00"}


def at(words: str) -> datetime:
    return datetime.fromisoformat(f"{words}:00+08:00")


def arrive(cast: Cast, reported: str, area: str = "clinical", **more: bool) -> datetime | None:
    return promises.dues(
        cast.db, severity="normal", area_class=area, service_code="", at=at(reported), **more
    ).arrive


def switch_on(cast: Cast, **others: str) -> int:
    old = promises.promise_for(cast.db, severity="normal", area_class="", service_code="", at=MONDAY)
    assert old is not None
    minutes = {stage: getattr(old, f"{stage}_minutes") for stage in promises.STAGES}
    wanted = others or EVENING
    return upkeep.change_promise(
        cast.db, actor=cast.actor("admin"), promise_id=old.id, minutes=minutes, others=wanted, now=MONDAY
    )


def test_nothing_waits_for_the_morning_until_it_is_switched_on(cast: Cast) -> None:
    assert arrive(cast, "2026-11-18 22:00") == at("2026-11-19 02:00")


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("2026-11-18 19:59", "2026-11-18 23:59"),
        ("2026-11-18 20:00", "2026-11-19 12:00"),
        ("2026-11-18 23:30", "2026-11-19 12:00"),
        (
            "2026-11-19 02:00",
            "2026-11-19 12:00",
        ),  # the same night: not sooner than what was reported before it
        ("2026-11-19 08:00", "2026-11-19 12:00"),
    ],
)
def test_from_the_evening_on_it_counts_from_the_next_morning(cast: Cast, reported: str, due: str) -> None:
    switch_on(cast)
    assert arrive(cast, reported) == at(due)


def test_never_in_critical_areas_and_not_for_an_agreed_time(cast: Cast) -> None:
    switch_on(cast)
    assert arrive(cast, "2026-11-18 22:00", area="critical") == at("2026-11-19 02:00")
    assert arrive(cast, "2026-11-18 22:00", appointed=True) == at("2026-11-19 02:00")


def test_the_version_before_keeps_judging_the_past(cast: Cast) -> None:
    new = switch_on(cast)
    kept = promises.all_promises(cast.db)[new]
    assert (kept.late_from, kept.late_start, kept.version) == ("20:00", "08:00", 2)
    assert arrive(cast, "2026-11-13 22:00") == at("2026-11-14 02:00")


@pytest.mark.parametrize(
    ("late_from", "starts"),
    [("20:00", ""), ("", "08:00"), ("08:00", "20:00"), ("08:00", "08:00"), ("25:00", "8")],
)
def test_hours_that_make_no_sense_are_refused(cast: Cast, late_from: str, starts: str) -> None:
    with pytest.raises(WrongInput):
        switch_on(cast, late_from=late_from, late_start=starts)


def test_both_empty_switches_it_off_again(cast: Cast) -> None:
    late_evening.check("", "")
    switch_on(cast)
    assert late_evening.counts_from(MONDAY, "", "") == MONDAY
