"""How each vendor settles its share, and the end of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lib.core.errors import NotFound, Refusal, WrongInput
from lib.cost_sharing import content, records
from lib.cost_sharing.actions import settling
from lib.cost_sharing.actions.settling import Lacking
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from tests.cost_sharing.conftest import Standing
from tests.cost_sharing.hospital import THURSDAY, Shared

DAY = THURSDAY.date()
PAID = {
    "settled_how": "payment",
    "invoice_number": "24442000000123456789",
    "invoiced_on": DAY,
    "paid_on": DAY,
}


def record(shared: Shared, it: Statement, letter: str, **how: Any) -> Statement:
    return shared.recorded(it, shared.vendors[letter], **how)


def settle(shared: Shared, it: Statement) -> Statement:
    return settling.settle(
        shared.db, actor=shared.actor("qian"), statement_id=it.id, version=None, now=shared.now
    )


def test_it_is_written_down_and_put_right_as_often_as_needed(standing: Standing) -> None:
    shared, it = standing(Status.ISSUED)
    record(shared, it, "A", **{**PAID, "invoice_number": " 2444 \u200b"})
    record(shared, it, "A", **PAID)
    share = records.shares(shared.db, it.id)[shared.vendors["A"]]
    assert {name: getattr(share, name) for name in PAID} == PAID
    assert share.settled_by == shared.cast.people["qian"]
    facts = records.events(shared.db, it.id)[-1].facts
    assert facts == {"vendor": "V02", **PAID, "invoiced_on": "2026-11-26", "paid_on": "2026-11-26"}


def test_what_is_written_already_is_not_written_again(standing: Standing) -> None:
    shared, it = standing(Status.ISSUED)
    it = record(shared, it, "A", **PAID)
    assert record(shared, it, "A", **PAID) == it
    assert len(records.events(shared.db, it.id)) == it.version


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"settled_how": "barter"}, "settled_how"),
        ({"invoice_number": "1" * 61}, "invoice_number"),
        ({"invoiced_on": DAY + timedelta(1)}, "invoiced_on"),
        ({"paid_on": DAY + timedelta(1)}, "paid_on"),
        ({"paid_on": date(202, 11, 26)}, "paid_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    standing: Standing, wrong: dict[str, Any], field: str
) -> None:
    shared, it = standing(Status.ISSUED)
    with pytest.raises(WrongInput) as refused:
        record(shared, it, "A", **{**PAID, **wrong})
    assert refused.value.field == field


def test_a_vendor_that_carries_nothing_of_it_settles_nothing(standing: Standing) -> None:
    shared, it = standing(Status.ISSUED)
    with pytest.raises(NotFound, match="carries nothing of this statement"):
        shared.recorded(it, 4711)


def test_it_is_closed_only_once_every_way_is_known_and_says_what_is_missing(shared: Shared) -> None:
    it = record(shared, shared.issued(), "A")
    with pytest.raises(Refusal, match="not said yet how 华电机电, 清源水务 settle it"):
        settle(shared, it)
    record(shared, it, "B", settled_how="payment", paid_on=None)
    record(shared, it, "C", settled_how="payment", invoice_number="0123", invoiced_on=DAY, paid_on=None)
    b, c = shared.vendors["B"], shared.vendors["C"]
    assert list(settling.lacking(shared.db, it.id)) == [
        Lacking(b, "invoice_number"),
        Lacking(b, "invoiced_on"),
        Lacking(b, "paid_on"),
        Lacking(c, "paid_on"),
    ]
    with pytest.raises(Refusal, match="The invoice number of 华电机电 is missing"):
        settle(shared, it)
    record(shared, it, "B", **PAID)
    with pytest.raises(Refusal, match="The day of payment or deduction of 清源水务 is missing"):
        settle(shared, it)
    record(shared, it, "C", **PAID)
    assert settle(shared, it).status is Status.SETTLED


def test_who_owes_nothing_need_not_say_how(shared: Shared) -> None:
    it = shared.draft()
    it = shared.change(it, scheme=replace(it.scheme, caps={"V07": 0}))
    it = shared.approved(shared.checked(shared.agree(shared.send(it))))
    record(shared, it, "A")
    record(shared, it, "B")
    assert records.shares(shared.db, it.id)[shared.vendors["C"]].total_cents == 0
    assert settle(shared, it).status is Status.SETTLED


def test_settled_it_says_what_was_issued_its_hash_and_how_it_was_settled(shared: Shared) -> None:
    issued = shared.issued()
    it = shared.closed(issued)
    assert it.settled_at == shared.now
    said = json.loads(it.content)
    assert content.issued(said) == json.loads(issued.content)
    assert said["settled"]["issued_hash"] == issued.hash
    assert it.hash == content.hashed(it.content) != issued.hash
    assert {one["settled_how"] for one in said["settled"]["shares"]} == {"deduction"}


def test_a_deduction_needs_its_day(shared: Shared) -> None:
    it = record(shared, shared.issued(), "A", paid_on=None)
    record(shared, it, "B")
    record(shared, it, "C")
    assert list(settling.lacking(shared.db, it.id)) == [Lacking(shared.vendors["A"], "paid_on")]
    with pytest.raises(Refusal, match="The day of payment or deduction of"):
        settle(shared, it)
