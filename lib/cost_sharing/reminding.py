"""What the clock brings to a statement: vendors are reminded to answer, checkers hear when the time is over."""

from __future__ import annotations

from datetime import datetime, time

from lib.core.clock import local_date, wall
from lib.cost_sharing import deadline, hands, records
from lib.cost_sharing.actions.answering import silent
from lib.cost_sharing.telling import tell_once
from lib.cost_sharing.words import Status
from lib.store.database import Database

MORNING = time(8)
"""Nobody is reminded before: a message in the night helps nobody."""


def give(db: Database, now: datetime) -> int:
    """Tells everybody whose time has come and who was not told yet: accounts of vendors that have not answered, from
    one working day before the last day on; those who may check, once the last day is over. How many were told."""
    if now < wall(local_date(now), MORNING):
        return 0
    sql = f"{records.SELECT} WHERE s.status = $status ORDER BY s.id"
    return sum(_told(db, row["id"], now) for row in db.rows(sql, status=Status.CHECKING.value))


def _told(db: Database, statement_id: int, now: datetime) -> int:
    with db.transaction() as tx:
        # Looked at where nobody else can write: two timetables would tell it twice.
        statement = records.by_id(tx, statement_id)
        if statement is None or statement.status is not Status.CHECKING or statement.answer_by is None:
            return 0
        if deadline.is_over(statement, now):
            return tell_once(tx, hands.may_check(db, statement), "statement_to_check", statement, now)
        if local_date(now) < deadline.reminder_day(db, statement.answer_by):
            return 0
        waited_for = [one for vendor in silent(tx, statement.id) for one in hands.of_vendor(db, vendor)]
        day = f"{statement.answer_by:%Y-%m-%d}"
        return tell_once(tx, waited_for, "statement_unanswered", statement, now, day=day)
