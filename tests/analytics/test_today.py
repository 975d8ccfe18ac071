"""The overview's figures, each against a handful of tickets one can count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lib.analytics.today import Today, today
from lib.tickets.actions import closing, dispatching, talking, working
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.confirming_holds import confirm_hold
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel, ClosedHow, HoldReason, Outcome
from tests.conftest import MONDAY, Cast

Report = Callable[..., Ticket]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def figures(cast: Cast, who: str = "zheng", now=MONDAY + 60 * MINUTE) -> Today:  # type: ignore[no-untyped-def]
    return today(cast.db, actor=cast.actor(who), now=now)


def accepted(cast: Cast, ticket: Ticket, after: int) -> None:
    at = ticket.opened_at + after * MINUTE
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", at))
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", at))


def finished(cast: Cast, ticket: Ticket, after: int = 30) -> None:
    accepted(cast, ticket, after - 1)
    at = ticket.opened_at + after * MINUTE
    working.arrive(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", at))
    work = Work(outcome=Outcome.FIXED)
    working.complete(cast.db, ticket_id=ticket.id, version=None, work=work, by=cast.by("li", at))


def test_nothing_happened_yet(cast: Cast) -> None:
    found = figures(cast)
    assert (found.opened, found.finished, found.waiting, found.late, found.urged) == (0, 0, 0, 0, 0)
    assert (found.response_today.median, found.response_today.n) == (None, 0)
    assert (found.judgement.response_rate, found.judgement.share, found.judgement.mean) == (None, None, None)


def test_nobody_was_asked_about_work_of_another_system(cast: Cast, report: Report) -> None:
    ticket, other = report(), report()
    finished(cast, ticket)
    finished(cast, other)
    with cast.db.transaction() as tx:
        tx.update("ticket", {"id": other.id, "status": "closed", "closed_how": ClosedHow.IMPORTED.value})
    assert figures(cast).judgement.asked == 1


def test_nobody_was_asked_about_what_an_inspection_found(cast: Cast, report: Report) -> None:
    finished(cast, report())
    finished(cast, report(channel=Channel.INSPECTION))
    assert figures(cast).judgement.asked == 1


def test_the_day_begins_at_the_hospitals_midnight(cast: Cast, report: Report) -> None:
    report(now=MONDAY - timedelta(hours=10, minutes=1))
    report(now=MONDAY - timedelta(hours=10))
    found = figures(cast)
    assert (found.opened, found.waiting) == (1, 2)


def test_what_was_sent_back_is_not_finished(cast: Cast, report: Report) -> None:
    first, second = report(), report()
    finished(cast, first)
    finished(cast, second)
    by = cast.by("liu", MONDAY + 40 * MINUTE)
    closing.reopen(cast.db, ticket_id=second.id, version=None, reason="还是不亮", by=by)
    assert figures(cast).finished == 1


def test_late_is_the_running_promise_and_a_pausing_hold_stops_it(cast: Cast, report: Report) -> None:
    report(severity="normal")
    held, working_on = report(severity="normal"), report(severity="normal")
    for ticket in (held, working_on):
        accepted(cast, ticket, 5)
    until, by = MONDAY + 5 * DAY, cast.by("li", MONDAY + 6 * MINUTE)
    stopped = working.hold(
        cast.db, ticket_id=held.id, version=None, reason=HoldReason.APPROVAL, until=until, by=by
    )
    assert figures(cast, now=MONDAY + 300 * MINUTE).late == 3  # nobody has confirmed so long a hold
    word = {"hold_seq": stopped.version, "confirmed": True, "note": ""}
    leader = cast.by("sun", MONDAY + 7 * MINUTE)
    confirm_hold(cast.db, ticket_id=held.id, version=None, **word, by=leader)  # type: ignore[arg-type]
    assert figures(cast, now=MONDAY + 14 * MINUTE).late == 0
    assert figures(cast, now=MONDAY + 16 * MINUTE).late == 1
    assert figures(cast, now=MONDAY + 300 * MINUTE).late == 2


def test_response_is_the_median_with_its_n(cast: Cast, report: Report) -> None:
    for after in (2, 4, 60):
        accepted(cast, report(), after)
    accepted(cast, report(now=MONDAY - 3 * DAY), 10)
    found = figures(cast, now=MONDAY + 120 * MINUTE)
    assert (found.response_today.median, found.response_today.n) == (4, 3)
    assert (found.response_week.median, found.response_week.n) == (7, 4)
    assert found.response_today.proxied == 0


def test_urged_counts_open_tickets(cast: Cast, report: Report) -> None:
    first, second = report(), report()
    for ticket in (first, first, second):
        talking.urge(cast.db, ticket_id=ticket.id, by=cast.by("liu", MONDAY + MINUTE))
    closing.cancel(
        cast.db, ticket_id=second.id, version=None, reason="好了", by=cast.by("wang", MONDAY + 2 * MINUTE)
    )
    assert figures(cast).urged == 1


def test_satisfaction_says_how_many_were_asked(cast: Cast, report: Report) -> None:
    tickets = [report() for _ in range(4)]
    for ticket in tickets:
        finished(cast, ticket)
    at = MONDAY + 40 * MINUTE
    for ticket, score, who, how in (
        (tickets[0], 5, "liu", "liaison"),
        (tickets[1], 2, "liu", "liaison"),
        (tickets[2], 5, "wang", "spoken"),
    ):
        scores = Scores(speed=score, quality=score, attitude=score, how=how)
        closing.rate(cast.db, ticket_id=ticket.id, version=None, scores=scores, by=cast.by(who, at))
    found = figures(cast).judgement
    assert (found.asked, found.n, found.spoken, found.satisfied, found.mean) == (4, 2, 1, 1, 3.5)
    assert (found.response_rate, found.share) == (0.5, 0.5)
    assert found.share_interval == pytest.approx((0.0945, 0.9055), abs=1e-4)
    assert figures(cast).closed == {"rated": 3}


def test_everybody_counts_what_they_may_see(cast: Cast, report: Report) -> None:
    report()
    report(department_id=cast.other_ward)
    assert (figures(cast, "liu").opened, figures(cast, "zheng").opened, figures(cast, "feng").opened) == (
        1,
        2,
        0,
    )


def test_figures_are_made_once_a_minute_or_after_a_change(cast: Cast, report: Report) -> None:
    first = figures(cast, now=MONDAY)
    assert figures(cast, "zhao", now=MONDAY + timedelta(seconds=50)) is first
    assert figures(cast, now=MONDAY + MINUTE) is not first
    report()
    assert figures(cast, now=MONDAY + MINUTE).opened == 1
