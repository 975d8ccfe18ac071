"""Random lives of tickets, told twice: as the events the product keeps, and as the steps the oracle reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from lib.catalog.promises import Terms
from lib.catalog.working_calendar import Span, WorkingCalendar, around_the_clock
from lib.tickets.policy import Policy, ReopenRule
from lib.tickets.ticket import Event
from lib.tickets.words import Action, HoldReason, Status
from tests.tickets.clock_oracle import Step, Week

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
STAGES = ("respond", "arrive", "complete")
REASONS = ("parts_stock", "access", "approval")
MINUTE = timedelta(minutes=1)


def both(
    zone: ZoneInfo,
    week: Mapping[int, list[tuple[int, int]]],
    closed: tuple[date, ...] = (),
    special: Mapping[date, list[tuple[int, int]]] | None = None,
) -> tuple[WorkingCalendar, Week]:
    """One calendar as the product has it and as the oracle has it."""
    spans = {weekday: [_span(span) for span in of_day] for weekday, of_day in week.items()}
    other = {day: [_span(span) for span in of_day] for day, of_day in (special or {}).items()}
    ours = WorkingCalendar(spans, closed=frozenset(closed), special=other, zone=zone)
    return ours, Week(zone, week, closed=closed, special=special or {})


def _span(minutes: tuple[int, int]) -> Span:
    start, end = minutes
    return time(start // 60, start % 60), time(end // 60 % 24, end % 60)


_OFFICE = {weekday: [(480, 720), (810, 1050)] for weekday in range(5)}
_LONG = {weekday: [(480, 1080)] for weekday in range(5)}
_GOLDEN = tuple(date(2026, 10, day) for day in range(1, 8))
_ROUND = (around_the_clock(SHANGHAI), None)
_CALENDARS = {
    "round the clock": _ROUND,
    "office": both(SHANGHAI, _OFFICE, _GOLDEN, {date(2026, 10, 10): [(480, 720)]}),
    "long": both(SHANGHAI, _LONG, _GOLDEN, {date(2026, 10, 10): [(480, 1080)]}),
    "pieces": both(SHANGHAI, {day: [(n, n + 25) for n in range(0, 1440, 40)] for day in range(7)}),
    "night": both(BERLIN, {day: [(0, 60), (90, 150), (155, 240), (300, 1440)] for day in range(7)}),
}
# Each with instants near its edges: an evening, the eve of a holiday, before a make-up Saturday, DST nights.
_NEAR = {
    "round the clock": ("2026-05-11T09:00+08:00",),
    "office": (
        "2026-05-11T10:30+08:00",
        "2026-05-11T16:00+08:00",
        "2026-10-09T16:10+08:00",
        "2026-10-10T10:00+08:00",
    ),
    "long": ("2026-05-11T15:00+08:00", "2026-09-30T17:00+08:00", "2026-10-07T22:00+08:00"),
    "pieces": ("2026-05-11T22:00+08:00",),
    "night": ("2026-03-28T23:30+01:00", "2026-10-24T23:50+02:00", "2026-05-11T23:00+02:00"),
}

_NEXT: Mapping[Status, tuple[tuple[Action, Status], ...]] = {
    Status.NEW: ((Action.ASSIGN, Status.ASSIGNED),) * 6
    + ((Action.ANSWER, Status.CLOSED), (Action.CANCEL, Status.CANCELLED)),
    Status.ASSIGNED: ((Action.ACCEPT, Status.ACCEPTED),) * 5
    + ((Action.RETURN, Status.NEW), (Action.REASSIGN, Status.ASSIGNED), (Action.MERGE, Status.MERGED)),
    Status.ACCEPTED: ((Action.ARRIVE, Status.IN_PROGRESS),) * 3
    + ((Action.HOLD, Status.ON_HOLD),) * 2
    + ((Action.COMPLETE, Status.DONE), (Action.RETURN, Status.NEW), (Action.URGE, Status.ACCEPTED)),
    Status.IN_PROGRESS: ((Action.HOLD, Status.ON_HOLD), (Action.COMPLETE, Status.DONE)) * 2
    + ((Action.REASSIGN, Status.ASSIGNED),),
    Status.ON_HOLD: ((Action.RESUME, Status.IN_PROGRESS),) * 2
    + (
        (Action.RESUME, Status.ACCEPTED),
        (Action.COMMENT, Status.ON_HOLD),
        (Action.REASSIGN, Status.ASSIGNED),
    ),
    Status.DONE: ((Action.REOPEN, Status.ASSIGNED),) * 3
    + ((Action.CONFIRM, Status.CLOSED), (Action.REOPEN, Status.NEW), (Action.COMMENT, Status.DONE)),
    Status.CLOSED: ((Action.REOPEN, Status.ASSIGNED),) * 2 + ((Action.RATE, Status.CLOSED),),
}


@dataclass(frozen=True)
class Case:
    """A life, and all that judges it. `policy` is the one its events were made under."""

    events: list[Event]
    steps: list[Step]
    now: datetime
    start: datetime
    policy: Policy
    terms: Mapping[str, Terms]
    weeks: Mapping[str, Week | None]


def policy(random: Random) -> Policy:
    return Policy(
        pauses={stage: frozenset(r for r in REASONS if random.random() < 0.6) for stage in STAGES},
        confirm_over=timedelta(minutes=30),
        reopen=random.choice(list(ReopenRule)),
    )


def case(seed: int) -> Case:
    """The same for the same seed."""
    random = Random(seed)
    name = random.choice(list(_CALENDARS))
    opened = datetime.fromisoformat(random.choice(_NEAR[name])).astimezone(UTC)
    opened += random.randrange(0, 90) * MINUTE
    made = policy(random)
    events = _events(random, opened, made)
    decided = {e.facts["hold_seq"]: e.facts["confirmed"] for e in events if e.action is Action.CONFIRM_HOLD}
    now = max(event.happened_at for event in events) + random.choice((0, 5, 29, 31, 100)) * MINUTE
    if random.random() < 0.2:
        now = opened + random.randrange(0, max(1, (now - opened) // MINUTE)) * MINUTE
    calendars = {stage: _CALENDARS[random.choice((name, name, "round the clock"))] for stage in STAGES}
    start = opened + random.choice((0, 0, 0, 0, 25, 60, -10)) * MINUTE
    first = events[0]
    events[0] = Event(
        **{
            **{name: getattr(first, name) for name in Event.__slots__},
            "facts": {"counts_from": start, "promise_id": 1},
        }
    )
    return Case(
        events=events,
        steps=_steps(events, decided),
        now=now,
        start=start,
        policy=made,
        terms={stage: Terms(random.choice((10, 45, 120, 240)), calendars[stage][0]) for stage in STAGES},
        weeks={stage: calendars[stage][1] for stage in STAGES},
    )


def _events(random: Random, opened: datetime, made: Policy) -> list[Event]:
    events = [_event(1, Action.OPEN, opened, None, Status.NEW, {})]
    at = opened
    holds: list[int] = []
    for seq in range(2, 2 + random.randrange(2, 15)):
        status = events[-1].to_status
        if status not in _NEXT:
            break
        at += random.choice((0, 1, 4, 12, 29, 30, 31, 45, 70)) * MINUTE
        if random.random() < 0.01:
            at += 600 * MINUTE
        told = at - random.choice((0,) * 9 + (20,)) * MINUTE
        if holds and random.random() < 0.25:
            word = {"hold_seq": random.choice(holds), "confirmed": random.random() < 0.8}
            events.append(_event(seq, Action.CONFIRM_HOLD, told, status, status, word))
            continue
        action, to = random.choice(_NEXT[status])
        facts: dict[str, object] = {}
        if action is Action.HOLD:
            reason = HoldReason(random.choice(REASONS))
            facts = {"reason": reason, "until": at + 60 * MINUTE, **made.of_hold(reason)}
            holds.append(seq)
        elif action is Action.REOPEN:
            facts = dict(made.of_reopening())
        events.append(_event(seq, action, told, status, to, facts, recorded=at))
    return events


def _event(
    seq: int,
    action: Action,
    at: datetime,
    came_from: Status | None,
    to: Status,
    facts: Mapping[str, object],
    recorded: datetime | None = None,
) -> Event:
    return Event(
        ticket_id=1,
        seq=seq,
        action=action,
        actor_id=None,
        actor_name="",
        subject_id=None,
        happened_at=at,
        recorded_at=max(recorded or at, at),
        from_status=came_from,
        to_status=to,
        facts=facts,
    )


def _steps(events: list[Event], decided: Mapping[int, bool]) -> list[Step]:
    """One step for each status entered; whatever leaves the status as it is still keeps the time of the clock."""
    steps: list[Step] = []
    clock = events[0].happened_at
    for event in events:
        clock = max(clock, event.happened_at)
        if not steps or steps[-1].status != event.to_status:
            reason = str(event.facts["reason"]) if event.action is Action.HOLD else ""
            steps.append(Step(event.to_status.value, clock, reason, counts=bool(decided.get(event.seq))))
    return steps
