"""Departments, vendors, contracts and teams from the reference tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

import polars as pl

from lib.store.database import Row, Transaction
from lib.store.tables import table


def load_vendors(tx: Transaction) -> Mapping[str, int]:
    """Vendors and their contracts; ids by code."""
    rows = table("vendors")
    ids = {row["code"]: tx.next_id("vendor_id") for row in rows}
    tx.append(
        "vendor",
        pl.DataFrame(
            [
                {**row, "id": ids[row["code"]], "internal": row["internal"] == "true", "active": True}
                for row in rows
            ]
        ),
    )
    tx.append("contract", pl.DataFrame([_contract(tx, row, ids) for row in table("contracts")]))
    return ids


def _contract(tx: Transaction, row: Row, vendors: Mapping[str, int]) -> Row:
    return {
        "id": tx.next_id("contract_id"),
        "number": row["number"],
        "vendor_id": vendors[row["vendor_code"]],
        "starts_on": date.fromisoformat(row["starts_on"]),
        "ends_on": date.fromisoformat(row["ends_on"]),
        "status": row["status"],
        "yearly_cents": int(row["yearly_cents"]),
    }


def load_teams(tx: Transaction, vendors: Mapping[str, int], campuses: Mapping[str, int]) -> Mapping[str, int]:
    """Teams; ids by code. `campuses`: location ids by number."""
    rows = table("teams")
    ids = {row["code"]: tx.next_id("team_id") for row in rows}
    kept = [
        {
            "id": ids[row["code"]],
            "code": row["code"],
            "name": row["name"],
            "vendor_id": vendors.get(row["vendor_code"]),
            "campus_id": campuses.get(row["campus"]),
            "active": True,
        }
        for row in rows
    ]
    tx.append("team", pl.DataFrame(kept, infer_schema_length=None))
    return ids


def load_departments(tx: Transaction, campuses: Mapping[str, int]) -> Mapping[str, int]:
    """Departments; ids by code."""
    rows = table("departments")
    ids = {row["code"]: tx.next_id("department_id") for row in rows}
    kept = [
        {
            **{name: row[name] for name in ("code", "name", "kind", "extension", "cost_centre")},
            "id": ids[row["code"]],
            "campus_id": campuses.get(row["campus"]),
            "active": True,
        }
        for row in rows
    ]
    tx.append("department", pl.DataFrame(kept, infer_schema_length=None))
    return ids


def load_posts(tx: Transaction, teams: Mapping[str, int]) -> None:
    """Duty posts of the service desk and of the teams; those of a team that is not there are left out."""
    kept = [
        {
            "id": tx.next_id("post_id"),
            "team_id": teams.get(row["team_code"]),
            **{name: row[name] for name in ("name", "kind", "phone")},
            "starts": time.fromisoformat(row["starts"]),
            "ends": time.fromisoformat(row["ends"]),
        }
        for row in table("posts")
        if not row["team_code"] or row["team_code"] in teams
    ]
    tx.append("post", pl.DataFrame(kept, infer_schema_length=None))
