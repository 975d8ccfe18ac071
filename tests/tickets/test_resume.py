"""Going on after a hold, and what it does to the time promised."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal
from lib.people.roles import SYSTEM
from lib.tickets import records
from lib.tickets.actions import working
from lib.tickets.rules import set_rule
from lib.tickets.words import HoldReason, Status

PAUSING = {"access", "shutdown", "appointment", "approval", "reporter"}


def resume(loop: Any, ticket: Any, by: Any, version: Any = "seen") -> Any:
    seen = ticket.version if version == "seen" else version
    return working.resume(loop.db, ticket_id=ticket.id, version=seen, by=by)


@pytest.mark.parametrize("stage", ["accepted", "in_progress"])
def test_it_goes_on_where_it_stood(loop: Any, stage: str) -> None:
    ticket = resume(loop, loop.hold(getattr(loop, stage)("li")), loop.by("li"))
    assert (ticket.status, ticket.hold_reason, ticket.hold_since, ticket.hold_until) == (
        stage,
        "",
        None,
        None,
    )


@pytest.mark.parametrize("reason", list(HoldReason))
def test_only_pausing_reasons_move_the_time_to_complete(loop: Any, reason: HoldReason) -> None:
    held = loop.on_hold(reason=reason)
    held = loop.word(held) if reason in PAUSING else held
    loop.now = held.hold_since + timedelta(hours=3, minutes=-1)
    after = resume(loop, held, loop.by("li"))
    moved = timedelta(hours=3) if reason in PAUSING else timedelta()
    assert after.complete_due == held.complete_due + moved
    assert (after.respond_due, after.arrive_due) == (held.respond_due, held.arrive_due)


def test_which_reasons_pause_is_a_setting(cast: Any, loop: Any) -> None:
    with cast.db.transaction() as tx:
        set_rule(tx, "pausing", ["parts_stock"])
    held = loop.word(loop.on_hold(reason="parts_stock"))
    loop.now = held.hold_since + timedelta(hours=1, minutes=-1)
    assert resume(loop, held, loop.by("li")).complete_due == held.complete_due + timedelta(hours=1)


def test_only_working_minutes_of_a_hold_count_on_a_working_calendar(loop: Any) -> None:
    held = loop.word(loop.on_hold(reason="access", severity="low", hours=72))
    # Held from Monday 10:05 to Tuesday 08:30: 115 + 240 + 30 minutes of office hours.
    assert held.hold_since == datetime.fromisoformat("2026-11-16T10:05:00+08:00")
    assert held.complete_due == datetime.fromisoformat("2026-11-19T10:01:00+08:00")
    loop.now = datetime.fromisoformat("2026-11-17T08:29:00+08:00")
    after = resume(loop, held, loop.by("li"))
    # 10:01 + 385 working minutes: 119 until noon, 240 in the afternoon, 26 the next morning.
    assert after.complete_due == datetime.fromisoformat("2026-11-20T08:26:00+08:00")


def test_two_holds_move_it_twice(loop: Any) -> None:
    held = loop.word(loop.on_hold(reason="access"))
    due = held.complete_due
    loop.now = held.hold_since + timedelta(minutes=59)
    going = resume(loop, held, loop.by("li"))
    again = loop.hold(going, reason="approval")
    loop.now = again.hold_since + timedelta(minutes=29)
    assert resume(loop, again, loop.by("li")).complete_due == due + timedelta(minutes=90)


def test_a_hold_written_down_after_counts_from_when_it_happened(loop: Any) -> None:
    ticket = loop.in_progress("li")
    stopped = ticket.arrived_at + timedelta(minutes=5)
    loop.later(minutes=65)
    by = loop.for_("li", happened_at=stopped)
    held = working.hold(
        loop.db,
        ticket_id=ticket.id,
        version=ticket.version,
        reason="approval",
        until=loop.now + timedelta(hours=1),
        by=by,
    )
    held = loop.word(held)
    loop.now = stopped + timedelta(minutes=119)
    assert resume(loop, held, loop.by("li")).complete_due == ticket.complete_due + timedelta(hours=2)


def test_it_wakes_up_by_itself_and_tells_the_technician(loop: Any) -> None:
    held = loop.on_hold()
    loop.now = held.hold_until
    assert records.waking(loop.db, held.hold_until - timedelta(seconds=1)) == []
    assert records.waking(loop.db, held.hold_until) == [held.id]
    after = resume(loop, held, loop.as_(SYSTEM), version=None)
    assert after.status is Status.IN_PROGRESS
    assert loop.told("li") == ["assigned", "woken"]
    assert loop.events(after)[-1].actor_id is None


def test_resuming_oneself_is_no_news(loop: Any) -> None:
    resume(loop, loop.on_hold(), loop.by("li"))
    assert loop.told("li") == ["assigned"]


def test_only_the_one_who_has_it_goes_on(loop: Any) -> None:
    held = loop.on_hold()
    with pytest.raises(NotAllowed):
        resume(loop, held, loop.by("chen"))


def test_what_is_not_held_does_not_go_on(loop: Any) -> None:
    with pytest.raises(Refusal, match="not possible"):
        resume(loop, loop.in_progress("li"), loop.by("li"))
