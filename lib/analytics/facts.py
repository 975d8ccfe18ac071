"""The facts about every ticket as one tidy frame: made once, kept up to date ticket by ticket, shared by all.

One row a ticket, by id. Nobody may change the frame: everybody looks at the same one. It names no person; names,
phones and words are read by id where they are shown.

What a ticket is: id, number, status, kind, channel, severity, service_code, service_group, department_id, campus_id,
building_id, floor_id, location_id, area_class, asset_id, team_id, vendor_id, assignee_id, promise_id, source, imported.
When (UTC): opened_at, appointment_at, accepted_at, arrived_at, done_at, closed_at, first_closed_at, respond_due,
arrive_due, complete_due; on the hospital's calendar opened_on, opened_month, opened_hour, opened_weekday (1 is Monday),
done_on.
How fast: response_minutes, arrival_minutes, completion_minutes (wall minutes from the report to the first acceptance,
the first arrival, the latest completion; null where not reached, not timed, or appointed for later); respond_kept,
arrive_kept, complete_kept (null: not judged); `in_…` and lasted (Duration): where the time went, by the clock of
`lib.tickets.timeline`.
What happened: closed_how, outcome, cause, hold_reason, reopens, returns, urges, holds, escalations, completions,
proxied, late_recorded, verified_on_site, watched, first_time_fix (null until done), labour_minutes, material_cents,
imported_promise (what another system said of its own promise).
What people said: asked, rated, speed, quality, attitude, score (mean of the three), rated_how, spoken.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

import polars as pl

from lib.analytics import fact_rows
from lib.analytics.derived_facts import completed
from lib.store.database import Database

_TICKETS = ("ticket", "ticket_event", "rating", "ticket_labour", "ticket_material")
_GROUND = ("location", "occupancy", "service", "promise", "working_calendar", "calendar_day")
"""What all tickets are seen through: when one of these changes, everything is read anew."""


def facts(db: Database, now: datetime) -> pl.DataFrame:
    """The frame as of the minute of `now`: what was written since is in it, open tickets have grown older."""
    kept: _Kept = db.derived("facts", (), _Kept)
    return kept.at(db, now)


class _Kept:
    """The frame, and what it was made from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frame: pl.DataFrame | None = None
        self._ground: tuple[int, ...] = ()
        self._stamp: tuple[datetime, tuple[int, ...]] | None = None

    def at(self, db: Database, now: datetime) -> pl.DataFrame:
        """Made anew only for a new minute or after a change; whoever asks meanwhile waits for the same frame."""
        with self._lock:
            # Versions are read first: what is written while the rows are read is read again next time.
            ground, stamp = db.version(_GROUND), (now.replace(second=0, microsecond=0), db.version(_TICKETS))
            if self._frame is None or ground != self._ground:
                self._frame = completed(db, fact_rows.read(db, now), now)
            elif stamp != self._stamp:
                self._frame = self._renewed(db, self._frame, now)
            self._ground, self._stamp = ground, stamp
            return self._frame

    def _renewed(self, db: Database, frame: pl.DataFrame, now: datetime) -> pl.DataFrame:
        changed = _changed(db, frame)
        if not changed:
            return frame
        fresh = fact_rows.read(db, now, ids=changed)
        stays = frame.select(fresh.columns).filter(~pl.col("id").is_in(changed))
        return completed(db, pl.concat([stays, fresh], how="vertical_relaxed").sort("id"), now)


def _changed(db: Database, frame: pl.DataFrame) -> Sequence[int]:
    """The tickets that are not as the frame says: every act raises the version; what is open grows older by itself."""
    rows = db.frame(f"SELECT id, version, status IN {fact_rows.OPEN_SQL} AS open FROM ticket")
    known = frame.select("id", known=pl.col("version"))
    beside = rows.join(known, on="id", how="left")
    different = pl.col("known").is_null() | (pl.col("known") != pl.col("version")) | pl.col("open")
    return beside.filter(different)["id"].to_list()
