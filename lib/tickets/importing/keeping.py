"""The reports of past imports: kept in the data folder, found again through the log of administrative acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lib.core.clock import local
from lib.core.errors import Refusal
from lib.core.facts import loads
from lib.core.i18n import Language, mark
from lib.core.settings import settings
from lib.people import audit
from lib.store.database import Database
from lib.tickets.importing import reporting
from lib.tickets.importing.verdicts import IMPORTED, RESULTS
from lib.tickets.importing.writing import Imported


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An import that was made: of which `source`, when, by whom ("" for the command line), how many rows had which
    result as far as the log knows, and its report, None when that is no longer there."""

    source: str
    made_at: datetime
    by: str
    counts: Mapping[str, int]
    report: Path | None


def keep(done: Imported, source: str, language: Language, now: datetime) -> Path:
    """Writes the report of an import made now; Refusal when the data folder takes no file."""
    path = _path(source, now)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reporting.table(done, language), encoding="utf-8", newline="")
    except OSError as error:
        raise Refusal(mark("The report cannot be written: {path}"), path=path.name) from error
    return path


def past(db: Database, most: int = 20) -> list[Past]:
    """The newest imports first."""
    return [_told(row) for row in audit.latest(db, most, act="tickets_imported")]


def _told(row: Mapping[str, Any]) -> Past:
    path = _path(row["object"], row["happened_at"])
    return Past(
        source=row["object"],
        made_at=row["happened_at"],
        by=row["actor"] or "",
        counts=counts(loads(row["facts"])),
        report=path if path.exists() else None,
    )


def counts(facts: Mapping[str, Any]) -> Mapping[str, int]:
    """How many rows had which result, by what the log holds of an import."""
    known = {result: facts[result] for result in RESULTS if result in facts}
    return known or {IMPORTED: facts.get("created", {}).get("ticket", 0)}


def _path(source: str, at: datetime) -> Path:
    return settings().data / "imports" / f"{source}-{local(at):%Y%m%d-%H%M%S}.csv"
