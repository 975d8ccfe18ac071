"""What the desk wants to know while somebody is on the phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.people.organisation import departments
from lib.store.database import Database, Row
from lib.tickets import reporters

LONGEST_EXTENSION = 5
"""Digits of an extension; a longer number is somebody's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What a phone or extension tells: who it surely is (`name`), who it was last time (`last_name`), whose extension
    it is, and the last five reports."""

    name: str = ""
    last_name: str = ""
    department_id: int | None = None
    location_id: int | None = None
    last: Sequence[Row] = ()


def recall(db: Database, phone: str) -> Recalled:
    """Who calls from there: department and place of the last report, else the department of the extension; the name
    where it was the same in all of the last reports of a phone of one's own. Anybody picks up an extension."""
    phone = phone.strip()
    last = reporters.last_calls(db, phone)
    newest = last[0] if last else {}
    names = list(dict.fromkeys(row["name"] for row in last if row["name"]))
    return Recalled(
        name=names[0] if len(names) == 1 and not _shared(phone) else "",
        last_name=names[0] if names else "",
        department_id=extension_of(db, phone) or newest.get("department_id"),
        location_id=newest.get("location_id"),
        last=last,
    )


def _shared(phone: str) -> bool:
    return phone.isdecimal() and len(phone) <= LONGEST_EXTENSION


def extension_of(db: Database, phone: str) -> int | None:
    """The department with that extension; None for a phone that is nobody's, or several departments'."""
    found = [d.id for d in departments(db).values() if d.active and phone and d.extension == phone]
    return found[0] if len(found) == 1 else None
