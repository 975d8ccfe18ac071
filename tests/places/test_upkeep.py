"""Adding and correcting places, and replacing the codes on their walls."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.people import audit
from lib.places import labels, locations, upkeep

NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")


def add(cast: Any, by: str = "admin", above: str | None = "BY-A-12", **words: str) -> int:
    parent = locations.by_number(cast.db, above).id if above else None
    said = {"number": "BY-A-12-99", "name": "处置室", "kind": "room"} | words
    return upkeep.add_place(cast.db, actor=cast.actor(by), parent_id=parent, now=NOW, **said)


def change(cast: Any, place: int, by: str = "admin", **changes: Any) -> None:
    upkeep.change_place(cast.db, actor=cast.actor(by), location_id=place, changes=changes, now=NOW)


def move_in(cast: Any, place: int, department: int) -> None:
    upkeep.move_in(
        cast.db,
        actor=cast.actor("admin"),
        location_id=place,
        department_id=department,
        since=date(2026, 11, 16),
        now=NOW,
    )


def test_where_people_stand_there_is_a_code_on_the_wall(cast: Any) -> None:
    assert labels.current(cast.db, add(cast))
    floor = add(cast, above="BY-A", number="BY-A-13", name="13层", kind="floor")
    assert labels.current(cast.db, floor) is None
    assert audit.latest(cast.db, 1)[0]["act"] == "place_changed"


def test_only_a_campus_lies_under_nothing(cast: Any) -> None:
    with pytest.raises(Refusal) as refused:
        add(cast, above=None)
    assert refused.value.field == "parent_id"
    campus = add(cast, above=None, number="XY", name="新院区", kind="campus")
    assert locations.all_locations(cast.db)[campus].campus_id == campus


def test_a_correction_is_seen_at_once_and_the_number_stays(cast: Any) -> None:
    change(cast, cast.room, name="1203抢救室", area_class="critical", notes="先敲门", number="ZZ")
    place = locations.all_locations(cast.db)[cast.room]
    assert (place.name, place.area_class, place.notes, place.number) == (
        "1203抢救室",
        "critical",
        "先敲门",
        "BY-A-12-1203",
    )


@pytest.mark.parametrize("changes", [{"name": " "}, {"area_class": "lava"}, {"number": "ZZ"}, {}])
def test_what_cannot_be_is_refused(cast: Any, changes: dict[str, Any]) -> None:
    before = locations.all_locations(cast.db)[cast.room]
    with pytest.raises(Refusal):
        change(cast, cast.room, **changes)
    assert locations.all_locations(cast.db)[cast.room] == before


def test_nothing_is_taken_out_of_use_while_something_below_it_is_in_use(cast: Any) -> None:
    floor = locations.by_number(cast.db, "BY-A-12").id
    with pytest.raises(Refusal, match="2 places below"):
        change(cast, floor, active=False)
    for room in (cast.room, cast.icu):
        change(cast, room, active=False)
    change(cast, floor, active=False)
    assert not locations.all_locations(cast.db)[floor].active


def test_a_replaced_code_is_logged_and_explains_itself(cast: Any) -> None:
    fresh = upkeep.replace_label(cast.db, actor=cast.actor("admin"), location_id=cast.room, now=NOW)
    assert labels.current(cast.db, cast.room) == fresh
    assert labels.read(cast.db, cast.code).replaced
    assert audit.latest(cast.db, 1)[0]["act"] == "label_replaced"


def test_what_is_not_there_is_not_found(cast: Any) -> None:
    for deed in (
        lambda: change(cast, 9999, name="x"),
        lambda: move_in(cast, 9999, cast.ward),
        lambda: move_in(cast, cast.room, 9999),
        lambda: upkeep.replace_label(cast.db, actor=cast.actor("admin"), location_id=9999, now=NOW),
    ):
        with pytest.raises(NotFound):
            deed()


@pytest.mark.parametrize("by", ["zhao", "wang", "zheng", "wu"])
def test_only_administrators_change_places(cast: Any, by: str) -> None:
    for deed in (
        lambda: add(cast, by),
        lambda: change(cast, cast.room, by, name="x"),
        lambda: upkeep.replace_label(cast.db, actor=cast.actor(by), location_id=cast.room, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_what_a_place_inherits_stays_inherited_when_it_is_saved_unchanged(cast: Any) -> None:
    floor = locations.by_number(cast.db, "BY-A-12")
    change(cast, floor.id, area_class="clinical")
    room = add(cast)
    change(cast, room, name="换药室", area_class="clinical")
    change(cast, floor.id, area_class="critical")
    after = locations.all_locations(cast.db)[room]
    assert (after.name, after.area_class) == ("换药室", "critical")
