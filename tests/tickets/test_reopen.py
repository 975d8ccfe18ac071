"""Sending back what is not fixed: to the same person first, then to the team; closed time does not count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.people import accounts, organisation
from lib.people.roles import SYSTEM
from lib.tickets.actions import closing
from lib.tickets.jobs import next_promise
from lib.tickets.rules import set_rule
from lib.tickets.words import Status


def reopen(loop: Any, ticket: Any, by: Any = None, reason: str = "还是不亮") -> Any:
    by = by or loop.link(ticket)
    return closing.reopen(loop.db, ticket_id=ticket.id, version=ticket.version, reason=reason, by=by)


@pytest.mark.parametrize("stage", ["done", "closed"])
def test_the_first_time_it_goes_back_to_the_same_person(cast: Any, loop: Any, stage: str) -> None:
    ticket = reopen(loop, getattr(loop, stage)("li"))
    assert (ticket.status, ticket.assignee_id, ticket.team_id) == (
        Status.ASSIGNED,
        cast.people["li"],
        cast.team,
    )
    assert (ticket.reopens, ticket.done_at, ticket.done_by) == (1, None, None)
    assert (ticket.closed_at, ticket.closed_how) == (None, "")
    assert loop.told("li")[-1] == "reopened"


def test_the_first_closing_is_kept(loop: Any) -> None:
    closed = loop.closed()
    assert reopen(loop, closed).first_closed_at == closed.closed_at


def test_the_second_time_it_goes_to_the_team_and_its_leader_hears_it(cast: Any, loop: Any) -> None:
    once = loop.finish(loop.accept(reopen(loop, loop.done("li"))), no_visit=True)
    ticket = reopen(loop, once)
    assert (ticket.status, ticket.assignee_id, ticket.team_id) == (Status.ASSIGNED, None, cast.team)
    assert loop.told("sun") == ["reopened"]


def test_somebody_who_left_does_not_get_it_back(cast: Any, loop: Any) -> None:
    closed = loop.closed("li")
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=loop.now)
    ticket = reopen(loop, closed)
    assert (ticket.status, ticket.assignee_id, ticket.team_id) == (Status.ASSIGNED, None, cast.team)


def test_with_nobody_left_it_waits_for_dispatch(cast: Any, loop: Any) -> None:
    closed = loop.closed("li")
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=loop.now)
    for table, code in (("team", "T01"), ("vendor", "V02")):
        gone = {"id": getattr(cast, table), "code": code, "name": "旧", "active": False}
        organisation.save(cast.db, table, gone, actor=SYSTEM, now=loop.now)
    ticket = reopen(loop, closed)
    assert (ticket.status, ticket.assignee_id, ticket.team_id, ticket.vendor_id) == (
        Status.NEW,
        None,
        None,
        None,
    )


def test_an_answered_question_is_taken_up_again_by_dispatch(loop: Any) -> None:
    ticket = reopen(loop, loop.answered(), loop.by("wang"), "答错了")
    assert (ticket.status, ticket.reopens, ticket.closed_how) == (Status.NEW, 1, "")


def test_whoever_asked_takes_the_question_up_again(loop: Any) -> None:
    assert reopen(loop, loop.answered()).status is Status.NEW


def test_closed_time_does_not_count(loop: Any) -> None:
    closed = loop.closed()
    loop.now = closed.done_at + timedelta(days=2, minutes=-1)
    assert reopen(loop, closed).complete_due == closed.complete_due + timedelta(days=2)


@pytest.mark.parametrize("rule", ["continue", "restart", "count"])
def test_what_sending_back_does_to_the_promise_is_a_setting(cast: Any, loop: Any, rule: str) -> None:
    with cast.db.transaction() as tx:
        set_rule(tx, "reopen_rule", rule)
    closed = loop.closed()
    loop.now = closed.done_at + timedelta(hours=5, minutes=-1)
    back = reopen(loop, closed)
    moved_to = {
        "continue": closed.complete_due + timedelta(hours=5),
        "restart": back.changed_at + timedelta(hours=24),
        "count": closed.complete_due,
    }
    assert back.complete_due == moved_to[rule]
    # Beside the first acceptance and arrival stays what was promised for them.
    assert (back.respond_due, back.arrive_due) == (closed.respond_due, closed.arrive_due)


def test_a_question_answered_before_is_promised_an_answer_anew_where_that_is_the_rule(
    cast: Any, loop: Any
) -> None:
    with cast.db.transaction() as tx:
        set_rule(tx, "reopen_rule", "restart")
    back = reopen(loop, loop.answered())
    assert back.respond_due == back.changed_at + timedelta(minutes=15)


def test_a_visit_that_was_not_needed_is_not_late_when_work_is_sent_back(loop: Any) -> None:
    done = loop.finish(loop.accepted(), no_visit=True)
    loop.later(days=2)
    assert next_promise(reopen(loop, done)).stage == "complete"


def test_closed_time_ends_when_the_complaint_was_phoned_in(loop: Any) -> None:
    closed = loop.closed()
    loop.now = closed.done_at + timedelta(hours=5)
    phoned = loop.by("wang", happened_at=closed.done_at + timedelta(hours=3))
    assert reopen(loop, closed, phoned).complete_due == closed.complete_due + timedelta(hours=3)


@pytest.mark.parametrize(("days", "taken"), [(7, True), (7.01, False)])
def test_the_window_is_seven_days(loop: Any, days: float, taken: bool) -> None:
    closed = loop.closed()
    loop.now = closed.closed_at + timedelta(days=days, minutes=-1)
    if taken:
        assert reopen(loop, closed).status is Status.ASSIGNED
    else:
        with pytest.raises(TooLate, match="More than 7 days"):
            reopen(loop, closed)


def test_the_window_of_finished_work_begins_when_it_was_finished(loop: Any) -> None:
    done = loop.done()
    loop.later(days=8)
    with pytest.raises(TooLate):
        reopen(loop, done)


def test_the_window_is_a_setting(cast: Any, loop: Any) -> None:
    with cast.db.transaction() as tx:
        set_rule(tx, "reopen_window_days", 30)
    closed = loop.closed()
    loop.later(days=29)
    assert reopen(loop, closed).status is Status.ASSIGNED


def test_a_reason_has_to_be_given(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        reopen(loop, loop.done(), reason=" ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize("name", ["wang", "zhao", "liu"])
def test_desk_and_liaison_send_back_too(loop: Any, name: str) -> None:
    assert reopen(loop, loop.closed(), loop.by(name)).reopens == 1


@pytest.mark.parametrize("name", ["li", "sun", "feng", "zheng", "admin"])
def test_nobody_else_sends_back(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        reopen(loop, loop.closed(), loop.by(name))


def test_the_link_of_another_ticket_sends_nothing_back(loop: Any) -> None:
    mine, other = loop.closed(), loop.closed("zhou")
    with pytest.raises(NotAllowed):
        reopen(loop, mine, loop.link(other))


def test_a_cancelled_ticket_is_reported_anew(loop: Any) -> None:
    ticket = loop.new()
    after = closing.cancel(loop.db, ticket_id=ticket.id, version=1, reason="", by=loop.link(ticket))
    with pytest.raises(Refusal, match="not possible"):
        reopen(loop, after)
