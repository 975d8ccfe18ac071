"""Arriving: verified when the code of that very room was scanned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal
from lib.tickets.actions import working
from lib.tickets.words import Status


def arrive(loop: Any, ticket: Any, by: Any, scanned: int | None = None) -> Any:
    return working.arrive(
        loop.db, ticket_id=ticket.id, version=ticket.version, by=by, scanned_location_id=scanned
    )


def test_arriving_begins_the_work(loop: Any) -> None:
    ticket = arrive(loop, loop.accepted("li"), loop.by("li"))
    assert (ticket.status, ticket.arrived_at) == (Status.IN_PROGRESS, loop.now)
    assert not ticket.verified_on_site


def test_the_scanned_room_verifies_it(cast: Any, loop: Any) -> None:
    assert arrive(loop, loop.accepted("li"), loop.by("li"), cast.room).verified_on_site


def test_another_rooms_code_verifies_nothing(cast: Any, loop: Any) -> None:
    assert not arrive(loop, loop.accepted("li"), loop.by("li"), cast.icu).verified_on_site


def test_a_ticket_without_a_place_cannot_be_verified(loop: Any) -> None:
    ticket = loop.accepted("li", location_id=None)
    assert not arrive(loop, ticket, loop.by("li")).verified_on_site


def test_nobody_arrives_before_they_accepted(loop: Any) -> None:
    with pytest.raises(Refusal, match="not possible"):
        arrive(loop, loop.assigned("li"), loop.by("li"))


def test_only_the_one_who_has_it_arrives(loop: Any) -> None:
    ticket = loop.accepted("li")
    for name in ("chen", "zhou"):
        with pytest.raises(NotAllowed):
            arrive(loop, ticket, loop.by(name))
    with pytest.raises(Refusal, match="for which technician"):
        arrive(loop, ticket, loop.by("sun"))


def test_arrival_before_acceptance_counts_from_acceptance(loop: Any) -> None:
    ticket = loop.accepted("li")
    early = loop.for_("li", happened_at=ticket.accepted_at - timedelta(minutes=20))
    assert arrive(loop, ticket, early).arrived_at == ticket.accepted_at
