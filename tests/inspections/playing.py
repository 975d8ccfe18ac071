"""A tour whose visits are told to the findings, as the phone's visits tell them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from lib.core.i18n import Language
from lib.inspections import finding as known
from lib.inspections import findings
from lib.inspections.finding_tickets import Seen
from lib.inspections.plans import Stop
from lib.tickets import records
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.history import told, typed
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status
from tests.conftest import MONDAY
from tests.inspections.touring import Tour


class Play:
    """A tour whose visits are told to the findings as the phone's visits tell them."""

    def __init__(self, tour: Tour) -> None:
        self.tour, self.db, self.cast = tour, tour.db, tour.cast
        self.now = MONDAY

    def by(self, who: str, **more: Any) -> Any:
        return self.cast.by(who, self.now, **more)

    def stop(self, position: int = 1) -> Stop:
        if position == 3:
            return Stop(3, None, self.cast.room)
        return Stop(position, self.tour.assets[position - 1], self.cast.icu)

    def seen(self, item: str, number: str = "", words: str = "") -> Seen:
        return Seen(
            item_id=self.tour.items[item], number=Decimal(number) if number else None, words=words or ""
        )

    def found(self, *seen: Seen, who: str = "li", position: int = 1, **more: Any) -> dict[int, int]:
        with self.db.transaction() as tx:
            return dict(
                findings.found(
                    self.db,
                    tx,
                    round=self.tour.round,
                    stop=self.stop(position),
                    failed=seen,
                    by=self.by(who, **more),
                )
            )

    def good(self, *seen: Seen, who: str = "chen", position: int = 1, **more: Any) -> dict[int, int]:
        with self.db.transaction() as tx:
            return dict(
                findings.seen_good(
                    self.db,
                    tx,
                    round=self.tour.round,
                    stop=self.stop(position),
                    passed=seen,
                    by=self.by(who, **more),
                )
            )

    def low(self, number: str = "0.21", **more: Any) -> known.Finding:
        """A pressure below the limit at the first pump."""
        found = self.found(self.seen("pressure", number), **more)
        return known.by_id(self.db, found[self.tour.items["pressure"]])

    def ticket(self, finding: known.Finding) -> Ticket:
        ticket = records.by_id(self.db, known.by_id(self.db, finding.id).ticket_id or 0)
        assert ticket is not None
        return ticket

    def worked(self, finding: known.Finding, who: str = "li") -> Ticket:
        """Assigned, done by that technician within the hour."""
        ticket = self.ticket(finding)
        self.now += timedelta(minutes=10)
        if ticket.status is Status.NEW:
            whom = Whom(assignee_id=self.cast.people[who])
            dispatching.assign(self.db, ticket_id=ticket.id, version=None, whom=whom, by=self.by("zhao"))
        working.accept(self.db, ticket_id=ticket.id, version=None, by=self.by(who))
        work = Work(outcome="fixed", no_visit=True)
        self.now += timedelta(minutes=10)
        done = working.complete(self.db, ticket_id=ticket.id, version=None, work=work, by=self.by(who))
        self.now += timedelta(minutes=10)
        return done

    def history(self, ticket: Ticket) -> list[str]:
        events = records.events(self.db, ticket.id)
        return [f"{told(one, Language.ZH, self.now)} {typed(one)}".strip() for one in events]
