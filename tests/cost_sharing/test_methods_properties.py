"""What holds of every sharing, over random pools, volumes and bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from lib.core.errors import WrongInput
from lib.cost_sharing.exact import Exact
from lib.cost_sharing.methods import Bound, apportion, apportioned
from tests.cost_sharing.oracle import Impossible, slow_apportion

CODES = ("V01", "V02", "V03", "V04", "V05", "V1", "V10", "V9")
# Small numbers make ties and bounds that are just reached; large ones make long fractions.
AMOUNTS = some.integers(0, 12) | some.integers(0, 10**13)
VOLUMES: some.SearchStrategy[Exact] = (
    some.integers(0, 4)
    | some.integers(0, 10**9)
    | some.builds(Fraction, some.integers(0, 10**9), some.integers(1, 10**6))
    | some.builds(lambda n: Decimal(n) / 100, some.integers(0, 10**11))
)


@dataclass(frozen=True)
class Case:
    """A pool to share, and how the properties vary it: `picked` gets `more` volume, all volumes go `times`."""

    pool: int
    volumes: dict[str, Exact]
    bounds: dict[str, dict[str, int]]
    picked: str
    more: Exact
    times: Fraction
    cents: dict[str, int] = field(default_factory=dict)

    def shared(self, **other: Any) -> dict[str, int]:
        return apportion(other.get("pool", self.pool), other.get("volumes", self.volumes), **self.bounds)


@some.composite
def askings(draw: some.DrawFn) -> Case:
    """Anything that makes sense by itself; whether the pool can be shared so is another matter."""
    names = draw(some.lists(some.sampled_from(CODES), min_size=draw(some.sampled_from([1, 3])), unique=True))
    small = draw(some.booleans())
    amounts = some.integers(0, 12) if small else AMOUNTS
    volumes = {name: draw(some.integers(0, 4) if small else VOLUMES) for name in names}
    fixed, floors, caps = ({name: draw(amounts) for name in names if draw(some.booleans())} for _ in range(3))
    caps = {name: cap + floors.get(name, 0) for name, cap in caps.items()}
    return Case(
        pool=draw(some.integers(0, 40) if small else AMOUNTS),
        volumes=volumes,
        bounds={"fixed": fixed, "floors": floors, "caps": caps},
        picked=draw(some.sampled_from(names)),
        more=draw(VOLUMES),
        times=draw(some.fractions(Fraction(1, 1000), 1000, max_denominator=1000)),
    )


@some.composite
def cases(draw: some.DrawFn) -> Case:
    """The pool lies between what is owed anyway and what the vendors can carry at most."""
    case = draw(askings())
    least = sum(_clamped(case, name, 0) for name in case.volumes)
    growing = [name for name, volume in case.volumes.items() if volume]
    if all(name in case.bounds["caps"] for name in growing):
        most = least + sum(_clamped(case, n, 10**16) - _clamped(case, n, 0) for n in growing)
    else:
        most = least + draw(some.sampled_from([60, 10**13]))
    pool = least + (most - least) * draw(some.integers(0, 1000)) // 1000
    shared = apportion(pool, case.volumes, **case.bounds)
    return Case(pool, case.volumes, case.bounds, case.picked, case.more, case.times, shared)


def _clamped(case: Case, name: str, earned: Exact) -> int | Fraction:
    """What product.md calls clamp(fixed + earned, floor, cap)."""
    lowest, highest = case.bounds["floors"].get(name, 0), case.bounds["caps"].get(name)
    wanted = max(case.bounds["fixed"].get(name, 0) + Fraction(earned), lowest)
    clamped = wanted if highest is None else min(wanted, highest)
    return int(clamped) if clamped.denominator == 1 else clamped


def the_sum_is_the_pool(case: Case) -> None:
    assert sum(case.cents.values()) == case.pool
    assert case.cents.keys() == case.volumes.keys()


def everybody_is_within_floor_and_cap(case: Case) -> None:
    for name, cents in case.cents.items():
        assert case.bounds["floors"].get(name, 0) <= cents <= case.bounds["caps"].get(name, cents)


def the_order_of_the_vendors_changes_nothing(case: Case) -> None:
    assert case.shared(volumes=dict(reversed(case.volumes.items()))) == case.cents
    assert case.shared(volumes=dict(sorted(case.volumes.items()))) == case.cents


def more_volume_never_pays_less(case: Case) -> None:
    grown = case.volumes | {case.picked: Fraction(case.volumes[case.picked]) + Fraction(case.more)}
    assert case.shared(volumes=grown)[case.picked] >= case.cents[case.picked] - 1


def scaling_all_volumes_changes_nothing(case: Case) -> None:
    assert case.shared(volumes={n: Fraction(v) * case.times for n, v in case.volumes.items()}) == case.cents


def doubling_pool_and_bounds_doubles_the_shares(case: Case) -> None:
    twice = {kind: {name: 2 * cents for name, cents in of.items()} for kind, of in case.bounds.items()}
    doubled = apportion(2 * case.pool, case.volumes, **twice)
    assert all(abs(doubled[name] - 2 * cents) <= 1 for name, cents in case.cents.items())


def the_working_explains_every_cent(case: Case) -> None:
    shared = apportioned(case.pool, case.volumes, **case.bounds)
    assert shared.rate >= 0
    for name, part in shared.parts.items():
        earned = shared.rate * Fraction(case.volumes[name])
        assert part.exact == _clamped(case, name, earned)
        wanted = part.fixed + earned
        assert part.bound == (
            Bound.FLOOR if part.exact > wanted else Bound.CAP if part.exact < wanted else Bound.NONE
        )
        assert part.cents == int(part.exact) + part.rounded_up == case.cents[name]
    assert sum(part.exact for part in shared.parts.values()) == case.pool


def it_equals_the_slow_way(case: Case) -> None:
    assert slow_apportion(case.pool, case.volumes, **case.bounds) == case.cents


PROPERTIES: list[Callable[[Case], None]] = [
    the_sum_is_the_pool,
    everybody_is_within_floor_and_cap,
    the_order_of_the_vendors_changes_nothing,
    more_volume_never_pays_less,
    scaling_all_volumes_changes_nothing,
    doubling_pool_and_bounds_doubles_the_shares,
    the_working_explains_every_cent,
    it_equals_the_slow_way,
]


@settings(max_examples=40, deadline=None)
@given(case=cases())
def test_what_holds_of_every_sharing(case: Case) -> None:
    for holds in PROPERTIES:
        holds(case)


@settings(max_examples=20, deadline=None)
@given(case=askings())
def test_what_the_slow_way_cannot_share_is_refused(case: Case) -> None:
    refused_alike(case)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_what_holds_of_ten_thousand_sharings(case: Case) -> None:
    for holds in PROPERTIES:
        holds(case)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=askings())
def test_ten_thousand_times_what_the_slow_way_cannot_share_is_refused(case: Case) -> None:
    refused_alike(case)


def refused_alike(case: Case) -> None:
    try:
        slow = slow_apportion(case.pool, case.volumes, **case.bounds)
    except Impossible:
        with pytest.raises(WrongInput):
            case.shared()
    else:
        assert case.shared() == slow
