"""Cost lines of a draft."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lib.core.errors import NotFound, WrongInput
from lib.cost_sharing import records
from lib.cost_sharing.actions import costs
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.records import CostLine
from lib.cost_sharing.statement import Statement
from tests.cost_sharing.hospital import Shared

WAGES = Cost(
    category="wages",
    amount_cents=3_600_000,
    words="\u200b 话务员 11 月工资 ",
    spent_on=date(2026, 11, 20),
    document="JZ-118",
)


def add(shared: Shared, draft: Statement, cost: Cost = WAGES, who: str = "qian") -> CostLine:
    by: dict[str, Any] = {"actor": shared.actor(who), "now": shared.now}
    return costs.add_cost(shared.db, statement_id=draft.id, cost=cost, **by)


def test_they_are_the_pool_where_none_was_entered(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    line = add(shared, draft)
    assert [line] == records.cost_lines(shared.db, draft.id)
    assert (line.words, line.entered_by) == ("话务员 11 月工资", shared.cast.people["qian"])
    add(shared, draft, Cost(category="telephone", amount_cents=-100_000, words="退费"))
    assert records.pool(shared.db, draft) == 3_500_000


def test_many_at_once_are_one_line_of_history_and_all_or_none(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    by: dict[str, Any] = {"actor": shared.actor("qian"), "statement_id": draft.id, "now": shared.now}
    with pytest.raises(WrongInput):
        costs.add_costs(shared.db, costs=[WAGES, replace(WAGES, amount_cents=0)], **by)
    assert records.cost_lines(shared.db, draft.id) == []
    made = costs.add_costs(shared.db, costs=[WAGES] * 30, **by)
    assert made == records.cost_lines(shared.db, draft.id)
    assert shared.now_is(draft).version == draft.version + 1
    told = records.events(shared.db, draft.id)[-1].facts["added"]
    assert [one["id"] for one in told] == [line.id for line in made]


def test_a_corrected_one_is_of_whoever_corrected_it_and_the_history_keeps_both(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    line = add(shared, draft)
    changed = costs.change_cost(
        shared.db,
        actor=shared.actor("jin"),
        line_id=line.id,
        cost=replace(WAGES, amount_cents=1),
        now=shared.now,
    )
    assert [changed] == records.cost_lines(shared.db, draft.id)
    assert (changed.amount_cents, changed.entered_by) == (1, shared.cast.people["jin"])
    was, is_now = records.events(shared.db, draft.id)[-1].facts["changed"]
    assert (was["amount_cents"], is_now["amount_cents"]) == (3_600_000, 1)


def test_what_it_says_already_is_not_written_again(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    line = add(shared, draft)
    version = shared.now_is(draft).version
    cost = replace(WAGES, words=line.words)
    by: dict[str, Any] = {"actor": shared.actor("jin"), "now": shared.now}
    assert costs.change_cost(shared.db, line_id=line.id, cost=cost, **by) == line
    assert shared.now_is(draft).version == version


def test_one_taken_out_is_gone_but_for_the_history(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    line = add(shared, draft)
    by: dict[str, Any] = {"actor": shared.actor("qian"), "now": shared.now}
    costs.remove_cost(shared.db, line_id=line.id, **by)
    assert records.cost_lines(shared.db, draft.id) == []
    assert records.events(shared.db, draft.id)[-1].facts["removed"]["document"] == "JZ-118"
    with pytest.raises(NotFound, match="taken out meanwhile"):
        costs.remove_cost(shared.db, line_id=line.id, **by)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "bribes"}, "category"),
        ({"amount_cents": 0}, "amount_cents"),
        ({"amount_cents": 10**13 + 1}, "amount_cents"),
        ({"amount_cents": -(10**13) - 1}, "amount_cents"),
        ({"words": "工" * 201}, "words"),
        ({"document": "1" * 61}, "document"),
        ({"spent_on": date(1926, 11, 20)}, "spent_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(shared: Shared, wrong: dict[str, Any], field: str) -> None:
    draft = shared.draft(pool=None)
    with pytest.raises(WrongInput) as refused:
        add(shared, draft, replace(WAGES, **wrong))
    assert refused.value.field == field
    assert records.cost_lines(shared.db, draft.id) == []


def test_a_receipt_is_a_file_that_is_kept(shared: Shared) -> None:
    draft, name = shared.draft(pool=None), hashlib.sha256(b"a receipt").hexdigest()
    with pytest.raises(NotFound):
        add(shared, draft, replace(WAGES, file_hash=name))
    with shared.db.transaction() as tx:
        tx.insert("file", {"hash": name, "media_type": "image/jpeg", "bytes": 9, "kept_at": shared.now})
    assert add(shared, draft, replace(WAGES, file_hash=name)).file_hash == name
