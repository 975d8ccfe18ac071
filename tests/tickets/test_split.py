"""Splitting a report of several trades: one whole, parts with work of their own, one event for each ticket."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.tickets import checking, records, reporters
from lib.tickets.actions import branching, closing, talking, working
from lib.tickets.actions.branching import MOST_PARTS, Branched, Part
from lib.tickets.actions.working import Work
from lib.tickets.family import family
from lib.tickets.reporters import Caller
from lib.tickets.words import Action, ClosedHow, Status
from tests.tickets.test_races import at_once

WATER = Part(service_code="GS-01", description="水池漏水")
LIFT = Part(service_code="DT-01", description="电梯按钮不亮")


def split(loop: Any, ticket: Any, by: Any = None, parts: Any = (WATER,), **more: Any) -> Branched:
    seen = {"version": ticket.version, **more}
    return branching.split(loop.db, ticket_id=ticket.id, parts=parts, by=by or loop.by("wang"), **seen)


def test_each_ticket_has_exactly_one_event_more(loop: Any) -> None:
    ticket = loop.new()
    made = split(loop, ticket, parts=[WATER, LIFT])
    assert [e.action for e in loop.events(ticket)] == [Action.OPEN, Action.SPLIT]
    assert [[e.action for e in loop.events(one)] for one in made.others] == [[Action.OPEN], [Action.OPEN]]
    assert loop.events(ticket)[-1].facts["children"] == [one.number for one in made.others]


def test_a_part_has_its_own_work_at_the_same_place_for_the_same_department(loop: Any) -> None:
    ticket = loop.new()
    part = split(loop, ticket).others[0]
    assert (part.parent_id, part.service_code, part.description) == (ticket.id, "GS-01", "水池漏水")
    assert (part.location_id, part.department_id, part.channel) == (
        ticket.location_id, ticket.department_id, ticket.channel,
    )  # fmt: skip
    assert (part.status, part.assignee_id, part.number != ticket.number) == (Status.NEW, None, True)


def test_the_whole_keeps_its_own_work_and_stays_where_it_is(loop: Any) -> None:
    ticket = loop.in_progress()
    after = split(loop, ticket).ticket
    assert (after.status, after.service_code, after.assignee_id) == (
        Status.IN_PROGRESS, ticket.service_code, ticket.assignee_id,
    )  # fmt: skip


def test_a_part_may_lie_elsewhere(cast: Any, loop: Any) -> None:
    part = Part(service_code="GS-01", location_id=cast.icu)
    assert split(loop, loop.new(), parts=[part]).others[0].location_id == cast.icu


def test_a_part_is_promised_from_when_the_whole_was_reported(loop: Any) -> None:
    ticket = loop.new()
    loop.later(hours=3)
    part = split(loop, ticket).others[0]
    assert part.opened_at == ticket.opened_at
    same = loop.new(service_code="GS-01")
    assert part.complete_due is not None and same.complete_due is not None
    assert part.complete_due - part.opened_at == same.complete_due - same.opened_at
    assert part.late_recorded == 0, "the report itself was written down in time"


def test_a_whole_reported_days_ago_can_be_split_without_excuses(loop: Any) -> None:
    ticket = loop.new()
    loop.later(days=4)
    assert split(loop, ticket).others[0].opened_at == ticket.opened_at


def test_everybody_who_reported_the_whole_follows_each_part(loop: Any) -> None:
    ticket = loop.new()
    talking.join(loop.db, ticket_id=ticket.id, caller=Caller(name="王医生"), channel="qr", by=loop.by("wang"))
    part = split(loop, loop.ticket(ticket)).others[0]
    assert loop.reporters(part) == ["张护士", "王医生"]
    mine, theirs = reporters.of_ticket(loop.db, ticket.id), reporters.of_ticket(loop.db, part.id)
    assert not {one.token for one in mine} & {one.token for one in theirs}
    found = [reporters.same_person(loop.db, one, part.id) for one in mine]
    assert [one.id for one in found if one] == [one.id for one in theirs]


def test_a_part_of_a_part_belongs_to_the_same_whole(loop: Any) -> None:
    ticket = loop.new()
    part = split(loop, ticket).others[0]
    smaller = split(loop, part, parts=[LIFT]).others[0]
    assert smaller.parent_id == ticket.id
    around = family(loop.db, loop.ticket(part))
    assert around.whole is not None and around.whole.id == ticket.id
    assert [one.id for one in around.parts] == [smaller.id]


def test_who_has_the_job_hears_what_others_do(loop: Any) -> None:
    split(loop, loop.accepted("li"))
    assert loop.told("li")[-1] == "split"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([], "parts"),
        ([WATER] * (MOST_PARTS + 1), "parts"),
        ([WATER, Part()], "description"),
        ([Part(description="\u200b ")], "description"),
        ([Part(service_code="GS-99")], "service"),
        ([Part(service_code="GS-01", location_id=99_999)], "location"),
        ([Part(service_code="GS-01", severity="rather")], "severity"),
        ([Part(description="水" * 2001)], "description"),
    ],
)
def test_what_cannot_be_a_part_leaves_nothing_behind(loop: Any, parts: Any, field: str) -> None:
    ticket = loop.new()
    with pytest.raises(WrongInput) as refused:
        split(loop, ticket, parts=parts)
    assert refused.value.field == field
    assert [row["id"] for row in loop.rows("ticket")] == [ticket.id]
    assert len(loop.rows("reporter")) == 1
    assert loop.new().number.endswith("-0002"), "no number was lost"


def test_words_are_kept_as_they_were_typed(loop: Any) -> None:
    words = "<script>alert(1)</script> \u202e水池{number} %s"
    assert (
        split(loop, loop.new(), parts=[Part(description=words)]).others[0].description.startswith("<script>")
    )


@pytest.mark.parametrize("name", ["liu", "li", "chen", "zheng", "wu", "feng", "he", "admin"])
def test_who_may_not_split(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        split(loop, loop.accepted("li"), loop.by(name))
    assert len(loop.rows("ticket")) == 1


@pytest.mark.parametrize("name", ["wang", "zhao", "sun"])
def test_who_may_split(loop: Any, name: str) -> None:
    assert split(loop, loop.accepted("li"), loop.by(name)).others


def test_what_is_finished_is_not_split(loop: Any) -> None:
    with pytest.raises(Refusal):
        split(loop, loop.done())
    assert len(loop.rows("ticket")) == 1


def test_of_two_at_once_one_wins_and_the_other_is_told(loop: Any) -> None:
    ticket = loop.new()
    bys = [loop.by("wang"), loop.by("zhao")]
    came_out = at_once(*(lambda by=by: split(loop, ticket, by) for by in bys))
    (late,) = [out for out in came_out if isinstance(out, TooLate)]
    assert late.facts["what"] == "split"
    assert len(loop.rows("ticket")) == 2


def test_each_stands_alone_afterwards(loop: Any) -> None:
    """Cancelling, finishing and sending back one of them leaves the others where they are."""
    ticket = loop.new()
    part, other = split(loop, ticket, parts=[WATER, LIFT]).others
    closing.cancel(loop.db, ticket_id=ticket.id, version=None, reason="灯自己亮了", by=loop.by("wang"))
    assert loop.ticket(part).status is Status.NEW
    done = loop.accept(loop.assign(part), "li")
    work = Work(outcome="fixed", no_visit=True)
    done = working.complete(loop.db, ticket_id=part.id, version=None, work=work, by=loop.by("li"))
    closing.confirm(loop.db, ticket_id=done.id, version=None, how=ClosedHow.LINK, by=loop.link(done))
    back = closing.reopen(loop.db, ticket_id=done.id, version=None, reason="又漏了", by=loop.link(done))
    assert (back.status, back.parent_id) == (Status.ASSIGNED, ticket.id)
    assert [loop.ticket(one).status for one in (ticket, other)] == [Status.CANCELLED, Status.NEW]
    assert [str(problem) for problem in checking.problems(loop.db)] == []


def test_a_part_may_be_split_off_days_later_and_still_be_worked_on(loop: Any) -> None:
    ticket = loop.new()
    loop.now += timedelta(days=2)
    part = split(loop, ticket).others[0]
    assert loop.accept(loop.assign(part), "li").status is Status.ACCEPTED
    assert records.by_number(loop.db, part.number) == part.id
