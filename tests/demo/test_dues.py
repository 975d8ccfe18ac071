"""Every due time of the demonstration is what the clock makes of the ticket's history."""

from __future__ import annotations

from functools import cache, partial
from itertools import groupby

import pytest

from lib.catalog import promises
from lib.tickets import promised, records
from lib.tickets.rules import rules
from tests.demo.conftest import Demonstration

pytestmark = pytest.mark.long


def test_rows_hold_the_due_times_their_events_lead_to(built: Demonstration) -> None:
    db = built.db
    rows = db.rows("SELECT * FROM ticket_event ORDER BY ticket_id, seq")
    tickets = {
        row["id"]: records.from_row(row)
        for row in db.rows(f"SELECT {', '.join(records.COLUMNS)} FROM ticket")
    }
    terms, policy, wrong = cache(partial(promises.terms, db)), rules(db).policy, []
    for ticket_id, history in groupby(map(records.event_from_row, rows), key=lambda event: event.ticket_id):
        ticket = tickets[ticket_id]
        for stage, due in promised.dues(list(history), ticket.changed_at, terms, policy).items():
            if due != getattr(ticket, f"{stage}_due"):
                wrong.append((ticket.number, stage))
    assert wrong == []
    told = {row["action"] for row in rows}
    assert {"hold", "confirm_hold", "resume", "reopen", "edit"} <= told
