"""Cancelling: the reporter while nobody owns it, the desk until somebody has accepted."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate
from lib.tickets.actions import closing
from lib.tickets.words import Status


def cancel(loop: Any, ticket: Any, by: Any, version: Any = "seen") -> Any:
    seen = ticket.version if version == "seen" else version
    return closing.cancel(loop.db, ticket_id=ticket.id, version=seen, reason="自己好了", by=by)


def test_the_reporter_cancels_while_it_is_new(loop: Any) -> None:
    ticket = loop.new()
    after = cancel(loop, ticket, loop.link(ticket))
    assert (after.status, after.closed_at, after.closed_how) == (Status.CANCELLED, loop.now, "")
    assert after.first_closed_at is None


def test_the_reporter_is_told_when_somebody_is_on_the_way(loop: Any) -> None:
    ticket = loop.assigned("li")
    with pytest.raises(TooLate, match="phone the desk"):
        cancel(loop, ticket, loop.link(ticket))


def test_the_desk_cancels_until_somebody_has_accepted(loop: Any) -> None:
    assert cancel(loop, loop.new(), loop.by("wang")).status is Status.CANCELLED
    assert cancel(loop, loop.assigned("li"), loop.by("wang")).status is Status.CANCELLED
    assert loop.told("li") == ["assigned", "cancelled"]
    with pytest.raises(Refusal, match="not possible"):
        cancel(loop, loop.accepted("li"), loop.by("wang"))


def test_the_leader_hears_that_a_team_job_was_cancelled(loop: Any) -> None:
    cancel(loop, loop.assigned("team"), loop.by("zhao"))
    assert loop.told("sun") == ["offered", "cancelled"]


@pytest.mark.parametrize("name", ["liu", "sun", "li", "zheng", "feng", "admin"])
def test_nobody_else_cancels(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        cancel(loop, loop.new(), loop.by(name))


def test_the_link_of_another_ticket_cancels_nothing(loop: Any) -> None:
    mine, other = loop.new(), loop.new()
    with pytest.raises(NotAllowed):
        cancel(loop, mine, loop.link(other))


def test_what_is_cancelled_stays_cancelled(loop: Any) -> None:
    ticket = loop.new()
    after = cancel(loop, ticket, loop.by("wang"))
    with pytest.raises(Refusal, match="not possible"):
        cancel(loop, after, loop.by("wang"))
