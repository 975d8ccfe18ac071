"""Remembering what closed tickets were about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from lib.catalog.suggesting.experience import MOST
from lib.catalog.suggesting.plain import plain
from lib.store.database import Row, Transaction

KEPT = 2 * MOST
"""Words kept in the table; those heard longest ago go first."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A closed ticket: what was said, what it turned out to be, and whether a person had to correct that."""

    description: str
    service_code: str
    corrected: bool
    at: datetime


def remember(tx: Transaction, lessons: Iterable[Lesson]) -> None:
    """Adds the lessons to what is known."""
    known = {_key(row): row for row in tx.rows("SELECT * FROM suggestion_word")}
    for lesson in lessons:
        words = plain(lesson.description)
        if words:
            _add(known, words, lesson)
    latest = sorted(known.values(), key=lambda row: (row["last_at"], _key(row)), reverse=True)[:KEPT]
    tx.execute("DELETE FROM suggestion_word")
    tx.append("suggestion_word", pl.DataFrame(latest, infer_schema_length=None))


def _key(row: Row) -> tuple[str, str]:
    return row["words"], row["service_code"]


def _add(known: dict[tuple[str, str], Row], words: str, lesson: Lesson) -> None:
    key = words, lesson.service_code
    nothing = {"tickets": 0, "corrections": 0, "last_at": lesson.at}
    before = known.get(key, {"words": words, "service_code": lesson.service_code, **nothing})
    known[key] = {
        **before,
        "tickets": before["tickets"] + 1,
        "corrections": before["corrections"] + lesson.corrected,
        "last_at": max(before["last_at"], lesson.at),
    }
