"""What each participant carries: blend, quality, the one rate, tax; and its path as one line; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lib.cost_sharing import tax
from lib.cost_sharing.blending import blend
from lib.cost_sharing.measuring import Measured
from lib.cost_sharing.methods import Apportioned, apportioned
from lib.cost_sharing.outcome import Line
from lib.cost_sharing.quality import NEUTRAL
from lib.cost_sharing.quality_rates import Quality, qualities
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.tax import Taxed
from lib.cost_sharing.volumes import Volumes
from lib.cost_sharing.words import MEASURE_WORDS, Closing


@dataclass(frozen=True, slots=True)
class Carried:
    """What the lines are made of. `plain`: as if quality weighed nothing."""

    volumes: Volumes
    blended: Mapping[str, Fraction]
    qualities: Mapping[str, Quality]
    shared: Apportioned
    plain: Apportioned
    adjustments: Mapping[str, int]
    taxed: Mapping[str, Taxed]
    closings: Mapping[str, Mapping[Closing, int]]


def carried_by(
    found: Volumes, counted: pl.DataFrame, scheme: Scheme, pool: int, adjustments: Mapping[str, int]
) -> Carried:
    """The pool (cents) carried by those whose volumes these are; `counted`: the tickets behind them. `adjustments`:
    cents by vendor code. WrongInput as in `blend`, `factor`, `apportioned` and `split`."""
    # The measures go by the words people know them under, so that a refusal names them.
    blended = blend(
        {MEASURE_WORDS[measure]: by_vendor for measure, by_vendor in found.items()},
        {MEASURE_WORDS[measure]: weight for measure, weight in scheme.weights.items()},
    )
    judged_by = qualities(counted, blended, scheme)
    weighed = {code: part * _factor(judged_by, code) for code, part in blended.items()}
    shared = _apportioned(pool, weighed, scheme)
    owed = {code: part.cents for code, part in shared.parts.items()}
    for code, cents in adjustments.items():
        owed[code] = owed.get(code, 0) + cents
    return Carried(
        volumes=found,
        blended=blended,
        qualities=judged_by,
        shared=shared,
        plain=_apportioned(pool, blended, scheme) if judged_by else shared,
        adjustments=adjustments,
        taxed=tax.split(owed, scheme.tax_rate, included=scheme.tax_included),
        closings=_closings(counted),
    )


def _apportioned(pool: int, by_vendor: Mapping[str, Fraction], scheme: Scheme) -> Apportioned:
    return apportioned(pool, by_vendor, fixed=scheme.fixed, floors=scheme.floors, caps=scheme.caps)


def _factor(qualities: Mapping[str, Quality], code: str) -> Fraction:
    return qualities[code].factor.value if code in qualities else NEUTRAL


def _closings(counted: pl.DataFrame) -> dict[str, dict[Closing, int]]:
    found: dict[str, dict[Closing, int]] = {}
    for vendor, how, n in counted.group_by("vendor", "how").len().sort("vendor", "how").iter_rows():
        if how:
            found.setdefault(vendor, {})[Closing(how)] = n
    return found


def line_of(measured: Measured, carried: Carried, code: str) -> Line:
    """The path of one vendor; of one that takes no part only its adjustment."""
    part, taxed = carried.shared.parts.get(code), carried.taxed[code]
    judged_by = carried.qualities.get(code)
    rates = judged_by.rates if judged_by else {}
    return Line(
        code=code,
        vendor_id=measured.vendors[code].id,
        name=measured.vendors[code].name,
        measured={measure: by_vendor.get(code, Fraction()) for measure, by_vendor in carried.volumes.items()},
        blended=carried.blended.get(code, Fraction()),
        quality=_factor(carried.qualities, code),
        quality_parts={str(one): moved for one, moved in judged_by.factor.parts.items()} if judged_by else {},
        volume=part.volume if part else Fraction(),
        fixed=part.fixed if part else 0,
        floor=part.floor if part else None,
        cap=part.cap if part else None,
        exact=part.exact if part else Fraction(),
        bound=part.bound if part else "",
        rounded_up=part.rounded_up if part else False,
        cents=part.cents if part else 0,
        quality_cents=part.cents - carried.plain.parts[code].cents if part else 0,
        adjustment_cents=carried.adjustments.get(code, 0),
        net_cents=taxed.net,
        tax_cents=taxed.tax,
        total_cents=taxed.total,
        closings=carried.closings.get(code, {}),
        quality_n={str(one): rate.n for one, rate in rates.items()},
        quality_good={str(one): rate.good for one, rate in rates.items()},
    )
