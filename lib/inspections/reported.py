"""The rounds a monthly report looks at: those of the month and of the two it is compared with."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from lib.analytics.report.month import Month
from lib.inspections import compliance
from lib.inspections.compliance import Chosen
from lib.store.database import Reading
from lib.tickets.seeing import EVERYTHING


def rounds_beside(db: Reading, month: Month, now: datetime) -> pl.DataFrame:
    """As `compliance.rounds`, of the whole hospital whoever reads the report."""
    return pl.concat(
        compliance.rounds(db, Chosen(first=one.first, last=one.last), sight=EVERYTHING, now=now)
        for one in (month.year_before, month.before, month)
    )
