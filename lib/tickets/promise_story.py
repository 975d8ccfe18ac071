"""What a promise has been through: first due, moved to and why, used so far, kept or late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lib.catalog import promises
from lib.catalog.promises import STAGES, Terms
from lib.core.facts import instant
from lib.store.database import Database
from lib.tickets.changes import untimed
from lib.tickets.life import OVER, Life, Stretch, lived
from lib.tickets.promised import MOVING, REACHED, Clock
from lib.tickets.rules import rules
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action

_DUE = {stage: f"{stage}_due" for stage in STAGES}


@dataclass(frozen=True, slots=True)
class Move:
    """A due time that became another one by the event `by`. `over`: the stretch of time that moved it (a hold, or the
    time between done and reopened), None for a correction; `worked`: the working time in it; `word`: what a leader had
    said of that hold by then."""

    by: Event
    before: datetime | None
    after: datetime | None
    over: Stretch | None
    worked: timedelta
    word: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One stage's promise. `due` is what the ticket's row says, `first` what it said at the report.

    `used` is None where another system did not time the step. `reached`: when it was reached, None while awaited;
    `needless`: it never was, because the work ended without it. `late` by so much, None when it is not. `stands`: the
    hold in which its clock stands still now, `moved`: when it would be due if that hold ended now, None where that
    changes nothing. `if_confirmed`: where it would move if every hold nobody has decided on
    were confirmed. `refused`: holds somebody did not accept, so that it ran on. `anew`: a reopening began it anew,
    and this is what it says since then.
    """

    stage: str
    terms: Terms | None
    first: datetime | None
    due: datetime | None
    moves: Sequence[Move]
    used: timedelta | None
    reached: datetime | None
    needless: bool
    late: timedelta | None
    stands: Stretch | None
    moved: datetime | None
    if_confirmed: datetime | None
    refused: Sequence[Stretch]
    anew: bool


def stories(db: Database, ticket: Ticket, events: Sequence[Event], now: datetime) -> list[Story]:
    """The three promises of a ticket as they stand now; those nobody made are left out."""
    life, terms = lived(events, now), promises.terms(db, ticket.promise_id)
    clocks = {stage: Clock(life, stage, terms[stage], rules(db).policy) for stage in STAGES if stage in terms}
    told = (_story(stage, clocks.get(stage), ticket, life) for stage in STAGES)
    return [story for story in told if story.due is not None]


def moves(life: Life, stage: str, terms: Terms | None) -> list[Move]:
    """How the due time came to be what it is: as the events said it, whatever rules there are now."""
    found: list[Move] = []
    name, before = _DUE[stage], instant(life.events[0].facts.get(_DUE[stage]))
    for event in life.events:
        if event.action in MOVING and name in event.facts:
            after = instant(event.facts[name])
            over = _over(life, event)
            worked = terms.hours.worked(over.begins, over.ends) if terms and over else timedelta()
            if after != before:
                found.append(Move(event, before, after, over, worked, _word(life, over, event)))
            before = after
    return found


def _word(life: Life, over: Stretch | None, until: Event) -> Event | None:
    said = [event for event in life.events if event.action is Action.CONFIRM_HOLD and event.seq <= until.seq]
    return next((event for event in reversed(said) if over and event.facts["hold_seq"] == over.by.seq), None)


def _over(life: Life, event: Event) -> Stretch | None:
    """The hold that event ended or decided on, or the time between the last completion and that reopening."""
    if event.action is Action.CONFIRM_HOLD:
        return next((hold for hold in life.holds() if hold.by.seq == event.facts["hold_seq"]), None)
    ended: list[Stretch] = []
    for stretch in life.stretches:
        if stretch.by.seq == event.seq:
            break
        ended = (
            [*ended, stretch] if ended and stretch.status in OVER and ended[0].status in OVER else [stretch]
        )
    return replace(ended[0], ends=ended[-1].ends) if ended and event.action is not Action.EDIT else None


def _story(stage: str, clock: Clock | None, ticket: Ticket, life: Life) -> Story:
    told, due = moves(life, stage, clock.terms if clock else None), getattr(ticket, _DUE[stage])
    step, anew = _step(stage, ticket), bool(clock and clock.round)
    if clock and anew:
        due = clock.due() if stage != "complete" else due
    reached = clock.reached if clock else None
    happened = reached.begins if reached else step
    untold = clock is None and step is None and not ticket.is_open
    unknown = untold or bool(reached and untimed(reached.by))
    stands = clock.stands() if clock else None
    needless = reached is not None and reached.status not in REACHED[stage]
    return Story(
        stage=stage,
        terms=clock.terms if clock else None,
        first=told[0].before if told else due,
        due=due,
        moves=told,
        used=clock.used() if clock and not unknown else None,
        reached=None if unknown else happened,
        needless=needless,
        late=None if unknown or needless else _late(due, happened, stands, life),
        stands=stands,
        moved=_moved(clock, due) if clock and stands else None,
        if_confirmed=_if_confirmed(clock) if clock else None,
        refused=[hold for hold in life.holds() if hold.decided is False and clock and clock.waits(hold)],
        anew=anew,
    )


def _step(stage: str, ticket: Ticket) -> datetime | None:
    """When a step was taken that no calendar knows of: a promise of another system has a due time and nothing else."""
    name = {"respond": "accepted_at", "arrive": "arrived_at", "complete": "done_at"}[stage]
    step: datetime | None = getattr(ticket, name)
    return step


def _late(
    due: datetime | None, happened: datetime | None, stands: Stretch | None, life: Life
) -> timedelta | None:
    at = happened or (stands.begins if stands else life.end)
    return at - due if due is not None and at > due else None


def _moved(clock: Clock, due: datetime | None) -> datetime | None:
    found = clock.due()
    return found if found != due else None


def _if_confirmed(clock: Clock) -> datetime | None:
    granted = replace(clock, granted=True).due()
    return granted if granted != clock.due() else None
