"""From which other systems tickets were imported."""

from __future__ import annotations

from collections.abc import Mapping

from lib.store.database import Database


def origins(db: Database) -> Mapping[str, str]:
    """The name of each system that tickets came from, by its code; empty where there is none."""
    return db.derived("origins", ("ticket",), lambda: _origins(db))


def _origins(db: Database) -> Mapping[str, str]:
    rows = db.rows(
        """
        SELECT f.source, e.actor_name AS name FROM (
          SELECT source, min(id) AS first FROM ticket WHERE source <> '' GROUP BY source
        ) f JOIN ticket_event e ON e.ticket_id = f.first AND e.seq = 1 ORDER BY 2
        """
    )
    return {row["source"]: row["name"] or row["source"] for row in rows}
