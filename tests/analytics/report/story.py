"""Facts of tickets made up for a report: what a test does not say is an ordinary repair, finished in two hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import polars as pl

from lib.analytics.report.month import Month
from lib.core.clock import local_date

OCTOBER = Month(datetime(2026, 10, 1, tzinfo=UTC).date())
INSTANT = pl.Datetime("us", "UTC")
TYPES: dict[str, Any] = {
    "id": pl.Int64,
    **dict.fromkeys(("status", "kind", "channel"), pl.Categorical),
    "service_code": pl.Categorical,
    **dict.fromkeys(("vendor_id", "department_id", "building_id"), pl.Int32),
    **dict.fromkeys(("opened_at", "accepted_at", "done_at", "closed_at"), INSTANT),
    **dict.fromkeys(("opened_on", "opened_month", "done_on"), pl.Date),
    **dict.fromkeys(("response_minutes", "completion_minutes", "score"), pl.Float64),
    **dict.fromkeys(
        ("respond_kept", "arrive_kept", "complete_kept", "first_time_fix", "spoken", "asked"), pl.Boolean
    ),
    **dict.fromkeys(("reopens", "urges", "holds", "completions"), pl.Int16),
    **dict.fromkeys(
        (
            "in_dispatch",
            "in_acceptance",
            "in_travel",
            "in_work",
            "in_hold",
            "in_outside",
            "in_between",
            "in_unknown",
            "lasted",
        ),
        pl.Duration("us"),
    ),
}
_IDS = count(1)


def ticket(day: str = "2026-10-05", **said: Any) -> dict[str, Any]:
    """One ticket reported at 10:00 on that day in the hospital."""
    opened = datetime.fromisoformat(f"{day}T02:00:00+00:00")
    done = None if said.get("status") in ("new", "assigned") else opened + timedelta(hours=2)
    plain = dict.fromkeys(TYPES) | {
        "id": next(_IDS),
        "status": "closed",
        "kind": "repair",
        "channel": "hotline",
        "service_code": "water",
        "opened_at": opened,
        "done_at": done,
        "closed_at": done,
        "opened_on": local_date(opened),
        "opened_month": local_date(opened).replace(day=1),
        "done_on": done and local_date(done),
        "response_minutes": 5.0,
        "completion_minutes": 120.0,
        "asked": True,
        "spoken": False,
        "completions": 1,
        **dict.fromkeys(("reopens", "urges", "holds"), 0),
        "lasted": timedelta(hours=2),
        **{name: timedelta() for name in TYPES if name.startswith("in_")},
    }
    return plain | said


def facts(*tickets: dict[str, Any]) -> pl.DataFrame:
    """The frame of those tickets."""
    return pl.DataFrame(list(tickets), schema=TYPES)


def rounds(*became: str, month: str = "2026-10") -> pl.DataFrame:
    """Planned rounds of a month, by what became of them."""
    return pl.DataFrame(
        {"part": [0] * len(became), "month": [month] * len(became), "became": list(became)},
        schema={"part": pl.Int64, "month": pl.String, "became": pl.String},
    )


def called(column: str, id: int | str) -> Any:
    """Names of a hospital that calls everything by its id."""
    return {"en": f"{column} {id}", "zh": f"{column} {id}"}
