"""The oracle itself, against cases worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.tickets.clock_oracle import Reopen, Stage, Step, Week, due, labels, used

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
DAY = ((480, 1080),)  # 08:00-18:00
MONDAY_TO_FRIDAY = dict.fromkeys(range(5), DAY)
GOLDEN_WEEK = [date(2026, 10, day) for day in range(1, 8)]
HORIZON = 20 * 1440

WEEKDAYS = Week(SHANGHAI, MONDAY_TO_FRIDAY)
AUTUMN = Week(SHANGHAI, MONDAY_TO_FRIDAY, closed=GOLDEN_WEEK, special={date(2026, 10, 10): DAY})


def at(words: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Wall time of 2026 in a zone, as UTC: "10-08 09:30"."""
    return datetime.fromisoformat(f"2026-{words}:00").replace(tzinfo=zone).astimezone(UTC)


def step(status: str, when: str, reason: str = "", *, came: bool = False, counts: bool = False) -> Step:
    return Step(status, at(when), reason, came, counts)


def due_of(
    week: Week | None,
    hours: float,
    *steps: Step,
    now: str = "12-31 00:00",
    stage: Stage = "complete",
    pauses: tuple[str, ...] = ("parts",),
    reopen: Reopen = "continue",
) -> datetime | None:
    return due(steps, week, steps[0].at, round(hours * 60), stage, pauses, reopen, HORIZON, at(now))


def used_of(
    week: Week | None,
    *steps: Step,
    now: str = "12-31 00:00",
    stage: Stage = "complete",
    pauses: tuple[str, ...] = ("parts",),
    reopen: Reopen = "continue",
) -> int:
    return used(steps, week, steps[0].at, at(now), stage, pauses, reopen)


def counted(week: Week | None, *steps: Step, now: str = "12-31 00:00") -> dict[str, int]:
    return dict(Counter(labels(steps, week, at(now))))


# The design's three checks.


def test_four_hours_from_sixteen_end_at_ten_the_next_working_day() -> None:
    assert due_of(WEEKDAYS, 4, step("new", "05-11 16:00")) == at("05-12 10:00")
    assert due_of(WEEKDAYS, 4, step("new", "05-15 16:00")) == at("05-18 10:00")  # over a weekend


def test_a_pause_of_three_hours_in_working_time_moves_it_three_working_hours() -> None:
    pause = (step("on_hold", "05-12 08:30", "parts", counts=True), step("in_progress", "05-12 11:30"))
    assert due_of(WEEKDAYS, 4, step("new", "05-11 16:00"), *pause) == at("05-12 13:00")
    # Opened 14:30 it was due 08:30; 16:00-19:00 pauses two working hours, 17:00-20:00 only one.
    new = step("new", "05-11 14:30")
    for begins, ends, moved_to in (("16", "19", "05-12 10:30"), ("17", "20", "05-12 09:30")):
        hold = (
            step("on_hold", f"05-11 {begins}:00", "parts", counts=True),
            step("in_progress", f"05-11 {ends}:00"),
        )
        assert due_of(WEEKDAYS, 4, new, *hold) == at(moved_to)


def test_opened_on_the_eve_of_a_holiday_it_is_due_on_the_first_working_day_after() -> None:
    assert due_of(AUTUMN, 4, step("new", "09-30 17:00")) == at("10-08 11:00")
    assert due_of(AUTUMN, 4, step("new", "09-30 19:00")) == at("10-08 12:00")
    assert due_of(AUTUMN, 4, step("new", "10-03 10:00")) == at("10-08 12:00")


# The calendar.


def test_a_promise_may_end_with_the_day_and_starts_with_the_next() -> None:
    assert due_of(WEEKDAYS, 2, step("new", "05-11 16:00")) == at("05-11 18:00")
    assert due_of(WEEKDAYS, 2 + 1 / 60, step("new", "05-11 16:00")) == at("05-12 08:01")
    assert due_of(WEEKDAYS, 1, step("new", "05-11 18:00")) == at("05-12 09:00")


def test_lunch_is_outside() -> None:
    lunch = Week(SHANGHAI, {weekday: [(480, 720), (840, 1050)] for weekday in range(5)})  # 08-12, 14-17:30
    assert due_of(lunch, 2, step("new", "05-11 11:00")) == at("05-11 15:00")
    assert due_of(lunch, 1, step("new", "05-11 12:30")) == at("05-11 15:00")
    assert due_of(lunch, 1, step("new", "05-11 11:00")) == at("05-11 12:00")


def test_a_make_up_saturday_is_worked_and_another_is_not() -> None:
    assert due_of(AUTUMN, 4, step("new", "10-09 17:00")) == at("10-10 11:00")
    assert due_of(AUTUMN, 4, step("new", "10-16 17:00")) == at("10-19 11:00")
    short = Week(SHANGHAI, MONDAY_TO_FRIDAY, special={date(2026, 10, 10): [(540, 660)]})  # 09-11
    assert due_of(short, 4, step("new", "10-09 17:00")) == at("10-12 09:00")


def test_round_the_clock_is_the_wall_clock_and_the_horizon_ends_the_search() -> None:
    assert due_of(None, 24, step("new", "10-01 23:00")) == at("10-02 23:00")
    assert due_of(None, HORIZON / 60, step("new", "05-11 16:00")) == at("05-31 16:00")
    assert due_of(None, HORIZON / 60 + 1 / 60, step("new", "05-11 16:00")) is None
    assert due_of(Week(SHANGHAI, {}), 1, step("new", "05-11 16:00")) is None


@pytest.mark.parametrize(
    ("day", "from_one_to_four", "from_two_to_three"),
    [("03-28", 180, 60), ("03-29", 120, 0), ("10-25", 240, 120), ("10-26", 180, 60)],
)
def test_a_night_has_the_minutes_that_really_pass(
    day: str, from_one_to_four: int, from_two_to_three: int
) -> None:
    for span, expected in (((60, 240), from_one_to_four), ((120, 180), from_two_to_three)):
        week = Week(BERLIN, {weekday: [span] for weekday in range(7)})
        opened, noon = at(f"{day} 00:00", BERLIN), at(f"{day} 12:00", BERLIN)
        assert used([Step("new", opened)], week, opened, noon, "complete", (), "continue") == expected
        assert labels([Step("new", opened)], week, noon).count("dispatch") == expected


@pytest.mark.parametrize(
    ("opened", "minutes", "expected"),
    [
        # Two hours pass between one and four of the spring night, the rest waits for the next night.
        ("03-29 00:00", 120, datetime(2026, 3, 29, 2, 0, tzinfo=UTC)),  # 04:00 summer time
        ("03-29 00:00", 150, datetime(2026, 3, 29, 23, 30, tzinfo=UTC)),  # 01:30 on Monday
        # Four hours pass in the autumn night; it is open from 23:00 UTC.
        ("10-25 00:00", 200, datetime(2026, 10, 25, 2, 20, tzinfo=UTC)),  # 03:20 winter time
        ("10-25 00:00", 150, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # 02:30 for the second time
    ],
)
def test_due_in_a_night_the_clocks_change(opened: str, minutes: int, expected: datetime) -> None:
    week = Week(BERLIN, {weekday: [(60, 240)] for weekday in range(7)})
    begins = at(opened, BERLIN)
    assert (
        due([Step("new", begins)], week, begins, minutes, "complete", (), "continue", 9999, begins)
        == expected
    )


# Holds.


def test_a_hold_over_a_holiday_pauses_working_time_only() -> None:
    def history(counts: bool) -> tuple[Step, ...]:
        return (
            step("new", "09-30 15:00"),
            step("on_hold", "09-30 16:00", "parts", counts=counts),
            step("in_progress", "10-08 10:00"),
            step("done", "10-08 11:00"),
        )

    assert due_of(AUTUMN, 4, *history(True)) == at("10-08 13:00")
    assert due_of(AUTUMN, 4, *history(False)) == at("10-08 09:00")
    assert used_of(AUTUMN, *history(True)) == 120
    assert used_of(AUTUMN, *history(False)) == 360
    # Seven days and the two nights around them, 18:00 to 08:00.
    expected = {"dispatch": 60, "held:parts": 240, "outside": 7 * 1440 + 14 * 60, "working": 60}
    assert counted(AUTUMN, *history(True)) == expected


@pytest.mark.parametrize(
    ("minutes", "counts", "reason", "moved"),
    [
        (30, False, "parts", 30),
        (31, False, "parts", 0),
        (31, True, "parts", 31),
        (31, True, "access", 0),
        (20, False, "access", 0),
    ],
)
def test_a_hold_of_over_thirty_minutes_moves_it_only_when_confirmed(
    minutes: int, counts: bool, reason: str, moved: int
) -> None:
    opened, held = at("05-11 08:00"), at("05-11 09:00")
    steps = [
        Step("in_progress", opened),
        Step("on_hold", held, reason, counts=counts),
        Step("in_progress", held + timedelta(minutes=minutes)),
    ]
    now = at("05-11 11:00")
    moved_to = at("05-11 12:00") + timedelta(minutes=moved)
    assert due(steps, None, opened, 240, "complete", {"parts"}, "continue", HORIZON, now) == moved_to
    assert used(steps, None, opened, now, "complete", {"parts"}, "continue") == 180 - moved
    assert labels(steps, None, now).count(f"held:{reason}") == minutes


def test_a_running_hold_lasts_until_now() -> None:
    steps = (step("new", "05-11 08:00"), step("on_hold", "05-11 09:00", "parts"))
    assert due_of(None, 4, *steps, now="05-11 09:30") == at("05-11 12:30")
    assert due_of(None, 4, *steps, now="05-11 09:31") == at("05-11 12:00")  # nobody has confirmed it
    confirmed = (steps[0], step("on_hold", "05-11 09:00", "parts", counts=True))
    assert due_of(None, 4, *confirmed, now="05-11 15:00") == at("05-11 18:00")
    assert used_of(None, *confirmed, now="05-11 15:00") == 60


# Completion and reopen.


@pytest.mark.parametrize(
    ("reopen", "minutes", "moment", "in_working_hours"),
    [
        ("continue", 180, "05-11 17:00", "05-12 09:00"),
        ("restart", 60, "05-11 19:00", "05-12 11:00"),
        ("count", 480, "05-11 12:00", "05-11 12:00"),
    ],
)
def test_three_reopen_rules(reopen: Reopen, minutes: int, moment: str, in_working_hours: str) -> None:
    first = (step("new", "05-11 08:00"), step("in_progress", "05-11 09:00"), step("done", "05-11 10:00"))
    again = (*first, step("closed", "05-11 11:00"), step("assigned", "05-11 15:00"))
    assert used_of(None, *again, now="05-11 16:00", reopen=reopen) == minutes
    assert due_of(None, 4, *again, now="05-11 16:00", reopen=reopen) == at(moment)
    late = (*first, step("assigned", "05-11 17:00"))
    assert due_of(WEEKDAYS, 4, *late, now="05-11 17:00", reopen=reopen) == at(in_working_hours)
    # What is over and not reopened has its completion, and the promise it had until then.
    assert used_of(None, *first, reopen=reopen) == 120
    assert due_of(None, 4, *first, reopen=reopen) == at("05-11 12:00")


def test_a_second_reopen_and_the_last_completion() -> None:
    steps = (
        step("new", "05-11 08:00"),
        step("done", "05-11 09:00"),
        step("assigned", "05-11 11:00"),
        step("done", "05-11 11:30"),
        step("assigned", "05-11 14:00"),
        step("on_hold", "05-11 14:10", "parts"),
        step("in_progress", "05-11 14:20"),
        step("done", "05-11 14:50"),
        step("closed", "05-12 14:50"),
    )
    assert used_of(None, *steps) == 60 + 30 + 40
    assert used_of(None, *steps, reopen="restart") == 40
    assert used_of(None, *steps, reopen="count") == 6 * 60 + 50 - 10
    assert counted(None, *steps) == {
        "dispatch": 60,
        "between": 120 + 150,
        "acceptance": 30 + 10,
        "held:parts": 10,
        "working": 30,
    }
    # Until two o'clock only the second completion is known.
    assert len(labels(steps[:4], None, at("05-11 13:00"))) == 210


def test_between_goes_before_outside() -> None:
    steps = (
        step("new", "05-11 17:00"),
        step("done", "05-11 17:30"),
        step("assigned", "05-11 20:00"),
        step("accepted", "05-12 08:30"),
    )
    expected = {"dispatch": 30, "between": 150, "outside": 720, "acceptance": 30, "travelling": 15}
    assert counted(WEEKDAYS, *steps, now="05-12 08:45") == expected


def test_accepted_is_work_only_where_it_was_completed_and_nobody_came() -> None:
    opened = (step("new", "05-11 08:00"), step("assigned", "05-11 08:05"), step("accepted", "05-11 08:15"))
    start = {"dispatch": 5, "acceptance": 10}
    assert counted(None, *opened, now="05-11 09:00") == start | {"travelling": 45}
    done = step("done", "05-11 09:00")
    assert counted(None, *opened, done) == start | {"working": 45}
    came = step("done", "05-11 09:00", came=True)
    assert counted(None, *opened, came) == start | {"travelling": 45}
    arrived = step("in_progress", "05-11 08:50")
    assert counted(None, *opened, arrived, done) == start | {"travelling": 35, "working": 10}
    # The second run is judged by itself: there somebody came.
    again = (
        step("assigned", "05-11 10:00"),
        step("accepted", "05-11 10:01"),
        step("in_progress", "05-11 10:11"),
    )
    expected = start | {"working": 45 + 9, "between": 60, "travelling": 10, "acceptance": 10 + 1}
    assert counted(None, *opened, done, *again, now="05-11 10:20") == expected
    # And here only in the first run.
    by_phone = (again[0], again[1], step("done", "05-11 10:21"))
    expected = start | {"travelling": 35, "working": 10 + 20, "between": 60, "acceptance": 10 + 1}
    assert counted(None, *opened, arrived, done, *by_phone) == expected


# Stages, and the ends.


def test_each_promise_stops_where_its_stage_is_first_reached() -> None:
    steps = (
        step("new", "05-11 08:00"),
        step("accepted", "05-11 08:10"),
        step("on_hold", "05-11 08:15", "parts"),
        step("accepted", "05-11 08:25"),
        step("in_progress", "05-11 08:40"),
        step("done", "05-11 09:40"),
    )
    assert used_of(None, *steps, stage="respond") == 10
    assert used_of(None, *steps, stage="arrive") == 30
    assert used_of(None, *steps, stage="complete") == 90
    assert used_of(None, *steps[:1], stage="respond", now="05-11 08:07") == 7
    assert due_of(None, 0.25, *steps, stage="respond") == at("05-11 08:15")
    assert due_of(None, 0.5, *steps, stage="arrive") == at("05-11 08:40")
    # A hold after the arrival is no longer the arrival's.
    later = (*steps[:5], step("on_hold", "05-11 08:50", "parts"), step("in_progress", "05-11 09:00"))
    assert due_of(None, 2, *later, stage="arrive") == at("05-11 10:10")
    assert due_of(None, 2, *later, stage="complete") == at("05-11 10:20")


def test_a_restart_wants_an_answer_again_and_the_others_do_not() -> None:
    steps = (
        step("new", "05-11 08:00"),
        step("accepted", "05-11 08:10"),
        step("done", "05-11 09:00"),
        step("assigned", "05-11 10:00"),
        step("accepted", "05-11 10:04"),
    )
    now = "05-11 10:30"
    expected: list[tuple[Reopen, int, int]] = [("continue", 10, 60), ("count", 10, 60), ("restart", 4, 30)]
    for reopen, respond, arrive in expected:
        assert used_of(None, *steps, now=now, stage="respond", reopen=reopen) == respond
        assert used_of(None, *steps, now=now, stage="arrive", reopen=reopen) == arrive


def test_the_ends_without_a_completion() -> None:
    steps = (step("new", "05-11 08:00"), step("assigned", "05-11 08:20"), step("cancelled", "05-11 09:00"))
    assert counted(None, *steps) == {"dispatch": 20, "acceptance": 40}
    assert used_of(None, *steps) == used_of(None, *steps, stage="respond") == 60
    again = (step("done", "05-11 08:30"), step("new", "05-11 08:40"), steps[2])
    assert counted(None, *steps[:2], *again) == {"dispatch": 20 + 20, "acceptance": 10, "between": 10}
    assert used_of(None, *steps[:2], *again) == 50
    answered = (step("new", "05-11 08:00"), step("closed", "05-11 08:03"))
    assert counted(None, *answered) == {"dispatch": 3}
    assert used_of(None, *answered, stage="respond") == used_of(None, *answered) == 3


def test_no_event_lies_before_the_previous_one_nor_after_now() -> None:
    steps = (
        step("new", "05-11 08:00"),
        step("accepted", "05-11 08:30"),
        step("in_progress", "05-11 08:20"),
        step("done", "05-11 12:00"),
    )
    assert counted(None, *steps, now="05-11 09:00") == {"dispatch": 30, "working": 30}
    assert used_of(None, *steps, now="05-11 09:00") == 60


def test_what_the_design_does_not_say_is_refused() -> None:
    with pytest.raises(ValueError, match="closed or special"):
        Week(SHANGHAI, {}, closed=GOLDEN_WEEK, special={GOLDEN_WEEK[0]: DAY})
    with pytest.raises(ValueError, match="inside one day"):
        Week(SHANGHAI, {0: [(1320, 360)]})
    with pytest.raises(ValueError, match="whole minute"):
        Step("new", at("05-11 08:00") + timedelta(seconds=1))
    with pytest.raises(ValueError, match="follows"):
        counted(None, step("cancelled", "05-11 08:00"), step("assigned", "05-11 09:00"))
