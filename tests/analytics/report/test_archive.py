"""Reports as issued: kept for good, one edition for one content, and improvements carried over until concluded."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from lib.analytics.report import archive, improvements
from lib.analytics.report.improvements import Stage
from lib.analytics.report.month import Month, read
from lib.analytics.report.standing import standing
from lib.core.errors import NotAllowed, NotFound, TooLate, WrongInput
from lib.inspections.reported import rounds_beside
from lib.people import audit
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast

NOVEMBER = Month(date(2026, 11, 1))
DECEMBER = MONDAY + timedelta(days=20)


@pytest.fixture
def said(cast: Cast, report: Callable[..., Ticket]) -> dict[str, Any]:
    """What is needed to issue November, in which one ticket was reported."""
    report()
    return {"month": NOVEMBER, "rounds": rounds_beside(cast.db, NOVEMBER, DECEMBER), "now": DECEMBER}


def test_a_report_regenerated_is_the_archived_one(cast: Cast, said: dict[str, Any]) -> None:
    made = archive.issue(cast.db, actor=cast.actor("zheng"), **said)
    again = archive.issue(cast.db, actor=cast.actor("zheng"), **said | {"now": DECEMBER + timedelta(days=40)})
    assert (again.id, again.edition, again.content) == (made.id, 1, made.content)
    kept = archive.edition(cast.db, NOVEMBER)
    assert kept == made
    assert kept is not None
    assert kept.said == json.loads(archive.written(standing(cast.db, **said)))
    assert kept.said["headline"][0]["now"]["n"] == 1
    assert [row["act"] for row in audit.latest(cast.db, act="report_issued")] == ["report_issued"]


def test_what_changed_since_is_another_edition_and_the_first_stays(cast: Cast, said: dict[str, Any]) -> None:
    first = archive.issue(cast.db, actor=cast.actor("zheng"), **said)
    improvements.add(
        cast.db, actor=cast.actor("zheng"), month=NOVEMBER, topic="电梯", plan="增加备件", now=DECEMBER
    )
    assert archive.differences(first.said, standing(cast.db, **said)) == []
    second = archive.issue(cast.db, actor=cast.actor("zheng"), **said)
    assert [one.edition for one in archive.editions(cast.db, NOVEMBER)] == [2, 1]
    assert second.said["improvements"][0]["topic"] == "电梯"
    assert archive.edition(cast.db, NOVEMBER, 1) == first
    with pytest.raises(NotFound):
        archive.edition(cast.db, NOVEMBER, 3)


def test_a_month_that_is_not_over_is_not_issued(cast: Cast, said: dict[str, Any]) -> None:
    with pytest.raises(TooLate, match="not over"):
        archive.issue(cast.db, actor=cast.actor("zheng"), **said | {"now": MONDAY})
    with pytest.raises(TooLate, match="not begun"):
        standing(cast.db, NOVEMBER.after, rounds=said["rounds"], now=MONDAY)


@pytest.mark.parametrize("who", ["wu", "li", "wang", "admin"])
def test_only_the_manager_issues(cast: Cast, said: dict[str, Any], who: str) -> None:
    with pytest.raises(NotAllowed):
        archive.issue(cast.db, actor=cast.actor(who), **said)
    with pytest.raises(NotAllowed):
        improvements.add(cast.db, actor=cast.actor(who), month=NOVEMBER, topic="a", plan="b", now=DECEMBER)


def test_an_altered_report_is_found(cast: Cast, said: dict[str, Any]) -> None:
    made = archive.issue(cast.db, actor=cast.actor("zheng"), **said)
    assert not list(archive.broken(cast.db))
    with cast.db.transaction() as tx:
        tx.execute("UPDATE monthly_report SET content = replace(content, '2026-11', '2026-10')")
    assert [one.id for one in archive.broken(cast.db)] == [made.id]
    (problem,) = archive.problems(cast.db)
    assert str(problem) == "Report 2026-11, edition 1: its text is not the one it was issued with."


def test_improvements_are_carried_over_until_they_are_concluded(cast: Cast) -> None:
    zheng = cast.actor("zheng")
    id = improvements.add(cast.db, actor=zheng, month=NOVEMBER, topic="电梯", plan="增加备件", now=DECEMBER)
    months = [NOVEMBER.before, NOVEMBER, NOVEMBER.after, NOVEMBER.after.after]
    assert [len(improvements.of_month(cast.db, month)) for month in months] == [0, 1, 1, 1]

    def change(version: int, **changed: Any) -> None:
        improvements.change(cast.db, actor=zheng, improvement_id=id, version=version, now=DECEMBER, **changed)

    with pytest.raises(WrongInput, match="came out"):
        change(1, status=Stage.CLOSED)
    with pytest.raises(WrongInput, match="stage"):
        change(1, status="nonsense")
    change(1, status=Stage.CLOSED, result="停梯减半")
    assert [len(improvements.of_month(cast.db, month)) for month in months] == [0, 1, 1, 0]
    with pytest.raises(TooLate):
        change(1, plan="太晚")
    change(2, status=Stage.DOING)
    assert improvements.by_id(cast.db, id).closed_at is None


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-1x", "2026-10-01"])
def test_what_is_no_month_is_not_there(text: str) -> None:
    with pytest.raises(NotFound):
        read(text)
    assert str(read("2026-02").after.before.year_before) == "2025-02"
    assert (read("2028-02").days, str(read("2026-12").last)) == (29, "2026-12-31")
