"""Ratings that are not all fives: most are good, late work costs speed, a few are bad."""

from __future__ import annotations

from datetime import datetime
from random import Random

from lib.demo.chance import Weighted
from lib.demo.course import Course, Step
from lib.demo.crews import Someone
from lib.demo.reporting import KEYED_IN, Report
from lib.demo.world import World
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action

_OVERALL = Weighted({5: 68, 4: 22, 3: 6, 2: 2.4, 1: 1.6})
_NOISE = Weighted({0: 78, -1: 14, 1: 8})
_HOW = Weighted({"link": 70, "code": 14, "spoken": 16})


def rated(world: World, course: Course, report: Report, at: datetime) -> tuple[Step, int]:
    """The step of rating, and its lowest score."""
    random, ticket = report.random, course.standing
    scores = _scores(random, ticket)
    how, who = _by_whom(world, report, ticket, at)
    words = _words(world, random, min(scores.values()))
    facts = {**scores, "how": how, "words": words, "window_days": world.rules.rating_window_days}

    def also(after: Ticket, event: Event) -> None:
        row = {"ticket_id": after.id, "completion": after.completions, "event_seq": event.seq, **scores}
        course.keep("rating", {**row, "words": words, "how": how, "rated_at": event.recorded_at})

    return Step(Action.RATE, at, who, facts, also=also), min(scores.values())


def _scores(random: Random, ticket: Ticket) -> dict[str, int]:
    overall = _OVERALL.draw(random) - (1 if ticket.reopens and random.random() < 0.5 else 0)
    late = (
        ticket.complete_due is not None
        and ticket.done_at is not None
        and ticket.done_at > ticket.complete_due
    )
    slow = 1 if (late or ticket.urges) and random.random() < 0.6 else 0
    return {
        "speed": _stars(overall + _NOISE.draw(random) - slow),
        "quality": _stars(overall + _NOISE.draw(random)),
        "attitude": _stars(overall + max(0, _NOISE.draw(random))),
    }


def _stars(score: int) -> int:
    return min(5, max(1, score))


def _by_whom(world: World, report: Report, ticket: Ticket, at: datetime) -> tuple[str, Someone]:
    liaison = world.crews.liaisons.get(report.place.department_id or 0)
    if liaison and report.random.random() < 0.4:
        return "liaison", liaison
    how = _HOW.draw(report.random)
    spoken = how == "spoken" and report.channel in KEYED_IN
    if not spoken:
        return "link" if how == "spoken" else how, report.someone
    return how, world.crews.operator(at, other_than=(ticket.done_by, ticket.assignee_id))


def _words(world: World, random: Random, lowest: int) -> str:
    if random.random() > (0.3 if lowest > 2 else 0.8):
        return ""
    return world.phrases.say(
        random, "rating_good" if lowest > 3 else "rating_fair" if lowest == 3 else "rating_bad"
    )
