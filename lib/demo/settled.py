"""A finding of the demonstration after it was found: still bad when somebody passes, mended, looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lib.core.clock import local_date
from lib.core.i18n import mark, say
from lib.demo.chance import minutes, random_for, whole
from lib.demo.course import Course, Step
from lib.demo.crews import Someone
from lib.demo.found import Found, opening
from lib.demo.inspections import Inspections
from lib.demo.living import worked_again
from lib.demo.reopening import reopening
from lib.demo.reporting import Report
from lib.demo.running import Run, run
from lib.demo.walks import Look
from lib.demo.working import Doing
from lib.demo.world import World
from lib.inspections.finding_tickets import WRITTEN, Seen
from lib.inspections.findings import STILL
from lib.tickets.words import Action, ClosedHow, Status

_FAILED = 0.06
"""So many re-checks find it as bad as before."""
_MENDED_IN, _BREATH = timedelta(minutes=40), timedelta(minutes=10)
_LEFT, _LATELY = 3, timedelta(hours=36)
"""So many of what was mended lately, where no round came by since, wait for somebody to look."""
_LOOKED_AFTER = 15 * 60.0
"""Minutes after the work, at the median, until an inspector looks again where no round comes by earlier."""


class Settling:
    """Lives findings; the first one that can is sent back today."""

    def __init__(self, world: World, inspections: Inspections) -> None:
        self._world, self._rounds, self._readings = world, inspections.rounds, inspections.readings
        self._sent_back_today, self._left = False, 0

    def lived(self, report: Report, found: Found, *, deadline: datetime) -> Course:
        """From the round that found it to whoever saw it good again, as far as that lies before now."""
        world, course = self._world, Course(self._world.now)
        first = opening(world, course, report, found)
        worker = world.crews.worker(report.service, report.place, report.at)
        made = run(world, report, worker, report.at).done_by(deadline)
        doing = Doing(world, course, report, made)
        course.take(first, *self._still_bad(found, report, made.done), *doing.steps())
        for nth in range(2):
            if course.standing.status is Status.DONE:
                self._looked_at_again(course, report, found, made, nth)
        return course

    def _still_bad(self, found: Found, report: Report, until: datetime) -> list[Step]:
        """Rounds that come by before the work is done note it on the ticket."""
        steps = []
        for look in found.later:
            if look.at >= min(until, self._world.now):
                break
            number = self._readings.failing(found.item, report.random)
            look.failed[found.item.item_id] = number, found.id
            facts = self._facts(found, look, found.seen(number, good=False), inspection=STILL)
            said = {"note": facts["reading"], **facts}
            steps.append(Step(Action.COMMENT, look.at, look.who, said))
        return steps

    def _looked_at_again(self, course: Course, report: Report, found: Found, made: Run, nth: int) -> None:
        """The next round by somebody who did not do the work, or an inspector who comes for it, whichever is first."""
        world, ticket, random = self._world, course.standing, report.random
        after = course.events[-1].recorded_at
        own = {ticket.done_by, ticket.assignee_id, *ticket.helpers}
        at = whole(_awake(world, after + minutes(random, _LOOKED_AFTER, 0.7)))
        passing = next((one for one in found.later if one.at > after and one.who.id not in own), None)
        if passing is None and self._left < _LEFT and world.now - after < _LATELY:
            self._left += 1
            return self._by_others(found, after, world.now)
        look = passing if passing is not None and passing.at <= at else None
        at, who = (look.at, look.who) if look else (at, _inspector(world, found, own))
        if at > world.now or who is None:
            return self._by_others(found, after, world.now)
        self._by_others(found, after, at)
        sent_back = nth == 0 and self._fails(report, at)
        if sent_back and self._sent_back(course, report, found, made, at, who, look):
            return None
        self._passed(course, found, at, who, look)
        return None

    def _by_others(self, found: Found, after: datetime, before: datetime) -> None:
        """Rounds of those who mended it see it good; that is no re-check."""
        for look in found.later:
            if after < look.at < before and found.item.item_id not in look.failed:
                look.known[found.item.item_id] = self._good(found, look.at), found.id

    def _fails(self, report: Report, at: datetime) -> bool:
        """Now and then, and the first that can be mended again since this morning."""
        today = local_date(at) == local_date(self._world.now) and not self._sent_back_today
        return self._world.now - at > _MENDED_IN and (today or report.random.random() < _FAILED)

    def _sent_back(
        self,
        course: Course,
        report: Report,
        found: Found,
        made: Run,
        at: datetime,
        who: Someone,
        look: Look | None,
    ) -> bool:
        """Back to whoever did it, who comes again; False where that would not end in time."""
        latest = self._world.now - _BREATH
        again = run(self._world, report, made.worker, at, assigned=at).done_by(latest)
        if again.done <= at:
            return False
        number = self._readings.failing(found.item, report.random)
        seen = found.seen(number, good=False)
        facts = self._facts(found, look, seen, **({} if look else {"recheck": True}))
        reason = say(WRITTEN, mark("Looked at again: {reading}"), reading=facts["reading"])
        step = reopening(self._world, course, report, at, reason, who=who, more=facts)
        if look:
            look.failed[found.item.item_id] = number, found.id
        self._write(found, course, at, who, seen, passed=False)
        self._sent_back_today |= local_date(at) == local_date(self._world.now)
        worked_again(self._world, course, report, step, again)
        return True

    def _passed(self, course: Course, found: Found, at: datetime, who: Someone, look: Look | None) -> None:
        number = self._good(found, at)
        seen = found.seen(number, good=True)
        facts = self._facts(found, look, seen, **({} if look else {"recheck": True}))
        said = {"how": ClosedHow.RECHECK, **facts, "note": facts["reading"]}
        if look:
            look.known[found.item.item_id] = number, found.id
        self._write(found, course, at, who, seen, passed=True)
        found.resolved_at = at
        course.take(Step(Action.CONFIRM, at, who, said))

    def _facts(self, found: Found, look: Look | None, seen: Seen, **more: Any) -> Mapping[str, Any]:
        round = self._rounds[look.round_id] if look else found.round
        return {**found.origin(self._world, round, seen), **more}

    def _good(self, found: Found, at: datetime) -> float | None:
        if found.number is None:
            return None
        return self._readings.good(found.item, random_for("good again", found.id, at))

    def _write(
        self, found: Found, course: Course, at: datetime, who: Someone, seen: Seen, *, passed: bool
    ) -> None:
        row = {"finding_id": found.id, "seq": len(found.rechecks) + 1, "passed": passed}
        said = {"number": seen.number, "words": seen.words, "photos": list[str]()}
        by = {"ticket_id": course.standing.id, "checked_by": who.id, "checked_at": at}
        found.rechecks.append({**row, **said, **by})


def _inspector(world: World, found: Found, own: set[int | None]) -> Someone | None:
    """Who found it, where the work was not theirs; else an inspector."""
    people = (found.look.who, *world.crews.inspectors)
    return next((one for one in people if one.id not in own), None)


def _awake(world: World, at: datetime) -> datetime:
    hour = at.astimezone(world.office.zone).hour
    return at if 8 <= hour < 18 else at + timedelta(hours=(8 - hour) % 24)
