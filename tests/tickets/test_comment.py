"""Notes: on any ticket, by whoever takes part in it."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotAllowed, WrongInput
from lib.tickets.actions import talking


def comment(loop: Any, ticket: Any, by: Any, note: str = " 科室说下午再来 ", **more: Any) -> Any:
    return talking.comment(loop.db, ticket_id=ticket.id, note=note, by=by, **more)


@pytest.mark.parametrize(
    "stage", ["new", "assigned", "accepted", "in_progress", "on_hold", "done", "closed", "answered"]
)
def test_a_note_changes_nothing_but_the_history(loop: Any, stage: str) -> None:
    ticket = getattr(loop, stage)()
    after = comment(loop, ticket, loop.by("wang"))
    assert (after.status, after.version) == (ticket.status, ticket.version + 1)
    assert loop.events(ticket)[-1].facts == {"note": "科室说下午再来"}


def test_an_empty_note_is_refused(loop: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        comment(loop, loop.new(), loop.by("wang"), note="  ")
    assert refused.value.field == "note"


@pytest.mark.parametrize("name", ["liu", "wang", "zhao", "sun", "li", "wu", "zheng", "feng"])
def test_whoever_takes_part_may_note_something(loop: Any, name: str) -> None:
    assert comment(loop, loop.assigned("li"), loop.by(name)).version == 3


@pytest.mark.parametrize("name", ["chen", "zhou", "qian", "he", "admin"])
def test_others_only_read_or_see_nothing(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        comment(loop, loop.assigned("li"), loop.by(name))


def test_the_reporter_notes_on_their_own_ticket_only(loop: Any) -> None:
    mine, other = loop.new(), loop.new()
    assert comment(loop, mine, loop.link(mine)).version == 2
    with pytest.raises(NotAllowed):
        comment(loop, mine, loop.link(other))


def test_photos_belong_to_the_note(loop: Any, kept_picture: str) -> None:
    ticket = comment(loop, loop.new(), loop.by("wang"), photos=[kept_picture, kept_picture])
    [row] = loop.rows("attachment")
    assert (row["ticket_id"], row["event_seq"], row["hash"]) == (ticket.id, 2, kept_picture)
