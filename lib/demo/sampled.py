"""The spot checks of the weeks that lie behind: drawn as the product draws them, and mostly answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from lib.core.clock import local_date, wall
from lib.demo.chance import Weighted, between, random_for
from lib.demo.course import Course, Step
from lib.demo.ending import call_row
from lib.demo.world import World
from lib.tickets import call_backs
from lib.tickets.spot_checks import WEEK, Closed, drawn_from, lot, monday_of
from lib.tickets.words import Action, ClosedHow, Status

_RESULTS = Weighted({"satisfied": 83, "not_fixed": 4, "unreachable": 13})
_DRAWN_AT = time(7, 5)
_OFFICE = (time(9), 8 * 60)
_NEVER_REACHED = 0.02


def phone(world: World, courses: Iterable[Course]) -> None:
    """Puts each past week's lot on the call-back list; within four days the desk has phoned about nearly all."""
    known = {course.standing.id: course for course in courses}
    this_week = monday_of(local_date(world.now))
    for (monday, vendor), closed in sorted(_weeks(known.values()).items()):
        if monday >= this_week:
            continue
        for ticket_id in lot(closed, world.rules.spot_check_percent / 100, seed=f"{monday} {vendor}"):
            _phoned(world, known[ticket_id], wall(monday + WEEK, _DRAWN_AT))


def _weeks(courses: Iterable[Course]) -> dict[tuple[date, int], list[Closed]]:
    found: dict[tuple[date, int], list[Closed]] = defaultdict(list)
    for course in courses:
        one = course.standing
        asked = any(row["opened_at"] >= one.done_at for row in course.beside["call_back"])
        if one.status is Status.CLOSED and one.vendor_id and drawn_from(one) and not asked:
            assert one.closed_at is not None
            doubtful = one.proxied > 0 or one.closed_how == ClosedHow.TIMED_OUT
            monday = monday_of(local_date(one.closed_at))
            found[monday, one.vendor_id].append(Closed(one.vendor_id, one.id, doubtful))
    return found


def _phoned(world: World, course: Course, at: datetime) -> None:
    random = random_for("sampled", course.standing.number)
    row = course.keep(
        "call_back", call_row(course.standing.id, call_backs.SAMPLED, at, within=call_backs.SAMPLED_WITHIN)
    )
    day = local_date(at) + timedelta(days=random.randrange(5))
    call = wall(day, _OFFICE[0]) + between(random, 0, _OFFICE[1])
    if random.random() < _NEVER_REACHED:
        return
    result = _RESULTS.draw(random)
    words = world.phrases.say(random, result)
    operator = world.crews.operator(call)
    if course.take(Step(Action.COMMENT, call, operator, {"note": words, "call_back": result})):
        row |= {"answered_at": call, "answered_by": operator.id, "result": result, "words": words}
