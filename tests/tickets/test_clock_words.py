"""The sentence about a ticket's time: whose it was, and parts that add up to the whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lib.core.i18n import Language
from lib.tickets.clock_words import by_owner, sentence, whole_minutes
from lib.tickets.timeline import Label, Segment

START = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


def stretched(*parts: tuple[Label, float] | tuple[Label, float, str]) -> list[Segment]:
    """Segments end to end, from labels and minutes."""
    found: list[Segment] = []
    at = START
    for label, minutes, *reason in parts:
        ends = at + timedelta(minutes=minutes)
        found.append(Segment(label, at, ends, *reason))
        at = ends
    return found


THE_PRODUCTS = stretched(
    (Label.DISPATCH, 12),
    (Label.TRAVELLING, 15),
    (Label.HELD, 300, "parts_purchase"),
    (Label.WORKING, 25),
    (Label.HELD, 202, "access"),
)


def test_the_products_own_sentence() -> None:
    assert sentence(THE_PRODUCTS, Language.ZH) == (
        "派单前 12 分钟、在途与维修 40 分钟（我方）；等配件 5 小时（配件与厂家）；科室不便进入 3 小时 22 分钟（科室）"
    )
    assert sentence(THE_PRODUCTS, Language.EN) == (
        "before dispatch 12 min, on the way and at work 40 min (ours); waiting for parts 5 h (parts and makers); "
        "the room could not be entered 3 h 22 min (the department's)"
    )


def test_what_is_one_owners_stands_together() -> None:
    parts = stretched((Label.DISPATCH, 4), (Label.OUTSIDE, 90), (Label.WORKING, 30), (Label.OUTSIDE, 60))
    assert sentence(parts, Language.ZH) == "派单前 4 分钟、维修 30 分钟（我方）；服务时间外 2 小时 30 分钟"


def test_whose_time_it_was() -> None:
    assert by_owner(THE_PRODUCTS) == [("ours", 52), ("ward", 202), ("parts", 300)]


def test_the_three_ways_of_waiting_for_parts_are_one() -> None:
    parts = stretched((Label.HELD, 60, "parts_stock"), (Label.WORKING, 5), (Label.HELD, 60, "parts_vendor"))
    assert sentence(parts, Language.ZH) == "等配件 2 小时（配件与厂家）；维修 5 分钟（我方）"


def test_seconds_are_not_worth_a_word() -> None:
    parts = stretched((Label.DISPATCH, 0.1), (Label.ACCEPTANCE, 0.2), (Label.WORKING, 5))
    assert sentence(parts, Language.ZH) == "维修 5 分钟（我方）"
    assert sentence(parts[:1], Language.ZH) == "派单前 0 分钟（我方）"


def test_what_is_nobodys_time_is_said_without_an_owner() -> None:
    parts = stretched((Label.WORKING, 5), (Label.OUTSIDE, 840), (Label.BETWEEN, 60), (Label.UNKNOWN, 3))
    assert sentence(parts, Language.ZH) == (
        "维修 5 分钟（我方）；服务时间外 14 小时；完工后到退回前 1 小时；原系统未记录过程 3 分钟"
    )


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [
        ([20, 20, 20], [1, 0, 0]),
        ([90, 90], [2, 1]),
        ([59], [1]),
        ([29], [0]),
        ([], []),
        ([60, 119, 1], [1, 2, 0]),
    ],
)
def test_rounded_parts_add_up_to_the_rounded_whole(seconds: list[int], minutes: list[int]) -> None:
    assert whole_minutes(timedelta(seconds=one) for one in seconds) == minutes
