"""Escalation levels as a list: a level is found again by severity, step and minutes; whom it names must be there."""

from __future__ import annotations

from lib.tickets.escalation import levels
from tests.conftest import Cast
from tests.lists.files import bring, faults, look

ROW = {"severity": "一般", "stage": "接单", "minutes": "-15", "tell": "班组长；调度"}


def test_a_level_comes_changes_and_goes(cast: Cast) -> None:
    bring(cast.db, "escalations", ROW)
    (one,) = levels.in_use(cast.db)
    assert (one.key, one.tell, one.raises) == (("normal", "respond", -15), ("leader", "dispatchers"), False)
    bring(cast.db, "escalations", {**ROW, "tell": "管理人员", "accounts": "li;sun", "raises": "是"})
    (same,) = levels.in_use(cast.db)
    assert (same.id, same.tell, same.accounts, same.raises) == (one.id, ("manager",), ("li", "sun"), True)
    bring(cast.db, "escalations", {**ROW, "active": "否"})
    assert levels.in_use(cast.db) == []
    bring(cast.db, "escalations", ROW)
    (again,) = levels.in_use(cast.db)
    assert again.id != one.id


def test_what_names_nobody_is_refused_in_its_cell(cast: Cast) -> None:
    wrong = look(
        cast.db,
        "escalations",
        {**ROW, "tell": "", "accounts": ""},
        {**ROW, "minutes": "-20000"},
        {**ROW, "minutes": "1", "tell": "院长"},
        {**ROW, "minutes": "2", "accounts": "nobody"},
        {**ROW, "minutes": "3", "active": "否"},
    )
    assert faults(wrong).keys() == {(2, "tell"), (3, "minutes"), (4, "tell"), (5, "accounts"), (6, "active")}
