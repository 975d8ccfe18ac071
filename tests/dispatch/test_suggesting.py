"""Whom one would ask first, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

from lib.core.clock import local_date
from lib.core.i18n import Language, say
from lib.dispatch.details import details
from lib.dispatch.suggesting import suggest
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.tickets import records
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.ticket import Ticket
from lib.tickets.words import Outcome, Severity
from tests.conftest import MONDAY, Cast
from tests.people.test_duty import hold, post

Report = Callable[..., Ticket]


def given(cast: Cast, ticket: Ticket, who: str) -> None:
    whom = Whom(assignee_id=cast.people[who])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))


def names(cast: Cast, ticket: Ticket, **how: object) -> list[str]:
    return [one.name for one in suggest(cast.db, ticket, now=MONDAY, **how)]  # type: ignore[arg-type]


def test_the_usual_team_comes_first(cast: Cast, report: Report) -> None:
    assert names(cast, report()) == ["李师傅", "陈师傅", "周师傅"]
    first = suggest(cast.db, report(), now=MONDAY)[0]
    assert [say(Language.EN, why.message, **why.facts) for why in first.reasons] == [
        "水电班, the usual team for this service",
        "no open job",
        "no roster for today",
    ]


def test_then_who_has_less_to_do(cast: Cast, report: Report) -> None:
    for _ in range(3):
        given(cast, report(), "li")
    ranked = suggest(cast.db, report(), now=MONDAY)
    assert [one.name for one in ranked] == ["陈师傅", "李师傅", "周师傅"]
    assert "{n} open jobs" in [why.message for why in ranked[1].reasons]


def test_what_is_held_is_counted_apart(cast: Cast, report: Report) -> None:
    for step in range(3):
        ticket = report()
        given(cast, ticket, "li")
        working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
        if step:
            working.arrive(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    later = MONDAY + timedelta(days=1)
    working.hold(
        cast.db, ticket_id=ticket.id, version=None, reason="parts_stock", until=later, by=cast.by("li")
    )
    ranked = suggest(cast.db, report(), now=MONDAY, most=10)
    li = next(one for one in ranked if one.account_id == cast.people["li"])
    said = {why.message: why.facts for why in li.reasons}
    assert said["{n} open jobs"] == {"n": 2}
    assert said["{n} more on hold"] == {"n": 1}


def test_whoever_goes_there_anyway_does_both(cast: Cast, report: Report) -> None:
    given(cast, report(), "chen")
    first = suggest(cast.db, report(), now=MONDAY)[0]
    assert first.name == "陈师傅"
    assert "will be at this very place" in [why.message for why in first.reasons]


def test_then_who_was_there_last(cast: Cast, report: Report) -> None:
    before = report()
    given(cast, before, "chen")
    working.accept(cast.db, ticket_id=before.id, version=None, by=cast.by("chen"))
    work = Work(outcome=Outcome.FIXED, no_visit=True)
    working.complete(cast.db, ticket_id=before.id, version=None, work=work, by=cast.by("chen"))
    here, beside = (
        suggest(cast.db, report(location_id=place), now=MONDAY)[0] for place in (cast.room, cast.icu)
    )
    assert here.name == beside.name == "陈师傅"
    assert {"at this very place", "did the last such job here, on {day}"} <= {w.message for w in here.reasons}
    assert [w.facts for w in here.reasons if "day" in w.facts] == [{"day": "11-16"}]
    assert "on the same floor" in [why.message for why in beside.reasons]


def test_who_gave_it_back_or_has_it_or_is_gone_is_not_suggested(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, "li")
    held = records.by_id(cast.db, ticket.id)
    assert held is not None
    assert "李师傅" not in names(cast, held)
    dispatching.return_job(cast.db, ticket_id=ticket.id, version=None, reason="不是水电", by=cast.by("li"))
    back = records.by_id(cast.db, ticket.id)
    assert back is not None
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["chen"], active=False, now=MONDAY)
    assert names(cast, back) == ["周师傅"]


def test_the_responsible_team_who_is_there_comes_before_a_stranger_phoned_at_home(
    cast: Cast, report: Report
) -> None:
    hold(cast, post(cast, "day"), local_date(MONDAY), "li")
    hold(cast, post(cast, "standby", team_id=cast.other_team, starts=time(8)), local_date(MONDAY), "zhou")
    for _ in range(3):
        given(cast, report(), "li")
    busy = report()
    given(cast, busy, "li")
    working.accept(cast.db, ticket_id=busy.id, version=None, by=cast.by("li"))
    working.arrive(cast.db, ticket_id=busy.id, version=None, by=cast.by("li"))
    assert names(cast, report(severity=Severity.URGENT)) == ["李师傅", "周师傅"]


def test_the_responsible_team_is_always_named_and_says_what_keeps_them(cast: Cast, report: Report) -> None:
    hold(cast, post(cast, "day"), local_date(MONDAY), "li")
    for _ in range(2):
        busy = report()
        given(cast, busy, "li")
        working.accept(cast.db, ticket_id=busy.id, version=None, by=cast.by("li"))
        working.arrive(cast.db, ticket_id=busy.id, version=None, by=cast.by("li"))
    ticket = report(severity=Severity.EMERGENCY)
    assert names(cast, ticket) == ["周师傅", "李师傅"]
    assert names(cast, ticket, most=1) == ["李师傅"]
    kept = suggest(cast.db, ticket, now=MONDAY)[1].reasons[0]
    assert kept.message == "the job in hand is expected to take another {n} min"
    assert int(str(kept.facts["n"])) > 10


def test_a_leader_is_offered_the_own_team_only(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, "li")
    held = records.by_id(cast.db, ticket.id)
    assert held is not None
    found = details(cast.db, held, actor=cast.actor("sun"), language=Language.EN, now=MONDAY)
    assert found["teams"] == [cast.team]
    assert [one["name"] for one in found["suggestions"]] == ["陈师傅"]
    assert {"reassign", "comment"} <= set(found["possible"]) and "cancel" not in found["possible"]


def test_details_tell_the_story_and_mask_names_where_they_must(cast: Cast, report: Report) -> None:
    ticket = report()
    given(cast, ticket, "li")
    now = MONDAY + timedelta(minutes=5)
    held = records.by_id(cast.db, ticket.id)
    assert held is not None
    found = details(cast.db, held, actor=cast.actor("zhao"), language=Language.EN, now=now)
    assert found["reporters"] == [{"name": "张护士", "phone": "8101"}]
    assert [event["what"] for event in found["events"]] == ["reported", "assigned to 李师傅"]
    assert {"reassign", "cancel", "edit", "urge", "comment"} <= set(found["possible"])
    masked = details(cast.db, held, actor=cast.actor("qian"), language=Language.EN, now=now)
    assert (masked["reporters"], masked["possible"]) == ([{"name": "张**", "phone": "8101"}], [])
