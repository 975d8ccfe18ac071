"""Lists from files: previewing and writing thousands of places, new and changed."""

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


def main() -> None:
    with demonstration() as data:
        db = opened(data / "onestop.duckdb")
        for size in SIZES:
            for form in exchange.FORMS:
                for name in ("病房", "治疗室"):
                    bring(db, form, rows(size, form, name))
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


def bring(db: Database, form: str, made: Sequence[Sequence[str]]) -> None:
    """Previews and writes one file, and says how long each took."""
    content = (
        writing.csv_file(HEADINGS, made) if form == "csv" else writing.workbook("places", HEADINGS, made)
    )
    began = time.perf_counter()
    preview = exchange.preview(
        db, named("places"), content, language=Language.ZH, actor=SYSTEM, now=clock.now()
    )
    shown = time.perf_counter()
    done = exchange.write(db, preview, actor=SYSTEM, now=clock.now())
    wrote = time.perf_counter()
    print(
        f"{len(made):,} places as {form}: preview {shown - began:.2f} s, write {wrote - shown:.2f} s "
        f"({done.new:,} new, {done.changed:,} changed)"
    )


if __name__ == "__main__":
    main()
