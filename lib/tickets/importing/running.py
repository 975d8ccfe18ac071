"""The import in one go; a second run changes nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from lib.people.roles import Actor
from lib.store.database import Database
from lib.tickets.importing.mapping import MapFile
from lib.tickets.importing.preparing import prepare
from lib.tickets.importing.progress import Progress, quiet
from lib.tickets.importing.writing import Imported, write


def run(
    db: Database,
    *,
    content: bytes,
    mapping: MapFile,
    zone: ZoneInfo,
    actor: Actor,
    now: datetime,
    progress: Progress = quiet,
) -> Imported:
    """Imports the tickets of a CSV file or Excel workbook: `preparing.prepare`, then `writing.write`."""
    prepared = prepare(
        db, content=content, mapping=mapping, zone=zone, actor=actor, now=now, progress=progress
    )
    return write(db, prepared, actor=actor, now=now)
