"""A demonstration hospital's month shared like the slow way from its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from lib.cost_sharing.measuring import measured
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import Measure
from lib.tickets.words import Kind
from tests.cost_sharing.test_sharing import as_slow
from tests.demo.conftest import made

NOW = datetime(2026, 11, 26, 2, 20, tzinfo=UTC)
STARTS, ENDS = date(2026, 9, 26), date(2026, 11, 25)


@pytest.mark.long
def test_two_months_of_the_demonstration_are_the_same_both_ways(tmp_path: Path, data: Path) -> None:
    db = made(tmp_path, NOW, 0.1).db
    period = measured(db, STARTS, ENDS)
    assert len(period.tickets) > 300 and period.tickets["reopened"].sum() > 5
    scheme = Scheme(rounds=True, kinds=tuple(Kind), merged=True, misdispatched=True)
    quarter = Decimal(100) / 4
    for one in (
        Scheme(),
        replace(
            scheme,
            weights=dict.fromkeys((Measure.TICKETS, Measure.HOURS, Measure.VALUE, Measure.POINTS), quarter),
        ),
    ):
        as_slow(db, STARTS, ENDS, one, 5_000_000)
    db.close()
