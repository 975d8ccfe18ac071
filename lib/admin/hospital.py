"""Making a hospital: an empty one, or the demonstration; and never by accident in the place of a real one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.store.database import Database, FileInUse
from lib.store.migrate import migrate

ALREADY = mark("There is a hospital already in {path}; it was left as it is.")
RUNNING = mark("OneStop is running and holds {path}; please stop it first.")
REAL = mark(
    "{path} is no demonstration: it was left as it is. Delete the file yourself if you really mean it."
)
# Older than any ticket an import may bring.
PROMISED_SINCE = datetime(2000, 1, 1, tzinfo=UTC)


def there() -> bool:
    """Whether the data folder holds a hospital."""
    return settings().database.exists()


@contextmanager
def held() -> Iterator[Database]:
    """The existing database, migrated, for nobody else meanwhile; Refusal when the application runs."""
    path = settings().database
    try:
        database = Database(path)
    except FileInUse as error:
        raise Refusal(RUNNING, path=path) from error
    try:
        migrate(database)
        yield database
    finally:
        database.close()


def make_empty(now: datetime) -> None:
    """Catalogue, calendars, promises and checklists; no vendors, teams, places, people, assets or plans."""

    def fill(db: Database) -> None:
        from lib.catalog.loading import load_catalogue, load_promises
        from lib.inspections.loading import load_checklists
        from lib.tickets.escalation.levels import load as load_escalations

        with db.transaction() as tx:
            load_catalogue(tx, {}, {})
            load_promises(tx, PROMISED_SINCE)
            load_escalations(tx)
            load_checklists(tx, now)

    _make(fill)


def make_demonstration(now: datetime, progress: Callable[[str], None]) -> None:
    """The demonstration hospital as of now; takes half a minute."""

    def fill(db: Database) -> None:
        from lib.demo.hospital import build

        build(db, now, progress=progress)

    _make(fill)


def _make(fill: Callable[[Database], None]) -> None:
    """Filled under another name first: an interrupted start leaves no half hospital behind."""
    unfinished = settings().database.with_suffix(".unfinished")
    _forget(unfinished)
    try:
        database = Database(unfinished)
    except FileInUse as error:
        raise Refusal(RUNNING, path=unfinished) from error
    try:
        migrate(database)
        fill(database)
    finally:
        database.close()
    os.replace(unfinished, settings().database)


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


def replace_demonstration(now: datetime, progress: Callable[[str], None]) -> None:
    """A new demonstration in the place of the old one; Refusal when what is there is none, or is in use."""
    if not there():
        make_demonstration(now, progress)
        return
    with held() as db:
        if not is_demonstration(db):
            raise Refusal(REAL, path=settings().database)
        # Still held: nobody can start the old one while the new one is made.
        make_demonstration(now, progress)


def is_demonstration(db: Database) -> bool:
    """Whether every account is one of the demonstration's; a database with neither account nor ticket is nobody's."""
    real = db.value("SELECT count(*) FROM account WHERE NOT demonstration")
    if real:
        return False
    return bool(db.value("SELECT count(*) FROM account")) or not db.value("SELECT count(*) FROM ticket")


def brought_to_today(db: Database, now: datetime) -> int:
    """A demonstration of an earlier day gets a live morning of today; how many tickets were left open of that day."""
    from lib.demo.day import is_stale

    if not is_stale(db, now):
        return 0
    from lib.demo.hospital import settle

    return settle(db, now)
