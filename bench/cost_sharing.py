"""How long it takes to share a pool out, with its working, among 1 to 500 vendors with plain and with ugly volumes."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from random import Random

from bench.serving import median
from lib.cost_sharing.exact import Exact
from lib.cost_sharing.methods import apportioned

TIMES = 9
VENDORS = (1, 20, 100, 500)
POOLS = (1, 5_000_000, 10**13)


def tickets(chance: Random) -> Exact:
    """Small whole numbers, some of them none at all."""
    return chance.randrange(0, 1_000)


def large(chance: Random) -> Exact:
    """Whole numbers up to a milliard."""
    return chance.randrange(0, 10**9 + 1)


def ugly(chance: Random) -> Exact:
    """Fractions whose denominators have nothing in common: their common one has thousands of digits."""
    return Fraction(chance.randrange(1, 10**9), chance.randrange(1, 10**9)) % 10**9


def main() -> None:
    print(f"pools of {', '.join(f'{pool:,}' for pool in POOLS)} cents, {TIMES} times each")
    print(f"{'volumes':<10}{'bounds':<8}{'vendors':>8}{'median ms':>12}{'longest ms':>12}")
    for volume in (tickets, large, ugly):
        for bounded in (False, True):
            for count in VENDORS:
                show(volume, bounded, count)


def show(volume: Callable[[Random], Exact], bounded: bool, count: int) -> None:
    spent = [once(volume, bounded, count, pool, Random(seed)) for pool in POOLS for seed in range(TIMES)]
    bounds = "yes" if bounded else "no"
    print(f"{volume.__name__:<10}{bounds:<8}{count:>8}{median(spent):>12.2f}{max(spent):>12.2f}")


def once(volume: Callable[[Random], Exact], bounded: bool, count: int, pool: int, chance: Random) -> float:
    """Milliseconds of one sharing; where bounded, two thirds of the vendors have a floor, a cap or both."""
    volumes = {f"V{number:03}": volume(chance) for number in range(count)} | {"V000": 1}
    even = pool // count
    names = list(volumes)[1:] if bounded else []
    floors = {name: chance.randrange(0, even // 2 + 1) for name in names if chance.random() < 0.5}
    caps = {name: chance.randrange(even, even * 3 + 1) for name in names if chance.random() < 0.5}
    began = time.perf_counter()
    shared = apportioned(pool, volumes, floors=floors, caps=caps)
    spent = (time.perf_counter() - began) * 1000
    assert sum(part.cents for part in shared.parts.values()) == pool
    return spent


if __name__ == "__main__":
    main()
