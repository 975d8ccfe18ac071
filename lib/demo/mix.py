"""How many tickets, of which service, on which day, at what hour: the published volumes as a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from lib.core.clock import local_date, midnight
from lib.demo.chance import Weighted, random_for
from lib.store.database import Row
from lib.store.tables import table
from lib.tickets.words import Kind

if TYPE_CHECKING:
    from lib.demo.found import Found

DAYS = 181
VOLUMES: Mapping[str, int] = {"work": 24_264, Kind.CONSULTATION: 1_028, Kind.ASSISTANCE: 834}
"""Repairs and requests, consultations, assists of those days, as published. (The published report counts one assist
more than its total has room for: 835 stands there, the parts of 26,126 leave 834.)"""

FIRST_PHASE = 45
"""Reports a day in the desk's first phase, before those days; as published."""

_WEEKDAYS = (1.14, 1.09, 1.06, 1.04, 1.05, 0.82, 0.80)
_ON_A_HOLIDAY = 0.55
_DAY = Weighted({7: 5.0, 8: 10.5, 9: 11.0, 10: 10.0, 11: 7.0, 12: 3.5, 13: 5.0, 14: 9.0, 15: 9.5, 16: 8.5, 17: 6.0,
                 18: 4.2, 19: 3.6, 20: 3.2, 21: 2.7})  # fmt: skip
_NIGHT = Weighted({22: 1.2, 23: 1.1, 0: 0.9, 1: 0.7, 2: 0.55, 3: 0.5, 4: 0.55, 5: 0.8, 6: 1.4})


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody will need that service at that instant. `stands`: the state the live morning wants it in; `found`: the
    inspection that noticed it."""

    service_code: str
    at: datetime
    stands: str = ""
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """Days off and make-up workdays, as the catalogue's calendars know them."""

    off: AbstractSet[date]
    on: AbstractSet[date]

    def weight(self, day: date) -> float:
        """How much is reported on that day; an ordinary one has about 1."""
        if day in self.off:
            return _ON_A_HOLIDAY
        return 1.0 if day in self.on else _WEEKDAYS[day.weekday()]


def part(kind: str) -> str:
    """Which of the published parts a kind counts for."""
    return kind if kind in VOLUMES else "work"


def in_whole(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """The total shared by weight, in whole numbers, by the largest remainder."""
    scale = total / sum(weights.values())
    exact = {name: weight * scale for name, weight in weights.items()}
    shares = {name: int(amount) for name, amount in exact.items()}
    left = total - sum(shares.values())
    for name in sorted(exact, key=lambda name: (shares[name] - exact[name], name))[:left]:
        shares[name] += 1
    return shares


class Mix:
    """The reference mix: each service's share, its season and its share of the night."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        """`kinds`: the kind of every service by code."""
        self.kinds = kinds
        self._rows: dict[str, Row] = {row["service_code"]: row for row in table("service_mix")}
        self.minutes = {code: float(row["median_work_minutes"]) for code, row in self._rows.items()}
        self._night = {code: float(row["night_percent"]) / 100 for code, row in self._rows.items()}
        self._season = {code: _twelve(row["season"]) for code, row in self._rows.items()}

    def per_1000(self, code: str) -> float:
        """The service's share of an average year."""
        return float(self._rows[code]["per_1000"]) if code in self._rows else 0.1

    def plan(self, last: date, days: Days, *, scale: float = 1.0) -> list[Planned]:
        """The history that ends with the day `last`, oldest first; its volumes are exactly the published ones."""
        span = [last - timedelta(days=back) for back in range(DAYS)]
        random = random_for("plan", last)
        planned = [
            one
            for code, n in self._counts(span, days, scale).items()
            for one in self._of(random, code, n, span, days)
        ]
        return sorted(planned, key=lambda one: one.at)

    def first_phase(self, first: date, last: date, days: Days, *, scale: float = 1.0) -> list[Planned]:
        """The days before the published ones, both inclusive, oldest first; none where `last` lies before `first`."""
        span = [first + timedelta(days=day) for day in range((last - first).days + 1)]
        if not span:
            return []
        random = random_for("first phase", last)
        weights = {
            code: self.per_1000(code) * sum(self._day_weights(code, span, days)) for code in self._rows
        }
        counts = in_whole(round(FIRST_PHASE * len(span) * scale), weights)
        planned = [one for code, n in counts.items() for one in self._of(random, code, n, span, days)]
        return sorted(planned, key=lambda one: one.at)

    def today(self, now: datetime, days: Days, *, scale: float = 1.0) -> list[Planned]:
        """What was reported since midnight, as on an ordinary day of that weekday and season."""
        day = local_date(now)
        random = random_for("today", day)
        weights = {
            code: float(row["per_1000"]) * self._season[code][day.month - 1]
            for code, row in self._rows.items()
        }
        many = round(scale * sum(VOLUMES.values()) / DAYS * days.weight(day))
        planned = [
            Planned(code, self._time(random, code, midnight(day)))
            for code in Weighted(weights).draws(random, many)
        ]
        return sorted((one for one in planned if one.at < now), key=lambda one: one.at)

    def _counts(self, span: Sequence[date], days: Days, scale: float) -> dict[str, int]:
        counts: dict[str, int] = {}
        for name, volume in VOLUMES.items():
            weights = {
                code: float(row["per_1000"]) * sum(self._day_weights(code, span, days))
                for code, row in self._rows.items()
                if part(self.kinds[code]) == name
            }
            counts |= in_whole(round(volume * scale), weights)
        return counts

    def _day_weights(self, code: str, span: Sequence[date], days: Days) -> list[float]:
        season = self._season[code]
        return [days.weight(day) * season[day.month - 1] for day in span]

    def _of(self, random: Random, code: str, many: int, span: Sequence[date], days: Days) -> list[Planned]:
        if not many:
            return []
        when = random.choices(
            [midnight(day) for day in span], weights=self._day_weights(code, span, days), k=many
        )
        return [Planned(code, self._time(random, code, start)) for start in when]

    def _time(self, random: Random, code: str, start: datetime) -> datetime:
        hours = _NIGHT if random.random() < self._night[code] else _DAY
        return start + timedelta(hours=hours.draw(random), seconds=random.randrange(3600))


def _twelve(season: str) -> list[float]:
    return [float(weight) for weight in season.split(";")] if season else [1.0] * 12
