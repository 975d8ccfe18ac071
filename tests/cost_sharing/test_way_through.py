"""A statement from its beginning until it is settled, as everybody takes part."""

from __future__ import annotations

from typing import Any

import pytest

from lib.cost_sharing import checking, records
from lib.cost_sharing.actions import sending
from lib.cost_sharing.actions.checking import send_back
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Status
from lib.tickets import checking as whole
from tests.cost_sharing.conftest import Standing
from tests.cost_sharing.hospital import POOL, Shared


def test_it_goes_all_the_way(shared: Shared) -> None:
    settled = shared.settled()
    assert settled.status is Status.SETTLED
    shares = records.shares(shared.db, settled.id).values()
    assert sum(share.cents for share in shares) == POOL
    steps = [event.action for event in records.events(shared.db, settled.id)]
    answers, settlements = [Action.ANSWER] * 3, [Action.RECORD] * 3
    begun = [Action.MAKE, Action.CHANGE, Action.SEND]
    assert steps == [*begun, *answers, Action.CHECK, Action.APPROVE, *settlements, Action.SETTLE]


def test_the_figures_are_those_of_half_contract_value_and_half_points(shared: Shared) -> None:
    # A 1,200,000 yuan a year of 2,100,000 and 3.8 points of 8, and so on.
    statement = shared.checking()
    shares = records.shares(shared.db, statement.id)
    halves = {"A": (120 / 210 + 3.8 / 8) / 2, "B": (60 / 210 + 3.2 / 8) / 2, "C": (30 / 210 + 1 / 8) / 2}
    for letter, part in halves.items():
        assert abs(shares[shared.vendors[letter]].cents - part * POOL) < 1, letter


@pytest.mark.parametrize("status", Status)
def test_wherever_it_stands_the_database_holds_together(standing: Standing, status: Status) -> None:
    shared, _ = standing(status)
    assert [str(problem) for problem in checking.problems(shared.db)] == []
    assert [str(problem) for problem in whole.problems(shared.db)] == []


def test_come_back_twice_and_made_by_two_it_is_issued_all_the_same(shared: Shared) -> None:
    it = shared.agree(shared.checking(), "A")
    by: dict[str, Any] = {"now": shared.now, "statement_id": it.id, "reason": "费用有误"}
    it = sending.take_back(shared.db, actor=shared.actor("jin"), version=it.version, **by)
    it = shared.checked(shared.agree(shared.send(shared.change(it, "jin", pool_cents=7), "jin")), "zheng")
    it = sending_back(shared, it)
    it = shared.approved(shared.checked(shared.agree(shared.send(it)), "zheng"), "tao")
    assert sum(share.cents for share in records.shares(shared.db, shared.closed(it).id).values()) == 7
    assert [str(problem) for problem in checking.problems(shared.db)] == []


def sending_back(shared: Shared, it: Statement) -> Statement:
    by: dict[str, Any] = {"actor": shared.actor("tao"), "now": shared.now, "reason": "再核对一次"}
    return send_back(shared.db, statement_id=it.id, version=it.version, **by)
