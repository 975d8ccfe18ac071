"""Who is on duty and until when, for the board: told apart from the names because it changes with the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lib.core.facts import dumps
from lib.dispatch.names import is_technician
from lib.people import duty
from lib.people.accounts import all_accounts
from lib.store.database import Database

TABLES = duty.TABLES
"""A commit to one of these may change who is on duty."""


def message(db: Database, now: datetime) -> str:
    """JSON: kind "duty"; `people`: account id → `until` (seconds since 1970) and `standby`; `whole`: ids of the teams
    without a roster, which count as on duty whole. The same text until it changes, made once a minute."""
    minute = now.replace(second=0, microsecond=0)
    made: dict[datetime, str] = db.derived("board_duty", TABLES, dict)
    if minute not in made:
        said = _said(db, minute)
        made.clear()
        made[minute] = said
    return made[minute]


def _said(db: Database, now: datetime) -> str:
    posts = duty.on_duty(db, now)
    workers = [account for account in all_accounts(db).values() if is_technician(account)]
    people: dict[int, dict[str, Any]] = {}
    for account in workers:
        if post := posts.get(account.id):
            standby = {"standby": True} if post.standby else {}
            people[account.id] = {"until": int(post.until.timestamp()), **standby}
    teams = {account.team_id for account in workers if account.team_id is not None}
    whole = sorted(team for team in teams if not duty.rostered_now(db, team, now))
    return dumps({"kind": "duty", "people": people, "whole": whole})
