"""Improvement actions (PDCA): what is to be done better, by whom, until when, and what came out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lib.analytics.report.month import Month
from lib.core.choices import known
from lib.core.errors import NotFound, TooLate, WrongInput
from lib.core.i18n import mark
from lib.people import audit
from lib.people.accounts import names
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading


class Stage(StrEnum):
    """Plan, do, check, act; `CLOSED` ends it, with what came out."""

    PLANNED = "planned"
    DOING = "doing"
    CHECKING = "checking"
    CLOSED = "closed"


STAGE_WORDS: Mapping[str, str] = {
    Stage.PLANNED: mark("Planned"),
    Stage.DOING: mark("Being done"),
    Stage.CHECKING: mark("Being checked"),
    Stage.CLOSED: mark("Concluded"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """`month`: the first day of the month whose report it was drawn from; `version` goes up with every change."""

    id: int
    version: int
    month: date
    topic: str
    plan: str
    owner_id: int | None
    due_on: date | None
    status: str
    result: str
    opened_at: datetime
    opened_by: int | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.status != Stage.CLOSED

    def is_late(self, today: date) -> bool:
        """Whether it should have been concluded before today."""
        return self.is_open and self.due_on is not None and self.due_on < today


def of_month(db: Reading, month: Month) -> Sequence[Improvement]:
    """What that month's report tells: what was decided in it or earlier and was not concluded before it began."""
    rows = db.rows(
        """
        SELECT * FROM improvement WHERE month <= $month AND (closed_at IS NULL OR closed_at >= $begins)
        ORDER BY month, id
        """,
        month=month.first,
        begins=month.before.ends,
    )
    return [Improvement(**row) for row in rows]


def by_id(db: Reading, improvement_id: int) -> Improvement:
    """That one; NotFound where there is none."""
    row = db.row("SELECT * FROM improvement WHERE id = $id", id=improvement_id)
    if row is None:
        raise NotFound(mark("There is no such improvement action."))
    return Improvement(**row)


def plain(db: Database, one: Improvement) -> dict[str, Any]:
    """As a report keeps it: instants and days as text, the owner by name."""
    kept = {name: getattr(one, name) for name in ("id", "topic", "plan", "status", "result")}
    days = {
        name: str(day) if (day := getattr(one, name)) else "" for name in ("month", "due_on", "closed_at")
    }
    return {**kept, **days, "owner": names(db).get(one.owner_id or 0, "")}


def add(
    db: Database,
    *,
    actor: Actor,
    month: Month,
    topic: str,
    plan: str,
    owner_id: int | None = None,
    due_on: date | None = None,
    now: datetime,
) -> int:
    """A new action, planned; its id. WrongInput without a topic and a plan."""
    require(actor, Permission.KEEP_REPORTS)
    said = _checked({"topic": topic, "plan": plan})
    with db.transaction() as tx:
        id = tx.next_id("improvement_id")
        made = {
            "status": Stage.PLANNED,
            "owner_id": owner_id,
            "due_on": due_on,
            "opened_by": actor.account_id,
        }
        tx.insert(
            "improvement", {"id": id, "version": 1, "month": month.first, "opened_at": now, **said, **made}
        )
        audit.write(tx, actor, "improvement_changed", said["topic"], now=now)
    return id


def change(
    db: Database, *, actor: Actor, improvement_id: int, version: int, now: datetime, **changed: Any
) -> None:
    """Changes topic, plan, owner_id, due_on, status or result. TooLate where somebody else was faster; WrongInput for
    an empty topic or plan, and for a conclusion without a result."""
    require(actor, Permission.KEEP_REPORTS)
    with db.transaction() as tx:
        before = by_id(tx, improvement_id)
        if before.version != version:
            raise TooLate(
                mark("Somebody else has changed this improvement action meanwhile; it is shown anew.")
            )
        row = {name: changed.get(name, getattr(before, name)) for name in CHANGEABLE}
        row |= _checked({name: row[name] for name in ("topic", "plan")})
        row |= {"result": str(row["result"]).strip(), "id": improvement_id}
        if not known(Stage, row["status"]):
            raise WrongInput(mark("There is no such stage."), field="status")
        if row["status"] == Stage.CLOSED and not row["result"]:
            raise WrongInput(mark("Please say what came out of it before it is concluded."), field="result")
        closed_at = (before.closed_at or now) if row["status"] == Stage.CLOSED else None
        tx.update("improvement", {**row, "version": version + 1, "closed_at": closed_at})
        audit.write(tx, actor, "improvement_changed", row["topic"], now=now, facts={"status": row["status"]})


CHANGEABLE = ("topic", "plan", "owner_id", "due_on", "status", "result")


def _checked(typed: Mapping[str, str]) -> dict[str, str]:
    said = {name: words.strip() for name, words in typed.items()}
    for name, words in said.items():
        if not words:
            raise WrongInput(mark("Please say what is to be done better, and how."), field=name)
    return said
