"""A ticket's whole story: reported, corrected, dispatched, worked on, urged, finished, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from lib.demo.branching import followed, split_off, watched
from lib.demo.chance import between, minutes
from lib.demo.course import Course, Step
from lib.demo.ending import Ending
from lib.demo.reopening import reopening
from lib.demo.reporting import Report, correction, join, opening
from lib.demo.running import Run, run
from lib.demo.working import Doing, answered, person_facts
from lib.demo.world import World
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Channel, Kind, Status

_CANCELLED = 0.012
_URGED, _JOINED, _NOTED = 0.075, 0.025, 0.035
_LONG_ENOUGH = timedelta(minutes=40)
_MOST_ROUNDS = 3


def lived(world: World, report: Report, ticket_id: int, number: str, *, deadline: datetime) -> Course:
    """The story of an ordinary report; its work ends before the deadline, what follows only as far as now."""
    course = Course(world.now)
    first = opening(world, course, report, ticket_id, number)
    if report.service.kind == Kind.CONSULTATION:
        course.take(first, answered(world, report))
        return course
    worker = world.crews.worker(report.service, report.place, report.at)
    made = run(world, report, worker, report.begins).done_by(deadline)
    # Who waits for a part or a next job of it does not take it back.
    if report.random.random() < _CANCELLED and not (report.parts or report.next):
        before = made.first + (made.assigned - made.first) * 0.1
        course.take(first, *correction(world, report, before), *_cancelled(world, report, made))
        return course
    doing = Doing(world, course, report, made)
    course.take(
        first,
        *split_off(world, report),
        *_besides(world, course, report, made),
        *followed(report, made),
        *watched(world, report, made),
        *doing.steps(),
    )
    _follow(world, course, report, made, deadline)
    return course


def _follow(world: World, course: Course, report: Report, made: Run, deadline: datetime) -> None:
    """The department's word, and a second round where the first was not good."""
    ending = Ending(world, course, report)
    for _ in range(_MOST_ROUNDS - 1):
        back, reason = ending.sent_back(), "reopen"
        if back is None:
            back, reason = ending.word(), "not_fixed"
        if back is None:
            return
        step = reopening(world, course, report, back, world.phrases.say(report.random, reason))
        again = run(world, report, made.worker, back, assigned=back)
        if again.done > deadline or not worked_again(world, course, report, step, again):
            break
    if course.standing.status is Status.DONE:
        ending.word()


def worked_again(world: World, course: Course, report: Report, step: Step, again: Run) -> bool:
    """The second round; False when somebody should come again but that lies after now."""
    doing = Doing(world, course, report, again)
    first_time = course.standing.reopens == 0
    passed_on = [] if first_time and course.standing.assignee_id else doing.passed_on()
    return course.take(step, *passed_on, *doing.work())


def _besides(world: World, course: Course, report: Report, made: Run) -> Iterator[Step]:
    """What happens around the work: the desk's correction, urges, others who report the same, notes."""
    random = report.random
    yield from correction(world, report, made.first + (made.assigned - made.first) * 0.1)
    if made.done - made.first < _LONG_ENOUGH or report.written > report.at:
        return
    urges = sum(random.random() < chance for chance in (_URGED, 0.012))
    for _ in range(urges):
        yield _urge(world, report, _during(random.uniform(0.35, 0.95), made))
    # A third urge escalates: these histories have none.
    if random.random() < _JOINED and urges < 2:
        yield _joined(world, course, report, _during(random.uniform(0.1, 0.8), made))
    if random.random() < _NOTED:
        yield _note(world, report, made)


def _during(share: float, made: Run) -> datetime:
    return made.assigned + (made.done - made.assigned) * share


def _urge(world: World, report: Report, at: datetime) -> Step:
    random = report.random
    note = world.phrases.say(random, "urge") if random.random() < 0.6 else ""
    phoned = report.channel in (Channel.HOTLINE, Channel.WECHAT)
    return Step(Action.URGE, at, world.crews.operator(at) if phoned else report.someone, {"note": note})


def _joined(world: World, course: Course, report: Report, at: datetime) -> Step:
    who, channel = world.name(report.random, "title_ward"), Channel.HOTLINE

    def also(ticket: Ticket, event: Event) -> None:
        join(course, report, ticket.id, who, report.phone, event.recorded_at, channel)

    return Step(Action.URGE, at, world.crews.operator(at), {"joined": who, "channel": channel}, also=also)


def _note(world: World, report: Report, made: Run) -> Step:
    random = report.random
    at = _during(random.uniform(0.2, 0.9), made)
    if made.worker.team is not None and at > made.arrived and random.random() < 0.6:
        return Step(
            Action.COMMENT, at, made.worker.who, {"note": world.phrases.say(random, "comment_technician")}
        )
    return Step(
        Action.COMMENT, at, world.crews.operator(at), {"note": world.phrases.say(random, "comment_desk")}
    )


def _cancelled(world: World, report: Report, made: Run) -> Iterator[Step]:
    """Taken back: by the reporter while nobody owns it, by the desk even after."""
    random = report.random
    if random.random() < 0.6:
        at = max(report.written, made.first + (made.assigned - made.first) * random.uniform(0.2, 0.8))
        reason = world.phrases.say(random, "cancel_reporter")
        yield Step(Action.CANCEL, at, report.someone, {"reason": reason, "by_reporter": True})
        return
    written = max(made.assigned, report.written)
    facts = {**person_facts(made.worker), "note": ""}
    yield Step(Action.ASSIGN, made.assigned, world.crews.dispatcher(written), facts, recorded=written)
    at = written + minutes(random, 6) + between(random, 0, 1)
    reason = world.phrases.say(random, "cancel_desk")
    yield Step(Action.CANCEL, at, world.crews.operator(at), {"reason": reason, "by_reporter": False})
