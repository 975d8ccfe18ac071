"""Giving a waiting ticket to a person, a team or a vendor."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate
from lib.people import accounts, organisation
from lib.people.roles import SYSTEM
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.words import Status


def assign(loop: Any, ticket: Any, whom: Whom, name: str = "zhao") -> Any:
    return dispatching.assign(
        loop.db, ticket_id=ticket.id, version=ticket.version, whom=whom, by=loop.by(name)
    )


def test_a_persons_team_and_vendor_follow(cast: Any, loop: Any) -> None:
    ticket = loop.assigned("li")
    assert ticket.status is Status.ASSIGNED
    assert (ticket.assignee_id, ticket.team_id, ticket.vendor_id) == (
        cast.people["li"],
        cast.team,
        cast.vendor,
    )
    assert ticket.assigned_at == loop.now
    assert loop.events(ticket)[-1].facts["whom"] == "李师傅"


def test_a_teams_vendor_follows(cast: Any, loop: Any) -> None:
    ticket = loop.assigned("team")
    assert (ticket.assignee_id, ticket.team_id, ticket.vendor_id) == (None, cast.team, cast.vendor)


def test_a_vendor_alone_passes_it_on_itself(cast: Any, loop: Any) -> None:
    ticket = loop.assigned("vendor")
    assert (ticket.assignee_id, ticket.team_id, ticket.vendor_id) == (None, None, cast.vendor)


def test_the_technician_is_told(loop: Any) -> None:
    loop.assigned("li")
    assert (loop.told("li"), loop.told("sun"), loop.told("chen")) == (["assigned"], [], [])


def test_a_team_job_is_offered_to_all_of_the_team(loop: Any) -> None:
    loop.assigned("team")
    assert [loop.told(name) for name in ("sun", "li", "chen", "zhou")] == [["offered"]] * 3 + [[]]


def test_a_dispatcher_who_also_leads_another_team_is_not_told_of_every_job(cast: Any, loop: Any) -> None:
    from lib.people.roles import Grant, Role, Scope

    both = [Grant(Role.DISPATCHER, Scope.EVERYWHERE), Grant(Role.LEADER, Scope.TEAM, cast.other_team)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["zhao"], grants=both, now=loop.now)
    loop.assigned("team")
    assert loop.told("zhao") == []
    loop.assigned("other_team")
    assert loop.told("zhao") == ["assigned"]


@pytest.mark.parametrize("whom", [Whom(), Whom(vendor_id=9999)])
def test_somebody_has_to_be_named(loop: Any, whom: Whom) -> None:
    with pytest.raises(Refusal, match="choose a person") as refused:
        assign(loop, loop.new(), whom)
    assert refused.value.field == "assignee_id"


def test_an_unknown_person_or_team_is_not_found(loop: Any) -> None:
    for whom in (Whom(assignee_id=9999), Whom(team_id=9999)):
        with pytest.raises(NotFound):
            assign(loop, loop.new(), whom)


def test_a_disabled_technician_cannot_be_given_jobs(cast: Any, loop: Any) -> None:
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=loop.now)
    with pytest.raises(Refusal, match="李师傅 cannot be given jobs"):
        assign(loop, loop.new(), loop.whom("li"))


def test_who_belongs_to_no_team_cannot_be_given_jobs(loop: Any) -> None:
    with pytest.raises(Refusal, match="cannot be given jobs"):
        assign(loop, loop.new(), loop.whom("zheng"))


@pytest.mark.parametrize("table", ["team", "vendor"])
def test_what_is_no_longer_active_cannot_be_given_jobs(cast: Any, loop: Any, table: str) -> None:
    key = "code"
    values = {
        "id": getattr(cast, table),
        key: "T01" if table == "team" else "V02",
        "name": "旧",
        "active": False,
    }
    organisation.save(cast.db, table, values, actor=SYSTEM, now=loop.now)
    with pytest.raises(Refusal):
        assign(loop, loop.new(), loop.whom(table))


@pytest.mark.parametrize("name", ["liu", "sun", "li", "wu", "zheng", "qian", "feng", "he", "admin"])
def test_only_the_desk_dispatches(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        assign(loop, loop.new(), loop.whom("li"), name)


def test_the_operator_dispatches_too(loop: Any) -> None:
    assert assign(loop, loop.new(), loop.whom("li"), "wang").status is Status.ASSIGNED


def test_a_reporter_dispatches_nobody(loop: Any) -> None:
    ticket = loop.new()
    with pytest.raises(NotAllowed):
        dispatching.assign(
            loop.db, ticket_id=ticket.id, version=1, whom=loop.whom("li"), by=loop.link(ticket)
        )


def test_a_dispatcher_of_one_campus_touches_nothing_of_another(loop: Any, campus_actor: Any) -> None:
    ticket = loop.new()
    for campus, may in (("XY", False), ("BY", True)):
        by = loop.as_(campus_actor("dispatcher", campus))
        kept = {"ticket_id": ticket.id, "version": ticket.version, "whom": loop.whom("li"), "by": by}
        if may:
            assert dispatching.assign(loop.db, **kept).status is Status.ASSIGNED
        else:
            with pytest.raises(NotAllowed):
                dispatching.assign(loop.db, **kept)


def test_whoever_comes_second_is_told_who_was_first(loop: Any) -> None:
    ticket = loop.new()
    loop.assign(ticket, "li")
    with pytest.raises(TooLate) as late:
        assign(loop, ticket, loop.whom("chen"), "wang")
    assert late.value.facts == {"number": ticket.number, "what": "assigned", "who": "赵调度", "time": "10:02"}
    assert loop.ticket(ticket).assignee_id == loop.cast.people["li"]


def test_a_ticket_that_does_not_exist_is_not_found(loop: Any) -> None:
    with pytest.raises(NotFound, match="no such ticket"):
        dispatching.assign(loop.db, ticket_id=99, version=1, whom=loop.whom("li"), by=loop.by("zhao"))
