"""Plays a history again through the use cases, as the people in it would have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from lib.catalog.services import UNKNOWN
from lib.core.facts import instant
from lib.people import accounts
from lib.people.roles import SYSTEM, Actor, by_link
from lib.store.database import Database
from lib.tickets import call_backs, records
from lib.tickets.actions import calling_back, closing, dispatching, opening, talking, working
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.actions.working import Used, Work
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Channel, ClosedHow


class Replay:
    """One ticket of the demonstration, lived a second time by use cases under a new number."""

    def __init__(self, db: Database, ticket_id: int) -> None:
        self.db, self.old = db, ticket_id
        self.history = records.events(db, ticket_id)
        self.new = 0

    def played(self) -> Ticket:
        for event in self.history:
            PLAY[event.action](self, event, event.facts)
        ticket = records.by_id(self.db, self.new)
        assert ticket is not None
        return ticket

    def by(self, event: Event) -> By:
        late = event.happened_at if event.happened_at != event.recorded_at else None
        return By(
            actor=self._actor(event), now=event.recorded_at, subject_id=event.subject_id, happened_at=late
        )

    def with_it(self, event: Event) -> dict[str, Any]:
        return {"ticket_id": self.new, "version": event.seq - 1, "by": self.by(event)}

    def _actor(self, event: Event) -> Actor:
        if event.actor_id is not None:
            return accounts.actor(self.db, event.actor_id)
        return by_link(self.new, event.actor_name) if event.actor_name else SYSTEM

    def rows(self, table: str, event: Event) -> list[dict[str, Any]]:
        sql = f"SELECT * FROM {table} WHERE ticket_id = $id AND event_seq = $seq"
        return self.db.rows(sql, id=self.old, seq=event.seq)

    def opened(self, event: Event, facts: Mapping[str, Any]) -> None:
        asked = {
            name: facts[name] for name in ("severity", "kind", "description", "department_id", "location_id")
        }
        service = "" if facts["service_code"] == UNKNOWN else facts["service_code"]
        caller = Caller(name=facts["caller"])
        wish = Wish(channel=Channel(facts["channel"]), caller=caller, service_code=service, **asked)
        use = opening.open_at_the_wall if event.actor_id is None else opening.open_ticket
        self.new = use(self.db, wish, by=self.by(event)).ticket.id

    def completed(self, event: Event, facts: Mapping[str, Any]) -> None:
        said = {name: facts[name] for name in ("outcome", "cause", "remedy", "note", "no_visit")}
        used = [
            Used(row["material_code"], row["name"], Decimal(row["quantity"]))
            for row in self.rows("ticket_material", event)
        ]
        labour = {row["account_id"]: row["minutes"] for row in self.rows("ticket_labour", event)}
        work = Work(**said, materials=used, labour=labour)
        working.complete(self.db, work=work, **self.with_it(event))

    def confirmed(self, event: Event, facts: Mapping[str, Any]) -> None:
        if facts["how"] == ClosedHow.SIGNATURE:
            said = {"signature": facts["signature"], "signed_by": facts["signed_by"]}
            closing.confirm_by_signature(self.db, ticket_id=self.new, by=self.by(event), **said)
        else:
            closing.confirm(self.db, how=ClosedHow(facts["how"]), **self.with_it(event))

    def rated(self, event: Event, facts: Mapping[str, Any]) -> None:
        said = {name: facts[name] for name in ("speed", "quality", "attitude", "words", "how")}
        closing.rate(self.db, scores=Scores(**said), **self.with_it(event))

    def urged(self, event: Event, facts: Mapping[str, Any]) -> None:
        if "joined" in facts:
            caller = Caller(name=facts["joined"])
            talking.join(
                self.db, ticket_id=self.new, caller=caller, channel=facts["channel"], by=self.by(event)
            )
        else:
            talking.urge(self.db, ticket_id=self.new, note=facts["note"], by=self.by(event))

    def noted(self, event: Event, facts: Mapping[str, Any]) -> None:
        if "call_back" not in facts:
            talking.comment(self.db, ticket_id=self.new, note=facts["note"], by=self.by(event))
            return
        with self.db.transaction() as tx:
            call_backs.ask_for(tx, self.new, call_backs.EMERGENCY, now=event.recorded_at)
        call = self.db.value(
            "SELECT id FROM call_back WHERE ticket_id = $id AND answered_at IS NULL", id=self.new
        )
        said = {"result": facts["call_back"], "words": facts["note"]}
        calling_back.answer(self.db, call_back_id=call, by=self.by(event), **said)


def _whom(facts: Mapping[str, Any]) -> Whom:
    if facts["assignee_id"]:
        return Whom(assignee_id=facts["assignee_id"])
    return Whom(team_id=facts["team_id"]) if facts["team_id"] else Whom(vendor_id=facts["vendor_id"])


def _assigned(play: Replay, event: Event, facts: Mapping[str, Any]) -> None:
    use = dispatching.assign if event.action is Action.ASSIGN else dispatching.reassign
    use(play.db, whom=_whom(facts), note=facts["note"], **play.with_it(event))


def _returned(play: Replay, event: Event, facts: Mapping[str, Any]) -> None:
    dispatching.return_job(play.db, **play.with_it(event), **facts)


def _edited(play: Replay, event: Event, facts: Mapping[str, Any]) -> None:
    changes = {name: value for name, value in facts["changes"].items() if name != "promise_id"}
    dispatching.edit(play.db, changes=changes, **play.with_it(event))


def _arrived(play: Replay, event: Event, facts: Mapping[str, Any]) -> None:
    ticket = records.by_id(play.db, play.new)
    assert ticket is not None
    scanned = ticket.location_id if facts["verified"] else None
    working.arrive(play.db, scanned_location_id=scanned, **play.with_it(event))


def _held(play: Replay, event: Event, facts: Mapping[str, Any]) -> None:
    until = instant(facts["until"])
    working.hold(play.db, **{**facts, "until": until}, **play.with_it(event))


PLAY: Mapping[Action, Callable[[Replay, Event, Mapping[str, Any]], None]] = {
    Action.OPEN: Replay.opened,
    Action.ANSWER: lambda play, event, facts: closing.answer(
        play.db, note=facts["note"], **play.with_it(event)
    ),
    Action.ASSIGN: _assigned,
    Action.REASSIGN: _assigned,
    Action.ACCEPT: lambda play, event, _: working.accept(play.db, **play.with_it(event)),
    Action.RETURN: _returned,
    Action.ARRIVE: _arrived,
    Action.HOLD: _held,
    Action.RESUME: lambda play, event, _: working.resume(play.db, **play.with_it(event)),
    Action.COMPLETE: Replay.completed,
    Action.CONFIRM: Replay.confirmed,
    Action.RATE: Replay.rated,
    Action.CLOSE: lambda play, event, facts: closing.close(
        play.db, how=ClosedHow(facts["how"]), **play.with_it(event)
    ),
    Action.REOPEN: lambda play, event, facts: closing.reopen(
        play.db, reason=facts["reason"], **play.with_it(event)
    ),
    Action.CANCEL: lambda play, event, facts: closing.cancel(
        play.db, reason=facts["reason"], **play.with_it(event)
    ),
    Action.EDIT: _edited,
    Action.URGE: Replay.urged,
    Action.COMMENT: Replay.noted,
}  # type: ignore[dict-item]
