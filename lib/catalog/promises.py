"""What is promised: minutes to respond, arrive and complete, each on a calendar; every version is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from lib.catalog import late_evening
from lib.catalog.calendars import calendar, years_without_holidays
from lib.catalog.working_calendar import WorkingCalendar
from lib.core.clock import local_date
from lib.core.errors import TooLate, WrongInput
from lib.core.i18n import mark
from lib.store.database import Database, Transaction

STAGES = ("respond", "arrive", "complete")
LATE_EVENING = ("late_from", "late_start")
A_YEAR = 366 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Minutes and calendar of each stage; empty area and service mean "any".

    `late_from` and `late_start` are times of the wall clock such as "20:00", both empty for never: what is reported
    between them, outside critical areas, counts from the latter.
    """

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
    late_from: str = ""
    late_start: str = ""


@dataclass(frozen=True, slots=True)
class Dues:
    """By when each stage was promised, which promise says so, and from when it counts."""

    promise_id: int | None
    respond: datetime | None
    arrive: datetime | None
    complete: datetime | None
    start: datetime | None = None

    def facts(self) -> Mapping[str, datetime | int | None]:
        """As an event keeps them."""
        return {
            "counts_from": self.start,
            "promise_id": self.promise_id,
            "respond_due": self.respond,
            "arrive_due": self.arrive,
            "complete_due": self.complete,
        }


@dataclass(frozen=True, slots=True)
class Terms:
    """One stage of a promise: so many minutes of that calendar, which the hospital calls by a code."""

    minutes: int
    hours: WorkingCalendar
    calendar: str = ""


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


def dues(
    db: Database,
    *,
    severity: str,
    area_class: str,
    service_code: str,
    at: datetime,
    appointed: bool = False,
) -> Dues:
    """When a ticket opened at that instant is due; all None where nothing is promised. `appointed`: the instant was
    agreed upon, so that it counts from then however late it is."""
    found = promise_for(db, severity=severity, area_class=area_class, service_code=service_code, at=at)
    return dues_of(db, found, at if found is None or appointed else starts_at(found, area_class, at))


def starts_at(promise: Promise, area_class: str, at: datetime) -> datetime:
    """From when the promise counts for what is reported at that instant in such an area: at once, or from the next
    morning where that is promised for the late evening (the product's rule; never in critical areas)."""
    if area_class == late_evening.NEVER_IN:
        return at
    return late_evening.counts_from(at, promise.late_from, promise.late_start)


def dues_of(db: Database, promise: Promise | None, start: datetime) -> Dues:
    """The same for a promise already found that counts from then: many histories at once are made with it."""
    if promise is None:
        return Dues(None, None, None, None)
    respond, arrive, complete = (one.hours.add(start, one.minutes) for one in terms(db, promise.id).values())
    return Dues(promise.id, respond, arrive, complete, start)


def terms(db: Database, promise_id: int | None) -> Mapping[str, Terms]:
    """What that promise says of each stage; empty where nothing is promised."""
    promise = all_promises(db).get(promise_id) if promise_id is not None else None
    if promise is None:
        return {}
    codes = {stage: getattr(promise, f"{stage}_calendar") for stage in STAGES}
    return {
        stage: Terms(getattr(promise, f"{stage}_minutes"), calendar(db, code), code)
        for stage, code in codes.items()
    }


def unknown_years(db: Database, promise_id: int | None, instants: Iterable[datetime | None]) -> list[int]:
    """Years whose public holidays would count for that promise at those instants, but nobody has told them yet."""
    promise = all_promises(db).get(promise_id) if promise_id is not None else None
    if promise is None or all(_calendar_of(db, promise, stage).always for stage in STAGES):
        return []
    years = {local_date(instant).year for instant in instants if instant is not None}
    return sorted(year for year in years if years_without_holidays(db, year, year))


def after_due(db: Database, promise_id: int | None, stage: str, due: datetime, minutes: int) -> datetime:
    """So many minutes after the stage is due, counted as the promise counts; below zero before it, round the clock."""
    promise = all_promises(db).get(promise_id) if promise_id is not None else None
    if promise is None or minutes <= 0:
        return due + timedelta(minutes=minutes)
    return _calendar_of(db, promise, stage).add(due, minutes)


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
    late_evening.check(*({**kept, **changed}[name] for name in LATE_EVENING))
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
    late_evening.check(*(values.get(name, "") for name in LATE_EVENING))
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
