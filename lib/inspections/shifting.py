"""Where a round goes when somebody moves it to another day: inside its window, back home, or with its window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from lib.core.clock import local, wall
from lib.inspections.plans import Slot, parse_slots
from lib.inspections.round import Round


class Window(NamedTuple):
    """From when (inclusive) until when (exclusive) a round may be done."""

    opens_at: datetime
    closes_at: datetime


def days_inside(slot: str, opens_at: datetime, closes_at: datetime) -> tuple[date, date]:
    """The first and the last day on which the slot lies inside the window whole; the last may lie before the first."""
    opens, closes, span = local(opens_at), local(closes_at), _span(slot)
    first = opens.date() + timedelta(days=opens.time() > span.starts)
    last = closes.date() - timedelta(days=(closes.time() < span.ends) + (span.ends <= span.starts))
    return first, last


def inside(slot: str, window: Window, day: date) -> bool:
    """Whether the slot of that day lies inside the window whole."""
    first, last = days_inside(slot, *window)
    return first <= day <= last


def moved(round: Round, day: date, home: Window) -> Mapping[str, Any]:
    """The columns that change. Inside the window only the day and the time do; on a day of `home`, the window it was
    made with, it gets that one back; anywhere else its window moves along by as many days.

    Source: the product's rule on moving rounds."""
    stays = Window(round.opens_at, round.closes_at)
    if inside(round.slot, home, day):
        window = home
    elif inside(round.slot, stays, day):
        window = stays
    else:
        by = day - round.day
        window = Window(_later(stays.opens_at, by), _later(stays.closes_at, by))
    planned_at = _later(round.planned_at, day - round.day)
    return {"day": day, "planned_at": planned_at, "opens_at": window.opens_at, "closes_at": window.closes_at}


def _later(instant: datetime, by: timedelta) -> datetime:
    """The same time on the wall, days later."""
    at = local(instant)
    return wall(at.date() + by, at.time())


def _span(slot: str) -> Slot:
    return parse_slots(slot)[0] if slot else parse_slots("00:00-00:00")[0]
