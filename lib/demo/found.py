"""What inspections of the demonstration find: planned tickets that were noticed on a round instead of phoned in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from lib.core.clock import local_date
from lib.demo.chance import random_for
from lib.demo.course import Course, Step
from lib.demo.inspections import Inspections
from lib.demo.mix import Planned
from lib.demo.reporting import Report, asked, token
from lib.demo.walks import Look
from lib.demo.world import World
from lib.inspections import finding_tickets
from lib.inspections.checklists import Item
from lib.inspections.finding_tickets import Seen
from lib.inspections.judging import NO, YES
from lib.inspections.round import Round
from lib.inspections.words import ItemKind
from lib.store.database import Row
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Channel, Severity

_MOST, _SHARE = 38, 0.65
"""Of each service at most so many tickets of the half year come from inspections, and at most this share."""
_AGAIN_AFTER = timedelta(days=9)
_SETTLED_BY = timedelta(minutes=90)
"""What was found later than that before now may still be open; the live morning has open tickets of its own."""


@dataclass(slots=True, kw_only=True)
class Found:
    """One failed item. `later`: who came by after that; `rechecks`: rows of who looked at it again."""

    id: int
    look: Look
    round: Round
    item: Item
    number: float | None
    place_id: int
    later: Sequence[Look]
    ticket_id: int | None = None
    resolved_at: datetime | None = None
    rechecks: list[Row] = field(default_factory=list)

    def seen(self, number: float | None, *, good: bool) -> Seen:
        """What is written down about it."""
        words = "" if self.item.kind is ItemKind.NUMBER else YES if good else NO
        exact = Decimal(str(number)) if number is not None else None
        return Seen(item_id=self.item.item_id, number=exact, words=words)

    def origin(self, world: World, round: Round, seen: Seen) -> Mapping[str, Any]:
        """The facts of the ticket's events that name where it comes from, and what was read."""
        return finding_tickets.origin(world.db, round, self.look.stop, self.item, seen, self.id)

    def row(self) -> Row:
        """The row it is kept as."""
        stop, (checklist, version) = self.look.stop, self.look.checklist
        where = {"asset_id": stop.asset_id, "location_id": self.place_id, "position": stop.position}
        by = {"found_at": self.look.at, "found_by": self.look.who.id, "resolved_at": self.resolved_at}
        about = {"item_id": self.item.item_id, "checklist_id": checklist, "checklist_version": version}
        return {"id": self.id, "round_id": self.round.id, "ticket_id": self.ticket_id, **where, **about, **by}


class Finder:
    """Chooses which planned tickets inspections found, and where."""

    def __init__(self, world: World, inspections: Inspections) -> None:
        self._world, self._inspections = world, inspections
        self._by_day: dict[tuple[date, tuple[int, int]], list[Look]] = defaultdict(list)
        self._by_thing: dict[tuple[Any, tuple[int, int]], list[Look]] = defaultdict(list)
        latest = world.now - _SETTLED_BY
        for look in inspections.looks:
            if look.skipped:
                continue
            self._by_thing[look.thing, look.checklist].append(look)
            if look.at < latest:
                self._by_day[local_date(look.at), look.checklist].append(look)
        self._asked: dict[str, list[tuple[tuple[int, int], Item]]] = defaultdict(list)
        for checklist in sorted({look.checklist for look in inspections.looks}):
            for item in inspections.readings.items_of(checklist):
                if item.service_code and _can_fail(item):
                    self._asked[item.service_code].append((checklist, item))
        self._last = _open(world)
        self.findings: list[Found] = []

    def among(self, plan: Sequence[Planned]) -> list[Planned]:
        """The plan in which some tickets of services that checklists name were found on a round of that day."""
        counts = Counter(one.service_code for one in plan)
        random = random_for("found", local_date(self._world.now))
        return [self._perhaps(random, one, counts) for one in plan]

    def _perhaps(self, random: Random, planned: Planned, counts: Mapping[str, int]) -> Planned:
        asked = self._asked.get(planned.service_code)
        if not asked or planned.stands:
            return planned
        if random.random() > min(_SHARE, _MOST / counts[planned.service_code]):
            return planned
        chosen = list(self._free(local_date(planned.at), asked))
        if not chosen:
            return planned
        look, item = random.choice(chosen)
        found = self._found(look, item, random)
        return replace(planned, at=look.at, found=found) if found else planned

    def _free(self, day: date, asked: Sequence[tuple[tuple[int, int], Item]]) -> Iterator[tuple[Look, Item]]:
        for checklist, item in asked:
            for look in self._by_day.get((day, checklist), ()):
                last = self._last.get((look.thing, item.item_id))
                if last is None or abs(look.at - last) > _AGAIN_AFTER:
                    yield look, item

    def _found(self, look: Look, item: Item, random: Random) -> Found | None:
        round = self._inspections.rounds[look.round_id]
        place = finding_tickets.place_of(self._world.db, look.stop)
        if place is None:
            return None
        same = self._by_thing[look.thing, look.checklist]
        found = Found(
            id=len(self.findings),
            look=look,
            round=round,
            item=item,
            number=self._inspections.readings.failing(item, random),
            place_id=place,
            later=same[bisect_right(same, look.at, key=lambda one: one.at) :],
        )
        self._last[look.thing, item.item_id] = look.at
        self.findings.append(found)
        return found

    def numbered(self, ids: Sequence[int]) -> None:
        """Gives each its id, and its look what it found."""
        for found, new in zip(self.findings, ids, strict=True):
            found.id = new
            found.look.failed[found.item.item_id] = found.number, new


def _can_fail(item: Item) -> bool:
    limits = (item.fail_low, item.fail_high)
    return item.kind is ItemKind.YES_NO or (item.kind is ItemKind.NUMBER and limits != (None, None))


def _open(world: World) -> dict[tuple[Any, int], datetime]:
    """What is not in order already, as of now: nothing else is found there."""
    sql = "SELECT asset_id, location_id, item_id FROM finding WHERE resolved_at IS NULL"
    rows = world.db.rows(sql)
    return {
        ((row["asset_id"], None if row["asset_id"] else row["location_id"]), row["item_id"]): world.now
        for row in rows
    }


def report(world: World, planned: Planned) -> Report:
    """The report of what an inspection found: whoever walked is its reporter."""
    found = planned.found
    assert found is not None
    service = world.service(planned.service_code)
    severity = Severity(found.item.severity or service.severity)
    seen = found.seen(found.number, good=False)
    return Report(
        planned=planned,
        service=service,
        place=world.places[found.place_id],
        severity=severity,
        said_severity=severity,
        channel=Channel.INSPECTION,
        caller=found.look.who.name,
        phone="",
        description=finding_tickets.described(world.db, found.look.stop, found.item, seen),
        followed="",
        at=found.look.at,
        written=found.look.at,
        unclear=False,
        random=random_for("finding", found.look.at, found.item.item_id, found.place_id),
        asset_id=found.look.stop.asset_id,
    )


def opening(world: World, course: Course, report: Report, found: Found) -> Step:
    """The ticket the round opened."""

    def also(ticket: Ticket, event: Event) -> None:
        who = {"name": found.look.who.name, "phone": "", "account_id": found.look.who.id}
        joined = {"channel": report.channel.value, "joined_at": event.recorded_at, "department_id": None}
        course.keep("reporter", {"ticket_id": ticket.id, "token": token(report.random), **who, **joined})

    found.ticket_id = report.id
    facts = {
        "id": report.id,
        "number": report.number,
        **asked(world, report),
        "caller": report.caller,
        **found.origin(world, found.round, found.seen(found.number, good=False)),
    }
    return Step(Action.OPEN, report.at, found.look.who, facts, also=also)
