"""The working calendar against a second opinion that walks the minutes one by one, eyes on the wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.catalog.working_calendar import WorkingCalendar, around_the_clock

pytestmark = pytest.mark.long

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")

DAY_SHIFT = [(time(8), time(18))]
WHOLE_DAY = [(time(0), time(0))]


def is_working(calendar_rules, moment):
    week, closed, special, zone = calendar_rules
    wall = moment.astimezone(zone)
    day, clock = wall.date(), wall.time()
    spans = special[day] if day in special else [] if day in closed else week.get(day.weekday(), [])
    return any(start <= clock and (clock < end or end == time(0)) for start, end in spans)


def minutes_by_walking(rules, a, b):
    return sum(is_working(rules, a + timedelta(minutes=n)) for n in range((b - a) // timedelta(minutes=1)))


def due_by_walking(rules, start, minutes, limit):
    due = start
    while minutes and due < limit:
        minutes -= is_working(rules, due)
        due += timedelta(minutes=1)
    return None if minutes else due


# Clock changes by an hour and by half, at two in the morning and around midnight, a day that never was.
CHANGES = [
    (SHANGHAI, datetime(2026, 2, 14, tzinfo=UTC)),
    (BERLIN, datetime(2026, 3, 29, tzinfo=UTC)),
    (BERLIN, datetime(2026, 10, 25, tzinfo=UTC)),
    (NEW_YORK, datetime(2026, 3, 8, tzinfo=UTC)),
    (NEW_YORK, datetime(2026, 11, 1, tzinfo=UTC)),
    (ZoneInfo("Australia/Lord_Howe"), datetime(2026, 4, 4, tzinfo=UTC)),
    (ZoneInfo("America/Havana"), datetime(2026, 11, 1, tzinfo=UTC)),
    (ZoneInfo("America/St_Johns"), datetime(2010, 11, 7, tzinfo=UTC)),
    (ZoneInfo("Pacific/Apia"), datetime(2011, 12, 30, tzinfo=UTC)),
]


@st.composite
def day_plans(draw):
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    spans = [divmod(edge, 60) for edge in edges[: len(edges) // 2 * 2]]
    pairs = zip(spans[::2], spans[1::2], strict=True)
    return [(time(*start), time(end[0] % 24, end[1])) for start, end in pairs]


@st.composite
def situations(draw):
    """A zone near a clock change, rules, and an instant within two days of the change."""
    zone, change = draw(st.sampled_from(CHANGES))
    days = st.integers(-3, 3).map(lambda n: (change + timedelta(days=n)).date())
    week = draw(st.dictionaries(st.integers(0, 6), day_plans(), max_size=7))
    week[draw(st.integers(0, 6))] = DAY_SHIFT
    closed = draw(st.frozensets(days, max_size=2))
    special = draw(st.dictionaries(days, day_plans(), max_size=2))
    start = change + timedelta(minutes=draw(st.integers(-2880, 2880)))
    return (week, closed, special, zone), start


def calendar_of(rules):
    week, closed, special, zone = rules
    return WorkingCalendar(week, closed=closed, special=special, zone=zone)


@settings(max_examples=150, deadline=None)
@given(situations(), st.integers(0, 3000))
def test_it_counts_what_a_walk_through_the_minutes_counts(situation, length):
    rules, start = situation
    end = start + timedelta(minutes=length)
    assert calendar_of(rules).minutes_between(start, end) == minutes_by_walking(rules, start, end)


@settings(max_examples=150, deadline=None)
@given(situations(), st.integers(0, 1500))
def test_it_is_due_when_a_walk_through_the_minutes_arrives(situation, minutes):
    rules, start = situation
    expected = due_by_walking(rules, start, minutes, limit=start + timedelta(days=4))
    if expected is not None:
        assert calendar_of(rules).add(start, minutes) == expected


microseconds = st.integers(0, 40 * 24 * 3600 * 1_000_000)


@settings(deadline=None)
@given(situations(), microseconds, microseconds)
def test_parts_add_up_exactly(situation, first, second):
    rules, a = situation
    calendar = calendar_of(rules)
    b = a + timedelta(microseconds=first)
    c = b + timedelta(microseconds=second)
    parts = [calendar.minutes_between(x, y) * 60_000_000 for x, y in ((a, b), (b, c), (a, c))]
    assert round(parts[0]) + round(parts[1]) == round(parts[2])
    assert calendar.minutes_between(c, a) == -calendar.minutes_between(a, c)
    assert 0 <= parts[0] <= first + 0.5


@settings(deadline=None)
@given(situations(), microseconds, microseconds)
def test_adding_and_measuring_undo_each_other(situation, first, second):
    rules, start = situation
    calendar = calendar_of(rules)
    one, both = first / 60_000_000, (first + second) / 60_000_000
    due = calendar.add(start, one)
    assert calendar.minutes_between(start, due) == one
    assert calendar.add(due, second / 60_000_000) == calendar.add(start, both) >= due >= start
    if first:
        assert calendar.minutes_between(start, due - timedelta(microseconds=1)) < one


@settings(deadline=None)
@given(situations(), microseconds, microseconds)
def test_a_later_start_is_never_due_earlier(situation, later, amount):
    rules, start = situation
    calendar = calendar_of(rules)
    minutes = amount / 60_000_000
    assert calendar.add(start + timedelta(microseconds=later), minutes) >= calendar.add(start, minutes)


@settings(deadline=None)
@given(st.sampled_from(CHANGES), st.integers(-2880, 2880), microseconds)
def test_whole_days_are_round_the_clock(change, shift, amount):
    zone, near = change
    start, minutes = near + timedelta(minutes=shift), amount / 60_000_000
    by_days = WorkingCalendar(dict.fromkeys(range(7), WHOLE_DAY), closed={date(1999, 1, 1)}, zone=zone)
    due = start + timedelta(microseconds=amount)
    assert by_days.add(start, minutes) == around_the_clock(zone).add(start, minutes) == due
    assert by_days.minutes_between(start, due) == minutes
