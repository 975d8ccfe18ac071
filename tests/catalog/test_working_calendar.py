"""The working calendar against the product's own examples and clock changes."""

import math
import pickle
import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from lib.catalog.working_calendar import WorkingCalendar, around_the_clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")

DAY_SHIFT = [(time(8), time(18))]
SPLIT_DAY = [(time(8), time(12)), (time(14), time(18))]
WHOLE_DAY = [(time(0), time(0))]
MONDAY_TO_FRIDAY = range(5)


def office(hours=DAY_SHIFT, *, zone=SHANGHAI, **rules):
    return WorkingCalendar(dict.fromkeys(MONDAY_TO_FRIDAY, hours), zone=zone, **rules)


def every_day(hours, zone):
    return WorkingCalendar(dict.fromkeys(range(7), hours), zone=zone)


def at(text, zone=SHANGHAI, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


# The product's checks. 2026-11-23 is a Monday.


def test_four_hours_opened_at_16_are_due_at_10_the_next_working_day():
    assert office().add(at("2026-11-23 16:00"), 240) == at("2026-11-24 10:00")
    assert office().add(at("2026-11-27 16:00"), 240) == at("2026-11-30 10:00")


def test_a_three_hour_pause_moves_the_due_time_by_three_working_hours():
    calendar = office()
    paused = calendar.minutes_between(at("2026-11-23 14:00"), at("2026-11-23 17:00"))
    assert paused == 180
    assert calendar.add(at("2026-11-23 16:00"), 240 + paused) == at("2026-11-24 13:00")


def test_a_pause_over_the_night_counts_only_its_working_part():
    assert office().minutes_between(at("2026-11-23 17:00"), at("2026-11-24 09:00")) == 120


def test_opened_on_the_eve_of_a_holiday_is_due_on_the_first_working_day_after_it():
    national_days = frozenset(date(2026, 10, day) for day in range(1, 8))
    calendar = office(closed=national_days)
    assert calendar.add(at("2026-09-30 16:00"), 240) == at("2026-10-08 10:00")
    assert calendar.minutes_between(at("2026-10-01 00:00"), at("2026-10-08 00:00")) == 0


def test_a_make_up_saturday_is_worked():
    saturday = date(2026, 10, 10)
    calendar = office(special={saturday: DAY_SHIFT})
    assert calendar.add(at("2026-10-09 16:00"), 240) == at("2026-10-10 10:00")
    assert calendar.add(at("2026-10-10 16:00"), 240) == at("2026-10-12 10:00")


# Where exactly


def test_work_that_fits_until_closing_is_due_at_closing_not_the_next_morning():
    assert office().add(at("2026-11-27 16:00"), 120) == at("2026-11-27 18:00")
    assert office().add(at("2026-11-27 16:00"), 120 + 1 / 60) == at("2026-11-30 08:00:01")


@pytest.mark.parametrize("start", ["2026-11-27 16:00", "2026-11-28 03:00", "2026-11-30 08:00"])
def test_no_minutes_are_over_at_once_even_outside_working_hours(start):
    assert office().add(at(start), 0) == at(start)


def test_outside_working_hours_the_count_begins_at_opening():
    assert office().add(at("2026-11-28 03:00"), 30) == at("2026-11-30 08:30")
    assert office().add(at("2026-11-30 05:00"), 30) == at("2026-11-30 08:30")


def test_the_lunch_break_is_not_working_time():
    calendar = office(SPLIT_DAY)
    assert calendar.minutes_between(at("2026-11-23 11:00"), at("2026-11-23 15:00")) == 120
    assert calendar.add(at("2026-11-23 11:00"), 60) == at("2026-11-23 12:00")
    assert calendar.add(at("2026-11-23 11:00"), 61) == at("2026-11-23 14:01")
    assert calendar.add(at("2026-11-23 13:00"), 480) == at("2026-11-24 12:00")


def test_spans_may_touch_and_come_in_any_order():
    touching = office([(time(12), time(18)), (time(8), time(12))])
    assert touching.add(at("2026-11-23 08:00"), 240) == at("2026-11-23 12:00")
    assert touching.minutes_between(at("2026-11-23 00:00"), at("2026-11-24 00:00")) == 600


def test_a_span_may_end_at_midnight():
    evening = every_day([(time(20), time(0))], SHANGHAI)
    assert evening.minutes_between(at("2026-11-23 00:00"), at("2026-11-24 00:00")) == 240
    assert evening.add(at("2026-11-23 23:00"), 60) == at("2026-11-24 00:00")
    assert evening.add(at("2026-11-23 23:00"), 61) == at("2026-11-24 20:01")


def test_special_hours_win_over_closed_and_over_the_week():
    monday = date(2026, 11, 23)
    calendar = office(closed={monday}, special={monday: [(time(9), time(10))]})
    assert calendar.minutes_between(at("2026-11-23 00:00"), at("2026-11-24 00:00")) == 60
    shut = office(special={monday: []})
    assert shut.minutes_between(at("2026-11-23 00:00"), at("2026-11-24 00:00")) == 0


def test_backwards_is_the_same_with_a_minus():
    a, b = at("2026-11-23 17:00"), at("2026-11-25 09:00")
    for calendar in (office(), around_the_clock(SHANGHAI)):
        assert calendar.minutes_between(b, a) == -calendar.minutes_between(a, b) != 0
    assert office().minutes_between(a, a) == 0


def test_any_zone_goes_in_and_the_zone_of_the_start_comes_out():
    start = at("2026-11-23 16:00").astimezone(UTC)
    due = office().add(start, 240)
    assert (due, due.tzinfo) == (at("2026-11-24 10:00"), UTC)
    assert office().minutes_between(start, at("2026-11-24 10:00", SHANGHAI)) == 240
    assert around_the_clock(SHANGHAI).add(at("2026-11-23 16:00"), 5).tzinfo is SHANGHAI


def test_microseconds_are_kept():
    calendar, start = office(), at("2026-11-23 17:59:59.999999")
    assert calendar.minutes_between(start, at("2026-11-24 00:00")) == 1 / 60_000_000
    assert calendar.add(start, 2 / 60_000_000) == at("2026-11-24 08:00:00.000001")


def test_thousands_of_tenths_do_not_drift():
    calendar, due = office(), at("2026-11-23 08:00")
    for _ in range(6000):
        due = calendar.add(due, 0.1)
    assert due == at("2026-11-23 18:00")


# Clock changes: Berlin 2026-03-29 02:00→03:00 and 2026-10-25 03:00→02:00,
# New York 2026-03-08 02:00→03:00 and 2026-11-01 02:00→01:00.


@pytest.mark.parametrize(
    ("zone", "night", "hours", "six_hours_on"),
    [
        (BERLIN, "2026-03-29", 5, "2026-03-30 01:00"),
        (BERLIN, "2026-10-25", 7, "2026-10-25 05:00"),
        (BERLIN, "2026-10-26", 6, "2026-10-26 06:00"),
        (NEW_YORK, "2026-03-08", 5, "2026-03-09 01:00"),
        (NEW_YORK, "2026-11-01", 7, "2026-11-01 05:00"),
        (NEW_YORK, "2026-11-02", 6, "2026-11-02 06:00"),
    ],
)
def test_a_night_shift_over_a_clock_change_counts_the_time_that_passes(zone, night, hours, six_hours_on):
    calendar = every_day([(time(0), time(6))], zone)
    midnight, six = at(night, zone), at(f"{night} 06:00", zone)
    assert calendar.minutes_between(midnight, six) == hours * 60
    assert calendar.minutes_between(six, midnight) == -hours * 60
    assert calendar.add(midnight, hours * 60) == six
    assert calendar.add(midnight, 360) == at(six_hours_on, zone)


@pytest.mark.parametrize(
    ("zone", "eve", "due"),
    [
        (BERLIN, "2026-03-28 22:00", "2026-03-29 07:00"),
        (BERLIN, "2026-10-24 22:00", "2026-10-25 05:00"),
        (NEW_YORK, "2026-03-07 22:00", "2026-03-08 07:00"),
        (NEW_YORK, "2026-10-31 22:00", "2026-11-01 05:00"),
    ],
)
def test_eight_hours_round_the_clock_are_eight_real_hours(zone, eve, due):
    # A date closed long ago leaves the short cut of the round-the-clock calendar out.
    day_by_day = WorkingCalendar(dict.fromkeys(range(7), WHOLE_DAY), closed={date(1999, 1, 1)}, zone=zone)
    for calendar in (around_the_clock(zone), day_by_day):
        assert calendar.add(at(eve, zone), 480) == at(due, zone)
        assert calendar.minutes_between(at(eve, zone), at(due, zone)) == 480


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK])
@pytest.mark.parametrize("friday", ["2026-03-06", "2026-03-27", "2026-10-23", "2026-10-30"])
def test_office_hours_stand_still_while_the_clocks_change_over_the_weekend(zone, friday):
    monday = at(f"{friday} 10:00", zone) + timedelta(days=3)
    assert office(zone=zone).add(at(f"{friday} 16:00", zone), 240) == monday


def test_an_hour_that_comes_twice_is_told_apart_and_counts_twice():
    calendar = every_day([(time(2), time(3))], BERLIN)
    first, second = at("2026-10-25 02:30", BERLIN), at("2026-10-25 02:30", BERLIN, fold=1)
    assert calendar.minutes_between(first.astimezone(UTC), second) == 60
    assert calendar.minutes_between(at("2026-10-25", BERLIN), at("2026-10-26", BERLIN)) == 120
    due = calendar.add(first, 60)
    assert (due.astimezone(UTC), due.fold) == (second.astimezone(UTC), 1)


def test_an_hour_that_does_not_come_has_no_working_time():
    calendar = every_day([(time(2), time(3))], BERLIN)
    assert calendar.minutes_between(at("2026-03-29", BERLIN), at("2026-03-30", BERLIN)) == 0
    assert calendar.add(at("2026-03-29", BERLIN), 30) == at("2026-03-30 02:30", BERLIN)


# What is refused


@pytest.mark.parametrize(
    ("week", "special"),
    [({}, {}), ({0: []}, {}), ({}, {date(2026, 11, 23): []})],
)
def test_a_calendar_without_working_time_is_refused(week, special):
    with pytest.raises(ValueError, match="working time"):
        WorkingCalendar(week, special=special, zone=SHANGHAI)


@pytest.mark.parametrize(
    "spans",
    [
        [(time(18), time(8))],
        [(time(8), time(8))],
        [(time(8), time(12)), (time(11), time(13))],
        [(time(0), time(0)), (time(8), time(9))],
        [(time(8), time(9)), (time(8), time(9))],
        [(time(8, tzinfo=UTC), time(9))],
    ],
)
def test_spans_that_make_no_day_are_refused(spans):
    with pytest.raises(ValueError, match="span"):
        office(spans)
    with pytest.raises(ValueError, match="span"):
        office(special={date(2026, 11, 23): spans})


def test_an_eighth_weekday_is_refused():
    with pytest.raises(ValueError, match="7"):
        WorkingCalendar({0: DAY_SHIFT, 7: DAY_SHIFT}, zone=SHANGHAI)


@pytest.mark.parametrize(
    "calendar", [office(), around_the_clock(SHANGHAI)], ids=["office", "round the clock"]
)
def test_times_without_a_zone_and_impossible_minutes_are_refused(calendar):
    naive, aware = datetime(2026, 11, 23, 9), at("2026-11-23 09:00")  # noqa: DTZ001
    for minutes in (0, 5):
        with pytest.raises(ValueError, match="zone"):
            calendar.add(naive, minutes)
    for pair in ((naive, aware), (aware, naive)):
        with pytest.raises(ValueError, match="zone"):
            calendar.minutes_between(*pair)
    for minutes in (-1, -1e-9, math.nan, math.inf):
        with pytest.raises(ValueError, match="minutes"):
            calendar.add(aware, minutes)


def test_beyond_the_last_working_time_there_is_no_due_time():
    once = WorkingCalendar({}, special={date(2026, 11, 23): DAY_SHIFT}, zone=SHANGHAI)
    assert once.add(at("2020-01-01 00:00"), 600) == at("2026-11-23 18:00")
    for start, minutes in (("2020-01-01 00:00", 601), ("2026-11-23 18:00", 1), ("2031-01-01 00:00", 1)):
        with pytest.raises(ValueError, match="left"):
            once.add(at(start), minutes)
    for calendar in (office(), around_the_clock(SHANGHAI)):
        with pytest.raises(ValueError, match="left"):
            calendar.add(at("2026-11-23 08:00"), 1e12)


# Sharing


def test_equal_rules_are_equal_calendars_whatever_was_asked_of_them():
    one, other = office(closed={date(2026, 1, 1)}), office(closed=frozenset({date(2026, 1, 1)}))
    one.add(at("2026-11-23 16:00"), 6000)
    assert one == other == pickle.loads(pickle.dumps(one))
    assert len({one, other, office()}) == 2
    assert around_the_clock(BERLIN) is around_the_clock(BERLIN) != around_the_clock(SHANGHAI)


def test_what_was_handed_in_may_change_afterwards():
    week = {0: list(DAY_SHIFT)}
    calendar = WorkingCalendar(week, zone=SHANGHAI)
    week[0].clear()
    assert calendar.add(at("2026-11-23 08:00"), 600) == at("2026-11-23 18:00")


def test_years_are_not_walked_minute_by_minute():
    calendar, start = office(SPLIT_DAY), at("2016-11-23 16:00")
    calendar.minutes_between(start, at("2026-11-23 16:00"))
    began = stopwatch.process_time()
    for _ in range(100):
        calendar.minutes_between(start, at("2026-11-23 16:00"))
    assert stopwatch.process_time() - began < 1
