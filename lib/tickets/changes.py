"""What each event changes in the ticket besides its status; pure, from the event's facts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from lib.core.facts import instant
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, ClosedHow, Severity, Status

Change = Callable[[Ticket, Event, datetime], dict[str, Any]]

LATE = timedelta(minutes=15)
"""Written down more than this after it happened: the event counts as recorded late."""

DUES = ("respond_due", "arrive_due", "complete_due")
EDITABLE = frozenset(
    {
        *("kind", "severity", "service_code", "department_id", "location_id", "asset_id"),
        *("description", "appointment_at"),
    }
)
"""What a ticket is about: what `edit` corrects."""
_INSTANTS = frozenset({*DUES, "appointment_at"})


def opened(event: Event) -> Ticket:
    """The ticket its opening event makes."""
    facts, opened_at = event.facts, min(event.happened_at, event.recorded_at)
    return Ticket(
        id=event.ticket_id,
        number=facts["number"],
        version=1,
        status=Status.NEW,
        kind=facts["kind"],
        channel=facts["channel"],
        severity=Severity(facts["severity"]),
        service_code=facts.get("service_code", ""),
        department_id=facts.get("department_id"),
        location_id=facts.get("location_id"),
        description=facts.get("description", ""),
        opened_at=opened_at,
        changed_at=opened_at,
        appointment_at=instant(facts.get("appointment_at")),
        promise_id=facts.get("promise_id"),
        parent_id=facts.get("parent_id"),
        follows_id=facts.get("follows_id"),
        asset_id=facts.get("asset_id"),
        late_recorded=int(_late(event)),
        source=facts.get("source", ""),
        foreign_number=facts.get("foreign_number", ""),
        **_dues(facts),
    )


def _late(event: Event) -> bool:
    # A part split off was reported with the whole, and written down in time then.
    return event.recorded_at - event.happened_at > LATE and not event.facts.get("parent_id")


def _dues(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: instant(facts[name]) for name in DUES if name in facts}


def untimed(event: Event) -> bool:
    """Whether another system did not say when it was, or said something impossible (before an earlier step)."""
    return bool(event.facts.get("time_unknown") or event.facts.get("out_of_order"))


def _assigned(ticket: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    facts = event.facts
    whom = {name: facts.get(name) for name in ("assignee_id", "team_id", "vendor_id")}
    # Those who came along belong to the team: to another one the job goes alone.
    stays = whom["team_id"] == ticket.team_id and event.to_status is not Status.NEW
    helpers = ticket.helpers if stays else ()
    beside = {"helpers": _without(helpers, whom["assignee_id"]), "undecided": False}
    return {**whom, **beside, "assigned_at": _known(event, at), **_NOT_HELD, **_dues(facts)}


def _without(helpers: tuple[int, ...], lead: int | None) -> tuple[int, ...]:
    """Whoever leads the job is no helper in it."""
    return tuple(helper for helper in helpers if helper != lead)


def _known(event: Event, at: datetime) -> datetime | None:
    """None for a step another system did not time: it was taken, but must not count in figures of time."""
    return None if untimed(event) else at


_NOT_HELD: Mapping[str, Any] = {
    "hold_reason": "",
    "hold_since": None,
    "hold_until": None,
    "hold_from": "",
    "hold_confirmed": False,
}


def _accepted(ticket: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    # A job given to a team becomes the job of the person who takes it (抢单).
    who = event.subject_id or event.actor_id or ticket.assignee_id
    beside = {"helpers": _without(ticket.helpers, who), "undecided": False}
    return {"accepted_at": ticket.accepted_at or _known(event, at), "assignee_id": who, **beside}


def _returned(ticket: Ticket, event: Event, _: datetime) -> dict[str, Any]:
    if event.to_status is not Status.NEW:
        return {"returns": ticket.returns + 1, "undecided": True}
    return {
        "returns": ticket.returns + 1,
        "assignee_id": None,
        "team_id": None,
        "vendor_id": None,
        "helpers": (),
    }


def _arrived(ticket: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    return {
        "undecided": False,
        "arrived_at": ticket.arrived_at or _known(event, at),
        "verified_on_site": ticket.verified_on_site or bool(event.facts.get("verified")),
    }


def _held(ticket: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    return {
        "hold_reason": event.facts["reason"],
        "hold_since": at,
        "hold_until": instant(event.facts["until"]),
        "hold_from": ticket.status.value,
    }


def _resumed(_: Ticket, event: Event, __: datetime) -> dict[str, Any]:
    return {**_NOT_HELD, **_dues(event.facts)}


def _completed(ticket: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    facts = event.facts
    return {
        "done_at": _known(event, at),
        "done_by": event.subject_id or event.actor_id or ticket.assignee_id,
        "completions": ticket.completions + 1,
        "undecided": False,
        **{name: facts.get(name, "") for name in ("outcome", "cause", "remedy")},
    }


def _closed(ticket: Ticket, how: str, at: datetime) -> dict[str, Any]:
    return {"first_closed_at": ticket.first_closed_at or at, "closed_at": at, "closed_how": how}


def _answered(ticket: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    return {**_closed(ticket, ClosedHow.ANSWERED, at), "done_at": at, "done_by": event.actor_id}


def _closed_as_said(ticket: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    return _closed(ticket, event.facts["how"], at)


def _rated(ticket: Ticket, _: Event, at: datetime) -> dict[str, Any]:
    # A rating of a closed ticket changes nothing about how it was closed.
    closing = _closed(ticket, ClosedHow.RATED, at) if ticket.status is Status.DONE else {}
    return {"rated": ticket.completions, **closing}


def _reopened(ticket: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    return {
        **_assigned(ticket, event, at),
        "reopens": ticket.reopens + 1,
        "done_at": None,
        "done_by": None,
        "closed_at": None,
        "closed_how": "",
    }


def _cancelled(_: Ticket, __: Event, at: datetime) -> dict[str, Any]:
    return {"closed_at": at, "undecided": False}


def _edited(_: Ticket, event: Event, __: datetime) -> dict[str, Any]:
    wanted = event.facts["changes"]
    return {name: _as_column(name, value) for name, value in wanted.items()} | _dues(event.facts)


def _as_column(name: str, value: Any) -> Any:
    if name in _INSTANTS:
        return instant(value)
    return Severity(value) if name == "severity" else value


def _urged(ticket: Ticket, _: Event, __: datetime) -> dict[str, Any]:
    return {"urges": ticket.urges + 1}


def _merged(_: Ticket, event: Event, at: datetime) -> dict[str, Any]:
    return {"merged_into": event.facts["into_id"], "closed_at": at, "undecided": False}


def _commented(_: Ticket, event: Event, __: datetime) -> dict[str, Any]:
    return {"undecided": False} if event.facts.get("return_decided") else {}


def _helped(ticket: Ticket, event: Event, _: datetime) -> dict[str, Any]:
    left = set(event.facts.get("remove", ()))
    helpers = dict.fromkeys((*ticket.helpers, *event.facts.get("add", ())))
    return {"helpers": tuple(helper for helper in helpers if helper not in left)}


def _watched(_: Ticket, event: Event, __: datetime) -> dict[str, Any]:
    on = bool(event.facts["on"])
    return {"watched": on, "watched_until": instant(event.facts.get("until")) if on else None}


def _escalated(ticket: Ticket, event: Event, _: datetime) -> dict[str, Any]:
    raised = {"severity": Severity(event.facts["severity"])} if event.facts.get("severity") else {}
    return {"escalations": ticket.escalations + 1, **raised, **_dues(event.facts)}


def _hold_decided(ticket: Ticket, event: Event, _: datetime) -> dict[str, Any]:
    # Decided after the hold has ended, only the due times move.
    still = ticket.status is Status.ON_HOLD and event.facts["hold_seq"] == event.facts.get("current_hold_seq")
    return {**({"hold_confirmed": bool(event.facts["confirmed"])} if still else {}), **_dues(event.facts)}


CHANGES: Mapping[Action, Change] = {
    Action.ANSWER: _answered,
    Action.ASSIGN: _assigned,
    Action.REASSIGN: _assigned,
    Action.ACCEPT: _accepted,
    Action.RETURN: _returned,
    Action.ARRIVE: _arrived,
    Action.HOLD: _held,
    Action.RESUME: _resumed,
    Action.COMPLETE: _completed,
    Action.CONFIRM: _closed_as_said,
    Action.RATE: _rated,
    Action.CLOSE: _closed_as_said,
    Action.REOPEN: _reopened,
    Action.CANCEL: _cancelled,
    Action.EDIT: _edited,
    Action.URGE: _urged,
    Action.COMMENT: _commented,
    Action.MERGE: _merged,
    Action.HELP: _helped,
    Action.WATCH: _watched,
    Action.ESCALATE: _escalated,
    Action.CONFIRM_HOLD: _hold_decided,
}
