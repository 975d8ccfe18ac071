"""The demonstration's plans: what is inspected and maintained, on which route, how often, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lib.inspections.words import Basis
from lib.store.database import Row, Transaction
from lib.store.tables import table

_PLACE, _AT = "#", "@"
"""A stop of the table is a place ("#" and its number), the assets of a category at places that begin so
(category "@" place), or one asset by its number."""
_ASSETS = """
    SELECT a.id, a.number, a.category, l.number AS place FROM asset a JOIN location l ON l.id = a.location_id
    WHERE a.status <> 'retired'"""
_WHOLE = ("early_days", "late_days", "lead_days", "minutes")


@dataclass(frozen=True, slots=True)
class Known:
    """Ids by what the table names: checklists and posts by name, people by user name, all else by code or number."""

    checklists: Mapping[str, int]
    places: Mapping[str, int]
    vendors: Mapping[str, int]
    teams: Mapping[str, int]
    posts: Mapping[tuple[int | None, str], int]
    people: Mapping[str, int]


def load(tx: Transaction, known: Known, since: date, today: date) -> None:
    """Plans and routes. They begin with the history, or so many days ago as the table says."""
    rows = table("demo_plans")
    numbers = tx.next_ids("plan_id", len(rows))
    plans = [_plan(new, row, known, since, today) for new, row in zip(numbers, rows, strict=True)]
    tx.append("plan", pl.DataFrame(plans, infer_schema_length=None))
    assets = tx.rows(_ASSETS)
    order = {number: place for place, number in enumerate(known.places)}
    assets.sort(key=lambda asset: (order[asset["place"]], asset["number"]))
    stops = [
        {"plan_id": new, "route": 1, "position": position, **stop}
        for new, row in zip(numbers, rows, strict=True)
        for position, stop in enumerate(_stops(row["stops"], assets, known.places), start=1)
    ]
    tx.append("plan_stop", pl.DataFrame(stops, infer_schema_length=None))


def _plan(new: int, row: Row, known: Known, since: date, today: date) -> Row:
    team = known.teams.get(row["team"])
    post = known.posts[team, row["post"]] if row["post"] else None
    named = {name: row[name] for name in ("code", "name", "kind", "rule", "season", "holidays", "slots")}
    return {
        "id": new,
        "version": 1,
        "checklist_id": known.checklists[row["checklist"]],
        "route": 1,
        "basis": Basis.CALENDAR.value,
        "starts_on": max(since, today - timedelta(days=int(row["days_ago"] or 10_000))),
        "ends_on": None,
        **named,
        **{name: int(row[name]) for name in _WHOLE},
        "account_id": known.people[row["account"]] if row["account"] else None,
        "post_id": post,
        "team_id": team if post is None else None,
        "vendor_id": known.vendors.get(row["vendor"]),
        "campus_id": known.places.get(row["campus"]),
        "carries": True,
        "active": True,
        "made_until": None,
    }


def _stops(text: str, assets: Sequence[Row], places: Mapping[str, int]) -> Iterator[Row]:
    """In the order of the text, and inside one of its parts as somebody walks: building by building, floor by floor."""
    for part in text.split(";"):
        if part.startswith(_PLACE):
            yield {"asset_id": None, "location_id": places[part.removeprefix(_PLACE)]}
        else:
            found = [asset["id"] for asset in assets if _fits(part, asset)]
            if not found:
                raise LookupError(f"no asset for {part}")
            yield from ({"asset_id": asset, "location_id": None} for asset in found)


def _fits(part: str, asset: Row) -> bool:
    category, at, place = part.partition(_AT)
    if not at:
        return bool(asset["number"] == part)
    there = asset["place"] == place or asset["place"].startswith(f"{place}-")
    return there and asset["category"] == category
