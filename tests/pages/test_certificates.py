"""How the list of certificates says which are over, and which end before the inspection that is planned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.inspections.certificates import Certificate
from lib.ui.certificates import table
from tests.conftest import MONDAY

ENDS = date(2026, 12, 10)
ONE = Certificate(
    id=1,
    asset_id=7,
    name="特种设备使用标志",
    number="",
    issuer="",
    issued_on=None,
    valid_until=ENDS,
    round_id=None,
    file_hash="",
    kept_at=MONDAY,
)


@pytest.mark.parametrize(
    ("left", "word"),
    [(-1, table.OVER), (0, table.CLOSE), (30, table.CLOSE), (31, table.GOOD)],
)
def test_it_is_valid_through_its_last_day_and_close_from_thirty_days(left: int, word: str) -> None:
    assert table.stands(left) == word


@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True)])
def test_an_inspection_on_its_last_day_is_in_time(days: int, late: bool) -> None:
    assert table.after_the_end(ONE, {7: ENDS + timedelta(days=days)}) is late


def test_where_none_is_planned_nothing_comes_too_late() -> None:
    assert not table.after_the_end(ONE, {8: ENDS + timedelta(days=9)})
