"""One ticket as it is lived: every act goes through the lifecycle, its rows are kept beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lib.demo.chance import whole_seconds
from lib.demo.crews import NOBODY, Someone
from lib.store.database import Row
from lib.tickets import lifecycle
from lib.tickets.ticket import Act, Event, Ticket
from lib.tickets.words import Action

Facts = Mapping[str, Any]
Then = Callable[[Ticket, datetime, datetime], Facts]


@dataclass(slots=True)
class Step:
    """Something somebody will do. `facts` may depend on the ticket as it will stand then, and on when it happened and
    was written down; `also` keeps the rows that belong to the event. `recorded`: when that is, if not at once."""

    action: Action
    at: datetime
    who: Someone = NOBODY
    facts: Facts | Then = field(default_factory=dict)
    subject_id: int | None = None
    recorded: datetime | None = None
    also: Callable[[Ticket, Event], None] | None = None

    def __post_init__(self) -> None:
        whole_seconds(self, "at", "recorded")

    @property
    def written(self) -> datetime:
        return self.recorded or self.at


class Course:
    """A ticket, its events and their rows, up to now: what lies after that has not happened yet."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.ticket: Ticket | None = None
        self.before: list[Event] = []
        """What had happened already, where a ticket of the database goes on."""
        self.events: list[Event] = []
        self.beside: dict[str, list[Row]] = defaultdict(list)
        self._recorded: datetime | None = None

    @property
    def standing(self) -> Ticket:
        """The ticket as it stands."""
        assert self.ticket is not None
        return self.ticket

    @property
    def history(self) -> list[Event]:
        """Everything that happened to it."""
        return [*self.before, *self.events]

    def take(self, *steps: Step) -> bool:
        """Does them in the order they are written down; False as soon as one would lie after now."""
        return all(map(self._do, sorted(steps, key=lambda step: step.written)))

    def _do(self, step: Step) -> bool:
        # Nothing is written down before what already stands there.
        recorded = max(step.written, self._recorded) if self._recorded else step.written
        if recorded > self.now:
            return False
        self._recorded = recorded
        last = (self.events or self.before)[-1:]
        # What is written down later is told to have happened later too: a history reads in the order of happening.
        at = max(step.at, *(event.happened_at for event in last)) if last else step.at
        facts = step.facts(self.standing, at, recorded) if callable(step.facts) else step.facts
        self.ticket, event = lifecycle.apply(
            self.ticket,
            Act(
                action=step.action,
                actor_id=step.who.id,
                actor_name=step.who.name,
                # Somebody of the desk who does jobs too phones nobody about their own.
                subject_id=step.subject_id if step.subject_id != step.who.id else None,
                happened_at=at,
                recorded_at=recorded,
                facts=facts,
            ),
        )
        self.events.append(event)
        if step.also:
            step.also(self.ticket, event)
        return True

    def keep(self, table: str, row: Row) -> Row:
        """One more row of another table; the row, to be filled in later."""
        self.beside[table].append(row)
        return row
