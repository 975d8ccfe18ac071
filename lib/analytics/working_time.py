"""Working time of many instants at once: the same answer as `WorkingCalendar`, for whole columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lib.catalog.working_calendar import WorkingCalendar

MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class WorkedBefore:
    """How much working time lies before an instant, counted from the earliest one asked for: the working time between
    two instants is the difference. Exact to the microsecond."""

    def __init__(self, hours: WorkingCalendar, since: datetime, until: datetime) -> None:
        self._always = hours.always
        spans = [] if self._always else list(hours.spans(since, until))
        self._opens = np.array([_number(opens) for opens, _ in spans], dtype=np.int64)
        self._closes = np.array([_number(closes) for _, closes in spans], dtype=np.int64)
        self._worked = np.concatenate(([0], np.cumsum(self._closes - self._opens)))

    def __call__(self, instants: pl.Series) -> pl.Series:
        """Microseconds for each of the instants."""
        at = instants.to_physical().to_numpy()
        if self._always:
            return pl.Series(instants.name, at, pl.Int64)
        return pl.Series(instants.name, self._before(at), pl.Int64)

    def _before(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        if not len(self._opens):
            return np.zeros(len(at), dtype=np.int64)
        n = np.searchsorted(self._opens, at, side="right")
        last = np.maximum(n - 1, 0)
        beyond = np.where(n > 0, np.maximum(self._closes[last] - at, 0), 0)
        found: NDArray[np.int64] = self._worked[n] - beyond
        return found


def _number(instant: datetime) -> int:
    return (instant - _EPOCH) // MICROSECOND
