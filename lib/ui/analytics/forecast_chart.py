"""The month ahead, from the months behind."""

from __future__ import annotations

from dataclasses import asdict

import polars as pl

from lib.analytics.answers import View
from lib.analytics.figures.forecast import forecast
from lib.analytics.questions.forecast import DaysOff, back_test, next_month
from lib.catalog.calendars import free_days
from lib.core.clock import local_date
from lib.ui.analytics import columns
from lib.ui.analytics.chart import Chart
from lib.ui.session import Session

SCHEMA = pl.Schema({"month": pl.Date(), "expected": pl.Float64(), "low": pl.Float64(), "high": pl.Float64()})


def chart(here: Session, view: View) -> Chart:
    """What is expected of all tickets the filter is about, whatever its days."""
    coming, tested = view.ask("forecast", lambda: _told(view))

    def table() -> pl.DataFrame:
        both = pl.concat([tested, coming], how="diagonal")
        months = pl.Series([f"{month:%Y-%m}" for month in both["month"]], dtype=pl.String)
        ends = {here._("At least"): both["low"].round(0), here._("At most"): both["high"].round(0)}
        return columns.table(here, both.select("expected", "actual"), first={here._("Month"): months, **ends})

    return Chart(
        name="forecast",
        title=here._("Tickets expected next month"),
        figure=lambda: forecast(coming, tested, language=here.language),
        table=table,
    )


def _told(view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    today, days_off = local_date(view.now), DaysOff(*free_days(view.db))
    coming = next_month(view.everything, today, days_off)
    tested = back_test(view.everything, today, days_off)
    return pl.DataFrame([asdict(coming)] if coming else [], SCHEMA), tested
