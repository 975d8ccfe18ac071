"""The demonstration's roster: whose turn it is by day and by night, and the weeks around today written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import polars as pl

from lib.core.clock import local_date
from lib.people import organisation
from lib.people.accounts import Account, all_accounts
from lib.people.loading import load_posts
from lib.people.posts import Post, PostKind, all_posts, of_team
from lib.people.roles import Role
from lib.people.roster import DAYS, cells, monday
from lib.store.database import Database, Row
from lib.store.tables import table

_WEEKS = 3
"""Last week, this one and the next."""
_A_SHARE = 6
"""One more by night for every so many people of a team."""
_ENOUGH_FOR_A_MIDDLE, _AT_THE_DESK = 5, 4


def by_night(many: int, day: int) -> list[int]:
    """Whose turn the night is, as places in the team; `day` counts days from any beginning."""
    return [(day + one) % many for one in range(1 + many // _A_SHARE)]


def by_day(many: int, day: int, *, up_at_night: bool) -> list[int]:
    """Who works by day: five days a week, not all off together; who is up that night or was the last one rests."""
    resting = {*by_night(many, day), *by_night(many, day - 1)} if up_at_night else set()
    awake = [one for one in range(many) if one not in resting] or list(range(many))
    return [one for one in awake if (one * 2 + day) % 7 > 1] or awake[:1]


def fill(db: Database, now: datetime) -> None:
    """Posts, if there are none yet, and the roster of last, this and next week where its cells are empty."""
    if not all_posts(db):
        with db.transaction() as tx:
            load_posts(tx, {team.code: team.id for team in organisation.teams(db).values()})
    first = monday(local_date(now)) - timedelta(days=DAYS)
    days = [first + timedelta(days=one) for one in range(_WEEKS * DAYS)]
    there = cells(db, days[0], days[-1])
    rows = [row for row in _rows(db, days) if (row["post_id"], row["day"]) not in there]
    with db.transaction() as tx:
        tx.append("roster", pl.DataFrame(rows))


def _rows(db: Database, days: Sequence[date]) -> Iterator[Row]:
    roles = {row["name"]: Role(row["role"]) for row in table("posts") if row["role"]}
    for post in all_posts(db).values():
        members = _members(db, post, roles.get(post.name))
        nights = any(one.kind == PostKind.NIGHT for one in of_team(db, post.team_id))
        for day in days if members and post.active else ():
            for place in _turn(post, len(members), day.toordinal(), nights=nights):
                yield {"post_id": post.id, "day": day, "account_id": members[place].id}


def _members(db: Database, post: Post, role: Role | None) -> list[Account]:
    people = [person for person in all_accounts(db).values() if person.active]
    if post.team_id is not None:
        return [person for person in people if person.team_id == post.team_id]
    return [person for person in people if any(grant.role is role for grant in person.grants)]


def _turn(post: Post, many: int, day: int, *, nights: bool) -> list[int]:
    """Who holds the post, as places among the members. The middle shift is one of those of the day; on standby is
    who has the next night, or the one of the night where there is no night shift."""
    if post.team_id is None:
        return _turn_at_the_desk(post, many, day)
    at_work = by_day(many, day, up_at_night=nights)
    middle = at_work[-1:] if len(at_work) > 1 and many >= _ENOUGH_FOR_A_MIDDLE else []
    match post.kind:
        case PostKind.DAY:
            return [one for one in at_work if one not in middle]
        case PostKind.MIDDLE:
            return middle
        case PostKind.NIGHT:
            return by_night(many, day)
        case _:
            next_night = [*by_night(many, day + 1)[::-1], *at_work]
            busy = {*middle, *by_night(many, day)}
            return [one for one in next_night if one not in busy][:1] if nights else by_night(many, day)


def _turn_at_the_desk(post: Post, many: int, day: int) -> list[int]:
    """As `Crews.operator` and `Crews.dispatcher` have it: two answer by day, a third by night."""
    if many < _AT_THE_DESK:
        return [day % many] if post.kind != PostKind.STANDBY else [(day + 1) % many]
    turns = {PostKind.DAY: (0, 1), PostKind.MIDDLE: (3,), PostKind.NIGHT: (2,)}
    return [(day * 3 + one) % many for one in turns[PostKind(post.kind)]]
