"""Deciding which place hints mean: every hint counts for the places it fits; the best one, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lib.places.hints import AREA, BARE_AREA, CODE, Hint
from lib.places.locations import Location, LocationKind
from lib.places.spots import Spot, ground, spots
from lib.store.database import Database

MOST = 5
"""Candidates offered."""
OWN_DEPARTMENT = 1.0
"""What it counts that the place belongs to the caller's department; a word said outright counts three to six."""
AROUND_FLOOR, AROUND_BUILDING, AROUND_DEPARTMENT, AROUND_CAMPUS = 1.2, 0.8, 0.6, 0.5
"""What it counts to lie where the message was a moment ago."""
MAIN_CAMPUS = 0.4
SECOND = 0.5
"""What a second name of the same room counts."""
LATER = 0.3
"""What each place named before it takes from a place of the same text."""
EXACT, OWNED, LONGER = 0.2, 0.3, 0.01
CLOSE = 0.05
CONTRADICTED = 2.0
"""Where a room lacks that much of what the words say of the place, it is not the room that is meant."""


def decided(
    db: Database,
    own: Sequence[Hint],
    *,
    department_id: int | None = None,
    around: Location | None = None,
    before: Sequence[Hint] = (),
) -> tuple[Location | None, Sequence[Location]]:
    """The place the hints mean, and the candidates where several fit equally (then the place is what holds them all,
    if that was named, else None). See `finding.named` for what helps."""
    return _Search(db, own, before, department_id, around).decide()


class _Search:
    """One text against all places."""

    def __init__(
        self,
        db: Database,
        own: Sequence[Hint],
        before: Sequence[Hint],
        department_id: int | None,
        around: Location | None,
    ) -> None:
        self.known, self.ground = spots(db), ground(db)
        self.campus: int | None = None
        # A heading that led somewhere has done its work, unless the item says more.
        before = before if own or around is None else ()
        own = [h for h in own if not _alone(h, own, around)]
        self.rooms = [h for h in own if h.own] or [h for h in before if h.own and not around]
        areas = [h for h in own if h.area]
        # A heading's area holds as long as the item names none of its kind.
        self.areas = areas + [h for h in before if h.area and not any(_same_kind(h, a) for a in areas)]
        self.department_id = department_id
        self.around = self.known.get(around.id) if around else None
        self.main = next((s.campus for s in self.known.values()), None)

    def decide(self) -> tuple[Location | None, Sequence[Location]]:
        if not self.rooms and not self.areas:
            return (self.around.place if self.around else None), ()
        self._stay_on_campus()
        containers = self._best(self._containers(), self._container_score)
        rooms = self._best(self._own_rooms(), self._room_score) if self.rooms else _NONE
        if not rooms.ids or self._outdone(rooms, containers) or self._elsewhere(rooms, containers):
            return self._area_only(containers)
        if len(rooms.ids) == 1:
            return self.known[rooms.ids[0]].place, ()
        return self._undecided(rooms.ids)

    def _stay_on_campus(self) -> None:
        """Who names no campus means the one spoken of before, else the main one, unless only another has it all."""
        if any(h.weight >= CODE for h in self.rooms):
            return
        if said := {campus for h in self.areas for campus in h.meaning.campuses}:
            self.campus = said.pop() if len(said) == 1 else None
            return
        home = self.around.campus if self.around else self._campus_of_department() or self.main
        only = [h for h in self.rooms if not h.area]
        if only and not any(self.known[i].campus == home for h in only for i in h.rooms):
            return
        if self.areas and self._most(home) + CLOSE < self._most(None):
            return
        self.campus = home

    def _campus_of_department(self) -> int | None:
        """Where the caller's department is, if it has places on one campus only."""
        if self.department_id is None:
            return None
        places = self.ground.rooms_of.get(self.department_id, ())
        found = {self.known[i].campus for i in places}
        return found.pop() if len(found) == 1 else None

    def _most(self, campus: int | None) -> float:
        """The most that the named areas count anywhere on that campus, or anywhere."""
        spots = (s for s in self.ground.surroundings if campus is None or s.campus == campus)
        return max((self._area(spot) for spot in spots), default=0.0)

    def _area(self, spot: Spot) -> float:
        return sum(_fit(hint, spot) for hint in self.areas)

    def _outdone(self, rooms: _Best, containers: _Best) -> bool:
        """Whether a floor or building fits better than any room."""
        twice = max(self._twice(self.known[i]) for i in rooms.ids)
        return rooms.score + twice < containers.score

    def _elsewhere(self, rooms: _Best, containers: _Best) -> bool:
        """Whether a name many rooms have was only found where the words do not point: no such room in that building."""
        if not containers.ids or any(len(hint.rooms) == 1 for hint in self.rooms):
            return False
        there = max(self._area(self.known[i]) for i in containers.ids)
        return there - max(self._area(self.known[i]) for i in rooms.ids) >= CONTRADICTED

    def _own_rooms(self) -> Iterable[int]:
        return {i for hint in self.rooms for i in hint.rooms}

    def _containers(self) -> Iterable[int]:
        if not self.areas:
            return ()
        return self.ground.containers

    def _best(self, ids: Iterable[int], score: Callable[[Spot], float]) -> _Best:
        spots = ((i, self.known[i]) for i in ids)
        scored = [(score(s), i) for i, s in spots if self.campus is None or s.campus == self.campus]
        if not scored or (top := max(scored)[0]) <= 0:
            return _NONE
        return _Best(top, [i for value, i in scored if value > top - CLOSE])

    def _room_score(self, spot: Spot) -> float:
        counted: dict[bool, float] = {}
        for n, hint in enumerate(self.rooms):
            if spot.place.id in hint.rooms:
                weight = hint.weight - LATER * n + EXACT * (spot.place.id in hint.meaning.exact)
                # Two beds of a room do not make it likelier than the one with the first bed.
                beds = hint.bed is not None
                counted[beds] = max(weight, counted.get(beds, 0.0))
        best = max(counted.values())
        return best + SECOND * (sum(counted.values()) - best) + self._where(spot) - self._twice(spot)

    def _twice(self, spot: Spot) -> float:
        """What a name counts as an area that names the room itself: 住院大厅 is a floor, and a zone on two floors."""
        return max(
            (_fit(h, spot) for h in self.rooms if h.area and not h.number and spot.place.id in h.rooms),
            default=0.0,
        )

    def _where(self, spot: Spot) -> float:
        return self._area(spot) + self._nearness(spot)

    def _container_score(self, spot: Spot) -> float:
        """Nearness alone names nothing: there is no 99th floor."""
        return self._where(spot) if self._area(spot) else 0.0

    def _nearness(self, spot: Spot) -> float:
        near = MAIN_CAMPUS * (spot.campus == self.main)
        near += OWN_DEPARTMENT * (self.department_id is not None and self.department_id in spot.departments)
        if (here := self.around) is not None:
            near += AROUND_FLOOR * (spot.floor is not None and spot.floor == here.floor)
            near += AROUND_BUILDING * (spot.building is not None and spot.building == here.building)
            near += AROUND_DEPARTMENT * bool(spot.departments & here.departments)
            near += AROUND_CAMPUS * (spot.campus == here.campus)
        return near

    def _area_only(self, containers: _Best) -> tuple[Location | None, Sequence[Location]]:
        """Where no room is named: the building, else the floor; or the one room of a department there."""
        if len(self.areas) > 1 and (rooms := self._rooms_of_departments(containers.score)).ids:
            if len(rooms.ids) == 1:
                return self.known[rooms.ids[0]].place, ()
            return None, self._places(rooms.ids)
        if not containers.ids:
            return (self.around.place if self.around else None), ()
        buildings = [i for i in containers.ids if self.known[i].place.kind == LocationKind.BUILDING]
        ids = buildings or containers.ids
        if len(ids) == 1:
            return self.known[ids[0]].place, ()
        return None, self._places(ids)

    def _rooms_of_departments(self, least: float) -> _Best:
        wanted = {d for hint in self.areas for d in hint.meaning.departments}
        ids = [i for one in wanted for i in self.ground.rooms_of.get(one, ())]
        best = self._best(ids, self._where)
        return best if best.score > least + CLOSE else _NONE

    def _undecided(self, ids: Sequence[int]) -> tuple[Location | None, Sequence[Location]]:
        """Several rooms: the floor or else the building that holds them all, if the words speak of it."""
        for level in ("floor", "building"):
            holding = {getattr(self.known[i], level) for i in ids}
            spot = self.known.get(holding.pop() or 0) if len(holding) == 1 else None
            if spot is not None and any(_fit(hint, spot) for hint in self.areas):
                return spot.place, self._places(ids)
        return None, self._places(ids)

    def _places(self, ids: Iterable[int]) -> Sequence[Location]:
        return [self.known[i].place for i in sorted(ids)][:MOST]


@dataclass(frozen=True, slots=True)
class _Best:
    score: float
    ids: Sequence[int]


_NONE = _Best(0.0, ())


def _alone(hint: Hint, own: Sequence[Hint], around: Location | None) -> bool:
    """A name in passing, where nothing says what it is part of, unless there is only one such room."""
    if not hint.meaning.weak or hint.area:
        return False
    return around is None and len(hint.rooms) > 1 and not any(other.area for other in own)


def _same_kind(one: Hint, other: Hint) -> bool:
    """Whether both say the same kind of thing, so that the later one stands instead of the earlier."""
    a, b = one.meaning, other.meaning
    return any(
        (
            one.storey is not None and other.storey is not None,
            bool(a.buildings and b.buildings),
            bool(a.departments and b.departments),
            bool(a.campuses and b.campuses),
        )
    )


def _fit(hint: Hint, spot: Spot) -> float:
    """What the hint counts for that place."""
    meaning, fits = hint.meaning, 0.0
    weight = BARE_AREA if meaning.bare else AREA + LONGER * len(hint.word)
    if spot.campus in meaning.campuses or spot.building in meaning.buildings:
        fits += weight
    elif spot.floor in meaning.floors or spot.departments & meaning.departments:
        # A word for a building means its department only where that building is not meant.
        fits += weight * (SECOND if meaning.buildings else 1.0)
        fits += SECOND * (spot.floor in meaning.floors)
        fits += OWNED * (spot.place.department_id in meaning.departments)
    if hint.storey is not None:
        # A lift belongs to no storey: where it stopped does not speak against it.
        free = spot.storey is None and spot.place.kind == LocationKind.ZONE
        fits += hint.weight * (hint.storey == spot.storey or free)
    return fits
