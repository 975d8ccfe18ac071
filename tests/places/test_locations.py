"""The tree of places, and to whom each belonged when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.core.errors import NotFound, Refusal
from lib.places import locations
from lib.store.database import Database


def add(db: Database, number: str, kind: str, above: str | None, name: str = "", **more: str) -> int:
    parent = locations.by_number(db, above) if above else None
    with db.transaction() as tx:
        return locations.add(tx, number=number, name=name or number, kind=kind, parent=parent, **more)


def occupy(cast: Any, place: int, department: int, *day: int) -> None:
    with cast.db.transaction() as tx:
        locations.occupy(tx, place, department, date(*day))


def on(cast: Any, *day: int) -> int | None:
    return locations.department_on(cast.db, cast.room, date(*day))


def test_a_path_leads_from_the_building_down(cast: Any) -> None:
    place = locations.location(cast.db, cast.room)
    assert place is not None
    assert place.path == "住院A座 12层 1203病房"
    assert place.initials == "zyaz12c1203bf"
    assert place.campus_id == locations.by_number(cast.db, "BY").id


def test_area_class_and_department_come_from_above(cast: Any) -> None:
    add(cast.db, "BY-A-13", "floor", "BY-A", area_class="critical")
    room = add(cast.db, "BY-A-13-01", "room", "BY-A-13")
    own = add(cast.db, "BY-A-13-02", "room", "BY-A-13", area_class="office")
    occupy(cast, locations.by_number(cast.db, "BY-A-13").id, cast.other_ward, 2020, 1, 1)
    places = locations.all_locations(cast.db)
    assert (places[room].area_class, places[room].department_id) == ("critical", cast.other_ward)
    assert places[own].area_class == "office"


def test_a_new_place_is_seen_at_once(cast: Any) -> None:
    before = locations.all_locations(cast.db)
    new = add(cast.db, "BY-B", "building", "BY", "门诊楼")
    assert new not in before
    assert locations.all_locations(cast.db)[new].path == "门诊楼"


@pytest.mark.parametrize(
    ("said", "at_field"),
    [
        ({"number": " "}, "number"),
        ({"name": " "}, "number"),
        ({"kind": "cave"}, "kind"),
        ({"area_class": "lava"}, "kind"),
        ({"number": " BY-A "}, "number"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast: Any, said: dict[str, str], at_field: str) -> None:
    asked = {"number": "BY-C", "name": "C座", "kind": "building", **said}
    with pytest.raises(Refusal) as refused, cast.db.transaction() as tx:
        locations.add(tx, parent=locations.by_number(cast.db, "BY"), **asked)
    assert refused.value.field == at_field


def test_an_unknown_number_is_not_found(cast: Any) -> None:
    with pytest.raises(NotFound, match="XX-99"):
        locations.by_number(cast.db, "XX-99")
    assert locations.location(cast.db, None) is None
    assert locations.location(cast.db, 9999) is None


# To whom it belonged -------------------------------------------------------------------------------


def test_a_place_belongs_to_a_department_from_a_day_to_a_day(cast: Any) -> None:
    occupy(cast, cast.room, cast.other_ward, 2026, 11, 1)
    assert on(cast, 2019, 12, 31) is None
    assert on(cast, 2026, 10, 31) == cast.ward
    assert on(cast, 2026, 11, 1) == cast.other_ward
    assert on(cast, 2030, 1, 1) == cast.other_ward


def test_moving_in_twice_on_a_day_keeps_the_second(cast: Any) -> None:
    occupy(cast, cast.room, cast.other_ward, 2026, 11, 1)
    occupy(cast, cast.room, cast.ward, 2026, 11, 1)
    assert on(cast, 2026, 11, 1) == cast.ward
    assert cast.db.value("SELECT count(*) FROM occupancy WHERE location_id = $id", id=cast.room) == 2


def test_moving_in_before_a_planned_move_replaces_the_plan_and_never_overlaps(cast: Any) -> None:
    occupy(cast, cast.room, cast.other_ward, 2026, 12, 1)
    occupy(cast, cast.room, cast.other_ward, 2026, 11, 1)
    assert on(cast, 2026, 10, 31) == cast.ward
    assert on(cast, 2026, 11, 15) == cast.other_ward
    rows = cast.db.rows("SELECT * FROM occupancy WHERE location_id = $id ORDER BY from_date", id=cast.room)
    assert [(row["from_date"], row["to_date"]) for row in rows] == [
        (date(2020, 1, 1), date(2026, 11, 1)),
        (date(2026, 11, 1), None),
    ]


def test_a_place_without_a_department_belongs_to_that_of_the_place_above(cast: Any) -> None:
    building = locations.by_number(cast.db, "BY-A").id
    new = add(cast.db, "BY-A-12-99", "room", "BY-A-12")
    assert locations.department_on(cast.db, new, date(2026, 11, 16)) is None
    occupy(cast, building, cast.other_ward, 2026, 1, 1)
    assert locations.department_on(cast.db, new, date(2026, 11, 16)) == cast.other_ward
    assert locations.department_on(cast.db, new, date(2025, 12, 31)) is None


def test_nobody_knows_the_department_of_no_place(cast: Any) -> None:
    assert locations.department_on(cast.db, 9999, date(2026, 11, 16)) is None


# Entry notes ---------------------------------------------------------------------------------------


def test_what_to_know_before_going_in_comes_from_the_nearest_place_that_says_it(cast: Any) -> None:
    floor = locations.by_number(cast.db, "BY-A-12").id
    with cast.db.transaction() as tx:
        tx.update("location", {"id": floor, "notes": "先到护士站登记"})
    assert locations.entry_notes(cast.db, cast.icu) == "先到护士站登记"
    with cast.db.transaction() as tx:
        tx.update("location", {"id": cast.icu, "notes": "更衣换鞋"})
    assert locations.entry_notes(cast.db, cast.icu) == "更衣换鞋"
    assert locations.entry_notes(cast.db, None) == ""
