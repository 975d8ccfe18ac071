"""Channels: where messages may go when they leave the product, as the administrator set them up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lib.core.choices import known
from lib.core.errors import NotFound, WrongInput
from lib.core.facts import dumps
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.notifications import addresses
from lib.notifications.addresses import Kind
from lib.notifications.outbox import REPORTER_TOPICS, STATEMENT_TOPICS, TOPIC_WORDS
from lib.people import audit, organisation
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Transaction

OFF = mark("The channel was switched off before it could be sent.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way out. `topics`: what goes there; `team_id`: only tickets of that team. The address is a secret."""

    id: int
    name: str
    kind: str
    url: str = field(repr=False)
    topics: frozenset[str]
    team_id: int | None
    active: bool

    @property
    def personal(self) -> bool:
        """Whether each person gets a message of their own."""
        return addresses.personal(self.kind, self.url)

    @property
    def address(self) -> str:
        """What may be shown of the address."""
        return addresses.shown(self.kind, self.url)


def all_channels(db: Database) -> Mapping[int, Channel]:
    """Every channel by id, in the order they were set up."""
    return db.derived("channels", ("channel",), lambda: _read(db))


def _read(db: Database) -> Mapping[int, Channel]:
    sql = "SELECT id, name, kind, url, topics, team_id, active FROM channel ORDER BY id"
    return {row["id"]: Channel(**{**row, "topics": frozenset(row["topics"].split())}) for row in db.rows(sql)}


def channel(db: Database, channel_id: int) -> Channel:
    """One channel; NotFound when there is none."""
    try:
        return all_channels(db)[channel_id]
    except KeyError:
        raise NotFound(mark("There is no such channel.")) from None


def topics_for(kind: str) -> tuple[str, ...]:
    """What a channel of this kind can be given: a group is not told what is meant for those who reported, nor what
    vendors are to pay."""
    group = kind in (Kind.WECOM, Kind.DINGTALK, Kind.FEISHU)
    return tuple(
        topic for topic in TOPIC_WORDS if not group or topic not in REPORTER_TOPICS | STATEMENT_TOPICS
    )


def usual_topics(kind: str) -> tuple[str, ...]:
    """What a new channel of this kind starts with."""
    if kind == Kind.VOICE:
        return tuple(topic for topic in ("emergency_unaccepted",) if topic in TOPIC_WORDS)
    return topics_for(kind)


def save(
    db: Database,
    *,
    actor: Actor,
    channel_id: int | None,
    name: str,
    kind: str,
    url: str,
    topics: Collection[str],
    team_id: int | None,
    active: bool,
    now: datetime,
) -> int:
    """A new channel, or another shape of one there is; its id. An empty `url` keeps the address it had.

    WrongInput for a kind, an address, a topic or a team nobody knows. What waited for a channel that is switched off is
    put with what could not be delivered.
    """
    require(actor, Permission.ADMINISTER)
    before = channel(db, channel_id) if channel_id is not None else None
    if not seen(name):
        raise WrongInput(mark("A channel needs a name."), field="channel")
    if not known(Kind, kind) or not set(topics) <= set(topics_for(kind)):
        raise WrongInput(mark("Please choose from the list."), field="channel")
    if not topics:
        raise WrongInput(mark("Please choose what is told there."), field="channel")
    if team_id is not None and team_id not in organisation.teams(db):
        raise NotFound(mark("There is no such team."), field="channel")
    kept = addresses.taken(kind, url if url.strip() or before is None else before.url)
    row = {
        "name": seen(name),
        "kind": kind,
        "url": kept,
        "topics": " ".join(sorted(topics)),
        "active": active,
    }
    with db.transaction() as tx:
        given = channel_id if channel_id is not None else tx.next_id("channel_id")
        whole = {"id": given, **row, "team_id": team_id, "changed_at": now}
        tx.update("channel", whole) if before else tx.insert("channel", whole)
        if not active:
            _put_aside(tx, given, now)
        audit.write(tx, actor, "channel_changed", seen(name), now=now, facts={"active": active})
    return given


def _put_aside(tx: Transaction, channel_id: int, now: datetime) -> None:
    sql = """
        UPDATE delivery SET state = 'dead', last_error = $why, changed_at = $now
        WHERE channel_id = $id AND state = 'waiting'
    """
    tx.execute(sql, id=channel_id, why=dumps({"message": OFF}), now=now)


def remove(db: Database, *, actor: Actor, channel_id: int, now: datetime) -> None:
    """The channel, its secret address and what was written for it are gone."""
    require(actor, Permission.ADMINISTER)
    gone = channel(db, channel_id)
    with db.transaction() as tx:
        tx.execute("DELETE FROM delivery WHERE channel_id = $id", id=channel_id)
        tx.execute("DELETE FROM channel WHERE id = $id", id=channel_id)
        audit.write(tx, actor, "channel_removed", gone.name, now=now)
