"""Cost sharing the slow way, written apart from the product: λ by halving, cents handed out one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

Volume = int | Decimal | Fraction


class Impossible(Exception):
    """Nothing fits."""


def slow_apportion(
    pool: int,
    volumes: Mapping[str, Volume],
    fixed: Mapping[str, int],
    floors: Mapping[str, int],
    caps: Mapping[str, int],
) -> dict[str, int]:
    """Cents by vendor, in exact fractions."""
    names = list(volumes)
    volume = {name: Fraction(volumes[name]) for name in names}

    def at(rate: Fraction, name: str) -> Fraction:
        wanted = Fraction(fixed.get(name, 0)) + rate * volume[name]
        if wanted < floors.get(name, 0):
            return Fraction(floors.get(name, 0))
        if name in caps and wanted > caps[name]:
            return Fraction(caps[name])
        return wanted

    def together(rate: Fraction) -> Fraction:
        return sum((at(rate, name) for name in names), Fraction(0))

    rate = _rate(pool, names, volume, together, fixed, floors, caps)
    exact = {name: at(rate, name) for name in names}
    assert sum(exact.values()) == pool
    return _cents(pool, exact, volume)


def _rate(pool, names, volume, together, fixed, floors, caps) -> Fraction:  # type: ignore[no-untyped-def]
    low = Fraction(0)
    if together(low) > pool:
        raise Impossible
    if together(low) == pool:
        return low
    if not any(volume.values()):
        raise Impossible
    # Nobody goes on growing beyond the rate at which every floor and cap is behind it.
    beyond = [(Fraction(max(floors.get(n, 0), caps.get(n, 0)))) / volume[n] for n in names if volume[n]]
    high = max([*beyond, Fraction(1)]) + pool / sum(volume.values(), Fraction(0)) + 1
    high += max(Fraction(pool) / volume[n] for n in names if volume[n])
    if together(high) < pool:
        raise Impossible
    for _ in range(600):
        middle = (low + high) / 2
        if together(middle) < pool:
            low = middle
        else:
            high = middle
        # Between two rates without a bend the sum is a straight line.
        half = together((low + high) / 2) * 2
        third = together(low + (high - low) / 3) * 3
        if half == together(low) + together(high) and third == 2 * together(low) + together(high):
            if not _bends(low, high, names, volume, fixed, floors, caps):
                break
            exact = [b for b in _bends(low, high, names, volume, fixed, floors, caps) if together(b) == pool]
            if exact:
                return exact[0]
    else:
        for bend in _bends(low, high, names, volume, fixed, floors, caps):
            if together(bend) == pool:
                return bend
        raise AssertionError("no rate found")
    rise = together(high) - together(low)
    return high if rise == 0 else low + (high - low) * (pool - together(low)) / rise


def _bends(low, high, names, volume, fixed, floors, caps) -> list[Fraction]:  # type: ignore[no-untyped-def]
    every = [
        (Fraction(bound[n]) - fixed.get(n, 0)) / volume[n]
        for bound in (floors, caps)
        for n in names
        if n in bound and volume[n]
    ]
    return sorted(bend for bend in every if low < bend < high)


def _cents(pool: int, exact: Mapping[str, Fraction], volume: Mapping[str, Fraction]) -> dict[str, int]:
    given = {name: int(share) for name, share in exact.items()}
    while sum(given.values()) < pool:
        left = [name for name in given if given[name] == int(exact[name])]
        most = max(exact[name] - given[name] for name in left)
        best = [name for name in left if exact[name] - given[name] == most]
        largest = max(volume[name] for name in best)
        given[min(name for name in best if volume[name] == largest)] += 1
    return given
