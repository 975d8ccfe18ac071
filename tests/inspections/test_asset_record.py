"""The record of a machine: what counts as down, the time between failures, cost, rounds and findings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from lib.inspections.asset_record import record
from lib.inspections.asset_times import Span, times, united
from lib.inspections.due_here import due_here
from lib.people.roles import SYSTEM
from lib.places import asset_keeping
from lib.tickets.actions import branching, closing, dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.rules import set_rule
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import CLOSES, OPENS, Tour, add_round
from tests.inspections.walking import WRONG, walk

HOUR = timedelta(hours=1)
NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # midnight in the hospital


def span(begins: float, ends: float, since: datetime = MONDAY) -> Span:
    return Span(since + begins * HOUR, since + ends * HOUR)


def test_no_minute_counts_twice() -> None:
    assert united([span(5, 6), span(0, 2), span(1, 3), span(3, 4)]) == [span(0, 4), span(5, 6)]


@pytest.mark.parametrize(
    ("spans", "failures", "minutes"),
    [
        ([], 0, None),
        ([span(0, 2)], 1, None),
        ([span(0, 2), span(1, 3)], 1, None),
        ([span(0, 2), span(12, 13)], 2, 600.0),
        ([span(0, 2), span(12, 13), span(33, 34)], 3, 900.0),
        ([span(0, 2), span(1, 12), span(22, 23)], 2, 600.0),
    ],
)
def test_it_runs_from_the_end_of_a_failure_to_the_next(
    spans: list[Span], failures: int, minutes: float | None
) -> None:
    found = times(spans)
    assert (found.failures, found.between_minutes) == (failures, minutes)


def test_a_failure_over_new_year_is_shared_out_by_the_hospitals_calendar() -> None:
    assert times([span(-2, 3, NEW_YEAR)]).per_year == {2027: 180.0, 2026: 120.0}
    assert times([]).per_year == {}


@pytest.fixture
def machine(cast: Cast) -> int:
    said = {"number": "DT-001", "name": "1号客梯", "location_id": cast.room, "vendor_id": cast.vendor}
    return asset_keeping.add(cast.db, actor=SYSTEM, values=said, now=MONDAY)


def finish(cast: Cast, ticket: Ticket, at: datetime, **work: object) -> None:
    """Li does it and is done at that time."""
    dispatching.assign(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        whom=Whom(assignee_id=cast.people["li"]),
        by=cast.by("zhao", at - HOUR),
    )
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", at - HOUR))
    working.complete(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        work=Work(outcome="fixed", no_visit=True, **work),  # type: ignore[arg-type]
        by=cast.by("li", at),
    )


def test_repairs_count_from_the_report_until_they_are_done(
    cast: Cast, machine: int, report: Callable[..., Ticket]
) -> None:
    with cast.db.transaction() as tx:
        set_rule(tx, "labour_hour_cents", 6_000)
    first = report(asset_id=machine, location_id=None)
    assert (first.asset_id, first.location_id) == (machine, cast.room)
    finish(cast, first, MONDAY + 3 * HOUR, labour={cast.people["li"]: 50})
    report(asset_id=machine, kind="consultation", now=MONDAY + 4 * HOUR)
    gone = report(asset_id=machine, now=MONDAY + 5 * HOUR)
    closing.cancel(
        cast.db, ticket_id=gone.id, version=None, reason="报错了", by=cast.by("wang", MONDAY + 6 * HOUR)
    )
    report(asset_id=machine, now=MONDAY + 10 * HOUR)
    found = record(cast.db, machine, actor=cast.actor("zhao"), now=MONDAY + 12 * HOUR)
    assert (found.times.failures, found.times.between_minutes) == (2, 7 * 60.0)
    assert found.times.per_year == {2026: 5 * 60.0}
    assert len(found.tickets) == 4 and found.unseen == 0
    assert (found.labour_minutes, found.labour_cents, found.cost_cents) == (50, 5_000, 5_000)


def test_a_technician_sees_the_figures_but_not_the_tickets_of_others(
    cast: Cast, machine: int, report: Callable[..., Ticket]
) -> None:
    report(asset_id=machine)
    found = record(cast.db, machine, actor=cast.actor("li"), now=MONDAY + HOUR)
    assert (found.tickets, found.unseen, found.times.failures) == ([], 1, 1)


def test_a_next_job_is_about_the_same_machine(
    cast: Cast, machine: int, report: Callable[..., Ticket]
) -> None:
    first = report(asset_id=machine)
    part = branching.Part(description="下周换轴承")
    done = branching.follow_on(cast.db, ticket_id=first.id, version=None, part=part, by=cast.by("wang"))
    assert done.others[0].asset_id == machine


def test_rounds_lead_to_it_while_their_window_is_open(tour: Tour) -> None:
    pump, other = tour.assets

    def due(who: str, now: datetime, asset_id: int = pump) -> list[tuple[int, bool]]:
        actor = tour.cast.actor(who)
        rows = due_here(tour.db, asset_id=asset_id, location_id=tour.cast.room, actor=actor, now=now)
        return [(row["position"], row["checked"]) for row in rows]

    assert due("li", MONDAY) == [(1, False), (3, False)]
    assert due("zhou", MONDAY) == []
    assert due("li", OPENS - HOUR) == due("li", CLOSES) == []
    walk(tour, 1)
    assert due("li", MONDAY) == [(1, True), (3, False)]
    assert due("li", MONDAY, other) == [(2, False), (3, False)]


def test_the_record_says_what_a_round_saw_here(tour: Tour) -> None:
    pump, other = tour.assets
    walk(tour, 1, noise=WRONG)
    actor, now = tour.cast.actor("zhao"), MONDAY + HOUR
    (seen,) = record(tour.db, pump, actor=actor, now=now).rounds
    assert (seen["position"], seen["failed"], seen["state"]) == (1, 1, "running")
    (passed_by,) = record(tour.db, other, actor=actor, now=now).rounds
    assert (passed_by["visited_at"], passed_by["failed"]) == (None, 0)
    found = record(tour.db, pump, actor=actor, now=now)
    assert [row["words"] for row in found.findings] == ["运行无异响"]
    assert [row["number"] for row in found.tickets] == [found.findings[0]["number"]]


def test_a_follow_up_goes_only_where_something_was_left(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        add_round(tx, tour.plan_id, part=1, positions=[2])
    actor = tour.cast.actor("zhao")
    assert len(record(tour.db, tour.assets[0], actor=actor, now=MONDAY).rounds) == 1
    assert len(record(tour.db, tour.assets[1], actor=actor, now=MONDAY).rounds) == 2
