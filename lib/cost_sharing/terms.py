"""What the cost is shared on: one line per vendor, checked, its volume scaled to a whole number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing.exact import Exact, fraction, told, whole_cents

_BELOW_ZERO = {
    "fixed": mark("The fixed part of {vendor} is below zero: {amount}."),
    "floors": mark("The floor of {vendor} is below zero: {amount}."),
    "caps": mark("The cap of {vendor} is below zero: {amount}."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One vendor: `volume` as given and as `weight`, a whole number in the same proportion; amounts in cents."""

    vendor: str
    volume: Fraction
    weight: int
    fixed: int
    floor: int | None
    cap: int | None

    def clamped(self, amount: int, unit: int = 1) -> int:
        """The amount within floor and cap, all of it in 1/unit of a cent."""
        if self.cap is not None and amount > self.cap * unit:
            return self.cap * unit
        return max(amount, (self.floor or 0) * unit)


def lines(
    volumes: Mapping[str, Exact],
    fixed: Mapping[str, int],
    floors: Mapping[str, int],
    caps: Mapping[str, int],
) -> tuple[list[Line], int]:
    """A line for each vendor, and the scale: weight = volume · scale.

    WrongInput without vendors, for anything below zero, for an amount of somebody without a volume, for a floor above
    its cap; TypeError for what is not exact.
    """
    if not volumes:
        raise WrongInput(mark("No vendor takes part: the cost has nobody to carry it."), field="volumes")
    for name, amounts in {"fixed": fixed, "floors": floors, "caps": caps}.items():
        _check(name, amounts, volumes)
    for vendor, floor in floors.items():
        _check_order(vendor, floor, caps.get(vendor, floor))
    exact = {vendor: volume_of(vendor, volume) for vendor, volume in volumes.items()}
    scale = lcm(*(volume.denominator for volume in exact.values()))
    return [
        Line(
            vendor,
            volume,
            volume.numerator * (scale // volume.denominator),
            fixed.get(vendor, 0),
            floors.get(vendor),
            caps.get(vendor),
        )
        for vendor, volume in exact.items()
    ], scale


def volume_of(vendor: str, volume: Exact) -> Fraction:
    """The vendor's volume as a fraction; WrongInput below zero, and the errors of `fraction`."""
    exact = fraction(f"the volume of {vendor}", volume)
    if exact < 0:
        message = mark("The volume of {vendor} is below zero: {volume}.")
        raise WrongInput(message, field="volumes", vendor=vendor, volume=told(exact))
    return exact


def _check(name: str, amounts: Mapping[str, int], vendors: Iterable[str]) -> None:
    for vendor, amount in amounts.items():
        whole_cents(amount)
        if vendor not in vendors:
            message = mark("{vendor} has a fixed part, a floor or a cap of {amount} but does not take part.")
            raise WrongInput(message, field=name, vendor=vendor, amount=yuan(amount))
        if amount < 0:
            raise WrongInput(_BELOW_ZERO[name], field=name, vendor=vendor, amount=yuan(amount))


def _check_order(vendor: str, floor: int, cap: int) -> None:
    if floor > cap:
        message = mark("The floor of {vendor} ({floor}) is above its cap ({cap}).")
        raise WrongInput(message, field="floors", vendor=vendor, floor=yuan(floor), cap=yuan(cap))
