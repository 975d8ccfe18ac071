"""Departments, teams, vendors and their contracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lib.core.choices import known
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people import audit
from lib.people.roles import Actor, Matter, Permission, require
from lib.store.database import Database


class DepartmentKind(StrEnum):
    CLINICAL = "clinical"
    TECHNICAL = "technical"
    ADMINISTRATIVE = "administrative"
    LOGISTICS = "logistics"


class ContractStatus(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


DEPARTMENT_WORDS: Mapping[str, str] = {
    DepartmentKind.CLINICAL: mark("Clinical"),
    DepartmentKind.TECHNICAL: mark("Technical"),
    DepartmentKind.ADMINISTRATIVE: mark("Administrative"),
    DepartmentKind.LOGISTICS: mark("Logistics"),
}
CONTRACT_WORDS: Mapping[str, str] = {
    ContractStatus.DRAFT: mark("Being prepared"),
    ContractStatus.ACTIVE: mark("In force"),
    ContractStatus.SUSPENDED: mark("Suspended"),
    ContractStatus.ENDED: mark("Ended"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    id: int
    code: str
    name: str
    kind: str
    campus_id: int | None
    extension: str
    cost_centre: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A company that maintains something; `internal` ones are the hospital's own units."""

    id: int
    code: str
    name: str
    vendor_type: str
    internal: bool
    tax_rate: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """`takes`: its people take its jobs themselves, whoever is first (抢单); else its leader passes them on."""

    id: int
    code: str
    name: str
    vendor_id: int | None
    campus_id: int | None
    active: bool
    takes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    id: int
    number: str
    vendor_id: int
    starts_on: date
    ends_on: date
    status: str
    yearly_cents: int

    def active_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.status == ContractStatus.ACTIVE and self.starts_on <= day <= self.ends_on


def departments(db: Database) -> Mapping[int, Department]:
    """Every department by id."""
    sql = "SELECT * FROM department ORDER BY id"
    return db.derived(
        "departments", ("department",), lambda: {r["id"]: Department(**r) for r in db.rows(sql)}
    )


def vendors(db: Database) -> Mapping[int, Vendor]:
    """Every vendor by id."""
    sql = "SELECT * FROM vendor ORDER BY id"
    return db.derived("vendors", ("vendor",), lambda: {r["id"]: Vendor(**r) for r in db.rows(sql)})


def teams(db: Database) -> Mapping[int, Team]:
    """Every team by id."""
    sql = "SELECT * FROM team ORDER BY id"
    return db.derived("teams", ("team",), lambda: {r["id"]: Team(**r) for r in db.rows(sql)})


def contracts(db: Database) -> list[Contract]:
    """Every contract, newest first."""
    return [Contract(**row) for row in db.rows("SELECT * FROM contract ORDER BY starts_on DESC, number")]


def team_matter(db: Database, team_id: int | None) -> Matter:
    """A team in the terms of a scope."""
    team = teams(db).get(team_id) if team_id is not None else None
    return Matter(
        team_id=team_id,
        vendor_id=team.vendor_id if team else None,
        campus_id=team.campus_id if team else None,
    )


def save(db: Database, table: str, values: Mapping[str, Any], *, actor: Actor, now: datetime) -> int:
    """Adds (no `id`) or changes a department, vendor, team or contract; its id."""
    require(actor, Permission.ADMINISTER)
    if table not in _KEYS:
        raise ValueError(table)
    key = _KEYS[table]
    values = {name: kept for name, value in values.items() if (kept := _kept(name, value)) is not _LEFT_OUT}
    _check(table, values, key)
    with db.transaction() as tx:
        taken = tx.value(f"SELECT id FROM {table} WHERE {key} = $key", key=str(values[key]).strip())
        if taken is not None and taken != values.get("id"):
            raise Refusal(mark("“{key}” is already in use."), field=key, key=values[key])
        there = values.get("id")
        new = int(there) if there is not None else tx.next_id(f"{table}_id")
        if there is not None:
            tx.update(table, dict(values))
        else:
            tx.insert(table, {**values, "id": new})
        audit.write(tx, actor, "organisation_changed", f"{table} {values[key]}", now=now)
    return new


_LEFT_OUT = object()
_TEXTS = frozenset({"code", "number", "name", "extension", "cost_centre", "vendor_type", "tax_rate"})
_NEVER_EMPTY = frozenset({"active", "internal", "takes", "yearly_cents"})


def _kept(name: str, value: Any) -> Any:
    """What is written of a cell: an emptied one has no words, or what it had."""
    if isinstance(value, str) or (value is None and name in _TEXTS):
        return seen(value or "")
    return _LEFT_OUT if value is None and name in _NEVER_EMPTY else value


_KEYS: Mapping[str, str] = {"department": "code", "vendor": "code", "team": "code", "contract": "number"}


def _check(table: str, values: Mapping[str, Any], key: str) -> None:
    if not str(values.get(key) or "").strip():
        raise WrongInput(mark("Please fill in the code."), field=key)
    if table != "contract" and not str(values.get("name") or "").strip():
        raise WrongInput(mark("Please fill in the name."), field="name")
    for column, offered in (("kind", DepartmentKind), ("status", ContractStatus)):
        if column in values and not known(offered, values[column]):
            raise WrongInput(mark("Please choose from the list."), field=column)
    for column in ("starts_on", "ends_on"):
        if table == "contract" and not isinstance(values.get(column), date):
            raise WrongInput(mark("A contract needs the days it begins and ends."), field=column)
    if table == "contract" and values["ends_on"] < values["starts_on"]:
        raise WrongInput(mark("A contract ends after it starts."), field="ends_on")
