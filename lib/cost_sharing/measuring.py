"""Everything the sharing of a period needs, measured once for everybody who looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from lib.catalog.services import all_services
from lib.cost_sharing import contract_value, counted
from lib.people import organisation
from lib.store.database import Database

TABLES = (*counted.TABLES, "contract", "service", "service_group")
KEPT = 8
"""Periods kept at a time: the six of a trend, and two to compare."""
ORDINARY = 1000
"""The weight (thousandths) of a service the catalogue does not know: an ordinary job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a period holds before any rule is applied. Vendors stand under their codes.

    `tickets`, `rounds`: see `counted`. `contract_values`: exact cents of the vendors with a contract in force in the
    period; `first_starts`: since when a vendor works here. `weights`: thousandths of a point by service."""

    starts_on: date
    ends_on: date
    vendors: Mapping[str, organisation.Vendor]
    tickets: pl.DataFrame
    rounds: pl.DataFrame
    contract_values: Mapping[str, Fraction]
    first_starts: Mapping[str, date]
    weights: Mapping[str, int]


def measured(db: Database, starts_on: date, ends_on: date) -> Measured:
    """The period from `starts_on` to `ends_on`, both inclusive; read again only after something it rests on changed."""
    kept: dict[tuple[date, date], Measured] = db.derived("cost_sharing_measured", TABLES, dict)
    period = (starts_on, ends_on)
    found = kept.pop(period, None) or _read(db, starts_on, ends_on)
    kept[period] = found
    while len(kept) > KEPT:
        kept.pop(next(iter(kept)), None)
    return found


def _read(db: Database, starts_on: date, ends_on: date) -> Measured:
    vendors = organisation.vendors(db)
    codes = {one.id: one.code for one in vendors.values()}
    of_team = {team.id: team.vendor_id for team in organisation.teams(db).values()}
    contracts = organisation.contracts(db)
    values = contract_value.values(contracts, starts_on, ends_on)
    starts = contract_value.first_starts(contracts)
    return Measured(
        starts_on=starts_on,
        ends_on=ends_on,
        vendors={one.code: one for one in sorted(vendors.values(), key=lambda one: one.code)},
        tickets=counted.tickets(db, starts_on, ends_on, codes, of_team),
        rounds=counted.rounds(db, starts_on, ends_on, codes),
        contract_values={codes[vendor_id]: value for vendor_id, value in values.items()},
        first_starts={codes[vendor_id]: day for vendor_id, day in starts.items()},
        weights={code: round(service.weight * 1000) for code, service in all_services(db).items()},
    )
