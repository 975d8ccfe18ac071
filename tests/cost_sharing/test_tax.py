"""Net, tax and total."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.core.errors import WrongInput
from lib.core.i18n import Language, explain
from lib.cost_sharing.tax import Taxed, split

SIX = Decimal("0.06")
Amounts = dict[str, int]


@pytest.mark.parametrize(
    ("amounts", "rate", "taxes"),
    [
        # 6/106 of 5,000,000 is 283,018.87 → 283,019; 184,785.85, 84,905.66 and 13,327.36 → two cents up
        ([3_264_550, 1_500_000, 235_450], SIX, [184_786, 84_906, 13_327]),
        ([106, 212], SIX, [6, 12]),
        ([10_300], Decimal("0.03"), [300]),
        # 13/113 of 100 is 11.504…
        ([100], Decimal("0.13"), [12]),
        ([100, 200], 0, [0, 0]),
        ([0, 0], SIX, [0, 0]),
        # ½/1½ of 1: ⅓ → 0
        ([1], Fraction(1, 2), [0]),
        # the same of 1 each: together ⅔ → 1, for the first
        ([1, 1], Fraction(1, 2), [1, 0]),
        ([-106, -212], SIX, [-6, -12]),
    ],
)
def test_tax_that_is_in_the_amounts(amounts: list[int], rate: Any, taxes: list[int]) -> None:
    expected = [Taxed(amount - tax, tax, amount) for amount, tax in zip(amounts, taxes, strict=True)]
    named = dict(zip("ABC", amounts, strict=False))
    assert list(split(named, rate, included=True).values()) == expected


@pytest.mark.parametrize(
    ("amounts", "rate", "taxes"),
    [
        ([3_264_550, 1_500_000, 235_450], SIX, [195_873, 90_000, 14_127]),
        # 0.6 each, together 1.8 → 2
        ([10, 10, 10], SIX, [1, 1, 0]),
        # half a cent goes up: 1.5 → 2
        ([25], SIX, [2]),
        # a tie, half a cent each: the larger amount, whatever its code (0.5 and 1.5 make 2)
        ([25, 75], Decimal("0.02"), [0, 2]),
        # half a cent of a credit goes down: the reverse of the charge
        ([-25], SIX, [-2]),
        ([-10, -10, -10], SIX, [-1, -1, 0]),
        # 6 and −3
        ([100, -50], SIX, [6, -3]),
        # 0.6 and −0.3, together 0.3 → 0
        ([10, -5], SIX, [0, 0]),
        # −0.6 and 0.3, together −0.3 → 0
        ([-10, 5], SIX, [0, 0]),
        ([], SIX, []),
    ],
)
def test_tax_on_top_of_the_amounts(amounts: list[int], rate: Any, taxes: list[int]) -> None:
    expected = [Taxed(amount, tax, amount + tax) for amount, tax in zip(amounts, taxes, strict=True)]
    named = dict(zip("ABC", amounts, strict=False))
    assert list(split(named, rate, included=False).values()) == expected


AMOUNTS = some.dictionaries(
    some.sampled_from(["V1", "V10", "V2", "V3", "V4", "V9"]),
    some.integers(-60, 60) | some.integers(-(10**13), 10**13),
)
RATES = some.sampled_from([Decimal("0"), Decimal("0.01"), SIX, Decimal("0.13"), Fraction(1, 3)])


def holds(amounts: Amounts, rate: Decimal | Fraction, included: bool) -> None:
    found = split(amounts, rate, included=included)
    part = Fraction(rate) / (1 + Fraction(rate)) if included else Fraction(rate)
    assert {name: one.total if included else one.net for name, one in found.items()} == amounts
    assert all(one.net + one.tax == one.total for one in found.values())
    assert all(abs(found[name].tax - amount * part) < 1 for name, amount in amounts.items())
    exact = abs(sum(amounts.values())) * part
    assert abs(sum(one.tax for one in found.values())) == (2 * exact.numerator + exact.denominator) // (
        2 * exact.denominator
    )
    assert split(dict(reversed(amounts.items())), rate, included=included) == found
    if sum(amounts.values()):
        back = split({name: -amount for name, amount in amounts.items()}, rate, included=included)
        assert {name: -one.tax for name, one in back.items()} == {
            name: one.tax for name, one in found.items()
        }


@settings(max_examples=50, deadline=None)
@given(amounts=AMOUNTS, rate=RATES, included=some.booleans())
def test_it_adds_up_to_the_cent_and_back(amounts: Amounts, rate: Decimal | Fraction, included: bool) -> None:
    holds(amounts, rate, included)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(amounts=AMOUNTS, rate=RATES, included=some.booleans())
def test_it_adds_up_ten_thousand_times(amounts: Amounts, rate: Decimal | Fraction, included: bool) -> None:
    holds(amounts, rate, included)


@pytest.mark.parametrize(
    ("rate", "said"),
    [(6, "税率 600% 不在 0% 至 100% 之间。"), (Decimal("-0.06"), "税率 -6% 不在 0% 至 100% 之间。")],
)
def test_a_senseless_rate_is_refused(rate: Any, said: str) -> None:
    with pytest.raises(WrongInput) as refused:
        split({"A": 100}, rate, included=True)
    assert explain(Language.ZH, refused.value) == said
    assert refused.value.field == "tax_rate"


@pytest.mark.parametrize(("amounts", "rate"), [({"A": 1.0}, SIX), ({"A": Decimal(1)}, SIX), ({"A": 1}, 0.06)])
def test_floats_are_slips_of_ours(amounts: Any, rate: Any) -> None:
    with pytest.raises(TypeError):
        split(amounts, rate, included=False)
