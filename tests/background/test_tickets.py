"""Tickets that move by time alone: holds that wake up, silence that closes."""

from collections.abc import Callable
from datetime import timedelta

from lib.background import tickets
from lib.tickets import call_backs, records
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.ticket import Ticket
from lib.tickets.words import ClosedHow, HoldReason, Outcome, Severity, Status
from tests.conftest import MONDAY, Cast

HOUR = timedelta(hours=1)
Report = Callable[..., Ticket]


def accepted(cast: Cast, ticket: Ticket) -> Ticket:
    dispatching.assign(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        whom=Whom(assignee_id=cast.people["li"]),
        by=cast.by("zhao"),
    )
    return working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))


def finished(cast: Cast, ticket: Ticket) -> Ticket:
    accepted(cast, ticket)
    work = Work(outcome=Outcome.FIXED, no_visit=True)
    return working.complete(cast.db, ticket_id=ticket.id, version=None, work=work, by=cast.by("li"))


def now_is(cast: Cast, ticket: Ticket) -> Ticket:
    found = records.by_id(cast.db, ticket.id)
    assert found is not None
    return found


def test_a_held_ticket_goes_on_when_its_time_has_come_and_not_before(cast: Cast, report: Report) -> None:
    ticket = accepted(cast, report())
    working.hold(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        reason=HoldReason.PARTS_STOCK,
        until=MONDAY + 2 * HOUR,
        by=cast.by("li"),
    )
    assert tickets.wake(cast.db, MONDAY + HOUR) == 0
    assert now_is(cast, ticket).status is Status.ON_HOLD
    assert tickets.wake(cast.db, MONDAY + 2 * HOUR) == 1
    assert now_is(cast, ticket).status is Status.ACCEPTED
    assert tickets.wake(cast.db, MONDAY + 3 * HOUR) == 0


def test_silence_closes_after_three_working_days_and_says_so(cast: Cast, report: Report) -> None:
    ticket = finished(cast, report())
    tickets.close_unanswered(cast.db, MONDAY + timedelta(days=2))
    assert now_is(cast, ticket).status is Status.DONE
    assert tickets.close_unanswered(cast.db, MONDAY + timedelta(days=4)) == 1
    closed = now_is(cast, ticket)
    assert (closed.status, closed.closed_how) == (Status.CLOSED, ClosedHow.TIMED_OUT)


def test_an_emergency_is_phoned_about_instead_of_closed(cast: Cast, report: Report) -> None:
    ticket = finished(cast, report(severity=Severity.EMERGENCY))
    for days in (4, 5):
        assert tickets.close_unanswered(cast.db, MONDAY + timedelta(days=days)) == 0
    assert now_is(cast, ticket).status is Status.DONE
    assert [row["reason"] for row in call_backs.waiting(cast.db)] == [call_backs.EMERGENCY]
