"""Plays a history again through the use cases, as the people in it would have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lib.catalog.services import UNKNOWN
from lib.core.facts import instant
from lib.people import accounts
from lib.people.roles import SYSTEM, Actor, by_link
from lib.store.database import Database
from lib.tickets import call_backs, records
from lib.tickets.actions import (
    branching,
    calling_back,
    closing,
    dispatching,
    helping,
    inspected,
    opening,
    talking,
    watching,
    working,
)
from lib.tickets.actions.branching import Part
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.confirming_holds import confirm_hold
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.actions.working import Used, Work
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Channel, ClosedHow

FOUND = ("finding_id", "round_id", "position", "plan", "day", "item", "reading")
"""Facts of a ticket that an inspection opened, confirmed or sent back."""


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
        if facts.get("parent") or facts.get("follows"):
            self.new = self._branched(event, facts, service).id
            return
        asked |= {"asset_id": facts.get("asset_id")}
        wish = Wish(channel=Channel(facts["channel"]), caller=caller, service_code=service, **asked)
        if facts.get("finding_id"):
            with self.db.transaction() as tx:
                origin = {name: facts[name] for name in FOUND}
                self.new = opening.open_beside(self.db, tx, wish, by=self.by(event), origin=origin).id
            return
        use = opening.open_at_the_wall if event.actor_id is None else opening.open_ticket
        self.new = use(self.db, wish, by=self.by(event)).ticket.id

    def _branched(self, event: Event, facts: Mapping[str, Any], service: str) -> Ticket:
        """Out of another ticket like the one it came out of, which lives only as far as that."""
        system = By(actor=SYSTEM, now=event.happened_at)
        place = {name: facts[name] for name in ("department_id", "location_id")}
        wish = Wish(
            channel=Channel(facts["channel"]),
            caller=Caller(name=facts["caller"]),
            service_code=service or "GD-01",
            **place,
        )
        wish = replace(wish, asset_id=facts.get("asset_id")) if facts.get("follows") else wish
        other = opening.open_at_the_wall(self.db, wish, by=system).ticket
        part = _part(facts)
        if facts.get("parent"):
            by = By(actor=self._actor(event), now=event.recorded_at)
            made = branching.split(self.db, ticket_id=other.id, version=None, parts=[part], by=by)
        else:
            whom = Whom(assignee_id=event.actor_id)
            dispatching.assign(self.db, ticket_id=other.id, version=None, whom=whom, by=system)
            by = self.by(event)
            made = branching.follow_on(self.db, ticket_id=other.id, version=None, part=part, by=by)
        return made.others[0]

    def split(self, event: Event, facts: Mapping[str, Any]) -> None:
        parts = [_part(records.events(self.db, one)[0].facts) for one in facts["children_ids"]]
        branching.split(self.db, parts=parts, **self.with_it(event))

    def followed(self, event: Event, facts: Mapping[str, Any]) -> None:
        part = _part(records.events(self.db, facts["next_id"])[0].facts)
        branching.follow_on(self.db, part=part, **self.with_it(event))

    def watched(self, event: Event, facts: Mapping[str, Any]) -> None:
        if facts["on"]:
            said = {"until": instant(facts["until"]), "reason": facts["note"]}
            watching.watch(self.db, **said, **self.with_it(event))
        else:
            watching.release(self.db, note=facts["note"], **self.with_it(event))

    def completed(self, event: Event, facts: Mapping[str, Any]) -> None:
        said = {name: facts[name] for name in ("outcome", "cause", "remedy", "note", "no_visit")}
        used = [
            Used(row["material_code"], row["name"], Decimal(row["quantity"]))
            for row in self.rows("ticket_material", event)
        ]
        labour = {row["account_id"]: row["minutes"] for row in self.rows("ticket_labour", event)}
        work = Work(**said, materials=used, labour=labour, alone=facts.get("alone", False))
        working.complete(self.db, work=work, **self.with_it(event))

    def confirmed(self, event: Event, facts: Mapping[str, Any]) -> None:
        if facts["how"] == ClosedHow.RECHECK:
            said = {name: value for name, value in facts.items() if name != "how"}
            inspected.confirm(self.db, ticket_id=self.new, facts=said, by=self.by(event))
        elif facts["how"] == ClosedHow.SIGNATURE:
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

    def reopened(self, event: Event, facts: Mapping[str, Any]) -> None:
        if "finding_id" not in facts:
            closing.reopen(self.db, reason=facts["reason"], **self.with_it(event))
            return
        said = {name: facts[name] for name in (*FOUND, "recheck") if name in facts}
        by = self.by(event)
        inspected.reopen(self.db, ticket_id=self.new, reason=facts["reason"], facts=said, by=by)

    def noted(self, event: Event, facts: Mapping[str, Any]) -> None:
        if "inspection" in facts:
            said = {name: value for name, value in facts.items() if name != "note"}
            words, by = facts["note"], self.by(event)
            inspected.note(self.db, ticket_id=self.new, words=words, facts=said, by=by)
            return
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


def _part(facts: Mapping[str, Any]) -> Part:
    service = "" if facts["service_code"] == UNKNOWN else facts["service_code"]
    said = {name: facts[name] for name in ("description", "severity", "location_id")}
    return Part(service_code=service, **said)


def _whom(facts: Mapping[str, Any]) -> Whom:
    if facts["assignee_id"]:
        return Whom(assignee_id=facts["assignee_id"])
    return Whom(team_id=facts["team_id"]) if facts["team_id"] else Whom(vendor_id=facts["vendor_id"])


def _assigned(play: Replay, event: Event, facts: Mapping[str, Any]) -> None:
    use = dispatching.assign if event.action is Action.ASSIGN else dispatching.reassign
    said = {"note": facts["note"], "override": facts.get("override", "")}
    use(play.db, whom=_whom(facts), **said, **play.with_it(event))


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
    said = {name: facts[name] for name in ("reason", "spoke_to", "note")}
    working.hold(play.db, **said, until=until, **play.with_it(event))


def _word_on_hold(play: Replay, event: Event, facts: Mapping[str, Any]) -> None:
    said = {name: facts[name] for name in ("hold_seq", "confirmed", "note")}
    confirm_hold(play.db, **said, **play.with_it(event))


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
    Action.CONFIRM_HOLD: _word_on_hold,
    Action.COMPLETE: Replay.completed,
    Action.CONFIRM: Replay.confirmed,
    Action.RATE: Replay.rated,
    Action.CLOSE: lambda play, event, facts: closing.close(
        play.db, how=ClosedHow(facts["how"]), **play.with_it(event)
    ),
    Action.REOPEN: Replay.reopened,
    Action.CANCEL: lambda play, event, facts: closing.cancel(
        play.db, reason=facts["reason"], **play.with_it(event)
    ),
    Action.EDIT: _edited,
    Action.SPLIT: Replay.split,
    Action.FOLLOW_ON: Replay.followed,
    Action.HELP: lambda play, event, facts: helping.helpers(
        play.db, add=facts["add"], remove=facts["remove"], **play.with_it(event)
    ),
    Action.WATCH: Replay.watched,
    Action.URGE: Replay.urged,
    Action.COMMENT: Replay.noted,
}  # type: ignore[dict-item]
