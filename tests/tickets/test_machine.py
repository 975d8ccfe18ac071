"""Anything the cast may try, in any order: only refusals, and history and rows never part.

ONESTOP_TRIES=200 tries longer than a working day's test run should.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lib.core.errors import Refusal
from lib.people.roles import SYSTEM, Actor, by_link
from lib.store.database import Database
from lib.tickets import call_backs, checking, lifecycle, records
from lib.tickets.actions import calling_back, closing, dispatching, opening, talking, working
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.actions.working import Used, Work
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import OFFERED_OUTCOMES, Channel, ClosedHow, HoldReason, Kind, Severity

MOST_TICKETS = 5
TRIES = int(os.environ.get("ONESTOP_TRIES", "10"))

names = st.sampled_from(
    ["link", "liu", "wang", "wang", "zhao", "zhao", "sun", "li", "li", "chen", "zhou", "wu", "system"]
)
technicians = st.sampled_from([None, None, "li", "chen", "zhou", "sun"])
Who = tuple[str, str | None, int | None, str | None]
which = st.integers(0, MOST_TICKETS - 1)
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
        try:
            deed(self.db, ticket_id=ticket.id, by=by, **more)
        except Refusal:
            assert records.by_id(self.db, ticket.id) == ticket

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

    @rule(name=names, result=st.sampled_from(["satisfied", "not_fixed", "unreachable"]))
    def call_back(self, name: str, result: str) -> None:
        for row in call_backs.waiting(self.db)[:1]:
            by = By(actor=self.actor(name, None), now=self.now)
            try:
                calling_back.answer(self.db, call_back_id=row["id"], result=result, words="", by=by)
            except Refusal:
                assert call_backs.waiting(self.db)[0]["id"] == row["id"]

    # Always -----------------------------------------------------------------------------------

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
    if ticket.status == "new":
        assert (ticket.assignee_id, ticket.team_id, ticket.vendor_id) == (None, None, None)
    if ticket.status in ("accepted", "in_progress", "on_hold"):
        assert ticket.assignee_id is not None


def test_whatever_the_cast_tries_history_and_rows_agree(cast: Any) -> None:
    profile = settings(
        max_examples=TRIES,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    Anything.world = cast
    run_state_machine_as_test(Anything, settings=profile)
