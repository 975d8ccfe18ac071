"""Rounds made ahead of time from their plans: exactly once, whatever restarts, runs twice or stood still."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from lib.core.clock import local_date
from lib.inspections import coming_rounds
from lib.inspections.plans import Plan, all_plans, from_row
from lib.inspections.recurrence import Days, working_days
from lib.inspections.words import Basis
from lib.store.database import Database, Transaction
from lib.tickets.rules import rules

logger = logging.getLogger(__name__)


def generate(db: Database, now: datetime) -> int:
    """Makes what is missing of every plan in use, up to the agreed days ahead and at least its next round; how many.

    Each plan in a transaction of its own: its rounds and how far they reach become true together. One that cannot be
    counted is logged, and the others go on.
    """
    days, until = working_days(db), horizon(db, now)
    made = 0
    for plan in all_plans(db).values():
        if not plan.active or (plan.basis is Basis.CALENDAR and reaches(plan, until)):
            continue
        try:
            with db.transaction() as tx:
                made += make(tx, plan.id, until, days, now)
        except Exception:
            logger.exception("no rounds could be made for plan %s", plan.code)
    return made


def horizon(db: Database, now: datetime) -> date:
    """The day up to which rounds are to be there."""
    return local_date(now) + timedelta(rules(db).rounds_ahead_days)


def reaches(plan: Plan, until: date) -> bool:
    """Whether all its rounds up to that day have been made."""
    return plan.made_until is not None and plan.made_until >= until


def make(tx: Transaction, plan_id: int, until: date, days: Days, now: datetime) -> int:
    """The rounds of one plan from where it stopped; as the plan is in this transaction, whoever came before."""
    row = tx.row("SELECT * FROM plan WHERE id = $id AND active", id=plan_id)
    plan = from_row(row) if row else None
    if plan is None or (plan.basis is Basis.CALENDAR and reaches(plan, until)):
        return 0
    first = plan.made_until + timedelta(1) if plan.made_until else plan.starts_on
    there = coming_rounds.standing(tx, plan, min(first, local_date(now)))
    coming = coming_rounds.to_come(plan, there, first, until, days, now)
    coming_rounds.add(tx, plan, coming)
    if plan.basis is Basis.CALENDAR:
        remember(tx, plan, max([until, *(each.occurs_on for each in coming)]))
    return len(coming)


def remember(tx: Transaction, plan: Plan, until: date) -> None:
    """All rounds up to that day are there. The plan's version stays: nobody changed it."""
    tx.update("plan", {"id": plan.id, "made_until": until})
