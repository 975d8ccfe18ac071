"""Facts of events as plain JSON text: instants as ISO, decimals as text."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def dumps(facts: Any) -> str:
    """Compact JSON, Chinese kept readable."""
    return _ENCODER.encode(facts)


def loads(text: str) -> dict[str, Any]:
    """The facts again; instants stay text (`instant` reads them)."""
    facts: dict[str, Any] = json.loads(text)
    return facts


def instant(value: str | datetime | None) -> datetime | None:
    """An instant kept as ISO text, or as it was before it was written."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an event's facts")


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
