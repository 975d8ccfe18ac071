"""Approved, and from then on it stands."""

from __future__ import annotations

from typing import Any

from lib.core.errors import TooLate
from lib.cost_sharing import records
from lib.cost_sharing.actions import answering, deciding, issuing
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Status
from lib.store.database import Row
from tests.cost_sharing.hospital import POOL, Shared
from tests.tickets.test_races import at_once

VENDORS = ("feng", "geng", "hao")


def test_it_is_issued_with_its_figures_content_and_hash(shared: Shared) -> None:
    it = shared.issued()
    assert (it.status, it.approved_by, it.issued_at) == (
        Status.ISSUED,
        shared.cast.people["zheng"],
        shared.now,
    )
    assert sum(one.cents for one in records.shares(shared.db, it.id).values()) == POOL
    event = records.events(shared.db, it.id)[-1]
    assert (event.action, event.facts) == (Action.APPROVE, {"hash": it.hash})


def test_vendors_and_maker_hear_of_it(shared: Shared) -> None:
    shared.issued()
    words = "Statement FT-2026-11 is issued"
    assert {who for who in shared.cast.people if words in shared.told(who)} == {"qian", *VENDORS}


def _checked_with_an_open_dispute(shared: Shared) -> Statement:
    it = answering.object(
        shared.db,
        actor=shared.actor("feng"),
        statement_id=shared.checking().id,
        vendor_id=shared.vendors["A"],
        words="",
        tickets={shared.tickets["A"][0]: "重复派单"},
        now=shared.now,
    )
    return shared.checked(shared.agree(it, "B", "C"))


def test_what_changed_since_it_was_checked_is_known_before_and_stands_in_its_history(shared: Shared) -> None:
    it = _checked_with_an_open_dispute(shared)
    assert issuing.changed_since_checked(shared.db, it) == {}
    [dispute] = records.disputes(shared.db, it.id)
    by: dict[str, Any] = {"actor": shared.actor("qian"), "now": shared.now, "reason": "查实"}
    deciding.decide(shared.db, dispute_id=dispute.id, decision="in", moved_to=None, **by)
    it = shared.now_is(it)
    changed = issuing.changed_since_checked(shared.db, it)
    # Half of the pool by 12/21 of the contracts, half by 3.3 of 7.5 points, then by 3.8 of 8.
    assert changed[shared.vendors["A"]] == (2_528_572, 2_616_071)
    assert sum(after - before for before, after in changed.values()) == 0
    shared.approved(it)
    told = records.events(shared.db, it.id)[-1].facts["changed"]
    assert told == {str(vendor): list(cents) for vendor, cents in changed.items()}


def test_one_of_two_who_approve_at_once_wins_and_the_other_is_told(shared: Shared) -> None:
    it = shared.approval()
    came_out = at_once(*(lambda who=who: shared.approved(it, who) for who in ("zheng", "tao")))
    [won] = [out for out in came_out if isinstance(out, Statement)]
    [late] = [out for out in came_out if isinstance(out, TooLate)]
    names = {"zheng": "郑主任", "tao": "陶主任"}
    winner = next(who for who in names if shared.cast.people[who] == won.approved_by)
    assert str(late).startswith(f"This statement was approved and issued by {names[winner]} at 10:00")
    assert _written(shared, "statement_approve") == 1


def test_vendors_that_answer_at_once_all_have_answered(shared: Shared) -> None:
    it = shared.checking()
    came_out = at_once(*(lambda letter=letter: shared.agree(it, letter) for letter in "ABC"))
    assert all(isinstance(out, Statement) for out in came_out)
    assert answering.silent(shared.db, it.id) == []
    assert shared.now_is(it).version == it.version + 3


def test_one_of_those_who_send_it_at_once_wins_and_vendors_hear_of_it_once(shared: Shared) -> None:
    draft = shared.draft()
    came_out = at_once(*(lambda who=who: shared.send(draft, who) for who in ("qian", "jin") * 4))
    assert sum(isinstance(out, Statement) for out in came_out) == 1
    assert sum(isinstance(out, TooLate) for out in came_out) == 7
    assert [len(shared.told(who)) for who in VENDORS] == [1, 1, 1]


def _written(shared: Shared, act: str) -> int:
    rows: list[Row] = shared.db.rows("SELECT id FROM audit WHERE act = $act", act=act)
    return len(rows)
