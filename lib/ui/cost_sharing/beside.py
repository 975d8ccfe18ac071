"""What stands beside a result: the period before, and a second method on the same business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lib.core.errors import Refusal
from lib.cost_sharing import records
from lib.cost_sharing.blending import blend
from lib.cost_sharing.methods import apportion
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import MEASURE_WORDS, Measure, Status
from lib.store.database import Database
from lib.ui.cost_sharing.method_fields import Weights


@dataclass(frozen=True, slots=True)
class Before:
    """The statement of the period before, and its shares in cents by vendor id."""

    statement: Statement
    pool: int
    cents: Mapping[int, int]


def before(db: Database, statement: Statement) -> Before | None:
    """The newest earlier period that vendors have seen; None for the first one."""
    earlier = (
        one
        for one in records.all_statements(db)
        if one.ends_on < statement.starts_on and one.status is not Status.DRAFT
    )
    if (found := next(earlier, None)) is None:
        return None
    cents = {vendor: share.cents for vendor, share in records.shares(db, found.id).items()}
    return Before(found, sum(cents.values()), cents)


def by_method(shared: Sharing, weights: Weights) -> dict[str, int] | Refusal:
    """Cents by vendor code if the same business were weighed otherwise: pool, quality factors, fixed parts and bounds
    as they are. The refusal where nobody has any of a measure."""
    taking_part = [line for line in shared.lines if shared.rate or line.cents or line.volume]
    scheme = shared.scheme
    measures: Mapping[str, Mapping[str, Fraction]] = {
        MEASURE_WORDS[one]: {line.code: line.measured.get(one, Fraction()) for line in taking_part}
        for one in Measure
    }
    try:
        parts = blend(measures, {MEASURE_WORDS[one]: weight for one, weight in weights.items()})
        return apportion(
            shared.pool,
            {line.code: line.quality * parts[line.code] for line in taking_part},
            fixed=scheme.fixed,
            floors=scheme.floors,
            caps=scheme.caps,
        )
    except Refusal as refusal:
        return refusal
