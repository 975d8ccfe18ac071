"""What the demonstration appends in bulk is what the use cases would have written."""

from __future__ import annotations

import pytest

from lib.store.database import Database
from lib.tickets import records
from lib.tickets.ticket import Event
from tests.demo.conftest import Demonstration
from tests.demo.replaying import Replay

pytestmark = pytest.mark.long

OWN = {"id", "number"}
OTHERS = {
    "joined_id",
    "parent_id",
    "parent",
    "children",
    "children_ids",
    "follows_id",
    "follows",
    "next",
    "next_id",
}
"""Facts and columns that name other rows: a replayed ticket comes out of another, or makes others. What the clock
escalated was written by the use case itself."""
EACH = 1


def _sample(db: Database) -> list[int]:
    """A few tickets of every action and every way to close, and every proxied or late kind of story."""
    rows = db.rows(
        """
        SELECT DISTINCT ticket_id FROM (
          SELECT ticket_id, row_number() OVER (PARTITION BY action, subject_id IS NOT NULL ORDER BY ticket_id DESC) AS n
          FROM ticket_event
          UNION ALL
          SELECT id, row_number() OVER (PARTITION BY closed_how, channel ORDER BY id) FROM ticket
          UNION ALL
          SELECT id, row_number() OVER (PARTITION BY least(reopens, 2), least(late_recorded, 2) ORDER BY id) FROM ticket
          UNION ALL
          SELECT id, row_number() OVER (
            PARTITION BY parent_id IS NOT NULL, follows_id IS NOT NULL, undecided ORDER BY id DESC) FROM ticket
        ) WHERE n <= $each AND ticket_id NOT IN (SELECT ticket_id FROM ticket_event WHERE action = 'escalate')
        ORDER BY ticket_id
        """,
        each=EACH,
    )
    return [row["ticket_id"] for row in rows]


def _plain(event: Event) -> tuple[object, ...]:
    facts = {name: value for name, value in event.facts.items() if name not in OWN | OTHERS}
    return (
        event.action,
        event.happened_at,
        event.recorded_at,
        event.actor_id,
        event.subject_id,
        event.to_status,
        facts,
    )


def test_the_use_cases_would_have_written_the_same(built: Demonstration) -> None:
    sample = _sample(built.db)
    assert len(sample) > 40
    for ticket_id in sample:
        before = records.by_id(built.db, ticket_id)
        assert before is not None
        replay = Replay(built.db, ticket_id)
        try:
            after = replay.played()
        except Exception as error:
            pytest.fail(f"{before.number}: {error!r} after {[event.action for event in replay.history]}")
        same = [name for name in records.COLUMNS if getattr(before, name) != getattr(after, name)]
        assert set(same) - OTHERS == OWN, (before.number, same)
        assert [_plain(e) for e in records.events(built.db, after.id)] == [_plain(e) for e in replay.history]
