"""How far a hospital is with its codes: made, printed, hanging, silent, damaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lib.core.i18n import mark
from lib.places.labels.codes import Label, all_labels
from lib.places.labels.papers import Wrong
from lib.places.labels.walk import Stop, stops
from lib.places.locations import Location
from lib.store.database import Database

SILENT_AFTER = timedelta(days=14)


class State(StrEnum):
    """Where the code of a place is, worst news first: each place is counted once."""

    NONE = "none"
    MISPLACED = "misplaced"
    DAMAGED = "damaged"
    UNPRINTED = "unprinted"
    SILENT = "silent"
    PRINTED = "printed"
    HANGING = "hanging"


STATE_WORDS: Mapping[State, str] = {
    State.NONE: mark("Without a code"),
    State.MISPLACED: mark("Hangs in the wrong place"),
    State.DAMAGED: mark("Damaged, to be printed again"),
    State.UNPRINTED: mark("Not printed yet"),
    State.SILENT: mark("Printed 14 days ago, never scanned"),
    State.PRINTED: mark("Printed, to be hung"),
    State.HANGING: mark("Hanging"),
}


HANGS = frozenset({State.HANGING, State.DAMAGED})
"""A damaged paper still leads here."""


@dataclass(frozen=True, slots=True)
class Part:
    """A campus, building or floor with its places counted by state. `place` is None for what lies in none."""

    place: Location | None
    above: Location | None
    counts: Mapping[State, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def hanging(self) -> int:
        """Hanging, the damaged ones too: they still lead here."""
        return sum(self.counts.get(state, 0) for state in HANGS)


def state_of(label: Label | None, now: datetime) -> State:
    """Where that code is; NONE for a place without one."""
    if label is None:
        return State.NONE
    if label.reported:
        return State.MISPLACED if label.reported_why == Wrong.MISPLACED else State.DAMAGED
    if label.hung:
        return State.HANGING
    if label.printed_at is None:
        return State.UNPRINTED
    silent = label.first_scan_at is None and now - label.printed_at >= SILENT_AFTER
    return State.SILENT if silent else State.PRINTED


def whole(db: Database, now: datetime) -> Part:
    """The hospital in one line."""
    return Part(None, None, _counted(stops(db), now))


def by_building(db: Database, now: datetime) -> list[Part]:
    """A line per building, and one per campus for what lies outdoors; in walking order."""
    found: dict[tuple[int, int], list[Stop]] = {}
    for stop in stops(db):
        key = (stop.campus.id if stop.campus else 0, stop.building.id if stop.building else 0)
        found.setdefault(key, []).append(stop)
    return [Part(some[0].building, some[0].campus, _counted(some, now)) for some in found.values()]


def by_floor(db: Database, building_id: int, now: datetime) -> list[Part]:
    """A line per floor of that building, and one for what lies on none (its lifts)."""
    found: dict[int, list[Stop]] = {}
    for stop in stops(db):
        if stop.building and stop.building.id == building_id:
            found.setdefault(stop.floor.id if stop.floor else 0, []).append(stop)
    return [Part(some[0].floor, some[0].building, _counted(some, now)) for some in found.values()]


def _counted(some: Iterable[Stop], now: datetime) -> Mapping[State, int]:
    return Counter(state_of(stop.label, now) for stop in some)


def missing(some: Iterable[Stop], now: datetime) -> list[tuple[Stop, State]]:
    """What there is still to do among these places, in walking order: everything that does not hang well."""
    states = ((stop, state_of(stop.label, now)) for stop in some)
    return [(stop, state) for stop, state in states if state is not State.HANGING]


def any_hangs(db: Database) -> bool:
    """Whether a first code hangs where it belongs."""
    return any(label.hung for label in all_labels(db).values())
