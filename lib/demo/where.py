"""Which places need which service: a lift breaks in the lift, a ward sink in the ward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

from lib.demo.chance import Weighted, around, random_for
from lib.places.locations import Location, LocationKind
from lib.store.tables import table


class Where:
    """Draws plausible places; some places have trouble again and again."""

    def __init__(self, places: Mapping[int, Location]) -> None:
        random = random_for("trouble")
        rooms = [
            place
            for place in places.values()
            if place.kind in (LocationKind.ROOM, LocationKind.ZONE) and place.active
        ]
        self._trouble = {place.id: around(random, 1.0, 0.55) for place in rooms}
        self._rooms = rooms
        self._anywhere = self._weighted(rooms)
        self._known = {row["services"]: self._named(row["names"].split(";")) for row in table("demo_places")}

    def draw(self, random: Random, service_code: str) -> Location:
        """A place where that service is asked for."""
        known = self._known
        return (known.get(service_code) or known.get(service_code[:2]) or self._anywhere).draw(random)

    def _named(self, names: list[str]) -> Weighted[Location] | None:
        found = [place for place in self._rooms if any(name in place.name for name in names)]
        return self._weighted(found) if found else None

    def _weighted(self, places: Iterable[Location]) -> Weighted[Location]:
        return Weighted([(place, self._trouble[place.id]) for place in places])
