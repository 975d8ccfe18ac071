"""Carries messages out of the house: one thread for each busy channel, so that none waits for another."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark, say
from lib.core.settings import settings
from lib.notifications import addresses, deliveries, posting, through_apprise, wording
from lib.notifications.channels import Channel, channel
from lib.notifications.deliveries import Delivery
from lib.notifications.posting import NotDelivered
from lib.notifications.receivers import Receiver, reached_at, receiver
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database

TITLE = mark("Service desk {number}")
LONGEST_ERROR = 160
SENDS_NOTHING = mark("This installation sends nothing: {name} is 0.")
NOBODY = mark("There is no number or address to reach this person at.")

log = structlog.get_logger()
_claims = threading.Lock()
_busy: set[tuple[Path, int]] = set()


def start_due(db: Database, now: datetime) -> list[threading.Thread]:
    """Deals new messages out and sets every channel with something due to work, unless it is at work already.

    Returns at once with the threads it started; nothing is sent where the installation says so.
    """
    if not settings().messages:
        deliveries.keep_inside(db)
        return []
    deliveries.deal_out(db, now)
    began = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    started = []
    for channel_id in deliveries.channels_due(db, now):
        thread = threading.Thread(
            target=work_off, args=(db, channel_id, clock), name=f"messages-{channel_id}", daemon=True
        )
        thread.start()
        started.append(thread)
    return started


def work_off(db: Database, channel_id: int, clock: Callable[[], datetime]) -> None:
    """Sends what the channel has due, until nothing is left; ends at once where another thread is at it."""
    try:
        # Somebody who came while this one was finishing was turned away: look once more after letting go.
        while deliveries.next_due(db, channel_id, clock()) is not None and _claimed(db, channel_id):
            try:
                while send_next(db, channel_id, clock()):
                    pass
            finally:
                _busy.discard((db.path, channel_id))
    except Exception:
        log.exception("sending messages failed", channel=channel_id)


def _claimed(db: Database, channel_id: int) -> bool:
    with _claims:
        if (db.path, channel_id) in _busy:
            return False
        _busy.add((db.path, channel_id))
        return True


def send_next(db: Database, channel_id: int, now: datetime) -> bool:
    """Tries the message of this channel that is due the longest; whether there was one.

    Sent and marked are two steps: a crash between them sends it a second time, under the same key.
    """
    delivery = deliveries.next_due(db, channel_id, now)
    if delivery is None:
        return False
    through = channel(db, channel_id)
    try:
        with _faults_named(through):
            _deliver(db, through, delivery, now)
    except Refusal as refused:
        deliveries.mark_failed(db, delivery, _harmless(refused, through.url), now)
    else:
        deliveries.mark_sent(db, delivery, now)
    return True


@contextmanager
def _faults_named(through: Channel) -> Iterator[None]:
    """A fault of ours or of the library is one of this message: it must not hold up what comes after. Its text may
    hold the address, so that only its kind is told."""
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        log.error("a channel failed", channel=through.id, error=type(error).__name__)
        raise NotDelivered(posting.UNREACHED, why=type(error).__name__) from None


def _deliver(db: Database, through: Channel, delivery: Delivery, now: datetime) -> None:
    row = {name: getattr(delivery, name) for name in ("account_id", "reporter_id", "ticket_id")}
    statement_id = delivery.facts.get("statement_id")
    to = receiver(
        db,
        row,
        through.kind,
        personal=through.personal,
        number=delivery.number,
        statement_id=statement_id,
    )
    if to is None:
        raise NotDelivered(NOBODY)
    facts = {**wording.facts_of_ticket(db, delivery.ticket_id, to.language), **delivery.facts}
    words = wording.said(db, delivery.topic, facts, to.language, now)
    number = delivery.number or delivery.facts.get("statement", "")
    send(through, to, topic=delivery.topic, number=number, words=words, key=delivery.key)


def send(through: Channel, to: Receiver, *, topic: str, number: str, words: str, key: str) -> None:
    """One message through one channel, now; NotDelivered when it was not taken."""
    if addresses.by_web(through.kind, through.url):
        body = {"key": key, "topic": topic, "number": number, "words": words, "link": to.link, "to": to.to}
        posting.post(through.url, body, key=key)
        return
    # Robots know no such header: the key travels behind the link too, where it changes nothing.
    text = f"{words}\n{to.link}#{key}"
    title = say(to.language, TITLE, number=number) if through.kind == addresses.Kind.MAIL else ""
    through_apprise.send(addresses.addressed(through.url, to.to), title=title, words=text, key=key)


def send_test(db: Database, *, actor: Actor, channel_id: int, to: str, now: datetime) -> None:
    """A test message at once, to the phone or mail `to` where the channel reaches single people.

    NotDelivered with the reason when it was not taken, WrongInput when `to` is not to be reached that way.
    """
    require(actor, Permission.ADMINISTER)
    through = channel(db, channel_id)
    if not settings().messages:
        raise Refusal(SENDS_NOTHING, name="ONESTOP_MESSAGES")
    reached = reached_at(through.kind, phone=to, mail=to) if through.personal else ""
    if through.personal and not reached:
        raise WrongInput(mark("This channel cannot reach “{to}”."), field="channel", to=to)
    receiving = Receiver(to=reached, language=settings().language, link=settings().address)
    words = say(receiving.language, wording.TEST)
    with db.transaction() as tx:
        audit.write(tx, actor, "channel_tested", through.name, now=now)
    try:
        with _faults_named(through):
            send(through, receiving, topic="test", number="", words=words, key=secrets.token_hex(16))
    except NotDelivered as refused:
        raise _harmless(refused, through.url) from None


def _harmless(refused: Refusal, url: str) -> Refusal:
    facts = {
        name: addresses.without_secrets(value, url)[:LONGEST_ERROR] if isinstance(value, str) else value
        for name, value in refused.facts.items()
    }
    return NotDelivered(refused.message, **facts)
