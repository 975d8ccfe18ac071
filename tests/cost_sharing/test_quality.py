"""The quality factor."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from lib.core.errors import WrongInput
from lib.core.i18n import Language, explain
from lib.cost_sharing.quality import Factor, Indicator, Rate, averages, factor

F = Fraction
PROMISES, REOPENED = Indicator.PROMISES, Indicator.REOPENED
SATISFACTION, SPOT_CHECKS = Indicator.SATISFACTION, Indicator.SPOT_CHECKS
AVERAGE = {PROMISES: F(9, 10), REOPENED: F(1, 20), SATISFACTION: F(8, 10), SPOT_CHECKS: F(19, 20)}


@pytest.mark.parametrize(
    ("rates", "strengths", "value"),
    [
        # Nothing counts by default.
        ({SATISFACTION: Rate(20, 20)}, {}, F(1)),
        ({SATISFACTION: Rate(20, 20)}, {SATISFACTION: 0}, F(1)),
        # Ninety of a hundred where all together have eighty: better, so it pays less.
        ({SATISFACTION: Rate(18, 20)}, {SATISFACTION: 1}, F(9, 10)),
        ({SATISFACTION: Rate(18, 20)}, {SATISFACTION: Decimal("0.5")}, F(95, 100)),
        ({SATISFACTION: Rate(15, 20)}, {SATISFACTION: 1}, F(105, 100)),
        ({SATISFACTION: Rate(16, 20)}, {SATISFACTION: 1}, F(1)),
        # Of the reopened, more is worse.
        ({REOPENED: Rate(2, 20)}, {REOPENED: 1}, F(105, 100)),
        ({REOPENED: Rate(0, 20)}, {REOPENED: 1}, F(95, 100)),
        ({PROMISES: Rate(85, 100)}, {PROMISES: 1}, F(105, 100)),
        ({SPOT_CHECKS: Rate(20, 20)}, {SPOT_CHECKS: 1}, F(95, 100)),
        # −½ · (0.95 − 0.9) for the promises, +½ · (0.1 − 0.05) for the reopened: they cancel out
        ({PROMISES: Rate(95, 100), REOPENED: Rate(10, 100)}, {PROMISES: F(1, 2), REOPENED: F(1, 2)}, F(1)),
        # Within its bounds, whatever happens.
        ({SATISFACTION: Rate(0, 20)}, {SATISFACTION: 1}, F(11, 10)),
        ({SATISFACTION: Rate(20, 20)}, {SATISFACTION: 5}, F(9, 10)),
        # Nine ratings are too few, ten are enough.
        ({SATISFACTION: Rate(9, 9)}, {SATISFACTION: F(1, 4)}, F(1)),
        ({SATISFACTION: Rate(10, 10)}, {SATISFACTION: F(1, 4)}, F(95, 100)),
        # No rate at all.
        ({}, {SATISFACTION: 1}, F(1)),
    ],
)
def test_the_factor(rates: dict[Indicator, Rate], strengths: dict[Indicator, Any], value: F) -> None:
    assert factor(rates, AVERAGE, strengths).value == value


def test_what_each_indicator_does_is_told_before_the_bounds() -> None:
    rates = {SATISFACTION: Rate(20, 20), REOPENED: Rate(3, 20), PROMISES: Rate(1, 2)}
    assert factor(rates, AVERAGE, {SATISFACTION: 1, REOPENED: 1, PROMISES: 1}) == Factor(
        F(9, 10), {PROMISES: F(0), REOPENED: F(1, 10), SATISFACTION: F(-1, 5), SPOT_CHECKS: F(0)}
    )


def test_bounds_and_least_number_can_be_set() -> None:
    rates, strengths = {SATISFACTION: Rate(3, 3)}, {SATISFACTION: 1}
    assert factor(rates, AVERAGE, strengths, least_n=3, lowest=Decimal("0.7")).value == F(8, 10)
    assert factor(rates, AVERAGE, strengths, least_n=3, lowest=1).value == 1
    assert factor({SATISFACTION: Rate(0, 0)}, AVERAGE, strengths, least_n=0).value == 1


def test_an_indicator_without_an_average_counts_nothing() -> None:
    assert factor({SATISFACTION: Rate(20, 20)}, {}, {SATISFACTION: 1}).value == 1


def test_the_average_counts_every_case_once() -> None:
    vendors = [{SATISFACTION: Rate(1, 1), REOPENED: Rate(0, 0)}, {SATISFACTION: Rate(5, 9)}, {}]
    assert averages(vendors) == {SATISFACTION: F(6, 10)}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"strengths": {SATISFACTION: -1}}, "质量指标的力度不能为负数。"),
        ({"lowest": Decimal("1.05")}, "质量系数的范围不能是 1.05 到 1.1，必须包含 1。"),
        ({"highest": F(1, 2)}, "质量系数的范围不能是 0.9 到 0.5，必须包含 1。"),
        ({"lowest": -1}, "质量系数的范围不能是 -1 到 1.1，必须包含 1。"),
    ],
)
def test_senseless_settings_are_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongInput) as refused:
        factor({}, AVERAGE, **{"strengths": {}, **settings})
    assert explain(Language.ZH, refused.value) == said


def test_slips_of_ours() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        Rate(3, 2)
    with pytest.raises(TypeError):
        factor({}, AVERAGE, {SATISFACTION: 0.5})  # type: ignore[dict-item]
