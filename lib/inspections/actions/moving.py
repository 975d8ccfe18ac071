"""Moving a round that nobody has begun to another day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lib.core.clock import local_date
from lib.core.errors import Refusal, WrongInput
from lib.core.facts import instant
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.inspections import records, shifting
from lib.inspections.round import Round, state
from lib.inspections.shifting import Window
from lib.inspections.step import step
from lib.inspections.words import Action, State
from lib.store.database import Database, Reading
from lib.tickets.by import By

LONGEST_REASON = 200
NEEDS_REASON = mark("{day} lies outside the window of this round. Please say why it is moved there.")


def move(db: Database, *, round_id: int, version: int | None, day: date, reason: str = "", by: By) -> Round:
    """The round on that day. Inside its window, or back in the one it was made with, that is all; elsewhere a reason
    is needed and the window moves along. The history keeps where it came from, whether it left its window, and why.

    WrongInput at `reason` or `day`, Refusal for a round that was begun or is over, TooLate when somebody was faster.
    Source: the product's rule on moving rounds.
    """
    facts: dict[str, Any] = {}

    def rule(round: Round) -> Mapping[str, Any]:
        home = home_window(db, round)
        after = shifting.moved(round, day, home)
        outside = leaves(round, home, day)
        _check(db, round, day, after, by)
        if outside and not said:
            raise WrongInput(NEEDS_REASON, field="reason", day=day)
        facts.update({"from": round.day, "to": day, "outside": outside, "reason": said})
        facts.update({"opens_at": round.opens_at, "closes_at": round.closes_at})
        return {**after, "changed": True}

    said = seen(reason)
    if len(said) > LONGEST_REASON:
        raise WrongInput(mark("Please keep it under {most} characters."), field="reason", most=LONGEST_REASON)
    return step(db, Action.MOVE, round_id=round_id, version=version, by=by, rule=rule, facts=facts)


def home_window(db: Reading, round: Round) -> Window:
    """The window the round was made with, however often it has left it since."""
    moves = [event for event in records.events(db, round.id) if event.action is Action.MOVE]
    first = next((event for event in moves if event.facts.get("outside")), None)
    opens, closes = (
        (instant(first.facts["opens_at"]), instant(first.facts["closes_at"])) if first else (None, None)
    )
    return Window(opens or round.opens_at, closes or round.closes_at)


def leaves(round: Round, home: Window, day: date) -> bool:
    """Whether the round would leave both its window and the one it was made with."""
    stays = Window(round.opens_at, round.closes_at)
    return not any(shifting.inside(round.slot, window, day) for window in (home, stays))


def _check(db: Database, round: Round, day: date, after: Mapping[str, Any], by: By) -> None:
    if round.begun_at is not None or not round.is_open:
        raise Refusal(mark("Only a round that nobody has begun can be moved."))
    if state(round, by.now) is State.MISSED:
        raise Refusal(mark("The window of this round is over: it was missed and can only be made up."))
    if day == round.day:
        raise WrongInput(mark("The round already stands on {day}."), field="day", day=day)
    if day < local_date(by.now) or after["closes_at"] <= by.now:
        raise WrongInput(mark("A round cannot be moved into the past."), field="day")
    if taken(db, round, day):
        raise WrongInput(mark("On {day} this plan already has a round at that time."), field="day", day=day)


def taken(db: Reading, round: Round, day: date) -> bool:
    """Whether the plan has another round of that time of day on that day."""
    sql = """
        SELECT count(*) FROM round
        WHERE plan_id = $plan AND slot = $slot AND part = $part AND day = $day AND id <> $id AND status <> 'exempt'"""
    values = {"plan": round.plan_id, "slot": round.slot, "part": round.part, "day": day, "id": round.id}
    return bool(db.value(sql, **values))
