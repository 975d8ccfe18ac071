"""The demonstration's papers: whoever did licensed work held the paper then; a few end soon, three have lapsed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.core.clock import local_date
from lib.core.facts import loads
from lib.people import lapsing, papers
from lib.people.accounts import all_accounts
from lib.people.roles import SYSTEM
from lib.tickets import exceptions
from tests.demo.conftest import Demonstration

pytestmark = pytest.mark.long


def test_everybody_who_takes_jobs_holds_papers(built: Demonstration) -> None:
    held = papers.by_person(built.db)
    assert all(held.get(one.id) for one in all_accounts(built.db).values() if one.team_id is not None)
    assert papers.nobody_holds(built.db) == []


def test_a_few_papers_end_soon_and_three_have_lapsed(built: Demonstration) -> None:
    found = lapsing.ending(built.db, actor=SYSTEM, now=built.now, within=timedelta(days=60))
    lapsed = [one for one in found if (one.days_left(local_date(built.now)) or 0) < 0]
    assert sorted(one.licence or one.kind for one in lapsed) == ["electrician", "training", "training"]
    assert 5 <= len(found) - len(lapsed) <= 15


def test_nobody_took_work_without_the_papers_for_it_but_by_exception(built: Demonstration) -> None:
    rows = built.db.rows(
        """
        SELECT e.ticket_id, e.action, e.happened_at, coalesce(e.subject_id, e.actor_id) AS who, e.facts, t.service_code
        FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
        WHERE e.action IN ('assign', 'reassign', 'accept') ORDER BY e.ticket_id, e.seq
        """
    )
    excepted = {
        (row["ticket_id"], loads(row["facts"])["assignee_id"]) for row in rows if "override" in row["facts"]
    }
    for row in rows:
        who = row["who"] if row["action"] == "accept" else loads(row["facts"])["assignee_id"]
        lacking = papers.hindrance(built.db, who, row["service_code"], row["happened_at"]) if who else None
        assert lacking is None or (lacking.overridable and (row["ticket_id"], who) in excepted), row


def test_exceptions_are_few_and_each_has_a_reason(built: Demonstration) -> None:
    found = exceptions.recent(built.db, actor=SYSTEM, now=built.now)
    assert len(found) < 20 and all(one.reason and one.whom and one.by for one in found)
