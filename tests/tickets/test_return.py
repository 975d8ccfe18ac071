"""Giving a job back: once to the desk, the second time it stays for the dispatchers to decide."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, WrongInput
from lib.tickets.actions import dispatching
from lib.tickets.words import Status


def give_back(loop: Any, ticket: Any, by: Any, reason: str = "不是我们班组的", **more: Any) -> Any:
    return dispatching.return_job(
        loop.db, ticket_id=ticket.id, version=ticket.version, reason=reason, by=by, **more
    )


@pytest.mark.parametrize("stage", ["assigned", "accepted"])
def test_the_first_return_goes_back_to_the_desk(loop: Any, stage: str) -> None:
    ticket = give_back(loop, getattr(loop, stage)("li"), loop.by("li"))
    assert (ticket.status, ticket.returns) == (Status.NEW, 1)
    assert (ticket.assignee_id, ticket.team_id, ticket.vendor_id) == (None, None, None)


@pytest.mark.parametrize("stage", ["assigned", "accepted"])
def test_the_second_return_stays_and_tells_the_dispatchers(cast: Any, loop: Any, stage: str) -> None:
    ticket = loop.assign(give_back(loop, loop.assigned("li"), loop.by("li")), "zhou")
    ticket = loop.accept(ticket, "zhou") if stage == "accepted" else ticket
    after = give_back(loop, ticket, loop.by("zhou"))
    assert (after.status, after.returns, after.assignee_id) == (Status(stage), 2, cast.people["zhou"])
    assert loop.told("zhao") == ["returned_twice"]


def test_the_first_return_wakes_nobody(loop: Any) -> None:
    give_back(loop, loop.assigned("li"), loop.by("li"))
    assert loop.told("zhao") == []


def test_a_dispatcher_of_another_campus_is_not_asked_to_decide(
    cast: Any, loop: Any, campus_actor: Any
) -> None:
    from lib.people import accounts
    from lib.people.roles import SYSTEM

    here = list(campus_actor("dispatcher", "BY").grants)
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["wang"], grants=here, now=loop.now)
    campus_actor("dispatcher", "XY")
    ticket = loop.new()
    for _ in range(2):
        if ticket.status is Status.NEW:
            given = dispatching.assign(
                loop.db, ticket_id=ticket.id, version=ticket.version, whom=loop.whom("li"), by=loop.by("wang")
            )
        ticket = give_back(loop, given, loop.by("li"))
    assert (loop.told("wang"), loop.told("zhao")) == (["returned_twice"], [])


def test_a_reason_has_to_be_given(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        give_back(loop, loop.assigned("li"), loop.by("li"), reason="  ")
    assert refused.value.field == "reason"


def test_the_right_team_can_be_named(cast: Any, loop: Any) -> None:
    ticket = give_back(loop, loop.assigned("li"), loop.by("li"), better_team_id=cast.other_team)
    assert loop.events(ticket)[-1].facts["better_team_id"] == cast.other_team


def test_only_the_one_who_has_it_gives_it_back(loop: Any) -> None:
    ticket = loop.assigned("li")
    for name in ("chen", "zhou", "liu"):
        with pytest.raises(NotAllowed):
            give_back(loop, ticket, loop.by(name))


def test_the_desk_gives_it_back_for_one_who_phoned(loop: Any) -> None:
    assert give_back(loop, loop.assigned("li"), loop.for_("li")).proxied == 1


def test_what_was_begun_is_not_given_back(loop: Any) -> None:
    with pytest.raises(Refusal, match="not possible"):
        give_back(loop, loop.in_progress("li"), loop.by("li"))


def test_after_the_first_return_it_is_no_longer_the_technicians(loop: Any) -> None:
    ticket = give_back(loop, loop.assigned("li"), loop.by("li"))
    with pytest.raises(NotAllowed):
        loop.accept(ticket, "li")


def test_a_team_nobody_knows_is_not_the_right_one(loop: Any) -> None:
    with pytest.raises(NotFound, match="no such team"):
        give_back(loop, loop.assigned("li"), loop.by("li"), better_team_id=9999)
