"""A round ends: done, or with something left that is carried on or missed; never passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lib.core.choices import known
from lib.core.clock import local_date, midnight, wall
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.inspections import plans, records, visits
from lib.inspections.actions.beginning import open_round
from lib.inspections.plans import parse_slots
from lib.inspections.round import Round
from lib.inspections.step import step, too_late
from lib.inspections.stops import finished_at, left, stops_of
from lib.inspections.visits import Written
from lib.inspections.words import Action, Status
from lib.people.roles import SYSTEM
from lib.store.database import Database, Reading, Transaction
from lib.tickets.by import By

GRACE = timedelta(hours=12)
LONGEST_REASON = 300


class Left(StrEnum):
    """What becomes of the stops that were not done whole."""

    CARRY = "carry"
    MISS = "miss"


LEFT_WORDS: Mapping[str, str] = {
    Left.CARRY: mark("Carry on in a follow-up round"),
    Left.MISS: mark("Count as missed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The round, the positions it left, and the round that carries them on (None: nothing is carried)."""

    round: Round
    left: tuple[int, ...]
    follow_up: Round | None


def end(
    db: Database, *, round_id: int, version: int | None, by: By, choice: str = "", reason: str = ""
) -> Ended:
    """Ends a round that is under way. All stops whole: done, as of when the last of them was. Something left: carried
    on in a follow-up round or missed, as `choice` says ("": as its plan says); missed wants a `reason`.

    NotAllowed, NotFound, TooLate, WrongInput; Refusal for one nobody has begun. Source: the product's rule.
    """
    with db.transaction() as tx:
        round = open_round(db, tx, round_id, by)
        if version is not None and version != round.version:
            raise too_late(tx, round)
        if round.status is Status.DUE:
            raise Refusal(
                mark(
                    "Nobody has begun this round; if nobody comes it counts as missed once its time is over."
                )
            )
        written = visits.of_round(tx, round_id)
        remaining = left(db, round, {one.position: one for one in written})
        wanted = _wanted(db, round, remaining, choice, reason.strip())
        facts = {"left": list(remaining), "choice": wanted, "reason": reason.strip()} if remaining else {}
        by = replace(by, happened_at=by.now if remaining else _done_at(round, written))
        ended = step(
            db, Action.END, round_id=round_id, version=None, by=by, rule=_ending(remaining, by), facts=facts
        )
        follow_up = carry_on(db, tx, ended, remaining, by.now) if wanted is Left.CARRY else None
    return Ended(round=ended, left=remaining, follow_up=follow_up)


def _done_at(round: Round, written: Sequence[Written]) -> datetime | None:
    """When the last stop was done; two phones that send late may have done all before the round counts as begun."""
    return max(filter(None, (finished_at(written), round.begun_at)), default=None)


def _ending(remaining: tuple[int, ...], by: By) -> Any:
    def rule(round: Round) -> Mapping[str, Any]:
        status = Status.DONE
        if remaining:
            status = Status.PARTIAL if round.stops_done else Status.MISSED
        return {"status": status, "ended_at": by.happened_at, "ended_by": by.actor.account_id}

    return rule


def _wanted(db: Database, round: Round, remaining: tuple[int, ...], choice: str, reason: str) -> Left | None:
    if not remaining:
        return None
    if choice and not known(Left, choice):
        raise WrongInput(mark("Please choose from the list."), field="choice")
    wanted = Left(choice) if choice else Left.CARRY if plans.plan(db, round.plan_id).carries else Left.MISS
    if choice == Left.MISS and not reason:
        raise WrongInput(mark("Please say why these stops are not done."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise WrongInput(mark("Please keep it under {most} characters."), field="reason", most=LONGEST_REASON)
    return wanted


def carry_on(db: Database, tx: Transaction, round: Round, remaining: tuple[int, ...], now: datetime) -> Round:
    """The follow-up round: the stops left, with a window as long as the first one's that ends before the next planned
    round begins, but not before the end of tomorrow."""
    tomorrow = local_date(now) + timedelta(days=1)
    part = tx.value(
        "SELECT max(part) FROM round WHERE plan_id = $plan AND occurs_on = $day AND slot = $slot",
        plan=round.plan_id,
        day=round.occurs_on,
        slot=round.slot,
    )
    fresh = replace(
        round,
        id=tx.next_id("round_id"),
        version=1,
        part=part + 1,
        status=Status.DUE,
        day=tomorrow,
        planned_at=wall(tomorrow, parse_slots(round.slot)[0].starts),
        opens_at=now,
        closes_at=_closes(tx, round, now),
        minutes=max(-(-round.minutes * len(remaining) // len(stops_of(db, round))), 1),
        positions=remaining,
        follows_id=round.id,
        changed=False,
        stops=len(remaining),
        stops_done=0,
        warned=0,
        failed=0,
        begun_at=None,
        begun_by=None,
        ended_at=None,
        ended_by=None,
    )
    records.add(tx, fresh)
    return fresh


def _closes(db: Reading, round: Round, now: datetime) -> datetime:
    following = db.value(
        """
        SELECT min(opens_at) FROM round
        WHERE plan_id = $plan AND slot = $slot AND part = 0 AND opens_at > $opens AND status <> 'exempt'
        """,
        plan=round.plan_id,
        slot=round.slot,
        opens=round.opens_at,
    )
    same_length = now + (round.closes_at - round.opens_at)
    end_of_tomorrow = midnight(local_date(now) + timedelta(days=2))
    return max(min(same_length, following or same_length), end_of_tomorrow)


def follow_up_of(db: Reading, round_id: int, position: int) -> Round | None:
    """The open round that carries on what this one left at that stop: what a phone still has for it belongs there."""
    rows = db.rows(
        f"{records.SELECT} WHERE r.follows_id = $id AND r.status IN ('due', 'running')", id=round_id
    )
    found = [records.from_row(row) for row in rows]
    return next((one for one in found if one.positions is None or position in one.positions), None)


def lapse(db: Database, now: datetime) -> int:
    """Rounds left under way half a day after their window, and after anybody wrote something down, end by themselves
    as their plans say; how many."""
    sql = """
        SELECT r.id FROM round r WHERE r.status = 'running' AND r.closes_at <= $before AND r.begun_at <= $before
        AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.round_id = r.id AND v.recorded_at > $before) ORDER BY r.id
    """
    return sum(_lapsed(db, row["id"], now) for row in db.rows(sql, before=now - GRACE))


def _lapsed(db: Database, round_id: int, now: datetime) -> bool:
    try:
        end(db, round_id=round_id, version=None, by=By(actor=SYSTEM, now=now))
    except Refusal:  # somebody ended it a moment ago
        return False
    return True
