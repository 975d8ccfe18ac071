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
        ("9:30", False, "2026-11-16 09:30"),
        ("0930", False, "2026-11-16 09:30"),
        ("9:30", False, "2026-11-16 09:30"),
        ("23:10", False, "2026-11-15 23:10"),
        ("23:10", True, "2026-11-16 23:10"),
        ("8:00", True, "2026-11-17 08:00"),
        ("11-14 14:05", False, "2026-11-14 14:05"),
        ("12-30 14:05", False, "2025-12-30 14:05"),
        ("1-2 8:00", True, "2027-01-02 08:00"),
        ("2026/11/01 1405", False, "2026-11-01 14:05"),
    ],
)
def test_what_is_typed_is_the_time_meant(typed: str, ahead: bool, kept: str) -> None:
    assert typed_time.write(typed_time.read(typed, PRESENT, field="at", ahead=ahead)) == kept


def test_what_is_written_can_be_typed_again() -> None:
    assert typed_time.read(typed_time.write(PRESENT), PRESENT, field="at") == PRESENT
    assert typed_time.read(" ", PRESENT, field="at") is None
    assert typed_time.write(None) == ""


@pytest.mark.parametrize("typed", ["soon", "25:00", "9:75", "2-30 10:00", "14", "13-01 10:00"])
def test_what_is_no_time_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(WrongInput) as refused:
        typed_time.read(typed, PRESENT, field="called_at")
    assert refused.value.field == "called_at"
