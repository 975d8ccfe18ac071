"""Everybody who can be sent now: where they are, what they have to do already, until when they are on duty."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.core.clock import local_date, midnight, minutes_between
from lib.dispatch.cost import Person
from lib.dispatch.expected import UNHEARD_OF, expected_minutes
from lib.dispatch.names import is_technician
from lib.dispatch.route import WEIGHTS, Job
from lib.dispatch.travel import NOWHERE, Near, Spot, spot_of, travel_table
from lib.people.accounts import Account, all_accounts
from lib.people.duty import Duty, Unrostered, available
from lib.people.organisation import Team, teams
from lib.people.roles import Role
from lib.store.database import Database, Row
from lib.tickets.ticket import Ticket
from lib.tickets.words import Severity, Status

AT_LEAST = 0.25
"""A job that has taken as long as expected is not done for that: so much of it is still ahead."""


@dataclass(frozen=True, slots=True)
class Member:
    """One technician on duty, as the cost model sees them (`person`) and as people do; `jobs` they have to do now,
    and `held`, which wait for something else."""

    person: Person
    account: Account
    team: Team
    duty: Duty | Unrostered
    jobs: int = 0
    held: int = 0

    @property
    def leads(self) -> bool:
        """Whether they have a team to lead besides."""
        return not is_technician(self.account)

    @property
    def standby(self) -> bool:
        """Whether they are at home and come when phoned."""
        return isinstance(self.duty, Duty) and self.duty.standby


def at_work(db: Database, now: datetime, within: Collection[int] | None = None) -> Mapping[int, Member]:
    """Technicians on duty by account id, those on standby too, and leaders who hold a post of their team at work;
    `within`: only of these teams."""
    found = {}
    for account in all_accounts(db).values():
        if account.team_id is None or (within is not None and account.team_id not in within):
            continue
        duty = available(db, account, now)
        if duty is not None and (is_technician(account) or _works_too(account, duty)):
            team = teams(db)[account.team_id]
            jobs, held = len(_open(db).get(account.id, ())), _held(db).get(account.id, 0)
            found[account.id] = Member(
                _person(db, account, team, duty, now), account, team, duty, jobs=jobs, held=held
            )
    return found


def _works_too(account: Account, duty: Duty | Unrostered) -> bool:
    leads = any(grant.role is Role.LEADER for grant in account.grants)
    return leads and isinstance(duty, Duty) and duty.team_id == account.team_id and not duty.standby


def job_of(db: Database, ticket: Ticket, now: datetime) -> Job:
    """A ticket as the cost model sees it."""
    return _job(db, {name: getattr(ticket, name) for name in _NAMES}, now)


_NAMES = (
    "id",
    "severity",
    "service_code",
    "location_id",
    "arrive_due",
    "complete_due",
    "arrived_at",
    "status",
)


def _job(db: Database, row: Mapping[str, Any], now: datetime) -> Job:
    return Job(
        id=row["id"],
        spot=spot_of(db, row["location_id"]),
        minutes=expected_minutes(db, now).get(row["service_code"], UNHEARD_OF),
        weight=WEIGHTS[Severity(row["severity"])],
        arrive=_ahead(row["arrive_due"], now) if row["arrived_at"] is None else None,
        complete=_ahead(row["complete_due"], now),
    )


def _ahead(due: datetime | None, now: datetime) -> float | None:
    return minutes_between(now, due) if due is not None else None


def _person(db: Database, account: Account, team: Team, duty: Duty | Unrostered, now: datetime) -> Person:
    rows, (_, done) = _open(db).get(account.id, []), _finished(db, now).get(account.id, (None, 0))
    free, here = where_and_when_free(db, account.id, team, now)
    standby = isinstance(duty, Duty) and duty.standby
    return Person(
        id=account.id,
        spot=here,
        free=free,
        queue=tuple(_job(db, row, now) for row in rows if row["status"] != Status.IN_PROGRESS),
        until=minutes_between(now, duty.until) if isinstance(duty, Duty) else None,
        way=travel_table()[Near.STANDBY] if standby and not rows else 0.0,
        today=done + len(rows),
    )


def where_and_when_free(
    db: Database, account_id: int, team: Team | None, now: datetime
) -> tuple[float, Spot]:
    """Minutes until the work in hand is done, and where that person is then: there, or where they finished last."""
    last = _finished(db, now).get(account_id, (None, 0))[0]
    here = spot_of(db, last) if last is not None else Spot(campus=team.campus_id if team else None)
    free = 0.0
    for row in _open(db).get(account_id, []):
        if row["status"] == Status.IN_PROGRESS:
            job = _job(db, row, now)
            free += max(job.minutes - minutes_between(row["arrived_at"] or now, now), AT_LEAST * job.minutes)
            here = job.spot if job.spot != NOWHERE else here
    return free, here


def _open(db: Database) -> Mapping[int, list[Row]]:
    """What everybody has to do, by account id; what is held waits for something else."""

    def read() -> Mapping[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        rows = db.rows(
            f"""
            SELECT assignee_id, {", ".join(_NAMES)} FROM ticket
            WHERE status IN ('assigned', 'accepted', 'in_progress') AND assignee_id IS NOT NULL ORDER BY id
            """
        )
        for row in rows:
            found.setdefault(row["assignee_id"], []).append(row)
        return found

    return db.derived("open_by_person", ("ticket",), read)


def _held(db: Database) -> Mapping[int, int]:
    """How many held jobs everybody has."""

    def read() -> Mapping[int, int]:
        rows = db.rows(
            """
            SELECT assignee_id, count(*) AS jobs FROM ticket
            WHERE status = 'on_hold' AND assignee_id IS NOT NULL GROUP BY assignee_id
            """
        )
        return {row["assignee_id"]: row["jobs"] for row in rows}

    return db.derived("held_by_person", ("ticket",), read)


def _finished(db: Database, now: datetime) -> Mapping[int, tuple[int | None, int]]:
    """Where everybody finished last today, and how many jobs they did."""
    today = local_date(now)
    made: dict[date, Mapping[int, tuple[int | None, int]]] = db.derived("finished_today", ("ticket",), dict)
    if today not in made:
        rows = db.rows(
            """
            SELECT DISTINCT ON (done_by) done_by, location_id, count(*) OVER (PARTITION BY done_by) AS jobs
            FROM ticket WHERE done_at >= $today AND done_by IS NOT NULL ORDER BY done_by, done_at DESC
            """,
            today=midnight(today),
        )
        made[today] = {row["done_by"]: (row["location_id"], row["jobs"]) for row in rows}
    return made[today]
