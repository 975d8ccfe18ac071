"""The routes of plans: a changed one gets the next number, since rounds point to the old."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.inspections.plans import Plan, Stop, read_route
from lib.places.assets import AssetStatus, all_assets
from lib.places.locations import all_locations
from lib.store.database import Database, Reading, Transaction

MOST_STOPS = 500
Station = tuple[int | None, int | None]
"""An asset, a place, or an asset at a place of its own."""
_FIELD = "stops"


def checked(db: Database, stations: Sequence[Station]) -> tuple[Stop, ...]:
    """The stops in that order; WrongInput, field `stops`, that names the first that cannot be one."""
    if not stations:
        raise WrongInput(mark("A plan needs at least one stop: an asset or a place."), field=_FIELD)
    if len(stations) > MOST_STOPS:
        raise WrongInput(mark("A route has at most {most} stops."), field=_FIELD, most=MOST_STOPS)
    known: set[Station] = set()
    for position, station in enumerate(stations, start=1):
        _check(db, position, station)
        if station in known:
            raise WrongInput(
                mark("Stop {position} is on the route already."), field=_FIELD, position=position
            )
        known.add(station)
    return tuple(Stop(position, *station) for position, station in enumerate(stations, start=1))


def _check(db: Database, position: int, station: Station) -> None:
    asset_id, location_id = station
    asset = all_assets(db).get(asset_id) if asset_id is not None else None
    place = all_locations(db).get(location_id) if location_id is not None else None
    if (asset_id is not None and asset is None) or (location_id is not None and place is None):
        raise WrongInput(mark("Stop {position} is not known."), field=_FIELD, position=position)
    if asset is None and place is None:
        message = mark("Stop {position} names neither an asset nor a place.")
        raise WrongInput(message, field=_FIELD, position=position)
    if asset and asset.status == AssetStatus.RETIRED:
        message = mark("Stop {position}: {name} is retired.")
        raise WrongInput(message, field=_FIELD, position=position, name=asset.name)
    if place and not place.active:
        message = mark("Stop {position}: {name} is out of use.")
        raise WrongInput(message, field=_FIELD, position=position, name=place.path)


def campus_of(db: Database, stops: Sequence[Stop]) -> int | None:
    """The campus of the first stop that has one."""
    for stop in stops:
        asset = all_assets(db).get(stop.asset_id or 0)
        place = all_locations(db).get(stop.location_id or (asset.location_id if asset else None) or 0)
        if place is not None:
            return place.campus_id or place.id
    return None


def number_of(tx: Reading, plan: Plan | None, stops: Sequence[Stop]) -> int:
    """The route's number: the plan's own where nothing changed, else the next."""
    if plan is None:
        return 1
    if read_route(tx, plan.id, plan.route) == tuple(stops):
        return plan.route
    return 1 + int(tx.value("SELECT max(route) FROM plan_stop WHERE plan_id = $id", id=plan.id) or plan.route)


def write(tx: Transaction, plan_id: int, route: int, stops: Sequence[Stop]) -> None:
    """The stops of a route that is new."""
    rows = [{"plan_id": plan_id, "route": route, **stop._asdict()} for stop in stops]
    tx.append(
        "plan_stop", pl.DataFrame(rows, schema_overrides={"asset_id": pl.Int64, "location_id": pl.Int64})
    )
