"""Anything the cast may try, in any order: only refusals, and history and rows never part.

The long part tries more often; ONESTOP_TRIES=200 longer than a working day's test run should.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lib.catalog import promises
from lib.core.errors import Refusal
from lib.people.roles import SYSTEM, Actor, by_link
from lib.store.database import Database
from lib.tickets import call_backs, checking, lifecycle, promised, records, timeline
from lib.tickets.actions import (
    branching,
    calling_back,
    closing,
    deciding,
    dispatching,
    helping,
    opening,
    talking,
    watching,
    working,
)
from lib.tickets.actions.branching import Part
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.confirming_holds import confirm_hold
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.merging import merge
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.actions.working import Used, Work
from lib.tickets.life import lived
from lib.tickets.policy import ReopenRule
from lib.tickets.reporters import Caller
from lib.tickets.rules import rules, set_rule
from lib.tickets.ticket import Ticket
from lib.tickets.words import OFFERED_OUTCOMES, Channel, ClosedHow, HoldReason, Kind, Severity

MOST_TICKETS, MOST_WITH_PARTS = 5, 9
QUICK_TRIES = 4
TRIES = int(os.environ.get("ONESTOP_TRIES", "25"))

names = st.sampled_from(
    ["link", "liu", "wang", "wang", "zhao", "zhao", "sun", "li", "li", "chen", "zhou", "wu", "system"]
)
technicians = st.sampled_from([None, None, "li", "chen", "zhou", "sun"])
Who = tuple[str, str | None, int | None, str | None]
which = st.integers(0, MOST_WITH_PARTS - 1)
steps = st.sampled_from([0, 1, 1, 5, 30, 90, 600, 1500, 6000])
earlier = st.sampled_from([None, None, None, 0, 10, 45, 1000, 3000])
versions = st.sampled_from(["seen", "seen", "seen", None, "old"])


class Anything(RuleBasedStateMachine):
    """One hospital; its tickets are thrown away before each try."""

    world: Any = None

    @initialize()
    def begin(self) -> None:
        self.db: Database = self.world.db
        self.now = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
        self.tickets: list[int] = []
        with self.db.transaction() as tx:
            for table in (
                "ticket",
                "ticket_event",
                "reporter",
                "rating",
                "call_back",
                "ticket_material",
                "ticket_labour",
                "attachment",
                "outbox",
                "request_key",
            ):
                tx.execute(f"DELETE FROM {table}")

    # Who and when -----------------------------------------------------------------------------

    def actor(self, name: str, ticket: Ticket | None) -> Actor:
        if name == "system":
            return SYSTEM
        if name == "link":
            return by_link(ticket.id if ticket else 0, "张护士")
        return self.world.actor(name)

    def ticket(self, number: int) -> Ticket | None:
        if not self.tickets:
            return None
        return records.by_id(self.db, self.tickets[number % len(self.tickets)])

    def trying(self, number: int, who: Who, deed: Any, **more: Any) -> None:
        """One use case on one ticket; a refusal is as good as a success, anything else fails the test."""
        ticket = self.ticket(number)
        if ticket is None:
            return
        name, subject, past, version = who
        seen = {"seen": ticket.version, "old": ticket.version - 1}.get(version)
        if version != "none":
            more = {"version": seen, **more}
        by = By(
            actor=self.actor(name, ticket),
            now=self.now,
            subject_id=self.world.people[subject] if subject else None,
            happened_at=None if past is None else self.now - timedelta(minutes=past),
            late_reason="系统停机" if past == 3000 else "",
        )
        before = self.db.value("SELECT count(*) FROM ticket")
        try:
            deed(self.db, ticket_id=ticket.id, by=by, **more)
        except Refusal:
            assert records.by_id(self.db, ticket.id) == ticket
            assert self.db.value("SELECT count(*) FROM ticket") == before

    @rule(minutes=steps)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    # What -------------------------------------------------------------------------------------

    @rule(
        name=names,
        past=earlier,
        place=st.sampled_from(["room", "icu", None]),
        severity=st.sampled_from(["", *Severity]),
        kind=st.sampled_from(["", "", Kind.CONSULTATION]),
        key=st.sampled_from(["", "", "same"]),
    )
    def open(
        self, name: str, past: int | None, place: str | None, severity: str, kind: str, key: str
    ) -> None:
        if len(self.tickets) >= MOST_TICKETS:
            return
        by = By(
            actor=self.actor(name, None),
            now=self.now,
            happened_at=None if past is None else self.now - timedelta(minutes=past),
            late_reason="系统停机",
        )
        wish = Wish(
            channel=Channel.HOTLINE,
            caller=Caller(name="张护士", phone="8101"),
            location_id=getattr(self.world, place) if place else None,
            service_code="GD-01",
            severity=severity,
            kind=kind,
            key=key,
        )
        try:
            opened = opening.open_ticket(self.db, wish, by=by)
        except Refusal:
            return
        if not opened.again:
            self.tickets.append(opened.ticket.id)

    who = st.tuples(names, technicians, earlier, versions)
    whom = st.sampled_from(["li", "chen", "zhou", "sun", "team", "other_team", "vendor", "zheng", "nobody"])

    def whom_named(self, name: str) -> Whom:
        if name in ("team", "other_team"):
            return Whom(team_id=getattr(self.world, name))
        if name == "vendor":
            return Whom(vendor_id=self.world.vendor)
        return Whom(assignee_id=self.world.people.get(name))

    @rule(n=which, who=who, to=whom)
    def assign(self, n: int, who: Who, to: str) -> None:
        self.trying(n, who, dispatching.assign, whom=self.whom_named(to))

    @rule(n=which, to=whom)
    def dispatch(self, n: int, to: str) -> None:
        self.trying(n, ("zhao", None, None, "seen"), dispatching.assign, whom=self.whom_named(to))

    @rule(n=which, who=who, to=whom)
    def reassign(self, n: int, who: Who, to: str) -> None:
        self.trying(n, who, dispatching.reassign, whom=self.whom_named(to))

    @rule(n=which, who=who)
    def accept(self, n: int, who: Who) -> None:
        self.trying(n, who, working.accept)

    @rule(n=which, past=earlier, finished=st.booleans())
    def work_goes_on(self, n: int, past: int | None, finished: bool) -> None:
        """Whoever has the job takes the next step, so that tickets get far."""
        ticket = self.ticket(n)
        name = next((k for k, v in self.world.people.items() if ticket and v == ticket.assignee_id), "li")
        who = ("wang", name, past, "seen")
        self.trying(n, who, working.accept)
        self.trying(n, who, working.arrive)
        if finished:
            self.trying(n, who, working.complete, work=Work(outcome="fixed"))

    @rule(n=which, who=who, reason=st.sampled_from(["不是我们班组的", ""]))
    def give_back(self, n: int, who: Who, reason: str) -> None:
        self.trying(n, who, dispatching.return_job, reason=reason)

    @rule(n=which, who=who)
    def arrive(self, n: int, who: Who) -> None:
        self.trying(n, who, working.arrive, scanned_location_id=self.world.room)

    @rule(n=which, who=who, reason=st.sampled_from(list(HoldReason)), minutes=steps)
    def hold(self, n: int, who: Who, reason: str, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        self.trying(n, who, working.hold, reason=reason, until=until, spoke_to="张护士")

    @rule(n=which, who=who)
    def resume(self, n: int, who: Who) -> None:
        self.trying(n, who, working.resume)

    @rule()
    def wake(self) -> None:
        for ticket_id in records.waking(self.db, self.now):
            working.resume(self.db, ticket_id=ticket_id, version=None, by=By(actor=SYSTEM, now=self.now))

    @rule(n=which, who=who, outcome=st.sampled_from(OFFERED_OUTCOMES), visit=st.booleans())
    def complete(self, n: int, who: Who, outcome: str, visit: bool) -> None:
        work = Work(
            outcome=outcome,
            no_visit=not visit,
            materials=[Used("", "扎带", Decimal("1.5"))],
            labour={self.world.people["li"]: 30},
        )
        self.trying(n, who, working.complete, work=work)

    @rule(n=which, who=who, how=st.sampled_from(list(ClosedHow)))
    def confirm(self, n: int, who: Who, how: ClosedHow) -> None:
        self.trying(n, who, closing.confirm, how=how)

    @rule(n=which, who=who, score=st.integers(0, 5), how=st.sampled_from(["link", "spoken", "liaison"]))
    def rate(self, n: int, who: Who, score: int, how: str) -> None:
        scores = Scores(speed=score, quality=5, attitude=4, how=how)
        self.trying(n, who, closing.rate, scores=scores)

    @rule(n=which, who=who)
    def reopen(self, n: int, who: Who) -> None:
        self.trying(n, who, closing.reopen, reason="还是不亮")

    @rule(n=which, good=st.booleans())
    def the_department_says_its_word(self, n: int, good: bool) -> None:
        who = ("link", None, None, "seen")
        if good:
            self.trying(n, who, closing.confirm, how=ClosedHow.LINK)
        self.trying(n, who, closing.reopen, reason="还是不亮")

    @rule(n=which, who=who)
    def cancel(self, n: int, who: Who) -> None:
        self.trying(n, who, closing.cancel, reason="自己好了")

    @rule(n=which, who=who, how=st.sampled_from([ClosedHow.TIMED_OUT, ClosedHow.CALL_BACK]))
    def close(self, n: int, who: Who, how: ClosedHow) -> None:
        self.trying(n, who, closing.close, how=how)

    @rule(n=which, who=who)
    def answer(self, n: int, who: Who) -> None:
        self.trying(n, who, closing.answer, note="六点半")

    changes = st.fixed_dictionaries(
        {},
        optional={
            "severity": st.sampled_from(list(Severity)),
            "kind": st.sampled_from(list(Kind)),
            "service_code": st.sampled_from(["GD-01", "DT-01", "FW-08"]),
            "description": st.sampled_from(["", "走廊灯不亮"]),
            "location_id": st.sampled_from([None, 9999]),
        },
    )

    @rule(n=which, who=who, changes=changes)
    def edit(self, n: int, who: Who, changes: dict[str, Any]) -> None:
        self.trying(n, who, dispatching.edit, changes=changes)

    unversioned = st.tuples(names, technicians, earlier, st.just("none"))

    @rule(n=which, who=unversioned)
    def urge(self, n: int, who: Who) -> None:
        self.trying(n, who, talking.urge)

    @rule(n=which, who=unversioned)
    def join(self, n: int, who: Who) -> None:
        self.trying(n, who, talking.join, caller=Caller(name="王医生"), channel="qr")

    @rule(n=which, who=unversioned, note=st.sampled_from(["", "下午再来"]))
    def comment(self, n: int, who: Who, note: str) -> None:
        self.trying(n, who, talking.comment, note=note)

    # One report that is several jobs, and what goes beside the work ------------------------------

    parts = st.lists(
        st.sampled_from([Part(service_code="GS-01"), Part(description="门也关不严"), Part()]), max_size=2
    )

    @rule(n=which, who=who, parts=parts)
    def split(self, n: int, who: Who, parts: list[Part]) -> None:
        if len(self.tickets) < MOST_WITH_PARTS:
            self.trying(n, who, branching.split, parts=parts)
            self.adopt()

    @rule(n=which, who=who, days=st.sampled_from([None, 2, 7, 500]))
    def follow_on(self, n: int, who: Who, days: int | None) -> None:
        if len(self.tickets) < MOST_WITH_PARTS:
            at = self.now + timedelta(days=days) if days else None
            part = Part(service_code="GD-01", description="配件到后更换", appointment_at=at)
            self.trying(n, who, branching.follow_on, part=part)
            self.adopt()

    def adopt(self) -> None:
        rows = self.db.rows("SELECT id FROM ticket ORDER BY id")
        self.tickets += [row["id"] for row in rows if row["id"] not in self.tickets]

    people_named = st.lists(st.sampled_from(["li", "chen", "zhou", "sun", "zheng"]), max_size=2)

    @rule(n=which, who=who, add=people_named, remove=people_named)
    def help(self, n: int, who: Who, add: list[str], remove: list[str]) -> None:
        ids = self.world.people
        self.trying(
            n, who, helping.helpers, add=[ids[name] for name in add], remove=[ids[name] for name in remove]
        )

    @rule(n=which, who=who, hours=st.sampled_from([-1, 2, 30]), on=st.booleans())
    def watch(self, n: int, who: Who, hours: int, on: bool) -> None:
        if on:
            until = self.now + timedelta(hours=hours)
            self.trying(n, who, watching.watch, until=until, reason="院长过问")
        else:
            self.trying(n, who, watching.release)

    @rule(n=which, who=who)
    def give_back_twice_and_decide(self, n: int, who: Who) -> None:
        """To the dispatcher for a decision, and whoever it is tries to take it."""
        for name, to in (("li", "chen"), ("chen", "chen")):
            self.trying(n, ("zhao", None, None, "seen"), dispatching.assign, whom=self.whom_named(name))
            self.trying(n, ("wang", name, None, "seen"), dispatching.return_job, reason="不是我们的")
            self.trying(n, ("zhao", None, None, "seen"), dispatching.assign, whom=self.whom_named(to))
        self.trying(n, who, deciding.keep_where_it_is, note="就是你们的")

    @rule(n=which, name=names)
    def remind(self, n: int, name: str) -> None:
        ticket = self.ticket(n)
        by = By(actor=self.actor(name, ticket), now=self.now)
        try:
            deciding.remind(self.db, ticket_ids=[ticket.id] if ticket else [], note="", by=by)
        except Refusal:
            assert ticket is None or records.by_id(self.db, ticket.id) == ticket

    @rule(n=which, other=which, who=who)
    def merge(self, n: int, other: int, who: Who) -> None:
        into = self.ticket(other)
        if into is not None:
            self.trying(n, who, merge, into_id=into.id)

    @rule(n=which, who=who, good=st.booleans())
    def confirm_the_hold(self, n: int, who: Who, good: bool) -> None:
        ticket = self.ticket(n)
        held = [e.seq for e in records.events(self.db, ticket.id) if e.action == "hold"] if ticket else []
        if held:
            self.trying(n, who, confirm_hold, hold_seq=held[-1], confirmed=good, note="")

    @rule(name=names, result=st.sampled_from(["satisfied", "not_fixed", "unreachable"]))
    def call_back(self, name: str, result: str) -> None:
        for row in call_backs.waiting(self.db)[:1]:
            by = By(actor=self.actor(name, None), now=self.now)
            try:
                calling_back.answer(self.db, call_back_id=row["id"], result=result, words="", by=by)
            except Refusal:
                assert call_backs.waiting(self.db)[0]["id"] == row["id"]

    @rule(
        pausing=st.sampled_from([[], ["access", "approval"], list(HoldReason)]),
        reopening=st.sampled_from(list(ReopenRule)),
    )
    def the_rules_of_the_clock_change(self, pausing: list[str], reopening: str) -> None:
        with self.db.transaction() as tx:
            set_rule(tx, "pausing", pausing)
            set_rule(tx, "pausing_arrive", pausing[:1])
            set_rule(tx, "reopen_rule", reopening)

    # Always -----------------------------------------------------------------------------------

    @invariant()
    def due_times_are_what_the_clock_says(self) -> None:
        """Whatever the rules are by now: each hold and reopening keeps those of its time."""
        terms, policy = partial(promises.terms, self.db), rules(self.db).policy
        for ticket_id in getattr(self, "tickets", ()):
            ticket, events = records.by_id(self.db, ticket_id), records.events(self.db, ticket_id)
            assert ticket is not None
            for at in (ticket.changed_at, self.now):
                for stage, due in promised.dues(events, at, terms, policy).items():
                    assert getattr(ticket, f"{stage}_due") == due, stage
            found = timeline.segments(events, self.now)
            spent = sum((one.lasts for one in found), timedelta())
            assert spent == lived(events, self.now).end - ticket.opened_at

    @invariant()
    def rows_are_what_their_events_fold_to(self) -> None:
        for ticket_id in getattr(self, "tickets", ()):
            ticket, events = records.by_id(self.db, ticket_id), records.events(self.db, ticket_id)
            assert lifecycle.fold(events) == ticket
            assert [event.seq for event in events] == list(range(1, ticket.version + 1))
            _sound(ticket)

    def teardown(self) -> None:
        if hasattr(self, "db"):
            assert [str(problem) for problem in checking.problems(self.db)] == []


def _sound(ticket: Ticket) -> None:
    """What must hold of any ticket, whatever happened to it."""
    assert ticket.opened_at <= ticket.changed_at
    assert (ticket.hold_since is not None) == (ticket.status == "on_hold") == bool(ticket.hold_reason)
    assert (ticket.done_at is not None) == (ticket.status in ("done", "closed"))
    assert bool(ticket.closed_how) == (ticket.status == "closed")
    assert ticket.rated <= ticket.completions
    assert ticket.assignee_id not in ticket.helpers
    assert (ticket.watched_until is not None) == ticket.watched
    assert (ticket.merged_into is not None) == (ticket.status == "merged")
    assert not ticket.undecided or ticket.is_open
    if ticket.status == "new":
        assert (ticket.helpers, ticket.undecided) == ((), False)
        assert (ticket.assignee_id, ticket.team_id, ticket.vendor_id) == (None, None, None)
    if ticket.status in ("accepted", "in_progress", "on_hold"):
        assert ticket.assignee_id is not None


@pytest.mark.parametrize("tries", [QUICK_TRIES, pytest.param(TRIES, marks=pytest.mark.long)])
def test_whatever_the_cast_tries_history_and_rows_agree(cast: Any, tries: int) -> None:
    profile = settings(
        max_examples=tries,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    Anything.world = cast
    run_state_machine_as_test(Anything, settings=profile)
