"""Everything one page tells about a round, read in a handful of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.inspections import checklists, finding, plans, rechecking, records, settling, visits
from lib.inspections.checklists import Item
from lib.inspections.finding import Finding, Recheck
from lib.inspections.plans import Plan, Stop
from lib.inspections.rechecking import Due
from lib.inspections.records import Event
from lib.inspections.round import Round
from lib.inspections.step import load
from lib.inspections.stops import stops_of
from lib.inspections.visits import Written
from lib.people.roles import Actor
from lib.store.database import Database
from lib.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One stop: `visit` is what counts (None: nobody was there), `before` what had been written down earlier."""

    stop: Stop
    visit: Written | None
    before: Sequence[Written]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding with its ticket as it goes on now, its re-checks, and what is to be looked at again."""

    finding: Finding
    item: Item
    ticket: Ticket | None
    rechecks: Sequence[Recheck]
    due: Due | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDossier:
    """A round with all that hangs on it. `before`: the round it carries on; `after`: those that carry it on."""

    round: Round
    plan: Plan
    items: Mapping[int, Item]
    stops: Sequence[Seen]
    found: Sequence[Found]
    events: Sequence[Event]
    before: Round | None
    after: Sequence[Round]


def round_dossier(db: Database, round_id: int, actor: Actor) -> RoundDossier:
    """Of that round, for somebody who may see it; NotFound, NotAllowed."""
    round = load(db, round_id, actor)
    items = checklists.items(db, round.checklist_id, round.checklist_version)
    after = db.rows("SELECT id FROM round WHERE follows_id = $id ORDER BY part", id=round.id)
    return RoundDossier(
        round=round,
        plan=plans.plan(db, round.plan_id),
        items={item.item_id: item for item in items},
        stops=_stops(db, round),
        found=[about(db, one) for one in finding.of_round(db, round.id)],
        events=records.events(db, round.id),
        before=records.by_id(db, round.follows_id) if round.follows_id is not None else None,
        after=records.by_ids(db, [row["id"] for row in after]),
    )


def _stops(db: Database, round: Round) -> list[Seen]:
    written: dict[int, list[Written]] = {}
    for one in visits.of_round(db, round.id):
        written.setdefault(one.position, []).append(one)
    return [
        Seen(
            stop=stop,
            visit=written[stop.position][-1] if stop.position in written else None,
            before=written.get(stop.position, [])[:-1],
        )
        for stop in stops_of(db, round)
    ]


def about(db: Database, one: Finding) -> Found:
    """A finding with what came of it."""
    return Found(
        finding=one,
        item=rechecking.asked(db, one),
        ticket=settling.ticket_of(db, one),
        rechecks=finding.rechecks(db, one.id),
        due=rechecking.stands(db, one),
    )
