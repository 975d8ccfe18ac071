"""Duty posts: when each begins and ends, and where it is phoned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from lib.core.i18n import mark
from lib.lists.cells import Choice, Text, YesNo
from lib.lists.keeping import keep
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.whose import TimeOfDay, reach, team_codes, team_ids, teams_and_desk
from lib.people.posts import KIND_WORDS, all_posts
from lib.people.roles import Permission
from lib.store.database import Database, Row, Transaction

KEPT = ("name", "kind", "starts", "ends", "phone", "active")


def _columns(db: Database) -> Sequence[Column]:
    next_day = mark("Like 17:30. A post that ends no later than it begins ends the next day.")
    return (
        Column(attribute="team", title=mark("Team"), cell=teams_and_desk(db), needed=True),
        Column(attribute="name", title=mark("Post"), cell=Text(40), needed=True),
        Column(attribute="kind", title=mark("Kind"), cell=Choice(KIND_WORDS), needed=True),
        Column(attribute="starts", title=mark("Begins"), cell=TimeOfDay(), needed=True, default=time()),
        Column(
            attribute="ends", title=mark("Ends"), cell=TimeOfDay(), needed=True, default=time(), note=next_day
        ),
        Column(attribute="phone", title=mark("Phone"), cell=Text(30)),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )


def _rows(db: Database) -> Iterable[Values]:
    codes = team_codes(db)
    for post in sorted(all_posts(db).values(), key=lambda post: post.id):
        yield {"team": codes[post.team_id], **{name: getattr(post, name) for name in KEPT}}


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    teams = team_ids(db)
    known = {(post.team_id, post.name): post.id for post in all_posts(db).values()}

    def made(values: Values) -> Row:
        row = {"team_id": teams[values["team"]], **{name: values[name] for name in KEPT}}
        there = known.get((row["team_id"], row["name"]))
        return row if there is None else {"id": there, **row}

    keep(tx, "post", drafts, made, key="id")
    return {}


SHAPE = List(
    name="posts",
    title=mark("Duty posts"),
    order=58,
    keys=("team", "name"),
    columns=_columns,
    rows=_rows,
    save=_save,
    needs=Permission.KEEP_DUTY,
    reach=reach,
)
