"""Tickets that wait to be written lie on the disk, some thousand at a time, so that memory stays flat."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from lib.store.database import Row, Transaction
from lib.tickets import records
from lib.tickets.ticket import Event, Ticket

CHUNK = 5000


class Spill:
    """Tickets, their events and reporters in a temporary folder, which goes when the object does."""

    def __init__(self, beside: Path) -> None:
        # In the data folder: it has the room, and nobody else may look into it.
        self._folder = Path(tempfile.mkdtemp(prefix="importing-", dir=beside))
        self._removal = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._tickets: list[Ticket] = []
        self._events: list[Event] = []
        self._reporters: list[Row] = []
        self._files: dict[str, list[Path]] = {"ticket": [], "ticket_event": [], "reporter": []}
        self._flushed = 0

    def __len__(self) -> int:
        return self._flushed + len(self._tickets)

    def add(self, ticket: Ticket, events: Sequence[Event], reporters: Sequence[Row]) -> None:
        """One more history."""
        self._tickets.append(ticket)
        self._events.extend(events)
        self._reporters.extend(reporters)
        if len(self._tickets) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Puts what waits in memory on the disk."""
        if not self._tickets:
            return
        frames = {
            "ticket": records.ticket_frame(self._tickets),
            "ticket_event": records.event_frame(self._events),
            "reporter": pl.DataFrame(self._reporters, infer_schema_length=None),
        }
        for table, frame in frames.items():
            if not frame.is_empty():
                files = self._files[table]
                files.append(self._folder / f"{table}-{len(files)}.parquet")
                frame.write_parquet(files[-1], compression="lz4", statistics=False)
        self._flushed += len(self._tickets)
        self._tickets, self._events, self._reporters = [], [], []

    def write(self, tx: Transaction) -> None:
        """Appends all of it."""
        self.flush()
        for table, files in self._files.items():
            tx.append_files(table, files)

    def close(self) -> None:
        """Lets go of the folder now."""
        self._removal()
