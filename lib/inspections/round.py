"""A round: one dated execution of a plan, and how it stands at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lib.inspections.words import State, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One row. `occurs_on`: the day the plan's rule named; `day`: when it is meant to be done, which a holiday or a
    dispatcher may have moved; it may be done from `opens_at` (inclusive) to `closes_at` (exclusive). `part`: 0 as
    planned, 1 and more what an earlier one left (`follows_id`), then with its own `positions` of the route; None
    means the whole route. `changed`: somebody changed this one alone. `stops`, `stops_done`, `warned`, `failed` count
    stops and answers. `minutes`: expected work."""

    id: int
    version: int
    plan_id: int
    occurs_on: date
    slot: str
    part: int
    status: Status
    day: date
    planned_at: datetime
    opens_at: datetime
    closes_at: datetime
    minutes: int
    checklist_id: int
    checklist_version: int
    route: int
    positions: tuple[int, ...] | None
    account_id: int | None
    post_id: int | None
    team_id: int | None
    vendor_id: int | None
    campus_id: int | None
    follows_id: int | None
    changed: bool
    stops: int
    stops_done: int
    warned: int
    failed: int
    begun_at: datetime | None
    begun_by: int | None
    ended_at: datetime | None
    ended_by: int | None

    @property
    def is_open(self) -> bool:
        """Whether something can still be written down in it."""
        return self.status in OPEN


OPEN = frozenset({Status.DUE, Status.RUNNING})
ENDED = frozenset({Status.DONE, Status.PARTIAL, Status.MISSED, Status.EXEMPT})


def state(round: Round, now: datetime) -> State:
    """How it stands at that instant: nobody came while the window was open is missed; done after the window, or as what
    an earlier round left, is made up. Source: the product's states of a round."""
    if round.status is Status.DUE and now >= round.closes_at:
        return State.MISSED
    if round.status is Status.DONE and (round.part or not in_window(round)):
        return State.MADE_UP
    return State(round.status)


def in_window(round: Round) -> bool:
    """Whether it was ended before its window closed."""
    return round.ended_at is not None and round.ended_at < round.closes_at


STATE_SQL = """
    CASE WHEN r.status = 'due' AND r.closes_at <= $now THEN 'missed'
         WHEN r.status = 'done' AND (r.part > 0 OR r.ended_at >= r.closes_at) THEN 'made_up' ELSE r.status END"""
"""The same as `state`, of a row `r`, for lists and counts."""
