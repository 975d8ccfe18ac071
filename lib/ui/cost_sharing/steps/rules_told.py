"""Changed rules of a statement in words: what a weight, bound or choice was and what it is now."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing.words import INDICATOR_WORDS, MEASURE_WORDS, Measure
from lib.people.organisation import vendors
from lib.tickets.words import KIND_WORDS, Kind
from lib.ui.session import Session

MOST = 4
"""So many changes of one rule are named; the rest are counted."""
_AMOUNTS = frozenset({"fixed", "floors", "caps", "labour_hour_cents"})
NONE = mark("none")


def each(here: Session, name: str, field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What differs of a rule with a value for each measure, vendor or indicator; `field`: what the rule is called."""
    _ = here._
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    said = [
        f"{_key(here, name, key)} {_value(here, name, before.get(key))} → {_value(here, name, after.get(key))}"
        for key in changed[:MOST]
    ]
    words = _(", ").join(said)
    if len(changed) > MOST:
        words = _("{what} and {n} more", what=words, n=len(changed) - MOST)
    return _("{field}: {what}", field=_(field), what=words)


def one(here: Session, name: str, value: Any) -> str:
    """A plain rule as people read it."""
    _ = here._
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(_(KIND_WORDS[Kind(kind)]) for kind in value) or _(NONE)
    if name == "payee":
        return _vendor(here, value) if value else _(NONE)
    if name == "tax_rate":
        return f"{Decimal(str(value)) * 100:f}".rstrip("0").rstrip(".") + "%"
    return yuan(value) if name in _AMOUNTS else str(value)


def _key(here: Session, name: str, key: str) -> str:
    if name == "weights":
        return here._(MEASURE_WORDS[Measure(key)])
    if name == "quality":
        return here._(INDICATOR_WORDS.get(key, key))
    return _vendor(here, key)


def _value(here: Session, name: str, value: Any) -> str:
    if value is None:
        return "0%" if name == "weights" else here._(NONE)
    return f"{value}%" if name == "weights" else one(here, name, value)


def _vendor(here: Session, code: str) -> str:
    return next((found.name for found in vendors(here.db).values() if found.code == code), code)
