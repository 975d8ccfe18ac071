"""How a vendor's amount would change by its objections, and how it changed since the period before."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lib.core.errors import Refusal
from lib.core.i18n import Say, mark
from lib.core.money import yuan
from lib.cost_sharing import records
from lib.cost_sharing.measuring import measured
from lib.cost_sharing.path import signed
from lib.cost_sharing.sharing import adjusted, disputed, share
from lib.cost_sharing.spoken import fixed_number, percent
from lib.cost_sharing.vendor_part import VendorPart, listed, seen
from lib.cost_sharing.words import Decision
from lib.people.roles import Actor
from lib.store.database import Database

BOUND_WORDS = {"floor": mark("the floor holds"), "cap": mark("the cap holds")}


def objected(part: VendorPart) -> frozenset[int]:
    """Its tickets nobody has decided on yet."""
    return frozenset(one.ticket_id for one in part.disputes if one.decision is Decision.NONE)


def without(db: Database, part: VendorPart, tickets: Collection[int]) -> int | None:
    """What the vendor would carry, cents with tax, if these tickets of its did not count; None where the rules could
    not be carried out then. Of others' objections, those nobody decided on change nothing here."""
    statement = part.statement
    period = measured(db, statement.starts_on, statement.ends_on)
    said = disputed(db, statement, period)
    try:
        found = share(
            period,
            statement.scheme,
            records.pool(db, statement),
            out={*said.out, *tickets},
            moved={one: code for one, code in said.moved.items() if one not in tickets},
            adjustments=adjusted(db, statement, period),
        )
    except Refusal:
        return None
    line = found.line(part.vendor.code)
    return line.total_cents if line else None


def before(db: Database, actor: Actor, part: VendorPart) -> VendorPart | None:
    """The vendor's part of the newest statement of an earlier period that it may see."""
    earlier = [
        one for one, _share in listed(db, actor, part.vendor.id) if one.ends_on < part.statement.starts_on
    ]
    return seen(db, actor, earlier[0].id, part.vendor.id) if earlier else None


def change(part: VendorPart, last: VendorPart, say: Say) -> str:
    """In one sentence: how much more or less than last time, and which of the vendor's own figures moved."""
    return say(
        mark("Against the period before ({number}) {change} yuan: {why}."),
        number=last.statement.number,
        change=signed(part.share.total_cents - last.share.total_cents),
        why=say(mark("; ")).join(_reasons(part, last, say)) or say(mark("all figures as before")),
    )


def _reasons(part: VendorPart, last: VendorPart, say: Say) -> Iterator[str]:
    if part.line and last.line:
        if part.line.blended != last.line.blended:
            facts = {"last": percent(last.line.blended), "now": percent(part.line.blended)}
            yield say(mark("part of the whole business {last} → {now}"), **facts)
        if part.line.quality != last.line.quality:
            facts = {"last": fixed_number(last.line.quality, 4), "now": fixed_number(part.line.quality, 4)}
            yield say(mark("quality factor {last} → {now}"), **facts)
    if part.sharing.pool != last.sharing.pool:
        facts = {"last": yuan(last.sharing.pool), "now": yuan(part.sharing.pool)}
        yield say(mark("total cost {last} → {now} yuan"), **facts)
    yield from _bounds(part, last, say)
    if part.share.adjustment_cents or last.share.adjustment_cents:
        facts = {"last": signed(last.share.adjustment_cents), "now": signed(part.share.adjustment_cents)}
        yield say(mark("corrections {last} → {now} yuan"), **facts)


def _bounds(part: VendorPart, last: VendorPart, say: Say) -> Iterator[str]:
    if last.line and last.line.bound:
        yield say(mark("last time {held}"), held=say(BOUND_WORDS[last.line.bound]))
    if part.line and part.line.bound:
        yield say(mark("this time {held}"), held=say(BOUND_WORDS[part.line.bound]))
