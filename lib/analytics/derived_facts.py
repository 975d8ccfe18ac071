"""What follows from the rows of tickets: calendar, place, durations, promises kept, and whether once was enough."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import polars as pl

from lib.analytics.segments import COLUMNS
from lib.catalog.promises import STAGES
from lib.catalog.services import all_services
from lib.core.clock import zone
from lib.places.locations import Location, LocationKind, all_locations
from lib.store.database import Database
from lib.tickets.policy import Policy
from lib.tickets.rules import rules
from lib.tickets.ticket import OPEN
from lib.tickets.words import Channel, ClosedHow, Status

ONCE_WAS_ENOUGH = timedelta(days=30)
"""How long nothing of the kind may be reported at the same place; the product's rule of the first-time fix."""
_WITHOUT_WORK = [Status.CANCELLED, Status.MERGED]
_FINISHED = pl.col("status").cast(pl.String).is_in([Status.DONE, Status.CLOSED])
_STILL_OPEN = pl.col("status").cast(pl.String).is_in(list(OPEN))


def completed(db: Database, rows: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """The frame of `lib.analytics.facts` from the rows of `lib.analytics.fact_rows`."""
    found = rows.lazy().select(rows.columns)
    found = found.with_columns(*_calendar(), *_durations(), *_kept(rules(db).policy, now), asked=_asked())
    found = found.with_columns(lasted=pl.sum_horizontal(list(COLUMNS)))
    found = found.drop(_PLACED, strict=False).join(
        _places(db), on="location_id", how="left", maintain_order="left"
    )
    found = found.drop("service_group", strict=False)
    found = found.join(_groups(db), on="service_code", how="left", maintain_order="left")
    return _first_time_fix(found.collect())


def _calendar() -> list[pl.Expr]:
    opened = pl.col("opened_at").dt.convert_time_zone(str(zone()))
    return [
        opened.dt.date().alias("opened_on"),
        opened.dt.date().dt.truncate("1mo").alias("opened_month"),
        opened.dt.hour().alias("opened_hour"),
        opened.dt.weekday().alias("opened_weekday"),
        pl.col("done_at").dt.convert_time_zone(str(zone())).dt.date().alias("done_on"),
    ]


def _durations() -> list[pl.Expr]:
    """What was appointed for later is not slow because it was late: it has no duration."""
    names = {"response": "accepted_at", "arrival": "arrived_at", "completion": "done_at"}
    return [
        pl.when(pl.col("appointment_at").is_null())
        .then((pl.col(until) - pl.col("opened_at")).dt.total_microseconds() / 60e6)
        .alias(f"{name}_minutes")
        for name, until in names.items()
    ]


def _kept(policy: Policy, now: datetime) -> list[pl.Expr]:
    return [_stage_kept(stage, policy, now).alias(f"{stage}_kept") for stage in STAGES]


def _stage_kept(stage: str, policy: Policy, now: datetime) -> pl.Expr:
    """Reached by its due time; what is still awaited after it is broken, unless the clock stands still in a hold that
    began before it. Not judged: nothing promised, not timed, ended without work."""
    due, at = pl.col(f"{stage}_due"), _reached_at(stage)
    waiting = _STILL_OPEN & ~_reached(stage)
    shown = pl.when(_stands(stage, policy, now)).then("hold_since").otherwise(pl.lit(now))
    return (
        pl.when(due.is_null() | pl.col("status").cast(pl.String).is_in(_WITHOUT_WORK))
        .then(None)
        .when(waiting)
        .then(pl.when(due < shown).then(pl.lit(value=False)))
        .otherwise(at <= due)
    )


def _reached(stage: str) -> pl.Expr:
    """A completion ends the waiting for every stage; sent back, the first acceptance and arrival still stand."""
    return _FINISHED if stage == "complete" else pl.col(f"{stage}_reached")


def _reached_at(stage: str) -> pl.Expr:
    """When it was reached; null where another system did not time it."""
    return pl.col("done_at" if stage == "complete" else f"{stage}_reached_at")


def _stands(stage: str, policy: Policy, now: datetime) -> pl.Expr:
    reasons = list(policy.pauses.get(stage, ()))
    granted = pl.col("hold_confirmed") | (pl.col("hold_since") >= now - policy.confirm_over)
    held = pl.col("status").cast(pl.String) == Status.ON_HOLD
    return (held & pl.col("hold_reason").cast(pl.String).is_in(reasons) & granted).fill_null(value=False)


def _asked() -> pl.Expr:
    """Whether a ward could have rated it: finished here, and not found by an inspection."""
    here = pl.col("closed_how").cast(pl.String) != ClosedHow.IMPORTED
    ward = pl.col("channel").cast(pl.String) != Channel.INSPECTION
    return _FINISHED & (pl.col("completions") > 0) & pl.col("done_at").is_not_null() & here & ward


_PLACED = ("campus_id", "building_id", "floor_id", "area_class")


def _places(db: Database) -> pl.LazyFrame:
    """By place: where it lies, and what kind of area it is."""
    places = all_locations(db)
    rows = [(one.id, one.campus_id, *_above(places, one), one.area_class or None) for one in places.values()]
    schema = {"location_id": pl.Int32, "campus_id": pl.Int32, "building_id": pl.Int32, "floor_id": pl.Int32}
    return pl.LazyFrame(rows, {**schema, "area_class": pl.Categorical}, orient="row")


def _above(places: Mapping[int, Location], place: Location) -> tuple[int | None, int | None]:
    """The building and the floor it lies in, or is."""
    found: dict[str, int] = {}
    at: Location | None = place
    while at is not None:
        found[at.kind] = at.id
        at = places.get(at.parent_id) if at.parent_id is not None else None
    return found.get(LocationKind.BUILDING), found.get(LocationKind.FLOOR)


def _groups(db: Database) -> pl.LazyFrame:
    rows = [(one.code, one.group_code) for one in all_services(db).values()]
    schema = {"service_code": pl.Categorical, "service_group": pl.Categorical}
    return pl.LazyFrame(rows, schema, orient="row")


def _first_time_fix(frame: pl.DataFrame) -> pl.DataFrame:
    """With `first_time_fix`: finished, never sent back, and nothing of the same service reported at the same place for
    thirty days (or so far). What was merged or cancelled is no report of its own."""
    real = ~pl.col("status").cast(pl.String).is_in(_WITHOUT_WORK)
    key = ["service_code", "location_id"]
    reports = (
        frame.filter(real & pl.col("location_id").is_not_null()).select(*key, again="opened_at").sort("again")
    )
    done = (
        frame.filter(_FINISHED & pl.col("done_at").is_not_null())
        .select("id", *key, "done_at")
        .sort("done_at")
    )
    again = done.join_asof(
        reports,
        left_on="done_at",
        right_on="again",
        by=key,
        strategy="forward",
        tolerance=ONCE_WAS_ENOUGH,
        allow_exact_matches=False,
        check_sortedness=False,
    )
    judged = again.select("id", alone=pl.col("again").is_null())
    found = frame.drop("first_time_fix", strict=False).join(
        judged, on="id", how="left", maintain_order="left"
    )
    return found.with_columns(first_time_fix=pl.col("alone") & (pl.col("reopens") == 0)).drop("alone")
