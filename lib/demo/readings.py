"""What somebody reads at a machine of the demonstration: values that wander, meters that rise."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

from lib.demo.chance import random_for
from lib.demo.walks import Look
from lib.inspections import checklists
from lib.inspections.checklists import Item
from lib.inspections.judging import YES
from lib.inspections.words import ItemKind, Verdict
from lib.store.database import Database
from lib.store.tables import table

_A_DAY: Mapping[str, float] = {"kWh": 9200.0, "m³": 310.0, "GJ": 118.0, "h": 9.5}
"""What a meter of that unit counts in a day."""
_METER_STARTS = (20_000, 600_000)
_WARNED = 0.012
_ROOM = 0.6
"""How far a value lies from where it would be near its limit, beside how far that is from failing."""
_PERIOD = 23.0
"""Days in which a value goes up and down once."""
Answered = tuple[Verdict, float | None, str, tuple[str, ...]]
"""Verdict, number, words and photos."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where the value of an item lies while all is well, and its limits; `digits` after the point."""

    low: float | None
    high: float | None
    fail_low: float | None
    fail_high: float | None
    middle: float
    swing: float
    digits: int


class Readings:
    """Answers to items, look by look in the order of time; the same for the same machine and day."""

    def __init__(
        self, db: Database, photos: Sequence[str], meters: Mapping[tuple[object, int], float]
    ) -> None:
        self._db, self._photos, self._meters = db, photos, dict(meters)
        self._read_at: dict[tuple[object, int], datetime] = {}
        self._items: dict[tuple[int, int], tuple[Item, ...]] = {}
        self._bands: dict[int, Band] = {}
        self._wander: dict[tuple[object, int], tuple[float, float]] = {}
        self._remarks: dict[str, list[str]] = defaultdict(list)
        for row in table("demo_remarks"):
            self._remarks[row["item"]].append(row["words"])

    def items_of(self, checklist: tuple[int, int]) -> tuple[Item, ...]:
        """What a checklist asks in that version."""
        if checklist not in self._items:
            self._items[checklist] = checklists.items(self._db, *checklist)
        return self._items[checklist]

    def at(self, look: Look, item: Item, random: Random) -> Answered:
        """The answer while nothing is wrong."""
        match item.kind:
            case ItemKind.YES_NO:
                return Verdict.PASSED, None, YES, ()
            case ItemKind.NUMBER:
                return self._number(look, item, random)
            case ItemKind.METER:
                return Verdict.PASSED, self._meter(look, item, random), "", ()
            case ItemKind.PHOTO:
                return Verdict.PASSED, None, "", (random.choice(self._photos),) if self._photos else ()
        return Verdict.PASSED, None, random.choice(self._remarks.get(item.words) or [YES]), ()

    def failing(self, item: Item, random: Random) -> float | None:
        """A number beyond its limit; None for what is only in order or not."""
        if item.kind is not ItemKind.NUMBER:
            return None
        band = self.band(item)
        upward = band.fail_high is not None and (band.fail_low in (None, 0.0) or random.random() < 0.6)
        limit, warned = (band.fail_high, band.high) if upward else (band.fail_low, band.low)
        assert limit is not None
        step = abs(limit - warned) if warned is not None else abs(limit) * 0.08
        beyond = max(step * random.uniform(0.15, 0.9), 10**-band.digits)
        value = round(limit + beyond if upward else limit - beyond, band.digits)
        return (
            value if value != limit else round(limit + (1 if upward else -1) * 10**-band.digits, band.digits)
        )

    def good(self, item: Item, random: Random) -> float:
        """A number well inside the limits."""
        band = self.band(item)
        return round(band.middle + band.swing * random.uniform(-0.3, 0.3), band.digits)

    def band(self, item: Item) -> Band:
        """Its limits as numbers, and where it lies between them."""
        if item.item_id not in self._bands:
            self._bands[item.item_id] = _band(item)
        return self._bands[item.item_id]

    def _number(self, look: Look, item: Item, random: Random) -> Answered:
        band, key = self.band(item), (look.thing, item.item_id)
        if key not in self._wander:
            drawn = random_for("wander", *key)
            self._wander[key] = (drawn.uniform(-0.45, 0.45), drawn.uniform(0, math.tau))
        bias, phase = self._wander[key]
        days = look.at.timestamp() / 86_400
        wave = 0.3 * math.sin(days * math.tau / _PERIOD + phase)
        if random.random() < _WARNED and (near := _near(band, random)) is not None:
            return Verdict.WARNED, near, "", ()
        value = band.middle + band.swing * (bias + wave + 0.18 * random.gauss(0, 1))
        lowest = band.low if band.low is not None else band.middle * 0.1 if band.middle > 0 else value
        value = max(value, lowest)
        if band.high is not None:
            value = min(value, band.high)
        return Verdict.PASSED, round(value, band.digits), "", ()

    def _meter(self, look: Look, item: Item, random: Random) -> float:
        key = (look.thing, item.item_id)
        if key not in self._meters:
            self._meters[key] = float(random_for("meter", *key).randrange(*_METER_STARTS))
        since = self._read_at.get(key)
        days = (look.at - since).total_seconds() / 86_400 if since else 0.5
        self._read_at[key] = look.at
        counted = _A_DAY.get(item.unit, 100.0) * max(days, 0.0) * random.uniform(0.85, 1.15)
        self._meters[key] = round(self._meters[key] + counted, 1 if item.unit == "h" else 0)
        return self._meters[key]


def _band(item: Item) -> Band:
    low, high = _number(item.warn_low), _number(item.warn_high)
    fail_low, fail_high = _number(item.fail_low), _number(item.fail_high)
    limits = [item.warn_low, item.warn_high, item.fail_low, item.fail_high]
    digits = max((_digits(limit) for limit in limits if limit is not None), default=0)
    middle, swing = _middle(low, high, fail_low, fail_high, item.unit)
    # What is counted in a word of its own (people, faults) comes in whole numbers.
    whole = (item.unit.isalpha() and not item.unit.isascii()) or swing >= 8
    if not whole:
        digits = max(digits, 1) + (swing < 2.5 * 10 ** -max(digits, 1))
    return Band(low, high, fail_low, fail_high, middle, swing, digits)


def _middle(
    low: float | None, high: float | None, fail_low: float | None, fail_high: float | None, unit: str
) -> tuple[float, float]:
    """Where it lies, and how far it goes up and down from there, well inside the warning limits."""
    if low is not None and high is not None:
        return (low + high) / 2, (high - low) / 2
    if high is not None:
        room = (fail_high - high) * _ROOM if fail_high is not None else abs(high) * 0.4
        middle = max(high - room, high * 0.4) if high > 0 else high - room
        return (0.0, 0.0) if high == 0 else (middle, (high - middle) * 0.8)
    if low is not None:
        room = (low - fail_low) * _ROOM if fail_low is not None else abs(low) * 0.2
        # Neither a share nor water gets beyond a hundred.
        middle = min(low + room, (low + 100) / 2) if unit in ("%", "℃") and low < 100 else low + room
        return middle, (middle - low) * 0.8
    return ((fail_low or 0.0) + (fail_high or 0.0)) / 2, 0.0


def _near(band: Band, random: Random) -> float | None:
    """A value between warning and failing; None where there is no room."""
    sides = [(band.high, band.fail_high), (band.low, band.fail_low)]
    for limit, fails in sides if random.random() < 0.6 else sides[::-1]:
        if limit is None or fails is None or limit == fails:
            continue
        value = round(limit + (fails - limit) * random.uniform(0.2, 0.85), band.digits)
        if value not in (limit, fails) and min(limit, fails) < value < max(limit, fails):
            return value
    return None


def _number(limit: Decimal | None) -> float | None:
    return float(limit) if limit is not None else None


def _digits(limit: Decimal) -> int:
    exponent = limit.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
