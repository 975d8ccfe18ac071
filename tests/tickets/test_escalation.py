"""Escalation: each level once, whoever is to hear of it, and no storm after a standstill."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from lib.core.clock import local_date
from lib.core.facts import loads
from lib.people import posts, roster
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.tickets import checking
from lib.tickets.actions import dispatching, talking, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.escalating import job
from lib.tickets.actions.step import By
from lib.tickets.escalation import levels
from lib.tickets.reporters import Caller
from lib.tickets.rules import set_rule
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Severity, Status
from tests.tickets.conftest import MONDAY, Loop


def level(loop: Loop, stage: str, minutes: int, tell: str = "leader", **more: Any) -> None:
    """One more level for ordinary work."""
    values = {
        "severity": "normal",
        "stage": stage,
        "minutes": minutes,
        "tell": tuple(filter(None, tell.split(";"))),
        "accounts": (),
        "raises": False,
        "note": "",
        **more,
    }
    levels.save(loop.db, actor=loop.cast.actor("admin"), values=values, now=MONDAY)


@pytest.fixture
def quiet(loop: Loop) -> Loop:
    """A hospital in which no level is set, and nobody is called for emergencies."""
    with loop.db.transaction() as tx:
        set_rule(tx, "escalations_loaded", True)
        set_rule(tx, "unaccepted_minutes", 0)
        set_rule(tx, "phone_minutes", 0)
    return loop


def run(loop: Loop, at: datetime | None = None, **later: float) -> int:
    return job.run(loop.db, at or loop.later(**later))


def escalated(loop: Loop, ticket: Ticket) -> list[Event]:
    return [event for event in loop.events(ticket) if event.action is Action.ESCALATE]


def told(loop: Loop, ticket: Ticket, topic: str = "") -> list[tuple[str, str]]:
    """Topic and whom, oldest first."""
    names = {known: name for name, known in loop.cast.people.items()}
    rows = loop.db.rows(
        "SELECT topic, account_id FROM outbox WHERE ticket_id = $id ORDER BY id", id=ticket.id
    )
    ours = ("late_", "urged_again", "emergency_", "phone_", "watch_")
    wanted = [row for row in rows if row["topic"].startswith(topic or ours)]
    return [(row["topic"], names[row["account_id"]]) for row in wanted]


def passed(loop: Loop, ticket: Ticket) -> list[str]:
    sql = "SELECT stage FROM escalation WHERE ticket_id = $id AND event_seq IS NULL ORDER BY stage"
    return [row["stage"] for row in loop.db.rows(sql, id=ticket.id)]


@pytest.fixture(autouse=True)
def _sound(loop: Loop) -> Iterator[None]:
    yield
    assert [str(problem) for problem in checking.problems(loop.db)] == []


def test_a_level_is_told_of_once_however_often_the_job_runs(quiet: Loop) -> None:
    level(quiet, "respond", 15, "assignee;leader")
    ticket = quiet.assigned("li")
    assert ticket.respond_due is not None
    due = ticket.respond_due
    assert run(quiet, due + timedelta(minutes=14)) == 0
    assert run(quiet, due + timedelta(minutes=15)) == 1
    assert run(quiet, due + timedelta(minutes=15, seconds=20)) == 0
    assert run(quiet, due + timedelta(days=2)) == 0
    assert told(quiet, ticket) == [("late_respond", "sun"), ("late_respond", "li")]
    (event,) = escalated(quiet, ticket)
    assert event.facts["told"] == ["李师傅", "孙班长"]
    assert (event.facts["stage"], event.facts["minutes"]) == ("respond", 15)
    now = quiet.ticket(ticket)
    assert (now.status, now.escalations, now.respond_due) == (Status.ASSIGNED, 1, due)


def test_it_is_not_told_again_after_a_restart_or_when_the_clock_goes_back(quiet: Loop) -> None:
    level(quiet, "respond", 15)
    ticket = quiet.assigned("li")
    assert ticket.respond_due is not None
    at = ticket.respond_due + timedelta(minutes=20)
    assert run(quiet, at) == 1
    quiet.db.close()
    again = Database(quiet.db.path)
    try:
        for jump in (timedelta(seconds=20), timedelta(hours=-3), timedelta(hours=5)):
            assert job.run(again, at + jump) == 0
        assert again.value("SELECT count(*) FROM ticket_event WHERE action = 'escalate'") == 1
        assert again.value("SELECT count(*) FROM outbox WHERE topic = 'late_respond'") == 1
    finally:
        again.close()
        quiet.db.__init__(quiet.db.path)  # type: ignore[misc]


def test_two_runs_at_the_same_moment_tell_once(quiet: Loop) -> None:
    level(quiet, "respond", 15)
    tickets = [quiet.assigned("li", service_code=code) for code in ("GD-01", "GS-01", "GS-02")]
    at = MONDAY + timedelta(hours=1)
    together = threading.Barrier(4)
    counts: list[int] = []

    def one() -> None:
        together.wait()
        counts.append(job.run(quiet.db, at))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 3
    assert [len(escalated(quiet, ticket)) for ticket in tickets] == [1, 1, 1]
    assert quiet.db.value("SELECT count(*) FROM outbox WHERE topic = 'late_respond'") == 3


def test_what_was_reached_in_time_is_never_told_of(quiet: Loop) -> None:
    for stage in ("respond", "arrive", "complete"):
        level(quiet, stage, 0)
    ticket = quiet.accepted("li")
    assert ticket.arrive_due is not None
    assert run(quiet, ticket.arrive_due - timedelta(minutes=1)) == 0
    working.arrive(quiet.db, ticket_id=ticket.id, version=None, by=quiet.by("li"))
    assert run(quiet, ticket.arrive_due + timedelta(hours=1)) == 0
    done = quiet.finish(quiet.ticket(ticket))
    assert run(quiet, MONDAY + timedelta(days=9)) == 0
    assert escalated(quiet, done) == []


def test_a_reminder_comes_before_and_not_where_the_promise_is_shorter_than_it(quiet: Loop) -> None:
    level(quiet, "arrive", -60, "assignee")
    level(quiet, "complete", -2000, "assignee")
    ticket = quiet.accepted("li")
    assert ticket.arrive_due is not None
    assert run(quiet, ticket.arrive_due - timedelta(minutes=61)) == 0
    assert run(quiet, ticket.arrive_due - timedelta(minutes=60)) == 1
    assert told(quiet, ticket) == [("late_arrive", "li")]


def test_before_it_is_given_to_anybody_the_dispatchers_hear_of_it(quiet: Loop) -> None:
    level(quiet, "respond", 0, "assignee;leader")
    ticket = quiet.new()
    assert run(quiet, minutes=20) == 1
    assert told(quiet, ticket) == [("late_respond", "zhao")]


def test_managers_and_accounts_by_name_are_told_and_each_only_once(quiet: Loop) -> None:
    level(quiet, "respond", 0, "dispatchers;manager", accounts=("he", "zhao"))
    ticket = quiet.new()
    run(quiet, minutes=20)
    assert sorted(told(quiet, ticket)) == [("late_respond", name) for name in ("he", "zhao", "zheng")]


def test_after_a_week_off_only_the_highest_level_is_told_of(quiet: Loop) -> None:
    for minutes, tell in ((-60, "assignee"), (0, "leader"), (480, "manager")):
        level(quiet, "complete", minutes, tell)
    level(quiet, "arrive", 0, "dispatchers")
    level(quiet, "arrive", 120, "dispatchers")
    ticket = quiet.accepted("li")
    assert run(quiet, days=7) == 1
    # One event; each stage's highest level is heard of, the lower ones nobody hears of any more.
    (event,) = escalated(quiet, ticket)
    assert (event.facts["stage"], event.facts["minutes"], event.facts["passed"]) == ("complete", 480, 3)
    assert sorted(told(quiet, ticket)) == [("late_complete", "zhao"), ("late_complete", "zheng")]
    assert passed(quiet, ticket) == ["arrive", "complete", "complete"]
    assert run(quiet, days=7) == 0


def test_after_a_week_off_nobody_gets_a_message_for_each_ticket(quiet: Loop) -> None:
    level(quiet, "respond", 0, "dispatchers")
    tickets = [quiet.new(description=f"第 {number} 盏灯不亮") for number in range(12)]
    assert run(quiet, days=7) == 12
    rows = quiet.db.rows("SELECT topic, facts FROM outbox WHERE topic LIKE 'late_%'")
    assert [(row["topic"], loads(row["facts"])["count"]) for row in rows] == [("late_many", 12)]
    assert all(len(escalated(quiet, ticket)) == 1 for ticket in tickets)


def test_a_level_made_later_than_a_higher_one_that_was_told_of_is_passed_over(quiet: Loop) -> None:
    level(quiet, "complete", 60, "leader")
    ticket = quiet.accepted("li")
    assert run(quiet, days=3) == 1
    level(quiet, "complete", 0, "leader")
    assert run(quiet, minutes=1) == 0
    assert (len(escalated(quiet, ticket)), passed(quiet, ticket)) == (1, ["complete"])


def test_a_level_that_is_changed_is_still_the_same_one(quiet: Loop) -> None:
    level(quiet, "complete", 0, "leader")
    ticket = quiet.accepted("li")
    assert run(quiet, days=3) == 1
    level(quiet, "complete", 0, "manager")
    assert run(quiet, minutes=1) == 0
    assert len(escalated(quiet, ticket)) == 1


def test_a_confirmed_pause_is_silent_and_one_nobody_confirmed_is_not(quiet: Loop) -> None:
    level(quiet, "complete", 0)
    held = quiet.on_hold("li", reason="access", hours=100)
    assert held.complete_due is not None
    confirm(quiet, held)
    unconfirmed = quiet.on_hold("chen", reason="access", hours=100, service_code="GS-01")
    parts = quiet.on_hold("li", reason="parts_stock", hours=100, service_code="GS-02")
    run(quiet, held.complete_due + timedelta(hours=1))
    assert [len(escalated(quiet, one)) for one in (held, unconfirmed, parts)] == [0, 1, 1]


def confirm(loop: Loop, ticket: Ticket) -> None:
    """As the leader's word does it; the use case of it is somebody else's test."""
    from lib.people.roles import SYSTEM
    from lib.tickets.actions.step import step

    facts = {"hold_seq": ticket.version, "current_hold_seq": ticket.version, "confirmed": True}
    by = By(actor=SYSTEM, now=loop.later(minutes=1))
    step(loop.db, Action.CONFIRM_HOLD, ticket_id=ticket.id, version=None, by=by, facts=facts)


@pytest.mark.parametrize(("rule", "times"), [("restart", 2), ("count", 1)])
def test_after_a_reopening_it_is_told_again_if_the_due_time_is_a_new_one(
    quiet: Loop, rule: str, times: int
) -> None:
    level(quiet, "complete", 0)
    with quiet.db.transaction() as tx:
        set_rule(tx, "reopen_rule", rule)
    ticket = quiet.in_progress("li")
    assert ticket.complete_due is not None
    assert run(quiet, ticket.complete_due + timedelta(minutes=1)) == 1
    quiet.now = ticket.complete_due + timedelta(minutes=2)
    done = quiet.finish(quiet.ticket(ticket))
    quiet.later(hours=5)
    again = reopened(quiet, done)
    assert again.complete_due is not None
    assert (again.complete_due > ticket.complete_due) == (times == 2)
    run(quiet, days=3)
    assert run(quiet, days=3) == 0
    assert len(escalated(quiet, ticket)) == times


def reopened(loop: Loop, ticket: Ticket) -> Ticket:
    from lib.tickets.actions import closing

    return closing.reopen(
        loop.db, ticket_id=ticket.id, version=ticket.version, reason="又坏了", by=loop.link(ticket)
    )


def test_a_raised_severity_keeps_the_promise_and_is_not_judged_by_the_other_tier(quiet: Loop) -> None:
    level(quiet, "complete", 480, "leader", raises=True)
    for minutes in (0, 240):
        level(quiet, "complete", minutes, "manager", severity="urgent")
    ticket = quiet.accepted("li")
    run(quiet, days=3)
    raised = quiet.ticket(ticket)
    assert raised.severity is Severity.URGENT
    assert (raised.promise_id, raised.complete_due) == (ticket.promise_id, ticket.complete_due)
    (event,) = escalated(quiet, ticket)
    assert event.facts["severity"] == "urgent"
    assert run(quiet, days=1) == 0


def test_an_emergency_cannot_be_raised_further(quiet: Loop) -> None:
    level(quiet, "complete", 0, raises=True, severity="emergency")
    ticket = quiet.accepted("li", severity="emergency")
    run(quiet, days=1)
    (event,) = escalated(quiet, ticket)
    assert "severity" not in event.facts
    assert quiet.ticket(ticket).severity is Severity.EMERGENCY


def test_each_severity_has_its_own_levels(quiet: Loop) -> None:
    level(quiet, "respond", 0, severity="urgent")
    normal, urgent = quiet.assigned("li"), quiet.assigned("li", severity="urgent")
    run(quiet, days=1)
    assert (len(escalated(quiet, normal)), len(escalated(quiet, urgent))) == (0, 1)


def test_after_hours_of_a_promise_in_working_hours_count_as_it_does(quiet: Loop) -> None:
    level(quiet, "complete", 60, severity="low")
    friday = datetime.fromisoformat("2026-11-20T17:00:00+08:00")
    ticket = quiet.assigned("li", severity="low")
    with quiet.db.transaction() as tx:
        tx.execute("UPDATE ticket SET complete_due = $due WHERE id = $id", due=friday, id=ticket.id)
        facts = loads(
            tx.value("SELECT facts FROM ticket_event WHERE ticket_id = $id AND seq = 1", id=ticket.id)
        )
        from lib.core.facts import dumps

        tx.execute(
            "UPDATE ticket_event SET facts = $facts WHERE ticket_id = $id AND seq = 1",
            facts=dumps({**facts, "complete_due": friday}),
            id=ticket.id,
        )
    assert run(quiet, friday + timedelta(hours=20)) == 0
    assert run(quiet, datetime.fromisoformat("2026-11-23T08:29:00+08:00")) == 0
    assert run(quiet, datetime.fromisoformat("2026-11-23T08:30:00+08:00")) == 1


def test_whoever_accepts_in_the_second_of_an_escalation_is_not_told_that_somebody_was_faster(
    quiet: Loop,
) -> None:
    level(quiet, "respond", 0)
    ticket = quiet.assigned("li")
    run(quiet, minutes=20)
    accepted = working.accept(quiet.db, ticket_id=ticket.id, version=ticket.version, by=quiet.by("li"))
    assert accepted.status is Status.ACCEPTED


# Emergencies nobody accepts ----------------------------------------------------------------------------------------


def test_an_emergency_nobody_accepts_is_called_for_and_then_phoned(loop: Loop) -> None:
    with loop.db.transaction() as tx:
        set_rule(tx, "escalations_loaded", True)
    ticket = loop.assigned("li", severity="emergency")
    given = loop.now
    assert run(loop, given + timedelta(minutes=2, seconds=59)) == 0
    assert run(loop, given + timedelta(minutes=3)) == 1
    assert sorted(told(loop, ticket, "emergency")) == [
        ("emergency_unaccepted", "li"),
        ("emergency_unaccepted", "sun"),
    ]
    assert run(loop, given + timedelta(minutes=4, seconds=59)) == 0
    assert run(loop, given + timedelta(minutes=5)) == 1
    assert sorted(told(loop, ticket, "phone")) == [("phone_them", "wang"), ("phone_them", "zhao")]
    assert run(loop, given + timedelta(minutes=30)) == 0
    assert [event.facts["level"] for event in escalated(loop, ticket)] == ["unaccepted", "phone"]


def test_once_it_is_accepted_nobody_is_phoned(loop: Loop) -> None:
    ticket = loop.accepted("li", severity="emergency")
    run(loop, minutes=4)
    assert [line for line in told(loop, ticket) if line[0] in ("emergency_unaccepted", "phone_them")] == []


def test_whoever_is_given_it_next_is_called_too(loop: Loop) -> None:
    ticket = loop.assigned("li", severity="emergency")
    run(loop, minutes=3)
    by = loop.by("zhao")
    whom = Whom(assignee_id=loop.cast.people["chen"])
    dispatching.reassign(loop.db, ticket_id=ticket.id, version=None, whom=whom, by=by)
    run(loop, minutes=3)
    called = [name for topic, name in told(loop, ticket, "emergency")]
    assert sorted(called) == ["chen", "li", "sun", "sun"]


def test_an_emergency_given_to_nobody_calls_the_dispatchers(loop: Loop) -> None:
    ticket = loop.new(severity="emergency")
    run(loop, minutes=3)
    run(loop, minutes=9)
    assert told(loop, ticket, "emergency") == [("emergency_unaccepted", "zhao")]
    assert told(loop, ticket, "phone") == []


def test_only_who_is_on_duty_at_the_desk_is_asked_to_phone(loop: Loop) -> None:
    hold_the_desk(loop, "wang")
    ticket = loop.assigned("li", severity="emergency")
    run(loop, minutes=6)
    assert told(loop, ticket, "phone") == [("phone_them", "wang")]
    waiting = loop.new(severity="emergency")
    run(loop, minutes=4)
    assert told(loop, waiting, "emergency") == [("emergency_unaccepted", "wang")]


def hold_the_desk(loop: Loop, *names: str) -> None:
    """A post of the desk round the clock, held by those."""
    values = {"team_id": None, "name": "夜班", "kind": "night", "starts": time(8), "ends": time(7, 59)}
    post = posts.save(loop.db, values, actor=SYSTEM, now=MONDAY)
    people = [loop.cast.people[name] for name in names]
    day = local_date(loop.now)
    roster.hold(loop.db, actor=SYSTEM, post_id=post, day=day, account_ids=people, before=None, now=MONDAY)


def test_after_a_standstill_the_desk_phones_at_once(loop: Loop) -> None:
    ticket = loop.assigned("li", severity="emergency")
    run(loop, hours=1)
    assert told(loop, ticket, "emergency") == []
    assert len(told(loop, ticket, "phone")) == 2


# The third urge and the watch ---------------------------------------------------------------------------------------


def test_the_third_urge_goes_to_those_above_once(quiet: Loop) -> None:
    ticket = quiet.assigned("li")
    for _ in range(2):
        talking.urge(quiet.db, ticket_id=ticket.id, by=quiet.by("wang"))
    assert escalated(quiet, ticket) == []
    after = talking.urge(quiet.db, ticket_id=ticket.id, by=quiet.by("wang"))
    assert (after.version, after.escalations) == (quiet.ticket(ticket).version, 1)
    assert sorted(told(quiet, ticket, "urged_again")) == [
        ("urged_again", name) for name in ("sun", "zhao", "zheng")
    ]
    talking.urge(quiet.db, ticket_id=ticket.id, by=quiet.by("wang"))
    assert len(escalated(quiet, ticket)) == 1


def test_three_people_who_report_the_same_escalate_it_too(quiet: Loop) -> None:
    ticket = quiet.assigned("li")
    for number in range(4):
        after, _ = talking.join(
            quiet.db,
            ticket_id=ticket.id,
            caller=Caller(name=f"护士{number}", phone=f"810{number}"),
            channel="hotline",
            by=quiet.by("wang"),
        )
    assert (after.urges, after.escalations, len(escalated(quiet, ticket))) == (4, 1, 1)


def test_with_the_rule_off_no_urge_escalates(quiet: Loop) -> None:
    with quiet.db.transaction() as tx:
        set_rule(tx, "escalating_urge", 0)
    ticket = quiet.assigned("li")
    for _ in range(5):
        talking.urge(quiet.db, ticket_id=ticket.id, by=quiet.by("wang"))
    assert escalated(quiet, ticket) == []


def test_a_watch_that_is_over_tells_whoever_watches_once(quiet: Loop) -> None:
    from lib.tickets.actions.step import step

    ticket = quiet.assigned("li")
    until = quiet.now + timedelta(hours=4)
    facts = {"on": True, "until": until, "note": "院长关注"}
    step(quiet.db, Action.WATCH, ticket_id=ticket.id, version=None, by=quiet.by("zheng"), facts=facts)
    assert run(quiet, until - timedelta(seconds=1)) == 0
    assert run(quiet, until + timedelta(seconds=1)) == 1
    assert run(quiet, until + timedelta(days=1)) == 0
    assert told(quiet, ticket) == [("watch_over", "zheng")]


def test_the_shipped_levels_are_loaded_once(loop: Loop) -> None:
    run(loop, minutes=1)
    shipped = levels.in_use(loop.db)
    assert {(one.severity, one.stage) for one in shipped} >= {("emergency", "respond"), ("low", "complete")}
    with loop.db.transaction() as tx:
        tx.execute("DELETE FROM escalation_rule")
    run(loop, minutes=1)
    assert levels.in_use(loop.db) == []


def test_a_level_above_tells_everybody_the_one_below_it_told_but_the_technician(loop: Loop) -> None:
    """Told of one level only, nobody in charge misses what the lower one would have said."""
    run(loop, minutes=1)
    groups: dict[tuple[str, str], set[str]] = {}
    for one in levels.in_use(loop.db):
        below = groups.get((one.severity, one.stage), set())
        if one.minutes >= 0:
            assert below - {"assignee"} <= set(one.tell), one
            groups[one.severity, one.stage] = set(one.tell)
