"""Why somebody is suggested, in words, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.core.clock import local
from lib.core.i18n import mark
from lib.dispatch.at_work import Member
from lib.dispatch.cost import FAMILIAR, LEADING, OVERRIDDEN, UNFIT, Fit, Forecast, Person
from lib.dispatch.fitting import Wanted, fit_of
from lib.dispatch.route import BROKEN, chance_of_being_late
from lib.dispatch.travel import Near, near, travel_table
from lib.people.duty import Duty


@dataclass(frozen=True, slots=True)
class Reason:
    """A message id and its facts."""

    message: str
    facts: Mapping[str, object]


FIT_WORDS = {
    Fit.USUAL: mark("{team}, the usual team for this service"),
    Fit.COMPANY: mark("{team}, of the usual company"),
    Fit.LICENSED: mark("{team}, holds the licence for it"),
    Fit.OTHER: mark("{team}, another trade"),
}
NEAR_WORDS = {
    Near.PLACE: mark("at this very place"),
    Near.FLOOR: mark("on the same floor"),
    Near.BUILDING: mark("in the same building"),
    Near.CAMPUS: mark("in another building"),
    Near.AWAY: mark("comes from another campus, {n} min"),
}
NEAR_LATER_WORDS = {
    Near.PLACE: mark("will be at this very place"),
    Near.FLOOR: mark("will be on the same floor"),
    Near.BUILDING: mark("will be in the same building"),
    Near.CAMPUS: mark("will be in another building"),
    Near.AWAY: mark("comes from another campus, {n} min"),
}
A_DAY = timedelta(hours=24)
HELD = 0.6
"""Held jobs cost no time now: said after what does."""
IDLE = 35.5
"""How much having nothing else to do weighs: a little more than being in the same building."""


def reasons(wanted: Wanted, member: Member, found: Forecast, now: datetime) -> tuple[Reason, ...]:
    """What speaks for and against that person, by how much it weighs in the cost."""
    each = sorted(_weighed(wanted, member, found, now), key=lambda one: -one[0])
    return tuple(Reason(message, facts) for _, message, facts in each)


def in_hand(who: Person) -> tuple[Reason, ...]:
    """How long the work in hand is expected to take yet; nothing where there is none."""
    words = mark("the job in hand is expected to take another {n} min")
    return (Reason(words, {"n": max(1, round(who.free))}),) if who.free > 0 else ()


def expected_at(minutes: float, now: datetime) -> datetime:
    """The instant so many minutes ahead, to the minute."""
    return (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)


def clock_of(instant: datetime, now: datetime) -> str:
    """ "17:00" on the hospital's wall clock, with the date when that is not within a day."""
    at = local(instant)
    return f"{at:%H:%M}" if instant - now < A_DAY else f"{at:%m-%d %H:%M}"


Weighed = tuple[float, str, Mapping[str, object]]


def _weighed(wanted: Wanted, member: Member, found: Forecast, now: datetime) -> Iterator[Weighed]:
    fit = fit_of(wanted.service, member.team)
    weight = max(UNFIT[fit], UNFIT[Fit.LICENSED] - UNFIT[fit])
    yield weight, FIT_WORDS[fit], {"team": member.team.name}
    if (lacking := wanted.hindered.get(member.account.id)) is not None:
        yield OVERRIDDEN, lacking.message, lacking.facts
    yield from _late(found)
    yield from _where(found, member)
    yield _load(member, found)
    if member.held:
        yield HELD, mark("{n} more on hold"), {"n": member.held}
    yield from _duty(member, found, now)
    if member.leads:
        yield LEADING, mark("leads the team"), {}
    if wanted.last_by == member.account.id and wanted.last_at is not None:
        yield (
            FAMILIAR,
            mark("did the last such job here, on {day}"),
            {"day": f"{local(wanted.last_at):%m-%d}"},
        )


def _late(found: Forecast) -> Iterator[Weighed]:
    job, stop = found.stop.job, found.stop
    if job.arrive is not None and chance_of_being_late(job.arrive, stop.arrives) > 0.5:
        minutes = round(stop.arrives - job.arrive)
        yield BROKEN * job.weight, mark("would be there {n} min late"), {"n": max(1, minutes)}
    elif job.complete is not None and chance_of_being_late(job.complete, stop.done) > 0.5:
        minutes = round(stop.done - job.complete)
        yield BROKEN * job.weight, mark("would finish {n} min late"), {"n": max(1, minutes)}


def _where(found: Forecast, member: Member) -> Iterator[Weighed]:
    relation = near(found.stop.origin, found.stop.job.spot)
    if relation is Near.CAMPUS and member.person.spot.building is None and not found.before:
        return  # nobody knows where they are
    if relation in NEAR_WORDS:
        later = found.before > 0 or member.person.free > 0
        words = (NEAR_LATER_WORDS if later else NEAR_WORDS)[relation]
        minutes, farthest = travel_table()[relation], travel_table()[Near.AWAY]
        weight = minutes if relation is Near.AWAY else farthest - minutes
        yield weight, words, {"n": round(minutes)} if relation is Near.AWAY else {}


def _load(member: Member, found: Forecast) -> Weighed:
    jobs = member.jobs
    waits = found.stop.arrives - found.stop.leg - member.person.way
    if jobs == 0 and found.before:
        return max(IDLE, waits), mark("after {n} others of this plan"), {"n": found.before}
    if jobs == 0:
        return IDLE, mark("no open job"), {}
    if jobs == 1:
        return max(IDLE, waits), mark("1 open job"), {}
    return max(IDLE, waits), mark("{n} open jobs"), {"n": jobs}


def _duty(member: Member, found: Forecast, now: datetime) -> Iterator[Weighed]:
    duty = member.duty
    if not isinstance(duty, Duty):
        yield 0.5, mark("no roster for today"), {}
    elif duty.standby:
        yield travel_table()[Near.STANDBY], mark("on standby, to be phoned at home"), {}
    else:
        ends = member.person.until is not None and found.stop.done > member.person.until
        until = {"time": clock_of(duty.until, now)}
        if ends:
            yield BROKEN, mark("on duty only until {time}"), until
        else:
            yield 1.0, mark("on duty until {time}"), until
