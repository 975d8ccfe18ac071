"""How long work is expected to take: what was said, until enough has been seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lib.dispatch.expected import DOUBT, UNHEARD_OF, expected_minutes, learned
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.ticket import Ticket
from lib.tickets.words import Outcome
from tests.conftest import MONDAY, Cast

GROUPS = {"A-1": "A", "A-2": "A", "B-1": "B", "B-2": "B"}
SAID = {"A-1": 20.0, "A-2": 40.0, "B-1": 30.0}


def test_without_history_it_is_what_was_said() -> None:
    found = learned(SAID, {}, GROUPS)
    assert found == pytest.approx({**SAID, "B-2": UNHEARD_OF})


def test_many_jobs_outweigh_what_was_said_and_few_do_not() -> None:
    assert learned(SAID, {"B-1": (10_000, 60.0)}, GROUPS)["B-1"] == pytest.approx(60, rel=0.01)
    assert learned(SAID, {"B-1": (1, 60.0)}, GROUPS)["B-1"] == pytest.approx(30, rel=0.1)
    # As many jobs as doubt: half of the way, in proportions; the group leans along by a half as well.
    halfway = learned(SAID, {"B-1": (DOUBT, 120.0)}, GROUPS)["B-1"]
    assert halfway == pytest.approx(30 * 4 ** (1 / 2 + 1 / 4))


def test_a_service_nobody_did_leans_on_its_group() -> None:
    found = learned(SAID, {"A-1": (10_000, 30.0)}, GROUPS)
    assert (found["A-2"], found["B-1"]) == (pytest.approx(60, rel=0.01), pytest.approx(30))


def test_what_was_really_done_here_is_read(cast: Cast, report: Callable[..., Ticket]) -> None:
    before = expected_minutes(cast.db, MONDAY)["GD-01"]
    for _ in range(3):
        ticket, li = report(), cast.people["li"]
        which = {"ticket_id": ticket.id, "version": None}
        dispatching.assign(cast.db, **which, whom=Whom(assignee_id=li), by=cast.by("zhao"))
        working.accept(cast.db, **which, by=cast.by("li"))
        working.arrive(cast.db, **which, by=cast.by("li"))
        end = cast.by("li", MONDAY + timedelta(minutes=90))
        working.complete(cast.db, **which, work=Work(outcome=Outcome.FIXED), by=end)
    # Read once a day: the next morning knows.
    assert expected_minutes(cast.db, MONDAY)["GD-01"] == before
    assert expected_minutes(cast.db, MONDAY + timedelta(days=1))["GD-01"] > before + 3
