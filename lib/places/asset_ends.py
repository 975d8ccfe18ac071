"""When an asset's warranty and its life end, and what is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lib.core.i18n import mark
from lib.places.assets import Asset, AssetStatus

WARRANTY_SOON, LIFE_SOON = timedelta(days=60), timedelta(days=365)
"""A claim takes two months to bring; a new machine takes a year to plan, buy and build in."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One sentence as a message and its facts; `over`: it has ended, and should have been seen to."""

    message: str
    facts: dict[str, Any] = field(default_factory=dict)
    over: bool = False


def endings(asset: Asset, today: date) -> list[Ending]:
    """What ends soon or has ended; nothing for a retired asset. The day named is the last good one: on it nothing has
    ended yet."""
    if asset.status == AssetStatus.RETIRED:
        return []
    found = []
    if (life := asset.life_ends_on) is not None:
        if life < today:
            found.append(Ending(mark("Past its planned life since {day}"), {"day": str(life)}, over=True))
        elif life - today <= LIFE_SOON:
            found.append(Ending(mark("Planned life ends on {day}"), {"day": str(life)}))
    if (warranty := asset.warranty_until) is not None and today <= warranty <= today + WARRANTY_SOON:
        days = (warranty - today).days
        found.append(
            Ending(mark("Warranty ends on {day}, in {days} days"), {"day": str(warranty), "days": days})
        )
    return found
