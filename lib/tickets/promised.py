"""A running promise: how much of it is used, when it is due, and why that moved; pure, the one place that knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lib.catalog.promises import Terms
from lib.tickets.life import OVER, WITHOUT_WORK, Life, Stretch, lived
from lib.tickets.policy import Policy, ReopenRule, rule_of, stopped_by
from lib.tickets.ticket import Event
from lib.tickets.words import Action, Status

MINUTE = timedelta(minutes=1)
MOVING = frozenset({Action.RESUME, Action.REASSIGN, Action.REOPEN, Action.EDIT, Action.CONFIRM_HOLD})
"""What can change a due time that was given."""
REACHED: Mapping[str, frozenset[Status]] = {
    "respond": frozenset({Status.ACCEPTED, Status.IN_PROGRESS}),
    "arrive": frozenset({Status.IN_PROGRESS}),
    "complete": OVER,
}
"""Where a stage is reached; what is over needs no answer and no visit any more, so it ends the waiting for either."""

TermsOf = Callable[[int | None], Mapping[str, Terms]]


@dataclass(frozen=True, slots=True)
class Clock:
    """One stage's clock over a life. `what_if`: the policy holds for the past too, whatever was kept then. `settled`:
    a hold that still goes on has not moved anything yet, as rows know it. `granted`: as if every
    hold of which nobody has said anything were confirmed.
    `first`: the stretch with which the promise began, where another round than the last is asked for."""

    life: Life
    stage: str
    terms: Terms
    policy: Policy
    what_if: bool = False
    settled: bool = False
    granted: bool = False
    first: int | None = None

    def used(self) -> timedelta:
        """Working time used when the stage was reached, or by now."""
        return sum((self.terms.hours.worked(a, b) for a, b in self._counted()), timedelta())

    def due(self) -> datetime:
        """When the promise is used up; after the stage was reached (or from now on) only the calendar matters."""
        hours, left = self.terms.hours, self.terms.minutes * MINUTE
        for begins, ends in self._counted():
            worked = hours.worked(begins, ends)
            if worked >= left:
                return hours.add(begins, left / MINUTE)
            left -= worked
        return hours.add(max(self.origin, self.stop), left / MINUTE)

    @property
    def round(self) -> int:
        """The position of the stretch with which the promise began: 0, or the last reopening that began it anew."""
        if self.first is not None:
            return self.first
        anew = (n for n in self.life.reopenings() if self._rule(n) is ReopenRule.RESTART)
        return max(anew, default=0)

    @property
    def origin(self) -> datetime:
        """From when it counts."""
        first = self.round
        begins = self.life.stretches[first].begins
        return max(self.life.start, begins) if first else self.life.start

    @property
    def stop(self) -> datetime:
        """When it was reached, or where the work ends, or now."""
        reached = self.reached
        return reached.begins if reached and self.stage != "complete" else self.life.end

    @property
    def reached(self) -> Stretch | None:
        """The stretch that reached the stage; None while it is still awaited. A completion is undone by a reopening."""
        if self.stage == "complete":
            return self.life.ending if self.life.stretches[-1].status in OVER else None
        wanted = REACHED[self.stage] | OVER
        return next((one for one in self.life.stretches[self.round :] if one.status in wanted), None)

    def stops(self, hold: Stretch) -> bool:
        """Whether the clock stands still in that hold: for its reason, and long ones only once they are confirmed."""
        stages, limit = stopped_by(hold.by, self.policy, what_if=self.what_if)
        if self.stage not in stages or (self.settled and hold.ongoing):
            return False
        return bool(hold.decided) or hold.lasts <= limit or (self.granted and hold.decided is None)

    def waits(self, hold: Stretch) -> bool:
        """Whether that hold would have stopped the clock, had it been confirmed."""
        stages, limit = stopped_by(hold.by, self.policy, what_if=self.what_if)
        return self.stage in stages and hold.lasts > limit and hold.begins < self.stop

    def stands(self) -> Stretch | None:
        """The hold in which the clock stands still now."""
        last = self.life.stretches[-1]
        held = last.status is Status.ON_HOLD and self.reached is None
        return last if held and self.stops(last) else None

    def _counted(self) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of wall time in which it ran, between its origin and its stop."""
        begin, stop = self.origin, self.stop
        for n, stretch in enumerate(self.life.stretches):
            since = begin if n == 0 else max(begin, stretch.begins)
            until = min(stop, stretch.ends)
            if since < until and self._runs(n, stretch):
                yield since, until

    def _runs(self, n: int, stretch: Stretch) -> bool:
        if stretch.status in OVER:
            after = next((later for later in self.life.reopenings() if later > n), None)
            return after is not None and self._rule(after) is not ReopenRule.CONTINUE
        return not (stretch.status is Status.ON_HOLD and self.stops(stretch))

    def _rule(self, n: int) -> ReopenRule:
        return rule_of(self.life.stretches[n].by, self.policy, what_if=self.what_if)


def dues(events: Sequence[Event], at: datetime, terms: TermsOf, policy: Policy) -> Mapping[str, datetime]:
    """The due times after the last of these events as a row keeps them: by the policies of their time, a hold that
    goes on not counted yet. A stage that was reached keeps the due time of the round in which it was."""
    life = lived(events, at)
    return {stage: kept_due(life, stage, found, policy) for stage, found in terms(life.promise_id).items()}


def kept_due(life: Life, stage: str, terms: Terms, policy: Policy, *, what_if: bool = False) -> datetime:
    """As a row keeps it: beside the first acceptance or arrival stands what was promised for that one."""
    clock = Clock(life, stage, terms, policy, what_if=what_if, settled=True)
    if stage == "complete" or not clock.round:
        return clock.due()
    rounds = (replace(clock, first=n) for n in (0, *life.reopenings()))
    answered = (one for one in rounds if one.reached and one.reached.status in REACHED[stage])
    return next(answered, clock).due()


def kept(clock: Clock) -> bool | None:
    """Whether that stage's promise was kept; broken too while it is still awaited and used up; None while it is not
    said, and for what ended without work."""
    life = clock.life
    if life.stretches[-1].status in WITHOUT_WORK:
        return None
    if clock.reached is None:
        return False if clock.due() < life.now else None
    due = kept_due(life, clock.stage, clock.terms, clock.policy, what_if=clock.what_if)
    return clock.reached.begins <= due
