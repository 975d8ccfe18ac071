"""How far a share can be believed: Wilson's interval."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import polars as pl

Z_95 = 1.959963984540054


class Interval(NamedTuple):
    """From `low` to `high`, both shares between 0 and 1."""

    low: float
    high: float


def wilson(successes: float, n: int, z: float = Z_95) -> Interval:
    """Wilson's score interval of `successes` out of `n`, 95 % by default; 0 to 1 where nobody was asked.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    if n < 0 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n}")
    if n == 0:
        return Interval(0.0, 1.0)
    share, square = successes / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def wilson_of_column(share: pl.Expr, n: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """`wilson` of many shares at once, as columns low and high; null where there is no share."""
    # As whole numbers of 32 bits, which is what counts come as, n · n would run over from 32,768 cases on.
    n, square = n.cast(pl.Float64), Z_95 * Z_95
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = Z_95 / (1 + square / n) * (share * (1 - share) / n + square / (4 * n * n)).sqrt()
    return (middle - reach).clip(lower_bound=0.0), (middle + reach).clip(upper_bound=1.0)


def wilson_of_mean(mean: float, n: int, least: float = 1, most: float = 5) -> Interval:
    """The interval of a mean score, in scores: Wilson on (mean − least) / (most − least), so that three fives
    keep a width. The product's rule for every mean of ratings."""
    span = most - least
    low, high = wilson((mean - least) / span * n, n) if n else Interval(0.0, 1.0)
    return Interval(least + span * low, least + span * high)
