"""Who is on duty, as the board's rail of people shows it."""

from __future__ import annotations

import json
from datetime import timedelta

from lib.dispatch import on_shift
from tests.conftest import MONDAY, Cast


def test_without_a_roster_a_team_counts_whole(cast: Cast) -> None:
    told = json.loads(on_shift.message(cast.db, MONDAY))
    assert (told["kind"], told["people"], told["whole"]) == ("duty", {}, sorted([cast.team, cast.other_team]))


def test_it_is_the_same_text_within_a_minute(cast: Cast) -> None:
    first = on_shift.message(cast.db, MONDAY)
    assert on_shift.message(cast.db, MONDAY + timedelta(seconds=40)) is first
