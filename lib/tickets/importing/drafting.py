"""An understood row as a history of this hospital: its words become our places, services, teams and people."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.people import accounts
from lib.store.database import Database
from lib.store.database import Row as Columns
from lib.tickets.importing.columns import STAGES
from lib.tickets.importing.created import Created
from lib.tickets.importing.histories import Told, history
from lib.tickets.importing.ids import Ids, Numbers
from lib.tickets.importing.known import Known
from lib.tickets.importing.mapping import MapFile
from lib.tickets.importing.people import People, Person
from lib.tickets.importing.rows import Row
from lib.tickets.importing.things import Things
from lib.tickets.ticket import Event, Ticket

_WORKED = frozenset(STAGES[1:])


class Drafting:
    """Makes histories one by one; what they need and this hospital lacks goes into `created`."""

    def __init__(
        self,
        db: Database,
        mapping: MapFile,
        known: Known,
        ids: Ids,
        numbers: Numbers,
        created: Created,
        now: datetime,
    ) -> None:
        self.mapping = mapping
        self._ids, self._numbers, self._created = ids, numbers, created
        self._things = Things(db, known, mapping, ids, created)
        self._people = People(known, mapping, ids, created, now)
        self._team_of = {one.id: one.team_id for one in accounts.all_accounts(db).values()}

    def draft(self, row: Row) -> tuple[Ticket, list[Event], list[Columns]]:
        """The ticket, its events and who reported it; WrongInput for what the mapping wants rejected."""
        cells = row.line.cells
        self._things.check(cells)
        self._people.check(cells)
        ticket, events = history(self._told(row))
        return ticket, events, self._reported(row, ticket)

    def settle(self) -> None:
        """After the last row: what can be said only now."""
        self._people.settle(self._things.whoever() if self._people.homeless() else 0)

    def _told(self, row: Row) -> Told:
        cells = row.line.cells
        technician = self._people.person("technician", cells)
        resolver = self._people.person("resolver", cells)
        team = self._team(technician, cells)
        self._people.works_in(technician, team)
        self._people.works_in(resolver, team)
        opening = self._opening(row)
        # Only now is it sure that the row will be imported: numbers of rejected rows would leave gaps.
        opening |= {"id": self._ids.next("ticket_id"), "number": self._numbers.next(row.times["opened"])}
        return Told(
            opening=opening,
            times=row.times,
            moved=row.moved,
            given_to=self._given_to(team, technician, row),
            named=team is not None or bool(technician.name),
            technician=technician,
            resolver=resolver,
            outcome=row.codes["outcome"],
            note=row.texts["note"],
            by=self.mapping.name,
        )

    def _team(self, technician: Person, cells: Mapping[str, str]) -> int | None:
        team = self._things.team(cells)
        return team if team is not None else self._team_of.get(technician.account_id or 0)

    def _given_to(self, team: int | None, technician: Person, row: Row) -> Mapping[str, Any]:
        if team is None and not technician.name and not row.times.keys() & _WORKED:
            return {}
        given = self._things.given_to(team if team is not None else self._things.whoever())
        if not technician.name:
            return given
        return {**given, "assignee_id": technician.account_id, "whom": technician.name}

    def _opening(self, row: Row) -> dict[str, Any]:
        cells = row.line.cells
        service = self._things.service(cells)
        kind = row.codes["kind"] if self.mapping["kind"].columns else self._things.kinds.get(service)
        return {
            "kind": kind or row.codes["kind"],
            "channel": row.codes["channel"],
            "severity": row.codes["severity"],
            "service_code": service,
            "department_id": self._things.department(cells),
            "location_id": self._things.place(cells),
            "description": row.texts["description"],
            "complete_due": row.times.get("due"),
            "caller": row.texts["reporter"],
            "source": self.mapping.source,
            "foreign_number": row.number,
            "foreign": row.foreign,
            **({} if row.promise_kept is None else {"promise_kept": row.promise_kept}),
        }

    def _reported(self, row: Row, ticket: Ticket) -> list[Columns]:
        name, phone = row.texts["reporter"], row.texts["phone"]
        if not name and not phone:
            return []
        who = {"id": self._ids.next("reporter_id"), "name": name, "phone": phone}
        link = {"ticket_id": ticket.id, "token": secrets.token_urlsafe(12), "channel": ticket.channel}
        return [{**who, **link, "joined_at": ticket.opened_at}]
