"""Which statements, and whose shares of them, somebody may see."""

from __future__ import annotations

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.cost_sharing import records
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from lib.people import organisation
from lib.people.roles import Actor, Matter, Permission, may
from lib.store.database import Database

SHOWN_TO_VENDORS = frozenset({Status.CHECKING, Status.APPROVAL, Status.ISSUED, Status.SETTLED})
"""A draft is nobody's but the office's."""


def vendors_seen(db: Database, actor: Actor) -> list[organisation.Vendor]:
    """The vendors whose shares somebody may see, by code."""
    seen = (one for one in organisation.vendors(db).values() if _reaches(actor, one.id))
    return sorted(seen, key=lambda one: one.code)


def sees_share(db: Database, actor: Actor, statement: Statement, vendor_id: int) -> bool:
    """Whether somebody may see what that vendor carries of the statement: the office always, the vendor itself once
    it was sent, and nobody a share that does not exist."""
    if not _reaches(actor, vendor_id):
        return False
    if not may(actor, Permission.SEE_SHARING) and statement.status not in SHOWN_TO_VENDORS:
        return False
    return vendor_id in records.shares(db, statement.id)


def share_seen(
    db: Database, actor: Actor, statement_id: int, vendor_id: int
) -> tuple[Statement, records.Share]:
    """A vendor's share, for somebody who may see it. NotFound otherwise, the same for what is not there and for what is
    somebody else's: an address tried out tells nothing."""
    statement = records.by_id(db, statement_id)
    if statement is None or not sees_share(db, actor, statement, vendor_id):
        raise NotFound(mark("There is no such statement."))
    return statement, records.shares(db, statement_id)[vendor_id]


def _reaches(actor: Actor, vendor_id: int) -> bool:
    """The office sees every vendor's, also who manages one campus only: the cost is the whole hospital's."""
    return may(actor, Permission.SEE_SHARING) or may(
        actor, Permission.SEE_STATEMENTS, Matter(vendor_id=vendor_id)
    )
