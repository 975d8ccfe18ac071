"""A prepared import is written: one short transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Transaction
from lib.tickets.importing.preparing import Prepared, prepare
from lib.tickets.importing.progress import Progress, quiet
from lib.tickets.importing.verdicts import RESULTS, Verdicts

TRIES = 3
"""After so many times that the hospital changed under the preparation, the next holds everybody else up."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A verdict for every row of the file, and how many rows are new, by table."""

    verdicts: Verdicts
    created: Mapping[str, int]

    def count(self, result: str) -> int:
        """Rows with that result."""
        return self.verdicts.count(result)


def write(
    db: Database, prepared: Prepared, *, actor: Actor, now: datetime, progress: Progress = quiet
) -> Imported:
    """Writes what was prepared, and lets go of it. If the hospital has changed since in a way that matters (another
    import of the same system, a new ticket on one of its days, a place of that name), it is prepared anew first: what
    comes out is then what is true now. `progress` hears (tickets written, tickets in all): it takes seconds."""
    require(actor, Permission.ADMINISTER)
    for _ in range(TRIES):
        if done := _written(db, prepared, actor, now, progress):
            return done
        prepared = _anew(db, prepared, actor, now)
    with db.transaction():
        done = _written(db, _anew(db, prepared, actor, now), actor, now, progress)
    assert done is not None, "nobody else can have written meanwhile"
    return done


def _anew(db: Database, prepared: Prepared, actor: Actor, now: datetime) -> Prepared:
    prepared.close()
    return prepare(
        db, content=prepared.content, mapping=prepared.mapping, zone=prepared.zone, actor=actor, now=now
    )


def _written(
    db: Database, prepared: Prepared, actor: Actor, now: datetime, progress: Progress
) -> Imported | None:
    """None when something the preparation relied on does not hold any more."""
    if prepared.created:
        with db.transaction() as tx:
            if not prepared.relied.still_holds(db, tx):
                return None
            _append(tx, prepared, progress)
            facts = {"created": prepared.created, **{name: prepared.count(name) for name in RESULTS}}
            audit.write(tx, actor, "tickets_imported", prepared.mapping.source, now=now, facts=facts)
    prepared.close()
    return Imported(prepared.verdicts, prepared.created)


def _append(tx: Transaction, prepared: Prepared, progress: Progress) -> None:
    rows = len(prepared.histories)
    progress(0, rows)
    prepared.new.write(tx)
    prepared.histories.write(tx)
    prepared.relied.numbers.write(tx)
    progress(rows, rows)
