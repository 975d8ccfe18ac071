"""The ticket of a finding: what it says, whose it is likely to be, and what is added to it later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from lib.catalog.services import service
from lib.core.i18n import Language, mark, say
from lib.inspections import checklists, plans
from lib.inspections.checklists import Item
from lib.inspections.plans import Stop
from lib.inspections.reading_words import against
from lib.inspections.round import Round
from lib.places import assets
from lib.store.database import Database, Transaction
from lib.tickets import attachments, reporters
from lib.tickets.actions.opening import Wish, open_beside
from lib.tickets.by import By
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel

WRITTEN = Language.ZH
"""What stands in a ticket for ever is said in the hospital's language, whoever reads it."""
_JUST_IN_TIME = timedelta(hours=24) - timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One item as it was seen at a stop. `words`: "no", the choice, or a remark beside the number; `remark`: what is
    said besides."""

    item_id: int
    number: Decimal | None = None
    words: str = ""
    photos: tuple[str, ...] = ()
    remark: str = ""


def item_of(db: Database, round: Round, item_id: int) -> Item:
    """The item in the version of the checklist the round has."""
    items = checklists.items(db, round.checklist_id, round.checklist_version)
    return next(item for item in items if item.item_id == item_id)


def opened(
    db: Database,
    tx: Transaction,
    round: Round,
    stop: Stop,
    seen: Seen,
    finding_id: int,
    *,
    by: By,
    after: Ticket | None = None,
) -> Ticket:
    """A new ticket for it; whoever inspects is its reporter. Nobody is asked whether they may: the round did that.
    `after`: the ticket whose work was to mend it."""
    by = in_time(by)
    item = item_of(db, round, seen.item_id)
    wish = Wish(
        channel=Channel.INSPECTION,
        caller=Caller(name=by.actor.name, account_id=by.actor.account_id),
        location_id=place_of(db, stop),
        asset_id=stop.asset_id,
        service_code=service_of(db, round, item),
        severity=item.severity,
        description=described(db, stop, item, seen),
    )
    facts = origin(db, round, stop, item, seen, finding_id)
    before = {"follows_id": after.id, "follows": after.number} if after else {}
    ticket = open_beside(db, tx, wish, by=by, origin={**facts, **before})
    reporters.join(tx, ticket.id, wish.caller, channel=wish.channel, now=by.now)
    attachments.attach(tx, ticket.id, 1, seen.photos)
    return ticket


def in_time(by: By) -> By:
    """What a phone without a network sends days later is dated as early as a ticket takes it without a reason."""
    if by.happened_at is None or by.late_reason:
        return by
    return replace(by, happened_at=max(by.happened_at, by.now - _JUST_IN_TIME), subject_id=None)


def place_of(db: Database, stop: Stop) -> int | None:
    """The place of the stop, else that of its asset."""
    found = assets.asset(db, stop.asset_id)
    return stop.location_id if stop.location_id is not None or found is None else found.location_id


def service_of(db: Database, round: Round, item: Item) -> str:
    """The item's service; where it names none, the one most items of its checklist name, since a checklist is about one
    kind of machine; "" where none does. Source: the product's rule."""
    if service(db, item.service_code):
        return item.service_code
    others = checklists.items(db, round.checklist_id, round.checklist_version)
    named = Counter(other.service_code for other in others if service(db, other.service_code))
    return named.most_common(1)[0][0] if named else ""


def described(db: Database, stop: Stop, item: Item, seen: Seen) -> str:
    """ "1#冷水机组(KT-0012) 冷冻水供水温度: 12 ℃ (should be ≤ 9 ℃)": whoever comes knows what to bring."""
    found = assets.asset(db, stop.asset_id)
    what = say(WRITTEN, mark("{item}: {reading}"), item=item.words, reading=said(item, seen))
    return f"{found.name} {found.number} {what}" if found else what


def said(item: Item, seen: Seen) -> str:
    """What was read, with its limits and what was said besides, in the hospital's language."""
    found = against(item, seen.number, seen.words, WRITTEN)
    return (
        say(WRITTEN, mark("{reading}; {remark}"), reading=found, remark=seen.remark) if seen.remark else found
    )


def origin(
    db: Database, round: Round, stop: Stop, item: Item, seen: Seen, finding_id: int
) -> Mapping[str, Any]:
    """The facts that name where a ticket comes from."""
    return {
        "finding_id": finding_id,
        "round_id": round.id,
        "position": stop.position,
        "plan": plans.plan(db, round.plan_id).name,
        "day": round.day,
        "item": item.words,
        "reading": said(item, seen),
    }
