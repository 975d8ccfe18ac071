"""Who is on duty: the desk's shifts, and who of a team goes to a job."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from lib.catalog.services import Service
from lib.core.clock import local_date, zone
from lib.demo.chance import random_for
from lib.demo.rota import by_day, by_night
from lib.people import accounts, organisation, papers
from lib.people.accounts import Account
from lib.people.organisation import Team, Vendor
from lib.people.papers import Paper
from lib.people.posts import PostKind, all_posts
from lib.people.roles import Grant, Role, Scope
from lib.places.locations import Location
from lib.store.database import Database

_SHIFT_STARTS = timedelta(hours=7, minutes=30)
_OFFICE = (timedelta(), timedelta(hours=10))
_AHEAD = timedelta(days=7)
"""Nobody is sent whose papers might lapse before they have said yes."""
_EXCEPTIONS = 1
"""In so many minutes of an hour the dispatcher sends somebody whose training has lapsed, and says why."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Someone:
    """Who acts: an account, a reporter by name only, or (no id, no name) the product itself."""

    id: int | None
    name: str


NOBODY = Someone(None, "")


@dataclass(slots=True)
class Worker:
    """One who can be sent. `goal`: whom a dispatcher names; `phones`: how often they phone the desk instead of
    tapping; `licences`: until when each is good; `trained_until`: when the first of the other papers lapses;
    `free_at`: after the last job."""

    who: Someone
    goal: str
    team: Team | None
    vendor_id: int | None
    licences: Mapping[str, date]
    trained_until: date
    leads: bool
    phones: float
    free_at: datetime = field(default=_NEVER)

    def may(self, licence: str, day: date) -> bool:
        """Whether the law lets them do work that asks for the licence, on that day."""
        return not licence or self.licences.get(licence, date.min) >= day


class Crews:
    """Everybody who works, by team; the desk; the liaisons."""

    def __init__(self, db: Database) -> None:
        self._zone: ZoneInfo = zone()
        self._teams = organisation.teams(db)
        self._up_at_night = {post.team_id for post in all_posts(db).values() if post.kind == PostKind.NIGHT}
        people = [person for person in accounts.all_accounts(db).values() if person.active]
        held = papers.by_person(db)
        self._members: dict[int, list[Worker]] = {}
        for person in people:
            if person.team_id is not None and (team := self._teams.get(person.team_id)):
                self._members.setdefault(team.id, []).append(_worker(person, team, held.get(person.id, ())))
        vendors = organisation.vendors(db)
        self._contacts = {
            grant.scope_id: _contact(person, vendors[grant.scope_id])
            for person, grant in _leading(people, Scope.VENDOR)
        }
        self._leaders = {grant.scope_id: Someone(p.id, p.name) for p, grant in _leading(people, Scope.TEAM)}
        self.operators = _holding(people, Role.OPERATOR)
        self.dispatchers = _holding(people, Role.DISPATCHER)
        self.inspectors = _holding(people, Role.INSPECTOR)
        self._posts = {post.id: post.team_id for post in all_posts(db).values()}
        self.liaisons = {
            grant.scope_id: Someone(person.id, person.name)
            for person in people
            for grant in person.grants
            if grant.role is Role.LIAISON
        }

    def operator(self, at: datetime, *, other_than: Collection[int | None] = ()) -> Someone:
        """Who answers the phone then: two by day, one by night, in turns; nobody rates or reopens their own work."""
        shift, since = self._shift(at)
        night = since >= _OFFICE[1]
        turn = shift * 3 + (2 if night else (at.minute % 2))
        others = [one for one in self.operators if one.id not in other_than] if other_than else self.operators
        return others[turn % len(others)]

    def dispatcher(self, at: datetime) -> Someone:
        """Who dispatches then; by night the operator does."""
        shift, since = self._shift(at)
        return (
            self.dispatchers[shift % len(self.dispatchers)]
            if since < timedelta(hours=13)
            else self.operator(at)
        )

    def responsible(self, at: datetime) -> Someone:
        """A dispatcher in any case: some steps are theirs alone."""
        return self.dispatchers[self._shift(at)[0] % len(self.dispatchers)]

    def leader(self, team: Team) -> Someone | None:
        """Who leads the team."""
        return self._leaders.get(team.id)

    def team_for(self, service: Service, place: Location | None) -> Team | None:
        """The service's team; where that belongs to the other campus, the same vendor's team of this one."""
        team = self._teams.get(service.team_id) if service.team_id is not None else None
        if team is None or place is None or team.campus_id in (None, place.campus_id):
            return team
        here = [
            t
            for t in self._teams.values()
            if t.vendor_id == team.vendor_id and t.campus_id == place.campus_id
        ]
        return here[0] if here else team

    def other_team(self, random: Random, team: Team) -> Team:
        """A team that is not the right one."""
        others = [t for t in self._teams.values() if t.id != team.id and len(self._members.get(t.id, ())) > 1]
        return random.choice(others)

    def worker(self, service: Service, place: Location | None, at: datetime) -> Worker:
        """Who is sent: of those on duty with the licence, whoever is free first."""
        team = self.team_for(service, place)
        if team is None or not self._members.get(team.id):
            return self._contacts.get(service.vendor_id or 0) or next(iter(self._contacts.values()))
        return min(
            self._fit(team, service.licence, at), key=lambda worker: (worker.free_at, worker.who.id or 0)
        )

    def on_round(
        self, post_id: int | None, team_id: int | None, vendor_id: int | None, at: datetime, turn: int
    ) -> Someone | None:
        """Somebody on duty of the team or the post's, in turns; the vendor's contact; None where there is neither."""
        team = self._teams.get(team_id or self._posts.get(post_id or 0) or 0)
        if team is not None and self._members.get(team.id):
            members = self._on_duty(team, at)
            return members[(turn + self._shift(at)[0]) % len(members)].who
        vendors = (team.vendor_id if team else None, vendor_id)
        return next((found.who for one in vendors if (found := self._contacts.get(one or 0))), None)

    def second(self, worker: Worker, at: datetime, licence: str = "") -> Worker | None:
        """Somebody of the same team who lends a hand, called in where nobody else is on duty."""
        if worker.team is None:
            return None
        day = local_date(at) + _AHEAD
        fit = [
            one
            for one in self._members[worker.team.id]
            if one is not worker and one.may(licence, day) and day <= one.trained_until
        ]
        others = [one for one in self._on_duty(worker.team, at) if one in fit] or fit
        return min(others, key=lambda one: one.free_at) if others else None

    def _fit(self, team: Team, licence: str, at: datetime) -> list[Worker]:
        """Of those on duty who may do it, else of the whole team: mostly people with all their papers, now and then
        (and where there is nobody else) somebody whose training has lapsed."""
        day = local_date(at) + _AHEAD
        on_duty = [one for one in self._on_duty(team, at) if one.may(licence, day)]
        licensed = on_duty or [one for one in self._members[team.id] if one.may(licence, day)]
        trained = [one for one in licensed if day <= one.trained_until]
        lapsed = [one for one in licensed if one.trained_until < local_date(at)]
        return (lapsed if at.minute < _EXCEPTIONS else trained) or trained or lapsed or licensed

    def _on_duty(self, team: Team, at: datetime) -> list[Worker]:
        members = self._members[team.id]
        shift, since = self._shift(at)
        if since < _OFFICE[1]:
            turn = by_day(len(members), shift, up_at_night=team.id in self._up_at_night)
        else:
            turn = by_night(len(members), shift)
        return [members[place] for place in turn]

    def _shift(self, at: datetime) -> tuple[int, timedelta]:
        """The day whose shifts these are (they change at 07:30), and how long ago it began."""
        local = at.astimezone(self._zone) - _SHIFT_STARTS
        return local.toordinal(), timedelta(hours=local.hour, minutes=local.minute)


def _worker(person: Account, team: Team, held: Iterable[Paper]) -> Worker:
    licences: dict[str, date] = {}
    trained = date.max
    for paper in held:
        until = paper.valid_until or date.max
        if paper.licence:
            licences[paper.licence] = max(until, licences.get(paper.licence, date.min))
        else:
            trained = min(trained, until)
    habit = random_for("phones", person.id).choice((0.03, 0.08, 0.15, 0.3, 0.6, 0.85))
    leads = any(grant.role is Role.LEADER for grant in person.grants)
    who = Someone(person.id, person.name)
    return Worker(who, person.name, team, team.vendor_id, licences, trained, leads, habit)


def _contact(person: Account, vendor: Vendor) -> Worker:
    return Worker(Someone(person.id, person.name), vendor.name, None, vendor.id, {}, date.max, True, 1.0)


def _leading(people: list[Account], scope: Scope) -> list[tuple[Account, Grant]]:
    return [
        (p, grant) for p in people for grant in p.grants if grant.role is Role.LEADER and grant.scope is scope
    ]


def _holding(people: list[Account], role: Role) -> list[Someone]:
    return [Someone(p.id, p.name) for p in people if any(grant.role is role for grant in p.grants)]
