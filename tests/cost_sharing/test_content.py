"""The text of a statement: everything it says, always the same for the same."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, timedelta
from fractions import Fraction
from typing import Any

import pytest

from lib.core.errors import Refusal
from lib.cost_sharing import content, frozen, sharing
from lib.cost_sharing.actions import costs
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Closing, Measure
from lib.tickets.rules import set_rule
from tests.cost_sharing.hospital import ENDS, POOL, STARTS, Shared

Settled = tuple[Shared, Statement]


def test_the_same_content_is_the_same_text(after_settling: Settled) -> None:
    _, settled = after_settling
    assert content.written(json.loads(settled.content)) == settled.content
    assert settled.hash == hashlib.sha256(settled.content.encode()).hexdigest()


def test_two_readings_of_the_same_hospital_give_the_same_text(shared: Shared) -> None:
    draft = shared.draft()
    texts = {
        content.written(
            content.content(shared.db, draft, sharing.of_statement(shared.db, draft), now=shared.now)
        )
        for _ in range(2)
    }
    assert len(texts) == 1


def test_it_says_everything(shared: Shared) -> None:
    with shared.db.transaction() as tx:
        set_rule(tx, "hospital_name", "第一医院")
    draft = shared.draft(pool=None)
    cost = Cost(category="wages", amount_cents=POOL, words="话务员工资", document="GZ-11")
    costs.add_cost(shared.db, actor=shared.actor("qian"), statement_id=draft.id, cost=cost, now=shared.now)
    sent = shared.send(shared.now_is(draft))
    said: dict[str, Any] = json.loads(sent.content)
    assert list(said) == [
        *("format", "number", "hospital", "starts_on", "ends_on", "frozen_at", "previous", "scheme", "pool"),
        *("cost_lines", "totals", "rate", "lines", "outside", "tickets", "rounds", "services", "vendors"),
        *("adjustments", "corrects", "disputes", "shares", "events"),
    ]
    assert (said["number"], said["hospital"], said["pool"]) == ("FT-2026-11", "第一医院", POOL)
    assert (said["starts_on"], said["ends_on"]) == (f"{STARTS}", f"{ENDS}")
    assert said["frozen_at"] == "2026-11-26T02:00:00+00:00"
    assert [one["document"] for one in said["cost_lines"]] == ["GZ-11"]
    assert said["services"]["GD-01"]["weight"] == 500
    assert said["totals"]["points"] == "8"
    assert [one["action"] for one in said["events"]] == ["make", "change"]


def test_read_back_it_answers_what_pages_ask(after_settling: Settled) -> None:
    shared, settled = after_settling
    said = frozen.of(shared.db, settled)
    assert (said.starts_on, said.ends_on, said.pool) == (STARTS, ENDS, POOL)
    assert (said.number, said.rate) == ("FT-2026-11", "5000000")
    line = said.line(shared.vendors["A"])
    assert line is not None
    assert line.measured[Measure.POINTS] == Fraction(38, 10)
    assert line.closings == {Closing.CONFIRMED: 7}
    assert said.line(99) is None
    tickets = said.tickets("V02")
    assert tickets["ticket_id"].to_list() == list(shared.tickets["A"])
    assert tickets["closed_at"].is_sorted()
    assert said.asides() == {"kind": 1}
    assert said.asides("") == {"kind": 1}
    assert said.asides("V02") == {}
    assert said.set_aside("")["ticket_id"].to_list() == [shared.consultation]
    assert said.vendors[shared.vendors["B"]].name == "华电机电"
    assert said.weights["GS-02"] == 800


def test_a_list_of_statements_leads_to_the_same(after_settling: Settled) -> None:
    """Lists come without the long text; whoever shows one of them reads it then."""
    shared, settled = after_settling
    listed = Statement(**{**{name: getattr(settled, name) for name in Statement.__slots__}, "content": ""})
    assert frozen.of(shared.db, listed) is frozen.of(shared.db, settled)


def test_the_first_statement_names_none_before_it(after_settling: Settled) -> None:
    shared, settled = after_settling
    said = frozen.of(shared.db, settled)
    assert (said.previous_number, said.previous_hash) == ("", "")


def test_instants_are_the_same_wherever_the_clock_hangs(shared: Shared) -> None:
    """A statement sealed on a server of another zone reads the same."""
    draft = shared.draft()
    computed = sharing.of_statement(shared.db, draft)
    assert shared.now.utcoffset() == timedelta(hours=8)
    texts = {
        content.written(content.content(shared.db, draft, computed, now=now))
        for now in (shared.now, shared.now.astimezone(UTC))
    }
    assert len(texts) == 1


@pytest.mark.parametrize(
    "scheme", [Scheme(rounds=True), Scheme(caps={"V02": 2_000_000}, floors={"V07": 900_000})]
)
def test_bounds_and_settings_come_back(shared: Shared, scheme: Scheme) -> None:
    sent = shared.checking(scheme=scheme)
    said = frozen.of(shared.db, sent).sharing
    assert said.scheme == scheme
    bounds = {line.code: (line.bound, line.floor, line.cap) for line in said.lines}
    if scheme.caps:
        assert bounds["V02"] == ("cap", None, 2_000_000)
        assert bounds["V07"] == ("floor", 900_000, None)


def test_a_text_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        frozen.read("")
    with pytest.raises(KeyError):
        frozen.read("{}")


def test_a_destroyed_text_is_said_to_whoever_opens_it(after_settling: Settled) -> None:
    shared, settled = after_settling
    with shared.db.transaction() as tx:
        tx.execute("UPDATE statement SET content = substr(content, 1, 999)")
    with pytest.raises(Refusal, match="cannot be read"):
        frozen.of(shared.db, shared.now_is(settled))
