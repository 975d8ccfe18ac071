"""Peaks of work taken off: which rounds would move where, inside their windows, and those moves carried out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from lib.core.clock import local_date
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.inspections import flattening, records
from lib.inspections.actions.moving import move
from lib.inspections.flattening import Movable, Proposal
from lib.inspections.recurrence import Days, working_days
from lib.inspections.rights import matter
from lib.inspections.round import Round, state
from lib.inspections.seeing import visible
from lib.inspections.shifting import days_inside
from lib.inspections.words import State
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database
from lib.tickets.by import By

MOST = 5000
"""Rounds that are looked at in one go."""
SECONDS = 6.0
Group = tuple[str, int]
"""Whose day is filled: ("account" | "team" | "vendor" | "campus", its id), the nearest there is."""


class Wanted(NamedTuple):
    """One move somebody agreed to: the round, as it was seen, and its new day."""

    round_id: int
    version: int
    day: date


@dataclass(frozen=True, slots=True)
class Suggested:
    """`rounds`: those that would move, by id; `before` and `after`: minutes of the chosen rounds by day."""

    proposal: Proposal
    rounds: Mapping[int, Round]
    before: Mapping[date, int]
    after: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the moves: those that were made, and the others with why not."""

    moved: Sequence[Round]
    left: Sequence[tuple[Wanted, Refusal]]


def suggest(db: Database, ids: Collection[int], last: date, *, actor: Actor, now: datetime) -> Suggested:
    """The flattest schedule of those of these rounds that can be moved, up to that last day: the groups' peaks first,
    then the peak of all these rounds together, which never grows. Never into today or the past, nor onto a day that is
    not worked; the work of all others counts where it lies.

    Source: the product's rule on the flatter schedule.
    """
    require(actor, Permission.KEEP_ROUNDS)
    if len(ids) > MOST:
        raise WrongInput(mark("Please choose fewer rounds: at most {most} at a time."), most=MOST)
    today, asked = local_date(now), frozenset(ids)
    around = _around(db, today, last)
    keeps = _kept_by(db, actor, asked)
    chosen = [one for one in around if one.id in keeps and state(one, now) is State.DUE and one.day > today]
    movable = list(_movable(db, chosen, around, last, now))
    free = _not_worked(working_days(db), today, last)
    taken = {each.id for each in movable}
    stay = [one for one in around if one.id not in taken]
    beside = Counter[date]()
    for one in stay:
        beside[one.day] += one.minutes * (one.id in asked)
    proposal = flattening.propose(movable, _load(db, stay), beside=beside, closed=free, seconds=SECONDS)
    return _suggested(proposal, [one for one in around if one.id in asked])


def _around(db: Database, first: date, last: date) -> list[Round]:
    sql = (
        f"{records.SELECT} WHERE r.day BETWEEN $first AND $last AND r.status <> 'exempt' ORDER BY r.day, r.id"
    )
    return [records.from_row(row) for row in db.rows(sql, first=first, last=last)]


def _kept_by(db: Database, actor: Actor, asked: Collection[int]) -> frozenset[int]:
    sight = visible(actor, Permission.KEEP_ROUNDS)
    sql = f"SELECT r.id FROM round r WHERE r.id IN (SELECT unnest($ids::BIGINT[])) AND {sight.sql}"
    return frozenset(row["id"] for row in db.rows(sql, ids=list(asked), **sight.values))


def _movable(
    db: Database, chosen: Sequence[Round], around: Sequence[Round], last: date, now: datetime
) -> Iterator[Movable]:
    """As the search wants them: a day on which the plan already has that slot is not free for another."""
    ids = {one.id for one in chosen}
    stays: dict[object, set[date]] = defaultdict(set)
    for one in around:
        if one.id not in ids:
            stays[_apart(one)].add(one.day)
    for one in chosen:
        earliest, latest = days_inside(one.slot, one.opens_at, one.closes_at)
        yield Movable(
            id=one.id,
            day=one.day,
            earliest=max(earliest, local_date(now) + timedelta(days=1)),
            latest=min(latest, last),
            minutes=one.minutes,
            group=group(db, one),
            apart=_apart(one),
            never=frozenset(stays[_apart(one)]),
        )


def _apart(round: Round) -> tuple[int, str, int]:
    return round.plan_id, round.slot, round.part


def _not_worked(days: Days, first: date, last: date) -> frozenset[date]:
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(day for day in span if not days.worked(day))


def _load(db: Database, rounds: Sequence[Round]) -> Mapping[tuple[Hashable, date], int]:
    load: Counter[tuple[Hashable, date]] = Counter()
    for one in rounds:
        load[group(db, one), one.day] += one.minutes
    return load


def _suggested(proposal: Proposal, asked: Sequence[Round]) -> Suggested:
    to = {each.id: each.to_day for each in proposal.moves}
    before, after = Counter[date](), Counter[date]()
    for one in asked:
        before[one.day] += one.minutes
        after[to.get(one.id, one.day)] += one.minutes
    return Suggested(proposal, {one.id: one for one in asked if one.id in to}, before, after)


def group(db: Database, round: Round) -> Group:
    """Whose day the round fills; a post's is its team's."""
    belongs = matter(db, round)
    for kind, number in (
        ("account", round.account_id),
        ("team", belongs.team_id),
        ("vendor", belongs.vendor_id),
    ):
        if number is not None:
            return kind, number
    return "campus", round.campus_id or 0


def carry_out(db: Database, moves: Sequence[Wanted], *, by: By) -> Carried:
    """Makes the moves, each for itself; one whose place is still taken by another of them waits for that one."""
    moved: list[Round] = []
    left: list[tuple[Wanted, Refusal]] = []
    waiting = list(moves)
    while waiting:
        left = []
        for wanted in waiting:
            try:
                moved.append(
                    move(db, round_id=wanted.round_id, version=wanted.version, day=wanted.day, by=by)
                )
            except Refusal as refusal:
                left.append((wanted, refusal))
        if len(left) == len(waiting):
            break
        waiting = [wanted for wanted, _ in left]
    return Carried(moved, left)
