"""The list of places: a tree in any order, a code for every new wall, departments from today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.places import labels, locations
from tests.conftest import MONDAY, Cast
from tests.lists.files import bring, faults, kept, look

FLOOR = {"number": "BY-A-13", "parent": "BY-A", "kind": "楼层", "name": "13层"}
ROOM = {
    "number": "BY-A-13-1301",
    "parent": "BY-A-13",
    "kind": "房间",
    "name": "1301病房",
    "department": "XXNK",
}
ICU = {
    "number": "BY-A-12-ICU",
    "parent": "BY-A-12",
    "kind": "房间",
    "name": "重症监护室",
    "area_class": "重点",
}


def test_parents_may_come_after_their_children(cast: Cast) -> None:
    bring(cast.db, "places", ROOM, FLOOR)
    room = locations.by_number(cast.db, ROOM["number"])
    assert room.path == "住院A座 13层 1301病房"
    assert room.campus_id == locations.by_number(cast.db, "BY").id
    assert room.department_id == cast.ward
    assert labels.current(cast.db, room.id)
    assert labels.current(cast.db, locations.by_number(cast.db, FLOOR["number"]).id) is None


def test_a_new_campus_with_everything_below_it(cast: Cast) -> None:
    campus = {"number": "XY", "parent": "", "kind": "院区", "name": "新院区"}
    bring(
        cast.db,
        "places",
        {**FLOOR, "parent": "XY-1"},
        {**FLOOR, "number": "XY-1", "parent": "XY", "kind": "楼宇"},
        campus,
    )
    made = locations.by_number(cast.db, FLOOR["number"])
    assert made.campus_id == locations.by_number(cast.db, "XY").id


def test_what_lies_inside_itself_lies_nowhere(cast: Cast) -> None:
    one, other = {**FLOOR, "number": "X1", "parent": "X2"}, {**FLOOR, "number": "X2", "parent": "X1"}
    below, alone = {**ROOM, "parent": "X2"}, {**FLOOR, "number": "X3", "parent": "X3"}
    found = faults(look(cast.db, "places", one, other, below, alone))
    assert found.keys() == {(2, "parent"), (3, "parent"), (4, "parent"), (5, "parent")}
    assert all("inside itself" in words for words in found.values())


def test_a_wrong_parent_takes_its_children_with_it(cast: Cast) -> None:
    found = faults(
        look(
            cast.db,
            "places",
            {**FLOOR, "kind": "夹层"},
            ROOM,
            {**ROOM, "number": "BY-A-12-9", "parent": "BY-A-12"},
        )
    )
    assert found.keys() == {(2, "kind"), (3, "parent")}
    assert "in line 2" in found[(3, "parent")]


def test_the_parent_and_kind_of_a_place_stay(cast: Cast) -> None:
    assert faults(look(cast.db, "places", {**ICU, "parent": "BY-A", "kind": "区域"})).keys() == {
        (2, "parent"),
        (2, "kind"),
    }


def test_an_empty_cell_inherits_and_is_not_made_its_own(cast: Cast) -> None:
    bring(cast.db, "places", FLOOR, ROOM | {"area_class": ""})
    assert kept(cast.db, "places")[ROOM["number"]]["area_class"] == ""
    assert kept(cast.db, "places")[FLOOR["number"]]["department"] == ""


def test_a_department_moves_in_today_and_the_past_stays(cast: Cast) -> None:
    bring(cast.db, "places", {**ICU, "department": "GK 骨科"})
    today = date(2026, 11, 16)
    assert locations.department_on(cast.db, cast.icu, today) == cast.other_ward
    assert locations.department_on(cast.db, cast.icu, today - timedelta(days=1)) == cast.ward
    # Once more on the same day, and then nobody of its own.
    bring(cast.db, "places", {**ICU, "department": "XXNK"})
    bring(cast.db, "places", {**ICU, "department": ""})
    assert locations.department_on(cast.db, cast.icu, today) is None
    assert locations.department_on(cast.db, cast.icu, today - timedelta(days=1)) == cast.ward


def test_a_place_ends_only_with_or_after_those_below_it(cast: Cast) -> None:
    floor = {"number": "BY-A-12", "parent": "BY-A", "kind": "楼层", "name": "12层", "active": "否"}
    building = {"number": "BY-A", "parent": "BY", "kind": "楼宇", "name": "住院A座", "active": "否"}
    rooms = [
        {**ICU, "active": "否"},
        {**ICU, "number": "BY-A-12-1203", "name": "1203病房", "area_class": "临床", "active": "否"},
    ]
    found = faults(look(cast.db, "places", building, floor, rooms[0]))
    assert found == {(line, "active"): "1 places below it are still in use." for line in (2, 3)}
    assert bring(cast.db, "places", building, floor, *rooms).changed == 4


def test_a_change_keeps_the_code_on_the_wall(cast: Cast) -> None:
    room = {
        "number": "BY-A-12-1203",
        "parent": "BY-A-12",
        "kind": "房间",
        "name": "1203治疗室",
        "area_class": "临床",
    }
    bring(cast.db, "places", {**room, "department": "XXNK", "notes": "先敲门\n穿鞋套"})
    assert labels.read(cast.db, cast.code).location_id == cast.room
    assert locations.entry_notes(cast.db, cast.room) == "先敲门\n穿鞋套"


@pytest.mark.parametrize("depth", [3000])
def test_a_tower_without_end_is_built(cast: Cast, depth: int) -> None:
    tower = [
        {**ROOM, "number": f"X{n}", "parent": f"X{n - 1}" if n else "BY-A", "department": ""}
        for n in range(depth)
    ]
    assert look(cast.db, "places", *reversed(tower)).count("new") == depth
    assert MONDAY
