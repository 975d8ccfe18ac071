"""Correcting what a ticket is about; the promise follows, from when it was opened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal
from lib.tickets.actions import closing, dispatching, working
from lib.tickets.words import Severity, Status


def edit(loop: Any, ticket: Any, by: Any = None, **changes: Any) -> Any:
    by = by or loop.by("wang")
    return dispatching.edit(loop.db, ticket_id=ticket.id, version=ticket.version, changes=changes, by=by)


@pytest.mark.parametrize("stage", ["new", "assigned", "accepted", "in_progress", "on_hold"])
def test_it_is_corrected_while_open_and_stays_where_it_is(loop: Any, stage: str) -> None:
    ticket = getattr(loop, stage)()
    after = edit(loop, ticket, description="走廊灯也不亮")
    assert (after.description, after.status) == ("走廊灯也不亮", Status(stage))


@pytest.mark.parametrize("stage", ["done", "closed"])
def test_what_is_finished_is_not_corrected(loop: Any, stage: str) -> None:
    with pytest.raises(Refusal, match="not possible"):
        edit(loop, getattr(loop, stage)(), description="别的")


def test_the_promise_follows_from_the_opening(loop: Any) -> None:
    ticket = loop.new(severity="normal")
    loop.later(hours=3)
    after = edit(loop, ticket, severity="emergency")
    assert after.severity is Severity.EMERGENCY
    assert after.opened_at == ticket.opened_at
    assert after.respond_due == ticket.opened_at + timedelta(minutes=5)
    assert after.complete_due == ticket.opened_at + timedelta(minutes=240)
    assert after.promise_id != ticket.promise_id


def test_another_place_may_be_promised_otherwise(cast: Any, loop: Any) -> None:
    ticket = loop.new(severity="emergency")
    assert edit(loop, ticket, location_id=cast.icu).complete_due == ticket.opened_at + timedelta(minutes=120)


def test_another_service_may_be_promised_otherwise(loop: Any) -> None:
    ticket = loop.new(severity="emergency")
    assert edit(loop, ticket, service_code="DT-01").respond_due == ticket.opened_at + timedelta(minutes=2)


def test_an_appointment_moves_the_promise(loop: Any) -> None:
    ticket = loop.new()
    tomorrow = ticket.opened_at + timedelta(days=1)
    after = edit(loop, ticket, appointment_at=tomorrow)
    assert (after.appointment_at, after.respond_due) == (tomorrow, tomorrow + timedelta(minutes=15))
    back = edit(loop, after, appointment_at=None)
    assert (back.appointment_at, back.respond_due) == (None, ticket.respond_due)


def test_words_alone_do_not_touch_the_promise(loop: Any) -> None:
    ticket = loop.new()
    after = edit(loop, ticket, description="走廊灯也不亮", kind="hazard")
    assert (after.promise_id, after.complete_due) == (ticket.promise_id, ticket.complete_due)


def test_an_earlier_pause_still_counts_after_the_promise_changed(loop: Any) -> None:
    held = loop.word(loop.on_hold(reason="access"))
    loop.now = held.hold_since + timedelta(hours=3, minutes=-1)
    going = working.resume(loop.db, ticket_id=held.id, version=held.version, by=loop.by("li"))
    after = edit(loop, going, severity="urgent")
    assert after.complete_due == held.opened_at + timedelta(minutes=480) + timedelta(hours=3)


def test_closed_time_still_counts_as_such_after_the_promise_changed(loop: Any) -> None:
    done = loop.done()
    loop.now = done.done_at + timedelta(hours=5, minutes=-1)
    back = closing.reopen(loop.db, ticket_id=done.id, version=done.version, reason="又坏", by=loop.link(done))
    after = edit(loop, back, severity="urgent")
    assert after.complete_due == done.opened_at + timedelta(minutes=480) + timedelta(hours=5)


def test_the_event_says_what_was_changed(loop: Any) -> None:
    ticket = edit(loop, loop.new(), description="走廊灯也不亮", kind="repair")
    assert loop.events(ticket)[-1].facts["changes"] == {"description": "走廊灯也不亮"}


@pytest.mark.parametrize("changes", [{}, {"description": "治疗室灯不亮"}, {"severity": "normal"}])
def test_nothing_changed_is_said(loop: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="Nothing was changed"):
        edit(loop, loop.new(severity="normal"), **changes)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("severity", "very"),
        ("kind", "joke"),
        ("service_code", "NO-99"),
        ("service_code", ""),
        ("location_id", 9999),
        ("department_id", 9999),
        ("description", "灯" * 2001),
    ],
)
def test_what_nobody_knows_is_refused_at_its_field(loop: Any, name: str, value: Any) -> None:
    ticket = loop.new()
    with pytest.raises(Refusal) as refused:
        edit(loop, ticket, **{name: value})
    assert refused.value.field is not None
    assert loop.ticket(ticket) == ticket


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "closed"),
        ("rated", 1),
        ("promise_id", 1),
        ("complete_due", None),
        ("number", "x"),
        ("version", 9),
    ],
)
def test_only_what_the_ticket_is_about_can_be_corrected(loop: Any, name: str, value: Any) -> None:
    ticket = loop.new()
    with pytest.raises(ValueError, match=name):
        edit(loop, ticket, **{name: value})
    assert loop.ticket(ticket) == ticket


def test_a_dispatcher_corrects_too(loop: Any) -> None:
    assert edit(loop, loop.new(), loop.by("zhao"), kind="hazard").kind == "hazard"


@pytest.mark.parametrize("name", ["liu", "sun", "li", "zheng", "feng", "admin"])
def test_nobody_else_corrects(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        edit(loop, loop.assigned("li"), loop.by(name), kind="hazard")
