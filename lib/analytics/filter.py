"""Which tickets one looks at: days of report and what they are about; the one filter of all questions and downloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from lib.core.clock import midnight

DIMENSIONS: Mapping[str, str] = {
    "campus": "campus_id",
    "building": "building_id",
    "floor": "floor_id",
    "place": "location_id",
    "area": "area_class",
    "asset": "asset_id",
    "department": "department_id",
    "group": "service_group",
    "service": "service_code",
    "kind": "kind",
    "severity": "severity",
    "channel": "channel",
    "team": "team_id",
    "vendor": "vendor_id",
    "status": "status",
    "cause": "cause",
    "hold": "hold_reason",
}
"""What tickets are told apart by, as an address says it, and the column of the facts that holds it."""
NUMBERED = frozenset(name for name, column in DIMENSIONS.items() if column.endswith("_id"))
NONE = "-"
"""Stands in an address for what a ticket does not have: no vendor, no place."""
Choice = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Tickets reported from `first` to `last`, both included, hospital days; of each dimension in `chosen` one of the
    values (ids, codes, or NONE), dimensions in the order of DIMENSIONS. Equal filters are equal keys."""

    first: date
    last: date
    chosen: tuple[tuple[str, tuple[Choice, ...]], ...] = ()

    @property
    def ends(self) -> datetime:
        """The instant the last day is over, in UTC."""
        return midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Filter:
        """As many days just before, of the same tickets otherwise; a whole month's is the month before."""
        last = self.first - timedelta(days=1)
        whole = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
        first = self.first - timedelta(days=self.days)
        if whole:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            first = _months_before(self.first, months)
        return replace(self, first=first, last=last)

    @property
    def year_before(self) -> Filter:
        """The same days of the calendar a year earlier."""
        return replace(self, first=_year_before(self.first), last=_year_before(self.last))

    def of(self, dimension: str) -> tuple[Choice, ...]:
        """What is chosen of a dimension; () for everything."""
        return dict(self.chosen).get(dimension, ())

    def about(self) -> pl.Expr:
        """What the tickets are about, whenever they were reported."""
        return pl.all_horizontal(pl.lit(value=True), *(_among(name, values) for name, values in self.chosen))

    def reported(self) -> pl.Expr:
        """Within the days."""
        return pl.col("opened_on").is_between(self.first, self.last)

    def only(self, **chosen: Choice) -> Filter:
        """Narrowed to one value of each dimension named."""
        return made(self.first, self.last, {**dict(self.chosen), **{n: (v,) for n, v in chosen.items()}})


def made(first: date, last: date, chosen: Mapping[str, Sequence[Choice]] | None = None) -> Filter:
    """A filter; days the wrong way round are turned, dimensions nothing is chosen of are left out."""
    found = chosen or {}
    return Filter(
        first=min(first, last),
        last=max(first, last),
        chosen=tuple(
            (name, tuple(sorted(set(found[name]), key=str))) for name in DIMENSIONS if found.get(name)
        ),
    )


def last_days(today: date, days: int = 90) -> Filter:
    """All tickets of so many days up to today: what is shown unless something else is asked for."""
    return made(today - timedelta(days=days - 1), today)


def written(filter: Filter) -> dict[str, list[str]]:
    """As an address says it; `read` gives the filter again."""
    said = {name: [str(value) for value in values] for name, values in filter.chosen}
    return {"from": [filter.first.isoformat()], "to": [filter.last.isoformat()], **said}


def read(asked: Mapping[str, Sequence[str]], default: Filter) -> Filter:
    """What an address asks for; days it does not say, or that are none, are the default's, and so are the days of an
    address that says nothing. What cannot be a value of its dimension is no value."""
    chosen = {
        name: [found for text in asked.get(name, ()) if (found := _value(name, text)) is not None]
        for name in DIMENSIONS
    }
    return made(_day(asked, "from", default.first), _day(asked, "to", default.last), chosen)


def _among(name: str, values: Sequence[Choice]) -> pl.Expr:
    column = pl.col(DIMENSIONS[name])
    said = [value for value in values if value != NONE]
    cast: Any = column if name in NUMBERED else column.cast(pl.String)
    found = cast.is_in(said).fill_null(value=False)
    if NONE not in values:
        return found
    return (
        found | column.is_null()
        if name in NUMBERED
        else found | (column.cast(pl.String) == "") | column.is_null()
    )


def _value(name: str, text: str) -> Choice | None:
    if text == NONE or name not in NUMBERED:
        return text[:100] or None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(asked: Mapping[str, Sequence[str]], name: str, default: date) -> date:
    try:
        found = date.fromisoformat(asked[name][0]) if asked.get(name) else default
    except ValueError:
        return default
    return found if abs(found.year - default.year) <= 100 else default


def _months_before(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _year_before(day: date) -> date:
    """The 29th of February has the 28th before it; the last day of a month stays the last."""
    if day.month == 2 and (day + timedelta(days=1)).month == 3:
        return date(day.year - 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)
