"""Sent back as not fixed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lib.demo.course import Course, Step
from lib.demo.crews import Someone
from lib.demo.holding import moving
from lib.demo.reporting import Report
from lib.demo.world import World
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Channel

_BY_PHONE = frozenset({Channel.HOTLINE, Channel.WECHAT})


def reopening(
    world: World,
    course: Course,
    report: Report,
    at: datetime,
    reason: str,
    *,
    who: Someone | None = None,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> Step:
    """Back to the same person the first time, to the team after that. `who` sends it back, where not the department."""
    if who is None:
        phoned = report.channel in _BY_PHONE and report.random.random() < 0.5
        own = (course.standing.done_by, course.standing.assignee_id)
        who = world.crews.operator(at, other_than=own) if phoned else report.someone

    def facts(ticket: Ticket) -> Mapping[str, Any]:
        same = ticket.reopens == 0 and ticket.assignee_id is not None
        return {
            "reason": reason,
            "window_days": world.rules.reopen_window_days,
            "assignee_id": ticket.assignee_id if same else None,
            "team_id": ticket.team_id,
            "vendor_id": ticket.vendor_id,
            "whom": world.person(ticket.assignee_id) if same else "",
            **world.rules.policy.of_reopening(),
            **more,
        }

    return Step(Action.REOPEN, at, who, moving(world, course, Action.REOPEN, facts))
