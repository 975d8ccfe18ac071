"""On which days rounds fall: forty cases written out, and the same as the library says of any rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as some

from lib.core.errors import WrongInput
from lib.core.i18n import Language
from lib.core.settings import settings
from lib.inspections import recurrence_rule, seasons
from lib.inspections.plans import parse_slots
from lib.inspections.presets import SHIFTS, WHOLE_DAY, Preset, preset_of, rule_of
from lib.inspections.recurrence import Window, next_from_completion, occurrences, window
from lib.inspections.rule_words import rule_words
from lib.inspections.words import Basis, HolidayRule
from tests.inspections.recurring import DECREED, a_plan

SKIP, NEXT, ANYWAY = HolidayRule.SKIP, HolidayRule.NEXT_WORKDAY, HolidayRule.ANYWAY
WORKDAYS = HolidayRule.WORKDAYS


def said(day: date) -> str:
    return f"{day:%m-%d}"


def days(rule: str, starts_on: str, first: str, last: str, **plan: Any) -> str:
    """ "02-28 03-31": the days rounds are meant for; "02-15>02-24" where a holiday moved one."""
    found = occurrences(
        a_plan(rule, starts_on, **plan), date.fromisoformat(first), date.fromisoformat(last), DECREED
    )
    named = dict.fromkeys((o.occurs_on, o.day) for o in found)
    return " ".join(said(day) if on == day else f"{said(on)}>{said(day)}" for on, day in named)


CASES: dict[str, tuple[str, str, str, str, dict[str, Any], str]] = {
    # month ends
    "the 31st is left out where there is none": (
        "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-01-01", "2026-07-31", {}, "01-31 03-31 05-31 07-31"),
    "the last day of every month": (
        "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-01", "2026-01-01", "2026-06-30", {},
        "01-31 02-28 03-31 04-30 05-31 06-30"),
    "the 30th, or the last day of a shorter month": (
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2026-01-01", "2026-01-01", "2026-04-30", {},
        "01-30 02-28 03-30 04-30"),
    "a monthly rule without a day keeps the day it starts on": (
        "FREQ=MONTHLY", "2026-01-31", "2026-01-01", "2026-06-30", {}, "01-31 03-31 05-31"),
    "the last day but one": (
        "FREQ=MONTHLY;BYMONTHDAY=-2", "2026-01-01", "2026-01-01", "2026-03-31", {}, "01-30 02-27 03-30"),
    "every quarter on its last day": (
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2026-03-31", "2026-01-01", "2026-12-31", {},
        "03-31 06-30 09-30 12-31"),
    "every half-year over the New Year": (
        "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=15", "2025-11-15", "2025-11-01", "2026-12-31", {},
        "11-15 05-15 11-15"),
    "twice a month": (
        "FREQ=MONTHLY;BYMONTHDAY=15,-1", "2026-02-01", "2026-02-01", "2026-03-31", {}, "02-15 02-28 03-15 03-31"),
    # leap days
    "the 29th of February comes in leap years only": (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-02-29", "2024-01-01", "2033-01-01", {}, "02-29 02-29 02-29"),
    "the last day of February comes every year": (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2024-02-29", "2026-01-01", "2028-12-31", {}, "02-28 02-28 02-29"),
    "the last of February through a leap year": (
        "FREQ=MONTHLY;BYMONTHDAY=-1", "2027-12-31", "2028-02-01", "2028-03-31", {}, "02-29 03-31"),
    "every 365 days does not know leap years": (
        "FREQ=DAILY;INTERVAL=365", "2028-02-29", "2028-02-01", "2030-03-01", {}, "02-29 02-28 02-28"),
    # weekdays of a month
    "the last Friday": (
        "FREQ=MONTHLY;BYDAY=-1FR", "2026-01-01", "2026-01-01", "2026-05-31", {}, "01-30 02-27 03-27 04-24 05-29"),
    "the second Tuesday": (
        "FREQ=MONTHLY;BYDAY=2TU", "2026-01-01", "2026-01-01", "2026-03-31", {}, "01-13 02-10 03-10"),
    "the fifth Monday, where there is one": (
        "FREQ=MONTHLY;BYDAY=5MO", "2026-01-01", "2026-01-01", "2026-08-31", {}, "03-30 06-29 08-31"),
    "Friday the 13th": (
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-01-01", "2026-01-01", "2026-12-31", {}, "02-13 03-13 11-13"),
    "the last of Monday to Friday": (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01", "2026-01-01", "2026-03-31", {},
        "01-30 02-27 03-31"),
    "the first Saturday in June, every year": (
        "FREQ=YEARLY;BYMONTH=6;BYDAY=1SA", "2025-01-01", "2025-01-01", "2026-12-31", {}, "06-07 06-06"),
    # weeks
    "every two weeks from its own week on": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-01-05", "2026-01-01", "2026-02-28", {}, "01-05 01-19 02-02 02-16"),
    "every two weeks, long after it began": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2016-01-04", "2026-01-01", "2026-01-31", {},
        "01-05 01-08 01-19 01-22"),
    "where the week begins decides which Sunday belongs to it": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "2026-08-04", "2026-08-01", "2026-08-31", {},
        "08-04 08-16 08-18 08-30"),
    "every third day over a month end": (
        "FREQ=DAILY;INTERVAL=3", "2026-02-24", "2026-02-24", "2026-03-06", {}, "02-24 02-27 03-02 03-05"),
    # Spring Festival 2026: 15 to 23 February off, Saturdays 14 and 28 are worked
    "daily, also in Spring Festival week": (
        "FREQ=DAILY", "2026-01-01", "2026-02-13", "2026-02-17", {}, "02-13 02-14 02-15 02-16 02-17"),
    "daily, not in Spring Festival week": (
        "FREQ=DAILY", "2026-01-01", "2026-02-13", "2026-02-25", {"holidays": SKIP}, "02-13 02-14 02-24 02-25"),
    "daily, put off: the whole week becomes one round, and the first day keeps it": (
        "FREQ=DAILY", "2026-01-01", "2026-02-13", "2026-02-25", {"holidays": NEXT},
        "02-13 02-14 02-15>02-24 02-25"),
    "the week is one round however the days are cut": (
        "FREQ=DAILY", "2026-01-01", "2026-02-18", "2026-02-25", {"holidays": NEXT}, "02-25"),
    "weekly on Monday, put off to the first day of work": (
        "FREQ=WEEKLY;BYDAY=MO", "2026-01-05", "2026-02-09", "2026-03-02", {"holidays": NEXT},
        "02-09 02-16>02-24 03-02"),
    "a make-up Saturday is a workday to put off to": (
        "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=2", "2026-01-01", "2026-01-01", "2026-01-31", {"holidays": NEXT},
        "01-02>01-04"),
    "workdays only: the make-up Saturday too": (
        "FREQ=DAILY", "2026-01-01", "2026-02-13", "2026-02-28", {"holidays": WORKDAYS},
        "02-13 02-14 02-24 02-25 02-26 02-27 02-28"),
    "workdays only: no ordinary weekend": (
        "FREQ=DAILY", "2026-01-01", "2026-03-05", "2026-03-10", {"holidays": WORKDAYS},
        "03-05 03-06 03-09 03-10"),
    "an ordinary weekend is no holiday": (
        "FREQ=WEEKLY;BYDAY=SA,SU", "2026-03-01", "2026-03-01", "2026-03-08", {"holidays": SKIP},
        "03-01 03-07 03-08"),
    "a weekend inside the holidays is one": (
        "FREQ=WEEKLY;BYDAY=SU", "2026-02-01", "2026-02-08", "2026-03-01", {"holidays": SKIP}, "02-08 03-01"),
    "a make-up Saturday is a Saturday for the rule": (
        "FREQ=WEEKLY;BYDAY=SA", "2026-02-01", "2026-02-14", "2026-02-28", {"holidays": SKIP}, "02-14 02-28"),
    "National Day is put off beyond the week": (
        "FREQ=MONTHLY;BYMONTHDAY=1", "2026-09-01", "2026-09-01", "2026-11-30", {"holidays": NEXT},
        "09-01 10-01>10-08 11-01"),
    "a year without known holidays has none": (
        "FREQ=MONTHLY;BYMONTHDAY=1", "2030-01-01", "2030-09-01", "2030-10-31", {"holidays": SKIP}, "09-01 10-01"),
    # season, first and last day
    "the heating season goes over the New Year": (
        "FREQ=MONTHLY;BYMONTHDAY=1,15,16", "2025-01-01", "2025-11-01", "2026-04-30", {"season": "11-15..03-15"},
        "11-15 11-16 12-01 12-15 12-16 01-01 01-15 01-16 02-01 02-15 02-16 03-01 03-15"),
    "a season that ends with a leap day": (
        "FREQ=DAILY", "2026-01-01", "2028-02-28", "2028-03-02", {"season": "12-01..02-29"}, "02-28 02-29"),
    "and in a common year": (
        "FREQ=DAILY", "2026-01-01", "2026-02-27", "2026-03-02", {"season": "12-01..02-29"}, "02-27 02-28"),
    "a round put off may leave its season": (
        "FREQ=DAILY", "2026-01-01", "2026-02-13", "2026-02-25", {"season": "02-01..02-16", "holidays": NEXT},
        "02-13 02-14 02-15>02-24"),
    "nothing before the plan starts or after it ends": (
        "FREQ=WEEKLY;BYDAY=WE", "2026-05-10", "2026-01-01", "2026-12-31", {"ends_on": date(2026, 5, 27)},
        "05-13 05-20 05-27"),
    "the last day may be one the rule names, put off beyond it": (
        "FREQ=DAILY", "2026-09-29", "2026-09-29", "2026-12-31", {"ends_on": date(2026, 10, 3), "holidays": NEXT},
        "09-29 09-30 10-01>10-08"),
    "only in some months": (
        "FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=5,6", "2026-01-01", "2026-01-01", "2026-12-31", {}, "05-01 06-01"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_on_which_days(case: str) -> None:
    rule, starts_on, first, last, plan, wanted = CASES[case]
    assert days(rule, starts_on, first, last, **plan) == wanted


def following(rule: str, done_on: str, after: str, **plan: Any) -> str:
    made = a_plan(rule, plan.pop("starts_on", "2025-01-01"), basis=Basis.COMPLETION, **plan)
    found = next_from_completion(made, date.fromisoformat(done_on), date.fromisoformat(after), DECREED)
    return "" if found is None else str(found.day)


def test_from_completion_counts_from_the_day_it_was_done() -> None:
    assert following("FREQ=MONTHLY;INTERVAL=3", "2026-01-20", "2026-01-15") == "2026-04-20"
    assert following("FREQ=WEEKLY", "2026-01-20", "2026-01-15") == "2026-01-27"
    assert following("FREQ=DAILY;INTERVAL=10", "2026-01-20", "2026-01-15") == "2026-01-30"


def test_from_completion_takes_the_last_day_of_a_month_that_is_too_short() -> None:
    assert following("FREQ=MONTHLY", "2026-01-31", "2026-01-31") == "2026-02-28"
    assert following("FREQ=MONTHLY;INTERVAL=6", "2026-08-30", "2026-08-30") == "2027-02-28"
    assert following("FREQ=YEARLY", "2028-02-29", "2028-02-20") == "2029-02-28"
    assert following("FREQ=YEARLY;BYMONTH=2,8", "2026-08-31", "2026-08-31") == "2027-02-28"


def test_from_completion_never_names_a_day_that_had_its_round() -> None:
    # Done three days early: the day it was meant for does not come again.
    assert following("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2026-01-28", "2026-01-31") == "2026-04-30"
    assert following("FREQ=DAILY", "2026-01-08", "2026-01-10") == "2026-01-11"


def test_from_completion_heeds_holidays_season_and_the_plans_days() -> None:
    assert following("FREQ=WEEKLY", "2026-02-09", "2026-02-09", holidays=NEXT) == "2026-02-24"
    assert following("FREQ=WEEKLY", "2026-02-09", "2026-02-09", holidays=SKIP) == "2026-03-02"
    assert following("FREQ=MONTHLY", "2026-03-10", "2026-03-10", season="11-15..03-15") == "2026-12-10"
    assert following("FREQ=MONTHLY", "2026-03-10", "2026-03-10", ends_on=date(2026, 4, 9)) == ""
    assert following("FREQ=YEARLY;INTERVAL=10", "2026-03-10", "2026-03-10") == "2036-03-10"


def test_the_first_one_counts_from_the_plans_start() -> None:
    plan = a_plan("FREQ=MONTHLY", "2026-03-31", basis=Basis.COMPLETION)
    found = next_from_completion(plan, None, date(2026, 3, 1), DECREED)
    assert found is not None and found.day == date(2026, 3, 31)


def open_from_to(slot: str, day: str, early: int = 0, late: int = 0) -> str:
    found = window(parse_slots(slot)[0], date.fromisoformat(day), early, late)
    return " ".join(f"{instant.astimezone(UTC):%m-%d %H:%M}" for instant in found)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ONESTOP_ZONE", "Europe/Berlin")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_a_window_in_the_hospital() -> None:
    # planned, opens, closes; the wall is eight hours ahead of UTC
    assert open_from_to("08:00-16:00", "2026-11-24") == "11-24 00:00 11-24 00:00 11-24 08:00"
    assert open_from_to("08:00-16:00", "2026-11-24", 2, 3) == "11-24 00:00 11-22 00:00 11-27 08:00"


def test_a_shift_over_midnight_ends_the_day_after() -> None:
    assert open_from_to("22:00-06:00", "2026-12-31") == "12-31 14:00 12-31 14:00 12-31 22:00"
    assert open_from_to("16:00-00:00", "2026-02-28") == "02-28 08:00 02-28 08:00 02-28 16:00"
    assert open_from_to("00:00-00:00", "2026-02-28") == "02-27 16:00 02-27 16:00 02-28 16:00"


@pytest.mark.usefixtures("berlin")
def test_windows_keep_to_the_wall_clock_when_it_changes() -> None:
    # On 29 March 02:00 becomes 03:00, on 25 October 03:00 becomes 02:00.
    assert open_from_to("08:00-16:00", "2026-03-28", 0, 1) == "03-28 07:00 03-28 07:00 03-29 14:00"
    assert open_from_to("22:00-06:00", "2026-03-28") == "03-28 21:00 03-28 21:00 03-29 04:00"
    assert open_from_to("22:00-06:00", "2026-10-24") == "10-24 20:00 10-24 20:00 10-25 05:00"
    assert open_from_to("00:00-00:00", "2026-10-25") == "10-24 22:00 10-24 22:00 10-25 23:00"


@pytest.mark.usefixtures("berlin")
def test_an_hour_the_clocks_jump_over_is_not_lost() -> None:
    assert open_from_to("02:00-03:00", "2026-03-29") == "03-29 01:00 03-29 01:00 03-29 02:00"
    assert open_from_to("02:30-03:00", "2026-03-29") == "03-29 01:30 03-29 01:30 03-29 02:00"


@pytest.mark.usefixtures("berlin")
def test_an_hour_that_comes_twice_is_the_first() -> None:
    assert open_from_to("02:30-04:00", "2026-10-25") == "10-25 00:30 10-25 00:30 10-25 03:00"


def test_every_day_has_a_round_for_each_shift() -> None:
    plan = a_plan("FREQ=DAILY", "2026-11-24", slots="00:00-08:00 08:00-16:00 16:00-00:00")
    found = occurrences(plan, date(2026, 11, 24), date(2026, 11, 25), DECREED)
    assert [(said(each.day), each.slot.text) for each in found] == [
        (day, slot.text) for day in ("11-24", "11-25") for slot in SHIFTS
    ]


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("FREQ=HOURLY", "HOURLY"),
        ("FREQ=SECONDLY;INTERVAL=5", "SECONDLY"),
        ("INTERVAL=2", "FREQ=DAILY"),
        ("", "“”"),
        ("每周一", "每周一"),
        ("FREQ=DAILY;BYHOUR=8", "BYHOUR"),
        ("FREQ=DAILY;COUNT=10", "COUNT"),
        ("FREQ=DAILY;UNTIL=20261231", "UNTIL"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=100000", "100000"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTH=13", "BYMONTH"),
        ("FREQ=WEEKLY;BYDAY=XX", "XX"),
        ("FREQ=WEEKLY;BYDAY=1MO", "numbered"),
        ("FREQ=MONTHLY;BYDAY=6MO", "five"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "weekly"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ=WEEKLY"),
        ("FREQ=DAILY;WKST=XX", "WKST"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=4", "BYSETPOS"),
    ],
)
def test_what_is_no_rule_is_named(rule: str, named: str) -> None:
    with pytest.raises(WrongInput) as refused:
        recurrence_rule.read(rule)
    assert refused.value.field == "rule"
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
    ],
)
def test_a_rule_no_day_fits_is_refused(rule: str) -> None:
    with pytest.raises(WrongInput, match="No day"):
        recurrence_rule.check(recurrence_rule.read(rule), date(2026, 11, 24))


def test_a_rule_is_kept_in_one_form() -> None:
    assert (
        recurrence_rule.read("rrule: byday=fr, mo ;freq=weekly;interval=1;").text == "FREQ=WEEKLY;BYDAY=FR,MO"
    )


@pytest.mark.parametrize(
    ("preset", "starts_on", "wanted"),
    [
        (Preset.SHIFT, "2026-11-24", "FREQ=DAILY"),
        (Preset.WEEKLY, "2026-11-24", "FREQ=WEEKLY;BYDAY=TU"),
        (Preset.SEMIMONTHLY, "2026-11-16", "FREQ=MONTHLY;BYMONTHDAY=1,16"),
        (Preset.SEMIMONTHLY, "2026-11-30", "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
        (Preset.SEMIMONTHLY, "2026-12-31", "FREQ=MONTHLY;BYMONTHDAY=1,16"),
        (Preset.MONTHLY, "2026-11-24", "FREQ=MONTHLY;BYMONTHDAY=24"),
        (Preset.MONTHLY, "2026-11-30", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        (Preset.MONTHLY, "2026-12-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (Preset.QUARTERLY, "2026-11-24", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=24"),
        (Preset.YEARLY, "2028-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
    ],
)
def test_presets_count_from_the_first_day(preset: Preset, starts_on: str, wanted: str) -> None:
    day = date.fromisoformat(starts_on)
    assert rule_of(preset, day) == wanted
    assert preset_of(wanted, day, SHIFTS if preset is Preset.SHIFT else WHOLE_DAY, Basis.CALENDAR) is preset


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ("FREQ=DAILY", "每天", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "每周一、周四", "every Monday, Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "每2周的周一", "every 2 weeks on Monday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每周一至周五", "every Monday to Friday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "每月最后一个周五", "every month on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "每月1日、15日", "every month on the 1st, the 15th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天", "every month on the last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "每月30日（当月没有则为最后一天）",
         "every month on the 30th or, in a shorter month, the last day"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "每年3月1日", "every year on the 1st of March"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2TU", "每年3月的第2个周二", "every year on the 2nd Tuesday in March"),
        ("FREQ=DAILY;BYMONTH=11,12", "每天，仅11月、12月", "every day, only in November, December"),
    ],
)  # fmt: skip
def test_a_rule_in_words(rule: str, chinese: str, english: str) -> None:
    assert rule_words(rule, Language.ZH) == chinese
    assert rule_words(rule, Language.EN) == english


def test_a_season_is_written_with_its_ends() -> None:
    assert seasons.tidy(" 11-15 ~ 3-15 ") == "11-15..03-15"
    assert seasons.tidy("") == ""
    for wrong in ("11-15", "13-01..02-01", "02-30..03-01", "winter"):
        with pytest.raises(WrongInput):
            seasons.tidy(wrong)


@some.composite
def rules(draw: some.DrawFn) -> str:
    """None that never has a day: the library looks for one until the year 9999."""
    freq, interval = (
        draw(some.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])),
        draw(some.integers(1, 5)),
    )
    parts = [f"FREQ={freq}", f"INTERVAL={interval}"]
    by_day, month_days = draw(some.sampled_from(["", "MO", "TU,FR", "SA,SU"])), ""
    if freq in ("MONTHLY", "YEARLY"):
        month_days = draw(some.sampled_from(["", "31", "-1", "1,15", "29,30"]))
        by_day = by_day if month_days else draw(some.sampled_from([by_day, "-1FR", "2TU,3WE"]))
        parts += ["BYSETPOS=-1"] if (by_day or month_days) and draw(some.booleans()) else []
    parts += [f"BYMONTHDAY={month_days}"] if month_days else []
    parts += [f"BYDAY={by_day}"] if by_day else []
    if (freq == "DAILY" or interval == 1) and draw(some.booleans()):
        parts += [f"BYMONTH={draw(some.sampled_from(['3', '1,7', '10,12']))}"]
    parts += ["WKST=SU"] if draw(some.booleans()) else []
    return ";".join(parts)


STARTS = some.dates(date(2015, 1, 1), date(2026, 12, 31))


def same_as_the_library(rule: str, since: date, later: int) -> None:
    """Begun anywhere in between, the rule names what it names when counted from its start."""
    first = since + timedelta(later)
    last = first + timedelta(800)
    start, end = (datetime.combine(day, time()) for day in (since, last))
    counted = rrulestr(f"{rule};UNTIL={end:%Y%m%dT%H%M%S}", dtstart=start)
    wanted = [moment.date() for moment in counted if moment.date() >= first]
    assert recurrence_rule.days_of(recurrence_rule.read(rule), since, first, last) == wanted


@example_settings(max_examples=8, deadline=None)
@given(rules(), STARTS, some.integers(-30, 4000))
def test_begun_anywhere_it_is_what_the_library_says(rule: str, since: date, later: int) -> None:
    same_as_the_library(rule, since, later)


@pytest.mark.long
@example_settings(max_examples=400, deadline=None)
@given(rules(), STARTS, some.integers(-30, 4000))
def test_begun_anywhere_it_is_what_the_library_says_many_times(rule: str, since: date, later: int) -> None:
    same_as_the_library(rule, since, later)


@example_settings(max_examples=8, deadline=None)
@given(
    some.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,SU"]),
    some.integers(0, 60),
    some.sampled_from(HolidayRule),
)
def test_cut_at_any_day_the_parts_are_the_whole(rule: str, cut: int, holidays: HolidayRule) -> None:
    plan = a_plan(rule, "2026-01-01", holidays=holidays)
    first, last = date(2026, 1, 1), date(2026, 3, 10)
    middle = first + timedelta(cut)
    parts = occurrences(plan, first, middle, DECREED), occurrences(plan, middle + timedelta(1), last, DECREED)
    assert [*parts[0], *parts[1]] == occurrences(plan, first, last, DECREED)


def test_a_window_is_in_utc() -> None:
    assert isinstance(window(WHOLE_DAY[0], date(2026, 11, 24), 0, 0), Window)
    assert window(WHOLE_DAY[0], date(2026, 11, 24), 0, 0).planned_at.tzinfo is UTC
