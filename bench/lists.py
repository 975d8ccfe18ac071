"""Lists from files: previewing and writing thousands of places and assets, new and changed."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bench.serving import demonstration
from lib.core import clock
from lib.core.i18n import Language
from lib.lists import exchange
from lib.lists.offered import named
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.opening import close_all, opened
from lib.store.sheets import writing

HEADINGS = ("number", "parent", "kind", "name", "area_class", "department")
SIZES = (5_000, 20_000)
ASSETS = 10_000
OF_ASSETS = (
    *("number", "name", "category", "maker", "model", "serial", "place", "vendor", "team"),
    *("criticality", "status", "bought_on", "warranty_until", "life_ends_on", "price_cents"),
)


def main() -> None:
    with demonstration() as data:
        db = opened(data / "onestop.duckdb")
        for size in SIZES:
            for form in exchange.FORMS:
                for name in ("病房", "治疗室"):
                    bring(db, form, HEADINGS, rows(size, form, name))
        for form in exchange.FORMS:
            for name in ("水泵", "风机"):
                bring(db, form, OF_ASSETS, assets(db, form, name), "assets")
        close_all()


def rows(size: int, form: str, name: str) -> list[list[str]]:
    """A floor with nine rooms, over and over, the floors last."""
    found = []
    for number in range(size):
        floor = f"{form}{size}-{number - number % 10}"
        if number % 10 == 0:
            found.append([floor, "BY-A", "floor", f"{number}层", "", "XXNK"])
        else:
            found.append([f"{form}{size}-{number}", floor, "room", f"{number}{name}", "clinical", "HXK"])
    return found[::-1]


def assets(db: Database, form: str, name: str) -> list[list[str]]:
    """Machines in the places there are, every column filled."""
    places = [row["number"] for row in db.rows("SELECT number FROM location WHERE active ORDER BY id")]
    vendors = [row["code"] for row in db.rows("SELECT code FROM vendor WHERE active ORDER BY id")]
    return [
        [
            *(f"{form}-{number:05d}", f"{number}号{name}", name),
            *("格兰富", f"M-{number % 40}", f"SN{number:08d}"),
            *(places[number % len(places)], vendors[number % len(vendors)], "", "important", "in_use"),
            *("2021-03-05", "2024-03-05", "2033-03-05", "12800.50"),
        ]
        for number in range(ASSETS)
    ]


def bring(
    db: Database, form: str, headings: Sequence[str], made: Sequence[Sequence[str]], of: str = "places"
) -> None:
    """Previews and writes one file, and says how long each took."""
    content = writing.csv_file(headings, made) if form == "csv" else writing.workbook(of, headings, made)
    began = time.perf_counter()
    preview = exchange.preview(db, named(of), content, language=Language.ZH, actor=SYSTEM, now=clock.now())
    shown = time.perf_counter()
    done = exchange.write(db, preview, actor=SYSTEM, now=clock.now())
    wrote = time.perf_counter()
    print(
        f"{len(made):,} {of} as {form}: preview {shown - began:.2f} s, write {wrote - shown:.2f} s "
        f"({done.new:,} new, {done.changed:,} changed)"
    )


if __name__ == "__main__":
    main()
