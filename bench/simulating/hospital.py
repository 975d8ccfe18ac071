"""The demonstration hospital without its history: teams, posts and roster, services, places, promises."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from lib.catalog.promises import dues_of
from lib.catalog.services import Service
from lib.core.clock import local_date
from lib.demo import ground
from lib.demo.chance import around
from lib.demo.world import Pictures, World
from lib.dispatch.travel import Spot, spot_of
from lib.people import duty, organisation
from lib.people.accounts import all_accounts
from lib.people.papers import hindrances
from lib.people.posts import all_posts
from lib.places.locations import Location
from lib.store.database import Database
from lib.store.tables import table
from lib.tickets.words import Severity

START = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""Midnight of a Monday in the hospital; no public holiday that week."""
DAY = 24 * 60.0
MORNING, EVENING = 7.5 * 60, 20.5 * 60
"""The busy part of a day, when the day and middle posts are at work; loads are said of it."""
SPREAD, DETOUR = 0.45, 0.25
"""Sigma of the work minutes around their median, as in the demonstration's history, and of the ways."""


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """A job as chance made it, the same for every policy. Instants in minutes from the start: `opened`, `known` to the
    dispatcher, the three due times. `answer`: minutes until it is accepted once given. `minutes`: what everybody
    expects of the work; `really`: what it will take; `detour`: how much longer than in the table the way will take."""

    id: int
    severity: Severity
    team: int
    able: frozenset[int]
    spot: Spot
    opened: float
    known: float
    answer: float
    detour: float
    minutes: float
    really: float
    respond: float
    arrive: float
    complete: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One person on one post of one day."""

    person: int
    team: int
    starts: float
    ends: float
    standby: bool

    def by_day(self, day: int) -> float:
        """Minutes of it in the busy part of that day; standby is no time at work."""
        begin, end = max(self.starts, day * DAY + MORNING), min(self.ends, day * DAY + EVENING)
        return 0.0 if self.standby else max(0.0, end - begin)


class Hospital:
    """Read once; makes shifts and jobs."""

    def __init__(self, db: Database) -> None:
        ground.lay(db, START)
        self.db, self.world = db, World(db, START, Pictures())
        self.teams = organisation.teams(db)
        self.minutes = {
            row["service_code"]: float(row["median_work_minutes"]) for row in table("service_mix")
        }
        self.night = {row["service_code"]: float(row["night_percent"]) / 100 for row in table("service_mix")}
        self.base = {
            person.id: Spot(campus=self.teams[person.team_id].campus_id)
            for person in all_accounts(db).values()
            if person.team_id is not None and person.active
        }
        self.team_of = {person: all_accounts(db)[person].team_id or 0 for person in self.base}
        self.shifts = list(self._shifts())
        at_work = {shift.team for shift in self.shifts if not shift.standby}
        self.services = [one for one in self.world.services.values() if one.visit and one.team_id in at_work]
        self._able: dict[tuple[int, str], frozenset[int]] = {}

    def _shifts(self) -> Iterator[Shift]:
        for back in range(-1, 7):
            day = local_date(START) + timedelta(days=back)
            for post_id, people in duty.holders(self.db, day).items():
                post = all_posts(self.db)[post_id]
                if post.team_id is None:
                    continue
                starts, ends = (_minutes(instant) for instant in post.span(day))
                for person in people:
                    yield Shift(
                        person=person, team=post.team_id, starts=starts, ends=ends, standby=post.standby
                    )

    def capacity(self, team: int, days: range) -> float:
        """Minutes at work in the busy part of a day, on average."""
        found = sum(shift.by_day(day) for shift in self.shifts if shift.team == team for day in days)
        return found / len(days)

    def serving(self, service: Service, place: Location) -> int:
        """The team that does such jobs there."""
        team = self.world.crews.team_for(service, place)
        assert team is not None
        return team.id

    def able(self, team: int, service: Service) -> frozenset[int]:
        """Who of the team may do it: the papers decide, as everywhere in the product."""
        if (team, service.licence) not in self._able:
            lacking = {
                person
                for person, found in hindrances(self.db, service.code, START).items()
                if not found.overridable
            }
            members = {person for person, of in self.team_of.items() if of == team}
            self._able[team, service.licence] = frozenset(members - lacking)
        return self._able[team, service.licence]

    def job(self, random: Random, number: int, service: Service, place: Location, opened: float) -> Job:
        """With everything chance decides about it."""
        promise = self.world.promise(service.severity, place, service.code)
        dues = dues_of(self.db, promise, START + timedelta(minutes=opened))
        respond, team = promise.respond_minutes if promise else 15, self.serving(service, place)
        return Job(
            id=number,
            severity=Severity(service.severity),
            team=team,
            able=self.able(team, service),
            spot=spot_of(self.db, place.id),
            opened=opened,
            known=opened + around(random, min(2.6, 0.18 * respond), 0.65),
            answer=around(random, min(2.8, 0.2 * respond), 0.75),
            detour=around(random, 1.0, DETOUR),
            minutes=self.minutes[service.code],
            really=around(random, self.minutes[service.code], SPREAD),
            respond=_minutes(dues.respond),
            arrive=_minutes(dues.arrive),
            complete=_minutes(dues.complete),
        )

    def mix(self) -> Mapping[str, float]:
        """The share of each service in an average year."""
        return {one.code: self.world.mix.per_1000(one.code) for one in self.services}


def _minutes(instant: datetime | None) -> float:
    return (instant - START).total_seconds() / 60 if instant else math.inf
