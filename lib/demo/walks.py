"""How a round of the demonstration goes: who walks when, what is left, what is exempted or moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lib.core.clock import local_date
from lib.demo.chance import Weighted, around, between, random_for, whole
from lib.demo.crews import NOBODY, Someone
from lib.demo.world import World
from lib.inspections import records, shifting
from lib.inspections.actions.ending import Left
from lib.inspections.actions.moving import leaves
from lib.inspections.plans import Plan, Stop
from lib.inspections.round import Round
from lib.inspections.shifting import Window
from lib.inspections.words import Action, Status

DONE, LATE, CARRIED, GIVEN_UP, MISSED, EXEMPT = "done", "late", "carried", "given up", "missed", "exempt"
FATES = Weighted({DONE: 94.6, LATE: 1.3, CARRIED: 1.3, GIVEN_UP: 0.6, MISSED: 1.6, EXEMPT: 0.6})
TODAY = Weighted({DONE: 45, "running": 30, "due": 25})
_WAITING = frozenset({"DT-02", "FT-01", "KS-01"})
"""Plans whose round of today nobody has begun: each of the accounts one signs in with has something to do."""
_MOVED = 0.07
"""Of the rounds whose window lasts more than a day."""
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Look:
    """One stop looked at (or not: `skipped`). `failed`: item → reading and finding of what was not in order;
    `known`: item → reading and finding of what is in order again."""

    round_id: int
    checklist: tuple[int, int]
    stop: Stop
    at: datetime
    who: Someone
    skipped: str = ""
    failed: dict[int, tuple[float | None, int]] = field(default_factory=dict)
    known: dict[int, tuple[float | None, int]] = field(default_factory=dict)

    @property
    def thing(self) -> tuple[int | None, int | None]:
        """The machine, or the place where there is none."""
        return (self.stop.asset_id, None) if self.stop.asset_id else (None, self.stop.location_id)


@dataclass(slots=True)
class Walk:
    """One round as it went: the row before it and what changed, its history, and where somebody looked. `left`:
    positions carried on."""

    round: Round
    changes: dict[str, Any] = field(default_factory=dict)
    events: list[records.Event] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    left: tuple[int, ...] = ()

    def after(self, **counts: Any) -> Round:
        """The row after it."""
        return replace(self.round, **self.changes, **counts)

    def happens(self, action: Action, at: datetime, who: Someone, recorded: datetime, **facts: Any) -> None:
        """One more line of history."""
        version = self.round.version + len(self.events) + 1
        self.changes["version"] = version
        self.events.append(
            records.Event(
                round_id=self.round.id,
                seq=version,
                action=action,
                actor_id=who.id,
                actor_name=who.name,
                happened_at=at,
                recorded_at=recorded,
                facts=facts,
            )
        )


def walked(world: World, plan: Plan, round: Round, stops: Sequence[Stop]) -> Walk:
    """The round as it stands now: over, under way, or not begun."""
    random = random_for("round", plan.code, round.occurs_on, round.slot, round.part)
    walk = Walk(round)
    if round.part == 0 and round.closes_at - round.opens_at > timedelta(days=1) and random.random() < _MOVED:
        _move(world, walk, random)
    fate = FATES.draw(random)
    if walk.round.closes_at > world.now:
        fate = "due" if plan.code in _WAITING else TODAY.draw(random)
        if fate == "due" or walk.round.planned_at > world.now:
            return walk
    if fate == MISSED or (fate in (CARRIED, GIVEN_UP) and len(stops) < 2):
        return walk if fate == MISSED else _done(world, walk, plan, stops, random)
    if fate == EXEMPT:
        return _exempt(world, walk, random)
    if fate in (CARRIED, GIVEN_UP):
        return _partly(world, walk, plan, stops, random, carry=fate == CARRIED)
    return _done(world, walk, plan, stops, random, late=fate == LATE, stays=fate == "running")


def _move(world: World, walk: Walk, random: Random) -> None:
    """A dispatcher puts it off by some days, before it begins."""
    round = walk.round
    day = round.day + timedelta(days=random.choice((1, 1, 2, 3, 6)))
    at = whole(round.opens_at - between(random, 30, 600))
    home = Window(round.opens_at, round.closes_at)
    outside = leaves(round, home, day)
    after = shifting.moved(round, day, home)
    if at > world.now or day == round.day or local_date(at) >= day:
        return
    said = world.phrases.say(random, "round_moved") if outside else ""
    facts = {"from": round.day, "to": day, "outside": outside, "reason": said}
    facts |= {"opens_at": round.opens_at, "closes_at": round.closes_at}
    walk.round = replace(round, **after)
    walk.changes["changed"] = True
    walk.happens(Action.MOVE, at, world.crews.responsible(at), at, **facts)


def _exempt(world: World, walk: Walk, random: Random) -> Walk:
    round = walk.round
    at = whole(round.opens_at + (round.closes_at - round.opens_at) * random.uniform(0.05, 0.9))
    who = world.crews.responsible(at)
    walk.changes |= {"status": Status.EXEMPT, "ended_at": at, "ended_by": who.id}
    walk.happens(Action.EXEMPT, at, who, at, reason=world.phrases.say(random, "round_exempt"))
    return walk


def _done(
    world: World,
    walk: Walk,
    plan: Plan,
    stops: Sequence[Stop],
    random: Random,
    *,
    late: bool = False,
    stays: bool = False,
) -> Walk:
    """Every stop, one after the other, as far as they lie before now."""
    looks = list(_looks(world, walk.round, plan, stops, random, late=late, stays=stays))
    walk.looks = [look for look in looks if look.at <= world.now]
    if not walk.looks:
        return walk
    _begin(walk)
    if len(walk.looks) == len(looks):
        _end(walk, Status.DONE, looks[-1].at, min(world.now, looks[-1].at + _MINUTE))
    return walk


def _partly(
    world: World, walk: Walk, plan: Plan, stops: Sequence[Stop], random: Random, *, carry: bool
) -> Walk:
    """Some stops, perhaps one of them skipped; what is left is carried on, or given up with a reason."""
    reached = random.randrange(1, len(stops))
    walk.looks = list(_looks(world, walk.round, plan, stops, random))[:reached]
    if len(walk.looks) > 1 and random.random() < 0.5:
        walk.looks[-1].skipped = world.phrases.say(random, "round_skipped")
    whole_ones = {look.stop.position for look in walk.looks if not look.skipped}
    left = tuple(stop.position for stop in stops if stop.position not in whole_ones)
    _begin(walk)
    at = min(world.now, walk.looks[-1].at + 3 * _MINUTE)
    reason = "" if carry else world.phrases.say(random, "round_missed")
    choice = Left.CARRY if carry else Left.MISS
    _end(walk, Status.PARTIAL, at, at, left=list(left), choice=choice, reason=reason)
    walk.left = left if carry else ()
    return walk


def _begin(walk: Walk) -> None:
    first = walk.looks[0]
    walk.changes |= {"status": Status.RUNNING, "begun_at": first.at, "begun_by": first.who.id}
    walk.happens(Action.BEGIN, first.at, first.who, first.at)


def _end(walk: Walk, status: Status, at: datetime, recorded: datetime, **facts: Any) -> None:
    who = walk.looks[-1].who
    walk.changes |= {"status": status, "ended_at": at, "ended_by": who.id}
    walk.happens(Action.END, at, who, recorded, **facts)


def _looks(
    world: World,
    round: Round,
    plan: Plan,
    stops: Sequence[Stop],
    random: Random,
    *,
    late: bool = False,
    stays: bool = False,
) -> Iterator[Look]:
    begins, lasts = _times(world, round, random, late=late, stays=stays)
    who = performer(world, plan, round, begins)
    paces = [random.uniform(0.5, 1.5) for _ in stops]
    at, step = begins, lasts / sum(paces)
    for stop, pace in zip(stops, paces, strict=True):
        version = (round.checklist_id, round.checklist_version)
        yield Look(round.id, version, stop, whole(at), who)
        at += step * pace


def _times(
    world: World, round: Round, random: Random, *, late: bool, stays: bool
) -> tuple[datetime, timedelta]:
    """When somebody sets out, and how long it takes: inside the window on its day, after it where it is late; what
    stays under way began a while ago."""
    day_ends = min(round.closes_at, round.planned_at + _slot_length(round))
    lasts = min(timedelta(minutes=around(random, round.minutes, 0.2)), (day_ends - round.planned_at) * 0.7)
    if stays:
        begun = world.now - lasts * random.uniform(0.2, 0.45)
        return max(begun, round.planned_at), max(lasts, (world.now - round.planned_at) * 1.3)
    if late:
        return round.closes_at + between(random, 5, 150), lasts
    room = day_ends - lasts - round.planned_at
    if day_ends > world.now:
        room = min(room, max((world.now - lasts - round.planned_at) * 0.95, timedelta()))
    return round.planned_at + room * random.uniform(0.02, 0.6), lasts


def _slot_length(round: Round) -> timedelta:
    """How long its slot lasts on one day: what the window has beyond whole days."""
    length = round.closes_at - round.opens_at
    return length % timedelta(days=1) or length


def performer(world: World, plan: Plan, round: Round, at: datetime) -> Someone:
    """Who does it: the person it is given to, somebody on duty of its post or team, the vendor's contact, else an
    inspector."""
    if round.account_id is not None:
        return Someone(round.account_id, world.person(round.account_id))
    found = world.crews.on_round(round.post_id, round.team_id, round.vendor_id, at, plan.id)
    return found or next(iter(world.crews.inspectors), NOBODY)
