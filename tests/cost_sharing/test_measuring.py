"""A period is measured once, and again after something it rests on changed."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from lib.cost_sharing import measuring, records
from lib.cost_sharing.measuring import measured
from lib.cost_sharing.sharing import disputed, of_statement
from lib.people import organisation
from lib.people.roles import SYSTEM
from tests.cost_sharing.hospital import ENDS, POOL, STARTS, Shared
from tests.cost_sharing.month import Month


def test_everybody_reads_the_same_measures(month: Month) -> None:
    first = measured(month.db, STARTS, ENDS)
    assert measured(month.db, STARTS, ENDS) is first


def test_only_the_last_periods_are_kept(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    first = measured(month.db, STARTS, ENDS)
    monkeypatch.setattr(measuring, "KEPT", 1)
    measured(month.db, STARTS, ENDS - timedelta(days=1))
    assert measured(month.db, STARTS, ENDS) is not first


def test_contracts_are_measured_to_the_day(month: Month) -> None:
    found = measured(month.db, STARTS, ENDS)
    # VA: 6 days of one contract, then 25 of another; VB 16 days; VF all of them.
    assert found.contract_values == {
        "VA": 6 * 100_000 + 25 * 200_000,
        "VB": Fraction(36_500_001 * 16, 365),
        "VF": 31 * 20_000,
    }
    assert found.first_starts["VA"] == date(2025, 1, 1)


def test_weights_are_thousandths(month: Month) -> None:
    weights = measured(month.db, STARTS, ENDS).weights
    assert (weights["GD-01"], weights["GS-02"]) == (500, 800)


def test_a_change_of_what_it_rests_on_is_seen(shared: Shared) -> None:
    before = measured(shared.db, STARTS, ENDS)
    [contract] = [one for one in organisation.contracts(shared.db) if one.vendor_id == shared.vendors["B"]]
    values = {
        "id": contract.id,
        "number": contract.number,
        "vendor_id": contract.vendor_id,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "status": "suspended",
        "yearly_cents": contract.yearly_cents,
    }
    organisation.save(shared.db, "contract", values, actor=SYSTEM, now=shared.now)
    after = measured(shared.db, STARTS, ENDS)
    assert before.contract_values.keys() - after.contract_values.keys() == {"V03"}


def test_a_draft_is_shared_by_its_pool_and_scheme(shared: Shared) -> None:
    found = of_statement(shared.db, shared.draft())
    assert (found.pool, sum(line.cents for line in found.lines)) == (POOL, POOL)
    assert [line.code for line in found.lines] == ["V02", "V03", "V07"]


def test_the_last_word_on_a_disputed_ticket_holds(shared: Shared) -> None:
    statement = shared.draft()
    first, second, third, fourth, fifth = (shared.tickets["A"] + shared.tickets["B"])[:5]
    a, b, c = (shared.vendors[letter] for letter in "ABC")
    words = [
        (a, first, "", None),
        (a, second, "out", None),
        (a, third, "moved", b),
        (b, third, "", None),
        (a, fourth, "moved", b),
        (b, fourth, "moved", c),
        (c, fourth, "in", None),
        (a, fifth, "in", None),
    ]
    with shared.db.transaction() as tx:
        for vendor_id, ticket_id, decision, moved_to in words:
            row = {"id": tx.next_id("dispute_id"), "statement_id": statement.id, "vendor_id": vendor_id}
            told = {"ticket_id": ticket_id, "words": "不是我们的", "decision": decision, "moved_to": moved_to}
            tx.insert("dispute", row | told | {"raised_at": shared.now})
    found = disputed(shared.db, statement, measured(shared.db, STARTS, ENDS))
    assert (found.held, found.out) == ({first, third}, {second})
    assert found.moved == {third: "V03", fourth: "V07"}
    listed = {
        row["ticket_id"]: row for row in of_statement(shared.db, statement).tickets.iter_rows(named=True)
    }
    told = {
        one: (listed[one]["vendor"], listed[one]["aside"]) for one in (first, second, third, fourth, fifth)
    }
    assert told == {
        first: ("V02", "held"),
        second: ("V02", "out"),
        third: ("V03", "held"),
        fourth: ("V07", ""),
        fifth: ("V02", ""),
    }


def test_adjustments_of_earlier_periods_are_carried(shared: Shared) -> None:
    statement = shared.draft()
    with shared.db.transaction() as tx:
        for vendor, cents in (("A", 500), ("A", -200), ("C", -300)):
            row = {"id": tx.next_id("adjustment_id"), "statement_id": statement.id, "corrects_id": 0}
            tx.insert(
                "adjustment",
                {
                    **row,
                    "vendor_id": shared.vendors[vendor],
                    "cents": cents,
                    "words": "",
                    "made_at": shared.now,
                },
            )
    assert len(records.adjustments(shared.db, statement.id)) == 3
    lines = {line.code: line.adjustment_cents for line in of_statement(shared.db, statement).lines}
    assert lines == {"V02": 300, "V03": 0, "V07": -300}
