"""Which levels a ticket has reached by now and nobody was told of yet; pure, from the ticket and what was done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.catalog.promises import STAGES
from lib.tickets.escalation.levels import Level
from lib.tickets.ticket import Ticket
from lib.tickets.words import Severity, Status

UNACCEPTED, PHONE, WATCH, URGED = "unaccepted", "phone", "watch", "urged"
"""Levels that are no rows of the table: an emergency nobody accepts, phoning for it, a watch that is over, the urge."""
Moment = Callable[[Level, datetime], datetime]
"""When a level comes where the stage is due then."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A level a ticket has reached. `round`: the completion it belongs to (how often the ticket came back), or for a
    call and a watch the second it began. At most once each."""

    ticket_id: int
    level: str
    stage: str
    round: int
    due_at: datetime | None

    @property
    def key(self) -> tuple[str, str, int]:
        """What may be there only once for a ticket."""
        return self.level, self.stage, self.round


@dataclass(frozen=True, slots=True)
class Reached:
    """What is to be told now: the highest missed level of each stage, the highest of these first; `passed` are the
    lower ones nobody hears of any more."""

    marks: Sequence[Mark]
    levels: Sequence[Level]
    passed: Sequence[Mark]


def reached(
    ticket: Ticket,
    tiers: Mapping[tuple[str, str], Sequence[Level]],
    tier: str,
    *,
    stages: Iterable[tuple[str, datetime]],
    done: Collection[Mark],
    now: datetime,
    moment: Moment,
) -> Reached | None:
    """The levels to tell of now; None when there is nothing to tell. `stages`: those that run, with their due times.

    However many levels were missed, one is told of in each stage. The same due time is never told of twice, even
    after the ticket came back.
    """
    keys, dues = {mark.key for mark in done}, {(mark.level, mark.stage, mark.due_at) for mark in done}
    fired: list[tuple[Level, Mark]] = []
    passed: list[Mark] = []
    for stage, due in stages:
        missed = [
            (level, mark)
            for level in tiers.get((tier, stage), ())
            for mark in (Mark(ticket.id, str(level.id), stage, ticket.reopens, due),)
            if mark.key not in keys
            and (mark.level, stage, due) not in dues
            and _came(level, moment(level, due), ticket, now)
        ]
        if missed:
            missed.sort(key=lambda one: one[0].minutes)
            highest = missed.pop()
            passed.extend(mark for _, mark in missed)
            # A level below one that was told of already comes too late: a new one below an old one, say.
            told = [one for one in done if one.stage == stage and one.round == ticket.reopens]
            fired.append(highest) if _above(highest[0], told, tiers, tier) else passed.append(highest[1])
    fired.sort(key=lambda one: (one[0].minutes, STAGES.index(one[0].stage)), reverse=True)
    if not fired and not passed:
        return None
    return Reached([mark for _, mark in fired], [level for level, _ in fired], passed)


def _came(level: Level, at: datetime, ticket: Ticket, now: datetime) -> bool:
    # A reminder an hour before is none where the promise is half an hour long.
    return at <= now and (
        level.minutes >= 0 or at > max(ticket.opened_at, ticket.appointment_at or ticket.opened_at)
    )


def _above(
    level: Level, told: Collection[Mark], tiers: Mapping[tuple[str, str], Sequence[Level]], tier: str
) -> bool:
    minutes = {str(one.id): one.minutes for one in tiers.get((tier, level.stage), ())}
    return all(minutes.get(mark.level, level.minutes) <= level.minutes for mark in told)


def pending(ticket: Ticket) -> Iterator[tuple[str, datetime]]:
    """The stages an open ticket has still to reach, with their due times."""
    if not ticket.is_open:
        return
    # A ticket that came back is judged by when it is finished alone.
    first = ticket.reopens == 0
    ahead = {
        "respond": first and ticket.accepted_at is None,
        "arrive": first and ticket.arrived_at is None,
        "complete": True,
    }
    for stage in STAGES:
        due: datetime | None = getattr(ticket, f"{stage}_due")
        if due is not None and ahead[stage]:
            yield stage, due


def unaccepted(
    ticket: Ticket, *, call_after: int, phone_after: int, now: datetime
) -> tuple[Mark, Mark | None] | None:
    """An emergency that nobody accepts: the call that is due and, when it is time to phone, that instead, with the
    call as what is passed over. Minutes since it was given to somebody, or reported; 0 for never."""
    if ticket.severity is not Severity.EMERGENCY or ticket.status not in (Status.NEW, Status.ASSIGNED):
        return None
    since = unaccepted_since(ticket)
    round_ = int(since.timestamp())
    call = Mark(ticket.id, UNACCEPTED, "respond", round_, since)
    phone = Mark(ticket.id, PHONE, "respond", round_, since)
    given = ticket.status is Status.ASSIGNED
    if phone_after and given and now >= since + timedelta(minutes=call_after + phone_after):
        return phone, call
    if call_after and now >= since + timedelta(minutes=call_after):
        return call, None
    return None


def unaccepted_since(ticket: Ticket) -> datetime:
    """Since when somebody should have accepted it."""
    given = ticket.assigned_at if ticket.status is Status.ASSIGNED else None
    return max(filter(None, (ticket.opened_at, ticket.appointment_at, given)))


def watch_over(ticket: Ticket, now: datetime) -> Mark | None:
    """A watched ticket whose deadline has passed."""
    until = ticket.watched_until
    if not ticket.is_open or not ticket.watched or until is None or until > now:
        return None
    return Mark(ticket.id, WATCH, WATCH, int(until.timestamp()), until)
