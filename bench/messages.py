"""Cutting messages from the group into drafts: milliseconds a message, at 1,500 and 10,000 rooms."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from lib.catalog.loading import load_catalogue
from lib.core.clock import local_date
from lib.core.settings import ROOT
from lib.people.loading import load_departments, load_teams, load_vendors
from lib.places.finding import named
from lib.places.loading import load_locations, load_occupancy
from lib.places.locations import by_number
from lib.store.database import Database
from lib.store.migrate import migrate
from lib.tickets.messages.cutting import cut

MESSAGES = ROOT / "tests" / "tickets" / "wechat_messages_development.json"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
WARDS, ROOMS = 50, 10


def main() -> None:
    texts = [message["text"] for message in json.loads(MESSAGES.read_text(encoding="utf-8"))]
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "onestop.duckdb")
        migrate(database)
        _reference(database)
        _measure(database, texts)
        _more_buildings(database)
        _measure(database, texts)
        database.close()


def _reference(database: Database) -> None:
    with database.transaction() as tx:
        places = load_locations(tx)
        vendors = load_vendors(tx)
        load_occupancy(tx, places, load_departments(tx, places), local_date(SINCE))
        load_catalogue(tx, vendors, load_teams(tx, vendors, places))


def _more_buildings(database: Database) -> None:
    """Seventeen times the rooms of one building again, as if the hospital had that many."""
    above = by_number(database, "BY").id
    with database.transaction() as tx:
        for building in range(17):
            block = _place(tx, above, above, f"BY-N{building}", "building", f"{building + 20}号楼")
            for storey in range(WARDS):
                floor = _place(tx, block, above, f"BY-N{building}-{storey}", "floor", f"{storey}层")
                for room in range(ROOMS):
                    _place(
                        tx, floor, above, f"BY-N{building}-{storey}-{storey:02}{room:02}", "room", "治疗室"
                    )


def _place(tx: object, parent: int, campus: int, number: str, kind: str, name: str) -> int:
    new: int = tx.next_id("location_id")  # type: ignore[attr-defined]
    row = {"id": new, "parent_id": parent, "campus_id": campus, "number": number, "kind": kind, "name": name}
    tx.insert("location", row | {"area_class": "", "notes": "", "active": True})  # type: ignore[attr-defined]
    return new


def _measure(database: Database, texts: list[str]) -> None:
    rooms = database.value("SELECT count(*) FROM location")
    start = time.perf_counter()
    named(database, "")
    built = time.perf_counter() - start
    cut(database, texts[0])
    whole = [_milliseconds(lambda text=text: cut(database, text)) for text in texts]
    place = [_milliseconds(lambda text=text: named(database, text)) for text in texts]
    print(f"{rooms:,} places: words gathered in {built:.2f} s after a change of places")
    for what, took in (("cut into drafts", whole), ("the place alone", place)):
        print(f"  {what}: median {statistics.median(took):.1f} ms, worst {max(took):.1f} ms")


def _milliseconds(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
