"""What each action needs to be told, and what the state of the ticket forbids; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from lib.core.choices import known
from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.core.facts import instant
from lib.core.i18n import mark
from lib.tickets.ticket import Act, Ticket
from lib.tickets.words import Action, ClosedHow, HoldReason, Kind, Outcome, Severity, Status

BACKDATING = timedelta(hours=24)
CLOCK_SKEW = timedelta(minutes=2)
FURTHEST = timedelta(days=366)
Condition = Callable[[Ticket, Act], None]


def check(ticket: Ticket | None, act: Act) -> None:
    """Refusal when the act lacks something or the rules of the ticket's life forbid it."""
    _happened_at_a_possible_time(act)
    if ticket is None:
        if act.action is not Action.OPEN:
            raise ValueError("only `open` starts a ticket")
        return
    if condition := CONDITIONS.get(act.action):
        condition(ticket, act)


def _happened_at_a_possible_time(act: Act) -> None:
    if act.happened_at > act.recorded_at + CLOCK_SKEW:
        raise WrongInput(mark("That time lies in the future."), field="happened_at")
    # A part split off has waited since the whole was reported, however long ago.
    excused = act.facts.get("late_reason") or (act.action is Action.OPEN and act.facts.get("parent_id"))
    if act.recorded_at - act.happened_at > BACKDATING and not excused:
        raise WrongInput(
            mark("More than 24 hours ago: please say why it is written down only now."), field="late_reason"
        )


def within_a_year(at: datetime | None, now: datetime, *, field: str) -> None:
    """WrongInput for a time further away than anybody plans: a slip of the hand."""
    if at is not None and abs(at - now) > FURTHEST:
        raise WrongInput(mark("That is more than a year away; please check the date."), field=field)


def _said(act: Act, name: str, message: str) -> Any:
    value = act.facts.get(name)
    if value in (None, "", ()):
        raise WrongInput(message, field=name)
    return value


def _somebody_named(_: Ticket, act: Act) -> None:
    if not any(act.facts.get(name) for name in ("assignee_id", "team_id", "vendor_id")):
        raise WrongInput(mark("Please choose a person, a team or a vendor."), field="assignee_id")


def _question_answered(ticket: Ticket, act: Act) -> None:
    if ticket.kind != Kind.CONSULTATION:
        raise Refusal(
            mark("Only a consultation is settled by an answer; correct the kind first, or dispatch it.")
        )
    _said(act, "note", mark("Please write down what was answered."))


def _reason_given(_: Ticket, act: Act) -> None:
    _said(act, "reason", mark("Please say why."))


def _hold_described(_: Ticket, act: Act) -> None:
    reason = _said(act, "reason", mark("Please say why."))
    if not known(HoldReason, reason):
        raise WrongInput(mark("Please choose a reason from the list."), field="reason")
    until = instant(_said(act, "until", mark("Please say when it is likely to go on.")))
    if until is not None and until <= act.happened_at:
        raise WrongInput(mark("It can go on only after now."), field="until")
    within_a_year(until, act.happened_at, field="until")
    if reason == HoldReason.ACCESS:
        _said(act, "spoke_to", mark("Please say whom you spoke to."))


def _accepted_by_whom_it_was_given_to(ticket: Ticket, act: Act) -> None:
    who = act.subject_id or act.actor_id
    if ticket.assignee_id is not None and who is not None and who != ticket.assignee_id:
        raise NotAllowed(mark("This job was given to somebody else."))


def _finished(ticket: Ticket, act: Act) -> None:
    outcome = _said(act, "outcome", mark("Please say how it ended."))
    if not known(Outcome, outcome) or (outcome == Outcome.NOT_STATED and not ticket.source):
        raise WrongInput(mark("Please choose an outcome from the list."), field="outcome")
    if ticket.status is Status.ACCEPTED and not act.facts.get("no_visit"):
        raise Refusal(
            mark("Please press “Arrived” first, or say that nothing had to be visited."), field="no_visit"
        )


def _not_own_work(ticket: Ticket, act: Act) -> None:
    if act.actor_id is not None and act.actor_id in (ticket.done_by, ticket.assignee_id, *ticket.helpers):
        raise NotAllowed(mark("Nobody confirms or rates their own work."))


CONFIRMATIONS = frozenset(
    {ClosedHow.LINK, ClosedHow.CODE, ClosedHow.SIGNATURE, ClosedHow.LIAISON, ClosedHow.RECHECK}
)


def _confirmed(ticket: Ticket, act: Act) -> None:
    how = _said(act, "how", mark("Please say how it was confirmed."))
    if how not in CONFIRMATIONS:
        raise WrongInput(mark("A ticket cannot be confirmed that way."), field="how")
    if how == ClosedHow.SIGNATURE:
        _said(act, "signature", mark("The signature is missing."))
    else:
        _not_own_work(ticket, act)


def _rated_once(ticket: Ticket, act: Act) -> None:
    _not_own_work(ticket, act)
    for name in ("speed", "quality", "attitude"):
        if act.facts.get(name) not in (1, 2, 3, 4, 5):
            raise WrongInput(mark("Please give each of the three 1 to 5 stars."), field=name)
    if ticket.completions == 0:
        raise Refusal(mark("There was no work here that could be rated."))
    if ticket.rated >= ticket.completions:
        raise TooLate(mark("This work has been rated already. Thank you."))
    _inside_the_window(ticket, act)


def window_over(ticket: Ticket, days: int, now: datetime) -> bool:
    """Whether rating or sending back comes too late: so many days after it was closed, or finished."""
    since = ticket.closed_at or ticket.done_at
    return since is not None and now - since > timedelta(days=days)


def _inside_the_window(ticket: Ticket, act: Act) -> None:
    days = int(act.facts.get("window_days", 7))
    if window_over(ticket, days, act.happened_at):
        raise TooLate(mark("More than {days} days have passed; please report it anew."), days=days)


def _reopened_in_time(ticket: Ticket, act: Act) -> None:
    _reason_given(ticket, act)
    _inside_the_window(ticket, act)
    if ticket.closed_how == ClosedHow.ANSWERED and ticket.completions == 0:
        return
    _not_own_work(ticket, act)


def _closed_in_time(ticket: Ticket, act: Act) -> None:
    how = _said(act, "how", mark("Please say how it was closed."))
    if how not in (ClosedHow.TIMED_OUT, ClosedHow.CALL_BACK, ClosedHow.IMPORTED):
        raise WrongInput(mark("A ticket cannot be closed that way."), field="how")
    if (
        how == ClosedHow.TIMED_OUT
        and ticket.severity is Severity.EMERGENCY
        and not act.facts.get("called_back")
    ):
        raise Refusal(mark("An emergency is closed only after a call-back."))


def _still_cancellable(ticket: Ticket, act: Act) -> None:
    if act.facts.get("by_reporter") and ticket.status is not Status.NEW:
        raise TooLate(mark("Somebody is already on the way; please phone the desk to stop it."))


def _something_changes(ticket: Ticket, act: Act) -> None:
    changes = act.facts.get("changes") or {}
    if not any(getattr(ticket, name) != _as_kept(name, value) for name, value in changes.items()):
        raise Refusal(mark("Nothing was changed."))


def _as_kept(name: str, value: Any) -> Any:
    kept: datetime | Any = instant(value) if name == "appointment_at" else value
    return kept


_SAYS_ENOUGH = ("call_back", "reminded", "joined", "outage")
"""Facts of a note that need no words beside them."""


def _words_given(ticket: Ticket, act: Act) -> None:
    if act.facts.get("return_decided"):
        _decision_waits(ticket, act)
    if not any(act.facts.get(name) for name in _SAYS_ENOUGH):
        _said(act, "note", mark("Please write something."))


def _decision_waits(ticket: Ticket, act: Act) -> None:
    if not ticket.undecided:
        raise TooLate(mark("Whose job it is has been decided already."))
    _said(act, "note", mark("Please say why."))


def _merged_into_another(ticket: Ticket, act: Act) -> None:
    if _said(act, "into_id", mark("Please choose the ticket that carries on.")) == ticket.id:
        raise WrongInput(mark("A ticket cannot be merged into itself."), field="into_id")


def _parts_named(_: Ticket, act: Act) -> None:
    _said(act, "children", mark("Please say which parts it is split into."))


def _next_named(_: Ticket, act: Act) -> None:
    _said(act, "next", mark("Please say what is to be done next."))


def _helpers_change(ticket: Ticket, act: Act) -> None:
    added = set(act.facts.get("add", ())) - set(ticket.helpers)
    removed = set(act.facts.get("remove", ())) & set(ticket.helpers)
    if not added and not removed:
        raise Refusal(mark("Nothing was changed."))
    if ticket.assignee_id in added:
        raise WrongInput(mark("Whoever leads the job is no helper in it."), field="helpers")


def _watch_changes(ticket: Ticket, act: Act) -> None:
    until = instant(act.facts.get("until"))
    if bool(act.facts.get("on")) == ticket.watched and until == ticket.watched_until:
        raise Refusal(mark("Nothing was changed."))
    if act.facts.get("on"):
        _said(act, "note", mark("Please say why."))
        _said(act, "until", mark("Please say by when it has to be settled."))
        if until is not None and until <= act.happened_at:
            raise WrongInput(mark("A deadline lies after now."), field="until")
        within_a_year(until, act.happened_at, field="until")


def _level_named(_: Ticket, act: Act) -> None:
    _said(act, "level", mark("Please say which level it is."))


def _hold_named(_: Ticket, act: Act) -> None:
    _said(act, "hold_seq", mark("Please say which hold is meant."))


CONDITIONS: Mapping[Action, Condition] = {
    Action.ANSWER: _question_answered,
    Action.ASSIGN: _somebody_named,
    Action.REASSIGN: _somebody_named,
    Action.ACCEPT: _accepted_by_whom_it_was_given_to,
    Action.RETURN: _reason_given,
    Action.HOLD: _hold_described,
    Action.COMPLETE: _finished,
    Action.CONFIRM: _confirmed,
    Action.RATE: _rated_once,
    Action.CLOSE: _closed_in_time,
    Action.REOPEN: _reopened_in_time,
    Action.CANCEL: _still_cancellable,
    Action.EDIT: _something_changes,
    Action.COMMENT: _words_given,
    Action.MERGE: _merged_into_another,
    Action.SPLIT: _parts_named,
    Action.FOLLOW_ON: _next_named,
    Action.HELP: _helpers_change,
    Action.WATCH: _watch_changes,
    Action.ESCALATE: _level_named,
    Action.CONFIRM_HOLD: _hold_named,
}
