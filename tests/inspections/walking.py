"""Answers somebody gives on a tour."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from lib.inspections.actions.visiting import Visit, Visited, visit
from lib.inspections.judging import Given
from tests.conftest import MONDAY
from tests.inspections.touring import Tour

NOT_REACHED = Given(unchecked="门锁着")
WRONG = Given(words="no")


def good(tour: Tour, **other: Given) -> dict[int, Given]:
    """Every needed item in order, but for those named."""
    answers = {
        "noise": Given(words="yes"),
        "lamp": Given(words="绿"),
        "pressure": Given(number=Decimal("0.4")),
        "meter": Given(number=Decimal(100)),
    }
    return {tour.items[name]: given for name, given in (answers | other).items()}


def walk(
    tour: Tour, position: int, who: str = "li", now: datetime = MONDAY, *, round_id: int = 0, **how: Any
) -> Visited:
    """That stop written down: `answers` (all in order), `skipped`, `key`, `visited_at` …; items by their names."""
    named = {name: how.pop(name) for name in tuple(how) if name in tour.items}
    if "skipped" not in how:
        how.setdefault("answers", good(tour, **named))
    sent = Visit(position=position, **how)
    return visit(tour.db, round_id=round_id or tour.round_id, sent=sent, by=tour.cast.by(who, now))
