"""A second return stays where it is until a dispatcher has decided; held jobs are reminded of."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, TooLate, WrongInput
from lib.tickets.actions import closing, deciding, dispatching, working
from lib.tickets.words import Action, Status
from tests.tickets.test_races import at_once
from tests.tickets.test_return import give_back


def returned_twice(loop: Any, stage: str = "assigned") -> Any:
    ticket = loop.assign(give_back(loop, loop.assigned("li"), loop.by("li")), "zhou")
    ticket = loop.accept(ticket, "zhou") if stage == "accepted" else ticket
    return give_back(loop, ticket, loop.by("zhou"), "不是电梯的问题")


def keep(loop: Any, ticket: Any, by: Any = None, note: str = "就是电梯的问题", **more: Any) -> Any:
    seen = {"version": ticket.version, **more}
    return deciding.keep_where_it_is(
        loop.db, ticket_id=ticket.id, note=note, by=by or loop.by("zhao"), **seen
    )


@pytest.mark.parametrize("stage", ["assigned", "accepted"])
def test_it_waits_for_a_decision(loop: Any, stage: str) -> None:
    ticket = returned_twice(loop, stage)
    assert (ticket.undecided, ticket.status) == (True, Status(stage))


def test_the_first_return_waits_for_nobody(loop: Any) -> None:
    assert not give_back(loop, loop.assigned("li"), loop.by("li")).undecided


def test_it_stays_with_the_person_who_is_told_why(cast: Any, loop: Any) -> None:
    after = keep(loop, returned_twice(loop))
    assert (after.undecided, after.assignee_id) == (False, cast.people["zhou"])
    event = loop.events(after)[-1]
    assert (event.action, event.facts["return_decided"], event.facts["whom"]) == (
        Action.COMMENT, "kept", "周师傅",
    )  # fmt: skip
    assert loop.told("zhou")[-1] == "return_kept"


def test_or_goes_to_somebody_else(loop: Any) -> None:
    ticket = returned_twice(loop)
    after = dispatching.reassign(
        loop.db, ticket_id=ticket.id, version=ticket.version, whom=loop.whom("chen"), by=loop.by("zhao")
    )
    assert (after.undecided, after.returns) == (False, 2)


def test_or_the_person_does_it_after_all(loop: Any) -> None:
    ticket = returned_twice(loop)
    assert not loop.accept(ticket, "zhou").undecided
    again = returned_twice(loop, "accepted")
    assert not working.arrive(loop.db, ticket_id=again.id, version=None, by=loop.by("zhou")).undecided


def test_or_it_is_cancelled(loop: Any) -> None:
    ticket = returned_twice(loop)
    gone = closing.cancel(loop.db, ticket_id=ticket.id, version=None, reason="误报", by=loop.by("wang"))
    assert not gone.undecided


def test_returned_again_it_waits_again(loop: Any) -> None:
    ticket = keep(loop, returned_twice(loop))
    assert give_back(loop, ticket, loop.by("zhou")).undecided


def test_why_has_to_be_said(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        keep(loop, returned_twice(loop), note=" ")
    assert refused.value.field == "note"


def test_what_was_decided_is_not_decided_again(loop: Any) -> None:
    ticket = keep(loop, returned_twice(loop))
    with pytest.raises(TooLate):
        keep(loop, ticket)


@pytest.mark.parametrize("name", ["wang", "sun", "li", "zhou", "liu", "zheng", "feng", "admin"])
def test_only_a_dispatcher_decides(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        keep(loop, returned_twice(loop), loop.by(name))


def test_of_two_at_once_one_wins_and_the_other_is_told(loop: Any) -> None:
    ticket = returned_twice(loop)
    bys = [loop.by("zhao"), loop.by("zhao")]
    came_out = at_once(*(lambda by=by: keep(loop, ticket, by) for by in bys))
    assert len([out for out in came_out if isinstance(out, TooLate)]) == 1


# Reminders ---------------------------------------------------------------------------------------


def test_who_holds_a_job_and_the_leader_are_reminded_once_an_hour(loop: Any) -> None:
    held, other = loop.on_hold("li"), loop.accepted("li")
    both = [held.id, other.id, held.id]
    reminded = deciding.remind(loop.db, ticket_ids=both, note="还缺什么？", by=loop.by("zheng"))
    assert [one.id for one in reminded] == [held.id]
    assert (loop.told("li")[-1], loop.told("sun")[-1]) == ("hold_reminder", "hold_reminder")
    assert loop.events(held)[-1].facts["reminded"] == "孙班长, 李师傅"
    assert deciding.remind(loop.db, ticket_ids=both, note="", by=loop.by("zhao")) == []
    loop.later(hours=2)
    assert len(deciding.remind(loop.db, ticket_ids=both, note="", by=loop.by("zhao"))) == 1


@pytest.mark.parametrize("name", ["wang", "sun", "li", "liu", "feng", "admin"])
def test_reminding_is_for_managers_and_dispatchers(loop: Any, name: str) -> None:
    held = loop.on_hold("li")
    with pytest.raises(NotAllowed):
        deciding.remind(loop.db, ticket_ids=[held.id], note="", by=loop.by(name))
