"""What happened to a round, said to people: one sentence for each event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from lib.core.clock import local
from lib.core.i18n import Say, mark
from lib.inspections.records import Event
from lib.inspections.round import Round, state
from lib.inspections.words import Action, State


def told(event: Event, say: Say) -> str:
    """The event without its subject: "gave it to 李师傅", "moved it from 11-16 to 11-18, outside its window"."""
    return _TOLD[event.action](event, say)


def lapsed(round: Round, now: datetime, say: Say) -> str:
    """That nobody came until its window closed, which no event says; "" where that is not so."""
    if round.begun_at is not None or state(round, now) is not State.MISSED:
        return ""
    closed = f"{local(round.closes_at):%m-%d %H:%M}"
    return say(
        mark("The window closed on {time} and nobody had come: the round counts as missed."), time=closed
    )


def reason(event: Event) -> str:
    """What somebody wrote with it; "" for nothing."""
    return str(event.facts.get("reason") or "")


def who(event: Event, say: Say) -> str:
    """Who did it; without a name it was the clock."""
    return event.actor_name or say(mark("the product itself"))


def _begun(event: Event, say: Say) -> str:
    return say(mark("began the round"))


def _ended(event: Event, say: Say) -> str:
    stops = len(event.facts.get("left") or ())
    if not stops:
        return say(mark("ended the round: every stop was inspected"))
    if event.facts.get("choice") == "carry":
        return say(mark("ended the round; stops left and carried on in a follow-up round: {n}"), n=stops)
    return say(mark("ended the round; stops left and counted as missed: {n}"), n=stops)


def _exempted(event: Event, say: Say) -> str:
    return say(mark("exempted the round"))


def _unexempted(event: Event, say: Say) -> str:
    return say(mark("took the exemption back: the round is to be done"))


def _explained(event: Event, say: Say) -> str:
    return say(mark("said why it was missed"))


def _moved(event: Event, say: Say) -> str:
    days = {name: _day(event.facts.get(name)) for name in ("from", "to")}
    if event.facts.get("outside"):
        return say(
            mark("moved it from {before} to {after}, outside its window"),
            before=days["from"],
            after=days["to"],
        )
    return say(mark("moved it from {before} to {after}"), before=days["from"], after=days["to"])


def _given(event: Event, say: Say) -> str:
    inspectors = say(mark("the inspectors"))
    before, after = event.facts.get("from") or inspectors, event.facts.get("whom") or inspectors
    return say(mark("gave it to {after} instead of {before}"), after=after, before=before)


def _day(kept: object) -> str:
    return f"{date.fromisoformat(str(kept)):%m-%d}" if kept else ""


_TOLD: Mapping[Action, Callable[[Event, Say], str]] = {
    Action.BEGIN: _begun,
    Action.END: _ended,
    Action.EXEMPT: _exempted,
    Action.UNEXEMPT: _unexempted,
    Action.MOVE: _moved,
    Action.GIVE: _given,
    Action.EXPLAIN: _explained,
}
