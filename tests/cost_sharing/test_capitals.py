"""Amounts in capitals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.core.money import cents
from lib.cost_sharing.capitals import MOST, capitals

# Every amount of 《正确填写票据和结算凭证的基本规定》, in the first form it gives.
OF_THE_REGULATION = {
    "6,007.14": "人民币陆仟零柒元壹角肆分",
    "1,680.32": "人民币壹仟陆佰捌拾元零叁角贰分",
    "107,000.53": "人民币壹拾万柒仟元零伍角叁分",
    "16,409.02": "人民币壹万陆仟肆佰零玖元零贰分",
    "325.04": "人民币叁佰贰拾伍元零肆分",
    # The regulation leaves 整 after 角 to the writer and shows it without; 《会计基础工作规范》 asks for it.
    "1,409.50": "人民币壹仟肆佰零玖元伍角整",
}

LITERAL = {
    "0": "零元整",
    "0.01": "壹分",
    "0.05": "伍分",
    "0.10": "壹角整",
    "0.50": "伍角整",
    "0.56": "伍角陆分",
    "1.00": "壹元整",
    "1.01": "壹元零壹分",
    "1.10": "壹元壹角整",
    "1.23": "壹元贰角叁分",
    "10.00": "壹拾元整",
    "10.05": "壹拾元零伍分",
    "10.50": "壹拾元零伍角整",
    "19.90": "壹拾玖元玖角整",
    "20.02": "贰拾元零贰分",
    "100.00": "壹佰元整",
    "100.50": "壹佰元零伍角整",
    "101.00": "壹佰零壹元整",
    "110.10": "壹佰壹拾元零壹角整",
    "1,000.00": "壹仟元整",
    "1,001.01": "壹仟零壹元零壹分",
    "1,010.00": "壹仟零壹拾元整",
    "1,100.11": "壹仟壹佰元零壹角壹分",
    "10,000.00": "壹万元整",
    "10,001.00": "壹万零壹元整",
    "10,010.00": "壹万零壹拾元整",
    "10,100.00": "壹万零壹佰元整",
    "11,000.00": "壹万壹仟元整",
    "50,000.00": "伍万元整",
    "50,000.08": "伍万元零捌分",
    "100,001.00": "壹拾万零壹元整",
    "105,000.00": "壹拾万伍仟元整",
    "1,000,000.00": "壹佰万元整",
    "1,010,101.01": "壹佰零壹万零壹佰零壹元零壹分",
    "10,000,001.00": "壹仟万零壹元整",
    "12,345,678.90": "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整",
    "100,000,000.00": "壹亿元整",
    "100,000,001.00": "壹亿零壹元整",
    "100,005,000.00": "壹亿零伍仟元整",
    "100,010,000.00": "壹亿零壹万元整",
    "110,000,000.00": "壹亿壹仟万元整",
    "1,000,000,000.00": "壹拾亿元整",
    "1,005,000,000.00": "壹拾亿零伍佰万元整",
    "100,000,000,000.00": "壹仟亿元整",
    "1,000,000,000,000.00": "壹万亿元整",
    "1,000,000,000,001.00": "壹万亿零壹元整",
    "1,000,100,000,000.00": "壹万零壹亿元整",
    "1,234,567,890,123.45": "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分",
    "100,000,000,000,000.00": "壹佰万亿元整",
    "-0.01": "负壹分",
    "-123.45": "负壹佰贰拾叁元肆角伍分",
}


@pytest.mark.parametrize(("amount", "said"), LITERAL.items())
def test_an_amount_is_written(amount: str, said: str) -> None:
    assert capitals(cents(amount)) == said


@pytest.mark.parametrize(("amount", "said"), OF_THE_REGULATION.items())
def test_an_amount_is_written_as_in_the_regulation(amount: str, said: str) -> None:
    assert capitals(cents(amount), currency=True) == said


def test_the_currency_stands_before_the_sign() -> None:
    assert capitals(-100, currency=True) == "人民币负壹元整"


def test_too_much_and_too_fine_are_slips_of_ours() -> None:
    for beyond in (MOST + 1, -MOST - 1):
        with pytest.raises(ValueError, match="too many"):
            capitals(beyond)
    with pytest.raises(TypeError):
        capitals(1.5)  # type: ignore[arg-type]


DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read(said: str) -> int:
    """The number before 元, in cents the rest: read from the left, as people do."""
    yuan, _, coins = said.rpartition("元")
    jiao = re.search("(.)角", coins)
    fen = re.search("(.)分", coins)
    return sum(
        (
            100 * number(yuan),
            10 * DIGITS.index(jiao[1]) if jiao else 0,
            DIGITS.index(fen[1]) if fen else 0,
        )
    )


def number(said: str) -> int:
    for name, unit in (("亿", 10**8), ("万", 10**4)):
        upper, found, lower = said.rpartition(name)
        if found:
            return number(upper) * unit + number(lower)
    pairs = re.findall("([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", said)
    return sum(DIGITS.index(digit) * PLACES.get(place, 1) for digit, place in pairs)


def reads_back(amount: int) -> None:
    said = capitals(amount)
    assert read(said) == amount
    assert not re.search("零零|零[拾佰仟万亿角]|零[元整]", said) or amount == 0
    assert said.endswith("整") == (amount % 10 == 0)


AMOUNTS = (
    some.integers(0, 10**6)
    | some.integers(0, MOST)
    | some.integers(0, 10**14).map(lambda yuan: 100 * yuan)
    | (
        some.lists(some.sampled_from("000001259"), min_size=1, max_size=16).map(
            lambda digits: int("".join(digits))
        )
    )
)


@settings(max_examples=100, deadline=None)
@given(amount=AMOUNTS)
def test_what_is_written_is_read_back(amount: int) -> None:
    reads_back(amount)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(amount=AMOUNTS)
def test_ten_thousand_amounts_are_read_back(amount: int) -> None:
    reads_back(amount)
