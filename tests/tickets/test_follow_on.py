"""The next job: opened out of an open ticket, each knows the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.tickets import checking
from lib.tickets.actions import branching
from lib.tickets.actions.branching import Branched, Part
from lib.tickets.family import family
from lib.tickets.words import Action, Channel, Status
from tests.tickets.test_races import at_once

NEXT = Part(service_code="GD-01", description="配件到后更换镇流器")


def follow(loop: Any, ticket: Any, by: Any = None, part: Part = NEXT, **more: Any) -> Branched:
    seen = {"version": ticket.version, **more}
    return branching.follow_on(loop.db, ticket_id=ticket.id, part=part, by=by or loop.by("li"), **seen)


def test_each_knows_the_other(loop: Any) -> None:
    ticket = loop.in_progress()
    made = follow(loop, ticket, note="先临时接线")
    after = made.others[0]
    assert (after.follows_id, after.parent_id, after.status) == (ticket.id, None, Status.NEW)
    assert [one.id for one in family(loop.db, ticket).next] == [after.id]
    first = family(loop.db, after).first
    assert first is not None and first.id == ticket.id
    event = loop.events(ticket)[-1]
    assert (event.action, event.facts["next"], event.facts["note"]) == (
        Action.FOLLOW_ON, after.number, "先临时接线",
    )  # fmt: skip
    assert [e.action for e in loop.events(after)] == [Action.OPEN]


def test_it_begins_now_and_the_first_goes_on(loop: Any) -> None:
    ticket = loop.in_progress()
    loop.later(hours=2)
    made = follow(loop, ticket)
    assert made.others[0].opened_at == loop.now
    assert (made.ticket.status, made.ticket.complete_due) == (Status.IN_PROGRESS, ticket.complete_due)
    assert made.others[0].channel == Channel.VISIT


def test_an_appointment_carries_the_promise(loop: Any) -> None:
    at = loop.now + timedelta(days=7)
    after = follow(loop, loop.in_progress(), part=Part(service_code="GD-01", appointment_at=at)).others[0]
    assert after.appointment_at == at
    assert after.complete_due is not None and after.complete_due > at


def test_an_appointment_beyond_a_year_is_a_slip(loop: Any) -> None:
    part = Part(service_code="GD-01", appointment_at=loop.now + timedelta(days=400))
    with pytest.raises(WrongInput) as refused:
        follow(loop, loop.in_progress(), part=part)
    assert refused.value.field == "appointment"


def test_whoever_reported_the_first_follows_the_next(loop: Any) -> None:
    assert loop.reporters(follow(loop, loop.in_progress()).others[0]) == ["张护士"]


def test_without_service_or_words_there_is_no_next_job(loop: Any) -> None:
    ticket = loop.in_progress()
    with pytest.raises(WrongInput) as refused:
        follow(loop, ticket, part=Part(description=" \u200b"))
    assert refused.value.field == "description"
    assert (len(loop.rows("ticket")), loop.ticket(ticket)) == (1, ticket)


@pytest.mark.parametrize("name", ["li", "sun", "wang", "zhao"])
def test_technician_leader_and_desk_may(loop: Any, name: str) -> None:
    assert follow(loop, loop.in_progress("li"), loop.by(name)).others


def test_the_desk_may_for_a_technician_who_phoned(cast: Any, loop: Any) -> None:
    made = follow(loop, loop.in_progress("li"), loop.for_("li"))
    assert loop.events(made.ticket)[-1].subject_id == cast.people["li"]
    assert made.others[0].proxied == 0


@pytest.mark.parametrize("name", ["chen", "zhou", "liu", "zheng", "wu", "feng", "he", "admin"])
def test_others_may_not(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        follow(loop, loop.in_progress("li"), loop.by(name))


def test_a_finished_job_has_no_next_one(loop: Any) -> None:
    with pytest.raises(Refusal):
        follow(loop, loop.done())


def test_of_two_at_once_one_wins_and_the_other_is_told(loop: Any) -> None:
    ticket = loop.in_progress()
    bys = [loop.by("li"), loop.by("wang")]
    came_out = at_once(*(lambda by=by: follow(loop, ticket, by) for by in bys))
    (late,) = [out for out in came_out if isinstance(out, TooLate)]
    assert late.facts["what"] == "given a follow-on job"
    assert len(loop.rows("ticket")) == 2


def test_the_next_may_have_a_next_and_all_is_sound(loop: Any) -> None:
    after = follow(loop, loop.in_progress()).others[0]
    last = follow(loop, after, loop.by("wang")).others[0]
    assert last.follows_id == after.id
    assert [str(problem) for problem in checking.problems(loop.db)] == []
