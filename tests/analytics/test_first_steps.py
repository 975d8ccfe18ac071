"""What a new administrator is told to do first."""

from __future__ import annotations

from lib.analytics.house import first_steps
from lib.store.database import Database
from tests.conftest import Cast


def test_an_empty_hospital_is_set_up_from_the_places_on(db: Database) -> None:
    steps = first_steps(db)
    assert [step.page for step in steps] == ["places", "people", "people", "people", "places", "system"]
    assert not any(step.done for step in steps)


def test_steps_done_are_ticked_and_a_hospital_that_runs_is_left_alone(cast: Cast) -> None:
    assert first_steps(cast.db) == []
    with cast.db.transaction() as tx:
        tx.execute("DELETE FROM account_role WHERE role = 'dispatcher'")
    assert [step.done for step in first_steps(cast.db)][:4] == [True, True, True, False]
