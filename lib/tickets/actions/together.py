"""The department's one word about several parts of its report: each part has an event of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.people.roles import Actor
from lib.store.database import Database
from lib.tickets import records, reporters
from lib.tickets.actions import closing
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.step import By
from lib.tickets.reporters import Reporter
from lib.tickets.rights import possible
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, ClosedHow, Status


def family_of(db: Database, reporter: Reporter) -> list[Ticket]:
    """All of what that link reported: the whole and its parts, oldest first; a single ticket for most reports."""
    shown = {reporter.ticket_id, reporters.followed(db, reporter)}
    here = records.by_ids(db, sorted(shown))
    roots = sorted({one.parent_id or one.id for one in here})
    rows = db.rows(
        "SELECT id FROM ticket WHERE id IN (SELECT unnest($roots)) OR parent_id IN (SELECT unnest($roots))",
        roots=roots,
    )
    return records.by_ids(db, sorted({row["id"] for row in rows} | shown))


@dataclass(frozen=True, slots=True)
class Sayable:
    """A part about which this link can say something now: who says it there, and what."""

    ticket: Ticket
    actor: Actor
    actions: frozenset[Action]


def sayable(db: Database, reporter: Reporter, whole: Iterable[Ticket], now: datetime) -> list[Sayable]:
    """Which of the tickets of a report (`family_of`) wait for, or allow, this link's word: confirm or rate."""
    found = []
    for ticket in whole:
        if ticket.status not in (Status.DONE, Status.CLOSED):
            continue
        there = (
            reporter if ticket.id == reporter.ticket_id else reporters.same_person(db, reporter, ticket.id)
        )
        if there is None:
            continue
        actor = reporters.acting(db, there)
        if actions := frozenset(possible(db, ticket, actor, now)) & {Action.CONFIRM, Action.RATE}:
            found.append(Sayable(ticket, actor, actions))
    return found


def confirm_those(db: Database, reporter: Reporter, numbers: Iterable[str], *, now: datetime) -> list[Ticket]:
    """Those parts are good. What has been confirmed or sent back meanwhile is passed over; Refusal when nothing is
    left, WrongInput when nothing was chosen."""
    with db.transaction():
        return [
            closing.confirm(
                db, ticket_id=one.ticket.id, version=None, how=ClosedHow.LINK, by=By(actor=one.actor, now=now)
            )
            for one in _chosen(db, reporter, Action.CONFIRM, numbers, now)
        ]


def rate_those(
    db: Database, reporter: Reporter, numbers: Iterable[str], scores: Scores, *, now: datetime
) -> list[Ticket]:
    """The same scores for those parts, each rated once; refused as `confirm_those`."""
    with db.transaction():
        return [
            closing.rate(
                db, ticket_id=one.ticket.id, version=None, scores=scores, by=By(actor=one.actor, now=now)
            )
            for one in _chosen(db, reporter, Action.RATE, numbers, now)
        ]


def _chosen(
    db: Database, reporter: Reporter, action: Action, numbers: Iterable[str], now: datetime
) -> Sequence[Sayable]:
    wanted = set(numbers)
    if not wanted:
        raise WrongInput(mark("Please tick what your word is about."), field="part")
    possible_now = sayable(db, reporter, family_of(db, reporter), now)
    chosen = [one for one in possible_now if action in one.actions and one.ticket.number in wanted]
    if not chosen:
        raise Refusal(mark("None of these waits for your word any more."))
    return chosen
