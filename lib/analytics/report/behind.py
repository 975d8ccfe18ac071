"""The tickets behind a figure of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from lib.analytics.indicator import Unit
from lib.analytics.indicators import INDICATORS
from lib.analytics.report.month import Month, read
from lib.analytics.report.shape import Content
from lib.analytics.report.steps import COLUMNS, lived
from lib.people.roles import Actor, Permission
from lib.store.database import Reading
from lib.tickets.seeing import visible

NARROWED = ("vendor_id", "department_id", "building_id", "service_code")
ASKED = ("behind", "of", *NARROWED)
"""The columns a figure may be narrowed by, and all that an address may ask for."""


def behind(facts: pl.DataFrame, content: Content, month: Month, asked: Mapping[str, str]) -> pl.DataFrame:
    """The rows of the facts behind what `told` names, the slowest or newest first; none for a name nobody gave.

    `asked`: "behind" names the measure, the step or the change; "of" another month than the report's; columns of
    NARROWED narrow it.
    """
    name = asked.get("behind", "")
    if name.startswith("change_"):
        return facts.filter(pl.col("id").is_in(_of_change(content, name)))
    month = read(asked["of"]) if "of" in asked else month
    rows = facts.filter(_only(asked))
    if name in COLUMNS:
        return rows.filter(lived(month) & (pl.col(name).dt.total_microseconds() > 0)).sort(
            name, descending=True
        )
    measure = INDICATORS.get(name)
    if measure is None:
        return rows.clear()
    order = measure.value if measure.unit is Unit.MINUTES else pl.col("opened_at")
    return rows.filter(measure.behind(month)).sort(order, descending=True)


def _of_change(content: Content, name: str) -> Sequence[int]:
    found = {f"change_{n}": one["tickets"] for n, one in enumerate(content["changes"], start=1)}
    return found.get(name, [])


def _only(asked: Mapping[str, str]) -> pl.Expr:
    wanted = [pl.col(name).cast(pl.String) == asked[name] for name in NARROWED if name in asked]
    return pl.all_horizontal(pl.lit(True), *wanted)


def seen(db: Reading, actor: Actor, ids: Sequence[int]) -> list[int]:
    """Those of the tickets the person may see, in the order given."""
    sight = visible(actor, Permission.SEE_REPORTS)
    sql = f"SELECT t.id FROM ticket t WHERE t.id IN (SELECT unnest($ids)) AND {sight.sql}"
    known = set(db.frame(sql, ids=list(ids), **sight.values)["id"]) if ids else set()
    return [id for id in ids if id in known]
