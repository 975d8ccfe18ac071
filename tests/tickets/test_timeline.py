"""Where the time went: segments that add up exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lib.catalog.working_calendar import WorkingCalendar
from lib.tickets import records
from lib.tickets.actions import closing, dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.ticket import Event, Ticket
from lib.tickets.timeline import Label, Segment, Share, on_site, segments, shares
from tests.conftest import MONDAY, Cast

Report = Callable[..., Ticket]


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def given(cast: Cast, ticket: Ticket, after: int) -> None:
    whom = Whom(assignee_id=cast.people["li"])
    by = cast.by("zhao", MONDAY + minutes(after))
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=by)


def accepted(cast: Cast, ticket: Ticket, after: int) -> None:
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", MONDAY + minutes(after)))


def arrived(cast: Cast, ticket: Ticket, after: int) -> None:
    working.arrive(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", MONDAY + minutes(after)))


def finished(cast: Cast, ticket: Ticket, after: int, *, no_visit: bool = False) -> None:
    work = Work(outcome="fixed", no_visit=no_visit)
    working.complete(
        cast.db, ticket_id=ticket.id, version=None, work=work, by=cast.by("li", MONDAY + minutes(after))
    )


Said = tuple[object, ...]


def told(found: Sequence[Segment | Share]) -> list[Said]:
    """Each label with its minutes, and the reason of a hold."""
    return [(part.label, part.lasts / minutes(1), *([part.reason] if part.reason else [])) for part in found]


def cut(cast: Cast, ticket: Ticket, now: int) -> list[Said]:
    return told(segments(records.events(cast.db, ticket.id), MONDAY + minutes(now)))


def test_an_open_ticket_is_counted_until_now(cast: Cast, report: Report) -> None:
    ticket = report()
    assert cut(cast, ticket, 12) == [(Label.DISPATCH, 12)]
    given(cast, ticket, 12)
    assert cut(cast, ticket, 20) == [(Label.DISPATCH, 12), (Label.ACCEPTANCE, 8)]


def test_the_whole_way_adds_up_and_waiting_for_a_word_is_not_counted(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, 12)
    accepted(cast, ticket, 15)
    arrived(cast, ticket, 35)
    working.hold(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        reason="parts_purchase",
        until=MONDAY + minutes(400),
        by=cast.by("li", MONDAY + minutes(45)),
    )
    working.resume(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", MONDAY + minutes(345)))
    finished(cast, ticket, 360)
    assert cut(cast, ticket, 5000) == [
        (Label.DISPATCH, 12),
        (Label.ACCEPTANCE, 3),
        (Label.TRAVELLING, 20),
        (Label.WORKING, 10),
        (Label.HELD, 300, "parts_purchase"),
        (Label.WORKING, 15),
    ]
    assert sum(part[1] for part in cut(cast, ticket, 5000)) == 360
    found = segments(records.events(cast.db, ticket.id), MONDAY + minutes(5000))
    assert (Label.WORKING, 25) in told(shares(found))


def test_finished_without_a_visit_the_time_was_work(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, 5)
    accepted(cast, ticket, 6)
    assert cut(cast, ticket, 10)[-1] == (Label.TRAVELLING, 4)
    finished(cast, ticket, 26, no_visit=True)
    assert cut(cast, ticket, 99)[-1] == (Label.WORKING, 20)


def test_what_lay_between_finishing_and_sending_back_has_a_label_of_its_own(
    cast: Cast, report: Report
) -> None:
    ticket = report()
    given(cast, ticket, 5)
    accepted(cast, ticket, 6)
    finished(cast, ticket, 10, no_visit=True)
    by = cast.by("wang", MONDAY + minutes(70))
    closing.reopen(cast.db, ticket_id=ticket.id, version=None, reason="又不亮了", by=by)
    parts = cut(cast, ticket, 80)
    assert (Label.BETWEEN, 60) in parts
    assert sum(part[1] for part in parts) == 80


def test_late_recorded_events_are_clamped_not_negative(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, 30)
    by = cast.by("wang", MONDAY + minutes(40), subject_id=cast.people["li"], happened_at=MONDAY + minutes(20))
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=by)
    assert cut(cast, ticket, 40) == [(Label.DISPATCH, 30), (Label.TRAVELLING, 10)]


@pytest.mark.parametrize("how", ["answer", "cancel"])
def test_a_ticket_that_ended_without_work_stops_there(cast: Cast, report: Report, how: str) -> None:
    ticket = report(kind="consultation")
    by = cast.by("wang", MONDAY + minutes(3))
    if how == "answer":
        closing.answer(cast.db, ticket_id=ticket.id, version=None, note="七点开门", by=by)
    else:
        closing.cancel(cast.db, ticket_id=ticket.id, version=None, reason="报错了", by=by)
    assert cut(cast, ticket, 500) == [(Label.DISPATCH, 3)]


def untimed(event: Event) -> Event:
    """The event as the import of another system writes it where the file had no time."""
    return replace(event, facts={**event.facts, "time_unknown": True})


def test_what_another_system_did_not_time_is_nobodys_work(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, 0)
    accepted(cast, ticket, 0)
    finished(cast, ticket, 90, no_visit=True)
    opened, assigned, taken, done = records.events(cast.db, ticket.id)
    now = MONDAY + minutes(500)
    every = [opened, untimed(assigned), untimed(taken), done]
    assert told(segments(every, now)) == [(Label.UNKNOWN, 90)]
    assert told(segments(every[:2], now)) == [(Label.UNKNOWN, 500)]
    assert told(segments([opened, assigned, taken, untimed(done)], now)) == [(Label.UNKNOWN, 90)]


def test_only_the_stretches_beside_an_untimed_step_are_unknown(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, 12)
    accepted(cast, ticket, 12)
    arrived(cast, ticket, 40)
    opened, assigned, taken, came = records.events(cast.db, ticket.id)
    assert told(segments([opened, assigned, untimed(taken), came], MONDAY + minutes(60))) == [
        (Label.DISPATCH, 12),
        (Label.UNKNOWN, 28),
        (Label.WORKING, 20),
    ]


OFFICE = WorkingCalendar({day: [(time(8), time(18))] for day in range(5)}, zone=ZoneInfo("Asia/Shanghai"))


def test_it_is_cut_exactly_at_the_edges_of_the_calendar(cast: Cast, report: Report) -> None:
    ticket = report()  # Monday, 10:00 in the hospital
    given(cast, ticket, 12)
    accepted(cast, ticket, 15)
    arrived(cast, ticket, 20)
    found = segments(records.events(cast.db, ticket.id), MONDAY + minutes(26 * 60), OFFICE)
    closing_time, next_morning = MONDAY + minutes(480), MONDAY + minutes(22 * 60)
    assert told(found[-3:]) == [(Label.WORKING, 460), (Label.OUTSIDE, 14 * 60), (Label.WORKING, 240)]
    assert (found[-2].begins, found[-2].ends) == (closing_time, next_morning)
    assert sum((part.lasts for part in found), timedelta()) == minutes(26 * 60)


def test_outside_goes_before_held_and_between_before_outside(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, 0)
    accepted(cast, ticket, 0)
    arrived(cast, ticket, 0)
    by = cast.by("li", MONDAY + minutes(420))
    held = {"reason": "parts_stock", "until": MONDAY + minutes(9000)}
    working.hold(cast.db, ticket_id=ticket.id, version=None, by=by, **held)  # type: ignore[arg-type]
    morning = MONDAY + minutes(23 * 60)
    working.resume(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", morning))
    finished(cast, ticket, 23 * 60)
    sent_back = cast.by("wang", MONDAY + minutes(47 * 60))
    closing.reopen(cast.db, ticket_id=ticket.id, version=None, reason="又不亮了", by=sent_back)
    found = segments(records.events(cast.db, ticket.id), MONDAY + minutes(47 * 60), OFFICE)
    assert told(found) == [
        (Label.WORKING, 420),
        (Label.HELD, 60, "parts_stock"),
        (Label.OUTSIDE, 14 * 60),
        (Label.HELD, 60, "parts_stock"),
        (Label.BETWEEN, 24 * 60),
    ]


def test_odd_microseconds_add_up_too(cast: Cast, report: Report) -> None:
    ticket = report()
    odd = timedelta(microseconds=333_333)
    dispatching.assign(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        whom=Whom(assignee_id=cast.people["li"]),
        by=cast.by("zhao", MONDAY + odd),
    )
    found = segments(records.events(cast.db, ticket.id), MONDAY + 3 * odd, OFFICE)
    assert [part.lasts for part in found] == [odd, 2 * odd]
    assert sum((part.lasts for part in found), timedelta()) == 3 * odd


def test_only_the_time_on_site_is_labour(loop: Any) -> None:
    ticket = loop.in_progress()
    loop.later(minutes=45)
    held = loop.hold(ticket, hours=5)
    loop.later(hours=5)
    working.resume(loop.db, ticket_id=held.id, version=None, by=loop.by("li"))
    loop.later(minutes=9)
    # A minute passes with each step before it happens.
    assert on_site(loop.events(ticket), loop.now) == timedelta(minutes=46 + 9)


def test_after_a_reopening_labour_begins_anew(loop: Any) -> None:
    ticket = loop.done()
    closing.reopen(loop.db, ticket_id=ticket.id, version=None, reason="还是漏", by=loop.link(ticket))
    assert on_site(loop.events(ticket), loop.later(hours=1)) == timedelta()
