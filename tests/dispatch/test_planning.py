"""The plan for everything that waits: who is proposed, who never is, and what is carried out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time, timedelta

import pytest

from lib.core.clock import local_date
from lib.core.errors import NotAllowed
from lib.core.i18n import Language, say
from lib.dispatch import planning
from lib.dispatch.planning import Choice, Plan, carry
from lib.dispatch.turns import in_turn
from lib.people import accounts, organisation
from lib.people.roles import SYSTEM, Actor, Grant, Role, Scope
from lib.tickets import jobs, records
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.checking import problems
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status
from tests.conftest import MONDAY, Cast

Report = Callable[..., Ticket]
MINUTE = timedelta(minutes=1)


def planned(cast: Cast, who: str = "zhao") -> Plan:
    return planning.plan(cast.db, actor=cast.actor(who), now=MONDAY)


def chosen(plan: Plan, **changed: object) -> list[Choice]:
    facts = [
        {"ticket_id": line.ticket_id, "version": line.version, "whom": line.whom, "second": line.second}
        for line in plan.lines
    ]
    return [Choice(**(fact | changed)) for fact in facts]  # type: ignore[arg-type]


def whys(plan: Plan) -> Sequence[str]:
    return [say(Language.EN, left.why.message, **left.why.facts) for left in plan.left]


def leave(cast: Cast, *who: str) -> None:
    for name in who:
        accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people[name], active=False, now=MONDAY)


def test_every_waiting_ticket_is_proposed_or_left_with_a_reason_and_nothing_is_written(
    cast: Cast, report: Report
) -> None:
    tickets = [report(), report(location_id=cast.icu), report(service_code="SS-08", description="?")]
    made = planned(cast)
    assert {one.ticket_id for one in (*made.lines, *made.left)} == {ticket.id for ticket in tickets}
    assert {line.name for line in made.lines} <= {"李师傅", "陈师傅"}
    assert all(line.arrives and line.arrives > MONDAY and line.kept for line in made.lines)
    assert whys(made) == ["no team is responsible for this service; please correct the service first"]
    assert all(records.by_id(cast.db, ticket.id) == ticket for ticket in tickets)


def test_two_at_once_go_to_two_people(cast: Cast, report: Report) -> None:
    for place in (cast.room, cast.icu):
        report(location_id=place, severity="emergency")
    assert len({line.whom for line in planned(cast).lines}) == 2


def night_only(cast: Cast, kind: str = "night") -> None:
    """The team's only post lasts from eight in the evening on; at ten in the morning nobody of it is on duty."""
    post = {"id": 1, "team_id": cast.team, "name": "夜班", "kind": kind, "phone": "", "active": True}
    starts, ends = (time(20), time(6)) if kind == "night" else (time(6), time(20))
    with cast.db.transaction() as tx:
        tx.insert("post", {**post, "starts": starts, "ends": ends})
        for day in (local_date(MONDAY) - timedelta(days=1), local_date(MONDAY)):
            tx.insert("roster", {"post_id": 1, "day": day, "account_id": cast.people["li"]})


def test_nobody_of_another_trade_and_nobody_off_duty_is_proposed(cast: Cast, report: Report) -> None:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE team SET vendor_id = NULL WHERE id = $id", id=cast.other_team)
    report()
    night_only(cast)
    assert (planned(cast).lines, whys(planned(cast))) == ((), ["nobody of 水电班 is on duty now"])


def test_a_leader_on_a_post_works_too_but_is_asked_after_the_others(cast: Cast, report: Report) -> None:
    report()
    night_only(cast, "day")
    with cast.db.transaction() as tx:
        day = local_date(MONDAY)
        tx.insert("roster", {"post_id": 1, "day": day, "account_id": cast.people["sun"]})
    assert planned(cast).lines[0].name == "李师傅"
    leave(cast, "li")
    (line,) = planned(cast).lines
    assert line.name == "孙班长" and "leads the team" in [why.message for why in line.reasons]


def test_standby_is_phoned_at_home_only_for_what_presses(cast: Cast, report: Report) -> None:
    normal, urgent = report(), report(severity="urgent")
    leave(cast, "zhou")
    night_only(cast, "standby")
    made = planned(cast)
    assert [(line.ticket_id, line.name) for line in made.lines] == [(urgent.id, "李师傅")]
    assert [left.ticket_id for left in made.left] == [normal.id]
    assert whys(made) == ["only standby of 水电班 is there, phoned for urgent jobs and emergencies"]
    assert made.lines[0].arrives is not None and made.lines[0].arrives >= MONDAY + 30 * MINUTE


def test_a_licence_nobody_holds_is_named(cast: Cast, report: Report) -> None:
    report(service_code="GD-02", description="插座没电")
    assert whys(planned(cast)) == ["nobody of 水电班 on duty has: Electrician's licence"]


def test_another_company_that_holds_the_licence_is_asked_for_an_emergency_only(
    cast: Cast, report: Report
) -> None:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE team SET vendor_id = NULL WHERE id = $id", id=cast.other_team)
        paper = {"id": 1, "account_id": cast.people["zhou"], "kind": "licence", "licence": "electrician"}
        tx.insert("paper", {**paper, "kept_at": MONDAY})
    urgent = report(service_code="GD-02", severity="urgent")
    emergency = report(service_code="GD-02", severity="emergency", location_id=cast.icu)
    made = planned(cast)
    assert [(line.ticket_id, line.name) for line in made.lines] == [(emergency.id, "周师傅")]
    assert made.lines[0].reasons[0].message == "{team}, holds the licence for it"
    assert [left.ticket_id for left in made.left] == [urgent.id]


def test_what_is_appointed_for_later_waits_for_those_on_duty_then(cast: Cast, report: Report) -> None:
    at = MONDAY + timedelta(hours=5)
    report(kind="request", service_code="BJ-01", appointment_at=at)
    assert whys(planned(cast)) == ["appointed for 15:00, to be given out an hour before"]


def test_who_gave_it_back_is_not_asked_again(cast: Cast, report: Report) -> None:
    ticket = report()
    leave(cast, "chen", "zhou")
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))
    dispatching.return_job(cast.db, ticket_id=ticket.id, version=None, reason="?", by=cast.by("li"))
    assert whys(planned(cast)) == ["everybody of 水电班 on duty has given it back"]


def test_two_people_are_named_where_two_are_needed(cast: Cast, report: Report) -> None:
    report(service_code="GS-03", description="水管爆了")
    (line,) = planned(cast).lines
    assert {line.name, line.second_name} == {"李师傅", "陈师傅"}
    (result,) = carry(cast.db, chosen(planned(cast)), by=cast.by("zhao"))
    assert result.ticket is not None and result.ticket.helpers == (line.second,)


def test_a_company_without_named_people_gets_its_jobs_as_a_company(cast: Cast, report: Report) -> None:
    organisation.save(
        cast.db,
        "vendor",
        {"id": cast.vendor, "code": "V02", "name": "安工匠", "vendor_type": "综合"},
        actor=SYSTEM,
        now=MONDAY,
    )
    report()
    leave(cast, "li", "chen", "zhou")
    (line,) = planned(cast).lines
    assert (line.whom, line.arrives) == (Whom(team_id=cast.team), None)


def test_each_choice_stands_for_itself_and_none_is_lost(cast: Cast, report: Report) -> None:
    first, second = report(), report(location_id=cast.icu)
    made = planned(cast)
    whom = Whom(assignee_id=cast.people["zhou"])
    dispatching.assign(cast.db, ticket_id=first.id, version=None, whom=whom, by=cast.by("wang"))
    results = carry(cast.db, chosen(made), by=cast.by("zhao", MONDAY + MINUTE), key="k")
    assert [(one.choice.ticket_id, one.refusal is None) for one in results] == [
        (first.id, False),
        (second.id, True),
    ]
    again = carry(cast.db, chosen(made), by=cast.by("zhao", MONDAY + MINUTE), key="k")
    assert [one.refusal is None for one in again] == [False, True]
    done = records.by_id(cast.db, second.id)
    assert done is not None and (done.status, done.version) == (Status.ASSIGNED, 2)
    assert not list(problems(cast.db))


def test_a_second_person_who_cannot_come_stops_the_whole_line(cast: Cast, report: Report) -> None:
    ticket = report()
    leave(cast, "chen")
    (result,) = carry(cast.db, chosen(planned(cast), second=cast.people["chen"]), by=cast.by("zhao"))
    assert result.refusal is not None and records.by_id(cast.db, ticket.id) == ticket


@pytest.mark.parametrize("who", ["li", "sun", "zheng"])
def test_only_who_assigns_plans(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        planned(cast, who)


def test_a_dispatcher_plans_for_the_own_campus_only(cast: Cast, report: Report) -> None:
    report()
    (campus,) = cast.db.rows("SELECT id FROM location WHERE kind = 'campus'")
    for scope_id, count in ((campus["id"], 1), (campus["id"] + 1000, 0)):
        grant = Grant(Role.DISPATCHER, Scope.CAMPUS, scope_id)
        actor = Actor(account_id=cast.people["zhao"], name="赵调度", grants=frozenset({grant}))
        assert len(planning.plan(cast.db, actor=actor, now=MONDAY).lines) == count


def test_my_jobs_stand_in_their_turn(cast: Cast, report: Report) -> None:
    """What is to be accepted first, the work in hand, then the emergency before what was given earlier."""
    normal, emergency, fresh = report(), report(severity="emergency"), report()
    working_on = report(location_id=cast.icu)
    for ticket in (normal, emergency, fresh, working_on):
        whom = Whom(assignee_id=cast.people["li"])
        dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))
    for ticket in (normal, emergency, working_on):
        working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    working.arrive(cast.db, ticket_id=working_on.id, version=None, by=cast.by("li"))
    li = accounts.account(cast.db, cast.people["li"])
    mine = in_turn(cast.db, li, jobs.my_jobs(cast.db, li.id), MONDAY + MINUTE)
    assert [ticket.id for ticket in mine] == [fresh.id, working_on.id, emergency.id, normal.id]
