"""The stops of one round: those of its plan's route, or those an earlier round had left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.inspections import plans
from lib.inspections.plans import Stop
from lib.inspections.round import Round
from lib.inspections.visits import Written
from lib.inspections.words import Verdict
from lib.store.database import Database


@dataclass(frozen=True, slots=True)
class Tally:
    """What the last visits of a round say: stops done whole, answers near the limit, answers not in order."""

    stops_done: int
    warned: int
    failed: int


def stops_of(db: Database, round: Round) -> tuple[Stop, ...]:
    """In the order of the route."""
    whole = plans.route(db, round.plan_id, round.route)
    wanted = round.positions
    return whole if wanted is None else tuple(stop for stop in whole if stop.position in wanted)


def stop_of(db: Database, round: Round, position: int) -> Stop:
    """One of them; NotFound when the round has none there."""
    found = next((stop for stop in stops_of(db, round) if stop.position == position), None)
    if found is None:
        raise NotFound(mark("This round has no such stop."))
    return found


def left(db: Database, round: Round, last: Mapping[int, Written]) -> tuple[int, ...]:
    """The positions not done whole: never reached, skipped, or with something unchecked. Source: the product's rule,
    which never counts those as passed."""
    return tuple(
        stop.position
        for stop in stops_of(db, round)
        if stop.position not in last or not last[stop.position].is_whole
    )


def tally(last: Iterable[Written]) -> Tally:
    """Counted from the last visit of each stop."""
    visits = list(last)
    verdicts = [one.verdict for visit in visits for one in visit.answers]
    done = sum(visit.is_whole for visit in visits)
    return Tally(done, verdicts.count(Verdict.WARNED), verdicts.count(Verdict.FAILED))


def finished_at(visits: Iterable[Written]) -> datetime | None:
    """When the last of these stops was first done whole; None when none was. What is put right afterwards makes a
    round no later."""
    first: dict[int, datetime] = {}
    for visit in visits:
        if visit.is_whole:
            at = first.get(visit.position, visit.visited_at)
            first[visit.position] = min(at, visit.visited_at)
    return max(first.values(), default=None)
