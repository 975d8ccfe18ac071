"""Whatever the clock does, no level of a ticket is told of twice, and a standstill brings one message, not many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.catalog.promises import STAGES
from lib.tickets.escalation.levels import Level
from lib.tickets.escalation.reached import Mark, pending, reached, unaccepted
from lib.tickets.ticket import Ticket
from lib.tickets.words import Severity, Status

START = datetime(2026, 11, 16, 2, tzinfo=UTC)


def ticket(**more: Any) -> Ticket:
    said = {
        "id": 7,
        "number": "20261116-0007",
        "version": 1,
        "status": Status.NEW,
        "kind": "repair",
        "channel": "hotline",
        "severity": Severity.NORMAL,
        "service_code": "",
        "department_id": None,
        "location_id": None,
        "description": "灯不亮",
        "opened_at": START,
        "changed_at": START,
        **{f"{stage}_due": START + timedelta(minutes=15 * 8**n) for n, stage in enumerate(STAGES)},
    }
    return Ticket(**said | more)


def level(number: int, stage: str, minutes: int) -> Level:
    return Level(
        id=number,
        severity="normal",
        stage=stage,
        minutes=minutes,
        tell=("leader",),
        accounts=(),
        raises=False,
        active=True,
        note="",
    )


@st.composite
def tiers(draw: Any) -> dict[tuple[str, str], list[Level]]:
    numbers = iter(range(1, 100))
    minutes = st.lists(st.integers(-300, 3000), unique=True, max_size=4).map(sorted)
    return {("normal", stage): [level(next(numbers), stage, m) for m in draw(minutes)] for stage in STAGES}


STEPS = st.lists(
    st.one_of(
        st.integers(-2000, 10_000).map(lambda minutes: ("clock", minutes)),
        st.just(("accept", 0)),
        st.just(("arrive", 0)),
        st.just(("reopen", 0)),
        st.integers(0, 500).map(lambda minutes: ("due", minutes)),
    ),
    max_size=30,
)


def moved(now: Ticket, step: str, minutes: int, at: datetime) -> Ticket:
    match step:
        case "accept":
            return now.after({"status": Status.ACCEPTED, "accepted_at": at})
        case "arrive":
            return now.after({"status": Status.IN_PROGRESS, "accepted_at": at, "arrived_at": at})
        case "reopen":
            return now.after({"status": Status.ASSIGNED, "reopens": now.reopens + 1})
        case "due":
            later = {
                f"{stage}_due": getattr(now, f"{stage}_due") + timedelta(minutes=minutes) for stage in STAGES
            }
            return now.after(later)
        case _:
            return now


@settings(max_examples=150, deadline=None)
@given(levels=tiers(), steps=STEPS)
def test_no_level_is_told_of_twice_over_any_steps_of_the_clock(
    levels: dict[tuple[str, str], list[Level]], steps: list[tuple[str, int]]
) -> None:
    now, at, done = ticket(), START, []
    told: list[Mark] = []
    for step, minutes in steps:
        at += timedelta(minutes=minutes if step == "clock" else 1)
        now = moved(now, step, minutes, at)
        for _ in range(2):  # the job runs again at once
            found = reached(
                now,
                levels,
                "normal",
                stages=pending(now),
                done=done,
                now=at,
                moment=lambda one, due: due + timedelta(minutes=one.minutes),
            )
            if found is not None:
                assert len({mark.stage for mark in found.marks}) == len(found.marks) == len(found.levels)
                told.extend(found.marks)
                done.extend([*found.marks, *found.passed])
        assert found is None
    assert len({mark.key for mark in done}) == len(done)
    assert len({(mark.level, mark.stage, mark.due_at) for mark in told}) == len(told)


@settings(max_examples=100, deadline=None)
@given(minutes=st.lists(st.integers(-60, 600), max_size=25), call=st.integers(0, 9), phone=st.integers(0, 9))
def test_a_call_and_a_phone_each_happen_once_for_an_assignment(
    minutes: list[int], call: int, phone: int
) -> None:
    now = ticket(status=Status.ASSIGNED, severity=Severity.EMERGENCY, assigned_at=START)
    at, done = START, set()
    for step in minutes:
        at += timedelta(minutes=step)
        found = unaccepted(now, call_after=call, phone_after=phone, now=at)
        if found and found[0].key not in done:
            done.add(found[0].key)
            done.update({found[1].key} if found[1] else ())
    assert len(done) <= 2
    assert (
        unaccepted(now.after({"status": Status.ACCEPTED}), call_after=call, phone_after=phone, now=at) is None
    )
