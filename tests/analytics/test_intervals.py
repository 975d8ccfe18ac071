"""Wilson's interval against values worked out elsewhere."""

import pytest

from lib.analytics.intervals import wilson, wilson_of_mean


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # Newcombe 1998, table I (method 3: score, without continuity correction).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
        # Three of three: a share of 100 % that says little.
        (3, 3, 0.4385, 1.0),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_it_gives_the_published_values(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_without_answers_everything_is_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson_of_mean(0, 0) == (1.0, 5.0)


def test_three_fives_keep_a_width() -> None:
    assert wilson_of_mean(5, 3) == pytest.approx((1 + 4 * 0.4385, 5.0), abs=3e-4)


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="4 of 3"):
        wilson(4, 3)
