"""A round begins once, whoever says so first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.inspections import records
from lib.inspections.actions.beginning import begin
from lib.inspections.words import Status
from tests.conftest import MONDAY
from tests.inspections.touring import OPENS, Tour


def test_it_begins_once(tour: Tour) -> None:
    begun = begin(tour.db, round_id=tour.round_id, by=tour.cast.by("li"))
    again = begin(tour.db, round_id=tour.round_id, by=tour.cast.by("chen", MONDAY + timedelta(minutes=1)))
    assert (begun.status, begun.begun_at, begun.begun_by) == (Status.RUNNING, MONDAY, tour.cast.people["li"])
    assert again == begun
    assert len(records.events(tour.db, tour.round_id)) == 1


def test_not_before_its_window(tour: Tour) -> None:
    with pytest.raises(Refusal):
        begin(tour.db, round_id=tour.round_id, by=tour.cast.by("li", OPENS - timedelta(seconds=1)))
    begin(tour.db, round_id=tour.round_id, by=tour.cast.by("li", OPENS))


def test_not_by_others(tour: Tour) -> None:
    with pytest.raises(NotAllowed):
        begin(tour.db, round_id=tour.round_id, by=tour.cast.by("zhou"))
    with pytest.raises(NotFound):
        begin(tour.db, round_id=999, by=tour.cast.by("li"))
