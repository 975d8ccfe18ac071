"""Inspections of the demonstration: real enough to show, and sound."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from lib.core.clock import local_date
from lib.demo import hospital
from lib.inspections import certificates, checking, checklists, plans, rechecking
from lib.inspections.mine import my_rounds
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.places.asset_labels import in_force
from lib.places.assets import all_assets
from lib.store.tables import table
from tests.demo.conftest import NOW, Demonstration, made

pytestmark = pytest.mark.long


def test_nothing_in_it_is_broken(built: Demonstration) -> None:
    assert [str(problem) for problem in checking.problems(built.db, built.now)] == []


def test_four_hundred_machines_have_a_place_a_code_and_a_plausible_past(built: Demonstration) -> None:
    assets = all_assets(built.db).values()
    assert len(assets) == 400 and len(in_force(built.db)) == 400
    assert all(one.location_id and one.bought_on and one.bought_on < local_date(built.now) for one in assets)
    assert all(one.warranty_until < one.life_ends_on for one in assets)  # type: ignore[operator]
    assert len({one.category for one in assets}) >= 35


def test_every_checklist_of_the_reference_table_is_walked_by_a_plan(built: Demonstration) -> None:
    known = {one.id: one for one in checklists.all_checklists(built.db).values()}
    asked = {row["plan"]: 0 for row in table("checklists")}
    for row in table("checklists"):
        asked[row["plan"]] += 1
    assert len(asked) == 32 and sum(asked.values()) == 263
    used = {known[plan.checklist_id].name for plan in plans.all_plans(built.db).values()}
    assert set(asked) <= used
    loaded = {one.name: len(checklists.items(built.db, one.id, 1)) for one in known.values()}
    assert {name: loaded[name] for name in asked} == asked
    assert {plan.kind.value for plan in plans.all_plans(built.db).values()} == {
        "inspection", "maintenance", "statutory", "drill"
    }  # fmt: skip


def test_rounds_are_done_missed_left_and_under_way(built: Demonstration) -> None:
    sql = "SELECT status, count(*) AS n FROM round WHERE planned_at <= $now AND part = 0 GROUP BY status"
    found = {row["status"]: row["n"] for row in built.db.rows(sql, now=built.now)}
    assert found["done"] > 0.85 * sum(found.values())
    assert found["running"] >= 1 and found["due"] >= 5
    assert built.db.value("SELECT count(*) FROM round WHERE planned_at > $now", now=built.now) > 3000


def test_whoever_signs_in_has_something_to_do_this_morning(built: Demonstration) -> None:
    for name in ("xunjian", "weixiu01", "banzhang01", "weibao2"):
        person = next(one for one in accounts.all_accounts(built.db).values() if one.username == name)
        assert my_rounds(built.db, person, accounts.actor(built.db, person.id), built.now), name


def test_what_failed_is_a_ticket_of_the_planned_ones(built: Demonstration) -> None:
    found = built.db.rows("SELECT f.*, t.channel, t.location_id AS place, t.asset_id AS machine, t.opened_at "
                          "FROM finding f JOIN ticket t ON t.id = f.ticket_id")  # fmt: skip
    assert found and all(row["channel"] == "inspection" for row in found)
    assert all((row["place"], row["machine"]) == (row["location_id"], row["asset_id"]) for row in found)
    assert all(row["opened_at"] == row["found_at"] for row in found)
    assert len({row["ticket_id"] for row in found}) == len(found)
    assert built.db.value("SELECT count(*) FROM ticket WHERE channel = 'inspection'") == len(found)


def test_no_meter_runs_backwards(built: Demonstration) -> None:
    sql = """
        SELECT count(*) FROM (
          SELECT a.number, lag(a.number) OVER (PARTITION BY s.asset_id, s.location_id, a.item_id ORDER BY v.visited_at)
            AS before
          FROM answer a JOIN checklist_item i ON i.item_id = a.item_id AND i.kind = 'meter'
          JOIN visit v ON v.round_id = a.round_id AND v.position = a.position AND v.seq = a.seq
          JOIN round r ON r.id = a.round_id
          JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route AND s.position = a.position)
        WHERE number < before"""
    assert built.db.value(sql) == 0


def test_certificates_end_at_every_stage_of_the_alarms(built: Demonstration) -> None:
    today = local_date(built.now)
    found = certificates.ending(built.db, actor=SYSTEM, now=built.now, within=timedelta(days=60))
    stages = Counter(next(days for days in (-1, 7, 30, 60) if one.days_left(today) <= days) for one in found)
    assert stages == {-1: 1, 7: 2, 30: 3, 60: 3}


def test_ordinary_tickets_make_the_history_of_machines(built: Demonstration) -> None:
    sql = "SELECT count(*) FROM ticket WHERE asset_id IS NOT NULL AND channel <> 'inspection'"
    assert built.db.value(sql) > 20


def test_an_older_demonstration_gets_the_rounds_of_the_days_between(folder: object, tmp_path: object) -> None:
    small = made(tmp_path, scale=0.005)  # type: ignore[arg-type]
    later = NOW + timedelta(days=3)
    hospital.settle(small.db, later)
    sql = """
        SELECT day, count(*) FILTER (WHERE status = 'done') AS done, count(*) AS n
        FROM round WHERE day > $first AND day < $last GROUP BY day ORDER BY day"""
    days = small.db.rows(sql, first=local_date(NOW), last=local_date(later))
    assert len(days) == 2 and all(row["done"] / row["n"] > 0.8 for row in days)
    assert small.db.value("SELECT count(*) FROM round WHERE status = 'running'") >= 1
    assert [str(problem) for problem in checking.problems(small.db, later)] == []
    assert rechecking.due(small.db, SYSTEM, later) is not None
    small.db.close()
