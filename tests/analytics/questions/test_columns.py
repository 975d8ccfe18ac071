"""Intervals of whole columns are those of one share after another."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analytics.intervals import wilson
from lib.analytics.questions.ground import share


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Newcombe 1998, table I (method 3), and the product's own example.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (3, 3, 0.4385, 1.0)],
)
def test_they_are_the_published_ones(hits: int, n: int, low: float, high: float) -> None:
    assert told(hits, n, pl.Int64) == pytest.approx((hits / n, low, high), abs=5e-5)


def test_where_there_is_nothing_there_is_no_share() -> None:
    assert told(0, 0, pl.UInt32) == (None, None, None)


@given(n=st.integers(1, 3_000_000), part=st.floats(0, 1))
def test_counts_of_any_size_give_what_one_share_gives(n: int, part: float) -> None:
    hits = round(n * part)
    assert told(hits, n, pl.UInt32) == pytest.approx((hits / n, *wilson(hits, n)), abs=1e-12)


def test_whole_numbers_of_32_bits_do_not_run_over() -> None:
    assert told(16_384, 32_768, pl.UInt32)[1:] == pytest.approx(wilson(16_384, 32_768))


def told(hits: int, n: int, kind: type[pl.DataType]) -> tuple[float | None, ...]:
    frame = pl.DataFrame({"hits": [hits], "n": [n]}, schema={"hits": kind, "n": kind})
    return frame.select(share("hits", "n", "p")).row(0)
