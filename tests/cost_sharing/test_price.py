"""How the price of a percent is told: the office in full, a vendor without another one's figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from lib.core.i18n import Language, speaker
from lib.cost_sharing.methods import apportioned
from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.path import price_said
from lib.cost_sharing.scheme import Scheme

ZH = speaker(Language.ZH)
POOL = 10_000_000
VOLUMES = {"A": Fraction(5, 10), "B": Fraction(3, 10), "C": Fraction(15, 100), "D": Fraction(5, 100)}


def sharing(floors: Mapping[str, int], caps: Mapping[str, int]) -> Sharing:
    found = apportioned(POOL, VOLUMES, floors=floors, caps=caps)
    return Sharing(
        starts_on=date(2026, 10, 26),
        ends_on=date(2026, 11, 25),
        pool=POOL,
        scheme=Scheme(floors=floors, caps=caps),
        totals={},
        rate=found.rate,
        lines=tuple(
            Line(
                code=code,
                vendor_id=number,
                name=code,
                measured={},
                blended=part.volume,
                quality=Fraction(1),
                quality_parts={},
                volume=part.volume,
                fixed=part.fixed,
                floor=part.floor,
                cap=part.cap,
                exact=part.exact,
                bound=part.bound,
                rounded_up=part.rounded_up,
                cents=part.cents,
                quality_cents=0,
                adjustment_cents=0,
                net_cents=part.cents,
                tax_cents=0,
                total_cents=part.cents,
            )
            for number, (code, part) in enumerate(found.parts.items(), start=1)
        ),
        tickets=pl.DataFrame(),
        rounds=pl.DataFrame(),
        outside={},
    )


def told(shared: Sharing, reader: str) -> str:
    return price_said(shared, ZH, shared.line(reader) if reader else None)


@pytest.mark.parametrize("reader", ["", "A", "B"])
def test_nothing_is_said_where_it_is_the_pool_over_a_hundred(reader: str) -> None:
    assert told(sharing({}, {}), reader) == ""


# One capped at 40,000.00 yuan; the other three have 60,000.00 for 50 % of the business.
ONE_CAPPED = ({}, {"A": 4_000_000})
# And one raised to 8,000.00: what the two take together is no single one's figure.
TWO_BOUND = ({"D": 800_000}, {"A": 4_000_000})


@pytest.mark.parametrize(
    ("bounds", "reader", "amounts"),
    [
        (ONE_CAPPED, "", True),
        (ONE_CAPPED, "A", True),  # its own cap
        (ONE_CAPPED, "B", False),
        (TWO_BOUND, "", True),
        (TWO_BOUND, "A", False),  # less its own, the sum would be D's floor
        (TWO_BOUND, "D", False),
        (TWO_BOUND, "B", True),
    ],
)
def test_a_vendor_is_told_no_sum_that_is_another_ones_figure(
    bounds: tuple[Mapping[str, int], Mapping[str, int]], reader: str, amounts: bool
) -> None:
    shared = sharing(*bounds)
    taken = sum(line.cents for line in shared.lines if line.bound)
    said = told(shared, reader)
    assert (f"{taken // 100:,}.00" in said) is amounts
    assert f"{(POOL - taken) // 100:,}.00" in said or not amounts


def test_the_price_can_be_computed_from_what_is_said() -> None:
    assert told(sharing(*ONE_CAPPED), "") == (
        "总额 100,000.00 元，减去固定部分和按封顶、保底计的 40,000.00 元，其余 60,000.00 元 ÷ "
        "其余各家占比合计 50.0000% = 每 1% 1,200.00 元"
    )
