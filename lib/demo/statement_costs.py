"""What the demonstration's desk of twelve costs in a period, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from lib.cost_sharing.actions.costs import Cost
from lib.demo.chance import random_for
from lib.demo.statement_days import Period, in_period
from lib.store.database import Row
from lib.store.tables import table


def costs(period: Period) -> Iterator[Cost]:
    """The cost lines of the period; wages and bills vary from month to month."""
    for row in table("demo_costs"):
        if _falls_due(row, period):
            yield _cost(row, period)


def _falls_due(row: Row, period: Period) -> bool:
    """Some are spent in a few months of the year only."""
    return not row["months"] or str(period.ends_on.month) in row["months"].split(";")


def _cost(row: Row, period: Period) -> Cost:
    random = random_for("cost", row["words"], period.ends_on)
    spread = float(row["spread"]) / 100
    return Cost(
        category=row["category"],
        amount_cents=round(float(row["yuan"]) * 100 * (1 + spread * random.uniform(-1, 1))),
        words=row["words"],
        spent_on=in_period(period, int(row["day"])),
        document=f"{row['document']}-{period.ends_on:%Y%m}",
    )
