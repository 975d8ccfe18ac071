"""The demonstration hospital as somebody who runs one would look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.core.clock import local_date
from lib.people import accounts, organisation, sessions
from lib.people.accounts import DEMONSTRATION_PASSWORD
from lib.people.roles import BY_LINK, Role
from lib.store.database import Database
from lib.tickets import checking, records
from lib.tickets.actions import opening
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel
from tests.demo.conftest import Demonstration, made

pytestmark = pytest.mark.long

REPEATED = {
    "account": "id, username, name, phone",
    "label": "code, location_id",
    "ticket": "*",
    "ticket_event": "*",
    "reporter": "*",
    "rating": "*",
    "call_back": "*",
    "ticket_material": "*",
    "announcement": "*",
}
OPEN = "status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold')"


def _count(db: Database, condition: str, table: str = "ticket") -> int:
    return int(db.value(f"SELECT count(*) FROM {table} WHERE {condition}"))


def test_nothing_in_it_is_broken(built: Demonstration) -> None:
    assert [str(problem) for problem in checking.problems(built.db)] == []


def test_the_same_now_makes_the_same_hospital(built: Demonstration, tmp_path: Path) -> None:
    again = made(tmp_path)
    for table, columns in REPEATED.items():
        sql = f"SELECT {columns} FROM {table} ORDER BY ALL"
        first = built.db.frame(sql)
        second = again.db.frame(sql)
        assert len(second) > 0
        # Other tests have appended to the first one meanwhile; what was made stands unchanged in it.
        assert second.join(first, on=second.columns, how="anti", nulls_equal=True).is_empty(), table
    again.db.close()


def test_forty_are_open_in_every_state_and_a_few_of_them_are_late(built: Demonstration) -> None:
    assert built.summary.open == 40
    found = {
        row["status"]: row["n"]
        for row in built.db.rows(
            f"SELECT status, count(*) AS n FROM ticket WHERE {OPEN} AND id <= $made GROUP BY status",
            made=built.summary.tickets,
        )
    }
    assert found == {"new": 6, "assigned": 8, "accepted": 8, "in_progress": 10, "on_hold": 8}
    late = built.db.value(
        f"""
        SELECT count(*) FROM ticket WHERE {OPEN} AND id <= $made AND $now >
          CASE WHEN accepted_at IS NULL THEN respond_due WHEN arrived_at IS NULL THEN arrive_due ELSE complete_due END
        """,
        made=built.summary.tickets,
        now=built.now,
    )
    assert 3 <= late <= 10


def test_nothing_has_happened_after_now(built: Demonstration) -> None:
    made_ids = f"ticket_id <= {built.summary.tickets}"
    latest = built.db.value(f"SELECT max(recorded_at) FROM ticket_event WHERE {made_ids}")
    assert latest <= built.now
    assert _count(built.db, f"{made_ids} AND happened_at > recorded_at", "ticket_event") == 0


def test_a_history_reads_in_the_order_of_happening(built: Demonstration) -> None:
    sql = """SELECT number, seq, action FROM (SELECT e.*, t.number, lag(e.happened_at) OVER (
        PARTITION BY e.ticket_id ORDER BY e.seq) AS before FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id)
        WHERE happened_at < before"""
    assert built.db.rows(sql) == []


def test_everybody_can_sign_in_and_every_role_is_there(built: Demonstration) -> None:
    people = accounts.all_accounts(built.db).values()
    assert len(people) == 117
    assert all(person.demonstration and not person.must_change for person in people)
    held = {grant.role for person in people for grant in person.grants}
    assert held == set(Role) - BY_LINK
    for name in (
        "kefu1",
        "diaodu1",
        "banzhang01",
        "weixiu01",
        "hushi1",
        "zhuren",
        "hetong",
        "caiwu",
        "weibao1",
        "weibao21",
        "admin",
    ):
        signed_in = sessions.sign_in(
            built.db, username=name, password=DEMONSTRATION_PASSWORD, address="", device="", now=built.now
        )
        assert signed_in.account.username == name


def test_every_team_has_somebody_who_leads_it_and_somebody_to_send(built: Demonstration) -> None:
    people = accounts.all_accounts(built.db).values()
    for team in organisation.teams(built.db).values():
        members = [person for person in people if person.team_id == team.id]
        assert any(grant.role is Role.LEADER for person in members for grant in person.grants), team
        assert len(members) >= (2 if int(team.code[1:]) < 25 else 1), team


def test_every_service_can_be_done_by_somebody_with_its_licence(built: Demonstration) -> None:
    sql = "SELECT DISTINCT team_id, licence FROM service WHERE licence <> '' AND team_id IS NOT NULL"
    for row in built.db.rows(sql):
        people = accounts.all_accounts(built.db).values()
        assert any(
            person.team_id == row["team_id"] and row["licence"] in person.skills for person in people
        ), row


def test_ratings_come_from_some_and_are_not_all_fives(built: Demonstration) -> None:
    row = built.db.row(
        """
        SELECT avg(speed + quality + attitude) / 3 AS mean, count(*) AS n,
               count(*) FILTER (WHERE least(speed, quality, attitude) <= 2) AS low,
               (SELECT sum(completions) FROM ticket) AS completions FROM rating
        """
    )
    assert row is not None
    assert 4.2 < row["mean"] < 4.6
    assert 0.33 < row["n"] / float(row["completions"]) < 0.46
    assert row["low"] > 0
    low = "SELECT ticket_id FROM rating WHERE least(speed, quality, attitude) <= 2"
    assert _count(built.db, f"ticket_id IN ({low})", "call_back") >= row["low"] * 0.9


@pytest.mark.parametrize(
    ("what", "condition", "least", "most"),
    [
        (
            "late",
            "accepted_at > respond_due OR arrived_at > arrive_due OR done_at > complete_due",
            0.08,
            0.16,
        ),
        ("held", "id IN (SELECT ticket_id FROM ticket_event WHERE action = 'hold')", 0.05, 0.10),
        ("reopened", "reopens > 0", 0.02, 0.055),
        ("urged", "urges > 0", 0.05, 0.14),
        ("proxied", "proxied > 0", 0.22, 0.38),
        ("recorded late", "late_recorded > 0", 0.03, 0.09),
        ("emergencies", "severity = 'emergency'", 0.01, 0.04),
        ("closed by time", "closed_how = 'timed_out'", 0.10, 0.20),
        ("cancelled", "status = 'cancelled'", 0.004, 0.025),
    ],
)
def test_the_history_is_neither_perfect_nor_a_disaster(
    built: Demonstration, what: str, condition: str, least: float, most: float
) -> None:
    share = _count(built.db, condition) / built.summary.tickets
    assert least < share < most, what


def test_a_new_ticket_takes_the_next_id_and_number(built: Demonstration) -> None:
    day = f"{local_date(built.now):%Y%m%d}-"
    last = built.db.value("SELECT max(number) FROM ticket WHERE number LIKE $day || '%'", day=day)
    place = built.db.value("SELECT location_id FROM label WHERE code = $code", code=built.summary.code)
    wish = Wish(channel=Channel.QR, caller=Caller(name="x"), location_id=place, description="dark")
    nobody = accounts.Actor(account_id=None, name="x")
    new = opening.open_at_the_wall(built.db, wish, by=By(actor=nobody, now=built.now)).ticket
    assert new.number == f"{day}{int(last[-4:]) + 1:04d}"
    assert records.by_id(built.db, new.id) == new


def test_the_wall_code_of_the_readme_is_always_the_same(built: Demonstration) -> None:
    assert built.summary.code == "akka2pd8"
