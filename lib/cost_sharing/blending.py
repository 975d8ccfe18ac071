"""Several measures of business as one: each vendor's part of every measure, weighted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.cost_sharing.exact import Exact, fraction, told
from lib.cost_sharing.terms import volume_of

M = TypeVar("M", bound=str)


def blend(measures: Mapping[M, Mapping[str, Exact]], weights: Mapping[M, Exact]) -> dict[str, Fraction]:
    """Each vendor's part of the whole business, together exactly 1: Σ weight · volume / total of that measure.

    `weights` are percent and add up to 100; a measure without one, or with 0, counts nothing. A vendor that one measure
    does not name has 0 of it. The product's rule. WrongInput for weights below zero or with another sum, for a volume
    below zero, and for a measure that counts but of which there is nothing at all; KeyError for one not measured.
    """
    _check(weights)
    shares = {vendor: Fraction() for volumes in measures.values() for vendor in volumes}
    for measure, weight in weights.items():
        if weight:
            for vendor, part in _parts(measure, measures[measure]).items():
                shares[vendor] += Fraction(weight) / 100 * part
    return shares


def _check(weights: Mapping[M, Exact]) -> None:
    for measure, weight in weights.items():
        if fraction(f"the weight of {measure}", weight) < 0:
            message = mark("The weight of {measure} is below zero: {weight} %.")
            raise WrongInput(message, field="weights", measure=measure, weight=told(weight))
    hundred(weights)


def hundred(weights: Mapping[M, Exact]) -> None:
    """WrongInput with their sum where the weights, in percent, do not add up to 100."""
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction())
    if whole != 100:
        message = mark("The weights add up to {sum} %, not to 100 %.")
        raise WrongInput(message, field="weights", sum=told(whole))


def _parts(measure: M, volumes: Mapping[str, Exact]) -> dict[str, Fraction]:
    exact = {vendor: volume_of(vendor, volume) for vendor, volume in volumes.items()}
    total = sum(exact.values(), Fraction())
    if not total:
        message = mark("No vendor has any of “{measure}”: it cannot be a part of the blend.")
        raise WrongInput(message, field="weights", measure=measure)
    return {vendor: volume / total for vendor, volume in exact.items()}
