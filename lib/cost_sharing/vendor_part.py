"""What a statement says to one vendor: its own path and tickets, and of the others nothing but their sum."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.cost_sharing import frozen, records
from lib.cost_sharing.frozen import Frozen, Named
from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.records import Adjustment, Dispute, Share
from lib.cost_sharing.seeing import sees_share, share_seen, vendors_seen
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from lib.people.organisation import Vendor
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPart:
    """One vendor's part of a statement. `line` None: it takes part in corrections only. `share` holds the answer and
    the settlement as they are now, its amounts are those the statement says. `tickets` count, `aside` do not; columns
    as in `Sharing`. `disputes`: as they are now, once it is issued as they were then. `adjustments` with the number of
    the statement they correct. `hospital`: its name."""

    statement: Statement
    vendor: Named
    hospital: str
    payee: str
    sharing: Sharing
    line: Line | None
    share: Share
    services: dict[str, str]
    tickets: pl.DataFrame
    aside: pl.DataFrame
    disputes: tuple[Dispute, ...]
    adjustments: tuple[tuple[Adjustment, str], ...]


def seen(db: Database, actor: Actor, statement_id: int, vendor_id: int) -> VendorPart:
    """That vendor's part, for somebody who may see it; the same NotFound for what is not there and for what is
    somebody else's. A draft is the office's alone, computed as it would be today."""
    statement = records.by_id(db, statement_id)
    if statement is None or statement.status is not Status.DRAFT or not may(actor, Permission.SEE_SHARING):
        statement, share = share_seen(db, actor, statement_id, vendor_id)
        return _part(db, statement, frozen.of(db, statement), vendor_id, share)
    said = frozen.of(db, statement)
    line = said.line(vendor_id)
    if line is None:
        raise NotFound(mark("There is no such statement."))
    return _part(db, statement, said, vendor_id, as_drafted(line, statement.id))


def parts(db: Database, statement: Statement) -> list[VendorPart]:
    """Every vendor's part, by code, for somebody who may see all of them."""
    said = frozen.of(db, statement)
    shares = records.shares(db, statement.id)
    if statement.status is Status.DRAFT:
        shares = {line.vendor_id: as_drafted(line, statement.id) for line in said.sharing.lines}
    known = sorted(shares, key=lambda vendor: said.vendors[vendor].code)
    return [_part(db, statement, said, vendor, shares[vendor]) for vendor in known]


def as_drafted(line: Line, statement_id: int) -> Share:
    """What a vendor would carry if the draft were sent as it is."""
    return Share(
        statement_id=statement_id,
        vendor_id=line.vendor_id,
        cents=line.cents,
        adjustment_cents=line.adjustment_cents,
        net_cents=line.net_cents,
        tax_cents=line.tax_cents,
        total_cents=line.total_cents,
    )


def payee(said: Frozen) -> str:
    """What the company that runs the desk was called then; "" where none is named."""
    code = said.sharing.scheme.payee
    return next((one.name for one in said.vendors.values() if one.code == code), "") if code else ""


def _part(db: Database, statement: Statement, said: Frozen, vendor_id: int, share: Share) -> VendorPart:
    vendor = said.vendors[vendor_id]
    return VendorPart(
        statement=statement,
        vendor=vendor,
        hospital=said.hospital,
        payee=payee(said),
        sharing=said.sharing,
        line=said.line(vendor_id),
        share=share,
        services=dict(said.services),
        tickets=said.tickets(vendor.code),
        aside=said.set_aside(vendor.code),
        disputes=tuple(one for one in _disputes(db, statement, said) if one.vendor_id == vendor_id),
        adjustments=tuple(
            (one, said.corrects.get(one.corrects_id, ""))
            for one in said.adjustments
            if one.vendor_id == vendor_id
        ),
    )


def _disputes(db: Database, statement: Statement, said: Frozen) -> tuple[Dispute, ...]:
    return said.disputes if statement.is_frozen else tuple(records.disputes(db, statement.id))


def listed(db: Database, actor: Actor, vendor_id: int) -> list[tuple[Statement, Share]]:
    """The statements somebody may see that vendor's share of, the newest period first; drafts are not among them."""
    sql = "SELECT statement_id FROM statement_share WHERE vendor_id = $vendor"
    carrying = {row["statement_id"] for row in db.rows(sql, vendor=vendor_id)}
    return [
        (one, records.shares(db, one.id)[vendor_id])
        for one in records.all_statements(db)
        if one.id in carrying and sees_share(db, actor, one, vendor_id)
    ]


def vendors_with_shares(db: Database, actor: Actor) -> list[Vendor]:
    """The vendors somebody may see any statement of, by code."""
    rows = db.rows("SELECT DISTINCT vendor_id FROM statement_share")
    carrying = {row["vendor_id"] for row in rows}
    return [one for one in vendors_seen(db, actor) if one.id in carrying]
