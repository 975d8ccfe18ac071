"""What the hospital decides about its tickets."""

from __future__ import annotations

from typing import Any

from lib.tickets.rules import Rules, rules, set_rule


def test_until_somebody_changes_them_there_are_defaults(cast: Any) -> None:
    assert rules(cast.db) == Rules()
    assert (Rules().close_after_days, Rules().reopen_window_days, Rules().rating_window_days) == (3, 7, 7)
    assert set(Rules().pausing) == {"access", "shutdown", "appointment", "approval", "reporter"}


def test_a_rule_holds_from_when_it_was_changed(cast: Any) -> None:
    for days in (5, 2):
        with cast.db.transaction() as tx:
            set_rule(tx, "close_after_days", days)
        assert rules(cast.db).close_after_days == days
    with cast.db.transaction() as tx:
        set_rule(tx, "pausing", ["access"])
    assert rules(cast.db).pausing == ("access",)


def test_a_setting_that_is_no_rule_does_no_harm(cast: Any) -> None:
    with cast.db.transaction() as tx:
        set_rule(tx, "colour", "blue")
    assert rules(cast.db) == Rules()
