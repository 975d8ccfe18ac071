"""The ticket as one row, and the event that changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.tickets.words import Action, Severity, Status


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What a ticket's events fold to. `version` is the number of its events.

    Times of work are the first acceptance and arrival and the latest completion; `changed_at` is the clamped
    time of the last event. `undecided`: returned a second time, a dispatcher has to say whose it is. Empty text
    means "not said"; ids are None where nobody or nothing is named.
    """

    id: int
    number: str
    version: int
    status: Status
    kind: str
    channel: str
    severity: Severity
    service_code: str
    department_id: int | None
    location_id: int | None
    description: str
    opened_at: datetime
    changed_at: datetime
    appointment_at: datetime | None = None
    assignee_id: int | None = None
    team_id: int | None = None
    vendor_id: int | None = None
    promise_id: int | None = None
    respond_due: datetime | None = None
    arrive_due: datetime | None = None
    complete_due: datetime | None = None
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    verified_on_site: bool = False
    hold_reason: str = ""
    hold_since: datetime | None = None
    hold_until: datetime | None = None
    hold_from: str = ""
    hold_confirmed: bool = False
    done_at: datetime | None = None
    done_by: int | None = None
    completions: int = 0
    outcome: str = ""
    cause: str = ""
    remedy: str = ""
    first_closed_at: datetime | None = None
    closed_at: datetime | None = None
    closed_how: str = ""
    rated: int = 0
    urges: int = 0
    returns: int = 0
    undecided: bool = False
    reopens: int = 0
    watched: bool = False
    watched_until: datetime | None = None
    escalations: int = 0
    helpers: tuple[int, ...] = ()
    proxied: int = 0
    late_recorded: int = 0
    merged_into: int | None = None
    parent_id: int | None = None
    follows_id: int | None = None
    asset_id: int | None = None
    source: str = ""
    foreign_number: str = ""

    @property
    def is_open(self) -> bool:
        """Somebody still has to do something for it (done waits for a word only)."""
        return self.status in OPEN

    def after(self, changes: Mapping[str, Any]) -> Ticket:
        """The same ticket with those columns changed."""
        # dataclasses.replace asks the constructor for all fifty columns: a third of the time of folding histories.
        changed = object.__new__(Ticket)
        changed.__dict__.update(self.__dict__, **changes)
        return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody does: the action, who, for whom (代操作), when it happened and when it was written down."""

    action: Action
    actor_id: int | None
    actor_name: str
    happened_at: datetime
    recorded_at: datetime
    facts: Mapping[str, Any]
    subject_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act as it stands in the history; never changed."""

    ticket_id: int
    seq: int
    action: Action
    actor_id: int | None
    actor_name: str
    subject_id: int | None
    happened_at: datetime
    recorded_at: datetime
    from_status: Status | None
    to_status: Status
    facts: Mapping[str, Any]


OPEN = frozenset({Status.NEW, Status.ASSIGNED, Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD})
"""Statuses in which the work is not finished."""
ENDED = frozenset({Status.CLOSED, Status.CANCELLED, Status.MERGED})
"""Statuses in which nobody waits for anything."""
