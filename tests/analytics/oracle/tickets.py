"""Every ticket as a plain dictionary, made slowly: its row, its history walked event by event, its place climbed."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from lib.catalog.promises import terms
from lib.core.clock import zone
from lib.store.database import Database
from lib.tickets import timeline
from lib.tickets.life import lived
from lib.tickets.promised import Clock, kept_due
from lib.tickets.records import event_from_row
from lib.tickets.rules import rules

Told = dict[str, Any]
WITHOUT_WORK = ("cancelled", "merged")


def told(db: Database, now: datetime) -> list[Told]:
    """All tickets, oldest id first."""
    events = db.rows("SELECT * FROM ticket_event ORDER BY ticket_id, seq")
    lives = {id: list(own) for id, own in groupby(events, key=lambda row: row["ticket_id"])}
    ratings = {(row["ticket_id"], row["completion"]): row for row in db.rows("SELECT * FROM rating")}
    places = {row["id"]: row for row in db.rows("SELECT * FROM location")}
    groups = {row["code"]: row["group_code"] for row in db.rows("SELECT code, group_code FROM service")}
    found = []
    for ticket in db.rows("SELECT * FROM ticket ORDER BY id"):
        own = lives[ticket["id"]]
        one = dict(ticket)
        one |= _days(ticket) | _minutes(ticket) | _rated(ticket, ratings)
        one |= _climbed(places, ticket["location_id"]) | _lived(db, ticket, own, now)
        one["service_group"] = groups.get(ticket["service_code"])
        one["holds"] = _holds(own)
        one["asked"] = _asked(ticket)
        found.append(one)
    _fixed_at_once(found)
    return found


def _days(ticket: Told) -> Told:
    opened = ticket["opened_at"].astimezone(zone())
    done = ticket["done_at"].astimezone(zone()).date() if ticket["done_at"] else None
    return {
        "opened_on": opened.date(),
        "opened_hour": opened.hour,
        "opened_weekday": opened.isoweekday(),
        "done_on": done,
    }


def _minutes(ticket: Told) -> Told:
    def since_opened(instant: datetime | None) -> float | None:
        if instant is None or ticket["appointment_at"] is not None:
            return None
        return (instant - ticket["opened_at"]) / timedelta(minutes=1)

    names = {"response": "accepted_at", "arrival": "arrived_at", "completion": "done_at"}
    return {f"{name}_minutes": since_opened(ticket[column]) for name, column in names.items()}


def _rated(ticket: Told, ratings: dict[tuple[int, int], Told]) -> Told:
    rating = ratings.get((ticket["id"], ticket["completions"]))
    if rating is None:
        return {"score": None, "spoken": None}
    return {
        "score": (rating["speed"] + rating["quality"] + rating["attitude"]) / 3,
        "spoken": rating["how"] == "spoken",
    }


def _climbed(places: dict[int, Told], location_id: int | None) -> Told:
    found: Told = {"campus_id": None, "building_id": None, "floor_id": None}
    at = places.get(location_id) if location_id is not None else None
    if at is not None:
        found["campus_id"] = at["campus_id"]
    while at is not None:
        if at["kind"] in ("building", "floor"):
            found[f"{at['kind']}_id"] = at["id"]
        at = places.get(at["parent_id"])
    return found


def _lived(db: Database, ticket: Told, events: list[Told], now: datetime) -> Told:
    life = lived([event_from_row(row) for row in events], now)
    said = terms(db, ticket["promise_id"])
    spent: dict[str, timedelta] = {}
    for segment in timeline.cut(life, said["complete"].hours if said else None):
        spent[segment.label] = spent.get(segment.label, timedelta()) + segment.lasts
    found: Told = {"spent": spent}
    for stage in ("respond", "arrive", "complete"):
        clock = Clock(life, stage, said[stage], rules(db).policy) if said and stage in said else None
        found[f"{stage}_kept"] = (
            _kept(ticket["status"], clock, now) if clock else _kept_elsewhere(ticket, stage, now)
        )
    return found


def _kept_elsewhere(ticket: Told, stage: str, now: datetime) -> bool | None:
    """A due time that came with the ticket, without a promise of ours."""
    due = ticket[f"{stage}_due"]
    if due is None or ticket["status"] in WITHOUT_WORK:
        return None
    if ticket["status"] not in ("done", "closed"):
        return False if due < now else None
    reached: datetime | None = ticket["done_at"]
    return None if reached is None else reached <= due


def _kept(status: str, clock: Clock | None, now: datetime) -> bool | None:
    if clock is None or status in WITHOUT_WORK:
        return None
    if clock.reached is None:
        return False if clock.due() < now else None
    return clock.reached.begins <= kept_due(clock.life, clock.stage, clock.terms, clock.policy)


def _holds(events: list[Told]) -> int:
    states = [event["to_status"] for event in events]
    return sum(now == "on_hold" and before != "on_hold" for before, now in pairwise(states))


def _asked(ticket: Told) -> bool:
    finished = ticket["status"] in ("done", "closed") and ticket["completions"] > 0
    here = ticket["closed_how"] != "imported" and ticket["channel"] != "inspection"
    return finished and ticket["done_at"] is not None and here


def _fixed_at_once(tickets: list[Told]) -> None:
    by_place: dict[Any, list[Told]] = {}
    for one in tickets:
        if one["location_id"] is not None and one["status"] not in WITHOUT_WORK:
            by_place.setdefault((one["service_code"], one["location_id"]), []).append(one)
    for one in tickets:
        one["first_time_fix"] = None
        if one["status"] in ("done", "closed") and one["done_at"] is not None:
            others = by_place.get((one["service_code"], one["location_id"]), [])
            until = one["done_at"] + timedelta(days=30)
            again = any(one["done_at"] < other["opened_at"] <= until for other in others)
            one["first_time_fix"] = one["reopens"] == 0 and not again
