"""Passing a job on: by the dispatcher to anybody, by a leader inside the own team or vendor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed
from lib.people import accounts, organisation
from lib.people.roles import SYSTEM, Grant, Role, Scope
from lib.tickets.actions import dispatching
from lib.tickets.words import Status


def reassign(loop: Any, ticket: Any, to: str, name: str = "zhao") -> Any:
    return dispatching.reassign(
        loop.db, ticket_id=ticket.id, version=ticket.version, whom=loop.whom(to), by=loop.by(name)
    )


@pytest.mark.parametrize("stage", ["assigned", "accepted", "in_progress", "on_hold"])
def test_a_job_can_be_given_to_somebody_else_until_it_is_done(cast: Any, loop: Any, stage: str) -> None:
    ticket = reassign(loop, getattr(loop, stage)(), "zhou")
    assert ticket.status is Status.ASSIGNED
    assert (ticket.assignee_id, ticket.team_id) == (cast.people["zhou"], cast.other_team)
    assert (ticket.hold_reason, ticket.hold_since, ticket.hold_until, ticket.hold_from) == (
        "",
        None,
        None,
        "",
    )
    assert loop.told("zhou") == ["assigned"]


def test_the_leader_passes_on_inside_the_own_team(cast: Any, loop: Any) -> None:
    ticket = reassign(loop, loop.assigned("team"), "chen", "sun")
    assert ticket.assignee_id == cast.people["chen"]


@pytest.mark.parametrize("to", ["zhou", "other_team", "vendor"])
def test_the_leader_passes_nothing_on_outside_the_own_team(loop: Any, to: str) -> None:
    with pytest.raises(NotAllowed, match="only inside your own team"):
        reassign(loop, loop.assigned("team"), to, "sun")


def test_the_leader_takes_nothing_from_another_team(loop: Any) -> None:
    with pytest.raises(NotAllowed):
        reassign(loop, loop.assigned("zhou"), "li", "sun")


def test_the_leader_may_take_the_job_themselves(cast: Any, loop: Any) -> None:
    assert reassign(loop, loop.assigned("team"), "sun", "sun").assignee_id == cast.people["sun"]


@pytest.mark.parametrize("to", ["li", "zhou", "other_team", "vendor"])
def test_a_vendors_leader_passes_on_between_the_vendors_teams(cast: Any, loop: Any, to: str) -> None:
    whole = [Grant(Role.LEADER, Scope.VENDOR, cast.vendor)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["sun"], grants=whole, now=loop.now)
    assert reassign(loop, loop.assigned("vendor"), to, "sun").status is Status.ASSIGNED


def test_a_vendors_leader_passes_nothing_on_to_another_vendor(cast: Any, loop: Any) -> None:
    whole = [Grant(Role.LEADER, Scope.VENDOR, cast.vendor)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["sun"], grants=whole, now=loop.now)
    other = organisation.save(cast.db, "vendor", {"code": "V09", "name": "别家"}, actor=SYSTEM, now=loop.now)
    ticket = loop.assigned("vendor")
    with pytest.raises(NotAllowed, match="only inside"):
        dispatching.reassign(
            loop.db,
            ticket_id=ticket.id,
            version=ticket.version,
            whom=dispatching.Whom(vendor_id=other),
            by=loop.by("sun"),
        )


@pytest.mark.parametrize("name", ["wang", "li", "liu", "feng", "admin"])
def test_nobody_else_passes_on(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        reassign(loop, loop.assigned("li"), "chen", name)


def test_a_dispatcher_of_another_campus_passes_nothing_on(loop: Any, campus_actor: Any) -> None:
    ticket = loop.assigned("li")
    with pytest.raises(NotAllowed):
        dispatching.reassign(
            loop.db,
            ticket_id=ticket.id,
            version=ticket.version,
            whom=loop.whom("chen"),
            by=loop.as_(campus_actor("dispatcher", "XY")),
        )


def test_ending_a_pausing_hold_by_reassigning_moves_the_time_to_complete_too(loop: Any) -> None:
    held = loop.word(loop.on_hold(reason="access"))
    due = held.complete_due
    loop.now = held.hold_since + timedelta(hours=3, minutes=-1)
    assert reassign(loop, held, "chen").complete_due == due + timedelta(hours=3)


def test_ending_another_hold_by_reassigning_moves_nothing(loop: Any) -> None:
    held = loop.on_hold(reason="parts_stock")
    loop.later(hours=3)
    assert reassign(loop, held, "chen").complete_due == held.complete_due


def test_the_technician_it_was_taken_from_cannot_work_on_it(loop: Any) -> None:
    ticket = reassign(loop, loop.accepted("li"), "chen")
    with pytest.raises(NotAllowed):
        loop.accept(ticket, "li")
