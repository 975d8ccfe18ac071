"""The running promise: used, due and moved, on calendars with holidays, make-up days and changing clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lib.catalog.promises import Terms
from lib.catalog.working_calendar import WorkingCalendar, around_the_clock
from lib.tickets.life import lived
from lib.tickets.policy import Policy, ReopenRule
from lib.tickets.promised import Clock
from lib.tickets.ticket import Event
from lib.tickets.words import Action, Status

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
DAY = [(time(8), time(18))]
GOLDEN_WEEK = frozenset(date(2026, 10, day) for day in range(1, 8))
WEEKDAYS = WorkingCalendar(dict.fromkeys(range(5), DAY), zone=SHANGHAI)
AUTUMN = WorkingCalendar(
    dict.fromkeys(range(5), DAY), closed=GOLDEN_WEEK, special={date(2026, 10, 10): DAY}, zone=SHANGHAI
)
NIGHT = WorkingCalendar({day: [(time(1), time(4))] for day in range(7)}, zone=BERLIN)
ALWAYS = around_the_clock(SHANGHAI)
RULES = Policy(
    pauses={"arrive": frozenset({"access"}), "complete": frozenset({"access", "approval"})},
    confirm_over=timedelta(minutes=30),
    reopen=ReopenRule.CONTINUE,
)
HOURS = 60


def at(words: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Wall time of 2026, "10-08 09:30"."""
    return datetime.fromisoformat(f"2026-{words}:00").replace(tzinfo=zone).astimezone(UTC)


TO = {
    Action.OPEN: Status.NEW,
    Action.ASSIGN: Status.ASSIGNED,
    Action.ACCEPT: Status.ACCEPTED,
    Action.ARRIVE: Status.IN_PROGRESS,
    Action.HOLD: Status.ON_HOLD,
    Action.RESUME: Status.IN_PROGRESS,
    Action.COMPLETE: Status.DONE,
    Action.REOPEN: Status.ASSIGNED,
    Action.CONFIRM_HOLD: None,
}


def history(*steps: tuple[str, datetime] | tuple[str, datetime, Mapping[str, Any]]) -> list[Event]:
    """Events from words: "hold:access", "confirm_hold" (of the last hold); the first one opens."""
    events: list[Event] = []
    for name, when, *more in [("open", steps[0][1]), *steps[1:]]:
        word, _, reason = str(name).partition(":")
        action = Action(word)
        to = TO[action] or events[-1].to_status
        facts: dict[str, Any] = dict(more[0]) if more else {}
        if action is Action.HOLD:
            facts |= {"reason": reason, "until": when + timedelta(days=2)}
        if action is Action.CONFIRM_HOLD:
            held = [event.seq for event in events if event.action is Action.HOLD]
            facts = {"hold_seq": held[-1], "confirmed": True} | facts
        events.append(
            Event(
                ticket_id=1,
                seq=len(events) + 1,
                action=action,
                actor_id=None,
                actor_name="",
                subject_id=None,
                happened_at=when,
                recorded_at=when,
                from_status=None,
                to_status=to,
                facts=facts,
            )
        )
    return events


def clock(
    events: list[Event],
    minutes: int,
    hours: WorkingCalendar = ALWAYS,
    *,
    now: str = "12-31 00:00",
    stage: str = "complete",
    reopen: ReopenRule = ReopenRule.CONTINUE,
) -> Clock:
    return Clock(lived(events, at(now)), stage, Terms(minutes, hours), replace(RULES, reopen=reopen))


def opened(when: str, *more: Any) -> list[Event]:
    return history(("open", at(when)), *((name, at(then), *facts) for name, then, *facts in more))


# The product's checks.


@pytest.mark.parametrize(("opening", "due"), [("05-11 16:00", "05-12 10:00"), ("05-15 16:00", "05-18 10:00")])
def test_four_hours_from_sixteen_end_at_ten_the_next_working_day(opening: str, due: str) -> None:
    assert clock(opened(opening), 4 * HOURS, WEEKDAYS).due() == at(due)


def test_a_pause_of_three_hours_inside_working_time_moves_it_three_working_hours() -> None:
    pause = ("hold:access", "05-12 08:30"), ("confirm_hold", "05-12 09:00"), ("resume", "05-12 11:30")
    assert clock(opened("05-11 16:00", *pause), 4 * HOURS, WEEKDAYS).due() == at("05-12 13:00")


@pytest.mark.parametrize(
    ("opening", "due"),
    [("09-30 17:00", "10-08 11:00"), ("09-30 19:00", "10-08 12:00"), ("10-03 10:00", "10-08 12:00")],
)
def test_opened_on_the_eve_of_a_holiday_it_is_due_on_the_first_working_day_after(
    opening: str, due: str
) -> None:
    assert clock(opened(opening), 4 * HOURS, AUTUMN).due() == at(due)


# Calendars.


def test_a_make_up_saturday_is_worked_and_another_is_not() -> None:
    assert clock(opened("10-09 17:00"), 4 * HOURS, AUTUMN).due() == at("10-10 11:00")
    assert clock(opened("10-16 17:00"), 4 * HOURS, AUTUMN).due() == at("10-19 11:00")


def test_a_hold_over_a_holiday_pauses_working_time_only() -> None:
    events = opened(
        "09-30 15:00",
        ("hold:access", "09-30 16:00"),
        ("confirm_hold", "09-30 17:00"),
        ("resume", "10-08 10:00"),
        ("complete", "10-08 11:00"),
    )
    found = clock(events, 4 * HOURS, AUTUMN)
    assert (found.due(), found.used()) == (at("10-08 13:00"), timedelta(hours=2))
    unconfirmed = [event for event in events if event.action is not Action.CONFIRM_HOLD]
    found = clock(unconfirmed, 4 * HOURS, AUTUMN)
    assert (found.due(), found.used()) == (at("10-08 09:00"), timedelta(hours=6))


@pytest.mark.parametrize(
    ("opening", "minutes", "due"),
    [
        ("03-29 00:00", 120, datetime(2026, 3, 29, 2, 0, tzinfo=UTC)),  # two hours pass in that night
        ("03-29 00:00", 150, datetime(2026, 3, 29, 23, 30, tzinfo=UTC)),
        ("10-25 00:00", 200, datetime(2026, 10, 25, 2, 20, tzinfo=UTC)),  # four hours pass in that one
        ("10-25 00:00", 150, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # 02:30 for the second time
    ],
)
def test_due_in_a_night_the_clocks_change(opening: str, minutes: int, due: datetime) -> None:
    assert clock(history(("open", at(opening, BERLIN))), minutes, NIGHT).due() == due


def test_a_hold_through_the_hour_that_comes_twice_pauses_both() -> None:
    begins = at("10-25 00:30", BERLIN)
    events = history(
        ("open", begins),
        ("hold:access", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        ("confirm_hold", datetime(2026, 10, 24, 23, 40, tzinfo=UTC)),
        ("resume", datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    )
    found = clock(events, 60, NIGHT)
    assert found.used() == timedelta(hours=1 + 66 * 3)  # half an hour on either side, then every night
    assert found.due() == datetime(2026, 10, 25, 3, 0, tzinfo=UTC)


# Sending back.


@pytest.mark.parametrize(
    ("reopen", "used", "due", "in_working_hours"),
    [
        (ReopenRule.CONTINUE, 180, "05-11 17:00", "05-12 09:00"),
        (ReopenRule.RESTART, 60, "05-11 19:00", "05-12 11:00"),
        (ReopenRule.COUNT, 480, "05-11 12:00", "05-11 12:00"),
    ],
)
def test_three_rules(reopen: ReopenRule, used: int, due: str, in_working_hours: str) -> None:
    done = opened("05-11 08:00", ("arrive", "05-11 09:00"), ("complete", "05-11 10:00"))
    back = [*done, *opened("05-11 08:00", ("reopen", "05-11 15:00"))[1:]]
    found = clock(back, 4 * HOURS, now="05-11 16:00", reopen=reopen)
    assert (found.used(), found.due()) == (timedelta(minutes=used), at(due))
    late = [*done, *opened("05-11 08:00", ("reopen", "05-11 17:00"))[1:]]
    assert clock(late, 4 * HOURS, WEEKDAYS, now="05-11 17:00", reopen=reopen).due() == at(in_working_hours)
    assert clock(done, 4 * HOURS, reopen=reopen).due() == at("05-11 12:00")


def test_each_reopening_keeps_the_rule_of_its_time_unless_one_asks_what_if() -> None:
    events = opened(
        "05-11 08:00",
        ("complete", "05-11 09:00"),
        ("reopen", "05-11 11:00", {"clock": "count"}),
        ("complete", "05-11 12:00"),
        ("reopen", "05-11 15:00", {"clock": "continue"}),
    )
    kept = clock(events, 6 * HOURS, now="05-11 16:00", reopen=ReopenRule.RESTART)
    assert (kept.used(), kept.due()) == (timedelta(hours=5), at("05-11 17:00"))
    asked = replace(kept, what_if=True)
    assert (asked.used(), asked.due()) == (timedelta(hours=1), at("05-11 21:00"))


def test_a_restart_wants_an_answer_again() -> None:
    events = opened(
        "05-11 08:00",
        ("accept", "05-11 08:10"),
        ("complete", "05-11 09:00"),
        ("reopen", "05-11 10:00"),
        ("accept", "05-11 10:04"),
    )
    expected = [(ReopenRule.CONTINUE, 10, "05-11 08:15"), (ReopenRule.RESTART, 4, "05-11 10:15")]
    for rule, used, due in expected:
        found = clock(events, 15, now="05-11 10:30", stage="respond", reopen=rule)
        assert (found.used(), found.due()) == (timedelta(minutes=used), at(due))


# Holds.


@pytest.mark.parametrize(
    ("reason", "stage", "moved"),
    [
        ("access", "arrive", 20),
        ("access", "complete", 20),
        ("approval", "arrive", 0),
        ("vendor", "complete", 0),
    ],
)
def test_which_reason_stops_which_promise(reason: str, stage: str, moved: int) -> None:
    events = opened(
        "05-11 08:00",
        ("accept", "05-11 08:10"),
        (f"hold:{reason}", "05-11 08:20"),
        ("resume", "05-11 08:40"),
    )
    due = clock([replace(one, to_status=_on_the_way(one)) for one in events], 4 * HOURS, stage=stage).due()
    assert due == at("05-11 12:00") + timedelta(minutes=moved)


def _on_the_way(event: Event) -> Status:
    return Status.ACCEPTED if event.action is Action.RESUME else event.to_status


def test_a_hold_keeps_the_policy_of_its_time_unless_one_asks_what_if() -> None:
    kept = {"pauses": ["complete"], "confirm_over": 120}
    events = opened("05-11 08:00", ("hold:vendor", "05-11 09:00", kept), ("resume", "05-11 10:30"))
    found = clock(events, 4 * HOURS)
    assert found.due() == at("05-11 13:30")
    assert replace(found, what_if=True).due() == at("05-11 12:00")


def test_a_pause_that_began_when_the_promise_was_used_up_moves_nothing() -> None:
    events = opened("05-11 08:00", ("hold:access", "05-11 12:00"), ("resume", "05-11 12:30"))
    assert clock(events, 4 * HOURS).due() == at("05-11 12:00")
    earlier = opened("05-11 08:00", ("hold:access", "05-11 11:59"), ("resume", "05-11 12:29"))
    assert clock(earlier, 4 * HOURS).due() == at("05-11 12:30")


def test_microseconds_are_kept() -> None:
    tick = timedelta(microseconds=1)
    begins = at("05-11 08:00") + tick
    events = history(("open", begins), ("hold:access", begins + tick), ("resume", begins + 3 * tick))
    assert clock(events, 60).due() == begins + timedelta(hours=1) + 2 * tick
