"""Importing another system's tickets, in the shape of a real export: rows a second, and whether memory stays flat."""

from __future__ import annotations

import csv
import io
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from lib.catalog.loading import load_catalogue, load_promises
from lib.core import clock
from lib.core.settings import ROOT
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.migrate import migrate
from lib.tickets.importing import mapping, preparing, writing

ROWS = (10_000, 25_000, 100_000)
MAPPING = ROOT / "data" / "mappings" / "uci_incidents.toml"
STAGES = ("dispatched", "accepted", "started", "completed", "closed")
NAMES = {
    "location": 225, "category": 52, "subcategory": 246, "symptom": 404, "team": 73, "technician": 221,
    "resolved_by": 217, "requester": 5245, "priority": 4, "closed_code": 18, "n_events": 44,
}  # fmt: skip
"""How many different ones the real file has."""
ALIKE = {
    "channel": "Phone", "impact": "2", "urgency": "2", "n_pause_events": "0", "vendor": "",
    "reassignment_count": "0", "reopen_count": "0", "made_sla": "true",
}  # fmt: skip


def main() -> None:
    before = 0.0
    for rows in ROWS:
        rate, peak, held = measured(rows)
        growth = f", {before / rate:.2f} times the time a row" if before else ""
        before = rate
        print(
            f"import of {rows:,} rows: {rate:,.0f} rows/s{growth}; peak memory {peak:,.0f} MB; "
            f"the write lock held for {held:.1f} s",
            flush=True,
        )


def measured(rows: int) -> tuple[float, float, float]:
    """Rows a second, the peak memory in MB, and the seconds of writing, of a process that does only this."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "export.csv")
        file.write_bytes(export(rows))
        command = [sys.executable, "-m", "bench.imports", str(file)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rate, peak, held = map(float, said.stdout.split())
    return rate, peak, held


def once(file: Path) -> None:
    """Imports that file into an empty hospital beside it."""
    read, now = mapping.parse(MAPPING.read_text(encoding="utf-8")), clock.now()
    db = Database(file.with_suffix(".duckdb"))
    migrate(db)
    with db.transaction() as tx:
        load_catalogue(tx, {}, {})
        load_promises(tx, now)
    began = time.perf_counter()
    ready = preparing.prepare(
        db, content=file.read_bytes(), mapping=read, zone=ZoneInfo("Asia/Shanghai"), actor=SYSTEM, now=now
    )
    prepared = time.perf_counter()
    done = writing.write(db, ready, actor=SYSTEM, now=now)
    ended = time.perf_counter()
    db.close()
    # ru_maxrss is in kilobytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(done.created["ticket"] / (ended - began), peak, ended - prepared)


def export(rows: int) -> bytes:
    """A made-up file like the real one: numbers for names, some stages missing, a twentieth out of order."""
    chance = random.Random(rows)
    file = io.StringIO()
    writer = csv.DictWriter(file, ["number", "created", *STAGES, *NAMES, *ALIKE], restval="")
    writer.writeheader()
    opened = datetime(2024, 1, 1, 8, 0)  # noqa: DTZ001 — wall time, as in the file
    for at in range(rows):
        opened += timedelta(minutes=chance.expovariate(1 / 10))
        named = {name: str(chance.randint(1, most)) for name, most in NAMES.items()}
        writer.writerow({"number": f"{at:07d}", **_stages(chance, opened), **named, **ALIKE})
    return file.getvalue().encode()


def _stages(chance: random.Random, opened: datetime) -> dict[str, str]:
    found, at = {"created": f"{opened:%Y-%m-%dT%H:%M:%S}"}, opened
    for stage, minutes, there in zip(
        STAGES, (10, 20, 60, 300, 3000), (0.98, 0.97, 0.6, 0.94, 1.0), strict=True
    ):
        at += timedelta(minutes=chance.expovariate(1 / minutes))
        if chance.random() < there:
            wrong = timedelta(hours=30 if chance.random() < 0.01 else 0)
            found[stage] = f"{at - wrong:%Y-%m-%dT%H:%M:%S}"
    return found


if __name__ == "__main__":
    once(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
