"""The list of promises: a change is a new version, the past keeps its own, overrides come and go."""

from __future__ import annotations

from datetime import timedelta

from lib.catalog import promises
from tests.conftest import MONDAY, Cast
from tests.lists.files import bring, faults, kept, look

BASE = {"severity": "一般", "respond_minutes": "15", "arrive_minutes": "240", "complete_minutes": "1440"}
LAMPS = {**BASE, "area_class": "", "service_code": "GD-01 照明灯具维修"}


def promised(cast: Cast, minutes_later: int = 0, service: str = "GD-01") -> int:
    found = promises.promise_for(
        cast.db,
        severity="normal",
        area_class="",
        service_code=service,
        at=MONDAY + timedelta(minutes=minutes_later),
    )
    assert found is not None
    return found.complete_minutes


def test_a_change_is_a_new_version_from_now_on(cast: Cast) -> None:
    before = len(promises.all_promises(cast.db))
    bring(
        cast.db,
        "promises",
        {
            **BASE,
            "area_class": "不限",
            "service_code": "",
            "complete_minutes": "2,880",
            "complete_calendar": "工作时间",
        },
    )
    every = promises.all_promises(cast.db)
    assert len(every) == before + 1
    new = max(every.values(), key=lambda one: one.id)
    assert (new.version, new.complete_minutes, new.complete_calendar) == (2, 2880, "office")
    assert promised(cast) == 2880
    assert promised(cast, -1) == 1440


def test_an_override_begins_changes_and_ends(cast: Cast) -> None:
    bring(cast.db, "promises", {**LAMPS, "complete_minutes": "600"})
    assert (promised(cast), promised(cast, -1), promised(cast, service="GD-02")) == (600, 1440, 1440)
    bring(cast.db, "promises", {**LAMPS, "complete_minutes": "600", "active": "否"})
    assert promised(cast) == 1440
    assert "normal  GD-01" not in kept(cast.db, "promises")
    bring(cast.db, "promises", {**LAMPS, "complete_minutes": "500"})
    assert promised(cast) == 500


def test_what_holds_where_no_other_does_cannot_end(cast: Cast) -> None:
    row = {**BASE, "area_class": "", "service_code": "", "active": "否"}
    assert faults(look(cast.db, "promises", row)).keys() == {(2, "active")}


def test_minutes_that_go_backwards_are_marked_at_the_later_stage(cast: Cast) -> None:
    row = {**LAMPS, "respond_minutes": "300"}
    assert faults(look(cast.db, "promises", row)).keys() == {(2, "arrive_minutes")}
