"""Findings put right, in time or not, and machines in good condition, counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lib.inspections import finding_rates
from lib.inspections.compliance import Chosen
from lib.inspections.seeing import EVERYTHING, visible
from lib.places.assets import all_assets
from lib.store.database import Transaction
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY
from tests.inspections.touring import DAY, Tour

Report = Callable[..., Ticket]
CHOSEN = Chosen(first=DAY, last=DAY + timedelta(days=6))
NOW = MONDAY + timedelta(days=30)
DUE = MONDAY + timedelta(days=1)
EARLY, LATE = DUE - timedelta(hours=1), DUE + timedelta(hours=1)


def found(tx: Transaction, tour: Tour, number: int, ticket_id: int | None, **more: Any) -> None:
    about: dict[str, Any] = {
        "id": number,
        "round_id": tour.round_id,
        "position": 1,
        "item_id": tour.items["noise"],
    }
    about |= {"checklist_id": tour.checklist_id, "checklist_version": 1, "ticket_id": ticket_id}
    tx.insert("finding", about | {"asset_id": tour.assets[0], "found_at": MONDAY} | more)


def again(tx: Transaction, number: int, seq: int, passed: bool) -> None:
    tx.insert(
        "recheck",
        {"finding_id": number, "seq": seq, "passed": passed, "checked_at": MONDAY + timedelta(days=seq)},
    )


def test_put_right_and_in_time_are_counted_apart(tour: Tour, report: Report) -> None:
    kept, broken, merged, open_one = (report().id for _ in range(4))
    with tour.db.transaction() as tx:
        tx.execute(
            "UPDATE ticket SET complete_due = $due, done_at = $at WHERE id = $id", due=DUE, at=EARLY, id=kept
        )
        tx.execute(
            "UPDATE ticket SET complete_due = $due, done_at = $at WHERE id = $id", due=DUE, at=LATE, id=broken
        )
        tx.execute(
            "UPDATE ticket SET merged_into = $into, complete_due = NULL WHERE id = $id", into=kept, id=merged
        )
        tx.execute("UPDATE ticket SET complete_due = $due WHERE id = $id", due=DUE, id=open_one)
        done = {"resolved_at": MONDAY + timedelta(days=2)}
        found(tx, tour, 1, kept, **done)  # in time
        found(tx, tour, 2, broken, **done)  # finished after its promise
        found(tx, tour, 3, merged, **done)  # as late as the ticket that carries it
        found(tx, tour, 4, kept, **done)  # failed its first re-check
        found(tx, tour, 5, open_one)  # still open, its promise over
        found(tx, tour, 6, None, **done)  # without a ticket there is nothing to judge
        found(tx, tour, 7, kept, found_at=MONDAY - timedelta(days=3))  # of another week
        again(tx, 1, 1, True)
        again(tx, 4, 1, False)
        again(tx, 4, 2, True)
        again(tx, 2, 9, True)  # looked at again in another week
    frame = finding_rates.findings(tour.db, CHOSEN, sight=EVERYTHING, now=NOW)
    (all_of_it,) = finding_rates.counted(frame).to_dicts()
    by_hand = {"found": 6, "resolved": 5, "judged": 5, "in_time": 2, "rechecks": 3, "rechecks_passed": 2}
    assert {name: all_of_it[name] for name in by_hand} == by_hand
    assert (all_of_it["resolve_rate"], all_of_it["timely_rate"]) == (5 / 6, 2 / 5)
    (by_plan,) = finding_rates.counted(frame, ["plan_id", "vendor_id", "month"]).to_dicts()
    assert (by_plan["plan_id"], by_plan["vendor_id"], by_plan["month"]) == (
        tour.plan_id,
        tour.cast.vendor,
        "2026-11",
    )
    others = finding_rates.findings(tour.db, CHOSEN, sight=visible(tour.cast.actor("zhou")), now=NOW)
    assert finding_rates.counted(others).to_dicts()[0]["found"] == 0


def test_while_the_promise_runs_nothing_is_judged(tour: Tour, report: Report) -> None:
    with tour.db.transaction() as tx:
        found(tx, tour, 1, report().id)
    frame = finding_rates.findings(tour.db, CHOSEN, sight=EVERYTHING, now=MONDAY)
    (counts,) = finding_rates.counted(frame).to_dicts()
    assert (counts["found"], counts["judged"], counts["timely_rate"]) == (1, 0, None)


@pytest.mark.parametrize(
    ("status", "trouble", "good", "n"),
    [
        ("in_use", False, 2, 2),
        ("in_use", True, 1, 2),
        ("standby", True, 1, 2),
        ("stopped", False, 1, 1),
        ("stopped", True, 1, 2),
        ("retired", True, 1, 1),
    ],
)
def test_stopping_a_broken_machine_does_not_mend_the_rate(
    tour: Tour, status: str, trouble: bool, good: int, n: int
) -> None:
    with tour.db.transaction() as tx:
        tx.execute("UPDATE asset SET status = $status WHERE id = $id", status=status, id=tour.assets[0])
        if trouble:
            found(tx, tour, 1, None)
    now = finding_rates.condition(tour.db, all_assets(tour.db).values())
    assert (now.good, now.n) == (good, n)


def test_an_unfinished_repair_counts_and_a_finished_one_does_not(tour: Tour, report: Report) -> None:
    ticket = report()
    for kind, status, good in (("repair", "on_hold", 1), ("repair", "done", 2), ("request", "assigned", 2)):
        with tour.db.transaction() as tx:
            about = {"asset": tour.assets[1], "kind": kind, "status": status, "id": ticket.id}
            tx.execute(
                "UPDATE ticket SET asset_id = $asset, kind = $kind, status = $status WHERE id = $id", **about
            )
        assert finding_rates.condition(tour.db, all_assets(tour.db).values()).good == good
    assert finding_rates.condition(tour.db, []).interval is None
