"""What contracts are worth in a period, exactly, and who is still in its grace months."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from lib.people.organisation import Contract, ContractStatus

STANDING = frozenset({ContractStatus.ACTIVE, ContractStatus.ENDED})
"""An ended contract was in force until the day it ends; drafts and suspended ones never count."""


def values(contracts: Iterable[Contract], starts_on: date, ends_on: date) -> dict[int, Fraction]:
    """The exact cents of each vendor with a contract in force on at least one day of the period, both ends inclusive.

    Each contract: its yearly amount, times its days in the period, divided by the days of that calendar year; over a
    year's end each part by its own year. The product's rule.
    """
    found: dict[int, Fraction] = {}
    for contract in contracts:
        if in_force(contract, starts_on, ends_on):
            one = value(contract, starts_on, ends_on)
            found[contract.vendor_id] = found.get(contract.vendor_id, Fraction()) + one
    return found


def in_force(contract: Contract, starts_on: date, ends_on: date) -> bool:
    """Whether it holds on at least one day of the period."""
    return contract.status in STANDING and contract.starts_on <= ends_on and contract.ends_on >= starts_on


def value(contract: Contract, starts_on: date, ends_on: date) -> Fraction:
    """What a contract is worth in the days of the period in which it runs, in cents."""
    begins, ends = max(contract.starts_on, starts_on), min(contract.ends_on, ends_on)
    return of_year(contract.yearly_cents, begins, ends)


def of_year(yearly_cents: int, begins: date, ends: date) -> Fraction:
    """The part of a yearly amount that falls on those days, both inclusive; 0 where the end lies before the start."""
    parts = (Fraction(yearly_cents * days, 365 + isleap(year)) for year, days in _days_by_year(begins, ends))
    return sum(parts, Fraction())


def _days_by_year(begins: date, ends: date) -> Iterator[tuple[int, int]]:
    for year in range(begins.year, ends.year + 1):
        first, last = max(begins, date(year, 1, 1)), min(ends, date(year, 12, 31))
        if first <= last:
            yield year, (last - first).days + 1


def first_starts(contracts: Iterable[Contract]) -> dict[int, date]:
    """Since when each vendor works here: the start of its first contract that was ever in force."""
    found: dict[int, date] = {}
    for contract in contracts:
        if contract.status in STANDING:
            earlier = found.get(contract.vendor_id, contract.starts_on)
            found[contract.vendor_id] = min(earlier, contract.starts_on)
    return found


def in_grace(first_start: date, months: int, starts_on: date) -> bool:
    """Whether a period that begins on `starts_on` is still free: the first one that begins on or after the end of the
    grace months pays. The product's rule."""
    return months > 0 and starts_on < _months_later(first_start, months)


def _months_later(day: date, months: int) -> date:
    """The same day that many months on, or the last of a month too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
