"""Several measures as one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from lib.core.errors import WrongInput
from lib.core.i18n import Language, explain
from lib.cost_sharing.blending import blend
from lib.cost_sharing.methods import apportion

F = Fraction
CONTRACT = {"A": 600, "B": 300, "C": 100}
POINTS = {"A": 10, "B": 30, "C": 10}
MEASURES: dict[str, dict[str, Any]] = {"contract": CONTRACT, "points": POINTS, "hours": {"A": 0, "B": 0}}


@pytest.mark.parametrize(
    ("weights", "parts"),
    [
        ({"contract": 100}, [F(6, 10), F(3, 10), F(1, 10)]),
        ({"points": Decimal("100.00")}, [F(1, 5), F(3, 5), F(1, 5)]),
        # 0.3 + 0.1, 0.15 + 0.3, 0.05 + 0.1
        ({"contract": 50, "points": 50}, [F(40, 100), F(45, 100), F(15, 100)]),
        # 0.6 · 0.125 + 0.2 · 0.875, …
        ({"contract": Decimal("12.5"), "points": Decimal("87.5")}, [F(1, 4), F(9, 16), F(3, 16)]),
        # 0.6 / 3 + 0.2 · 2/3, …
        ({"contract": F(100, 3), "points": F(200, 3)}, [F(1, 3), F(1, 2), F(1, 6)]),
        # Nobody worked an hour, but hours do not count.
        ({"contract": 100, "hours": 0}, [F(6, 10), F(3, 10), F(1, 10)]),
    ],
)
def test_each_vendor_has_its_part(weights: dict[str, Any], parts: list[F]) -> None:
    assert blend(MEASURES, weights) == dict(zip("ABC", parts, strict=True))


def test_whom_one_measure_does_not_name_has_nothing_of_it() -> None:
    measures = {"contract": {"A": 1, "B": 1}, "points": {"B": 3, "C": 1}}
    assert blend(measures, {"contract": 50, "points": 50}) == {"A": F(1, 4), "B": F(5, 8), "C": F(1, 8)}


def test_whom_only_measures_without_weight_name_is_there_with_nothing() -> None:
    measures = {"contract": {"A": 1}, "points": {"B": 1}}
    assert blend(measures, {"contract": 100}) == {"A": 1, "B": 0}


def test_a_blend_is_shared_like_any_volume() -> None:
    # 40 %, 45 % and 15 % of 10.01 yuan: 400.4, 450.45, 150.15 → the cent to B
    volumes = blend(MEASURES, {"contract": 50, "points": 50})
    assert apportion(1001, volumes) == {"A": 400, "B": 451, "C": 150}


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({}, "各项权重合计 0%，应为 100%。"),
        ({"contract": 60, "points": 30}, "各项权重合计 90%，应为 100%。"),
        ({"contract": Decimal("33.3"), "points": Decimal("66.6")}, "各项权重合计 99.9%，应为 100%。"),
        # Meant as parts of one: said, not guessed.
        ({"contract": Decimal("0.5"), "points": Decimal("0.5")}, "各项权重合计 1%，应为 100%。"),
        ({"contract": 120, "points": -20}, "“points”的权重不能为负数：-20%。"),
        ({"contract": 50, "hours": 50}, "“hours”合计为 0，不能作为分摊依据。"),
    ],
)
def test_senseless_weights_are_refused(weights: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongInput) as refused:
        blend(MEASURES, weights)
    assert explain(Language.ZH, refused.value) == said
    assert refused.value.field == "weights"


def test_a_volume_below_zero_is_refused() -> None:
    with pytest.raises(WrongInput, match="The volume of B is below zero: -1"):
        blend({"points": {"A": 3, "B": -1}}, {"points": 100})


@pytest.mark.parametrize(
    ("measures", "weights"), [({"m": {"A": 1.0}}, {"m": 100}), ({"m": {"A": 1}}, {"m": 100.0})]
)
def test_floats_are_slips_of_ours(measures: Any, weights: Any) -> None:
    with pytest.raises(TypeError):
        blend(measures, weights)
