"""The word on a disputed ticket, and what it does to the shares."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core.errors import NotFound, Refusal, WrongInput
from lib.cost_sharing import records, sharing
from lib.cost_sharing.actions import answering, checking, deciding
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Decision, Status
from tests.cost_sharing.conftest import Standing
from tests.cost_sharing.hospital import Shared


def disputed(shared: Shared, letter: str = "B", who: str = "geng") -> tuple[Statement, int]:
    """B objects to its first ticket (0.8 points of 8)."""
    it = answering.object(
        shared.db,
        actor=shared.actor(who),
        statement_id=shared.checking().id,
        vendor_id=shared.vendors[letter],
        words="",
        tickets={shared.tickets[letter][0]: "由班组外人员完成"},
        now=shared.now,
    )
    return it, records.disputes(shared.db, it.id)[0].id


def decide(shared: Shared, dispute: int, decision: str, to: str = "", reason: str = "已核实") -> Statement:
    by: dict[str, Any] = {"actor": shared.actor("qian"), "now": shared.now, "reason": reason}
    moved = shared.vendors.get(to)
    return deciding.decide(shared.db, dispute_id=dispute, decision=decision, moved_to=moved, **by)


def points(shared: Shared, it: Statement) -> dict[str, float]:
    found = sharing.of_statement(shared.db, it)
    return {line.code: float(line.measured["points"]) for line in found.lines}  # type: ignore[index]


def test_until_somebody_decides_it_is_held_out(shared: Shared) -> None:
    it, _ = disputed(shared)
    assert points(shared, it) == {"V02": 3.8, "V03": 2.4, "V07": 1.0}


@pytest.mark.parametrize(
    ("decision", "to", "then"),
    [
        ("in", "", {"V02": 3.8, "V03": 3.2, "V07": 1.0}),
        ("out", "", {"V02": 3.8, "V03": 2.4, "V07": 1.0}),
        ("moved", "C", {"V02": 3.8, "V03": 2.4, "V07": 1.8}),
    ],
)
def test_it_counts_does_not_or_counts_for_another(
    shared: Shared, decision: str, to: str, then: dict[str, float]
) -> None:
    it, dispute = disputed(shared)
    decide(shared, dispute, decision, to)
    assert points(shared, it) == then
    found = records.disputes(shared.db, it.id)[0]
    assert (found.decision, found.moved_to) == (Decision(decision), shared.vendors.get(to))
    assert (found.decided_by, found.reason) == (shared.cast.people["qian"], "已核实")


def test_both_vendors_read_why(shared: Shared) -> None:
    _, dispute = disputed(shared)
    decide(shared, dispute, "moved", "C")
    number = shared.db.value("SELECT number FROM ticket WHERE id = $id", id=shared.tickets["B"][0])
    [*_, objector] = shared.told("geng")
    assert objector == f"Statement FT-2026-11: it was decided on your objection to {number}. 已核实"
    assert shared.told("hao")[-1] == f"Statement FT-2026-11: {number} now counts for you. 已核实"
    assert len(shared.told("feng")) == 1  # that it was sent


def test_the_one_it_was_moved_to_may_object_in_turn(shared: Shared) -> None:
    it, dispute = disputed(shared)
    decide(shared, dispute, "moved", "C")
    ticket = shared.tickets["B"][0]
    by: dict[str, Any] = {"actor": shared.actor("hao"), "words": "", "now": shared.now}
    answering.object(
        shared.db, statement_id=it.id, vendor_id=shared.vendors["C"], tickets={ticket: "也不是我们"}, **by
    )
    assert points(shared, it) == {"V02": 3.8, "V03": 2.4, "V07": 1.0}


@pytest.mark.parametrize(
    ("decision", "to", "reason", "field"),
    [
        ("", "", "已核实", "decision"),
        ("perhaps", "", "已核实", "decision"),
        ("in", "", " ", "reason"),
        ("in", "", "查" * 501, "reason"),
        ("moved", "", "已核实", "moved_to"),
        ("moved", "A", "已核实", "moved_to"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    standing: Standing, decision: str, to: str, reason: str, field: str
) -> None:
    shared, it = standing(Status.CHECKING)
    dispute = records.disputes(shared.db, it.id)[0].id  # A's
    with pytest.raises(WrongInput) as refused:
        decide(shared, dispute, decision, to, reason)
    assert refused.value.field == field
    assert records.disputes(shared.db, it.id)[0].decision is Decision.NONE


def test_it_is_put_right_only_while_the_vendors_have_the_statement(shared: Shared) -> None:
    it, dispute = disputed(shared)
    decide(shared, dispute, "out")
    it = shared.agree(decide(shared, dispute, "in"), "A", "C")
    checking.check(
        shared.db, actor=shared.actor("jin"), statement_id=it.id, version=it.version, now=shared.now
    )
    with pytest.raises(Refusal, match="This objection was decided on"):
        decide(shared, dispute, "out")
    assert records.disputes(shared.db, it.id)[0].decision is Decision.IN


def test_one_left_open_is_decided_on_even_when_the_statement_is_settled(shared: Shared) -> None:
    it, dispute = disputed(shared)
    before = shared.now_is(it)
    for step in (shared.checked, shared.approved, shared.closed):
        it = step(shared.agree(it, "A", "C") if it.status is Status.CHECKING else it)
    settled = decide(shared, dispute, "in")
    assert settled.status is Status.SETTLED
    assert (settled.content, settled.hash) == (it.content, it.hash) != (before.content, before.hash)
    with pytest.raises(Refusal, match="decided on"):
        decide(shared, dispute, "out")


def test_a_withdrawn_one_is_not_there(shared: Shared) -> None:
    _, dispute = disputed(shared)
    answering.withdraw(shared.db, actor=shared.actor("geng"), dispute_id=dispute, now=shared.now)
    with pytest.raises(NotFound, match="withdrawn"):
        decide(shared, dispute, "in")
