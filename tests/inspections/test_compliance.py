"""Compliance by hand: a literal fortnight of rounds, and where each of them is counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from lib.analytics.intervals import wilson
from lib.inspections import compliance, compliance_stops
from lib.inspections.compliance import COUNTS, Chosen
from lib.inspections.seeing import EVERYTHING, visible
from tests.inspections.touring import CLOSES, DAY, OPENS, Tour, add_round

NOW = CLOSES + timedelta(days=20)
WHOLE = Chosen(first=DAY, last=DAY + timedelta(days=19))
IN_TIME, AT_THE_END, AFTER = timedelta(hours=-1), timedelta(0), timedelta(hours=5)
# Day after the first Monday, part, status, ended so long after the window closed, moved outside its window, and where
# that round is counted: rule by rule.
TABLE: list[tuple[int, int, str, timedelta | None, bool, str]] = [
    (0, 0, "done", IN_TIME, False, "in_time"),
    (1, 0, "done", IN_TIME, False, "in_time"),
    (2, 0, "done", IN_TIME, False, "in_time"),
    # Ended the very moment the window closed, and five hours later: made up, due and not done in time.
    (3, 0, "done", AT_THE_END, False, "late"),
    (4, 0, "done", AFTER, False, "late"),
    # Ended with something left that is carried: partly done, however early, and the follow-up stands apart.
    (5, 0, "partial", IN_TIME, False, "partial"),
    (5, 1, "done", IN_TIME, False, "carried_done"),
    (6, 0, "partial", AFTER, False, "partial"),
    (6, 1, "due", None, False, "carried"),
    (6, 2, "exempt", IN_TIME, False, "nowhere"),
    # Nobody came; somebody came and did no stop at all; begun and running past its window.
    (7, 0, "due", None, False, "missed"),
    (8, 0, "missed", IN_TIME, False, "missed"),
    (9, 0, "running", None, False, "overrun"),
    # Exempted is not due, whether its window is over or not; that it was done afterwards is told.
    (10, 0, "exempt", AFTER, False, "exempt"),
    (25, 0, "exempt", IN_TIME, False, "exempt"),
    # Moved outside its window it is counted where it went, and once more apart.
    (11, 0, "done", IN_TIME, True, "in_time"),
    (12, 0, "due", None, True, "missed"),
    # Its window still open: not due yet, unless it is ended already.
    (23, 0, "due", None, False, "open"),
    (21, 0, "running", None, False, "open"),
    (22, 0, "done", timedelta(days=-3), False, "in_time"),
]


def fill(
    tour: Tour, table: list[tuple[int, int, str, timedelta | None, bool, str]], **other: Any
) -> dict[int, str]:
    """Writes the table instead of the tour's own round; where each round is counted, by id."""
    found = {}
    with tour.db.transaction() as tx:
        tx.execute("DELETE FROM round WHERE id = $id", id=tour.round_id)
        for days, part, status, ended, moved, counts in table:
            later = timedelta(days=days)
            times = {"opens_at": OPENS + later, "planned_at": OPENS + later, "closes_at": CLOSES + later}
            day = {"day": DAY + later, "occurs_on": DAY + later, "part": part, "status": status}
            end = {"ended_at": CLOSES + later + ended} if ended is not None else {}
            new = add_round(tx, tour.plan_id, **day, **times, **end, **other)
            found[new] = counts
            fact = f'{{"outside":{str(moved).lower()},"reason":"\\"outside\\":true"}}'
            about = {"round_id": new, "seq": 2, "action": "move", "facts": fact}
            tx.insert("round_event", about | {"happened_at": OPENS, "recorded_at": OPENS})
    return found


def everything(tour: Tour, **more: Any) -> pl.DataFrame:
    return compliance.rounds(
        tour.db, Chosen(first=DAY, last=date(2026, 12, 31), **more), sight=EVERYTHING, now=NOW
    )


def test_each_round_is_counted_where_the_rule_says(tour: Tour) -> None:
    wanted = fill(tour, TABLE)
    found = everything(tour)
    for row in found.to_dicts():
        (counts,) = compliance.counted(found.filter(pl.col("id") == row["id"])).to_dicts()
        told = {name for name in COUNTS if counts[name]} - {"moved", "exempt_after"}
        also = {"carried"} if wanted[row["id"]] == "carried_done" else set()
        assert told == ({wanted[row["id"]]} | also) - {"nowhere"}, (row, wanted[row["id"]])


def test_the_rate_of_the_whole_table_is_the_one_counted_by_hand(tour: Tour) -> None:
    fill(tour, TABLE)
    (all_of_it,) = compliance.counted(everything(tour)).to_dicts()
    by_hand = {
        "in_time": 5,
        "late": 2,
        "partial": 2,
        "missed": 3,
        "overrun": 1,
        "open": 2,
        "exempt": 2,
        "moved": 2,
    }
    assert {name: all_of_it[name] for name in COUNTS} == by_hand | {
        "carried": 2,
        "carried_done": 1,
        "exempt_after": 1,
    }
    assert (all_of_it["due"], all_of_it["rate"], all_of_it["missed_rate"]) == (13, 5 / 13, 3 / 13)
    assert (all_of_it["low"], all_of_it["high"]) == wilson(5, 13)


def test_a_period_takes_the_days_rounds_are_meant_for(tour: Tour) -> None:
    fill(tour, TABLE)
    found = compliance.rounds(tour.db, WHOLE, sight=EVERYTHING, now=NOW)
    assert compliance.counted(found)["due"].item() == 12
    assert compliance.counted(found)["open"].item() == 0


def test_as_time_goes_by_what_is_open_becomes_missed_or_overrun(tour: Tour) -> None:
    fill(
        tour,
        [(0, 0, "due", None, False, ""), (0, 1, "due", None, False, ""), (1, 0, "running", None, False, "")],
    )
    for now, told in (
        (CLOSES - timedelta(minutes=1), {"open": 2}),
        (CLOSES, {"missed": 1, "open": 1}),
        (CLOSES + timedelta(days=1), {"missed": 1, "overrun": 1}),
    ):
        (row,) = compliance.counted(compliance.rounds(tour.db, WHOLE, sight=EVERYTHING, now=now)).to_dicts()
        assert {name: row[name] for name in COUNTS if row[name]} == told | {"carried": 1}


def test_nothing_due_has_no_rate(tour: Tour) -> None:
    fill(tour, [])
    (row,) = compliance.counted(everything(tour)).to_dicts()
    assert (row["due"], row["rate"], row["low"], row["missed_rate"]) == (0, None, None, None)
    assert compliance.counted(everything(tour), ["plan_id"]).is_empty()


def test_groups_add_up_to_the_whole(tour: Tour) -> None:
    fill(tour, TABLE)
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET team_id = NULL, vendor_id = $v WHERE id % 2 = 0", v=tour.cast.vendor + 7)
    found, whole = everything(tour), compliance.counted(everything(tour))
    for by in ("plan_id", "vendor_id", "team_id", "month", "campus_id", "kind"):
        groups = compliance.counted(found, [by])
        assert [groups[name].sum() for name in (*COUNTS, "due")] == [
            whole[name].item() for name in (*COUNTS, "due")
        ]
    assert set(found["vendor_id"]) == {tour.cast.vendor, tour.cast.vendor + 7}
    assert set(found["month"]) == {"2026-11", "2026-12"}


@pytest.mark.parametrize(("name", "sees"), [("zhao", 20), ("feng", 20), ("sun", 20), ("zhou", 0), ("liu", 0)])
def test_everybody_counts_what_they_may_see(tour: Tour, name: str, sees: int) -> None:
    fill(tour, TABLE)
    chosen = Chosen(first=DAY, last=date(2026, 12, 31))
    assert compliance.rounds(tour.db, chosen, sight=visible(tour.cast.actor(name)), now=NOW).height == sees


def test_filters_leave_what_was_asked_for(tour: Tour) -> None:
    fill(tour, TABLE)
    campus = tour.db.value("SELECT DISTINCT campus_id FROM round")
    ours = {"teams": (tour.cast.team,), "vendors": (tour.cast.vendor,), "plans": (tour.plan_id,)}
    assert everything(tour, **ours, campuses=(campus,), kinds=("inspection",)).height == len(TABLE)
    for other in (
        {"teams": (99,)},
        {"vendors": (99,)},
        {"plans": (99,)},
        {"campuses": (99,)},
        {"kinds": ("drill",)},
    ):
        assert everything(tour, **other).is_empty()


def visit(tour: Tour, round_id: int, position: int, at: datetime, seq: int = 1, **more: Any) -> None:
    verdict = more.pop("verdict", "passed")
    with tour.db.transaction() as tx:
        key = {"round_id": round_id, "position": position, "seq": seq}
        tx.insert("visit", key | {"visited_at": at, "recorded_at": at} | more)
        tx.insert("answer", key | {"item_id": tour.items["noise"], "verdict": verdict})


def test_by_place_each_stop_counts_for_itself(tour: Tour) -> None:
    (first, second, third) = fill(tour, [(day, 0, "partial", IN_TIME, False, "") for day in range(3)])
    late = CLOSES + timedelta(hours=1)
    visit(tour, first, 1, OPENS)
    visit(tour, first, 2, OPENS, skipped="门锁着")
    visit(tour, first, 3, late)
    visit(tour, second, 1, OPENS, verdict="unchecked")
    visit(tour, second, 1, OPENS + timedelta(days=1, hours=1), seq=2)
    # Put right after the window it is no later; unchecked afterwards it is left again.
    visit(tour, second, 2, OPENS + timedelta(days=1))
    visit(tour, second, 2, late + timedelta(days=1), seq=2, verdict="failed")
    visit(tour, third, 1, OPENS + timedelta(days=2))
    visit(tour, third, 1, OPENS + timedelta(days=2), seq=2, verdict="unchecked")
    found = compliance_stops.stops(tour.db, WHOLE, sight=EVERYTHING, now=NOW)
    became = {(row["round_id"], row["position"]): row["became"] for row in found.to_dicts()}
    assert became == {
        (first, 1): "in_time", (first, 2): "left", (first, 3): "late",
        (second, 1): "in_time", (second, 2): "in_time", (second, 3): "left",
        (third, 1): "left", (third, 2): "left", (third, 3): "left",
    }  # fmt: skip
    (row,) = compliance_stops.counted(found).to_dicts()
    assert (row["in_time"], row["late"], row["left"], row["due"], row["rate"]) == (3, 1, 5, 9, 3 / 9)
    name = tour.db.value("SELECT name FROM location WHERE id = $id", id=row["building_id"])
    assert name == "住院A座"


def test_stops_of_rounds_that_were_not_due_are_not_counted(tour: Tour) -> None:
    fill(
        tour,
        [(0, 0, "exempt", None, False, ""), (25, 0, "due", None, False, ""), (0, 1, "due", None, False, "")],
    )
    assert compliance_stops.stops(tour.db, WHOLE, sight=EVERYTHING, now=NOW).is_empty()
