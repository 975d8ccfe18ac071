"""The hospital's wall clock, and how times are said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from lib.core import clock
from lib.core.i18n import Language

ZH, EN = Language.ZH, Language.EN
NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")


@pytest.mark.parametrize(
    ("instant", "chinese", "english"),
    [
        ("2026-11-16T14:05:00+08:00", "14:05", "14:05"),
        ("2026-11-16T00:00:00+08:00", "00:00", "00:00"),
        ("2026-11-15T23:59:00+08:00", "昨天 23:59", "yesterday 23:59"),
        ("2026-11-17T00:00:00+08:00", "明天 00:00", "tomorrow 00:00"),
        ("2026-11-14T14:05:00+08:00", "11-14 14:05", "11-14 14:05"),
        ("2026-11-18T14:05:00+08:00", "11-18 14:05", "11-18 14:05"),
        ("2025-11-16T14:05:00+08:00", "2025-11-16 14:05", "2025-11-16 14:05"),
        ("2027-01-01T00:00:00+08:00", "2027-01-01 00:00", "2027-01-01 00:00"),
        ("2026-11-15T16:30:00+00:00", "00:30", "00:30"),
    ],
)
def test_a_time_is_said_as_short_as_it_is_clear(instant: str, chinese: str, english: str) -> None:
    at = datetime.fromisoformat(instant)
    assert clock.short_time(at, NOW, ZH) == chinese
    assert clock.short_time(at, NOW, EN) == english


def test_new_years_eve_is_still_yesterday() -> None:
    morning = datetime.fromisoformat("2027-01-01T00:10:00+08:00")
    evening = datetime.fromisoformat("2026-12-31T23:50:00+08:00")
    assert clock.short_time(evening, morning, ZH) == "昨天 23:50"
    assert clock.short_time(morning, evening, ZH) == "明天 00:10"


def test_no_time_is_no_words() -> None:
    assert clock.short_time(None, NOW, ZH) == ""
    assert clock.full_time(None) == ""
    assert clock.duration(None, ZH) == "—"


def test_the_full_time_is_the_hospitals() -> None:
    assert clock.full_time(datetime(2026, 11, 22, 6, 5, 9, tzinfo=UTC)) == "2026-11-22 14:05:09"


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [
        (0, "0 分钟", "0 min"),
        (0.4, "0 分钟", "0 min"),
        (59, "59 分钟", "59 min"),
        (59.6, "1 小时", "1 h"),
        (134, "2 小时 14 分钟", "2 h 14 min"),
        (2879, "47 小时 59 分钟", "47 h 59 min"),
        (2880, "2 天 0 小时", "2 d 0 h"),
        (4561, "3 天 4 小时", "3 d 4 h"),
        (-30, "30 分钟", "30 min"),
    ],
)
def test_durations_in_words(minutes: float, chinese: str, english: str) -> None:
    assert clock.duration(minutes, ZH) == chinese
    assert clock.duration(minutes, EN) == english


def test_days_begin_at_the_hospitals_midnight() -> None:
    assert clock.midnight(date(2026, 11, 16)) == datetime(2026, 11, 15, 16, 0, tzinfo=UTC)
    assert clock.local_date(datetime(2026, 11, 15, 16, 0, tzinfo=UTC)) == date(2026, 11, 16)
    assert clock.wall(date(2026, 11, 16), time(8)) == datetime(2026, 11, 16, 0, 0, tzinfo=UTC)


def test_another_zone_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "zone", lambda: ZoneInfo("America/New_York"))
    assert clock.full_time(datetime(2026, 7, 4, 16, 0, tzinfo=UTC)) == "2026-07-04 12:00:00"
    # The hour that comes twice: its first reading.
    assert clock.wall(date(2026, 11, 1), time(1, 30)) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_now_is_aware() -> None:
    assert clock.now().utcoffset() is not None


def test_minutes_between_two_instants() -> None:
    assert clock.minutes_between(NOW, datetime.fromisoformat("2026-11-16T12:30:30+08:00")) == 150.5
