"""What was used up: materials by month, in quantity and money."""

from __future__ import annotations

import polars as pl

from lib.store.database import Reading


def materials(db: Reading, rows: pl.DataFrame) -> pl.DataFrame:
    """month (of the report), material_code, name, unit, tickets, quantity, cents: what these tickets used, the dearest
    of a month first."""
    used = db.frame(
        """
        SELECT ticket_id AS id, material_code, name, unit, CAST(quantity AS DOUBLE) AS quantity,
               quantity * unit_cents AS cents
        FROM ticket_material
        """
    )
    own = rows.select("id", month="opened_month").join(used, on="id", how="inner")
    counted = own.group_by("month", "material_code", "name", "unit").agg(
        tickets=pl.col("id").n_unique().cast(pl.Int64),
        quantity=pl.col("quantity").sum(),
        cents=pl.col("cents").sum().cast(pl.Float64).round().cast(pl.Int64),
    )
    return counted.sort("month", "cents", "material_code", "name", descending=[False, True, False, False])


def by_month(found: pl.DataFrame) -> pl.DataFrame:
    """month, cents, kinds (different materials): the sums of what `materials` gives."""
    return (
        found.group_by("month")
        .agg(cents=pl.col("cents").sum(), kinds=pl.col("material_code").n_unique().cast(pl.Int64))
        .sort("month")
    )
