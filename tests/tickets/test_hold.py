"""Putting on hold: a reason from the list, an expected time to go on, and for access whom one spoke to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.tickets.actions import working
from lib.tickets.words import HoldReason, Status


def hold(loop: Any, ticket: Any, **more: Any) -> Any:
    by = more.pop("by", None) or loop.by("li")
    said = {"reason": "parts_stock", "until": by.now + timedelta(hours=2), **more}
    return working.hold(loop.db, ticket_id=ticket.id, version=ticket.version, by=by, **said)


@pytest.mark.parametrize("stage", ["accepted", "in_progress"])
def test_a_job_stops_with_a_reason_and_a_time(loop: Any, stage: str) -> None:
    ticket = hold(loop, getattr(loop, stage)("li"))
    assert (ticket.status, ticket.hold_reason, ticket.hold_from) == (Status.ON_HOLD, "parts_stock", stage)
    assert (ticket.hold_since, ticket.hold_until) == (loop.now, loop.now + timedelta(hours=2))


@pytest.mark.parametrize("reason", list(HoldReason))
def test_every_reason_of_the_list_is_taken(loop: Any, reason: HoldReason) -> None:
    assert hold(loop, loop.in_progress("li"), reason=reason, spoke_to="张护士").hold_reason == reason


@pytest.mark.parametrize(
    ("said", "at_field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "tired"}, "reason"),
        ({"until": None}, "until"),
        ({"reason": "access", "spoke_to": " "}, "spoke_to"),
    ],
)
def test_what_is_missing_is_said_at_its_field(loop: Any, said: dict[str, Any], at_field: str) -> None:
    with pytest.raises(WrongInput) as refused:
        hold(loop, loop.in_progress("li"), **said)
    assert refused.value.field == at_field


def test_it_goes_on_after_now_only(loop: Any) -> None:
    ticket = loop.in_progress("li")
    with pytest.raises(WrongInput) as refused:
        hold(loop, ticket, until=loop.now + timedelta(minutes=1))
    assert refused.value.field == "until"


def test_whom_one_spoke_to_is_kept(loop: Any) -> None:
    ticket = hold(loop, loop.in_progress("li"), reason="access", spoke_to=" 张护士 ")
    assert loop.events(ticket)[-1].facts["spoke_to"] == "张护士"


def test_only_the_one_who_has_it_holds_it(loop: Any) -> None:
    ticket = loop.in_progress("li")
    with pytest.raises(NotAllowed):
        hold(loop, ticket, by=loop.by("chen"))


@pytest.mark.parametrize("stage", ["new", "assigned", "on_hold", "done", "closed"])
def test_what_nobody_works_on_is_not_held(loop: Any, stage: str) -> None:
    ticket = getattr(loop, stage)()
    with pytest.raises(Refusal):
        working.hold(
            loop.db,
            ticket_id=ticket.id,
            version=None,
            reason="access",
            spoke_to="张护士",
            until=loop.now + timedelta(days=1),
            by=loop.for_("li", actor="zhao"),
        )
    assert loop.ticket(ticket).version == ticket.version
