"""The rounds of a calendar other programs subscribe to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from lib.core.clock import local_date
from lib.core.i18n import Language, say
from lib.core.settings import settings
from lib.inspections import works
from lib.inspections.feed_keeping import Feed, Subject
from lib.inspections.feeds import Entry
from lib.inspections.records import COLUMNS, SELECT, from_row
from lib.inspections.seeing import TEAM, VENDOR, visible
from lib.inspections.words import PLAN_KIND_WORDS
from lib.people import accounts
from lib.people.roles import Role
from lib.store.database import Database

BEFORE, AHEAD = timedelta(days=30), timedelta(days=180)
"""How far back and ahead a calendar reaches."""
_HELD = "EXISTS (SELECT 1 FROM roster h WHERE h.post_id = r.post_id AND h.day = r.day AND h.account_id = $account)"
_MINE = f"""
    (r.account_id = $account OR (r.account_id IS NULL AND (
      {_HELD} OR (r.post_id IS NULL AND r.team_id = $team)
      OR ($inspector AND r.post_id IS NULL AND r.team_id IS NULL AND r.vendor_id IS NULL))))"""
"""Given to the person, to a post the person holds that day, to the own team, or to nobody: that is the inspectors'."""


def entries(db: Database, feed: Feed, now: datetime, language: Language) -> Sequence[Entry]:
    """From 30 days back to 180 ahead, of those rounds that who asked for the calendar may see now."""
    today = local_date(now)
    condition, values = _of(db, feed.subject)
    sight = visible(accounts.actor(db, feed.made_by))
    sql = f"""
        WITH told AS (SELECT round_id, max(recorded_at) AS at FROM round_event GROUP BY round_id)
        {SELECT.replace(" FROM round r", ", told.at AS told_at FROM round r LEFT JOIN told ON told.round_id = r.id")}
        WHERE r.day BETWEEN $first AND $last AND {condition} AND {sight.sql} ORDER BY r.planned_at, r.id"""
    rows = db.rows(sql, first=today - BEFORE, last=today + AHEAD, **values, **sight.values)
    return [_entry(db, row, feed, language) for row in rows]


def _entry(db: Database, row: Mapping[str, Any], feed: Feed, language: Language) -> Entry:
    round = from_row({name: row[name] for name in COLUMNS})
    work = works.work(db, round.plan_id, round.route)
    return Entry(
        round=round,
        name=work["name"],
        kind=say(language, PLAN_KIND_WORDS[work["kind"]]),
        place=work["place"],
        link=f"{settings().address}/rounds/{round.id}",
        changed_at=row["told_at"] or feed.made_at,
    )


def _of(db: Database, subject: Subject) -> tuple[str, Mapping[str, Any]]:
    if subject.team_id is not None:
        return f"{TEAM} = $team", {"team": subject.team_id}
    if subject.vendor_id is not None:
        return f"{VENDOR} = $vendor", {"vendor": subject.vendor_id}
    person = accounts.account(db, subject.account_id or 0)
    inspects = any(grant.role is Role.INSPECTOR for grant in person.grants)
    return _MINE, {"account": person.id, "team": person.team_id, "inspector": inspects}
