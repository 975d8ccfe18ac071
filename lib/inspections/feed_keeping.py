"""Addresses of calendars: whoever has one reads it, as long as who asked for it may see those rounds."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import NotAllowed, NotFound
from lib.core.i18n import mark
from lib.people import accounts, audit
from lib.people.organisation import team_matter, teams, vendors
from lib.people.roles import Actor, Matter, Permission, may
from lib.store.database import Database, Reading

UNKNOWN = mark("There is no such calendar.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose rounds a calendar holds: one of the three."""

    account_id: int | None = None
    team_id: int | None = None
    vendor_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address that is open: its token, whose rounds, who asked for it, and when."""

    token: str
    subject: Subject
    made_by: int
    made_at: datetime


def address_of(db: Database, subject: Subject, *, actor: Actor, now: datetime, renew: bool = False) -> Feed:
    """The actor's address of that calendar, made if there is none; `renew`: another one, the old one ends.

    NotAllowed for somebody else's own calendar, and for a team or company out of reach; NotFound for one unknown.
    """
    _require(db, actor, subject)
    assert actor.account_id is not None
    with db.transaction() as tx:
        found = _open(tx, subject, actor.account_id)
        if found is not None and not renew:
            return found
        if found is not None:
            tx.execute(
                "UPDATE calendar_feed SET ended_at = $now WHERE token = $token", now=now, token=found.token
            )
        made = Feed(token=secrets.token_urlsafe(24), subject=subject, made_by=actor.account_id, made_at=now)
        row = {"token": made.token, "made_by": made.made_by, "made_at": now}
        tx.insert("calendar_feed", {**row, **_columns(subject)})
        audit.write(
            tx, actor, "calendar_renewed" if found else "calendar_made", name_of(db, subject), now=now
        )
    return made


def by_token(db: Database, token: str) -> Feed:
    """The feed; NotFound once it ended, and when who asked for it is out of use or may no longer see those rounds."""
    row = db.row("SELECT * FROM calendar_feed WHERE token = $token AND ended_at IS NULL", token=token)
    if row is None:
        raise NotFound(UNKNOWN)
    subject = Subject(**{name: row[name] for name in Subject.__slots__})
    feed = Feed(token=token, subject=subject, made_by=row["made_by"], made_at=row["made_at"])
    if not allowed(db, accounts.actor(db, feed.made_by), subject):
        raise NotFound(UNKNOWN)
    return feed


def allowed(db: Database, actor: Actor, subject: Subject) -> bool:
    """Whether somebody may read that calendar: the own one, or that of a team or company whose rounds they see."""
    if subject.account_id is not None:
        return subject.account_id == actor.account_id and may(actor, Permission.SEE_ROUNDS)
    if subject.team_id is not None:
        return may(actor, Permission.SEE_ROUNDS, team_matter(db, subject.team_id))
    return may(actor, Permission.SEE_ROUNDS, Matter(vendor_id=subject.vendor_id))


def offered(db: Database, actor: Actor) -> Mapping[Subject, str]:
    """The calendars somebody can have, by what they are called: the own one first, then teams, then companies."""
    subjects = [
        Subject(account_id=actor.account_id),
        *(Subject(team_id=one.id) for one in teams(db).values() if one.active),
        *(Subject(vendor_id=one.id) for one in vendors(db).values() if one.active),
    ]
    return {subject: name_of(db, subject) for subject in subjects if allowed(db, actor, subject)}


def name_of(db: Database, subject: Subject) -> str:
    """What the person, team or company is called; NotFound for none."""
    if subject.account_id is not None:
        return accounts.account(db, subject.account_id).name
    known: Mapping[int, object] = teams(db) if subject.team_id is not None else vendors(db)
    found = known.get(subject.team_id or subject.vendor_id or 0)
    if found is None:
        raise NotFound(UNKNOWN)
    return str(getattr(found, "name", ""))


def _require(db: Database, actor: Actor, subject: Subject) -> None:
    name_of(db, subject)
    if actor.account_id is None or not allowed(db, actor, subject):
        raise NotAllowed(mark("You are not allowed to do this here."))


def _open(db: Reading, subject: Subject, made_by: int) -> Feed | None:
    same = " AND ".join(f"{name} IS NOT DISTINCT FROM ${name}" for name in Subject.__slots__)
    sql = f"SELECT token, made_at FROM calendar_feed WHERE made_by = $by AND ended_at IS NULL AND {same}"
    row = db.row(sql, by=made_by, **_columns(subject))
    return Feed(**row, subject=subject, made_by=made_by) if row else None


def _columns(subject: Subject) -> Mapping[str, int | None]:
    return {name: getattr(subject, name) for name in Subject.__slots__}
