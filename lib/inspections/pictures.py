"""Pictures taken on rounds and re-checks: for whoever may see the round."""

from __future__ import annotations

from lib.inspections.seeing import visible
from lib.people.roles import Actor
from lib.store.database import Reading


def shown_to(db: Reading, actor: Actor, name: str) -> bool:
    """Whether a round that person sees holds the picture of that hash."""
    sight = visible(actor)
    found = db.value(
        f"""
        SELECT 1 FROM round r WHERE {sight.sql} AND r.id IN (
          SELECT a.round_id FROM answer a WHERE $name = ANY(a.photos) UNION ALL
          SELECT f.round_id FROM recheck c JOIN finding f ON f.id = c.finding_id WHERE $name = ANY(c.photos))
        LIMIT 1
        """,
        name=name,
        **sight.values,
    )
    return found is not None
