"""How plans stand: their stations, the next round, when one was last done, and how many were done in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.inspections.checklists import Checklist, all_checklists
from lib.inspections.plans import Plan, Stop, all_plans
from lib.inspections.rights import matter
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database

LOOKED_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one plan: `next_at` when its next round that can still be done is planned for, `last_at` when one was last
    done; of the rounds due in the last 90 days, how many were done inside their window."""

    next_at: datetime | None = None
    last_at: datetime | None = None
    due: int = 0
    done: int = 0


def figures(db: Database, now: datetime) -> Mapping[int, Figures]:
    """By plan; a plan without rounds is not in it. Counted as the product's completion rate counts: planned rounds
    whose window is over or that are ended, without the exempted ones."""
    rows = db.rows(
        """
        SELECT plan_id,
          min(planned_at) FILTER (WHERE status IN ('due', 'running') AND closes_at > $now) AS next_at,
          max(ended_at) FILTER (WHERE status = 'done') AS last_at,
          count(*) FILTER (WHERE part = 0 AND status <> 'exempt' AND closes_at >= $since
            AND (closes_at <= $now OR ended_at IS NOT NULL)) AS due,
          count(*) FILTER (WHERE part = 0 AND status = 'done' AND closes_at >= $since AND ended_at < closes_at) AS done
        FROM round GROUP BY plan_id
        """,
        now=now,
        since=now - LOOKED_BACK,
    )
    return {row.pop("plan_id"): Figures(**row) for row in rows}


def seen(db: Database, actor: Actor) -> Sequence[Plan]:
    """The plans this person may see, by their codes."""
    found = [one for one in all_plans(db).values() if may(actor, Permission.SEE_ROUNDS, matter(db, one))]
    return sorted(found, key=lambda one: one.code)


def checklists_seen(db: Database, actor: Actor) -> Sequence[Checklist]:
    """The checklists this person may see: all for who keeps plans, else those their plans go by."""
    every = all_checklists(db).values()
    if may(actor, Permission.KEEP_PLANS):
        return list(every)
    used = {plan.checklist_id for plan in seen(db, actor)}
    return [one for one in every if one.id in used]


def stations(db: Database) -> Mapping[int, Sequence[Stop]]:
    """The stops of every plan's present route, in order, by plan."""

    def build() -> Mapping[int, Sequence[Stop]]:
        found: dict[int, list[Stop]] = defaultdict(list)
        rows = db.rows(
            """
            SELECT s.plan_id, s.position, s.asset_id, s.location_id
            FROM plan_stop s JOIN plan p ON p.id = s.plan_id AND p.route = s.route ORDER BY s.plan_id, s.position
            """
        )
        for row in rows:
            found[row.pop("plan_id")].append(Stop(**row))
        return found

    return db.derived("stations of plans", ("plan", "plan_stop"), build)
