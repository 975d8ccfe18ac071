"""The one way a round changes: permission, rule, the row if nobody was faster, and its event, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from lib.core.clock import local
from lib.core.errors import NotFound, TooLate
from lib.core.i18n import mark
from lib.inspections import records
from lib.inspections.rights import matter
from lib.inspections.round import Round
from lib.inspections.words import ACTION_WORDS, Action
from lib.people.roles import Actor, Permission, may, require
from lib.store.database import Database, Transaction
from lib.tickets.by import By, as_of_now

NEEDS: Mapping[Action, tuple[Permission, ...]] = {
    Action.BEGIN: (Permission.DO_ROUNDS,),
    Action.END: (Permission.DO_ROUNDS,),
    Action.EXEMPT: (Permission.KEEP_ROUNDS,),
    Action.UNEXEMPT: (Permission.KEEP_ROUNDS,),
    Action.MOVE: (Permission.KEEP_ROUNDS,),
    Action.GIVE: (Permission.KEEP_ROUNDS,),
    Action.EXPLAIN: (Permission.KEEP_ROUNDS, Permission.DO_ROUNDS),
}
"""Any one of them, where the round lies, is enough."""
Rule = Callable[[Round], Mapping[str, Any]]
"""From the round as it is, the columns that change; a Refusal where that cannot be."""
Also = Callable[[Transaction, Round], None]


def load(db: Database, round_id: int, actor: Actor, needs: Permission = Permission.SEE_ROUNDS) -> Round:
    """The round, for somebody the permission reaches there."""
    round = records.by_id(db, round_id)
    if round is None:
        raise NotFound(mark("There is no such round."))
    require(actor, needs, matter(db, round, actor))
    return round


def step(
    db: Database,
    action: Action,
    *,
    round_id: int,
    version: int | None,
    by: By,
    rule: Rule,
    facts: Mapping[str, Any] | None = None,
    also: Also | None = None,
) -> Round:
    """The round after the action. `version` is the one the person saw (None: whichever there is now).

    NotAllowed, NotFound and what the rule says; TooLate when somebody was faster, with who did what. `also` writes
    what belongs to it in the same transaction.
    """
    with db.transaction() as tx:
        round = records.by_id(tx, round_id)
        if round is None:
            raise NotFound(mark("There is no such round."))
        actor = as_of_now(db, by.actor)
        if not allowed(db, action, round, actor):
            require(actor, NEEDS[action][0], matter(db, round, actor))
        if version is not None and version != round.version:
            raise too_late(tx, round)
        after = replace(round, **rule(round), version=round.version + 1)
        if not records.change(tx, after, seen=round.version):
            raise too_late(tx, round)
        records.add_event(tx, event(after, action, by, facts or {}))
        if also:
            also(tx, after)
    return after


def allowed(db: Database, action: Action, round: Round, actor: Actor) -> bool:
    """Whether that person may do this with the round at all, however it stands."""
    about = matter(db, round, actor)
    return any(may(actor, one, about) for one in NEEDS[action])


def event(after: Round, action: Action, by: By, facts: Mapping[str, Any]) -> records.Event:
    """The line of history of a round that has just come to that version."""
    return records.Event(
        round_id=after.id,
        seq=after.version,
        action=action,
        actor_id=by.actor.account_id,
        actor_name=by.actor.name,
        happened_at=by.happened_at or by.now,
        recorded_at=by.now,
        facts=facts,
    )


def too_late(tx: Transaction, round: Round) -> TooLate:
    """Tells who did what a moment ago."""
    last = records.last_event(tx, round.id)
    if last is None:
        return TooLate(mark("The plan of this round was changed a moment ago; please look again."))
    return TooLate(
        mark("This round was {what} by {who} at {time}; it has been refreshed for you."),
        what=ACTION_WORDS[last.action],
        who=last.actor_name or mark("the product itself"),
        time=f"{local(last.recorded_at):%H:%M}",
    )
