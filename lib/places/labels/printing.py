"""Which codes go on paper, and that they did."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.places.labels.codes import all_labels, issue, read
from lib.places.labels.papers import Wrong
from lib.places.labels.walk import Stop, stops
from lib.store.database import Database


class Only(StrEnum):
    """What a batch is cut down to."""

    ALL = "all"
    UNPRINTED = "unprinted"
    UNHUNG = "unhung"
    DAMAGED = "damaged"
    REPLACED = "replaced"


ONLY_WORDS: Mapping[Only, str] = {
    Only.UNPRINTED: mark("Not printed yet"),
    Only.UNHUNG: mark("Not known to hang"),
    Only.DAMAGED: mark("Reported as damaged"),
    Only.REPLACED: mark("Replaced, the new one not printed yet"),
    Only.ALL: mark("All"),
}


def batch(
    db: Database, *, under: int | None = None, only: Only = Only.ALL, places: Collection[int] = ()
) -> list[Stop]:
    """The places whose codes are asked for, in walking order: those below `under` (the place itself too), or the
    chosen `places`, or all; only with a code, and only those that `only` leaves."""
    once = _replaced_before(db) if only is Only.REPLACED else frozenset()
    wanted: Mapping[Only, Callable[[Stop], bool]] = {
        Only.ALL: lambda stop: True,
        Only.UNPRINTED: lambda stop: stop.label is not None and stop.label.printed_at is None,
        Only.UNHUNG: lambda stop: stop.label is not None and not stop.label.hung,
        Only.DAMAGED: lambda stop: stop.label is not None and stop.label.reported_why == Wrong.DAMAGED,
        Only.REPLACED: lambda stop: (
            stop.label is not None and stop.label.printed_at is None and stop.place.id in once
        ),
    }
    return [stop for stop in below(stops(db), under, places) if stop.label and wanted[only](stop)]


def below(found: Sequence[Stop], under: int | None = None, places: Collection[int] = ()) -> Sequence[Stop]:
    """Those of the stops that lie in that place, or are among the chosen ones."""
    if places:
        return [stop for stop in found if stop.place.id in places]
    if under is None:
        return found
    return [stop for stop in found if under in _ids(stop)]


def _ids(stop: Stop) -> set[int]:
    return {one.id for one in (stop.place, stop.campus, stop.building, stop.floor) if one}


def _replaced_before(db: Database) -> frozenset[int]:
    return frozenset(label.location_id for label in all_labels(db).values() if label.replaced)


def mark_printed(db: Database, *, actor: Actor, codes: Sequence[str], now: datetime) -> int:
    """Somebody holds the sheets in hand: how many codes were marked. A code replaced meanwhile is left out; one that
    was reported as damaged counts as not hanging until its new paper does."""
    require(actor, Permission.ADMINISTER)
    current = [
        label.code for label in (read(db, code) for code in dict.fromkeys(codes)) if not label.replaced
    ]
    if not current:
        raise Refusal(mark("There is no code on these sheets that could be marked as printed."))
    with db.transaction() as tx:
        tx.execute(
            """
            UPDATE label SET printed_at = $now, printed_by = $by, reported_at = NULL, reported_why = NULL,
              hung_at = CASE WHEN reported_at IS NULL THEN hung_at END,
              hung_by = CASE WHEN reported_at IS NULL THEN hung_by END,
              hung_how = CASE WHEN reported_at IS NULL THEN hung_how END
            WHERE code = ANY($codes::VARCHAR[])
            """,
            codes=current,
            now=now,
            by=actor.account_id,
        )
        audit.write(tx, actor, "labels_printed", str(len(current)), now=now, facts={"codes": current})
    return len(current)


def make_missing(db: Database, *, actor: Actor, under: int | None = None, now: datetime) -> int:
    """A code for every room and zone in use below that place that has none; how many."""
    require(actor, Permission.ADMINISTER)
    bare = [stop.place.id for stop in below(stops(db), under) if stop.label is None]
    if not bare:
        raise Refusal(mark("Every place here has a code already."))
    with db.transaction() as tx:
        for location_id in bare:
            issue(tx, location_id, now)
        audit.write(tx, actor, "labels_made", str(len(bare)), now=now)
    return len(bare)
