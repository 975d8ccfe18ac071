"""Rounds as an iCalendar (RFC 5545) that other programs subscribe to: nothing in it but what the plan says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from lib.core.clock import local, wall
from lib.inspections.plans import parse_slots
from lib.inspections.round import Round
from lib.inspections.words import Status

PRODUCT = "-//OneStop//Inspections//ZH"
REFRESH = timedelta(hours=1)
"""How often whoever subscribes is asked to look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A round with what a calendar says of it: the plan's name, what kind it is (in words), where its route begins, the
    address of the round, and when it last changed."""

    round: Round
    name: str
    kind: str
    place: str
    link: str
    changed_at: datetime


def calendar(entries: Sequence[Entry], *, name: str, zone: ZoneInfo, host: str) -> Calendar:
    """The calendar of that name. Times stand in the hospital's zone, which is described in it, so that they are right
    wherever it is read. `host` makes the numbers of rounds ours alone."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", str(zone))
    made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    if entries:
        days = [entry.round.day for entry in entries]
        made.add_component(_zone(zone, min(days), max(days)))
    for entry in entries:
        made.add_component(_event(entry, zone, host))
    return made


def _zone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    return Timezone.from_tzinfo(zone, str(zone), first - timedelta(days=366), last + timedelta(days=366))


def _event(entry: Entry, zone: ZoneInfo, host: str) -> Event:
    round = entry.round
    begins, ends = times(round)
    made = Event()
    made.add("uid", f"round-{round.id}@{host}")
    made.add("sequence", round.version)
    made.add("dtstamp", entry.changed_at.astimezone(UTC))
    made.add("last-modified", entry.changed_at.astimezone(UTC))
    made.add("dtstart", begins.astimezone(zone))
    made.add("dtend", ends.astimezone(zone))
    made.add("summary", f"{entry.name} · {entry.place}" if entry.place else entry.name)
    if entry.place:
        made.add("location", entry.place)
    made.add("description", entry.link)
    made.add("url", entry.link)
    made.add("categories", [entry.kind])
    made.add("status", "CANCELLED" if round.status is Status.EXEMPT else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    return made


def times(round: Round) -> tuple[datetime, datetime]:
    """From when until when it stands in a calendar: its slot on its day, by the wall clock."""
    begins = round.planned_at
    slots = parse_slots(round.slot)
    if not slots:
        return begins, begins + timedelta(minutes=max(round.minutes, 1))
    at = local(begins)
    later = timedelta(days=slots[0].ends <= at.time())
    ends = wall(at.date() + later, slots[0].ends)
    return begins, ends if ends > begins else begins + timedelta(minutes=max(round.minutes, 1))
