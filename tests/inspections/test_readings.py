"""Readings of one item at one place: the last visit counts, limits are those of their version, meters are counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lib.analytics.figures import readings as figures
from lib.core.i18n import Language
from lib.inspections.checklist_keeping import publish
from lib.inspections.checklist_lines import of_item
from lib.inspections.checklists import items
from lib.inspections.readings import Spot, readings, spots
from lib.inspections.seeing import visible
from tests.conftest import MONDAY
from tests.inspections.touring import DAY, OPENS, Tour, add_round

PERIOD: dict[str, Any] = {"first": DAY, "last": DAY + timedelta(days=60)}


def read(
    tour: Tour, name: str, day: int, number: str, *, seq: int = 1, position: int = 1, **more: Any
) -> int:
    """Somebody reads the item at a stop, so many days after Monday, in the round of that day."""
    occurs_on = DAY + timedelta(days=day)
    at = OPENS + timedelta(days=day, minutes=seq)
    with tour.db.transaction() as tx:
        known = tx.value("SELECT id FROM round WHERE occurs_on = $day AND part = 0", day=occurs_on)
        version = more.pop("version", 1)
        new = known or add_round(
            tx, tour.plan_id, occurs_on=occurs_on, day=occurs_on, checklist_version=version
        )
        key = {"round_id": new, "position": position, "seq": seq}
        if (
            tx.value(
                "SELECT count(*) FROM visit WHERE round_id = $round_id AND position = $position AND seq = $seq",
                **key,
            )
            == 0
        ):
            tx.insert("visit", key | {"visited_at": at, "recorded_at": at})
        answer = {"item_id": tour.items[name], "verdict": "passed", "number": Decimal(number)}
        tx.insert("answer", key | answer | more)
    return int(new)


def numbers(tour: Tour, name: str, spot: Spot, **more: Any) -> list[float]:
    return readings(tour.db, item_id=tour.items[name], spot=spot, **{**PERIOD, **more})["number"].to_list()


def test_each_place_has_its_own_line_and_the_last_visit_counts(tour: Tour) -> None:
    pump, other, room = (
        Spot(tour.assets[0], None, 0),
        Spot(tour.assets[1], None, 0),
        Spot(None, tour.cast.room, 0),
    )
    read(tour, "pressure", 0, "0.40")
    read(tour, "pressure", 1, "9.99")
    read(tour, "pressure", 1, "0.41", seq=2)
    read(tour, "pressure", 1, "0.35", position=2)
    read(tour, "pressure", 2, "0.36", position=3)
    assert [numbers(tour, "pressure", spot) for spot in (pump, other, room)] == [[0.4, 0.41], [0.35], [0.36]]
    assert numbers(tour, "pressure", pump, last=DAY) == [0.4]
    assert numbers(tour, "pressure", pump, first=DAY + timedelta(days=1)) == [0.41]
    found = {(spot.asset_id, spot.location_id): spot.n for spot in spots(tour.db, tour.items["pressure"])}
    assert found == {(tour.assets[0], None): 2, (tour.assets[1], None): 1, (None, tour.cast.room): 1}


def test_limits_are_those_of_the_version_in_force_then(tour: Tour) -> None:
    read(tour, "pressure", 0, "0.46", verdict="warned")
    lines = [of_item(item) for item in items(tour.db, tour.checklist_id, 1)]
    wider = [replace(line, warn_high=Decimal("0.48")) if line.unit == "MPa" else line for line in lines]
    publish(
        tour.db,
        actor=tour.cast.actor("zhao"),
        checklist_id=tour.checklist_id,
        version=1,
        lines=wider,
        now=MONDAY + timedelta(days=1),
    )
    read(tour, "pressure", 3, "0.46", version=2)
    found = readings(tour.db, item_id=tour.items["pressure"], spot=Spot(tour.assets[0], None, 0), **PERIOD)
    assert found.select("day", "verdict", "warn_high", "fail_high").rows() == [
        (date(2026, 11, 16), "warned", 0.45, 0.5), (date(2026, 11, 19), "passed", 0.48, 0.5),
    ]  # fmt: skip


def test_a_meter_counts_between_readings_and_anew_after_it_was_replaced(tour: Tour) -> None:
    for day, number in ((0, "100.1"), (1, "100.4"), (4, "103.4"), (5, "103.4"), (6, "7"), (8, "9.5")):
        read(tour, "meter", day, number)
    found = readings(tour.db, item_id=tour.items["meter"], spot=Spot(tour.assets[0], None, 0), **PERIOD)
    assert found["used"].to_list() == [None, 0.3, 3.0, 0.0, None, 2.5]
    assert found["per_day"].to_list() == [None, 0.3, 1.0, 0.0, None, 1.25]
    (bars,) = figures.use(found, title="电表", unit="kWh", language=Language.EN)["data"]
    day = 24 * 60 * 60 * 1000
    assert (bars["y"], bars["width"]) == ([0.3, 1.0, 0.0, 1.25], [day, 3 * day, day, 2 * day])
    assert bars["x"][1] == "2026-11-17 08:01:00"


def test_what_was_not_checked_is_no_reading_and_a_recheck_is_one(tour: Tour) -> None:
    round_id = read(tour, "pressure", 0, "0.2", verdict="failed")
    read(tour, "pressure", 1, "0.4", verdict="unchecked")
    with tour.db.transaction() as tx:
        about = {"id": 1, "round_id": round_id, "position": 1, "item_id": tour.items["pressure"]}
        about |= {"checklist_id": tour.checklist_id, "checklist_version": 1, "asset_id": tour.assets[0]}
        tx.insert("finding", about | {"found_at": OPENS})
        again = {"finding_id": 1, "seq": 1, "passed": True, "number": Decimal("0.4")}
        tx.insert("recheck", again | {"checked_at": OPENS + timedelta(days=2)})
    found = readings(tour.db, item_id=tour.items["pressure"], spot=Spot(tour.assets[0], None, 0), **PERIOD)
    assert found.select("number", "verdict", "again").rows() == [
        (0.2, "failed", False),
        (0.4, "passed", True),
    ]


def test_nobody_reads_what_others_inspect(tour: Tour) -> None:
    read(tour, "pressure", 0, "0.4")
    pump = Spot(tour.assets[0], None, 0)
    for name, sees in (("sun", 1), ("feng", 1), ("wu", 1), ("zhou", 0), ("liu", 0)):
        sight = visible(tour.cast.actor(name))
        assert len(spots(tour.db, tour.items["pressure"], sight)) == sees
        assert len(numbers(tour, "pressure", pump, sight=sight)) == sees


def test_a_day_is_the_hospitals(tour: Tour) -> None:
    read(tour, "pressure", 0, "0.4")
    late = datetime(2026, 11, 15, 17, 0)  # noqa: DTZ001
    with tour.db.transaction() as tx:
        tx.execute("UPDATE visit SET visited_at = $at::TIMESTAMP AT TIME ZONE 'UTC'", at=late)
    pump = Spot(tour.assets[0], None, 0)
    assert numbers(tour, "pressure", pump, first=DAY, last=DAY) == [0.4]
    assert numbers(tour, "pressure", pump, first=DAY - timedelta(days=1), last=DAY - timedelta(days=1)) == []


def test_the_figure_says_unit_n_verdicts_and_only_limits_that_are_there(tour: Tour) -> None:
    read(tour, "pressure", 0, "0.40")
    read(tour, "pressure", 1, "0.46", verdict="warned")
    read(tour, "meter", 0, "5")
    pump = Spot(tour.assets[0], None, 0)
    found = readings(tour.db, item_id=tour.items["pressure"], spot=pump, **PERIOD)
    figure = figures.readings(found, title="出水压力", unit="MPa", language=Language.EN)
    assert [trace["name"] for trace in figure["data"]] == [
        "", "Fails above", "Warn above", "Warn below", "Fails below", "In order (1)", "Near the limit (1)",
    ]  # fmt: skip
    assert figure["layout"]["title"]["text"] == "出水压力<br><sub>MPa · n = 2</sub>"
    meter = readings(tour.db, item_id=tour.items["meter"], spot=pump, **PERIOD)
    plain = figures.readings(meter, title="", unit="", language=Language.EN)
    assert [trace["name"] for trace in plain["data"]] == ["", "In order (1)"]
    with pytest.raises(ValueError, match="no readings"):
        figures.readings(found.clear(), title="", unit="", language=Language.EN)
