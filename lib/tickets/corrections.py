"""What corrections changed: each field with what stood there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lib.tickets.lifecycle import evolve
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action


class Changed(NamedTuple):
    """One field of a ticket, before and after."""

    field: str
    before: Any
    after: Any


def corrections(events: Sequence[Event]) -> Mapping[int, list[Changed]]:
    """By the number of the event, what each `edit` changed; the promise that follows from it is left out."""
    found: dict[int, list[Changed]] = {}
    ticket: Ticket | None = None
    for event in events:
        after = evolve(ticket, event)
        if event.action is Action.EDIT and ticket is not None:
            names = [name for name in event.facts["changes"] if name != "promise_id"]
            found[event.seq] = [Changed(name, getattr(ticket, name), getattr(after, name)) for name in names]
        ticket = after
    return found
