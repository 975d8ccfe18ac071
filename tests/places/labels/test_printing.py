"""Batches in walking order, the word that they are printed, and codes for places without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.places import labels, locations
from lib.places.labels import hanging, papers, printing
from lib.places.labels.printing import Only
from lib.places.labels.walk import in_order, stops
from tests.conftest import MONDAY, Cast

Adds = Callable[..., int]


@pytest.fixture
def add(cast: Cast) -> Adds:
    """A place with a code: `add("BY-A-B1-Z1", "地下走廊", "zone", "BY-A-B1")`."""

    def added(number: str, name: str, kind: str, above: str, *, code: bool = True) -> int:
        with cast.db.transaction() as tx:
            parent = locations.by_number(cast.db, above)
            new = locations.add(tx, number=number, name=name, kind=kind, parent=parent)
            if code and kind in ("room", "zone"):
                labels.issue(tx, new, MONDAY)
        return new

    return added


@pytest.fixture
def building(cast: Cast, add: Adds) -> Cast:
    """Basements, floors below and above ten, and a zone outdoors."""
    for floor in ("10", "02", "B1", "B2"):
        add(f"BY-A-{floor}", floor, "floor", "BY-A")
        add(f"BY-A-{floor}-Z1", f"走廊{floor}", "zone", f"BY-A-{floor}")
    add("BY-A-02-210", "210病房", "room", "BY-A-02")
    add("BY-A-02-29", "29病房", "room", "BY-A-02")
    add("BY-W1", "广场", "zone", "BY")
    return cast


def names(cast: Cast, **asked: object) -> list[str]:
    return [stop.place.name for stop in printing.batch(cast.db, **asked)]  # type: ignore[arg-type]


def test_a_batch_is_in_the_order_somebody_walks(building: Cast) -> None:
    walked = ["走廊B2", "走廊B1", "29病房", "210病房", "走廊02", "走廊10", "1203病房", "广场"]
    assert names(building) == walked


def test_numbers_sort_as_people_count() -> None:
    told = ["A-B2", "A-B1", "A-1", "A-2", "A-10", "A-10-Z1", "B-1"]
    assert sorted(set(told), key=in_order) == told


def test_a_batch_lies_under_a_place_or_is_chosen(building: Cast) -> None:
    floor = locations.by_number(building.db, "BY-A-02")
    assert names(building, under=floor.id) == ["29病房", "210病房", "走廊02"]
    assert names(building, under=building.room) == ["1203病房"]
    assert names(building, places=[building.room]) == ["1203病房"]


def test_the_words_of_a_place_name_campus_building_and_floor(building: Cast) -> None:
    (stop,) = printing.batch(building.db, under=building.room)
    assert (stop.way, stop.place.name) == ("本部院区 住院A座 12层", "1203病房")


def test_what_is_printed_leaves_the_batch_of_the_unprinted_and_who_is_in_the_log(cast: Cast) -> None:
    assert names(cast, only=Only.UNPRINTED) == ["1203病房"]
    done = printing.mark_printed(cast.db, actor=cast.actor("admin"), codes=[cast.code, cast.code], now=MONDAY)
    assert done == 1
    assert names(cast, only=Only.UNPRINTED) == []
    assert names(cast, only=Only.UNHUNG) == ["1203病房"]
    row = cast.db.row("SELECT printed_at, printed_by FROM label WHERE code = $c", c=cast.code)
    assert row == {"printed_at": MONDAY, "printed_by": cast.people["admin"]}
    assert cast.db.row("SELECT object, actor_id FROM audit WHERE act = 'labels_printed'") == {
        "object": "1",
        "actor_id": cast.people["admin"],
    }


def test_only_an_administrator_marks_and_makes(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        printing.mark_printed(cast.db, actor=cast.actor("zhao"), codes=[cast.code], now=MONDAY)
    with pytest.raises(NotAllowed):
        printing.make_missing(cast.db, actor=cast.actor("zheng"), now=MONDAY)


def test_sheets_without_a_code_of_ours_are_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="no code on these sheets"):
        printing.mark_printed(cast.db, actor=cast.actor("admin"), codes=[], now=MONDAY)
    with pytest.raises(NotFound):
        printing.mark_printed(cast.db, actor=cast.actor("admin"), codes=["22222222"], now=MONDAY)


def test_a_code_replaced_meanwhile_is_left_out(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        fresh = labels.issue(tx, cast.room, MONDAY)
    codes = [cast.code, fresh]
    assert printing.mark_printed(cast.db, actor=cast.actor("admin"), codes=codes, now=MONDAY) == 1
    assert labels.read(cast.db, cast.code).printed_at is None


def test_a_replaced_code_waits_in_its_own_batch_until_printed(cast: Cast) -> None:
    assert names(cast, only=Only.REPLACED) == []
    with cast.db.transaction() as tx:
        fresh = labels.issue(tx, cast.room, MONDAY)
    assert names(cast, only=Only.REPLACED) == ["1203病房"]
    printing.mark_printed(cast.db, actor=cast.actor("admin"), codes=[fresh], now=MONDAY)
    assert names(cast, only=Only.REPLACED) == []


def test_a_damaged_paper_is_printed_again_under_the_same_code_and_has_to_hang_again(cast: Cast) -> None:
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    with cast.db.transaction() as tx:
        papers.report_damaged(tx, labels.read(cast.db, cast.code), MONDAY)
    assert names(cast, only=Only.DAMAGED) == ["1203病房"]
    assert labels.read(cast.db, cast.code).hung
    later = MONDAY + timedelta(days=1)
    printing.mark_printed(cast.db, actor=cast.actor("admin"), codes=[cast.code], now=later)
    assert names(cast, only=Only.DAMAGED) == []
    assert not labels.read(cast.db, cast.code).hung


def test_printing_once_more_leaves_alone_what_hangs(cast: Cast) -> None:
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    printing.mark_printed(cast.db, actor=cast.actor("admin"), codes=[cast.code], now=MONDAY)
    assert labels.read(cast.db, cast.code).hung


def test_places_without_a_code_get_one(cast: Cast) -> None:
    assert [stop.place.id for stop in stops(cast.db) if stop.label is None] == [cast.icu]
    assert printing.make_missing(cast.db, actor=cast.actor("admin"), now=MONDAY) == 1
    assert labels.current(cast.db, cast.icu)
    assert labels.current(cast.db, cast.room) == cast.code
    with pytest.raises(Refusal, match="has a code already"):
        printing.make_missing(cast.db, actor=cast.actor("admin"), now=MONDAY)
