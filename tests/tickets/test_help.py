"""Helpers: they see the job and are told, they take none of its steps, and they go with the team that has it."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate, WrongInput
from lib.people import accounts, organisation
from lib.people.roles import SYSTEM, Grant, Permission, Role, Scope
from lib.tickets import jobs
from lib.tickets.actions import closing, dispatching, helping, talking, working
from lib.tickets.actions.step import load
from lib.tickets.actions.working import Work
from lib.tickets.rights import NEEDS, possible
from lib.tickets.words import Action, ClosedHow, Status
from tests.tickets.test_races import at_once

STEPS = {action for action, needed in NEEDS.items() if needed is Permission.WORK_TICKET}


def ask(loop: Any, ticket: Any, *names: str, by: Any = None, **more: Any) -> Any:
    wanted = {"version": ticket.version, "add": [loop.cast.people[name] for name in names], **more}
    return helping.helpers(loop.db, ticket_id=ticket.id, by=by or loop.by("li"), **wanted)


def without(loop: Any, ticket: Any, *names: str, by: Any = None) -> Any:
    return ask(loop, ticket, by=by, remove=[loop.cast.people[name] for name in names])


def test_a_helper_sees_the_job_and_is_told(cast: Any, loop: Any) -> None:
    ticket = loop.accepted("li")
    with pytest.raises(NotAllowed):
        load(loop.db, ticket.id, cast.actor("chen"))
    after = ask(loop, ticket, "chen")
    assert after.helpers == (cast.people["chen"],)
    assert load(loop.db, ticket.id, cast.actor("chen")).id == ticket.id
    assert loop.told("chen") == ["helping"]
    assert loop.events(after)[-1].facts["names"] == ["陈师傅"]


@pytest.mark.parametrize("stage", ["assigned", "accepted", "in_progress", "on_hold"])
def test_no_step_is_offered_to_a_helper_nor_taken(cast: Any, loop: Any, stage: str) -> None:
    ticket = ask(loop, getattr(loop, stage)("li"), "chen")
    offered = set(possible(loop.db, ticket, cast.actor("chen"), loop.now))
    assert not offered & (STEPS | {Action.HELP, Action.REASSIGN})
    assert {Action.COMMENT, Action.FOLLOW_ON} <= offered
    for deed in (working.accept, working.arrive, working.resume):
        with pytest.raises(NotAllowed):
            deed(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("chen"))
    with pytest.raises(NotAllowed):
        work = Work(outcome="fixed")
        working.complete(loop.db, ticket_id=ticket.id, version=None, work=work, by=loop.by("chen"))


def test_a_helper_does_not_bring_others(loop: Any) -> None:
    ticket = ask(loop, loop.accepted("li"), "chen")
    with pytest.raises(NotAllowed):
        without(loop, ticket, "chen", by=loop.by("chen"))


def test_a_helper_writes_notes_and_finds_the_job_on_the_list(cast: Any, loop: Any) -> None:
    ticket = ask(loop, loop.accepted("li"), "chen")
    talking.comment(loop.db, ticket_id=ticket.id, note="我带梯子来", by=loop.by("chen"))
    assert [one.id for one in jobs.helping(loop.db, cast.people["chen"])] == [ticket.id]
    assert jobs.my_jobs(loop.db, cast.people["chen"]) == []


def test_whoever_is_not_needed_any_more_is_told_and_sees_nothing(cast: Any, loop: Any) -> None:
    after = without(loop, ask(loop, loop.accepted("li"), "chen"), "chen")
    assert (after.helpers, loop.told("chen")[-1]) == ((), "helps_no_more")
    with pytest.raises(NotAllowed):
        load(loop.db, after.id, cast.actor("chen"))


def test_nobody_helps_themselves(loop: Any) -> None:
    with pytest.raises(WrongInput):
        ask(loop, loop.accepted("li"), "li")


def test_the_same_twice_changes_nothing(loop: Any) -> None:
    ticket = ask(loop, loop.accepted("li"), "chen")
    with pytest.raises(Refusal):
        ask(loop, ticket, "chen")


def test_who_takes_no_jobs_does_not_come_along(loop: Any) -> None:
    for name in ("wang", "liu", "zheng"):
        with pytest.raises(WrongInput):
            ask(loop, loop.ticket(loop.accepted("li")), name, by=loop.by("zhao"))


def test_an_account_that_is_not_there(loop: Any) -> None:
    with pytest.raises(NotFound):
        ask(loop, loop.accepted("li"), add=[99_999])


def test_people_of_another_company_are_the_desks_to_ask(cast: Any, loop: Any) -> None:
    other = organisation.save(
        cast.db,
        "vendor",
        {"code": "V09", "name": "某某电梯", "vendor_type": "电梯"},
        actor=SYSTEM,
        now=loop.now,
    )
    campus = cast.db.value("SELECT id FROM location WHERE kind = 'campus'")
    team = organisation.save(
        cast.db, "team", {"code": "T77", "name": "外来班", "vendor_id": other, "campus_id": campus},
        actor=SYSTEM, now=loop.now,
    )  # fmt: skip
    guest = accounts.create(
        cast.db, actor=SYSTEM, username="guest", name="外师傅", password="",
        grants=[Grant(Role.TECHNICIAN, Scope.OWN)], now=loop.now, team_id=team,
    )  # fmt: skip
    ticket = loop.accepted("li")
    for name in ("li", "sun"):
        with pytest.raises(WrongInput):
            ask(loop, ticket, add=[guest], by=loop.by(name))
    assert ask(loop, ticket, add=[guest], by=loop.by("zhao")).helpers == (guest,)
    assert ask(loop, loop.ticket(ticket), "zhou", by=loop.by("li")).helpers == (guest, cast.people["zhou"])


@pytest.mark.parametrize("name", ["chen", "zhou", "liu", "zheng", "wu", "feng", "he", "admin"])
def test_who_may_not_bring_anybody(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask(loop, loop.accepted("li"), "chen", by=loop.by(name))


def test_a_job_nobody_has_needs_a_lead_first(loop: Any) -> None:
    with pytest.raises(Refusal):
        ask(loop, loop.new(), "chen", by=loop.by("zhao"))


def test_inside_the_team_helpers_stay_with_the_job_and_whoever_leads_is_none(cast: Any, loop: Any) -> None:
    ticket = ask(loop, loop.accepted("li"), "chen", "zhou")
    after = dispatching.reassign(
        loop.db, ticket_id=ticket.id, version=ticket.version, whom=loop.whom("chen"), by=loop.by("sun")
    )
    assert after.helpers == (cast.people["zhou"],)


def test_to_another_team_the_job_goes_alone(loop: Any) -> None:
    ticket = ask(loop, loop.accepted("li"), "chen")
    after = dispatching.reassign(
        loop.db, ticket_id=ticket.id, version=ticket.version, whom=loop.whom("zhou"), by=loop.by("zhao")
    )
    assert after.helpers == ()


def test_given_back_it_has_no_helpers(loop: Any) -> None:
    ticket = ask(loop, loop.accepted("li"), "chen")
    after = dispatching.return_job(
        loop.db, ticket_id=ticket.id, version=None, reason="不是我们的", by=loop.by("li")
    )
    assert (after.status, after.helpers) == (Status.NEW, ())


def test_a_helper_who_takes_a_team_job_leads_it(cast: Any, loop: Any) -> None:
    ticket = ask(loop, loop.assigned("team"), "chen", by=loop.by("sun"))
    after = loop.accept(ticket, "chen")
    assert (after.assignee_id, after.helpers) == (cast.people["chen"], ())


def test_nobody_confirms_what_they_helped_with(cast: Any, loop: Any) -> None:
    ward = Grant(Role.LIAISON, Scope.DEPARTMENT, cast.ward)
    own = Grant(Role.TECHNICIAN, Scope.OWN)
    accounts.set_grants(
        cast.db, actor=SYSTEM, account_id=cast.people["chen"], grants=[own, ward], now=loop.now
    )
    done = loop.finish(ask(loop, loop.in_progress("li"), "chen"))
    assert Action.CONFIRM not in possible(loop.db, done, cast.actor("chen"), loop.now)
    with pytest.raises(NotAllowed, match="own work"):
        closing.confirm(loop.db, ticket_id=done.id, version=None, how=ClosedHow.LIAISON, by=loop.by("chen"))


def test_minutes_of_everybody_are_kept(cast: Any, loop: Any) -> None:
    ticket = ask(loop, loop.in_progress("li"), "chen")
    loop.finish(ticket, labour={cast.people["li"]: 40, cast.people["chen"]: 25})
    assert {row["account_id"]: row["minutes"] for row in loop.rows("ticket_labour")} == {
        cast.people["li"]: 40,
        cast.people["chen"]: 25,
    }


def test_of_two_at_once_one_wins_and_the_other_is_told(loop: Any) -> None:
    ticket = loop.accepted("li")
    bys = [loop.by("li"), loop.by("zhao")]
    came_out = at_once(*(lambda by=by: ask(loop, ticket, "chen", by=by) for by in bys))
    (late,) = [out for out in came_out if isinstance(out, TooLate)]
    assert late.facts["what"] == "given helpers"
