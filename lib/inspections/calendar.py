"""What the inspection calendar shows: every round of a span of days, made once after a change for all who see the same.

That a window has closed since is the browser's to see, from the instants it gets.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import Any

from lib.catalog.calendars import free_days
from lib.catalog.holiday_names import holiday_names
from lib.core.clock import local
from lib.core.errors import WrongInput
from lib.core.facts import dumps
from lib.core.i18n import Language, mark
from lib.inspections import works
from lib.inspections.round import STATE_SQL, Round
from lib.inspections.seeing import visible
from lib.inspections.shifting import days_inside
from lib.people import accounts
from lib.people.organisation import teams, vendors
from lib.people.posts import all_posts
from lib.people.roles import Actor
from lib.places.locations import LocationKind, all_locations
from lib.store.database import Database, Row

NAMED = (
    *works.TABLES,
    "account",
    "account_role",
    "technician",
    "team",
    "vendor",
    "post",
    "calendar_day",
    "holiday_file",
)
TABLES = ("round", *NAMED)
"""A commit to one of these may change the calendar."""
MOST_DAYS = 62
_KEPT, _TEXTS_KEPT = 24, 20_000
_BEFORE_ANY = datetime(1970, 1, 1, tzinfo=UTC)
_building = threading.Lock()

COLUMNS = """
    r.id, r.version, r.day, r.planned_at, r.plan_id, r.route, r.minutes, r.account_id, r.post_id, r.team_id,
    r.vendor_id, r.campus_id, r.opens_at, r.closes_at, r.stops, r.stops_done, r.failed, r.warned, r.part, r.slot"""
"""`now` long ago leaves rounds due whose window has closed: see the module."""


@dataclass(frozen=True)
class Snapshot:
    """The calendar of a span at one moment. `rounds`: JSON of each by id; `works`: what they are about, by plan and
    route; `names`: JSON of everything they refer to by id."""

    first: date
    last: date
    rounds: Mapping[int, str]
    works: Mapping[str, works.Work]
    names: str

    @cached_property
    def message(self) -> str:
        """All of it as JSON: stamp, first, last, names, works, rounds (see `as_list`)."""
        return f'{{"kind":"calendar","stamp":"{self.stamp}",{self._inside}}}'

    @cached_property
    def stamp(self) -> str:
        """Another one whenever something in it is different, also after the service was started anew."""
        return blake2b(self._inside.encode(), digest_size=9).hexdigest()

    @cached_property
    def _inside(self) -> str:
        span = f'"first":"{self.first}","last":"{self.last}"'
        return f'{span},"names":{self.names},"works":{dumps(self.works)},"rounds":[{",".join(self.rounds.values())}]'

    def since(self, earlier: Snapshot) -> str:
        """What turns the earlier one of the same span into this, as JSON: from, to (stamps), works, rounds, gone (ids).
        All of it where names changed."""
        if self.names != earlier.names:
            return self.message
        changed = [text for key, text in self.rounds.items() if earlier.rounds.get(key) != text]
        gone = [key for key in earlier.rounds if key not in self.rounds]
        new = {key: about for key, about in self.works.items() if earlier.works.get(key) != about}
        stamps = f'"kind":"changes","from":"{earlier.stamp}","to":"{self.stamp}"'
        return f'{{{stamps},"works":{dumps(new)},"rounds":[{",".join(changed)}],"gone":{dumps(gone)}}}'


def span(first: date, last: date) -> tuple[date, date]:
    """The same two days; WrongInput unless they are in order and at most 62 days apart."""
    if not 0 <= (last - first).days < MOST_DAYS:
        raise WrongInput(mark("Please choose at most {days} days."), days=MOST_DAYS)
    return first, last


def snapshot(db: Database, *, actor: Actor, first: date, last: date, language: Language) -> Snapshot:
    """The rounds meant for those days (both included) that this person may see; the same object until something
    changes."""
    sight = visible(actor)
    key = (first, last, language, sight.key)
    with _building:
        kept: dict[Any, Snapshot] = db.derived("inspection_calendar", TABLES, dict)
        if key not in kept:
            if len(kept) >= _KEPT:
                kept.pop(next(iter(kept)))
            sql = f"""
                SELECT {COLUMNS}, {STATE_SQL} AS state FROM round r
                WHERE r.day BETWEEN $first AND $last AND {sight.sql} ORDER BY r.day, r.planned_at, r.id"""
            rows = db.rows(sql, first=first, last=last, now=_BEFORE_ANY, **sight.values)
            kept[key] = _made(db, rows, first, last, language)
        return kept[key]


def _made(db: Database, rows: Sequence[Row], first: date, last: date, language: Language) -> Snapshot:
    routes = {(row["plan_id"], row["route"]) for row in rows}
    return Snapshot(
        first=first,
        last=last,
        rounds=_texts(db, rows),
        works={f"{plan}/{route}": about for (plan, route), about in works.works(db, sorted(routes)).items()},
        names=dumps(_names(db, rows, first, last, language)),
    )


def _texts(db: Database, rows: Sequence[Row]) -> Mapping[int, str]:
    """Each round as JSON. Of thousands a change touches a few: the others are taken from the time before."""
    known: dict[int, tuple[Row, str]] = db.derived("inspection_calendar_texts", (), dict)
    if len(known) > _TEXTS_KEPT:
        known.clear()
    for row in rows:
        before = known.get(row["id"])
        if before is None or before[0] != row:
            known[row["id"]] = (row, dumps(as_list(row)))
    return {row["id"]: known[row["id"]][1] for row in rows}


def one(db: Database, round: Round) -> str:
    """One round as JSON, as it stands among the others."""
    sql = f"SELECT {COLUMNS}, {STATE_SQL} AS state FROM round r WHERE r.id = $id"
    row = db.row(sql, id=round.id, now=_BEFORE_ANY)
    return dumps(as_list(row)) if row else "null"


def as_list(row: Row) -> list[Any]:
    """Id, version, day, time of day, plan/route, state (never missed while nobody touched it), minutes, person, post,
    team, vendor, campus (ids, 0 for none), stops, stops done, failed, warned, part; while nobody has begun it also when
    its window closes (seconds since 1970), and the first and the last day inside it."""
    whose = [row[name] or 0 for name in ("account_id", "post_id", "team_id", "vendor_id", "campus_id")]
    return [
        row["id"],
        row["version"],
        row["day"],
        f"{local(row['planned_at']):%H:%M}",
        f"{row['plan_id']}/{row['route']}",
        row["state"],
        row["minutes"],
        *whose,
        *(row[name] for name in ("stops", "stops_done", "failed", "warned", "part")),
        *(_window(row) if row["state"] == "due" else ()),
    ]


def _window(row: Row) -> tuple[int, date, date]:
    return int(row["closes_at"].timestamp()), *days_inside(row["slot"], row["opens_at"], row["closes_at"])


def _names(
    db: Database, rows: Sequence[Row], first: date, last: date, language: Language
) -> Mapping[str, Any]:
    """People, posts, teams and vendors only where one of the rounds is theirs: nobody is told of those of others."""
    people, crews, companies = accounts.names(db), teams(db), vendors(db)
    persons = {row["account_id"] for row in rows}
    held = {row["post_id"] for row in rows}
    posts = {key: post for key, post in all_posts(db).items() if key in held}
    whose = {row["team_id"] for row in rows} | {post.team_id for post in posts.values()}
    employers = {row["vendor_id"] for row in rows}
    employers |= {team.vendor_id for key, team in crews.items() if key in whose}
    return {
        "people": {key: name for key, name in people.items() if key in persons},
        "posts": {one.id: {"name": one.name, "team": one.team_id} for one in posts.values()},
        "teams": {
            one.id: {"name": one.name, "vendor": one.vendor_id} for one in crews.values() if one.id in whose
        },
        "vendors": {one.id: one.name for one in companies.values() if one.id in employers},
        "campuses": {
            one.id: one.name for one in all_locations(db).values() if one.kind == LocationKind.CAMPUS
        },
        "days": dict(_special(db, first, last, language)),
    }


def _special(db: Database, first: date, last: date, language: Language) -> Iterator[tuple[str, Any]]:
    """Public holidays and make-up workdays, with their names."""
    off, on = free_days(db)
    names = holiday_names(db)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in off or day in on:
            name = names.get(day)
            yield str(day), {"off": day in off, "name": name.said(language) if name else ""}
