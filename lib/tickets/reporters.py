"""The people who reported a ticket, each with a tracking link of their own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.notifications.outbox import FOLLOWING
from lib.people.roles import Actor, by_link
from lib.store.database import Reading, Row, Transaction
from lib.tickets import records

_TOKEN = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Somebody who asked for it. `token` is the unguessable part of their tracking link."""

    id: int
    ticket_id: int
    token: str
    name: str
    phone: str
    department_id: int | None
    account_id: int | None
    channel: str
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who reports, as typed: all of it may be unknown."""

    name: str = ""
    phone: str = ""
    department_id: int | None = None
    account_id: int | None = None


def join(
    tx: Transaction, ticket_id: int, caller: Caller, *, channel: str, now: datetime, keys: Sequence[str] = ()
) -> Reporter:
    """One more reporter of that ticket; by the `keys` the same request is known when it comes again."""
    reporter = Reporter(
        id=tx.next_id("reporter_id"),
        ticket_id=ticket_id,
        token=secrets.token_urlsafe(12),
        name=seen(caller.name),
        phone=seen(caller.phone),
        department_id=caller.department_id,
        account_id=caller.account_id,
        channel=channel,
        joined_at=now,
    )
    tx.insert("reporter", {name: getattr(reporter, name) for name in Reporter.__slots__})
    if keys:
        sql = (
            "INSERT INTO request_key (key, answer, created_at) SELECT unnest($keys::VARCHAR[]), $token, $now"
        )
        tx.execute(sql, keys=list(keys), token=reporter.token, now=now)
    return reporter


def carry(tx: Transaction, ticket_id: int, to_id: int) -> None:
    """Everybody who reported the one ticket reported the other too, each with a link of its own to it."""
    for one in of_ticket(tx, ticket_id):
        row = {name: getattr(one, name) for name in Reporter.__slots__}
        fresh = {"id": tx.next_id("reporter_id"), "ticket_id": to_id, "token": secrets.token_urlsafe(12)}
        tx.insert("reporter", {**row, **fresh})


def same_person(db: Reading, reporter: Reporter, ticket_id: int) -> Reporter | None:
    """That very person as a reporter of another ticket, carried there by `carry`; None for somebody who is not."""
    sql = """
        SELECT * FROM reporter WHERE ticket_id = $ticket AND joined_at = $joined AND name = $name AND phone = $phone
        ORDER BY id LIMIT 1
    """
    who = {"joined": reporter.joined_at, "name": reporter.name, "phone": reporter.phone}
    row = db.row(sql, ticket=ticket_id, **who)
    return Reporter(**row) if row else None


def moved(tx: Transaction, reporter: Reporter, *, instead_of: Reporter) -> None:
    """The reporter reported that other ticket, not the one they were added to: their link goes there."""
    tx.execute("DELETE FROM reporter WHERE id = $id", id=instead_of.id)
    tx.update("reporter", {"id": reporter.id, "ticket_id": instead_of.ticket_id})


def by_key(
    tx: Reading, key: str, alike: Sequence[str] = (), since: datetime | None = None
) -> Reporter | None:
    """Whom that very request made before, or since then one remembered under a key of `alike`; None when it is new."""
    if not key:
        return None
    others = {f"alike_{n}": name for n, name in enumerate(alike)}
    sql = "SELECT answer FROM request_key WHERE key = $key"
    if others:
        sql += f" OR (key IN ({', '.join(f'${name}' for name in others)}) AND created_at > $since)"
    token = tx.value(f"{sql} LIMIT 1", key=key, **others, **({"since": since} if others else {}))
    return by_token(tx, token) if token is not None else None


def by_token(db: Reading, token: str) -> Reporter:
    """Whose link that is; NotFound when it is nobody's."""
    # A link copied out of a message brings along what stood behind it.
    copied = _TOKEN.match(token.strip())
    row = db.row("SELECT * FROM reporter WHERE token = $token", token=copied[0]) if copied else None
    if row is None:
        raise NotFound(mark("This link is not (or no longer) known. Please scan the code again."))
    return Reporter(**row)


def first(db: Reading, ticket_id: int) -> int | None:
    """Who reported it before anybody else: theirs to confirm, rate, send back and cancel; None for nobody."""
    found: int | None = db.value("SELECT min(id) FROM reporter WHERE ticket_id = $id", id=ticket_id)
    return found


def acting(db: Reading, reporter: Reporter) -> Actor:
    """The reporter as one who acts by their link: on their own ticket, or on the one that carries it on."""
    there = followed(db, reporter)
    its_own = there == reporter.ticket_id and first(db, there) == reporter.id
    return by_link(there, reporter.name, first=its_own, reporter_id=reporter.id)


def followed(db: Reading, reporter: Reporter) -> int:
    """The ticket their link shows: the one they reported, or what that was merged into."""
    carried_on = records.carrying(db, reporter.ticket_id)
    return carried_on.id if carried_on else reporter.ticket_id


def of_ticket(db: Reading, ticket_id: int) -> list[Reporter]:
    """All who reported it, its own first, then those of tickets merged into it; first first."""
    sql = f"SELECT * FROM reporter WHERE ticket_id IN {FOLLOWING} ORDER BY ticket_id <> $ticket, id"
    rows = db.rows(sql, ticket=ticket_id)
    return [Reporter(**row) for row in rows]


def last_calls(db: Reading, phone: str, limit: int = 5) -> list[Row]:
    """What this phone or extension reported last: ticket id, number, status, description, opened_at, reporter name,
    department_id, location_id."""
    if not phone.strip():
        return []
    return db.rows(
        """
        SELECT t.id, t.number, t.status, t.description, t.opened_at, t.service_code,
               r.name, r.department_id, t.location_id
        FROM reporter r JOIN ticket t ON t.id = r.ticket_id
        WHERE r.phone = $phone ORDER BY r.id DESC LIMIT $most
        """,
        phone=phone.strip(),
        most=limit,
    )
