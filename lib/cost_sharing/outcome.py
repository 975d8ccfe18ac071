"""What sharing comes to: for each vendor the path from its tickets to its cents, and what did not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import polars as pl

from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import Closing, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One participant. `measured`: its volume in every measure, also those without weight, in the measure's own unit
    (tickets, hours, points, cents, cents, as agreed); `blended`: its part of the whole business, between 0 and 1;
    `volume` = quality x blended. `exact`: its share in cents before rounding; `bound` says whether its floor or cap
    held. `quality_cents`: how many of its cents come from the quality factor. `closings`: its counted tickets by how
    they were closed; `quality_n`: of each quality indicator its judged cases, `quality_good` how many of them it counts
    (both empty where quality weighs nothing). cents + adjustment_cents = what it owes, which `tax_cents` is a part of
    or comes on top of."""

    code: str
    vendor_id: int
    name: str
    measured: Mapping[Measure, Fraction]
    blended: Fraction
    quality: Fraction
    quality_parts: Mapping[str, Fraction]
    volume: Fraction
    fixed: int
    floor: int | None
    cap: int | None
    exact: Fraction
    bound: str
    rounded_up: bool
    cents: int
    quality_cents: int
    adjustment_cents: int
    net_cents: int
    tax_cents: int
    total_cents: int
    closings: Mapping[Closing, int] = field(default_factory=dict)
    quality_n: Mapping[str, int] = field(default_factory=dict)
    quality_good: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """A pool shared. `totals` of each measure over the participants; `rate`: the one λ, cents for the whole business.

    `tickets`: one row for each ticket of the period, counted or not: ticket_id, number, closed_at, closed_on, how
    (Closing), kind, service_code, vendor (code, "" for none), minutes, points (thousandths), value (1/3000 cents),
    aside (why it does not count; "" where it does). `rounds`, those that count: round_id, vendor, ended_at, minutes.
    `outside`: vendors with tickets or a contract in the period that take no part, and why (Aside)."""

    starts_on: date
    ends_on: date
    pool: int
    scheme: Scheme
    totals: Mapping[Measure, Fraction]
    rate: Fraction
    lines: tuple[Line, ...]
    tickets: pl.DataFrame
    rounds: pl.DataFrame
    outside: Mapping[str, str]

    def line(self, code: str) -> Line | None:
        """The path of one vendor, None where it takes no part."""
        return next((line for line in self.lines if line.code == code), None)
