"""Why a statement would come out otherwise today: the tickets, rounds, contracts and factors that are not what they
were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import polars as pl

from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.words import Measure


class Change(StrEnum):
    """What became of it since."""

    CAME = "came"
    WENT = "went"
    MOVED = "moved"
    COUNTS = "counts"
    DROPPED = "dropped"
    MEASURED = "measured"
    ROUND = "round"
    CONTRACT = "contract"
    QUALITY = "quality"


WATCHED = ("vendor", "aside", "minutes", "points", "value")
"""What of a ticket moves money; a service corrected to one of the same weight does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that changed. A ticket: its `id` and `number`, and what of it `was` and `is_now` (vendor, aside,
    minutes, points, value as in `Sharing.tickets`); a round: its `id`; a contract (cents) or a quality factor: its
    vendor. `vendors`: the codes of those it concerned then or now."""

    change: Change
    vendors: tuple[str, ...]
    id: int = 0
    number: str = ""
    was: Mapping[str, Any]
    is_now: Mapping[str, Any]


def between(was: Sharing, now: Sharing) -> tuple[Cause, ...]:
    """Everything that differs and moves money, tickets first, each by number."""
    return (*_tickets(was, now), *_rounds(was, now), *_vendors(was, now))


def _tickets(was: Sharing, now: Sharing) -> Iterator[Cause]:
    for row in _unlike(was.tickets, now.tickets, "ticket_id", ("number", *WATCHED)):
        before, after = _sides(row, WATCHED)
        if (before and not before["aside"]) or (after and not after["aside"]):
            yield Cause(
                change=_change(before, after),
                vendors=_codes(before, after),
                id=row["ticket_id"],
                number=row["number"] or row["number_now"],
                was=before,
                is_now=after,
            )


def _change(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    if not before:
        return Change.CAME
    if not after:
        return Change.WENT
    if before["aside"] or after["aside"]:
        return Change.DROPPED if after["aside"] else Change.COUNTS
    return Change.MOVED if before["vendor"] != after["vendor"] else Change.MEASURED


def _rounds(was: Sharing, now: Sharing) -> Iterator[Cause]:
    for row in _unlike(was.rounds, now.rounds, "round_id", ("vendor", "minutes")):
        before, after = _sides(row, ("vendor", "minutes"))
        yield Cause(
            change=Change.ROUND, vendors=_codes(before, after), id=row["round_id"], was=before, is_now=after
        )


def _vendors(was: Sharing, now: Sharing) -> Iterator[Cause]:
    for code in sorted({line.code for line in (*was.lines, *now.lines)}):
        before, after = was.line(code), now.line(code)
        for change, then, today in (
            (Change.CONTRACT, _contract(before), _contract(after)),
            (Change.QUALITY, _quality(before), _quality(after)),
        ):
            if then != today:
                yield Cause(change=change, vendors=(code,), was={"value": then}, is_now={"value": today})


def _contract(line: Line | None) -> Fraction:
    return line.measured.get(Measure.CONTRACT, Fraction()) if line else Fraction()


def _quality(line: Line | None) -> Fraction:
    return line.quality if line else Fraction(1)


def _unlike(
    was: pl.DataFrame, now: pl.DataFrame, key: str, columns: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Rows of which anything differs, or that only one side has: its columns, and those of today with `_now`."""
    both = was.select(key, *columns, there=pl.lit(True)).join(
        now.select(key, *columns, there=pl.lit(True)), on=key, how="full", coalesce=True, suffix="_now"
    )
    differs = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in (*columns, "there")
    )
    return both.filter(differs).sort(key).iter_rows(named=True)


def _sides(row: Mapping[str, Any], columns: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What it was and what it is; empty where it was or is not there."""
    was = {name: row[name] for name in columns} if row["there"] else {}
    now = {name: row[f"{name}_now"] for name in columns} if row["there_now"] else {}
    return was, now


def _codes(*sides: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted({side["vendor"] for side in sides if side and side["vendor"]}))
