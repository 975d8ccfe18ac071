"""A consultation settled on the phone."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.tickets.actions import closing
from lib.tickets.words import ClosedHow, Status


def answer(loop: Any, ticket: Any, by: Any, note: str = " 六点半 ") -> Any:
    return closing.answer(loop.db, ticket_id=ticket.id, version=ticket.version, note=note, by=by)


def test_it_is_closed_as_answered(cast: Any, loop: Any) -> None:
    ticket = answer(loop, loop.new(kind="consultation"), loop.by("wang"))
    assert (ticket.status, ticket.closed_how) == (Status.CLOSED, ClosedHow.ANSWERED)
    assert (ticket.done_at, ticket.closed_at, ticket.done_by) == (loop.now, loop.now, cast.people["wang"])
    assert ticket.completions == 0
    assert loop.events(ticket)[-1].facts == {"note": "六点半"}


@pytest.mark.parametrize("kind", ["repair", "request", "assistance", "complaint", "suggestion", "hazard"])
def test_only_a_consultation_is_answered_away(loop: Any, kind: str) -> None:
    with pytest.raises(Refusal, match="consultation"):
        answer(loop, loop.new(kind=kind), loop.by("wang"))


def test_the_answer_is_written_down(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        answer(loop, loop.new(kind="consultation"), loop.by("wang"), note=" ")
    assert refused.value.field == "note"


def test_what_was_given_to_somebody_is_not_answered_away(loop: Any) -> None:
    with pytest.raises(Refusal, match="not possible"):
        answer(loop, loop.assigned("li", kind="consultation"), loop.by("wang"))


@pytest.mark.parametrize("name", ["liu", "sun", "li", "zheng", "admin"])
def test_only_the_desk_answers(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        answer(loop, loop.new(kind="consultation"), loop.by(name))
