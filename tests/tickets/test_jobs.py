"""The lists of work: whose, in which order, and what runs next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from lib.tickets import jobs
from lib.tickets.actions.working import Used


def mine(loop: Any, name: str = "li") -> list[int]:
    return [ticket.id for ticket in jobs.my_jobs(loop.db, loop.cast.people[name])]


def test_my_jobs_are_what_i_have_not_finished(loop: Any) -> None:
    kept = [getattr(loop, stage)().id for stage in ("assigned", "accepted", "in_progress", "on_hold")]
    loop.done()
    loop.assigned("chen")
    loop.assigned("team")
    loop.new()
    assert sorted(mine(loop)) == kept


def test_the_next_due_comes_first_and_what_is_held_last(loop: Any) -> None:
    held = loop.on_hold(severity="emergency")
    normal = loop.accepted()
    urgent = loop.assigned(severity="urgent")
    emergency = loop.assigned(severity="emergency")
    assert mine(loop) == [emergency.id, urgent.id, normal.id, held.id]


def test_what_runs_next_is_respond_then_arrive_then_complete(loop: Any) -> None:
    stages = ("assigned", "accepted", "in_progress", "on_hold")
    running = [jobs.next_promise(getattr(loop, stage)()) for stage in stages]
    assert [one and one.stage for one in running] == ["respond", "arrive", "complete", "complete"]
    assert jobs.next_promise(loop.done()) is None


def test_a_stage_nobody_promised_is_passed_over(loop: Any) -> None:
    ticket = replace(loop.assigned(), respond_due=None)
    assert jobs.next_promise(ticket) == jobs.Next("arrive", ticket.arrive_due)
    imported = replace(ticket, arrive_due=None)
    assert jobs.next_promise(imported) == jobs.Next("complete", ticket.complete_due)
    assert jobs.next_promise(replace(imported, complete_due=None)) == jobs.Next("respond", None)


def test_a_team_sees_what_nobody_has_taken(loop: Any) -> None:
    free = loop.assigned("team")
    loop.assigned("other_team")
    loop.accept(loop.assigned("team"), "chen")
    assert [ticket.id for ticket in jobs.team_jobs(loop.db, loop.cast.team)] == [free.id]
    assert jobs.team_jobs(loop.db, None) == []


def test_a_leader_passes_on_what_nobody_has_accepted(loop: Any) -> None:
    to_person, to_team, to_vendor = (loop.assigned(whom).id for whom in ("li", "team", "vendor"))
    loop.accepted()
    other = loop.assigned("zhou").id
    cast = loop.cast

    def passing(teams: list[int], vendors: list[int]) -> set[int]:
        return {ticket.id for ticket in jobs.to_pass_on(loop.db, teams, vendors)}

    assert passing([cast.team], []) == {to_person, to_team}
    assert passing([], [cast.vendor]) == {to_person, to_team, to_vendor, other}
    assert passing([], []) == set()


def test_a_signature_can_be_collected_for_three_days(loop: Any) -> None:
    ticket = loop.done()
    li = loop.cast.people["li"]
    assert [one.id for one in jobs.unsigned(loop.db, li, loop.now)] == [ticket.id]
    assert jobs.unsigned(loop.db, li, ticket.done_at + timedelta(days=3)) == []
    loop.closed()
    assert [one.id for one in jobs.unsigned(loop.db, li, loop.now)] == [ticket.id]


def test_jobs_at_a_place_are_those_of_that_very_room(loop: Any) -> None:
    here = loop.assigned()
    loop.assigned(location_id=loop.cast.icu)
    found = jobs.jobs_at(loop.db, loop.cast.people["li"], loop.cast.room)
    assert [ticket.id for ticket in found] == [here.id]


@pytest.fixture
def used(loop: Any) -> None:
    """Li used a tube, then a wire for lamps and a tap for water; Chen three things for lamps."""
    for who, service, name in (
        ("li", "GD-01", "灯管"),
        ("li", "GD-01", "电线"),
        ("li", "GS-01", "水龙头"),
        ("chen", "GD-01", "别人的"),
        ("chen", "GD-01", "别人的"),
        ("chen", "GD-01", "电线"),
    ):
        loop.finish(loop.in_progress(who, service_code=service), who, materials=[Used("", name, Decimal(1))])


def test_what_was_used_last_for_such_work_is_offered_first(loop: Any, used: None) -> None:
    li = loop.cast.people["li"]
    assert [row["name"] for row in jobs.last_materials(loop.db, li, "GD")] == ["电线", "灯管"]
    assert [row["name"] for row in jobs.last_materials(loop.db, li, "GD", limit=1)] == ["电线"]
    assert [row["name"] for row in jobs.last_materials(loop.db, li, "GS")] == ["水龙头"]


def test_what_everybody_uses_most_for_such_work_comes_next(loop: Any, used: None) -> None:
    assert {row["name"] for row in jobs.common_materials(loop.db, "GD", limit=2)} == {"别人的", "电线"}
    assert [row["name"] for row in jobs.common_materials(loop.db, "GS")] == ["水龙头"]
