"""The demonstration's papers: everybody who works holds some, a few end soon, three have lapsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import polars as pl

from lib.core.clock import local_date
from lib.demo.chance import random_for
from lib.demo.people import CONTACTS
from lib.people import organisation
from lib.people.accounts import Account, all_accounts
from lib.people.papers import PaperKind, all_papers
from lib.people.roles import Role, Scope
from lib.store.database import Database, Row
from lib.store.tables import table

_MONTH = 30.44
_YEARS: Mapping[str, int] = {"electrician": 6, "welder": 6, "lift": 4, "boiler": 4, "pressure_vessel": 4}
_PREFIX: Mapping[str, str] = {
    "electrician": "DG",
    "welder": "HG",
    "lift": "DT",
    "boiler": "GL",
    "pressure_vessel": "YR",
}
ENDING: Mapping[tuple[str, int, str], int] = {
    ("T01", 2, "electrician"): -23,
    ("T09", 1, "training"): -4,
    ("T03", 2, "training"): -2,
    ("T07", 1, "lift"): 5,
    ("T06", 1, "electrician"): 24,
    ("T02", 1, "exam"): 12,
    ("T22", 1, "health"): 6,
    ("T16", 2, "training"): 27,
    ("T12", 1, "pressure_vessel"): 44,
    ("T23", 1, "training"): 52,
}
"""Days from today until these lapse: by team, place in it (0 leads), and licence or kind."""


def fill(db: Database, now: datetime) -> None:
    """Papers of everybody in a team, where nobody has any yet."""
    if all_papers(db):
        return
    rows = list(_rows(db, local_date(now)))
    with db.transaction() as tx:
        numbers = tx.next_ids("paper_id", len(rows))
        kept = [{"id": n, **row, "kept_at": now} for n, row in zip(numbers, rows, strict=True)]
        tx.append("paper", pl.DataFrame(kept, infer_schema_length=None))


def _rows(db: Database, today: date) -> Iterator[Row]:
    contacts = _of_contacts()
    for team in organisation.teams(db).values():
        members = [one for one in all_accounts(db).values() if one.team_id == team.id]
        for place, person in enumerate(sorted(members, key=lambda one: not _leads(one))):
            licences = (*person.skills, *(contacts.get(team.code, ()) if _leads(person) else ()))
            yield from _papers(person, team.code, place, licences, today)


def _leads(person: Account) -> bool:
    return any(
        grant.role is Role.LEADER and grant.scope in (Scope.TEAM, Scope.VENDOR) for grant in person.grants
    )


def _of_contacts() -> Mapping[str, tuple[str, ...]]:
    """Licences of services that go to a vendor without a team: its contact does them."""
    found: dict[str, set[str]] = {}
    for row in table("services"):
        if row["licence"] and not row["team_code"] and row["vendor_code"] in CONTACTS:
            found.setdefault(CONTACTS[row["vendor_code"]], set()).add(row["licence"])
    return {team: tuple(sorted(licences)) for team, licences in found.items()}


def _papers(person: Account, team: str, place: int, licences: tuple[str, ...], today: date) -> Iterator[Row]:
    for licence in dict.fromkeys(licences):
        random = random_for("licence", person.username, licence)
        lasts = _YEARS.get(licence, 5) * 365
        # Long enough ago to have been good all through the history.
        left = ENDING.get((team, place, licence), random.randrange(100, lasts - 400))
        issued = today + timedelta(days=left - lasts)
        number = f"{_PREFIX.get(licence, 'ZS')}{issued.year}{random.randrange(100, 99_999):05d}"
        named = {"kind": PaperKind.LICENCE.value, "licence": licence, "title": "", "number": number}
        yield {"account_id": person.id, **named, **_days(issued, today + timedelta(days=left))}
    for row in table("demo_papers"):
        if not row["teams"] or team in row["teams"].split(";"):
            random = random_for("paper", person.username, row["title"])
            lasts = round(int(row["months"]) * _MONTH)
            left = ENDING.get((team, place, row["kind"]), random.randrange(62, lasts - 5))
            issued = today + timedelta(days=left - lasts)
            named = {"kind": row["kind"], "licence": "", "title": row["title"], "number": ""}
            yield {"account_id": person.id, **named, **_days(issued, today + timedelta(days=left))}


def _days(issued: date, until: date) -> Row:
    return {"issued_on": issued, "valid_until": until}
