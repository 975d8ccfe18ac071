"""The check of rounds, findings, plans and checklists: silent about what was really done, loud about each fault."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from lib.inspections.actions.ending import end
from lib.inspections.checking import problems
from lib.tickets.checking import MOST
from tests.conftest import MONDAY
from tests.inspections.touring import DAY, Tour
from tests.inspections.walking import NOT_REACHED, WRONG, walk

LATER = MONDAY + timedelta(hours=9)
MADE = f"UPDATE plan SET made_until = DATE '{DAY + timedelta(days=30)}'"


class _TakenBack(Exception):
    pass


BROKEN = (
    ("UPDATE round SET version = 1", "its history does not lead to version 1"),
    ("UPDATE round_event SET seq = 1 WHERE action = 'begin'", "its history does not lead to"),
    ("DELETE FROM round_event WHERE action = 'end'", "but its history does not say so"),
    ("UPDATE round_event SET action = 'exempt' WHERE action = 'end'", "but its history does not say so"),
    ("UPDATE answer SET finding_id = NULL", "no finding keeps it"),
    ("UPDATE answer SET verdict = 'passed'", "was in order on its round"),
    ("UPDATE finding SET ticket_id = NULL", "has no ticket"),
    ("UPDATE finding SET resolved_at = found_at", "settled without a re-check that passed"),
    (
        "INSERT INTO recheck (finding_id, seq, passed, checked_at) SELECT id, 1, TRUE, found_at FROM finding",
        "settled without a re-check that passed",
    ),
    (
        "INSERT INTO recheck (finding_id, seq, passed, checked_at) SELECT id, 2, FALSE, found_at FROM finding",
        "not numbered one after the other",
    ),
    (
        "INSERT INTO finding SELECT id + 1, * EXCLUDE (id) FROM finding",
        "the same fault, and both are open",
    ),
    ("UPDATE plan SET made_until = starts_on - 1", "beyond the day up to which they were made"),
    ("UPDATE plan SET made_until = NULL", "beyond the day up to which they were made"),
    ("UPDATE plan SET route = 2", "has no stop on its route"),
    ("UPDATE plan_stop SET asset_id = NULL, location_id = NULL", "neither a machine nor a place"),
    ("UPDATE checklist SET version = 2", "has nothing in version 2"),
    ("UPDATE plan SET rule = 'FREQ=SOMETIMES'", "cannot be read"),
    ("UPDATE plan SET season = '13-40'", "cannot be read"),
    ("UPDATE plan SET slots = 'morning'", "cannot be read"),
    ("UPDATE plan SET holidays = 'perhaps'", "“perhaps” in plan.holidays"),
    ("UPDATE answer SET verdict = 'so-so'", "“so-so” in answer.verdict"),
    ("UPDATE asset SET status = 'lost'", "“lost” in asset.status"),
    ("UPDATE round SET stops_done = 7", "its visits say otherwise"),
)
"""What is changed behind the product's back, and what the check says of it."""


def _said(tour: Tour) -> list[str]:
    return [str(problem) for problem in problems(tour.db, LATER)]


def _change(tour: Tour, *statements: str) -> None:
    with tour.db.transaction() as tx:
        for statement in statements:
            tx.execute(statement)


def _after(tour: Tour, *statements: str) -> list[str]:
    """What the check says with these changes, which are taken back."""
    found: list[str] = []
    with suppress(_TakenBack), tour.db.transaction() as tx:
        for statement in statements:
            tx.execute(statement)
        found += [str(problem) for problem in problems(tx, LATER)]
        raise _TakenBack
    return found


@pytest.fixture
def walked(tour: Tour) -> Tour:
    """Stop 1 with something not in order, and the round ended with the rest carried on."""
    walk(tour, 1, noise=WRONG)
    walk(tour, 2, noise=NOT_REACHED)
    end(tour.db, round_id=tour.round_id, version=None, by=tour.cast.by("li"))
    _change(tour, MADE)
    return tour


def test_what_was_really_done_is_sound(walked: Tour) -> None:
    assert _said(walked) == []


@pytest.mark.long
def test_each_fault_is_noticed(walked: Tour) -> None:
    for wrong, said in BROKEN:
        assert any(said in line for line in _after(walked, wrong)), (wrong, said)
    assert _said(walked) == []


def test_a_plan_that_has_ended_has_no_rounds_to_come(tour: Tour) -> None:
    ended = f"UPDATE plan SET ends_on = DATE '{DAY - timedelta(days=1)}', starts_on = DATE '2026-01-01'"
    _change(tour, MADE, ended)
    assert [str(line) for line in problems(tour.db, MONDAY)] != []
    # Its window is over: it was missed, and nobody will come.
    assert [str(line) for line in problems(tour.db, MONDAY + timedelta(days=2))] == []


def test_two_codes_in_force_on_one_machine_are_noticed(tour: Tour) -> None:
    code = f"INSERT INTO asset_label (code, asset_id, issued_at) VALUES ('%s', {tour.assets[0]}, now())"
    said = _after(tour, MADE, code % "abcd2345", code % "bcde3456")
    assert said == ["The asset SB-0001 has more than one valid code."]


def test_many_of_one_kind_are_counted_not_listed(tour: Tour) -> None:
    columns = "id, version, plan_id, occurs_on, slot, status, day, planned_at, opens_at, closes_at, minutes, "
    columns += "checklist_id, checklist_version, route, stops"
    more = f"""
        INSERT INTO round ({columns}) SELECT id + n, 0, plan_id, occurs_on + n::INTEGER, slot, status, day,
          planned_at, opens_at, closes_at, minutes, checklist_id, checklist_version, route, stops
        FROM round, range(1, {MOST + 6}) t(n)"""
    said = _after(tour, MADE, more)
    assert len(said) == MOST + 1 and "5" in said[-1]
