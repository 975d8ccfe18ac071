"""Times as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lib.core import typed_time
from lib.core.errors import WrongInput

# A Monday, 10:00 in the hospital.
PRESENT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "ahead", "kept"),
    [
        ("9\uff1a30", False, "2026-11-16 09:30"),
        ("0930", False, "2026-11-16 09:30"),
        ("9:30", False, "2026-11-16 09:30"),
        ("23:10", False, "2026-11-15 23:10"),
        ("23:10", True, "2026-11-16 23:10"),
        ("8:00", True, "2026-11-17 08:00"),
        ("11-14 14:05", False, "2026-11-14 14:05"),
        ("12-30 14:05", False, "2025-12-30 14:05"),
        ("1-2 8:00", True, "2027-01-02 08:00"),
        ("2026/11/01 1405", False, "2026-11-01 14:05"),
        ("明天下午2点半", True, "2026-11-17 14:30"),
        ("今天 14:30", True, "2026-11-16 14:30"),
        ("后天9点", True, "2026-11-18 09:00"),
        ("明天 上午 9:05", True, "2026-11-17 09:05"),
        ("11月25日上午9点", True, "2026-11-25 09:00"),
        ("11月14日下午3点20分", False, "2026-11-14 15:20"),
        ("1月2号 8:00", True, "2027-01-02 08:00"),
        ("2026年12月1日中午12点", True, "2026-12-01 12:00"),
        ("中午1点", True, "2026-11-16 13:00"),
        ("上午9点", True, "2026-11-17 09:00"),
        ("下午3点", False, "2026-11-15 15:00"),
        ("明晚8点", True, "2026-11-17 20:00"),
        ("明早7点半", True, "2026-11-17 07:30"),
        ("今天晚上12点", True, "2026-11-17 00:00"),
        ("明天凌晨12点", True, "2026-11-17 00:00"),
    ],
)
def test_what_is_typed_is_the_time_meant(typed: str, ahead: bool, kept: str) -> None:
    assert typed_time.write(typed_time.read(typed, PRESENT, field="at", ahead=ahead)) == kept


def test_what_is_written_can_be_typed_again() -> None:
    assert typed_time.read(typed_time.write(PRESENT), PRESENT, field="at") == PRESENT
    assert typed_time.read(" ", PRESENT, field="at") is None
    assert typed_time.write(None) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "soon",
        "25:00",
        "9:75",
        "2-30 10:00",
        "14",
        "13-01 10:00",
        "明天",
        "明天2点半",
        "明天下午25点",
        "13月1日9点",
    ],
)
def test_what_is_no_time_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(WrongInput) as refused:
        typed_time.read(typed, PRESENT, field="called_at")
    assert refused.value.field == "called_at"


@pytest.mark.parametrize(("ahead", "example"), [(False, "11-15 14:05"), (True, "11-17 14:05")])
def test_the_example_is_a_time_that_would_be_taken(ahead: bool, example: str) -> None:
    with pytest.raises(WrongInput) as refused:
        typed_time.read("soon", PRESENT, field="at", ahead=ahead)
    assert example in refused.value.facts.values()
    assert typed_time.read(example, PRESENT, field="at", ahead=ahead) is not None
