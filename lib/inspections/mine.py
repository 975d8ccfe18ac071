"""The rounds somebody has to do: given to them, their post, their team, their company, or to nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from lib.core.clock import local_date, midnight
from lib.inspections import records
from lib.inspections.rights import matter
from lib.inspections.round import Round
from lib.inspections.seeing import visible
from lib.inspections.words import Status
from lib.people import duty
from lib.people.accounts import Account
from lib.people.organisation import teams
from lib.people.posts import all_posts
from lib.people.roles import GRANTS, Actor, Permission, Role, Scope
from lib.store.database import Database

MISSED_SHOWN = timedelta(days=7)
"""How long a round nobody came to is still offered to be made up."""
_SQL = f"""
    {records.SELECT} JOIN plan p ON p.id = r.plan_id
    WHERE (r.status = 'running' OR r.ended_at >= $today
      OR (r.status = 'due' AND r.closes_at > $missed
        AND r.opens_at <= greatest($now + p.lead_days * INTERVAL '1 day', $until)))
    AND {{sight}} ORDER BY r.closes_at, r.planned_at, r.id
"""


def my_rounds(
    db: Database, account: Account, actor: Actor, now: datetime, *, until: datetime | None = None
) -> list[Round]:
    """Theirs that are due, under way, missed within a week or ended today; those of later days from their lead time
    on, or all that open up to `until`. By when their time is over."""
    sight = visible(actor, Permission.DO_ROUNDS)
    today = midnight(local_date(now))
    rows = db.rows(
        _SQL.format(sight=sight.sql),
        today=today,
        missed=now - MISSED_SHOWN,
        now=now,
        until=until or now,
        **sight.values,
    )
    found = [records.from_row(row) for row in rows]
    busy = _written_in(db, account.id, [round.id for round in found if round.status is not Status.DUE])
    return [round for round in found if round.id in busy or is_mine(db, account, actor, round, now)]


def _written_in(db: Database, account_id: int, round_ids: list[int]) -> set[int]:
    sql = """
        SELECT DISTINCT round_id FROM visit
        WHERE visited_by = $account AND round_id IN (SELECT unnest($ids::BIGINT[]))"""
    return {row["round_id"] for row in db.rows(sql, account=account_id, ids=round_ids)}


def is_mine(db: Database, account: Account, actor: Actor, round: Round, now: datetime) -> bool:
    """Whether it is theirs to do, of those they may do. A leader's are those of the own people without a name."""
    if round.account_id is not None:
        return round.account_id == account.id
    belongs = matter(db, round, actor)
    if _leads(actor, belongs.team_id, belongs.vendor_id):
        return True
    if round.post_id is not None:
        return holds(db, account, round, now)
    if round.team_id is not None:
        return round.team_id == account.team_id
    if round.vendor_id is not None:
        own = teams(db).get(account.team_id) if account.team_id is not None else None
        return own is not None and own.vendor_id == round.vendor_id
    return True


def holds(db: Database, account: Account, round: Round, now: datetime) -> bool:
    """Whether that person is who the round's post means: its holder on the round's day, or now while it may be done.
    Where the team keeps no roster for the day, everybody of it."""
    post = all_posts(db).get(round.post_id) if round.post_id is not None else None
    if post is None:
        return False
    days = {round.day}
    if round.opens_at <= now < round.closes_at:
        days.add(duty.duty_day(db, post.team_id, now))
    if any(account.id in duty.holders(db, day).get(post.id, ()) for day in days):
        return True
    return account.team_id == post.team_id and not any(duty.rostered(db, post.team_id, day) for day in days)


def _leads(actor: Actor, team_id: int | None, vendor_id: int | None) -> bool:
    reached = {(Scope.TEAM, team_id), (Scope.VENDOR, vendor_id)}
    return any(
        grant.role is Role.LEADER
        and Permission.DO_ROUNDS in GRANTS[grant.role]
        and (grant.scope, grant.scope_id) in reached
        for grant in actor.grants
    )
