"""Times of a foreign file: read on its own wall clock, doubtful ones said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lib.core.errors import WrongInput
from lib.core.i18n import mark

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
LONGEST = 40
"""Characters of a time."""
TWICE = mark("{text} came twice that night (clocks set back); the first is taken")
NEVER = mark("{text} never was on that clock (clocks set forward); read as an hour later")


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name, such as America/New_York; WrongInput when there is none."""
    if not name:
        raise WrongInput(mark("Please say in which time zone the times of the file are: --timezone ZONE"))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongInput(mark("There is no time zone “{name}”."), name=name) from error


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
    if len(text) <= LONGEST:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
        for each in formats:
            try:
                return datetime.strptime(text, each)  # noqa: DTZ007 — the zone is added by the caller
            except ValueError:
                continue
    raise WrongInput(mark("“{text}” is not a time."), text=text[:LONGEST])


def _doubt(local: datetime, found: datetime, zone: ZoneInfo) -> str | None:
    """Only where the clock was set are there two readings of a wall time: of an hour it showed twice, or never."""
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return None
    return TWICE if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else NEVER
