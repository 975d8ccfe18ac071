"""What needs whom now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from lib.analytics.house import to_look_after, unknown_holidays
from lib.analytics.needed import ASKS, needed
from lib.people import audit
from lib.people.roles import SYSTEM
from lib.tickets.actions import closing, dispatching, talking, working
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.ticket import Ticket
from lib.tickets.words import Outcome
from tests.conftest import MONDAY, Cast

Report = Callable[..., Ticket]
MINUTE = timedelta(minutes=1)


def lists(cast: Cast, who: str, now: datetime = MONDAY + 20 * MINUTE) -> dict[str, list[str]]:
    return {
        need.title: [row["number"] for row in need.rows]
        for need in needed(cast.db, actor=cast.actor(who), now=now)
    }


def given(cast: Cast, ticket: Ticket, who: str = "li") -> None:
    whom = Whom(assignee_id=cast.people[who])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))


@pytest.fixture
def day(cast: Cast, report: Report) -> list[Ticket]:
    """One waiting, one given and returned twice, one urged and given, one done and rated 1."""
    waiting, returned, urged, rated = report(), report(), report(severity="low"), report()
    for _ in range(2):
        given(cast, returned)
        dispatching.return_job(
            cast.db, ticket_id=returned.id, version=None, reason="不是水电", by=cast.by("li")
        )
    talking.urge(cast.db, ticket_id=urged.id, by=cast.by("liu"))
    given(cast, urged)
    given(cast, rated)
    working.accept(cast.db, ticket_id=rated.id, version=None, by=cast.by("li"))
    work = Work(outcome=Outcome.FIXED, no_visit=True)
    working.complete(cast.db, ticket_id=rated.id, version=None, work=work, by=cast.by("li"))
    scores = Scores(speed=1, quality=1, attitude=3, how="liaison")
    closing.rate(cast.db, ticket_id=rated.id, version=None, scores=scores, by=cast.by("liu", MONDAY + MINUTE))
    return [waiting, returned, urged, rated]


def test_nobody_is_bothered_with_empty_lists(cast: Cast) -> None:
    assert all(lists(cast, who) == {} for who in cast.people)


def test_each_role_hears_of_its_own_work(cast: Cast, day: list[Ticket]) -> None:
    waiting, returned, urged, rated = (ticket.number for ticket in day)
    assert lists(cast, "zhao") == {
        "Returned twice: please decide": [returned],
        "Late now": [waiting, returned],
        "Waiting for dispatch": [waiting],
        "Call-backs waiting": [rated],
    }
    assert lists(cast, "wang") == {
        "Call-backs waiting": [rated],
        "Urged": [urged],
        "Waiting for dispatch": [waiting],
    }
    assert lists(cast, "sun") == {
        "To pass on: nobody has accepted": [returned, urged],
        "Late now": [returned],
    }
    assert lists(cast, "zheng") == {"Late now": [waiting, returned], "Rated 2 or less in seven days": [rated]}
    assert lists(cast, "liu") == {"Open in your department": [waiting, returned, urged]}
    assert lists(cast, "li") == {"My open jobs": [returned, urged]}
    assert lists(cast, "he") == {}


def test_the_counts_are_of_all_not_of_the_shown(cast: Cast, report: Report) -> None:
    for _ in range(8):
        report()
    (need,) = needed(cast.db, actor=cast.actor("liu"), now=MONDAY)
    assert (need.count, len(need.rows)) == (8, 5)


def test_every_list_can_be_asked_for_everybody(cast: Cast) -> None:
    for asks in ASKS.values():
        assert asks
    for who in cast.people:
        needed(cast.db, actor=cast.actor(who), now=MONDAY)


def test_the_administrator_hears_of_old_backups_and_unknown_holidays(cast: Cast) -> None:
    july = datetime(2026, 7, 1, tzinfo=UTC)
    assert [message for message, _ in to_look_after(cast.db, july)] == ["No backup has been made yet."]
    with cast.db.transaction() as tx:
        audit.write(tx, SYSTEM, "backup_made", now=july - timedelta(hours=40))
    assert to_look_after(cast.db, july) == [("The last backup is {hours} hours old.", {"hours": 40})]
    assert to_look_after(cast.db, july - timedelta(hours=10)) == []
    years = [facts.get("year") for _, facts in to_look_after(cast.db, datetime(2039, 12, 1, tzinfo=UTC))]
    assert years[1:] == [2039, 2040]


def test_the_desk_hears_of_unknown_holidays_once_its_promises_may_reach_them(cast: Cast) -> None:
    """Before November nobody can know them, in November it is the administrator's business alone."""
    november, december = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    assert unknown_holidays(cast.db, november) == []
    assert [facts for _, facts in unknown_holidays(cast.db, december)] == [{"year": 2027}]
    assert 2027 in [facts.get("year") for _, facts in to_look_after(cast.db, november)]


def test_what_is_watched_comes_first_that_is_over_and_long_holds_reach_those_who_can_move_them(
    cast: Cast, report: Report
) -> None:
    from lib.tickets.actions import watching

    later, over, held = report(severity="urgent"), report(), report()
    for ticket, hours in ((later, 30), (over, 1)):
        given(cast, ticket)
        watching.watch(
            cast.db, ticket_id=ticket.id, version=None, until=MONDAY + timedelta(hours=hours),
            reason="院长过问", by=cast.by("zheng"),
        )  # fmt: skip
    given(cast, held)
    working.accept(cast.db, ticket_id=held.id, version=None, by=cast.by("li"))
    working.hold(
        cast.db, ticket_id=held.id, version=None, reason="approval", until=MONDAY + timedelta(days=9),
        by=cast.by("li"),
    )  # fmt: skip
    now = MONDAY + timedelta(hours=2)
    for who in ("zhao", "zheng", "sun"):
        assert lists(cast, who, now)["Under watch"] == [over.number, later.number]
    for who in ("zhao", "sun"):
        assert lists(cast, who, now)["Holds to be confirmed"] == [held.number]
    assert "Holds to be confirmed" not in lists(cast, "zheng", now)
    after_three_days = MONDAY + timedelta(days=3, minutes=1)
    for who in ("zhao", "zheng"):
        assert "On hold for more than three days" not in lists(cast, who, now)
        assert lists(cast, who, after_three_days)["On hold for more than three days"] == [held.number]


def test_every_list_can_be_shown_whole(cast: Cast, day: list[Ticket]) -> None:
    for who in cast.people:
        for need in needed(cast.db, actor=cast.actor(who), now=MONDAY + 20 * MINUTE):
            assert need.page, (who, need.title)
