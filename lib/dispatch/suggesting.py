"""Who could do it: the three people one would ask first, and why; the dispatcher decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.catalog.services import service
from lib.core.i18n import mark
from lib.dispatch.names import is_technician
from lib.people.accounts import Account, all_accounts
from lib.people.organisation import Team, teams
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.ticket import Ticket

BEST = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """A message id and its facts; `instant` is said as its date (`day`), if there is one."""

    message: str
    facts: Mapping[str, object]
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A person with the reasons in the order of their weight."""

    account_id: int
    name: str
    reasons: tuple[Reason, ...]


def suggest(
    db: Database, ticket: Ticket, *, within: Collection[int] | None = None, most: int = BEST
) -> list[Suggestion]:
    """The best first: who belongs to the service's usual team or company on that campus, then fewest open jobs, then
    who was last at that very place. Left out: who has it now, who gave it back. `within`: only these teams."""
    busy, been = _open_jobs(db), _been_there(db, ticket)
    gave_back = _gave_back(db, ticket)
    ranked = []
    for account in all_accounts(db).values():
        if not is_technician(account) or account.id == ticket.assignee_id or account.id in gave_back:
            continue
        team = teams(db)[account.team_id or 0]
        if within is not None and team.id not in within:
            continue
        fit, why = _fit(db, ticket, team)
        last = been.get(account.id)
        order = (fit, busy.get(account.id, 0), -last.timestamp() if last else 0.0, account.id)
        ranked.append((order, _said(account, why, busy.get(account.id, 0), last)))
    return [suggestion for _, suggestion in sorted(ranked, key=lambda each: each[0])[:most]]


def _fit(db: Database, ticket: Ticket, team: Team) -> tuple[int, Reason]:
    """How well the team fits, 0 best, and the reason."""
    wanted, place = service(db, ticket.service_code), location(db, ticket.location_id)
    campus = place.campus_id if place else None
    here = team.campus_id is not None and team.campus_id == campus
    away = team.campus_id is not None and campus is not None and not here
    same_company = wanted is not None and wanted.vendor_id is not None and wanted.vendor_id == team.vendor_id
    if wanted is not None and wanted.team_id == team.id:
        usual = Reason(mark("{team}, the usual team for this service"), {"team": team.name})
        return (3 if away else 0), usual
    if same_company and not away:
        return (1 if here else 2), Reason(mark("{team}, of the usual company"), {"team": team.name})
    elsewhere = Reason(mark("{team}, on another campus"), {"team": team.name})
    return (5, elsewhere) if away else (4, Reason(mark("{team}, another trade"), {"team": team.name}))


def _said(account: Account, why: Reason, jobs: int, last: datetime | None) -> Suggestion:
    load = Reason(mark("{n} open jobs"), {"n": jobs}) if jobs else Reason(mark("no open job"), {})
    been = (Reason(mark("was here on {day}"), {}, last),) if last else ()
    return Suggestion(account.id, account.name, (why, load, *been))


def _open_jobs(db: Database) -> Mapping[int, int]:
    def read() -> Mapping[int, int]:
        rows = db.rows(
            """
            SELECT assignee_id, count(*) AS n FROM ticket
            WHERE status IN ('assigned', 'accepted', 'in_progress', 'on_hold') AND assignee_id IS NOT NULL GROUP BY 1
            """
        )
        return {row["assignee_id"]: row["n"] for row in rows}

    return db.derived("open_jobs", ("ticket",), read)


def _been_there(db: Database, ticket: Ticket) -> Mapping[int, datetime]:
    rows = db.rows(
        """
        SELECT done_by, max(done_at) AS last FROM ticket
        WHERE location_id = $place AND done_by IS NOT NULL AND done_at IS NOT NULL GROUP BY 1
        """,
        place=ticket.location_id,
    )
    return {row["done_by"]: row["last"] for row in rows}


def _gave_back(db: Database, ticket: Ticket) -> set[int]:
    sql = "SELECT coalesce(subject_id, actor_id) AS who FROM ticket_event WHERE ticket_id = $id AND action = 'return'"
    return {row["who"] for row in db.rows(sql, id=ticket.id)} if ticket.returns else set()
