"""Saying "I am coming"."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.tickets.actions import working
from lib.tickets.words import Status


def accept(loop: Any, ticket: Any, by: Any) -> Any:
    return working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=by)


def test_the_technician_accepts_their_job(cast: Any, loop: Any) -> None:
    ticket = loop.accepted("li")
    assert (ticket.status, ticket.assignee_id, ticket.accepted_at) == (
        Status.ACCEPTED,
        cast.people["li"],
        loop.now,
    )


def test_a_team_job_becomes_the_job_of_the_one_who_takes_it(cast: Any, loop: Any) -> None:
    ticket = loop.accept(loop.assigned("team"), "chen")
    assert (ticket.assignee_id, ticket.team_id) == (cast.people["chen"], cast.team)


def test_the_second_to_take_a_team_job_is_told_who_was_first(loop: Any) -> None:
    ticket = loop.assigned("team")
    loop.accept(ticket, "chen")
    with pytest.raises(TooLate) as late:
        loop.accept(ticket, "li")
    assert (late.value.facts["what"], late.value.facts["who"]) == ("accepted", "陈师傅")


def test_a_job_of_one_person_is_not_taken_by_another(loop: Any) -> None:
    ticket = loop.assigned("li")
    for name in ("chen", "zhou"):
        with pytest.raises(NotAllowed):
            loop.accept(ticket, name)


def test_a_leader_does_not_take_a_job_given_to_somebody(loop: Any) -> None:
    with pytest.raises(Refusal, match="say for which technician"):
        loop.accept(loop.assigned("li"), "sun")


def test_a_leader_takes_a_job_of_the_own_team(cast: Any, loop: Any) -> None:
    assert loop.accept(loop.assigned("team"), "sun").assignee_id == cast.people["sun"]


def test_a_vendors_job_is_taken_by_nobody_until_it_is_passed_on(loop: Any) -> None:
    ticket = loop.assigned("vendor")
    for name in ("li", "zhou"):
        with pytest.raises(NotAllowed):
            loop.accept(ticket, name)


def test_the_desk_accepts_for_one_who_phoned(cast: Any, loop: Any) -> None:
    ticket = accept(loop, loop.assigned("li"), loop.for_("li"))
    assert (ticket.assignee_id, ticket.proxied) == (cast.people["li"], 1)
    event = loop.events(ticket)[-1]
    assert (event.actor_id, event.subject_id) == (cast.people["wang"], cast.people["li"])


def test_the_desk_accepts_a_team_job_for_one_of_the_team(cast: Any, loop: Any) -> None:
    assert accept(loop, loop.assigned("team"), loop.for_("chen")).assignee_id == cast.people["chen"]


def test_the_desk_says_for_whom(loop: Any) -> None:
    with pytest.raises(Refusal, match="for which technician") as refused:
        accept(loop, loop.assigned("li"), loop.by("wang"))
    assert refused.value.field == "subject_id"


@pytest.mark.parametrize(("given", "phoned"), [("li", "chen"), ("li", "zhou"), ("team", "zhou")])
def test_the_desk_accepts_nothing_for_somebody_it_was_not_given_to(
    loop: Any, given: str, phoned: str
) -> None:
    with pytest.raises(NotAllowed):
        accept(loop, loop.assigned(given), loop.for_(phoned))


@pytest.mark.parametrize("phoned", ["wang", "zhao", "liu", "admin"])
@pytest.mark.parametrize("given", ["li", "team"])
def test_the_desk_acts_for_technicians_only(loop: Any, given: str, phoned: str) -> None:
    with pytest.raises(Refusal):
        accept(loop, loop.assigned(given), loop.for_(phoned, actor="zhao" if phoned == "wang" else "wang"))


def test_a_leader_acts_for_the_own_people_only(cast: Any, loop: Any) -> None:
    assert accept(loop, loop.assigned("li"), loop.for_("li", actor="sun")).proxied == 1
    with pytest.raises(NotAllowed):
        accept(loop, loop.assigned("zhou"), loop.for_("zhou", actor="sun"))


def test_a_technician_acts_for_nobody_else(loop: Any) -> None:
    with pytest.raises(NotAllowed):
        accept(loop, loop.assigned("team"), loop.for_("chen", actor="li"))


def test_naming_oneself_is_not_acting_for_another(cast: Any, loop: Any) -> None:
    ticket = accept(loop, loop.assigned("li"), loop.for_("li", actor="li"))
    assert (ticket.status, ticket.proxied) == (Status.ACCEPTED, 0)
    assert loop.events(ticket)[-1].subject_id is None


def test_nothing_is_accepted_for_a_disabled_technician(cast: Any, loop: Any) -> None:
    ticket = loop.assigned("li")
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=loop.now)
    for by in (loop.by("li"), loop.for_("li")):
        with pytest.raises(NotAllowed):
            accept(loop, ticket, by)


def test_accepting_can_be_written_down_after(loop: Any) -> None:
    ticket = loop.assigned("li")
    phoned = loop.now + timedelta(minutes=2)
    loop.later(minutes=40)
    after = accept(loop, ticket, loop.for_("li", happened_at=phoned))
    assert (after.accepted_at, after.late_recorded, after.proxied) == (phoned, 1, 1)


def test_acceptance_written_down_for_before_the_dispatch_counts_from_the_dispatch(loop: Any) -> None:
    ticket = loop.assigned("li")
    after = accept(loop, ticket, loop.for_("li", happened_at=ticket.assigned_at - timedelta(minutes=30)))
    assert after.accepted_at == ticket.assigned_at


def test_twice_is_too_late(loop: Any) -> None:
    ticket = loop.assigned("li")
    loop.accept(ticket)
    with pytest.raises(TooLate):
        loop.accept(ticket)


def test_twice_without_a_version_is_not_possible(loop: Any) -> None:
    ticket = loop.accepted("li")
    with pytest.raises(Refusal, match="not possible"):
        working.accept(loop.db, ticket_id=ticket.id, version=None, by=loop.by("li"))
