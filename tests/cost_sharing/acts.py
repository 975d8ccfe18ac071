"""Everything that can be done to a statement, by name, as somebody does it; and doing it without leaving a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from lib.core.errors import Refusal
from lib.cost_sharing import records
from lib.cost_sharing.actions import (
    answering,
    changing,
    checking,
    correcting,
    costs,
    deciding,
    issuing,
    sending,
    settling,
)
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Decision
from lib.store.database import Row
from tests.cost_sharing.hospital import POOL, Shared

Act = Callable[..., Any]
WAGES = Cost(category="wages", amount_cents=POOL - 100_000, words="话务员工资")
TELEPHONE = Cost(category="telephone", amount_cents=100_000, words="电话费")


def _line(shared: Shared, statement: Statement) -> int:
    return records.cost_lines(shared.db, statement.id)[0].id


def _dispute(shared: Shared, statement: Statement) -> int:
    return records.disputes(shared.db, statement.id)[0].id


def _other_scheme(statement: Statement) -> Any:
    return replace(statement.scheme, floors={"V07": 1_000_000})


# Each takes the hospital, the statement, and what every use case takes: db, actor, now.
ACTS: Mapping[str, Act] = {
    "change": lambda s, it, **by: changing.change(
        **by, statement_id=it.id, version=it.version, scheme=_other_scheme(it)
    ),
    "add_cost": lambda s, it, **by: costs.add_cost(**by, statement_id=it.id, cost=TELEPHONE),
    "change_cost": lambda s, it, **by: costs.change_cost(**by, line_id=_line(s, it), cost=TELEPHONE),
    "remove_cost": lambda s, it, **by: costs.remove_cost(**by, line_id=_line(s, it)),
    "adjust": lambda s, it, **by: correcting.adjust(**by, statement_id=it.id, corrects_id=it.id),
    "drop": lambda s, it, **by: correcting.drop(**by, statement_id=it.id, corrects_id=it.id),
    "send": lambda s, it, **by: sending.send(**by, statement_id=it.id, version=it.version),
    "take_back": lambda s, it, **by: sending.take_back(
        **by, statement_id=it.id, version=it.version, reason="费用有误"
    ),
    "agree": lambda s, it, **by: answering.agree(
        **by, statement_id=it.id, vendor_id=s.vendors["B"], words="无异议"
    ),
    "object": lambda s, it, **by: answering.object(
        **by,
        statement_id=it.id,
        vendor_id=s.vendors["B"],
        words="",
        tickets={s.tickets["B"][1]: "重复派单"},
    ),
    "withdraw": lambda s, it, **by: answering.withdraw(**by, dispute_id=_dispute(s, it)),
    "decide": lambda s, it, **by: deciding.decide(
        **by, dispute_id=_dispute(s, it), decision="out", moved_to=None, reason="查实属误派"
    ),
    "check": lambda s, it, **by: checking.check(**by, statement_id=it.id, version=it.version),
    "send_back": lambda s, it, **by: checking.send_back(
        **by, statement_id=it.id, version=it.version, reason="工资有误"
    ),
    "approve": lambda s, it, **by: issuing.approve(**by, statement_id=it.id, version=it.version),
    "record": lambda s, it, **by: settling.record(
        **by,
        statement_id=it.id,
        vendor_id=s.vendors["B"],
        settled_how="payment",
        invoice_number="24442000000123456789",
        invoiced_on=s.now.date(),
        paid_on=s.now.date(),
    ),
    "settle": lambda s, it, **by: settling.settle(**by, statement_id=it.id, version=it.version),
}


def do(shared: Shared, act: str, statement: Statement, who: str) -> Any:
    """That person does it now."""
    return ACTS[act](shared, statement, db=shared.db, actor=shared.actor(who), now=shared.now)


def refusal(shared: Shared, act: str, statement: Statement, who: str) -> Refusal | None:
    """How it was refused; None where it was done, which is undone."""
    try:
        with undone(shared):
            do(shared, act, statement, who)
    except Refusal as refused:
        return refused
    return None


class _Undo(Exception):
    pass


@contextmanager
def undone(shared: Shared) -> Iterator[None]:
    """Whatever is written in it is as if it had never been."""
    try:
        with shared.db.transaction():
            yield
            raise _Undo
    except _Undo:
        pass


def by_now(shared: Shared, statement: Statement) -> Statement:
    """The statement as it is now, in the transaction that may be undone."""
    with shared.db.transaction() as tx:
        found = records.by_id(tx, statement.id)
    assert found is not None
    return found


FIGURES = "number, starts_on, ends_on, scheme, pool_cents"
CARRIED = "vendor_id, cents, adjustment_cents, net_cents, tax_cents, total_cents, answer, answered_by, words"


def figures(shared: Shared, statement: Statement) -> list[Row]:
    """What an issued statement says, as its rows say it; not its steps, and not how it is settled."""
    with shared.db.transaction() as tx:
        return [
            row
            for sql in (
                f"SELECT {FIGURES} FROM statement WHERE id = $id",
                f"SELECT {CARRIED} FROM statement_share WHERE statement_id = $id ORDER BY vendor_id",
                "SELECT * FROM cost_line WHERE statement_id = $id ORDER BY id",
                "SELECT * FROM adjustment WHERE statement_id = $id ORDER BY id",
            )
            for row in tx.rows(sql, id=statement.id)
        ]


def stand(shared: Shared) -> Iterator[Statement]:
    """One statement in each status in turn: of two cost lines, made by qian, with an objection of A to a ticket of its
    own that nobody has decided on; B and C agree, jin checks, zheng approves, and every share is deducted."""
    first = shared.draft(pool=None)
    for cost in (WAGES, TELEPHONE):
        by: dict[str, Any] = {"db": shared.db, "actor": shared.actor("qian"), "now": shared.now}
        costs.add_cost(**by, statement_id=first.id, cost=cost)
    it = _objected(shared, shared.send(shared.now_is(first)))
    yield do(shared, "take_back", it, "qian")
    yield (it := shared.agree(shared.send(shared.now_is(it)), "B", "C"))
    yield (it := do(shared, "check", it, "jin"))
    it = do(shared, "approve", it, "zheng")
    for vendor_id in records.shares(shared.db, it.id):
        it = shared.recorded(it, vendor_id)
    yield it
    yield do(shared, "settle", it, "qian")


def _objected(shared: Shared, it: Statement) -> Statement:
    objected = answering.object(
        shared.db,
        actor=shared.actor("feng"),
        statement_id=it.id,
        vendor_id=shared.vendors["A"],
        words="",
        tickets={shared.tickets["A"][0]: "不是我们修的"},
        now=shared.now,
    )
    [dispute] = records.disputes(shared.db, it.id)
    assert dispute.decision is Decision.NONE
    return objected
