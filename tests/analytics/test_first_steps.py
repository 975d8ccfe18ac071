"""What a new administrator is told to do first."""

from __future__ import annotations

from lib.analytics.house import first_steps
from lib.places import labels
from lib.places.labels import hanging
from lib.store.database import Database
from tests.conftest import MONDAY, Cast


def test_an_empty_hospital_is_set_up_from_the_places_on(db: Database) -> None:
    steps = first_steps(db)
    assert [step.page for step in steps] == ["places", "people", "people", "people", "places", "system"]
    assert not any(step.done for step in steps)


def test_steps_done_are_ticked_and_a_hospital_that_runs_is_left_alone(cast: Cast) -> None:
    assert first_steps(cast.db) == []
    with cast.db.transaction() as tx:
        tx.execute("DELETE FROM account_role WHERE role = 'dispatcher'")
    assert [step.done for step in first_steps(cast.db)][:4] == [True, True, True, False]


def test_codes_are_ticked_once_the_first_one_hangs_not_when_a_sheet_is_tried(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.execute("DELETE FROM account_role WHERE role = 'dispatcher'")
        hanging.scanned(tx, labels.read(cast.db, cast.code), phone="a phone", now=MONDAY)

    def ticked() -> bool:
        return next(
            step.done for step in first_steps(cast.db) if step.page == "places" and "codes" in step.words
        )

    assert not ticked()
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    assert ticked()
