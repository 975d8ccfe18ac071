"""What follows the work: a word of the department, a rating, a call, a reopening, or silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from lib.demo.chance import Weighted, between, minutes, whole
from lib.demo.course import Course, Step
from lib.demo.crews import NOBODY, Someone
from lib.demo.rating import rated
from lib.demo.reporting import Report
from lib.demo.world import World
from lib.store.database import Row
from lib.tickets import call_backs
from lib.tickets.call_backs import WITHIN
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, ClosedHow, Severity, Status

REOPENED = 0.031
_A_DAY = 480  # working minutes
_WORDS: Weighted[ClosedHow] = Weighted(
    {
        ClosedHow.RATED: 32,
        ClosedHow.LINK: 15,
        ClosedHow.CODE: 8,
        ClosedHow.SIGNATURE: 25,
        ClosedHow.TIMED_OUT: 15,
        ClosedHow.CALL_BACK: 5,
    }
)
_SAID_BY_LIAISONS = frozenset({ClosedHow.LINK, ClosedHow.CODE, ClosedHow.TIMED_OUT})
_RESULTS = Weighted({"satisfied": 55, "not_fixed": 25, "unreachable": 20})
_RATED_LATER = 0.2
_SOON = timedelta(days=2)  # before silence closes the ticket, and inside every window


class Ending:
    """Lives a finished ticket to its end, as far as that lies before now."""

    def __init__(self, world: World, course: Course, report: Report) -> None:
        self.world, self.course, self.report, self.random = world, course, report, report.random

    @property
    def ticket(self) -> Ticket:
        return self.course.standing

    @property
    def _last(self) -> datetime:
        return self.course.events[-1].recorded_at

    def sent_back(self) -> datetime | None:
        """When it comes back as not fixed, if it does: mostly before anybody confirmed."""
        done = self.ticket.done_at
        if done is None or not self.report.service.visit or self.random.random() > REOPENED:
            return None
        return self._awake(done + min(minutes(self.random, 9 * 60, 1.0), _SOON))

    def word(self) -> datetime | None:
        """The department's word, or what stands for it; when somebody must come again, that time."""
        how = self._how()
        emergency = self.ticket.severity is Severity.EMERGENCY
        if how is ClosedHow.TIMED_OUT or (how is ClosedHow.CALL_BACK and emergency):
            self._silence()
            return None
        if how is ClosedHow.CALL_BACK:
            self._closed_by_call(self._after(26 * 60, 0.5), called_back=False)
            return None
        if how is ClosedHow.RATED:
            return self._rating(self._after(150, 1.2))
        if self._confirmed(how) and self.random.random() < _RATED_LATER:
            return self._rating(self._after(9 * 60, 0.9))
        return None

    def _how(self) -> ClosedHow:
        how = _WORDS.draw(self.random)
        if how in _SAID_BY_LIAISONS and self._liaison() and self.random.random() < 0.6:
            return ClosedHow.LIAISON
        if how is ClosedHow.SIGNATURE and not (self._signed_by() and self.world.pictures.signatures):
            return self.random.choice((ClosedHow.LINK, ClosedHow.LINK, ClosedHow.TIMED_OUT))
        return how

    def _liaison(self) -> Someone | None:
        return self.world.crews.liaisons.get(self.report.place.department_id or 0)

    def _signed_by(self) -> Someone | None:
        """The technician collects it on the own phone: nobody does who phones everything through."""
        last = self.course.events[-1]
        if last.action is not Action.COMPLETE or last.subject_id is not None or not self.report.service.visit:
            return None
        return Someone(last.actor_id, last.actor_name)

    def _after(self, median: float, spread: float) -> datetime:
        """Some time after the last event, in waking hours."""
        return self._awake(self._last + min(minutes(self.random, median, spread), _SOON))

    def _awake(self, at: datetime) -> datetime:
        hour = at.astimezone(self.world.office.zone).hour
        if 7 <= hour < 23:
            return at
        return at + timedelta(hours=(7 - hour) % 24, minutes=self.random.uniform(10, 120))

    def _confirmed(self, how: ClosedHow) -> bool:
        facts = {"how": how, "signature": ""}
        if how is ClosedHow.SIGNATURE:
            who, at = self._signed_by() or NOBODY, self._last + between(self.random, 1, 5)
            drawn = self.random.choice(self.world.pictures.signatures)
            facts |= {"signature": drawn, "signed_by": self.report.caller}
        elif how is ClosedHow.LIAISON:
            who, at = self._liaison() or NOBODY, self._after(200, 1.0)
        else:
            who, at = self.report.someone, self._after(90, 1.1)
        return self.course.take(Step(Action.CONFIRM, at, who, facts, also=self._keep_signature))

    def _keep_signature(self, ticket: Ticket, event: Event) -> None:
        if name := event.facts["signature"]:
            self.course.keep("attachment", {"ticket_id": ticket.id, "event_seq": event.seq, "hash": name})

    def _rating(self, at: datetime) -> datetime | None:
        step, lowest = rated(self.world, self.course, self.report, at)
        if not self.course.take(step) or lowest > 2:
            return None
        return self._called_back(call_backs.LOW_RATING, at)

    def _called_back(self, reason: str, at: datetime) -> datetime | None:
        """The ticket stands on the list until somebody phones; when the work was not right, the time it is reopened."""
        row = self.course.keep("call_back", call_row(self.ticket.id, reason, at))
        call = whole(self._after(8 * 60, 0.8))
        emergency = reason == call_backs.EMERGENCY
        result = "satisfied" if emergency else _RESULTS.draw(self.random)
        words = self.world.phrases.say(self.random, "call_back_emergency" if emergency else result)
        operator = self.world.crews.operator(call)
        if not self.course.take(Step(Action.COMMENT, call, operator, {"note": words, "call_back": result})):
            return None
        row |= {"answered_at": call, "answered_by": operator.id, "result": result, "words": words}
        return call + between(self.random, 1, 4) if result == "not_fixed" else None

    def _silence(self) -> None:
        """Nobody says anything: closed by time, an emergency only after a call."""
        done = self.ticket.done_at
        if done is None or self.ticket.status is not Status.DONE:
            return
        days = self.world.rules.close_after_days
        at = self.world.office.add(done, days * _A_DAY) + between(self.random, 0, 0.33)
        if self.ticket.severity is not Severity.EMERGENCY:
            facts = {"how": ClosedHow.TIMED_OUT, "called_back": False}
            self.course.take(Step(Action.CLOSE, at, NOBODY, facts))
        elif at <= self.world.now:
            self._called_back(call_backs.EMERGENCY, at)
            if self.course.beside["call_back"][-1]["answered_at"]:
                self._closed_by_call(self._last + between(self.random, 0.5, 3), called_back=True)

    def _closed_by_call(self, at: datetime, *, called_back: bool) -> None:
        facts = {"how": ClosedHow.CALL_BACK, "called_back": called_back}
        self.course.take(Step(Action.CLOSE, at, self.world.crews.responsible(at), facts))


def call_row(ticket_id: int, reason: str, at: datetime, *, within: timedelta = WITHIN) -> Row:
    """A ticket that stands on the call-back list from then on, with nobody phoned yet."""
    row = {"ticket_id": ticket_id, "reason": reason, "due_at": whole(at) + within, "opened_at": whole(at)}
    return {**row, "answered_at": None, "answered_by": None, "result": "", "words": ""}
