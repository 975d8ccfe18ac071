"""Torn paper, and paper in the wrong place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.places import labels
from lib.places.labels import hanging, papers
from lib.places.labels.progress import State, state_of
from tests.conftest import MONDAY, Cast


def state(cast: Cast, location_id: int) -> State:
    code = labels.current(cast.db, location_id)
    return state_of(labels.read(cast.db, code) if code else None, MONDAY)


def test_the_first_word_about_a_damaged_paper_counts(cast: Cast) -> None:
    for days in (0, 3):
        with cast.db.transaction() as tx:
            papers.report_damaged(tx, labels.read(cast.db, cast.code), MONDAY + timedelta(days=days))
    assert labels.read(cast.db, cast.code).reported_at == MONDAY
    assert state(cast, cast.room) is State.DAMAGED


def test_a_replaced_code_cannot_be_reported(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        labels.issue(tx, cast.room, MONDAY)
        papers.report_damaged(tx, labels.read(cast.db, cast.code), MONDAY)
    assert not labels.read(cast.db, cast.code).reported


def test_a_misplaced_code_does_not_hang_until_somebody_hangs_it_right(cast: Cast) -> None:
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    papers.report_misplaced(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    assert state(cast, cast.room) is State.MISPLACED
    assert not labels.read(cast.db, cast.code).hung
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    assert state(cast, cast.room) is State.HANGING


def test_a_code_goes_to_the_place_where_it_hangs_and_the_other_gets_a_fresh_one(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        of_the_icu = labels.issue(tx, cast.icu, MONDAY)
    fresh = papers.move(cast.db, actor=cast.actor("li"), code=cast.code, location_id=cast.icu, now=MONDAY)
    assert labels.current(cast.db, cast.icu) == cast.code
    assert labels.current(cast.db, cast.room) == fresh
    assert state(cast, cast.icu) is State.HANGING
    assert state(cast, cast.room) is State.UNPRINTED
    old = labels.read(cast.db, of_the_icu)
    assert (old.replaced, old.location_id) == (True, cast.icu)
    facts = cast.db.value("SELECT facts FROM audit WHERE act = 'label_moved'")
    assert facts == f'{{"from":{cast.room},"to":{cast.icu}}}'


def test_only_to_a_room_or_zone_of_the_same_floor(cast: Cast) -> None:
    assert [place.id for place in papers.nearby(cast.db, cast.room)] == [cast.icu]
    for elsewhere in (cast.room, 2, 999):
        with pytest.raises(NotFound):
            papers.move(cast.db, actor=cast.actor("li"), code=cast.code, location_id=elsewhere, now=MONDAY)


def test_a_replaced_code_is_taken_off_not_moved(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        labels.issue(tx, cast.room, MONDAY)
    with pytest.raises(Refusal, match="take it off"):
        papers.move(cast.db, actor=cast.actor("li"), code=cast.code, location_id=cast.icu, now=MONDAY)


def test_who_may_not_hang_codes_moves_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        papers.move(cast.db, actor=cast.actor("wang"), code=cast.code, location_id=cast.icu, now=MONDAY)
    with pytest.raises(NotAllowed):
        papers.report_misplaced(cast.db, actor=cast.actor("wang"), code=cast.code, now=MONDAY)
