"""Money in whole cents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.errors import WrongInput
from lib.core.money import cents, yuan


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12.50", 1250),
        ("12.5", 1250),
        (" 12 ", 1200),
        ("0.01", 1),
        ("1,234,567.89", 123456789),
        ("-3.20", -320),
        ("12.500", 1250),
        (".5", 50),
    ],
)
def test_an_amount_as_typed(typed: str, amount: int) -> None:
    assert cents(typed) == amount


@pytest.mark.parametrize(
    "typed", ["", " ", "abc", "12.505", "12,50", "1,2,3", "1e5", "NaN", "Infinity", "1.2.3", "9" * 17, "12元"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(WrongInput, match="not an amount"):
        cents(typed)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (1234567, "12,345.67"),
        (0, "0.00"),
        (5, "0.05"),
        (-320, "-3.20"),
        (-5, "-0.05"),
        (100_000_000, "1,000,000.00"),
    ],
)
def test_an_amount_as_printed(amount: int, printed: str) -> None:
    assert yuan(amount) == printed


@given(st.integers(-(10**14), 10**14))
def test_what_is_printed_can_be_typed_again(amount: int) -> None:
    assert cents(yuan(amount)) == amount
