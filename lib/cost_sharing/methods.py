"""The pool shared in proportion to volume: one rate for everybody, within floors and caps, exact to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from types import MappingProxyType

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing.exact import Exact, whole_cents
from lib.cost_sharing.rounding import rounded_up
from lib.cost_sharing.terms import Line, lines

NOTHING: Mapping[str, int] = MappingProxyType({})


class Bound(StrEnum):
    """What changed a share: nothing, the vendor's floor or its cap."""

    NONE = ""
    FLOOR = "floor"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Part:
    """What one vendor carries, and how it comes about; amounts in cents.

    `bound` is what the clamp put in place of fixed + rate · volume. `cents` is `exact` cut to whole cents, and one more
    where `rounded_up`. What was cut off stands as `remainder` / `of`: as fractions in lowest terms, 500 ugly volumes
    would cost more than all the rest.
    """

    volume: Fraction
    fixed: int
    floor: int | None
    cap: int | None
    bound: Bound
    cents: int
    rounded_up: bool
    remainder: int
    of: int

    @property
    def exact(self) -> Fraction:
        """The share before it is rounded, in cents."""
        return self.cents - self.rounded_up + Fraction(self.remainder, self.of)


@dataclass(frozen=True, slots=True)
class Apportioned:
    """A pool shared out: `rate` is λ, the cents that one unit of volume costs."""

    pool: int
    rate: Fraction
    parts: Mapping[str, Part]


def apportion(
    pool: int,
    volumes: Mapping[str, Exact],
    *,
    fixed: Mapping[str, int] = NOTHING,
    floors: Mapping[str, int] = NOTHING,
    caps: Mapping[str, int] = NOTHING,
) -> dict[str, int]:
    """Cents per vendor, together exactly the pool; rule and errors as in `apportioned`."""
    shared = apportioned(pool, volumes, fixed=fixed, floors=floors, caps=caps)
    return {vendor: part.cents for vendor, part in shared.parts.items()}


def apportioned(
    pool: int,
    volumes: Mapping[str, Exact],
    *,
    fixed: Mapping[str, int] = NOTHING,
    floors: Mapping[str, int] = NOTHING,
    caps: Mapping[str, int] = NOTHING,
) -> Apportioned:
    """The pool (cents) shared out, with its working.

    The product's rule: share = clamp(fixed + λ · volume, floor, cap) with the one λ ≥ 0 that makes the sum the pool
    (the smallest, where bounds leave several), then once to cents by the largest remainder; ties go to the larger
    volume, then by the vendor's code. WrongInput where that cannot be, in yuan; TypeError for floats.
    """
    whole_cents(pool)
    if pool < 0:
        raise WrongInput(mark("The pool is below zero: {pool}."), field="pool", pool=yuan(pool))
    rows, scale = lines(volumes, fixed, floors, caps)
    rise, unit = _rate(pool, rows, scale)
    return Apportioned(pool, Fraction(rise * scale, unit), _parts(pool, rows, rise, unit))


@dataclass(frozen=True, slots=True)
class _Turn:
    """At rate `at` one vendor leaves its floor or reaches its cap: level + slope · rate, the sum of all, bends."""

    at: Fraction
    slope: int
    level: int


def _rate(pool: int, rows: list[Line], scale: int) -> tuple[int, int]:
    """λ for one unit of weight, as a fraction not in lowest terms: the bends are walked until the sum is the pool."""
    level = _least(pool, rows)
    if level == pool:
        return 0, 1
    slope = 0
    for turn in sorted(_turns(rows), key=attrgetter("at")):
        # level + slope / scale · at ≥ pool, without a division of very long numbers
        if slope * turn.at.numerator >= (pool - level) * scale * turn.at.denominator:
            break
        slope += turn.slope
        level += turn.level
    if not slope:
        raise _too_little(pool, level, rows)
    return pool - level, slope


def _least(pool: int, rows: Iterable[Line]) -> int:
    """What is owed without any volume: fixed parts within their bounds, and floors."""
    least = sum(row.clamped(row.fixed) for row in rows)
    if least > pool:
        message = mark("Fixed parts and floors add up to {least}, more than the pool of {pool}.")
        raise WrongInput(message, field="pool", least=yuan(least), pool=yuan(pool))
    return least


def _turns(rows: Iterable[Line]) -> Iterator[_Turn]:
    for row in rows:
        if row.weight and (row.cap is None or row.fixed < row.cap):
            start = row.clamped(row.fixed)
            yield _Turn((start - row.fixed) / row.volume, row.weight, row.fixed - start)
            if row.cap is not None:
                yield _Turn((row.cap - row.fixed) / row.volume, -row.weight, row.cap - row.fixed)


def _too_little(pool: int, most: int, rows: Iterable[Line]) -> WrongInput:
    if any(row.weight for row in rows):
        message = mark("The caps let the vendors carry {most} at most, less than the pool of {pool}.")
        return WrongInput(message, field="pool", most=yuan(most), pool=yuan(pool))
    message = mark("No vendor has any volume: {rest} of the pool of {pool} has nobody to carry it.")
    return WrongInput(message, field="volumes", rest=yuan(pool - most), pool=yuan(pool))


def _parts(pool: int, rows: list[Line], rise: int, unit: int) -> dict[str, Part]:
    """Every share is a whole number of 1/unit of a cent: cut to cents, and the rest handed out one by one."""
    wanted = {row.vendor: row.fixed * unit + row.weight * rise for row in rows}
    cut = {row.vendor: divmod(row.clamped(wanted[row.vendor], unit), unit) for row in rows}
    rest = pool - sum(whole for whole, _ in cut.values())
    weights = {row.vendor: row.weight for row in rows}
    up = rounded_up({vendor: remainder for vendor, (_, remainder) in cut.items()}, rest, weights)
    return {
        row.vendor: _part(row, wanted[row.vendor], *cut[row.vendor], unit, row.vendor in up) for row in rows
    }


def _part(row: Line, wanted: int, whole: int, remainder: int, unit: int, up: bool) -> Part:
    carried = whole * unit + remainder
    bound = Bound.FLOOR if carried > wanted else Bound.CAP if carried < wanted else Bound.NONE
    return Part(row.volume, row.fixed, row.floor, row.cap, bound, whole + up, up, remainder, unit)
