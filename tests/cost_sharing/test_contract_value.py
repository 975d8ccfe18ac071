"""What a contract is worth in a period, to the day, and who is still free."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from lib.cost_sharing.contract_value import first_starts, in_force, in_grace, of_year, values
from lib.people.organisation import Contract

D = date
STARTS, ENDS = D(2026, 10, 26), D(2026, 11, 25)
FIRST, LAST = D(2026, 1, 1), D(2026, 12, 31)


def contract(
    starts_on: date = FIRST,
    ends_on: date = LAST,
    *,
    status: str = "active",
    yearly_cents: int = 36_500,
    vendor_id: int = 1,
) -> Contract:
    days = {"starts_on": starts_on, "ends_on": ends_on}
    return Contract(id=1, number="HT", vendor_id=vendor_id, status=status, yearly_cents=yearly_cents, **days)


@pytest.mark.parametrize(
    ("yearly", "begins", "ends", "cents"),
    [
        (36_500, D(2026, 10, 26), D(2026, 11, 25), 3_100),  # 31 days of 365
        (36_500, D(2026, 10, 26), D(2026, 10, 26), 100),
        (36_600, D(2028, 2, 29), D(2028, 2, 29), 100),  # a leap year has 366
        (36_500, D(2026, 1, 1), D(2026, 12, 31), 36_500),
        (100, D(2026, 1, 1), D(2027, 12, 31), 200),
        (1, D(2026, 11, 1), D(2026, 11, 1), Fraction(1, 365)),
        (73 * 61, D(2027, 12, 31), D(2028, 1, 1), Fraction(73 * 61, 365) + Fraction(73 * 61, 366)),
        (36_500, D(2026, 11, 2), D(2026, 11, 1), 0),
        (0, D(2026, 1, 1), D(2026, 12, 31), 0),
    ],
)
def test_a_yearly_amount_falls_evenly_on_the_days_of_each_year(
    yearly: int, begins: date, ends: date, cents: int | Fraction
) -> None:
    assert of_year(yearly, begins, ends) == cents


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [
        (D(2026, 1, 1), D(2026, 12, 31), 31),
        (D(2026, 11, 25), D(2027, 11, 24), 1),
        (D(2026, 1, 1), D(2026, 10, 26), 1),
        (D(2026, 11, 1), D(2026, 11, 10), 10),
        (D(2020, 1, 1), D(2030, 1, 1), 31),
    ],
)
def test_a_contract_that_begins_or_ends_inside_counts_its_days(
    starts_on: date, ends_on: date, days: int
) -> None:
    assert values([contract(starts_on, ends_on)], STARTS, ENDS) == {1: days * 100}


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [(D(2026, 11, 26), D(2027, 1, 1)), (D(2026, 1, 1), D(2026, 10, 25))]
)
def test_outside_the_period_it_is_not_in_force(starts_on: date, ends_on: date) -> None:
    assert values([contract(starts_on, ends_on)], STARTS, ENDS) == {}


@pytest.mark.parametrize(
    ("status", "counts"), [("active", True), ("ended", True), ("draft", False), ("suspended", False)]
)
def test_only_contracts_in_force_or_ended_by_their_date_count(status: str, counts: bool) -> None:
    assert in_force(contract(status=status), STARTS, ENDS) is counts
    assert bool(first_starts([contract(status=status)])) is counts


def test_contracts_of_one_vendor_add_up_and_one_without_an_amount_still_takes_part() -> None:
    found = values(
        [
            contract(),
            contract(D(2026, 11, 25), yearly_cents=365),
            contract(vendor_id=2, yearly_cents=0),
        ],
        STARTS,
        ENDS,
    )
    assert found == {1: 3_101, 2: 0}


def test_a_vendor_works_here_since_its_first_contract() -> None:
    found = first_starts(
        [contract(D(2026, 5, 1)), contract(D(2025, 3, 1)), contract(D(2020, 1, 1), status="draft")]
    )
    assert found == {1: D(2025, 3, 1)}


@pytest.mark.parametrize(
    ("first", "months", "begins", "free"),
    [
        (
            D(2026, 10, 26),
            0,
            D(2026, 10, 26),
            False,
        ),  # no grace: a contract from inside the period pays its part
        (D(2026, 11, 1), 0, D(2026, 10, 26), False),
        (D(2026, 9, 26), 1, D(2026, 10, 26), False),  # begins on the very day the grace ends
        (D(2026, 9, 27), 1, D(2026, 10, 26), True),
        (D(2026, 10, 1), 3, D(2026, 12, 26), True),
        (D(2026, 10, 1), 3, D(2027, 1, 26), False),
        (D(2026, 1, 31), 1, D(2026, 2, 28), False),  # February has no 31st
        (D(2026, 1, 31), 1, D(2026, 2, 27), True),
        (D(2025, 12, 15), 12, D(2026, 12, 14), True),
        (D(2025, 12, 15), 12, D(2026, 12, 15), False),
    ],
)
def test_the_first_period_that_begins_after_the_grace_pays(
    first: date, months: int, begins: date, free: bool
) -> None:
    assert in_grace(first, months, begins) is free
