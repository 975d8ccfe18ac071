"""What a draft says is changed: days, rules, pool."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lib.core.errors import TooLate, WrongInput
from lib.cost_sharing import records
from lib.cost_sharing.actions import beginning, changing, sending
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Measure
from tests.cost_sharing.hospital import ENDS, POOL, STARTS, Shared


def change(shared: Shared, statement: Statement, who: str = "qian", **changes: Any) -> Statement:
    by = {"actor": shared.actor(who), "now": shared.now, "version": statement.version}
    return changing.change(shared.db, statement_id=statement.id, **{**by, **changes})


def test_what_is_given_is_put_in_place_and_the_rest_stays(shared: Shared) -> None:
    draft = shared.draft()
    scheme = replace(draft.scheme, grace_months=3)
    changed = change(shared, draft, scheme=scheme)
    assert changed == replace(draft, scheme=scheme, version=draft.version + 1) == shared.now_is(draft)


def test_the_pool_is_entered_or_added_up_again(shared: Shared) -> None:
    draft = shared.draft(pool=POOL)
    assert records.pool(shared.db, draft) == POOL
    assert records.pool(shared.db, change(shared, draft, pool_cents=None)) == 0


def test_the_history_tells_what_was_and_what_is(shared: Shared) -> None:
    draft = shared.draft()
    scheme = replace(draft.scheme, grace_months=3, floors={"V07": 300_000})
    change(shared, draft, scheme=scheme, pool_cents=7, ends_on=date(2026, 11, 24))
    facts = records.events(shared.db, draft.id)[-1].facts
    assert facts == {
        "grace_months": [0, 3],
        "floors": [{}, {"V07": 300_000}],
        "pool_cents": [POOL, 7],
        "ends_on": ["2026-11-25", "2026-11-24"],
    }


def test_what_it_says_already_is_not_written_again(shared: Shared) -> None:
    draft = shared.draft()
    assert change(shared, draft, pool_cents=POOL, starts_on=STARTS, scheme=draft.scheme) == draft
    assert len(records.events(shared.db, draft.id)) == draft.version


def test_who_comes_second_hears_who_was_faster(shared: Shared) -> None:
    draft = shared.draft()
    change(shared, draft, who="jin", pool_cents=1)
    with pytest.raises(TooLate, match="was changed by 金合同 at 10:00"):
        change(shared, draft, pool_cents=2)


def test_its_own_days_do_not_stand_in_its_way_but_those_of_others_do(shared: Shared) -> None:
    draft = shared.draft()
    moved = change(shared, draft, starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 31))
    with pytest.raises(WrongInput, match="overlap with FT-2026-10, which runs from 2026-10-20 to 2026-10-31"):
        shared.draft()
    assert moved.number == "FT-2026-10"


def test_the_number_stays_once_vendors_have_seen_it(shared: Shared) -> None:
    sent = shared.checking()
    back = sending.take_back(
        shared.db,
        actor=shared.actor("qian"),
        statement_id=sent.id,
        version=sent.version,
        now=shared.now,
        reason="费用有误",
    )
    assert change(shared, back, ends_on=date(2026, 10, 31)).number == "FT-2026-11"


@pytest.mark.parametrize("pool", [-1, 10**13 + 1])
def test_a_pool_that_cannot_be_is_refused_by_its_number(shared: Shared, pool: int) -> None:
    with pytest.raises(WrongInput, match=r"lies between 0 and 100,000,000,000\.00, not") as refused:
        change(shared, shared.draft(), pool_cents=pool)
    assert refused.value.field == "pool"


@pytest.mark.parametrize(
    ("rule", "value", "field"),
    [
        ("weights", {Measure.POINTS: Decimal("100.1")}, "weights:points"),
        ("weights", {Measure.HOURS: Decimal(-1)}, "weights:hours"),
        ("weights", {Measure.CONTRACT: Decimal(50), Measure.POINTS: Decimal(40)}, "weights"),
        ("weights", {}, "weights"),
        ("weights", {Measure.HOURS: Decimal("NaN")}, "weights:hours"),
        ("kinds", ("repair", "gossip"), "kinds:gossip"),
        ("round_points", Decimal(1001), "round_points"),
        ("grace_months", -1, "grace_months"),
        ("labour_hour_cents", -1, "labour_hour_cents"),
        ("agreed", {"V99": Decimal(1)}, "agreed:V99"),
        ("agreed", {"V02": Decimal("0.0000001")}, "agreed:V02"),
        ("fixed", {"V02": -1}, "fixed:V02"),
        ("floors", {"V02": 10**13 + 1}, "floors:V02"),
        ("caps", {"": 5}, "caps:"),
        ("quality", {"charm": Decimal(1)}, "quality:charm"),
        ("quality", {"promises": Decimal(-1)}, "quality:promises"),
        ("lowest", Decimal("0.89"), "lowest"),
        ("highest", Decimal("1.2"), "highest"),
        ("least_n", 0, "least_n"),
        ("payee", "V99", "payee"),
        ("tax_rate", Decimal(6), "tax_rate"),
        ("answer_days", 0, "answer_days"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_field(
    shared: Shared, rule: str, value: Any, field: str
) -> None:
    draft = shared.draft()
    with pytest.raises(WrongInput) as refused:
        change(shared, draft, scheme=replace(draft.scheme, **{rule: value}))
    assert refused.value.field == field
    assert shared.now_is(draft) == draft


def test_a_floor_above_the_cap_is_refused_with_both(shared: Shared) -> None:
    draft = shared.draft()
    scheme = replace(draft.scheme, floors={"V02": 200, "V03": 5}, caps={"V02": 100, "V03": 5})
    with pytest.raises(
        WrongInput, match=r"The floor of \S*[^V0-9 ]\S* \(2\.00\) is above its cap \(1\.00\)"
    ) as refused:
        change(shared, draft, scheme=scheme)
    assert refused.value.field == "floors:V02"


def test_every_rule_at_its_edge_is_taken(shared: Shared) -> None:
    scheme = Scheme(
        weights={
            Measure.AGREED: Decimal("33.333333"),
            Measure.TICKETS: Decimal("66.666667"),
            Measure.HOURS: Decimal(0),
        },
        kinds=(),
        round_points=Decimal(0),
        agreed={"V02": Decimal("0.000001"), "V03": Decimal(10**9)},
        fixed={"V02": 0},
        floors={"V02": 7},
        caps={"V02": 7, "V03": 10**13},
        quality={"reopened": Decimal("0.5")},
        lowest=Decimal(1),
        highest=Decimal(1),
        payee="V02",
        tax_rate=Decimal(0),
        answer_days=30,
    )
    draft = change(shared, shared.draft(), scheme=scheme)
    assert shared.now_is(draft).scheme == scheme
    assert (draft.starts_on, draft.ends_on) == (STARTS, ENDS)


def test_it_stays_after_the_period_it_corrects(shared: Shared) -> None:
    draft = shared.draft()
    earlier = {"starts_on": date(2026, 9, 26), "ends_on": date(2026, 10, 25)}
    by: dict[str, Any] = {"actor": shared.actor("qian"), "now": shared.now}
    corrected = beginning.begin(shared.db, **by, **earlier)
    with shared.db.transaction() as tx:
        about = {"id": 1, "statement_id": draft.id, "corrects_id": corrected.id, "made_at": shared.now}
        tx.insert("adjustment", {**about, "vendor_id": shared.vendors["A"], "cents": 5, "words": ""})
    with pytest.raises(WrongInput, match="carries a correction of FT-2026-10") as refused:
        change(shared, draft, starts_on=date(2026, 8, 1), ends_on=date(2026, 8, 31))
    assert refused.value.field == "starts_on"
    assert change(shared, draft, starts_on=date(2026, 10, 27)).starts_on == date(2026, 10, 27)
