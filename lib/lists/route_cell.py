"""Cells of lists that name assets: one of them, or the route of a plan over assets and places in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import Language, mark
from lib.lists.cells import OUT_OF_USE, Named
from lib.lists.nearest import not_there
from lib.lists.plain import Free, folded, short
from lib.places import assets
from lib.places.assets import AssetStatus
from lib.places.locations import LocationKind, all_locations
from lib.store.database import Database

ASSET, ASSET_OR_PLACE = mark("Asset"), mark("Asset or place")
MOST_STOPS = 500
AT = "@"
"""Between an asset and the place where it is looked at, if that is not its own."""
_BETWEEN = re.compile(r"[\n;\uff1b,\uff0c\u3001]")


class Station(NamedTuple):
    """One stop of a route by numbers; one of the two may be empty."""

    asset: str
    place: str


def assets_known(db: Database) -> Named:
    """An asset by its number, those retired out of use."""

    def build() -> Named:
        known = assets.all_assets(db).values()
        retired = frozenset(one.number for one in known if one.status == AssetStatus.RETIRED)
        return Named(ASSET, {one.number: one.name for one in known}, retired)

    return db.derived("assets in cells", ("asset",), build)


@dataclass(frozen=True, slots=True)
class Route(Free):
    """Numbers of assets and places in the order they are visited, a line break or comma between them. Kept as
    stations; an asset's number comes before a place's that is the same."""

    assets: Mapping[str, str]
    places: Mapping[str, str]
    retired: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)

    def read(self, typed: str) -> tuple[Station, ...]:
        parts = [part.strip() for part in _BETWEEN.split(typed) if part.strip()]
        if len(parts) > MOST_STOPS:
            message = mark("These are too many: {count}, {most} are the most.")
            raise WrongInput(message, count=len(parts), most=MOST_STOPS)
        stations = [self._station(part, at) for at, part in enumerate(parts, 1)]
        seen: dict[Station, int] = {}
        for at, one in enumerate(stations, 1):
            if (first := seen.setdefault(one, at)) != at:
                message = mark("“{typed}” stands there twice, as stop {first} and stop {second}.")
                raise WrongInput(message, typed=short(parts[at - 1]), first=first, second=at)
        return tuple(stations)

    def _station(self, typed: str, at: int) -> Station:
        before, _, after = (part.strip() for part in typed.partition(AT))
        asset = self.assets.get(folded(before))
        if after:
            return Station(asset or self._missing(before, at), self._place(after, at))
        if asset is not None:
            return Station(self._in_use(asset), "")
        return Station("", self._place(before, at))

    def _in_use(self, number: str) -> str:
        if number in self.retired:
            raise WrongInput(OUT_OF_USE, typed=number)
        return number

    def _place(self, typed: str, at: int) -> str:
        found = self.places.get(folded(typed))
        return self._in_use(found) if found is not None else self._missing(typed, at)

    def _missing(self, typed: str, at: int) -> str:
        near = not_there(ASSET_OR_PLACE, typed, self.names).facts.get("choices", ())
        if len(self.names) and near:
            message = mark(
                "Stop {at}, “{typed}”, is no asset and no place here; is it one of these: {choices}"
            )
            raise NotFound(message, at=at, typed=short(typed), choices=near)
        raise NotFound(
            mark("Stop {at}, “{typed}”, is no asset and no place here."), at=at, typed=short(typed)
        )

    def say(self, value: Sequence[Station], language: Language) -> str:
        return "\n".join(AT.join(filter(None, one)) for one in value)


def route(db: Database) -> Route:
    """The route over all assets and places there are."""

    def build() -> Route:
        machines = assets.all_assets(db).values()
        spots = [one for one in all_locations(db).values() if one.kind != LocationKind.CAMPUS]
        gone = [one.number for one in machines if one.status == AssetStatus.RETIRED]
        gone += [one.number for one in spots if not one.active]
        return Route(
            assets={folded(one.number): one.number for one in machines},
            places={folded(one.number): one.number for one in spots},
            retired=frozenset(gone),
            names={one.number: f"{one.number} {one.name}" for one in machines},
        )

    return db.derived("routes in cells", ("asset", "location"), build)
