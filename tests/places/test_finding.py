"""The place somebody's words name."""

from __future__ import annotations

import pytest

from lib.core.clock import local_date
from lib.places import locations
from lib.places.finding import mentioned
from tests.conftest import MONDAY, Cast


@pytest.mark.parametrize(
    "words", ["1203灯不亮", "住院A座 1203病房 漏水", "BY-A-12-1203 停电", "12层1203病房"]
)
def test_a_room_is_found_by_number_or_name(cast: Cast, words: str) -> None:
    found = mentioned(cast.db, words)
    assert found is not None
    assert found.id == cast.room


@pytest.mark.parametrize("words", ["灯不亮", "12030 灯不亮", "电话 81011203", "", "住院A座停电"])
def test_words_that_name_no_room_find_none(cast: Cast, words: str) -> None:
    assert mentioned(cast.db, words) is None


def test_a_name_that_exists_often_is_the_callers_own(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        above = locations.by_number(cast.db, "BY-A")
        one = locations.add(tx, number="BY-A-02-T", name="治疗室", kind="room", parent=above)
        locations.add(tx, number="BY-A-03-T", name="治疗室", kind="room", parent=above)
        locations.occupy(tx, one, cast.other_ward, local_date(MONDAY))
    assert mentioned(cast.db, "治疗室灯不亮") is None
    found = mentioned(cast.db, "治疗室灯不亮", cast.other_ward)
    assert found is not None
    assert found.id == one
