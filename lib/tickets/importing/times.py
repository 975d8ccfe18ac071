"""Times of a foreign file: read on its own wall clock, doubtful ones said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lib.core.errors import WrongInput
from lib.core.i18n import mark

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
TWICE = mark("{text} came twice that night (clocks set back); the first is taken")
NEVER = mark("{text} never was on that clock (clocks set forward); read as an hour later")


def instant(text: str, zone: ZoneInfo, formats: Sequence[str]) -> tuple[datetime, str | None]:
    """The instant in UTC, and the doubt about it (`TWICE`, `NEVER`) if there is one; WrongInput for no time.

    Times that come with their own offset are taken as they are.
    """
    wall = _parsed(text, formats)
    local = wall if wall.tzinfo else wall.replace(tzinfo=zone)
    try:
        found = local.astimezone(UTC)
    except OverflowError:
        found = datetime.min.replace(tzinfo=UTC)
    if found < EARLIEST:
        raise WrongInput(mark("“{text}” is too long ago to be true."), text=text)
    if wall.tzinfo:
        return found, None
    return found, _doubt(local, found, zone)


def _parsed(text: str, formats: Sequence[str]) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for each in formats:
        try:
            return datetime.strptime(text, each)  # noqa: DTZ007 — the zone is added by the caller
        except ValueError:
            continue
    raise WrongInput(mark("“{text}” is not a time."), text=text)


def _doubt(local: datetime, found: datetime, zone: ZoneInfo) -> str | None:
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return NEVER
    return TWICE if local.utcoffset() != local.replace(fold=1).utcoffset() else None
