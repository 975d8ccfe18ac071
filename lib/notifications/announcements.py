"""Announcements: published, read by whom, gone when they expire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lib.core.choices import known
from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading, Row


class AnnouncementKind(StrEnum):
    NOTICE = "notice"
    OUTAGE = "outage"
    SAFETY = "safety"


KIND_WORDS: Mapping[str, str] = {
    AnnouncementKind.NOTICE: mark("Notice"),
    AnnouncementKind.OUTAGE: mark("Outage"),
    AnnouncementKind.SAFETY: mark("Safety"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    id: int
    title: str
    body: str
    kind: str
    published_at: datetime
    published_by: int | None
    expires_at: datetime | None

    def current(self, now: datetime) -> bool:
        """Whether it still holds."""
        return self.expires_at is None or now < self.expires_at


def all_announcements(db: Database) -> list[Announcement]:
    """Every announcement, newest first."""
    sql = "SELECT * FROM announcement ORDER BY published_at DESC, id DESC"
    return db.derived(
        "announcements", ("announcement",), lambda: [Announcement(**row) for row in db.rows(sql)]
    )


def current(db: Database, now: datetime) -> list[Announcement]:
    """Those that hold now, newest first."""
    return [one for one in all_announcements(db) if one.current(now)]


def unread(db: Database, account_id: int, now: datetime) -> list[Announcement]:
    """Those that hold now and this person has not read."""
    read = {
        row["announcement_id"]
        for row in db.rows(
            "SELECT announcement_id FROM announcement_read WHERE account_id = $id", id=account_id
        )
    }
    return [one for one in current(db, now) if one.id not in read]


def publish(
    db: Database,
    *,
    actor: Actor,
    title: str,
    body: str,
    kind: str,
    expires_at: datetime | None,
    now: datetime,
) -> int:
    """A new announcement for everybody; its id. WrongInput when it says nothing or has already expired."""
    require(actor, Permission.ANNOUNCE)
    if not title.strip():
        raise WrongInput(mark("An announcement needs a title."), field="title")
    if not known(AnnouncementKind, kind):
        raise WrongInput(mark("Please choose from the list."), field="kind")
    if expires_at is not None and expires_at <= now:
        raise WrongInput(mark("It would have expired already."), field="expires_at")
    row = {
        "title": title.strip(),
        "body": body.strip(),
        "kind": kind,
        "published_at": now,
        "expires_at": expires_at,
    }
    with db.transaction() as tx:
        new = tx.next_id("announcement_id")
        tx.insert("announcement", {"id": new, "published_by": actor.account_id, **row})
        audit.write(tx, actor, "announced", title.strip()[:80], now=now)
    return new


def expire(db: Database, *, actor: Actor, announcement_id: int, now: datetime) -> None:
    """It holds no longer."""
    require(actor, Permission.ANNOUNCE)
    with db.transaction() as tx:
        sql = """
            UPDATE announcement SET expires_at = $now
            WHERE id = $id AND (expires_at IS NULL OR expires_at > $now) RETURNING id
        """
        if not tx.execute(sql, id=announcement_id, now=now):
            raise NotFound(mark("This announcement has already ended."))
        audit.write(tx, actor, "announcement_ended", str(announcement_id), now=now)


def mark_read(db: Database, *, actor: Actor, announcement_id: int, now: datetime) -> None:
    """This person has read it; a second time changes nothing."""
    with db.transaction() as tx:
        sql = "INSERT INTO announcement_read VALUES ($id, $account, $now) ON CONFLICT DO NOTHING"
        tx.execute(sql, id=announcement_id, account=actor.account_id, now=now)


def readers(db: Reading, announcement_id: int) -> list[Row]:
    """Who has read it: name, read_at, first reader first."""
    return db.rows(
        """
        SELECT a.name, r.read_at FROM announcement_read r JOIN account a ON a.id = r.account_id
        WHERE r.announcement_id = $id ORDER BY r.read_at
        """,
        id=announcement_id,
    )
