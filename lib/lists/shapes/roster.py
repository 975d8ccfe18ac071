"""The duty roster: a row for each post and week, a column for each day of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

import polars as pl

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.lists.cells import Text
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.whose import Week, holders, reach, team_codes, teams_and_desk
from lib.people.accounts import all_accounts
from lib.people.posts import Post, all_posts
from lib.people.roles import Permission
from lib.people.roster import WEEKDAY_WORDS, fits, monday, take_out, week
from lib.store.database import Database, Row, Transaction

DAY_TITLES: Mapping[str, str] = dict(
    zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), WEEKDAY_WORDS, strict=True)
)
DAYS = tuple(DAY_TITLES)
NOBODY: tuple[int, ...] = ()


def _columns(db: Database) -> Sequence[Column]:
    people = holders(db)
    return (
        Column(
            attribute="week",
            title=mark("Week"),
            cell=Week(),
            needed=True,
            note=mark("Any day of the week, like 2026-1-5."),
        ),
        Column(attribute="team", title=mark("Team"), cell=teams_and_desk(db), needed=True),
        Column(attribute="post", title=mark("Post"), cell=Text(40), needed=True),
        *(
            Column(
                attribute=day,
                title=title,
                cell=people,
                default=NOBODY,
                note=mark("Names, several with a semicolon between them; empty: nobody."),
            )
            for day, title in DAY_TITLES.items()
        ),
    )


def _rows(db: Database) -> Iterable[Values]:
    """A row for each week and post somebody holds."""
    posts, codes = all_posts(db), team_codes(db)

    def place(row: Row) -> tuple[date, int]:
        return monday(row["day"]), row["post_id"]

    held = sorted(db.rows("SELECT * FROM roster ORDER BY account_id"), key=place)
    for (first, post_id), own in groupby(held, key=place):
        days: dict[str, tuple[int, ...]] = dict.fromkeys(DAYS, NOBODY)
        for row in own:
            name = DAYS[row["day"].weekday()]
            days[name] = (*days[name], row["account_id"])
        post = posts[post_id]
        yield {"week": first, "team": codes[post.team_id], "post": post.name, **days}


def of_week(db: Database, posts: Sequence[Post], first: date) -> Iterable[Values]:
    """The rows of these posts in the week of that Monday, also of posts nobody holds: to be filled in."""
    codes, held = team_codes(db), week(db, posts, first)
    for post in posts:
        days = {
            name: held.get((post.id, first + timedelta(days=number)), NOBODY)
            for number, name in enumerate(DAYS)
        }
        yield {"week": first, "team": codes[post.team_id], "post": post.name, **days}


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    known, people = _posts(db), all_accounts(db)
    for draft in drafts:
        team, name = draft.values.get("team"), draft.values.get("post")
        if team is None or name is None:
            continue
        post = known.get((team, name))
        if post is None or not post.active:
            draft.refuse("post", _no_such_post(known, team, name))
            continue
        for day in DAYS:
            before = draft.before[day] if draft.before is not None else NOBODY
            strangers = [
                people[one].name
                for one in draft.values.get(day, NOBODY)
                if one not in before and not fits(db, post, people[one])
            ]
            if strangers:
                message = mark("{name} does not belong to this post's team or company.")
                draft.refuse(day, WrongInput(message, name=" / ".join(strangers)))


def _no_such_post(known: Mapping[tuple[str, str], Post], team: str, name: str) -> NotFound:
    there = [post.name for (code, _), post in known.items() if code == team and post.active]
    if not there:
        return NotFound(mark("This team has no duty posts yet."))
    message = mark("This team has no post “{typed}”; there are: {choices}")
    return NotFound(message, typed=name, choices=" / ".join(there))


def _posts(db: Database) -> Mapping[tuple[str, str], Post]:
    codes = team_codes(db)
    return {(codes[post.team_id], post.name): post for post in all_posts(db).values()}


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    known, new = _posts(db), list[Row]()
    for draft in drafts:
        post = known[draft.values["team"], draft.values["post"]]
        for number, name in enumerate(DAYS):
            day = draft.values["week"] + timedelta(days=number)
            before = set(draft.before[name] if draft.before is not None else NOBODY)
            wanted = set(draft.values[name])
            take_out(tx, post.id, day, before - wanted)
            new += [
                {"post_id": post.id, "day": day, "account_id": account_id}
                for account_id in sorted(wanted - before)
            ]
    if new:
        tx.append("roster", pl.DataFrame(new))
    return {}


SHAPE = List(
    name="roster",
    title=mark("Duty roster"),
    order=59,
    keys=("week", "team", "post"),
    columns=_columns,
    rows=_rows,
    save=_save,
    check=_check,
    needs=Permission.KEEP_DUTY,
    reach=reach,
)
