"""Handovers as they are kept: who handed over to whom, when, and what stood open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.dispatch.handing_over import snapshot
from lib.dispatch.handing_over.snapshot import Snapshot
from lib.store.database import Database, Reading

_COLUMNS = """id, team_id, version, until, outgoing_id, outgoing_post, signed_at, incoming_id, incoming_post,
    countersigned_at, notes, answer"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One handing over of a team, or without one of the service desk. Without `countersigned_at` nobody has taken it
    over yet. `notes` are the outgoing person's, `answer` the incoming one's; `until`: when the next one was due."""

    id: int
    team_id: int | None
    version: int
    until: datetime
    outgoing_id: int
    outgoing_post: str
    signed_at: datetime
    incoming_id: int | None
    incoming_post: str
    countersigned_at: datetime | None
    notes: str
    answer: str

    @property
    def waiting(self) -> bool:
        """Whether the next shift has still to sign."""
        return self.countersigned_at is None


def waiting(db: Database) -> Sequence[Handover]:
    """Every handover nobody has taken over yet, the oldest first."""
    sql = f"SELECT {_COLUMNS} FROM handover WHERE countersigned_at IS NULL ORDER BY signed_at, id"
    return db.derived("handovers_waiting", ("handover",), lambda: [Handover(**row) for row in db.rows(sql)])


def waiting_of(db: Database, team_id: int | None) -> Handover | None:
    """The one of that team (None: of the desk) that nobody has taken over yet."""
    return next((one for one in waiting(db) if one.team_id == team_id), None)


def past(db: Reading, team_id: int | None, most: int = 60) -> list[Handover]:
    """Those of that team (None: of the desk) both have signed, newest first."""
    rows = db.rows(
        f"""
        SELECT {_COLUMNS} FROM handover
        WHERE countersigned_at IS NOT NULL AND team_id IS NOT DISTINCT FROM $team
        ORDER BY signed_at DESC, id DESC LIMIT $most
        """,
        team=team_id,
        most=most,
    )
    return [Handover(**row) for row in rows]


def by_id(db: Reading, handover_id: int) -> Handover:
    """One handover; NotFound when there is none."""
    row = db.row(f"SELECT {_COLUMNS} FROM handover WHERE id = $id", id=handover_id)
    if row is None:
        raise NotFound(mark("There is no such handover."))
    return Handover(**row)


def snapshot_of(db: Reading, handover_id: int) -> Snapshot:
    """What stood open when it was signed."""
    kept: str = db.value("SELECT snapshot FROM handover WHERE id = $id", id=handover_id)
    return snapshot.read(kept)
