"""Amounts in Chinese capitals, as vouchers and settlements want them against forgery."""

from __future__ import annotations

from functools import cache
from typing import Any

from lib.cost_sharing.exact import whole_cents
from lib.store import tables

MOST = 10**16
_WAN, _YI = 10**4, 10**8


def capitals(cents: int, *, currency: bool = False) -> str:
    """The amount in capitals, with the currency's name in front where asked; 1 cent is the least unit.

    The rules of 正确填写票据和结算凭证的基本规定: noughts between digits are said once. Where it leaves a choice, its
    first form: nothing for a nought that ends a group of four, one for yuan that end in a nought before jiao; 整 also
    after jiao. ValueError beyond ±10^16 cents, TypeError for what is no whole number.
    """
    whole_cents(cents)
    if abs(cents) > MOST:
        raise ValueError(f"{cents} cents are too many to be written in capitals")
    words = _words()
    yuan, coins = divmod(abs(cents), 100)
    front = (words["currency"] if currency else "") + (words["minus"] if cents < 0 else "")
    return front + _before_the_point(yuan, coins) + _coins(yuan, coins)


def _before_the_point(yuan: int, coins: int) -> str:
    if not yuan and coins:
        return ""
    return (_number(yuan) or _words()["digits"][0]) + _words()["yuan"]


def _coins(yuan: int, coins: int) -> str:
    words = _words()
    digits = words["digits"]
    jiao, fen = divmod(coins, 10)
    if not coins:
        return words["whole"]
    nought = digits[0] if yuan and (not jiao or yuan % 10 == 0) else ""
    said = digits[jiao] + words["jiao"] if jiao else ""
    return nought + said + (digits[fen] + words["fen"] if fen else words["whole"])


def _number(number: int) -> str:
    """A whole number, "" for 0; each hundred million is counted in ten thousands itself."""
    if number >= _YI:
        return _joined(number, _YI, _words()["hundred_million"])
    if number >= _WAN:
        return _joined(number, _WAN, _words()["ten_thousand"])
    return _group(number)


def _joined(number: int, unit: int, name: str) -> str:
    upper, lower = divmod(number, unit)
    nought = _words()["digits"][0] if 0 < lower < unit // 10 else ""
    return _number(upper) + name + nought + _number(lower)


def _group(number: int) -> str:
    """Up to four digits."""
    words = _words()
    said = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            said = words["digits"][int(digit)] + words["places"][place] + said
        elif said and not said.startswith(words["digits"][0]):
            said = words["digits"][0] + said
    return said


@cache
def _words() -> dict[str, Any]:
    return tables.words("capitals")
