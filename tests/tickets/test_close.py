"""Closing without the department's own word: by time, or after a call-back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.people.roles import SYSTEM
from lib.tickets import call_backs, records
from lib.tickets.actions import calling_back, closing
from lib.tickets.rules import set_rule
from lib.tickets.words import ClosedHow, Status


def close(loop: Any, ticket: Any, by: Any = None, how: Any = ClosedHow.TIMED_OUT) -> Any:
    by = by or loop.as_(SYSTEM)
    return closing.close(loop.db, ticket_id=ticket.id, version=ticket.version, how=how, by=by)


def test_silence_closes_after_three_working_days_and_says_so(loop: Any) -> None:
    ticket = loop.done()
    loop.now = datetime.fromisoformat("2026-11-19T10:10:00+08:00")
    after = close(loop, ticket)
    assert (after.status, after.closed_how, after.rated) == (Status.CLOSED, ClosedHow.TIMED_OUT, 0)


def test_it_is_not_closed_by_time_before(loop: Any) -> None:
    ticket = loop.done()
    loop.now = datetime.fromisoformat("2026-11-19T10:00:00+08:00")
    for by in (loop.as_(SYSTEM), loop.by("zhao")):
        with pytest.raises(Refusal):
            close(loop, ticket, by)


def test_three_working_days_skip_the_weekend(cast: Any) -> None:
    friday = datetime.fromisoformat("2026-11-20T10:00:00+08:00")
    wednesday = datetime.fromisoformat("2026-11-25T10:00:00+08:00")
    assert not closing.overdue_for_a_word(cast.db, friday, wednesday - timedelta(minutes=1))
    assert closing.overdue_for_a_word(cast.db, friday, wednesday)


def test_the_days_are_a_setting(cast: Any) -> None:
    with cast.db.transaction() as tx:
        set_rule(tx, "close_after_days", 1)
    monday = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
    assert closing.overdue_for_a_word(cast.db, monday, monday + timedelta(days=1))


def test_finished_tickets_are_found_by_when_they_were_finished(loop: Any) -> None:
    ticket = loop.done()
    assert records.finished_before(loop.db, ticket.done_at) == [ticket.id]
    assert records.finished_before(loop.db, ticket.done_at - timedelta(seconds=1)) == []


def test_an_emergency_is_closed_by_time_only_after_a_call_back(cast: Any, loop: Any) -> None:
    ticket = loop.done(severity="emergency")
    loop.later(days=10)
    with pytest.raises(Refusal, match="only after a call-back"):
        close(loop, ticket)
    with cast.db.transaction() as tx:
        call_backs.ask_for(tx, ticket.id, call_backs.EMERGENCY, now=loop.now)
    [row] = call_backs.waiting(cast.db)
    noted = calling_back.answer(
        cast.db, call_back_id=row["id"], result="satisfied", words="好了", by=loop.by("wang")
    )
    assert close(loop, noted).closed_how == ClosedHow.TIMED_OUT


@pytest.mark.parametrize("result", ["unreachable", "not_fixed"])
def test_an_emergency_nobody_called_good_stays_open(cast: Any, loop: Any, result: str) -> None:
    ticket = loop.done(severity="emergency")
    with cast.db.transaction() as tx:
        call_backs.ask_for(tx, ticket.id, call_backs.EMERGENCY, now=loop.now)
    [row] = call_backs.waiting(cast.db)
    noted = calling_back.answer(cast.db, call_back_id=row["id"], result=result, words="", by=loop.by("wang"))
    loop.later(days=10)
    with pytest.raises(Refusal, match="only after a call-back"):
        close(loop, noted)


def test_a_call_back_about_earlier_work_does_not_close_an_emergency(cast: Any, loop: Any) -> None:
    ticket = loop.done(severity="emergency")
    with cast.db.transaction() as tx:
        call_backs.ask_for(tx, ticket.id, call_backs.EMERGENCY, now=loop.now)
    [row] = call_backs.waiting(cast.db)
    noted = calling_back.answer(
        cast.db, call_back_id=row["id"], result="satisfied", words="", by=loop.by("wang")
    )
    back = closing.reopen(
        cast.db, ticket_id=ticket.id, version=noted.version, reason="又坏了", by=loop.link(ticket)
    )
    again = loop.finish(loop.accept(back), no_visit=True)
    loop.later(days=10)
    with pytest.raises(Refusal, match="only after a call-back"):
        close(loop, again)


def test_the_dispatcher_closes_after_a_call_back(loop: Any) -> None:
    assert close(loop, loop.done(), loop.by("zhao"), ClosedHow.CALL_BACK).closed_how == ClosedHow.CALL_BACK


@pytest.mark.parametrize("how", ["link", "code", "signature", "liaison", "rated", "answered", "imported", ""])
def test_other_ways_of_closing_are_not_offered_here(loop: Any, how: str) -> None:
    ticket = loop.done()
    loop.later(days=10)
    with pytest.raises(WrongInput) as refused:
        close(loop, ticket, loop.by("zhao"), how)
    assert refused.value.field == "how"


@pytest.mark.parametrize("name", ["wang", "liu", "sun", "li", "zheng", "admin"])
def test_nobody_else_closes(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        close(loop, loop.done(), loop.by(name), ClosedHow.CALL_BACK)
