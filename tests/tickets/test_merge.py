"""Merging: the repeated ticket ends, the other carries on, and everybody who reported follows it by their link."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate, WrongInput
from lib.tickets import reporters
from lib.tickets.actions import merging
from lib.tickets.words import Status


def merge(loop: Any, ticket: Any, into: Any, name: str = "wang") -> Any:
    return merging.merge(
        loop.db, ticket_id=ticket.id, version=ticket.version, into_id=into.id, by=loop.by(name)
    )


def test_the_repeated_ticket_points_to_the_one_that_carries_on(loop: Any) -> None:
    first, again = loop.accepted(), loop.new()
    kept = merge(loop, again, first)
    ended = loop.ticket(again)
    assert (ended.status, ended.merged_into, ended.closed_at) == (Status.MERGED, first.id, loop.now)
    assert (kept.id, kept.status, kept.urges) == (first.id, Status.ACCEPTED, 1)
    assert loop.events(first)[-1].facts["merged"] == again.number


@pytest.mark.parametrize("stage", ["new", "assigned", "accepted"])
def test_what_nobody_has_begun_can_be_merged(loop: Any, stage: str) -> None:
    again = getattr(loop, stage)()
    merge(loop, again, loop.new())
    assert loop.ticket(again).status is Status.MERGED


@pytest.mark.parametrize("stage", ["in_progress", "on_hold", "done", "closed"])
def test_work_that_was_begun_stays_a_ticket(loop: Any, stage: str) -> None:
    into, begun = loop.new(), getattr(loop, stage)()
    with pytest.raises(Refusal, match="not possible"):
        merge(loop, begun, into)
    assert (loop.ticket(begun).status, loop.ticket(into).urges) == (begun.status, 0)


def test_nothing_is_merged_into_what_is_finished(loop: Any) -> None:
    finished, again = loop.done(), loop.new()
    with pytest.raises(Refusal, match="finished already"):
        merge(loop, again, finished)
    assert loop.ticket(again).status is Status.NEW


def test_not_into_itself_nor_into_nothing(loop: Any) -> None:
    ticket = loop.new()
    for other in (ticket.id, 9999):
        with pytest.raises(NotFound):
            merging.merge(loop.db, ticket_id=ticket.id, version=None, into_id=other, by=loop.by("wang"))


def test_into_a_merged_ticket_means_the_one_that_carries_it_on(loop: Any) -> None:
    first, second, third = loop.new(), loop.new(), loop.new()
    merge(loop, second, first)
    assert merge(loop, third, second).id == first.id
    assert loop.ticket(third).merged_into == first.id


def test_everybody_who_reported_one_of_them_follows_the_one_that_is_left(loop: Any) -> None:
    first, second, third = loop.opened(), loop.opened(), loop.opened()
    merge(loop, loop.ticket(third.ticket), second.ticket)
    merge(loop, loop.ticket(second.ticket), first.ticket)
    following = [who.id for who in reporters.of_ticket(loop.db, first.ticket.id)]
    assert following == [first.reporter.id, second.reporter.id, third.reporter.id]
    assert reporters.first(loop.db, first.ticket.id) == first.reporter.id


def test_the_one_that_is_left_is_as_grave_as_the_graver(loop: Any) -> None:
    calm, grave = loop.new(), loop.new(severity="urgent")
    kept = merge(loop, grave, calm)
    assert kept.severity == "urgent"
    assert kept.arrive_due < calm.arrive_due


def test_whoever_had_the_job_is_told_that_it_is_gone(loop: Any) -> None:
    first, again = loop.new(), loop.assigned("li")
    merge(loop, again, first)
    assert loop.told("li") == ["assigned", "merged"]


@pytest.mark.parametrize("name", ["sun", "li", "liu", "zheng", "feng", "admin"])
def test_only_the_desk_merges(loop: Any, name: str) -> None:
    first, again = loop.assigned("li"), loop.assigned("li")
    with pytest.raises(NotAllowed):
        merge(loop, again, first, name)


def test_who_merges_what_has_moved_on_is_told(loop: Any) -> None:
    first, again = loop.new(), loop.new()
    loop.assign(again)
    with pytest.raises(TooLate):
        merge(loop, again, first)


def test_what_is_neither_alike_nor_near_needs_a_word_why(loop: Any) -> None:
    lamp, door = loop.new(), loop.new(service_code="FW-01", description="自动门夹人")
    with pytest.raises(WrongInput) as refused:
        merge(loop, door, lamp)
    assert refused.value.field == "note"
    by = loop.by("wang")
    merging.merge(loop.db, ticket_id=door.id, version=None, into_id=lamp.id, by=by, note="同一次跳闸")
    assert loop.ticket(door).status is Status.MERGED
