"""What a period would have held, had a vendor had more tickets, another contract, or no reopenings; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl

from lib.cost_sharing.contract_value import of_year
from lib.cost_sharing.measuring import Measured
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.setting_aside import judged

PLAIN_MINUTES = 30
"""Of a ticket more, where nobody had one to take as its model: an ordinary half-hour job."""


def with_override(
    measured: Measured,
    vendor: str,
    *,
    scheme: Scheme,
    more_tickets: int = 0,
    yearly_cents: int | None = None,
    no_reopens: bool = False,
) -> Measured:
    """The same period as if that vendor (code) had had so many tickets more (below zero: fewer, at most all), a
    contract of `yearly_cents` all the time, no reopened ticket. What was measured stays as it is.

    Tickets more are like those that count for it under the scheme, spread evenly over them, with ids below zero; else
    like everybody's that count; else plain ones. KeyError for a vendor there is not.
    """
    found = measured if yearly_cents is None else _contracted(measured, vendor, yearly_cents)
    if more_tickets:
        found = replace(found, tickets=_more_or_fewer(found, scheme, vendor, more_tickets))
    if no_reopens:
        reopened = pl.col("reopened") & (pl.col("vendor") != vendor)
        found = replace(found, tickets=found.tickets.with_columns(reopened))
    return found


def _contracted(measured: Measured, vendor: str, yearly_cents: int) -> Measured:
    value = of_year(yearly_cents, measured.starts_on, measured.ends_on)
    since = measured.first_starts.get(vendor, date.min)
    return replace(
        measured,
        contract_values={**measured.contract_values, measured.vendors[vendor].code: value},
        first_starts={**measured.first_starts, vendor: since},
    )


def _more_or_fewer(measured: Measured, scheme: Scheme, vendor: str, count: int) -> pl.DataFrame:
    counted = judged(measured, scheme).filter(pl.col("aside") == "").drop("aside")
    own = counted.filter(pl.col("vendor") == vendor)
    if count < 0:
        dropped = [own["ticket_id"][n] for n in _spread(min(-count, len(own)), len(own))]
        return measured.tickets.filter(~pl.col("ticket_id").is_in(dropped))
    models = own if len(own) else counted if len(counted) else _plain(measured, scheme)
    more = models[list(_spread(count, len(models)))]
    added = more.with_columns(
        (-pl.int_range(1, count + 1, dtype=pl.Int64)).alias("ticket_id"),
        pl.lit("").alias("number"),
        pl.lit(measured.vendors[vendor].code).alias("vendor"),
    )
    return pl.concat([measured.tickets, added])


def _spread(count: int, among: int) -> Iterator[int]:
    """So many positions, as even as can be."""
    return (n * among // count for n in range(count))


def _plain(measured: Measured, scheme: Scheme) -> pl.DataFrame:
    """One ticket without anything special about it."""
    empty = measured.tickets.clear(1)
    first_kind = scheme.kinds[0] if scheme.kinds else ""
    return empty.with_columns(
        pl.lit(measured.starts_on).alias("closed_on"),
        pl.lit(first_kind).alias("kind"),
        pl.lit(PLAIN_MINUTES, dtype=pl.Int64).alias("minutes"),
        pl.lit(0).cast(empty.schema["materials"]).alias("materials"),
        *(pl.lit("").alias(name) for name in ("how", "service_code")),
        *(pl.lit(False).alias(name) for name in ("misdispatched", "merged", "desk_made", "reopened")),
    )
