"""Who is on duty now: the holders of the posts that last at this minute, those on standby named apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from lib.core import clock
from lib.people.accounts import Account, all_accounts
from lib.people.posts import Post, all_posts, of_team
from lib.store.database import Database

TABLES = ("post", "roster", "account", "account_role", "technician")
"""A commit to one of these may change who is on duty; so may the next minute."""

_DAYS_KEPT = 40


class Unrostered(Enum):
    """A team that keeps no roster for the day counts as on duty whole; who shows it says so."""

    WHOLE_TEAM = "whole_team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Somebody's present duty: the name of the post, its kind (day, middle, night, standby), whose it is (None: the
    service desk's), until when, and where the post is phoned. `standby`: at home, comes when phoned."""

    post: str
    kind: str
    team_id: int | None
    since: datetime
    until: datetime
    standby: bool
    phone: str
    post_id: int


def on_duty(db: Database, now: datetime) -> Mapping[int, Duty]:
    """The duty of everybody a roster names at this minute, by account id; nobody else is in it.

    Of several posts at once the one counts that is no standby, then the one that lasts longest. Accounts and posts
    out of use never count. Teams without a roster are not in it: ask `available`.
    """
    minute = now.replace(second=0, microsecond=0)
    # Emptied by every change of the tables; holds the last minute only, however long the process lives.
    kept: dict[datetime, Mapping[int, Duty]] = db.derived("on_duty", TABLES, dict)
    found = kept.get(minute)
    if found is None:
        found = _at(db, minute)
        kept.clear()
        kept[minute] = found
    return found


def available(db: Database, account: Account, now: datetime) -> Duty | Unrostered | None:
    """The duty of that person now, `Unrostered.WHOLE_TEAM` where the own team keeps no roster, None when off duty
    (or out of use, or in no team and on no post)."""
    if not account.active:
        return None
    if duty := on_duty(db, now).get(account.id):
        return duty
    if account.team_id is None or rostered_now(db, account.team_id, now):
        return None
    return Unrostered.WHOLE_TEAM


def rostered(db: Database, team_id: int | None, day: date) -> bool:
    """Whether anybody at all stands in the roster of the team (None: the service desk) for that day."""
    held = holders(db, day)
    return any(held.get(post.id) for post in of_team(db, team_id))


def rostered_now(db: Database, team_id: int | None, now: datetime) -> bool:
    """`rostered` for the day of duty that lasts now: before the first post of the morning that is yesterday's."""
    return rostered(db, team_id, duty_day(db, team_id, now))


def duty_day(db: Database, team_id: int | None, now: datetime) -> date:
    """The day of the roster that lasts now: at three in the morning the night shift of yesterday is at work."""
    today = clock.local_date(now)
    mornings = [post.starts for post in of_team(db, team_id) if not post.standby]
    if mornings and now < clock.wall(today, min(mornings)):
        return today - timedelta(days=1)
    return today


def present(db: Database, team_id: int | None, now: datetime) -> list[tuple[Account, Duty]]:
    """Who holds a post of the team (None: of the service desk) now, those on standby last."""
    people = all_accounts(db)
    found = [(people[who], duty) for who, duty in on_duty(db, now).items() if duty.team_id == team_id]
    return sorted(found, key=lambda one: (one[1].standby, one[1].until, one[0].id))


def over(db: Database, account_id: int, now: datetime) -> Duty | None:
    """The latest duty of that person that ended within the last day, standby apart; None for whoever is on duty."""
    if account_id in on_duty(db, now):
        return None
    today = clock.local_date(now)
    ended = [
        _duty(post, *post.span(day))
        for post in all_posts(db).values()
        for day in (today - timedelta(days=1), today)
        if post.active and not post.standby and account_id in holders(db, day).get(post.id, ())
    ]
    ended = [one for one in ended if now - timedelta(days=1) < one.until <= now]
    return max(ended, key=lambda one: one.until, default=None)


def has_shift(db: Database, team_id: int | None, now: datetime) -> bool:
    """Whether the team has a post that lasts now, standby apart: without one nobody has to be there."""
    return any(post.team_id == team_id and not post.standby for post, _, _ in _lasting(db, now))


def next_change(db: Database, team_id: int | None, now: datetime) -> datetime:
    """When the next post of the team begins, standby apart: by then this shift hands over. Twelve hours from now
    where the team has no posts."""
    today = clock.local_date(now)
    posts = [post for post in of_team(db, team_id) if not post.standby]
    begins = (clock.wall(today + timedelta(days=n), post.starts) for post in posts for n in range(3))
    return min((at for at in begins if at > now), default=now + timedelta(hours=12))


def holders(db: Database, day: date) -> Mapping[int, tuple[int, ...]]:
    """Account ids by post id of that day, whether in use or not, in the order of the accounts."""
    kept: dict[date, Mapping[int, tuple[int, ...]]] = db.derived("roster_days", ("roster",), dict)
    found = kept.get(day)
    if found is None:
        found = _read(db, day)
        if len(kept) > _DAYS_KEPT:
            kept.clear()
        kept[day] = found
    return found


def _read(db: Database, day: date) -> Mapping[int, tuple[int, ...]]:
    sql = "SELECT post_id, account_id FROM roster WHERE day = $day ORDER BY post_id, account_id"
    found: dict[int, tuple[int, ...]] = {}
    for row in db.rows(sql, day=day):
        found[row["post_id"]] = (*found.get(row["post_id"], ()), row["account_id"])
    return found


def _at(db: Database, minute: datetime) -> Mapping[int, Duty]:
    people, found = all_accounts(db), dict[int, Duty]()
    for post, since, until in _lasting(db, minute):
        duty = _duty(post, since, until)
        for account_id in holders(db, clock.local_date(since)).get(post.id, ()):
            account = people.get(account_id)
            if account is not None and account.active:
                found[account_id] = max(found.get(account_id, duty), duty, key=_weight)
    return found


def _lasting(db: Database, minute: datetime) -> Iterator[tuple[Post, datetime, datetime]]:
    """The posts in use that last at this minute, of today and of the night before."""
    today = clock.local_date(minute)
    for post in all_posts(db).values():
        for day in (today - timedelta(days=1), today):
            since, until = post.span(day)
            if post.active and since <= minute < until:
                yield post, since, until


def _duty(post: Post, since: datetime, until: datetime) -> Duty:
    return Duty(
        post=post.name,
        kind=post.kind,
        team_id=post.team_id,
        since=since,
        until=until,
        standby=post.standby,
        phone=post.phone,
        post_id=post.id,
    )


def _weight(duty: Duty) -> tuple[bool, datetime]:
    return not duty.standby, duty.until
