"""A pool shared: against a slow sharing written apart, and the rules that hold whatever the scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.core.errors import WrongInput
from lib.core.i18n import Language, explain
from lib.cost_sharing.counted import HOW
from lib.cost_sharing.measuring import Measured, measured
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.sharing import share
from lib.cost_sharing.words import Closing, Measure
from lib.store.database import Database
from lib.tickets.words import Kind
from tests.cost_sharing.month import ENDS, STARTS, Month
from tests.cost_sharing.slow_month import slow_share

POOL = 5_000_000
M = Measure
SCHEMES = {
    "as suggested": Scheme(),
    "tickets": Scheme(weights={M.TICKETS: Decimal(100)}),
    "hours": Scheme(weights={M.HOURS: Decimal(100)}),
    "points": Scheme(weights={M.POINTS: Decimal(100)}),
    "value": Scheme(weights={M.VALUE: Decimal(100)}, labour_hour_cents=5_999),
    "contract": Scheme(weights={M.CONTRACT: Decimal(100)}),
    "agreed": Scheme(weights={M.AGREED: Decimal(100)}, agreed={"VA": Decimal("1.5"), "VB": Decimal(2)}),
    "blend": Scheme(weights={M.TICKETS: Decimal("33.3"), M.VALUE: Decimal("33.3"), M.HOURS: Decimal("33.4")}),
    "everything in": Scheme(kinds=tuple(Kind), misdispatched=True, merged=True, rounds=True),
    "little in": Scheme(kinds=("repair",), desk_made=False, own_company=False, payee="VF"),
    "payee apart": Scheme(payee="VF", payee_shares=False),
    "rounds": Scheme(weights={M.HOURS: Decimal(100)}, rounds=True, round_points=Decimal("0.25")),
    "rounds of the payee": Scheme(rounds=True, payee="VA", own_company=False),
    "grace": Scheme(grace_months=1),
    "long grace": Scheme(grace_months=12),
    "bounds": Scheme(fixed={"VA": 70_001}, floors={"VF": 999_999}, caps={"VA": 2_000_000}),
}
NOTHING_TAXED: Any = {"tax_rate": Decimal(0)}


@pytest.fixture(scope="module")
def period(month: Month) -> Measured:
    return measured(month.db, STARTS, ENDS)


def as_slow(db: Database, starts_on: date, ends_on: date, scheme: Scheme, pool: int) -> None:
    """Both ways say the same: each ticket, each volume, each cent."""
    period = measured(db, starts_on, ends_on)
    fast, slow = share(period, scheme, pool), slow_share(db, starts_on, ends_on, scheme, pool)
    assert {line.code: line.cents for line in fast.lines} == slow["cents"]
    listed = {row["ticket_id"]: row for row in fast.tickets.iter_rows(named=True)}
    assert {ticket_id: row["aside"] for ticket_id, row in listed.items()} == slow["asides"]
    for ticket_id, one in slow["tickets"].items():
        row = listed[ticket_id]
        value = Fraction(one["minutes"] * scheme.labour_hour_cents, 60) + one["materials"]
        assert (row["vendor"], row["minutes"]) == (one["vendor"], one["minutes"])
        assert (Fraction(row["points"], 1000), Fraction(row["value"], 3000)) == (one["points"], value)
        assert (row["closed_at"], row["kind"], row["how"]) == (
            one["at"],
            one["kind"],
            HOW.get(one["how"], ""),
        )
    judged = {row["ticket_id"]: row for row in period.tickets.iter_rows(named=True)}
    for ticket_id, one in slow["tickets"].items():
        said = {name: judged[ticket_id][name] for name in ("kept", "reopened", "satisfied", "confirmed")}
        assert said == {name: one[name] for name in said}
    for line in fast.lines:
        assert {measure: volume[line.code] for measure, volume in slow["volume"].items()} == line.measured


@pytest.mark.parametrize("name", SCHEMES)
def test_the_same_as_the_slow_way_from_the_events(month: Month, name: str) -> None:
    as_slow(month.db, STARTS, ENDS, SCHEMES[name], POOL)


weights = st.dictionaries(st.sampled_from(list(M)), st.integers(1, 100), min_size=1).map(
    lambda parts: {
        measure: Decimal(part * 100 // sum(parts.values()))
        + (Decimal(100) - sum(Decimal(one * 100 // sum(parts.values())) for one in parts.values())) * (n == 0)
        for n, (measure, part) in enumerate(parts.items())
    }
)
schemes = st.builds(
    Scheme,
    weights=weights,
    kinds=st.just(("repair", "request", "hazard")) | st.just(tuple(Kind)),
    misdispatched=st.booleans(),
    merged=st.booleans(),
    desk_made=st.booleans(),
    own_company=st.booleans(),
    rounds=st.booleans(),
    round_points=st.decimals(0, 5, places=3),
    labour_hour_cents=st.integers(1, 100_000),
    agreed=st.just({"VA": Decimal(1), "VF": Decimal("0.7")}),
    payee=st.sampled_from(["", "VF", "VA"]),
    quality=st.sampled_from(
        [{}, {"reopened": Decimal(1)}, {"promises": Decimal(2), "satisfaction": Decimal(1)}]
    ),
    least_n=st.just(1),
    tax_included=st.booleans(),
)


@given(schemes, st.integers(1, 10**12))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_sum_is_the_pool_and_every_ticket_is_told_once(
    period: Measured, scheme: Scheme, pool: int
) -> None:
    found = share(period, scheme, pool)
    assert sum(line.cents for line in found.lines) == pool
    assert sum(line.exact for line in found.lines) == pool
    assert sum(line.quality_cents for line in found.lines) == 0
    assert Counter(found.tickets["ticket_id"]) == Counter(period.tickets["ticket_id"])
    assert all(line.net_cents + line.tax_cents == line.total_cents for line in found.lines)
    counted = Counter(found.tickets.filter(pl.col("aside") == "")["vendor"].to_list())
    rounds = Counter(found.rounds["vendor"].to_list())
    assert {line.code: counted[line.code] + rounds[line.code] for line in found.lines} == {
        line.code: line.measured[M.TICKETS] for line in found.lines
    }


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_order_of_tickets_rounds_and_vendors_changes_nothing(period: Measured, chance: Any) -> None:
    scheme = replace(SCHEMES["everything in"], quality={"reopened": Decimal(1)}, least_n=1)
    vendors = list(period.vendors.items())
    chance.shuffle(vendors)
    seed = chance.randrange(10**6)
    turned = replace(
        period,
        vendors=dict(vendors),
        tickets=period.tickets.sample(fraction=1, shuffle=True, seed=seed),
        rounds=period.rounds.sample(fraction=1, shuffle=True, seed=seed),
    )
    assert share(turned, scheme, POOL).lines == share(period, scheme, POOL).lines


def test_it_says_who_takes_no_part_and_why(period: Measured) -> None:
    found = share(period, replace(SCHEMES["payee apart"], grace_months=1), POOL)
    assert found.outside == {
        "VB": "grace",
        "VC": "no_contract",
        "VD": "no_contract",
        "VE": "internal",
        "VF": "own_company",
    }
    assert [line.code for line in found.lines] == ["VA"]


def test_closings_are_told_apart(period: Measured) -> None:
    line = share(period, Scheme(), POOL).line("VB")
    assert line is not None
    assert line.closings == {Closing.CONFIRMED: 1, Closing.RATED: 1, Closing.TIMED_OUT: 1}


def test_disputed_tickets_are_held_out_or_decided(month: Month, period: Measured) -> None:
    ids = month.ids
    found = share(
        period,
        Scheme(),
        POOL,
        held={ids["kept"]},
        out={ids["late"]},
        moved={ids["by_team"]: "VA", ids["passed_on"]: "VB", ids["first"]: "VC"},
    )
    told = {row["ticket_id"]: (row["vendor"], row["aside"]) for row in found.tickets.iter_rows(named=True)}
    assert told[ids["kept"]] == ("VA", "held")
    assert told[ids["late"]] == ("VB", "out")
    assert told[ids["by_team"]] == ("VA", "")
    # It was misdispatched for the one it was taken from.
    assert told[ids["passed_on"]] == ("VB", "")
    assert told[ids["first"]] == ("VC", "no_contract")


def test_adjustments_come_on_top_and_are_taxed_with_the_share(period: Measured) -> None:
    plain = share(period, Scheme(), POOL)
    found = share(period, Scheme(), POOL, adjustments={"VA": 12_345, "VC": -12_345})
    assert [line.code for line in found.lines] == ["VA", "VB", "VC", "VF"]
    carried = found.line("VC")
    assert carried is not None
    assert (carried.cents, carried.adjustment_cents, carried.total_cents) == (0, -12_345, -12_345)
    for line in plain.lines:
        again = found.line(line.code)
        assert again is not None and again.cents == line.cents
    assert sum(line.total_cents for line in found.lines) == POOL


def test_tax_comes_on_top_where_the_pool_is_without(period: Measured) -> None:
    found = share(period, Scheme(tax_included=False), POOL)
    assert sum(line.net_cents for line in found.lines) == POOL
    assert sum(line.tax_cents for line in found.lines) == 300_000
    inside = share(period, Scheme(), POOL)
    assert sum(line.total_cents for line in inside.lines) == POOL
    assert sum(line.tax_cents for line in inside.lines) == 283_019


def test_quality_moves_cents_from_the_better_to_the_worse(period: Measured) -> None:
    scheme = Scheme(quality={"satisfaction": Decimal(1)}, least_n=1)
    found = {line.code: line for line in share(period, scheme, POOL).lines}
    # One rating each, a 2 for VA and a 4 for VB; VF has none and stays at 1.
    assert {code: line.quality for code, line in found.items()} == {
        "VA": Fraction(11, 10),
        "VB": Fraction(9, 10),
        "VF": 1,
    }
    assert found["VA"].quality_cents > 0 > found["VB"].quality_cents
    assert found["VA"].quality_n["satisfaction"] == found["VB"].quality_good["satisfaction"] == 1
    assert found["VA"].quality_good["satisfaction"] == 0


def test_without_quality_nothing_is_judged(period: Measured) -> None:
    for line in share(period, Scheme(quality={"promises": Decimal(0)}), POOL).lines:
        assert (line.quality, line.quality_cents, line.quality_parts, line.quality_n) == (
            Fraction(1),
            0,
            {},
            {},
        )


def test_too_few_cases_leave_everybody_alone(period: Measured) -> None:
    found = share(period, Scheme(quality={"satisfaction": Decimal(1)}), POOL)
    assert all(line.quality == 1 for line in found.lines)


def refused() -> Iterator[tuple[str, Scheme, int, str]]:
    yield "no kind", Scheme(kinds=()), POOL, "加权"
    yield "agreed with a stranger", replace(SCHEMES["agreed"], agreed={"VC": Decimal(1)}), POOL, "VC"
    yield "nothing agreed", Scheme(weights={M.AGREED: Decimal(100)}), POOL, "协议"
    yield "floors above the pool", Scheme(floors={"VA": 600}), 599, "6.00"
    yield "weights", Scheme(weights={M.TICKETS: Decimal(99)}), POOL, "99"
    yield "a floor for a stranger", Scheme(floors={"VD": 1}), POOL, "VD"


@pytest.mark.parametrize(("name", "scheme", "pool", "named"), list(refused()))
def test_what_cannot_be_is_refused_by_name(
    period: Measured, name: str, scheme: Scheme, pool: int, named: str
) -> None:
    with pytest.raises(WrongInput) as refusal:
        share(period, scheme, pool)
    assert named in explain(Language.ZH, refusal.value)


def test_a_pool_of_nothing_leaves_everybody_with_nothing(period: Measured) -> None:
    assert {line.total_cents for line in share(period, Scheme(), 0).lines} == {0}


def test_without_anybody_it_is_refused(period: Measured) -> None:
    with pytest.raises(WrongInput, match="No vendor takes part"):
        share(replace(period, contract_values={}), Scheme(), POOL)


def test_a_price_that_cannot_be_is_told_with_its_ticket(period: Measured) -> None:
    dear = replace(period, tickets=period.tickets.with_columns(materials=pl.lit(10**25).cast(pl.Int128)))
    with pytest.raises(WrongInput) as refusal:
        share(dear, Scheme(), POOL)
    assert refusal.value.facts["number"].startswith("T-")
