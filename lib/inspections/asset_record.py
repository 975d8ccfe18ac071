"""The maintenance record of an asset: its tickets and what they cost, how long it was down, its rounds and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.inspections import seeing as rounds_seen
from lib.inspections.asset_times import Span, Times, times
from lib.inspections.round import STATE_SQL
from lib.people.roles import Actor
from lib.store.database import Database, Row
from lib.tickets import seeing as tickets_seen
from lib.tickets.rules import rules

OPEN_ROUTE = "(r.positions IS NULL OR list_contains(r.positions, s.position))"
"""Whether round `r` goes to stop `s` of its route: a follow-up goes only to what was left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """`tickets`: id, number, kind, status, service_code, description, opened_at, done_at, closed_at, material_cents,
    labour_minutes; newest first, only those the person may see, `unseen` counts the others. `rounds`: round_id,
    position, plan, kind, state, day, visited_at, skipped, failed, warned. `findings`: id, words, found_at, round_id,
    number and status of the ticket. `labour_hour_cents`: what an hour of work is counted with; 0 where nobody
    has said."""

    tickets: Sequence[Row]
    unseen: int
    rounds: Sequence[Row]
    findings: Sequence[Row]
    times: Times
    labour_hour_cents: int

    @property
    def material_cents(self) -> int:
        """Parts at the price they had."""
        return sum(row["material_cents"] for row in self.tickets)

    @property
    def labour_minutes(self) -> int:
        """Work of everybody."""
        return sum(row["labour_minutes"] for row in self.tickets)

    @property
    def labour_cents(self) -> int:
        """The work in money, each ticket rounded to the cent."""
        return sum(self.labour_of(row) for row in self.tickets)

    def labour_of(self, ticket: Row) -> int:
        """What the work on one ticket comes to, in cents."""
        return (int(ticket["labour_minutes"]) * self.labour_hour_cents + 30) // 60

    @property
    def cost_cents(self) -> int:
        """Parts and work together."""
        return self.material_cents + self.labour_cents


def record(db: Database, asset_id: int, *, actor: Actor, now: datetime) -> Record:
    """All of it, for somebody who may see the asset."""
    tickets = _tickets(db, asset_id, actor)
    return Record(
        tickets=tickets,
        unseen=db.value("SELECT count(*) FROM ticket WHERE asset_id = $id", id=asset_id) - len(tickets),
        rounds=_rounds(db, asset_id, actor, now),
        findings=open_findings(db, asset_id),
        times=times(repairs(db, asset_id, now)),
        labour_hour_cents=rules(db).labour_hour_cents,
    )


def _tickets(db: Database, asset_id: int, actor: Actor) -> list[Row]:
    sight = tickets_seen.visible(actor)
    return db.rows(
        f"""
        SELECT t.id, t.number, t.kind, t.status, t.service_code, t.description, t.opened_at, t.done_at, t.closed_at,
          CAST(coalesce((SELECT round(sum(m.quantity * m.unit_cents)) FROM ticket_material m
             WHERE m.ticket_id = t.id), 0) AS BIGINT) AS material_cents,
          CAST(coalesce((SELECT sum(w.minutes) FROM ticket_labour w WHERE w.ticket_id = t.id), 0) AS BIGINT)
            AS labour_minutes
        FROM ticket t WHERE t.asset_id = $asset AND {sight.sql} ORDER BY t.opened_at DESC, t.id DESC
        """,
        asset=asset_id,
        **sight.values,
    )


def repairs(db: Database, asset_id: int, now: datetime) -> list[Span]:
    """When its repairs began and were last finished, those under way until now. Repairs that were cancelled or merged
    into another one are no repairs of their own."""
    rows = db.rows(
        """
        SELECT opened_at, coalesce(done_at, closed_at, $now) AS ended_at FROM ticket
        WHERE asset_id = $id AND kind = 'repair' AND status NOT IN ('cancelled', 'merged') AND opened_at <= $now
        """,
        id=asset_id,
        now=now,
    )
    return [Span(row["opened_at"], max(row["opened_at"], row["ended_at"])) for row in rows]


def _rounds(db: Database, asset_id: int, actor: Actor, now: datetime, most: int = 200) -> list[Row]:
    """The rounds that went to it or are going to, the latest first."""
    sight = rounds_seen.visible(actor)
    return db.rows(
        f"""
        SELECT r.id AS round_id, s.position, p.name AS plan, p.kind, {STATE_SQL} AS state, r.day,
          v.visited_at, v.skipped,
          (SELECT count(*) FROM answer a WHERE a.round_id = r.id AND a.position = s.position AND a.seq = v.seq
             AND a.verdict = 'failed') AS failed,
          (SELECT count(*) FROM answer a WHERE a.round_id = r.id AND a.position = s.position AND a.seq = v.seq
             AND a.verdict = 'warned') AS warned
        FROM plan_stop s JOIN round r ON r.plan_id = s.plan_id AND r.route = s.route AND {OPEN_ROUTE}
        JOIN plan p ON p.id = r.plan_id
        LEFT JOIN visit v ON v.round_id = r.id AND v.position = s.position AND v.seq =
          (SELECT max(w.seq) FROM visit w WHERE w.round_id = r.id AND w.position = s.position)
        WHERE s.asset_id = $asset AND r.opens_at <= $now AND {sight.sql}
        ORDER BY r.planned_at DESC, r.id DESC LIMIT $most
        """,
        asset=asset_id,
        now=now,
        most=most,
        **sight.values,
    )


def plans_of(db: Database, asset_id: int) -> list[Row]:
    """The plans in use on whose route it is now, by name: id, code, name."""
    return db.rows(
        """
        SELECT DISTINCT p.id, p.code, p.name FROM plan p JOIN plan_stop s ON s.plan_id = p.id AND s.route = p.route
        WHERE s.asset_id = $id AND p.active ORDER BY p.name, p.code
        """,
        id=asset_id,
    )


def open_findings(db: Database, asset_id: int) -> list[Row]:
    """What was not in order and has not been seen good again, oldest first."""
    return db.rows(
        """
        SELECT f.id, i.words, f.found_at, f.round_id, t.number, t.status FROM finding f
        LEFT JOIN checklist_item i ON i.checklist_id = f.checklist_id AND i.version = f.checklist_version
          AND i.item_id = f.item_id
        LEFT JOIN ticket t ON t.id = f.ticket_id
        WHERE f.asset_id = $id AND f.resolved_at IS NULL ORDER BY f.found_at, f.id
        """,
        id=asset_id,
    )
