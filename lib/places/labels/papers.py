"""Paper that is torn or hangs in the wrong place: reported by whoever sees it, settled by printing or moving it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from lib.core.errors import NotFound, Refusal
from lib.core.i18n import mark
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.places import locations
from lib.places.labels.codes import Label, issue, read
from lib.places.labels.hanging import Proof
from lib.places.locations import Location, LocationKind
from lib.store.database import Database, Transaction


class Wrong(StrEnum):
    """What is said about a paper. A damaged one hangs all the same; a misplaced one does not hang where it belongs."""

    DAMAGED = "damaged"
    MISPLACED = "misplaced"


def report_damaged(tx: Transaction, label: Label, now: datetime) -> None:
    """Anybody may say it, nobody has to sign in; the first word counts, and a replaced code needs none."""
    tx.execute(
        """
        UPDATE label SET reported_at = $now, reported_why = $why
        WHERE code = $code AND reported_at IS NULL AND replaced_at IS NULL
        """,
        code=label.code,
        now=now,
        why=Wrong.DAMAGED,
    )


def report_misplaced(db: Database, *, actor: Actor, code: str, now: datetime) -> None:
    """The code hangs somewhere else than where it leads: it counts as not hanging until somebody hangs it right."""
    require(actor, Permission.HANG_LABELS)
    label = read(db, code)
    with db.transaction() as tx:
        tx.execute(
            """
            UPDATE label SET hung_at = NULL, hung_by = NULL, hung_how = NULL, reported_at = $now, reported_why = $why
            WHERE code = $code
            """,
            code=label.code,
            now=now,
            why=Wrong.MISPLACED,
        )
        audit.write(tx, actor, "label_misplaced", label.code, now=now)


def move(db: Database, *, actor: Actor, code: str, location_id: int, now: datetime) -> str:
    """From now on the code belongs to the place where it really hangs, whose own code is replaced; the place it was
    made for gets a fresh code, still to be printed: that code."""
    require(actor, Permission.HANG_LABELS)
    label, there = read(db, code), locations.location(db, location_id)
    if there is None or there.id not in {place.id for place in nearby(db, label.location_id)}:
        raise NotFound(mark("There is no such place."))
    if label.replaced:
        raise Refusal(mark("This code has been replaced. Please take it off and hang the new one."))
    with db.transaction() as tx:
        # First the one it leaves: issuing marks every code of a place as replaced, this one too.
        fresh = issue(tx, label.location_id, now)
        tx.execute(
            "UPDATE label SET replaced_at = $now WHERE location_id = $id AND replaced_at IS NULL",
            id=there.id,
            now=now,
        )
        tx.execute(
            """
            UPDATE label SET location_id = $id, replaced_at = NULL, hung_at = $now, hung_by = $by, hung_how = $how,
              reported_at = NULL, reported_why = NULL WHERE code = $code
            """,
            code=label.code,
            id=there.id,
            now=now,
            by=actor.account_id,
            how=Proof.SAID,
        )
        facts = {"from": label.location_id, "to": there.id}
        audit.write(tx, actor, "label_moved", label.code, now=now, facts=facts)
    return fresh


def nearby(db: Database, location_id: int) -> list[Location]:
    """Where paper meant for a place may have ended up: the other rooms and zones of the same floor (or, outdoors, of
    the same campus)."""
    places = locations.all_locations(db)
    meant = places[location_id]
    rooms = (LocationKind.ROOM, LocationKind.ZONE)
    beside = (one for one in places.values() if one.parent_id == meant.parent_id and one.id != meant.id)
    return sorted((one for one in beside if one.active and one.kind in rooms), key=lambda one: one.number)
