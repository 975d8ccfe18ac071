"""The tickets behind a vendor's share, in lines that page and paper show alike, and what they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from lib.core.i18n import Say, mark
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.spoken import fixed_number, number
from lib.cost_sharing.vendor_part import VendorPart
from lib.cost_sharing.volumes import VALUE_UNIT
from lib.cost_sharing.words import ASIDE_WORDS, CLOSING_WORDS, Measure

COLUMNS: Mapping[str, tuple[str, int]] = {
    Measure.HOURS: ("minutes", 60),
    Measure.POINTS: ("points", 1000),
    Measure.VALUE: ("value", VALUE_UNIT * 100),
}
"""In which column of a ticket a measure stands, and what it is divided by: hours, points, yuan."""
HEADS: Mapping[str, str] = {
    Measure.HOURS: mark("Hours"),
    Measure.POINTS: mark("Points"),
    Measure.VALUE: mark("Yuan of work"),
}


@dataclass(frozen=True, slots=True)
class ListedTicket:
    """One ticket: `volumes` as text, in the order of `volume_columns`; `aside`: why it does not count."""

    id: int
    number: str
    closed_on: date
    service: str
    how: str
    volumes: tuple[str, ...]
    aside: str


@dataclass(frozen=True, slots=True)
class Total:
    """So many tickets of one service, and their volumes as text."""

    name: str
    tickets: int
    volumes: tuple[str, ...]


def volume_columns(scheme: Scheme) -> Sequence[Measure]:
    """The measures a ticket has a figure of its own in, as far as they weigh."""
    return [one for one, weight in scheme.weights.items() if weight and one in COLUMNS]


def listed(tickets: pl.DataFrame, part: VendorPart, say: Say) -> list[ListedTicket]:
    """The tickets in the order given."""
    measures = volume_columns(part.sharing.scheme)
    return [
        ListedTicket(
            row["ticket_id"],
            row["number"],
            row["closed_on"],
            part.services.get(row["service_code"], row["service_code"]),
            say(CLOSING_WORDS[row["how"]]) if row["how"] else "",
            tuple(_shown(measure, row[COLUMNS[measure][0]]) for measure in measures),
            say(ASIDE_WORDS[row["aside"]]) if row["aside"] else "",
        )
        for row in tickets.iter_rows(named=True)
    ]


def by_service(part: VendorPart, say: Say) -> list[Total]:
    """What counts, added up by service, the most tickets first; the last line is the sum."""
    measures = volume_columns(part.sharing.scheme)
    sums = [pl.len().alias("n"), *(pl.col(COLUMNS[one][0]).cast(pl.Int128).sum() for one in measures)]
    grouped = part.tickets.group_by("service_code").agg(sums)
    rows = grouped.sort("n", "service_code", descending=[True, False])
    everything = part.tickets.select(sums).with_columns(pl.lit("").alias("service_code"))
    return [
        Total(
            part.services.get(row["service_code"], row["service_code"]) or say(mark("Together")),
            row["n"],
            tuple(_shown(one, row[COLUMNS[one][0]]) for one in measures),
        )
        for row in (*rows.iter_rows(named=True), *everything.iter_rows(named=True))
    ]


def by_closing(tickets: pl.DataFrame, say: Say) -> list[tuple[str, int]]:
    """How many tickets were closed how, the most first."""
    counted = tickets.group_by("how").len().sort("len", "how", descending=[True, False])
    return [(say(CLOSING_WORDS[how]) if how else "—", n) for how, n in counted.iter_rows()]


def reasons(tickets: pl.DataFrame, say: Say) -> list[tuple[str, int]]:
    """How many tickets do not count, by reason."""
    counted = tickets.filter(pl.col("aside") != "").group_by("aside").len()
    rows = counted.sort("len", "aside", descending=[True, False])
    return [(say(ASIDE_WORDS[reason]), n) for reason, n in rows.iter_rows()]


def _shown(measure: str, value: int) -> str:
    exact = Fraction(value or 0, COLUMNS[measure][1])
    return (
        fixed_number(exact)
        if measure == Measure.VALUE
        else number(exact, 3 if measure == Measure.POINTS else 2)
    )
