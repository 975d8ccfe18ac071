"""Duty posts of teams and of the service desk: when each begins and ends, and where it is phoned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from lib.core import clock
from lib.core.choices import known
from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people import audit
from lib.people.organisation import team_matter
from lib.people.roles import GRANTS, Actor, Permission, Scope, may
from lib.store.database import Database, Row


class PostKind(StrEnum):
    DAY = "day"
    MIDDLE = "middle"
    NIGHT = "night"
    STANDBY = "standby"


KIND_WORDS: Mapping[str, str] = {
    PostKind.DAY: mark("Day shift"),
    PostKind.MIDDLE: mark("Middle shift"),
    PostKind.NIGHT: mark("Night shift"),
    PostKind.STANDBY: mark("Standby"),
}
ORDER: tuple[str, ...] = tuple(PostKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post somebody holds on a day; without a team it is the service desk's. `phone` rings at the post itself."""

    id: int
    team_id: int | None
    name: str
    kind: str
    starts: time
    ends: time
    phone: str
    active: bool

    @property
    def standby(self) -> bool:
        """Whether its holder is at home and comes when phoned."""
        return self.kind == PostKind.STANDBY

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the day after; one that ends when it begins lasts until then."""
        return self.ends <= self.starts

    def span(self, day: date) -> tuple[datetime, datetime]:
        """From when (inclusive) until when (exclusive) it lasts for who holds it on that day, in UTC."""
        last = day + timedelta(days=1) if self.crosses_midnight else day
        return clock.wall(day, self.starts), clock.wall(last, self.ends)


def all_posts(db: Database) -> Mapping[int, Post]:
    """Every post by id, in the order of a day: day, middle, night, standby."""

    def read() -> Mapping[int, Post]:
        posts = [Post(**row) for row in db.rows("SELECT * FROM post")]
        posts.sort(key=lambda post: (ORDER.index(post.kind), post.starts, post.id))
        return {post.id: post for post in posts}

    return db.derived("posts", ("post",), read)


def of_team(db: Database, team_id: int | None) -> list[Post]:
    """The posts in use of a team, or with None those of the service desk."""
    return [post for post in _of(db, team_id) if post.active]


def reaches(db: Database, actor: Actor, permission: Permission, team_id: int | None) -> bool:
    """Whether the permission reaches that team; the desk belongs to no team, and to whoever it reaches by campus."""
    if team_id is not None or actor.system:
        return may(actor, permission, team_matter(db, team_id))
    wide = (Scope.EVERYWHERE, Scope.CAMPUS)
    return any(grant.scope in wide and permission in GRANTS[grant.role] for grant in actor.grants)


def require_reach(db: Database, actor: Actor, permission: Permission, team_id: int | None) -> None:
    """NotAllowed unless `reaches`."""
    if not reaches(db, actor, permission, team_id):
        raise NotAllowed(mark("You are not allowed to do this here."))


def save(db: Database, values: Mapping[str, Any], *, actor: Actor, now: datetime) -> int:
    """Adds (no `id`) or changes a post: team_id, name, kind, starts, ends, phone, active; its id.

    NotAllowed outside one's own teams, WrongInput at the field that cannot be taken, Refusal for a name the team
    already has.
    """
    there = all_posts(db).get(values["id"]) if values.get("id") is not None else None
    whole = {**({} if there is None else asdict(there)), **values}
    for team_id in {whole.get("team_id"), there.team_id if there else whole.get("team_id")}:
        require_reach(db, actor, Permission.KEEP_DUTY, team_id)
    row = checked(whole)
    with db.transaction() as tx:
        if any(one.name == row["name"] and one.id != whole.get("id") for one in _of(db, row["team_id"])):
            raise Refusal(mark("This team already has a post “{name}”."), field="name", name=row["name"])
        new = there.id if there is not None else tx.next_id("post_id")
        if there is not None:
            tx.update("post", {"id": new, **row})
        else:
            tx.insert("post", {"id": new, **row})
        audit.write(tx, actor, "post_changed", row["name"], now=now, facts={"team_id": row["team_id"]})
    return new


def checked(values: Mapping[str, Any]) -> Row:
    """The columns of a post as they are written; WrongInput at the field that cannot be taken."""
    name, kind = seen(str(values.get("name") or "")), str(values.get("kind") or "")
    if not name:
        raise WrongInput(mark("Please fill in the name."), field="name")
    if not known(PostKind, kind):
        raise WrongInput(mark("Please choose from the list."), field="kind")
    for bound in ("starts", "ends"):
        if not isinstance(values.get(bound), time):
            raise WrongInput(mark("A post needs the times it begins and ends, like 17:30."), field=bound)
    return {
        "team_id": values.get("team_id"),
        "name": name,
        "kind": kind,
        "starts": values["starts"],
        "ends": values["ends"],
        "phone": seen(str(values.get("phone") or "")),
        "active": values.get("active", True) is not False,
    }


def _of(db: Database, team_id: int | None) -> list[Post]:
    return [post for post in all_posts(db).values() if post.team_id == team_id]
