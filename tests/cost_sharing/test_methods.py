"""Sharing a pool: cases worked by hand, and what cannot be shared."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from lib.core.errors import WrongInput
from lib.core.i18n import Language, explain
from lib.cost_sharing.methods import Bound, apportion, apportioned

DESK = {"A": 1234, "B": 567, "C": 89}
MILLIARD = 10**9
F = Fraction
D = Decimal

# name: pool, volumes, bounds, cents in the order of the volumes
Case = tuple[int, dict[str, Any], dict[str, dict[str, int]], list[int]]

THE_PRODUCTS_CHECKS: dict[str, Case] = {
    # 5,000,000 / 1,890 = 2,645.5026…: 3,264,550.26, 1,500,000 exactly, 235,449.74 → the cent left goes to C
    "in proportion": (5_000_000, DESK, {}, [3_264_550, 1_500_000, 235_450]),
    # 4,700,000 over 1,801: 3,220,322.04 and 1,479,677.96 → the cent left goes to B
    "a floor": (5_000_000, DESK, {"floors": {"C": 300_000}}, [3_220_322, 1_479_678, 300_000]),
    # A stays at its cap; 2,500,000 over 656: 2,160,823.17 and 339,176.83, above its floor → the cent to C
    "a floor and a cap": (
        5_000_000, DESK, {"floors": {"C": 300_000}, "caps": {"A": 2_500_000}}, [2_500_000, 2_160_823, 339_177]
    ),
    "one cent for three": (1, {"A": 1, "B": 1, "C": 1}, {}, [1, 0, 0]),
}  # fmt: skip

WORKED_BY_HAND: dict[str, Case] = {
    "one vendor carries it all": (12_345, {"A": 7}, {}, [12_345]),
    # 33⅓ each: the cent left by code
    "equal volumes": (100, {"A": 1, "B": 1, "C": 1}, {}, [34, 33, 33]),
    # 33⅓ and 66⅔: the larger remainder is B's
    "the larger remainder": (100, {"A": 1, "B": 2}, {}, [33, 67]),
    # 1¾ and 5¼: the larger remainder wins, not the larger volume
    "remainder before volume": (7, {"A": 1, "B": 3}, {}, [2, 5]),
    # 7½ and 2½: a tie, the larger volume
    "a tie goes to the larger volume": (10, {"A": 3, "B": 1}, {}, [8, 2]),
    "also where its code comes later": (10, {"A": 1, "B": 3}, {}, [2, 8]),
    # ⅔ each: two cents, by code, in whatever order they stand
    "a tie of equals goes by code": (2, {"C": 1, "A": 1, "B": 1}, {}, [0, 1, 1]),
    # 1¼ each
    "one left for four": (5, {"A": 1, "B": 1, "C": 1, "D": 1}, {}, [2, 1, 1, 1]),
    # ¾, ¾, 1½: two left, for the two with ¾
    "two left": (3, {"A": 1, "B": 1, "C": 2}, {}, [1, 1, 1]),
    # 1, 3, 1: nothing is left
    "nothing left": (5, {"A": 2, "B": 6, "C": 2}, {}, [1, 3, 1]),
    "codes are text: V10 before V9": (1, {"V9": 4, "V10": 4}, {}, [0, 1]),
    "nothing to share": (0, {"A": 5, "B": 7}, {}, [0, 0]),
    "nothing to share and no volume": (0, {"A": 0, "B": 0}, {}, [0, 0]),
    "without volume nothing to pay": (1_000, {"A": 0, "B": 10}, {}, [0, 1_000]),
    # 3,333⅓ and 6,666⅔
    "decimal volumes": (10_000, {"A": D("0.1"), "B": D("0.2")}, {}, [3_333, 6_667]),
    # over 6: 2, 1, 3
    "fractions of volumes": (600, {"A": F(1, 3), "B": F(1, 6), "C": F(1, 2)}, {}, [200, 100, 300]),
    # 1.5, 1.5 and 2 of 5: 300, 300, 400
    "kinds of numbers mixed": (1_000, {"A": D("1.5"), "B": F(3, 2), "C": 2}, {}, [300, 300, 400]),
    # 10¹³/3 = 3,333,333,333,333⅓
    "a hundred milliard yuan": (10**13, {"A": 1, "B": 2}, {}, [3_333_333_333_333, 6_666_666_666_667]),
    # 10¹³/(10⁹+1) = 9,999.99999…: nearly a whole cent is left, B's
    "one ticket against a milliard": (10**13, {"A": MILLIARD, "B": 1}, {}, [9_999_999_990_000, 10_000]),
    # 900 over 3 = 300 a unit
    "a fixed part": (1_000, {"A": 1, "B": 2}, {"fixed": {"A": 100}}, [400, 600]),
    # 600 over 4 = 150 a unit
    "fixed parts for both": (1_000, {"A": 3, "B": 1}, {"fixed": {"A": 200, "B": 200}}, [650, 350]),
    "a fixed part without volume": (1_000, {"A": 0, "B": 5}, {"fixed": {"A": 250}}, [250, 750]),
    "fixed parts are the pool": (300, {"A": 7, "B": 1}, {"fixed": {"A": 100, "B": 200}}, [100, 200]),
    "the same without volume": (300, {"A": 0, "B": 0}, {"fixed": {"A": 100, "B": 200}}, [100, 200]),
    # 900 over 4 = 225 a unit
    "a floor without volume": (1_000, {"A": 0, "B": 3, "C": 1}, {"floors": {"A": 100}}, [100, 675, 225]),
    "a floor below the share": (1_000, {"A": 50, "B": 50}, {"floors": {"B": 400}}, [500, 500]),
    "a floor that is the share": (1_000, {"A": 60, "B": 40}, {"floors": {"B": 400}}, [600, 400]),
    # 700 / 200 / 100; C at 200 leaves B 20/90 of 800 = 177.8, below its floor too
    "one floor brings on the next": (
        1_000, {"A": 70, "B": 20, "C": 10}, {"floors": {"B": 190, "C": 200}}, [610, 190, 200]
    ),
    "floors are the pool": (600, {"A": 1, "B": 5}, {"floors": {"A": 300, "B": 300}}, [300, 300]),
    # 500 over 20 = 25 a unit
    "a cap": (1_000, {"A": 80, "B": 15, "C": 5}, {"caps": {"A": 500}}, [500, 375, 125]),
    # then B, with 375, is above its own
    "one cap brings on the next": (
        1_000, {"A": 80, "B": 15, "C": 5}, {"caps": {"A": 500, "B": 300}}, [500, 300, 200]
    ),
    "caps are the pool": (1_000, {"A": 1, "B": 1}, {"caps": {"A": 400, "B": 600}}, [400, 600]),
    "a cap of nothing": (500, {"A": 9, "B": 1}, {"caps": {"A": 0}}, [0, 500]),
    # 500 / 400 / 100, both bounds hurt; with C at 180 A has 50/90 of 820 = 455.56 and no cap to fear
    "a floor makes a cap needless": (
        1_000, {"A": 50, "B": 40, "C": 10}, {"caps": {"A": 480}, "floors": {"C": 180}}, [456, 364, 180]
    ),
    # 800 / 120 / 80; with A at 600 B and C share 400 by 12 to 8, and C is above its floor
    "a cap makes a floor needless": (
        1_000, {"A": 80, "B": 12, "C": 8}, {"caps": {"A": 600}, "floors": {"C": 100}}, [600, 240, 160]
    ),
    "floor and cap the same: an agreed sum": (
        1_000, {"A": 9, "B": 1, "C": 1}, {"floors": {"A": 250}, "caps": {"A": 250}}, [250, 375, 375]
    ),
    "a fixed part above the cap": (
        1_000, {"A": 5, "B": 1}, {"fixed": {"A": 500}, "caps": {"A": 300}}, [300, 700]
    ),
    # 100 + 2λ + 8λ = 1,000: λ = 90, A would carry 280
    "a fixed part below the floor": (
        1_000, {"A": 2, "B": 8}, {"fixed": {"A": 100}, "floors": {"A": 400}}, [400, 600]
    ),
    # 200 + 5λ + 5λ = 1,000: λ = 80, A would carry 600
    "a fixed part under a cap": (
        1_000, {"A": 5, "B": 5}, {"fixed": {"A": 200}, "caps": {"A": 500}}, [500, 500]
    ),
    # A is at its cap long before B leaves its floor: any λ between does, the sum is 900 anyhow
    "bounds leave several rates": (
        900, {"A": 100, "B": 1}, {"floors": {"B": 500}, "caps": {"A": 400}}, [400, 500]
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "case", (THE_PRODUCTS_CHECKS | WORKED_BY_HAND).values(), ids=(THE_PRODUCTS_CHECKS | WORKED_BY_HAND)
)
def test_it_comes_to_these_cents(case: Case) -> None:
    pool, volumes, bounds, cents = case
    assert apportion(pool, volumes, **bounds) == dict(zip(volumes, cents, strict=True))


def test_the_working_is_told() -> None:
    shared = apportioned(1_000, {"A": 50, "B": 40, "C": 10}, floors={"C": 180}, caps={"A": 450})
    # 370 cents are left for B's 40: 9.25 a unit
    assert (shared.pool, shared.rate) == (1_000, F(37, 4))
    a, b, c = (shared.parts[vendor] for vendor in "ABC")
    assert (a.volume, a.fixed, a.floor, a.cap, a.exact, a.bound) == (50, 0, None, 450, 450, Bound.CAP)
    assert (b.volume, b.fixed, b.floor, b.cap, b.exact, b.bound) == (40, 0, None, None, 370, Bound.NONE)
    assert (c.volume, c.fixed, c.floor, c.cap, c.exact, c.bound) == (10, 0, 180, None, 180, Bound.FLOOR)


def test_who_was_rounded_up_is_told() -> None:
    parts = apportioned(100, {"A": 1, "B": 1, "C": 1}).parts
    assert [part.exact for part in parts.values()] == [F(100, 3)] * 3
    assert [part.rounded_up for part in parts.values()] == [True, False, False]
    assert [part.cents for part in parts.values()] == [34, 33, 33]


def test_a_bound_that_changes_nothing_is_not_told() -> None:
    parts = apportioned(1_000, {"A": 60, "B": 40}, floors={"B": 400}, caps={"A": 600}).parts
    assert [part.bound for part in parts.values()] == [Bound.NONE, Bound.NONE]


def test_the_smallest_rate_is_told_where_several_do() -> None:
    shared = apportioned(900, {"A": 100, "B": 1}, floors={"B": 500}, caps={"A": 400})
    assert shared.rate == 4


def test_nothing_owed_costs_nothing_a_unit() -> None:
    assert apportioned(0, {"A": 0, "B": 3}).rate == 0


@pytest.mark.parametrize(
    ("pool", "volumes", "bounds", "field", "said"),
    [
        (-1, {"A": 1}, {}, "pool", "分摊总额不能为负数：-0.01 元。"),
        (100, {}, {}, "volumes", "没有参与分摊的单位，费用无人承担。"),
        (0, {}, {}, "volumes", "没有参与分摊的单位，费用无人承担。"),
        (100, {"A": -3}, {}, "volumes", "A 的业务量不能为负数：-3。"),
        (100, {"A": F(-1, 2), "B": 1}, {}, "volumes", "A 的业务量不能为负数：-0.5。"),
        (100, {"A": D("-0.25")}, {}, "volumes", "A 的业务量不能为负数：-0.25。"),
        (100, {"A": 1}, {"fixed": {"A": -1}}, "fixed", "A 的固定部分不能为负数：-0.01 元。"),
        (100, {"A": 1}, {"floors": {"A": -250}}, "floors", "A 的保底不能为负数：-2.50 元。"),
        (100, {"A": 1}, {"caps": {"A": -250}}, "caps", "A 的封顶不能为负数：-2.50 元。"),
        (100, {"A": 1}, {"fixed": {"X": 10}}, "fixed", "X 不参与本期分摊，却设有 0.10 元的固定部分、保底或封顶。"),
        (100, {"A": 1}, {"floors": {"X": 0}}, "floors", "X 不参与本期分摊，却设有 0.00 元的固定部分、保底或封顶。"),
        (100, {"A": 1}, {"caps": {"X": 10}}, "caps", "X 不参与本期分摊，却设有 0.10 元的固定部分、保底或封顶。"),
        (100, {"A": 1}, {"floors": {"A": 90}, "caps": {"A": 80}}, "floors", "A 的保底 0.90 元高于其封顶 0.80 元。"),
        (
            5_000_000, DESK, {"floors": {"A": 3_000_000, "B": 2_000_001}}, "pool",
            "固定部分与保底合计 50,000.01 元，超过分摊总额 50,000.00 元。",
        ),
        (
            100, {"A": 1, "B": 1}, {"fixed": {"A": 60, "B": 41}}, "pool",
            "固定部分与保底合计 1.01 元，超过分摊总额 1.00 元。",
        ),
        (
            5_000_000, DESK, {"caps": {"A": 2_000_000, "B": 2_000_000, "C": 999_999}}, "pool",
            "按各单位的封顶最多只能分摊 49,999.99 元，低于分摊总额 50,000.00 元。",
        ),
        # B could carry more, but has no business to carry it by.
        (
            100, {"A": 1, "B": 0}, {"caps": {"A": 60}}, "pool",
            "按各单位的封顶最多只能分摊 0.60 元，低于分摊总额 1.00 元。",
        ),
        (100, {"A": 0, "B": 0}, {}, "volumes", "各单位都没有业务量，分摊总额 1.00 元中有 1.00 元无人承担。"),
        (
            100, {"A": 0, "B": 0}, {"floors": {"A": 30}}, "volumes",
            "各单位都没有业务量，分摊总额 1.00 元中有 0.70 元无人承担。",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_shared_is_refused_with_its_numbers(
    pool: int, volumes: dict[str, Any], bounds: dict[str, dict[str, int]], field: str, said: str
) -> None:
    with pytest.raises(WrongInput) as refused:
        apportion(pool, volumes, **bounds)
    assert explain(Language.ZH, refused.value) == said
    assert refused.value.field == field
    assert "{" not in str(refused.value)


@pytest.mark.parametrize(
    ("pool", "volumes", "bounds"),
    [
        (100.0, {"A": 1}, {}),
        (D(100), {"A": 1}, {}),
        (100, {"A": 1.0}, {}),
        (100, {"A": "1"}, {}),
        (100, {"A": 1}, {"fixed": {"A": 1.0}}),
        (100, {"A": 1}, {"floors": {"A": D(1)}}),
        (100, {"A": 1}, {"caps": {"A": F(201, 2)}}),
    ],
)
def test_what_is_not_exact_is_a_slip_of_ours(pool: Any, volumes: Any, bounds: Any) -> None:
    with pytest.raises(TypeError):
        apportion(pool, volumes, **bounds)


@pytest.mark.parametrize("volume", [D("NaN"), D("Infinity")])
def test_an_endless_volume_is_a_slip_of_ours(volume: Decimal) -> None:
    with pytest.raises(ValueError, match="no number"):
        apportion(100, {"A": volume})
