"""What a finished job is described with: causes, remedies, materials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.store.database import Database


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something broke; `group_code` is empty for causes of every trade."""

    code: str
    group_code: str
    name: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What was done about it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Material:
    """Something used up at work; `unit_cents` is today's price."""

    code: str
    name: str
    unit: str
    unit_cents: int
    group_code: str


def causes(db: Database) -> Sequence[Cause]:
    """Every cause, in the order of its code."""
    sql = "SELECT code, group_code, name FROM cause ORDER BY code"
    return db.derived("causes", ("cause",), lambda: [Cause(**row) for row in db.rows(sql)])


def causes_for(db: Database, group_code: str) -> list[Cause]:
    """Those of the service's group first, then the ones of every trade."""
    own = [cause for cause in causes(db) if group_code and cause.group_code == group_code]
    return own + [cause for cause in causes(db) if not cause.group_code]


def remedies(db: Database) -> Sequence[Remedy]:
    """Every remedy, in the order of its code."""
    sql = "SELECT code, name FROM remedy ORDER BY code"
    return db.derived("remedies", ("remedy",), lambda: [Remedy(**row) for row in db.rows(sql)])


def materials(db: Database) -> Sequence[Material]:
    """Every material still in use, in the order of its code."""
    sql = "SELECT code, name, unit, unit_cents, group_code FROM material WHERE active ORDER BY code"
    return db.derived("materials", ("material",), lambda: [Material(**row) for row in db.rows(sql)])


def materials_for(db: Database, group_code: str) -> list[Material]:
    """Those of the service's group first, then all others."""
    return sorted(materials(db), key=lambda material: material.group_code != group_code)
