"""Urging, and "me too": the same fault reported again is an urge, not a ticket."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal
from lib.tickets import records
from lib.tickets.actions import talking
from lib.tickets.reporters import Caller


def urge(loop: Any, ticket: Any, by: Any = None) -> Any:
    return talking.urge(loop.db, ticket_id=ticket.id, by=by or loop.link(ticket), note="  病人等着 ")


@pytest.mark.parametrize("stage", ["new", "assigned", "accepted", "in_progress", "on_hold"])
def test_every_urge_counts_while_it_is_open(loop: Any, stage: str) -> None:
    ticket = getattr(loop, stage)()
    once = urge(loop, ticket)
    assert (once.urges, once.status, urge(loop, once).urges) == (1, ticket.status, 2)
    assert loop.events(ticket)[-1].facts["note"] == "病人等着"


@pytest.mark.parametrize("stage", ["done", "closed"])
def test_what_is_finished_is_not_urged(loop: Any, stage: str) -> None:
    with pytest.raises(Refusal, match="not possible"):
        urge(loop, getattr(loop, stage)())


def test_the_first_urge_tells_technician_and_leader(loop: Any) -> None:
    urge(loop, loop.accepted("li"))
    assert (loop.told("li"), loop.told("sun"), loop.told("zhao")) == (["assigned", "urged"], ["urged"], [])


def test_the_second_urge_tells_the_dispatchers(loop: Any) -> None:
    ticket = urge(loop, urge(loop, loop.accepted("li")))
    assert loop.told("zhao") == ["urged"]
    assert ticket.urges == 2


def test_an_urge_says_how_often(cast: Any, loop: Any) -> None:
    from lib.notifications import outbox

    ticket = urge(loop, urge(loop, loop.accepted("li")))
    [last, *_] = outbox.unseen(cast.db, cast.people["li"])
    assert last["facts"] == {"number": ticket.number, "urges": 2}


@pytest.mark.parametrize("name", ["liu", "wang", "zhao"])
def test_department_and_desk_urge_too(loop: Any, name: str) -> None:
    assert urge(loop, loop.new(), loop.by(name)).urges == 1


@pytest.mark.parametrize("name", ["sun", "li", "feng", "zheng", "admin"])
def test_nobody_else_urges(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        urge(loop, loop.assigned("li"), loop.by(name))


def test_the_link_of_another_ticket_urges_nothing(loop: Any) -> None:
    mine, other = loop.new(), loop.new()
    with pytest.raises(NotAllowed):
        urge(loop, mine, loop.link(other))


def test_the_same_fault_is_found_before_it_is_reported_twice(cast: Any, loop: Any) -> None:
    ticket = loop.new()
    loop.new(service_code="GD-02")
    loop.new(location_id=cast.icu)
    loop.done()
    found = records.same_fault(cast.db, location_id=cast.room, service_code="GD-01")
    assert [row["id"] for row in found] == [ticket.id]


def test_me_too_follows_the_ticket_and_counts_as_an_urge(loop: Any) -> None:
    ticket = loop.accepted("li")
    caller = Caller(name="王医生", phone="8102")
    after, reporter = talking.join(
        loop.db, ticket_id=ticket.id, caller=caller, channel="hotline", by=loop.by("wang")
    )
    assert (after.urges, len(loop.rows("ticket"))) == (1, 1)
    assert loop.reporters(ticket) == ["张护士", "王医生"]
    assert reporter.ticket_id == ticket.id
    assert loop.events(ticket)[-1].facts["joined"] == "王医生"
    assert loop.told("li") == ["assigned", "urged"]


def test_the_second_reporter_has_a_link_of_their_own(loop: Any) -> None:
    opened = loop.opened()
    _, reporter = talking.join(
        loop.db, ticket_id=opened.ticket.id, caller=Caller(), channel="qr", by=loop.link(opened.ticket)
    )
    assert reporter.token != opened.reporter.token


def test_nobody_joins_what_is_finished(loop: Any) -> None:
    ticket = loop.done()
    with pytest.raises(Refusal, match="not possible"):
        talking.join(loop.db, ticket_id=ticket.id, caller=Caller(), channel="qr", by=loop.link(ticket))
    assert loop.reporters(ticket) == ["张护士"]
