"""Every place is counted once, by where its code is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.places import labels
from lib.places.labels import hanging, progress
from lib.places.labels.progress import State, state_of
from lib.places.labels.walk import stops
from tests.conftest import MONDAY, Cast

FORTNIGHT = MONDAY + timedelta(days=14)


def set_label(cast: Cast, **values: object) -> None:
    with cast.db.transaction() as tx:
        tx.update("label", {"code": cast.code, **values}, key="code")


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"hung_how": None}, State.UNPRINTED),
        ({"printed_at": MONDAY}, State.SILENT),
        ({"printed_at": MONDAY + timedelta(seconds=1)}, State.PRINTED),
        ({"printed_at": MONDAY, "first_scan_at": MONDAY}, State.PRINTED),
        ({"printed_at": MONDAY, "hung_at": MONDAY}, State.HANGING),
        ({"hung_at": MONDAY, "reported_at": MONDAY, "reported_why": "damaged"}, State.DAMAGED),
        ({"reported_at": MONDAY, "reported_why": "misplaced"}, State.MISPLACED),
    ],
)
def test_where_a_code_is(cast: Cast, values: dict[str, object], state: State) -> None:
    set_label(cast, **values)
    assert state_of(labels.read(cast.db, cast.code), FORTNIGHT) is state


def test_a_place_out_of_use_is_not_counted(cast: Cast) -> None:
    assert progress.whole(cast.db, MONDAY).counts == {State.UNPRINTED: 1, State.NONE: 1}
    with cast.db.transaction() as tx:
        tx.execute("UPDATE location SET active = FALSE WHERE id = $id", id=cast.icu)
    assert progress.whole(cast.db, MONDAY).counts == {State.UNPRINTED: 1}


def test_a_line_per_building_and_per_floor_and_all_add_up(cast: Cast) -> None:
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    (building,) = progress.by_building(cast.db, MONDAY)
    assert building.place
    assert (building.place.name, building.total, building.hanging) == ("住院A座", 2, 1)
    (floor,) = progress.by_floor(cast.db, building.place.id, MONDAY)
    assert floor.counts == building.counts == progress.whole(cast.db, MONDAY).counts


def test_what_is_missing_is_everything_that_does_not_hang_well(cast: Cast) -> None:
    assert not progress.any_hangs(cast.db)
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    assert progress.any_hangs(cast.db)
    missing = progress.missing(stops(cast.db), MONDAY)
    assert [(stop.place.id, state) for stop, state in missing] == [(cast.icu, State.NONE)]
