"""What a new administrator is told to do first."""

from __future__ import annotations

import pytest

from lib.analytics.house import dismiss_first_steps, first_steps
from lib.core.errors import NotAllowed
from lib.core.settings import settings
from lib.places import labels
from lib.places.labels import hanging
from lib.store.database import Database
from lib.tickets.rules import rules, set_rule
from tests.conftest import MONDAY, Cast


def test_an_empty_hospital_is_set_up_from_the_places_on(db: Database) -> None:
    steps = first_steps(db)
    assert [step.page for step in steps] == ["places", "people", "people", "people", "system", "places"]
    assert not any(step.done for step in steps)


def test_the_list_stays_until_phones_reach_the_desk_and_a_code_hangs(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [step.done for step in first_steps(cast.db)] == [True, True, True, True, False, False]
    monkeypatch.setenv("ONESTOP_ADDRESS", "http://10.1.2.3:8501")
    settings.cache_clear()
    with cast.db.transaction() as tx:
        set_rule(tx, "desk_phone", "8100")
    assert [step.done for step in first_steps(cast.db)] == [True, True, True, True, True, False]
    hanging.confirm(cast.db, actor=cast.actor("li"), code=cast.code, now=MONDAY)
    assert first_steps(cast.db) == []


def test_an_administrator_puts_the_list_away_for_good(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        dismiss_first_steps(cast.db, actor=cast.actor("zhao"), now=MONDAY)
    assert first_steps(cast.db)
    dismiss_first_steps(cast.db, actor=cast.actor("admin"), now=MONDAY)
    assert first_steps(cast.db) == []
    assert rules(cast.db).desk_phone == ""  # it is no rule of the tickets


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
