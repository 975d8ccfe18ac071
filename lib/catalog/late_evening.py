"""What is reported late in the evening and promised only for the next morning."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from lib.core.clock import local, local_date, wall
from lib.core.errors import WrongInput
from lib.core.i18n import mark

NEVER_IN = "critical"
"""The class of areas in which work never waits for the morning."""


def counts_from(at: datetime, late_from: str, starts: str) -> datetime:
    """The instant itself, or the next morning's `starts` where it lies between `late_from` and then; what is reported
    after midnight belongs to the same night. Both are times such as "20:00"; nothing is moved where one is empty."""
    if not late_from or not starts:
        return at
    now, evening, morning = local(at).time(), time.fromisoformat(late_from), time.fromisoformat(starts)
    if now >= evening:
        return wall(local_date(at) + timedelta(days=1), morning)
    return wall(local_date(at), morning) if now < morning else at


def check(late_from: str, starts: str) -> None:
    """WrongInput where the two times cannot be promised: both or none, the evening's after the morning's."""
    if not late_from and not starts:
        return
    if not late_from or not starts:
        message = mark("Please give both: from which hour it waits, and when the next morning begins.")
        raise WrongInput(message, field="late_start" if late_from else "late_from")
    if _time(late_from, "late_from") <= _time(starts, "late_start"):
        message = mark("The evening's hour must lie after the next morning's, such as 20:00 and 08:00.")
        raise WrongInput(message, field="late_from")


def _time(typed: str, field: str) -> time:
    try:
        return time.fromisoformat(typed)
    except ValueError:
        raise WrongInput(mark("Please write a time such as 20:00."), field=field) from None
