"""A past period is measured anew only when something it rests on was touched."""

from __future__ import annotations

from datetime import date

import pytest

from lib.cost_sharing import touched
from tests.cost_sharing.hospital import ENDS, STARTS, Shared


@pytest.fixture
def before(shared: Shared) -> object:
    return touched.state(shared.db, STARTS, ENDS)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ticket SET version = version + 1 WHERE id = 3",
        "UPDATE ticket SET service_code = 'GS-02' WHERE id = 3",
        "UPDATE ticket SET first_closed_at = TIMESTAMPTZ '2026-12-24 00:00:00Z' WHERE id = 3",
        "UPDATE ticket SET vendor_id = 2 WHERE id = 3",
        "DELETE FROM ticket WHERE id = 3",
        "INSERT INTO ticket SELECT * REPLACE (99 AS id, '20261110-0099' AS number) FROM ticket WHERE id = 3",
        "UPDATE contract SET yearly_cents = 1",
        "UPDATE vendor SET internal = TRUE",
        "INSERT INTO call_back (id, ticket_id, reason, due_at, opened_at) VALUES (9, 3, 'sampled', now(), now())",
    ],
)
def test_what_moves_the_sharing_is_seen(shared: Shared, before: object, sql: str) -> None:
    with shared.db.transaction() as tx:
        tx.execute(sql)
    assert touched.state(shared.db, STARTS, ENDS) != before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ticket SET urges = 3",
        "INSERT INTO ticket SELECT * REPLACE (99 AS id, '20261201-0099' AS number, "
        "TIMESTAMPTZ '2026-12-01 00:00:00Z' AS first_closed_at) FROM ticket WHERE id = 3",
        "UPDATE account SET name = 'x' WHERE id = 1",
    ],
)
def test_what_happens_elsewhere_is_not(shared: Shared, before: object, sql: str) -> None:
    with shared.db.transaction() as tx:
        tx.execute(sql)
    assert touched.state(shared.db, STARTS, ENDS) == before


def test_each_period_has_its_own(shared: Shared, before: object) -> None:
    assert touched.state(shared.db, STARTS, date(2026, 11, 1)) != before
