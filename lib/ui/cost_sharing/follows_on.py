"""Whether a period follows on the one before and is a whole month: said where its days are set, and before sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lib.cost_sharing import records
from lib.ui.cost_sharing.statement_choice import month_later
from lib.ui.session import Session

DAY = timedelta(days=1)


def unlike(here: Session, statement_id: int, starts_on: date | None, ends_on: date | None) -> str:
    """What is unusual about these days; "" where nothing is, or where they are not days of a period."""
    if starts_on is None or ends_on is None or ends_on < starts_on:
        return ""
    return "  \n".join(_unlike(here, statement_id, starts_on, ends_on))


def _unlike(here: Session, statement_id: int, starts_on: date, ends_on: date) -> Iterator[str]:
    _ = here._
    others = (one for one in records.all_statements(here.db) if one.id != statement_id)
    before = max((one.ends_on for one in others if one.ends_on < starts_on), default=None)
    if before is not None and (gap := (starts_on - before).days - 1):
        last = starts_on - DAY
        yield _("{days} days lie between this period and the one before: {first} to {last}.",
                days=gap, first=before + DAY, last=last)  # fmt: skip
    more = (ends_on - month_later(starts_on)).days + 1
    if more:
        words = (
            _("{days} days longer than a month", days=more)
            if more > 0
            else _("{days} days shorter than a month", days=-more)
        )
        yield _(
            "This period is {words}; the next one begins on {day}.", words=words, day=f"{ends_on + DAY:%m-%d}"
        )
