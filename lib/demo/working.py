"""The steps of a job, each by whoever does it: desk, leader, technician, or the desk for one who phones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from lib.core.clock import local_date
from lib.demo.chance import between, whole
from lib.demo.course import Course, Step
from lib.demo.crews import NOBODY, Worker
from lib.demo.finishing import along, completion
from lib.demo.holding import moving, word_on_hold
from lib.demo.reporting import Report
from lib.demo.running import Hold, Run
from lib.demo.world import World
from lib.people.papers import hindrance
from lib.tickets.words import Action, HoldReason

TO_THE_TEAM = 0.22
VERIFIED = 0.45


class Doing:
    """Writes the steps of one run."""

    def __init__(self, world: World, course: Course, report: Report, run: Run) -> None:
        self.world, self.course, self.report, self.run = world, course, report, run
        self.random = report.random
        self.phoned = self.random.random() < run.worker.phones
        self.told_late = self.phoned and run.hold is None and self.random.random() < 0.15
        self._written = report.written

    def steps(self) -> Iterator[Step]:
        """Everything from dispatch to done."""
        yield from self.dispatch()
        yield from self.work()

    def work(self) -> Iterator[Step]:
        """From acceptance on."""
        run, visit = self.run, self.report.service.visit
        yield self.theirs(Action.ACCEPT, run.accepted, {})
        if visit:
            verified = not self.phoned and self.random.random() < VERIFIED
            arrived = self.theirs(Action.ARRIVE, run.arrived, {"verified": verified})
            if self.told_late:
                self._written = arrived.recorded = whole(max(run.done, self._written))
            yield arrived
        yield from self._along(along(self.world, self.report, run))
        if run.hold:
            yield from self._hold(run.hold)
        facts, also = completion(self.world, self.course, self.report, run)
        done = self.theirs(Action.COMPLETE, run.done, facts)
        done.also = also
        yield done

    def _along(self, helpers: list[int]) -> Iterator[Step]:
        """Who comes along is written down on arrival, where they do not from an earlier round."""
        known = self.course.ticket.helpers if self.course.ticket else ()
        if new := [who for who in helpers if who not in known]:
            names = [self.world.person(who) for who in (*known, *new)]
            facts = {"add": new, "remove": [], "names": names}
            yield self.theirs(Action.HELP, self.run.arrived, facts)

    def theirs(self, action: Action, at: datetime, facts: Mapping[str, Any]) -> Step:
        """A step of the technician, tapped or phoned through."""
        who = self.run.worker.who
        tapped = not self.phoned and at >= self.report.written
        # Never later than now: the live morning stands where it is wanted.
        at_desk = min(between(self.random, 0, 5), max(self.world.now - at, timedelta()) * 0.8)
        at_desk = at_desk if self.phoned else timedelta()
        self._written = written = max(at + at_desk, self._written)
        if tapped:
            return Step(action, at, who, facts, recorded=written)
        return Step(
            action, at, self.world.crews.operator(written), facts, subject_id=who.id, recorded=written
        )

    def dispatch(self) -> Iterator[Step]:
        """To the person; to the team, whose leader passes it on or whose people take it; first to the wrong team."""
        run, worker = self.run, self.run.worker
        if run.returned:
            yield from self._wrong_team(run.returned)
        written = max(run.assigned, self.report.written)
        lacking = self._exception()
        dispatcher = (
            self.world.crews.dispatcher(written) if not lacking else self.world.crews.responsible(written)
        )
        to_team = (
            worker.team is not None and self.random.random() < TO_THE_TEAM and not self.phoned and not lacking
        )
        note = self.world.phrases.say(self.random, "assign_note") if self.random.random() < 0.08 else ""
        facts = {**(team_facts(worker) if to_team else person_facts(worker)), "note": note, **lacking}
        yield Step(Action.ASSIGN, run.assigned, dispatcher, facts, recorded=written)
        if to_team and self.random.random() < 0.6:
            yield from self.passed_on()

    def _exception(self) -> Mapping[str, Any]:
        """The dispatcher's reason where the training of the one who is sent has lapsed; it goes to nobody else then."""
        run, at = self.run, self.run.assigned
        if run.worker.who.id is None or local_date(at) <= run.worker.trained_until:
            return {}
        lacking = hindrance(self.world.db, run.worker.who.id, self.report.service.code, at)
        reason = self.world.phrases.say(self.random, "exception")
        return {"override": reason, "override_of": lacking.as_fact()} if lacking else {}

    def passed_on(self) -> Iterator[Step]:
        """The team's leader gives it to one of the own people (二次派工)."""
        run, team = self.run, self.run.worker.team
        leader = self.world.crews.leader(team) if team else None
        if leader is not None:
            at = run.assigned + (run.accepted - run.assigned) * self.random.uniform(0.3, 0.8)
            facts = {**person_facts(run.worker), "note": ""}
            yield Step(Action.REASSIGN, at, leader, facts, recorded=max(at, self.report.written))

    def _wrong_team(self, returned: datetime) -> Iterator[Step]:
        team = self.run.worker.team
        if team is None:
            return
        crews, random = self.world.crews, self.random
        wrong = crews.other_team(random, team)
        leader = crews.leader(wrong)
        if leader is None:
            return
        first = self.run.first + (returned - self.run.first) * 0.2
        facts = {
            "assignee_id": None,
            "team_id": wrong.id,
            "vendor_id": wrong.vendor_id,
            "whom": wrong.name,
            "note": "",
        }
        written = max(first, self.report.written)
        yield Step(Action.ASSIGN, first, crews.dispatcher(written), facts, recorded=written)
        why = {"reason": self.world.phrases.say(random, "return"), "better_team_id": team.id}
        yield Step(Action.RETURN, returned, leader, why, recorded=max(returned, written))

    def _hold(self, hold: Hold) -> Iterator[Step]:
        say = self.world.phrases.say
        spoke_to = say(self.random, "spoke_to") if hold.reason is HoldReason.ACCESS else ""
        note = say(self.random, f"hold_{hold.reason}") if self.random.random() < 0.8 else ""
        facts = {"reason": hold.reason, "until": hold.until, "spoke_to": spoke_to, "note": note}
        stopped = self.world.rules.policy.of_hold(hold.reason)
        held = self.theirs(Action.HOLD, hold.since, {**facts, **stopped})
        yield held
        yield from word_on_hold(self.world, self.course, self.run, held)
        woken = hold.until <= hold.resumed
        # What is written down only after its end goes on at once.
        at = max(hold.until, held.written) if woken else hold.resumed
        resumed = Step(Action.RESUME, at, NOBODY) if woken else self.theirs(Action.RESUME, at, {})
        resumed.facts = moving(self.world, self.course, Action.RESUME)
        yield resumed


def person_facts(worker: Worker) -> Mapping[str, Any]:
    """An assignment to that person, or to the vendor whose contact they are."""
    team = worker.team
    return {
        "assignee_id": worker.who.id if team else None,
        "team_id": team.id if team else None,
        "vendor_id": worker.vendor_id,
        "whom": worker.goal,
    }


def team_facts(worker: Worker) -> Mapping[str, Any]:
    """An assignment to that person's team."""
    assert worker.team is not None
    return {**person_facts(worker), "assignee_id": None, "whom": worker.team.name}


def answered(world: World, report: Report) -> Step:
    """A consultation settled on the phone."""
    at = report.at + between(report.random, 0.8, 4.5)
    later = report.random.random() < 0.06  # somebody had to ask around first
    if later:
        at += between(report.random, 15, 60)
    note = report.followed or world.phrases.say(report.random, "answer")
    written = max(at, report.written)
    return Step(Action.ANSWER, at, world.crews.operator(written), {"note": note}, recorded=written)
