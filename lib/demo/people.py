"""The people of the demonstration, above a hundred: every role, every team with its leader, every vendor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import polars as pl

from lib.demo.chance import random_for
from lib.people.accounts import DEMONSTRATION_PASSWORD, password_hash
from lib.people.roles import Grant, Role, Scope
from lib.store.database import Row, Transaction
from lib.store.tables import table

TECHNICIANS: Mapping[str, int] = {
    "T01": 6, "T02": 3, "T03": 4, "T04": 2, "T05": 3, "T06": 2, "T07": 2, "T08": 2,
    "T09": 4, "T10": 1, "T11": 2, "T12": 2, "T13": 2, "T14": 1, "T15": 1, "T16": 3,
    "T17": 1, "T18": 1, "T19": 1, "T20": 1, "T21": 1, "T22": 2, "T23": 2, "T24": 0,
}  # fmt: skip
"""How many each team has besides its leader, who works too."""

WARDS = ("XZWK", "XXNK", "JZK", "ZZYX", "EK", "XNK")
"""Departments whose liaison has an account."""

CONTACTS: Mapping[str, str] = {"V05": "T25", "V12": "T26", "V14": "T27", "V20": "T28", "V23": "T29"}
"""Vendors that get their jobs as a vendor, and the team of the one who takes them, by phone with the desk."""

ANSWER_STATEMENTS = ("V01", "V03", "V04", "V06", "V07", "V08", "V09", "V10", "V11", "V13", "V15", "V16", "V17", "V18",
                     "V19")  # fmt: skip
"""Vendors whose account sees their tickets and answers their statements, and takes no jobs."""

DESK_TEAM = "T24"
OPERATORS, DISPATCHERS = 6, 3
ALSO_ANSWER_COMPLAINTS = (5, 6)  # the operators who belong to the desk's team


@dataclass(frozen=True, slots=True)
class Ids:
    """What the reference tables became: ids by code."""

    departments: Mapping[str, int]
    teams: Mapping[str, int]
    vendors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    grants: tuple[Grant, ...]
    team_id: int | None = None
    skills: tuple[str, ...] = ()


def load_people(tx: Transaction, ids: Ids, since: datetime) -> None:
    """Their accounts, all with the demonstration's password, marked as such."""
    people = list(_everybody(ids))
    names = [row["surname"] + row["given"] for row in table("people_names")]
    hashed = password_hash(DEMONSTRATION_PASSWORD)  # once: hashing is slow on purpose
    accounts, roles, technicians = [], [], []
    for number, (person, name) in enumerate(zip(people, names, strict=False)):
        account = tx.next_id("account_id")
        accounts.append(_account(account, person, name, number, hashed, since))
        roles += [
            {
                "account_id": account,
                "role": grant.role.value,
                "scope": grant.scope.value,
                "scope_id": grant.scope_id,
            }
            for grant in person.grants
        ]
        if person.team_id is not None:
            technicians.append(
                {"account_id": account, "team_id": person.team_id, "skills": ";".join(person.skills)}
            )
    tx.append("account", pl.DataFrame(accounts))
    tx.append("account_role", pl.DataFrame(roles))
    tx.append("technician", pl.DataFrame(technicians))


def _account(account: int, person: Person, name: str, number: int, hashed: str, since: datetime) -> Row:
    who = {"id": account, "username": person.username, "name": name, "phone": f"1380000{number:04d}"}
    return {
        **who,
        "password_hash": hashed,
        "demonstration": True,
        "must_change": False,
        "active": True,
        "created_at": since,
    }


def _everybody(ids: Ids) -> Iterator[Person]:
    everywhere = Scope.EVERYWHERE
    yield Person("admin", (Grant(Role.ADMINISTRATOR, everywhere),))
    yield Person("zhuren", (Grant(Role.MANAGER, everywhere),))
    yield Person("yuanzhang", (Grant(Role.MANAGER, everywhere),))
    yield Person("hetong", (Grant(Role.CONTRACT_OFFICER, everywhere),))
    yield Person("fenxi", (Grant(Role.ANALYST, everywhere),))
    yield Person("xunjian", (Grant(Role.INSPECTOR, everywhere),))
    yield from _crews(ids)
    yield from _desk(ids)
    for number, code in enumerate(("V02", *CONTACTS), start=1):
        team = ids.teams[CONTACTS[code]] if code in CONTACTS else None
        yield Person(f"weibao{number}", tuple(_vendor_roles(code, ids.vendors[code])), team)
    for number, code in enumerate(WARDS, start=1):
        yield Person(f"hushi{number}", (Grant(Role.LIAISON, Scope.DEPARTMENT, ids.departments[code]),))
    yield Person("daping", (Grant(Role.SCREEN, everywhere),))
    yield Person("caiwu", (Grant(Role.CONTRACT_OFFICER, everywhere),))
    for number, code in enumerate(ANSWER_STATEMENTS, start=len(CONTACTS) + 2):
        yield Person(f"weibao{number}", tuple(_vendor_roles(code, ids.vendors[code])))


def _vendor_roles(code: str, vendor_id: int) -> Iterator[Grant]:
    yield Grant(Role.VENDOR, Scope.VENDOR, vendor_id)
    if code in CONTACTS:
        yield Grant(Role.LEADER, Scope.VENDOR, vendor_id)


def _desk(ids: Ids) -> Iterator[Person]:
    for number in range(1, OPERATORS + 1):
        operator = (Grant(Role.OPERATOR, Scope.EVERYWHERE),)
        if number in ALSO_ANSWER_COMPLAINTS:
            yield Person(
                f"kefu{number}", (*operator, Grant(Role.TECHNICIAN, Scope.OWN)), ids.teams[DESK_TEAM]
            )
        else:
            yield Person(f"kefu{number}", operator)
    for number in range(1, DISPATCHERS + 1):
        yield Person(f"diaodu{number}", (Grant(Role.DISPATCHER, Scope.EVERYWHERE),))


def _crews(ids: Ids) -> Iterator[Person]:
    random, running = random_for("skills"), count(1)
    licences = _licences()
    for number, (code, technicians) in enumerate(TECHNICIANS.items(), start=1):
        team, needed = ids.teams[code], licences.get(code, ())
        leads = Grant(Role.LEADER, Scope.TEAM, team)
        yield Person(f"banzhang{number:02d}", (leads,), team, needed)
        for _ in range(technicians):
            held = tuple(licence for licence in needed if random.random() < 0.7)
            yield Person(f"weixiu{next(running):02d}", (Grant(Role.TECHNICIAN, Scope.OWN),), team, held)


def _licences() -> Mapping[str, tuple[str, ...]]:
    """Which licences the services of each team ask for; the new campus does the first team's work."""
    found: dict[str, dict[str, None]] = {}
    for row in table("services"):
        if row["licence"] and row["team_code"]:
            found.setdefault(row["team_code"], {})[row["licence"]] = None
    found["T05"] = found.get("T01", {})
    return {code: tuple(licences) for code, licences in found.items()}
