"""What is promised: minutes to respond, arrive and complete, each on a calendar; every version is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from lib.catalog.calendars import calendar
from lib.catalog.working_calendar import WorkingCalendar
from lib.core.errors import TooLate, WrongInput
from lib.core.i18n import mark
from lib.store.database import Database, Transaction

STAGES = ("respond", "arrive", "complete")
A_YEAR = 366 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Minutes and calendar of each stage; empty area and service mean "any"."""

    id: int
    version: int
    severity: str
    area_class: str
    service_code: str
    respond_minutes: int
    respond_calendar: str
    arrive_minutes: int
    arrive_calendar: str
    complete_minutes: int
    complete_calendar: str
    valid_from: datetime
    valid_to: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Dues:
    """By when each stage was promised, and which promise says so."""

    promise_id: int | None
    respond: datetime | None
    arrive: datetime | None
    complete: datetime | None

    def facts(self) -> Mapping[str, datetime | int | None]:
        """As an event keeps them."""
        return {
            "promise_id": self.promise_id,
            "respond_due": self.respond,
            "arrive_due": self.arrive,
            "complete_due": self.complete,
        }


def all_promises(db: Database) -> Mapping[int, Promise]:
    """Every version of every promise, by id."""
    return db.derived(
        "promises",
        ("promise",),
        lambda: {row["id"]: Promise(**row) for row in db.rows("SELECT * FROM promise ORDER BY id")},
    )


def promise_for(
    db: Database, *, severity: str, area_class: str, service_code: str, at: datetime
) -> Promise | None:
    """The closest promise in force then: one that names the service before one that names the area, before neither."""
    fitting = (
        promise
        for promise in all_promises(db).values()
        if promise.severity == severity
        and promise.service_code in ("", service_code)
        and promise.area_class in ("", area_class)
        and promise.valid_from <= at
        and (promise.valid_to is None or at < promise.valid_to)
    )
    return max(fitting, key=lambda p: (p.service_code != "", p.area_class != "", p.version), default=None)


def dues(db: Database, *, severity: str, area_class: str, service_code: str, at: datetime) -> Dues:
    """When a ticket opened at that instant is due; all None where nothing is promised."""
    return dues_of(
        db, promise_for(db, severity=severity, area_class=area_class, service_code=service_code, at=at), at
    )


def dues_of(db: Database, promise: Promise | None, at: datetime) -> Dues:
    """The same for a promise already found: many histories at once are made with it."""
    if promise is None:
        return Dues(None, None, None, None)
    ends = (
        _calendar_of(db, promise, stage).add(at, getattr(promise, f"{stage}_minutes")) for stage in STAGES
    )
    return Dues(promise.id, *ends)


def moved(
    db: Database, promise_id: int | None, due: datetime | None, held_from: datetime, held_to: datetime
) -> datetime | None:
    """The time to complete after a pausing hold: later by exactly the working minutes of the hold."""
    promise = all_promises(db).get(promise_id) if promise_id is not None else None
    if promise is None or due is None:
        return due
    hours = _calendar_of(db, promise, "complete")
    return hours.add(due, hours.minutes_between(held_from, held_to))


def _calendar_of(db: Database, promise: Promise, stage: str) -> WorkingCalendar:
    return calendar(db, getattr(promise, f"{stage}_calendar"))


def check_minutes(minutes: Mapping[str, int]) -> None:
    """WrongInput, naming the stage's minutes as its field, where they cannot be promised."""
    for stage in STAGES:
        if minutes[stage] <= 0:
            raise WrongInput(mark("A promise needs minutes above zero."), field=f"{stage}_minutes")
        if minutes[stage] > A_YEAR:
            raise WrongInput(
                mark("Nothing is promised for more than a year ahead."), field=f"{stage}_minutes"
            )
    for before, after in pairwise(STAGES):
        if minutes[after] < minutes[before]:
            message = mark("Respond, arrive and complete must follow each other.")
            raise WrongInput(message, field=f"{after}_minutes")


def replace(
    tx: Transaction,
    old: Promise,
    *,
    minutes: Mapping[str, int],
    now: datetime,
    others: Mapping[str, str] | None = None,
) -> int:
    """A new version from now on; the old one keeps judging the past. `others`: calendars or a note that change
    with the minutes. Returns the new id."""
    check_minutes(minutes)
    end(tx, old, now=now)
    new = tx.next_id("promise_id")
    kept = {
        name: getattr(old, name)
        for name in Promise.__slots__
        if name not in ("id", "version", "valid_from", "valid_to")
    }
    changed = {f"{stage}_minutes": minutes[stage] for stage in STAGES} | dict(others or {})
    tx.insert("promise", {**kept, **changed, "id": new, "version": old.version + 1, "valid_from": now})
    return new


def end(tx: Transaction, old: Promise, *, now: datetime) -> None:
    """The promise holds for nothing that is opened from now on; TooLate when it has been replaced meanwhile."""
    sql = "UPDATE promise SET valid_to = $now WHERE id = $id AND valid_to IS NULL RETURNING id"
    if not tx.execute(sql, id=old.id, now=now):
        raise TooLate(mark("This promise has been replaced meanwhile."))


def begin(tx: Transaction, values: Mapping[str, Any], *, now: datetime) -> int:
    """A promise for a severity, area and service that has none of its own, from now on; its id."""
    check_minutes({stage: values[f"{stage}_minutes"] for stage in STAGES})
    last = tx.value(
        """
        SELECT max(version) FROM promise
        WHERE severity = $severity AND area_class = $area_class AND service_code = $service_code
        """,
        **{name: values[name] for name in ("severity", "area_class", "service_code")},
    )
    new = tx.next_id("promise_id")
    tx.insert("promise", {**values, "id": new, "version": int(last or 0) + 1, "valid_from": now})
    return new
