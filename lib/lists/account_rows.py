"""Accounts of a list written at once: who they are, their roles, their team, and a first password for new ones."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from lib.lists.keeping import frame
from lib.lists.roles_cell import Roles
from lib.lists.shape import Draft, Values
from lib.lists.things import ids
from lib.people import accounts
from lib.people.accounts import password_hash, somebody_administers
from lib.people.roles import Role
from lib.places.labels import ALPHABET
from lib.store.database import Database, Row, Transaction

WHO = ("name", "phone", "mail", "active")
ROUNDS, PASSWORD_GROUPS, PASSWORD_GROUP = 6, 3, 4
"""An initial password is drawn by lot (59 bits) and used once: few rounds do, and five hundred take a second."""


def save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    """Keeps new and changed people; the initial passwords of the new ones by user name."""
    known = {one.username: one.id for one in accounts.all_accounts(db).values()}
    new = [draft for draft in drafts if draft.before is None]
    changed = [draft for draft in drafts if draft.before is not None]
    passwords = {draft.key[0]: _password() for draft in new if _needs_password(draft.values)}
    numbers = dict(zip((draft.key[0] for draft in new), tx.next_ids("account_id", len(new)), strict=True))
    tx.append(
        "account",
        frame([_new(d.values, numbers[d.key[0]], passwords.get(d.key[0], ""), now) for d in new]),
    )
    tx.amend(
        "account",
        frame([{"id": known[d.key[0]], **{name: d.values[name] for name in WHO}} for d in changed]),
    )
    _give(tx, drafts, known | numbers, Roles.of(db))
    _join(tx, drafts, known | numbers, db)
    _sign_out(tx, [known[draft.key[0]] for draft in changed if not draft.values["active"]])
    somebody_administers(tx)
    return passwords


def _new(values: Values, account_id: int, password: str, now: datetime) -> Row:
    about = {"id": account_id, "username": values["username"], **{name: values[name] for name in WHO}}
    hashed = password_hash(password, ROUNDS) if password else ""
    return {**about, "password_hash": hashed, "must_change": True, "created_at": now}


def _needs_password(values: Values) -> bool:
    """Technicians bind their phone with a code of the desk instead."""
    return bool(values["active"]) and values["roles"] != (Role.TECHNICIAN.value,)


def _password() -> str:
    letters = (
        "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_GROUP)) for _ in range(PASSWORD_GROUPS)
    )
    return "-".join(letters)


def _give(tx: Transaction, drafts: Sequence[Draft], numbers: Mapping[str, int], cell: Roles) -> None:
    """Only what changes is touched: roles that stay keep their rows."""
    added: list[Row] = []
    for draft in drafts:
        account, before = numbers[draft.key[0]], set((draft.before or {}).get("roles", ()))
        for written in sorted(before - set(draft.values["roles"])):
            tx.execute(
                """
                DELETE FROM account_role
                WHERE account_id = $id AND role = $role AND scope = $scope AND scope_id = $reach
                """,
                id=account,
                **_columns_of(cell, written, "reach"),
            )
        added += [
            {"account_id": account, **_columns_of(cell, written, "scope_id")}
            for written in draft.values["roles"]
            if written not in before
        ]
    tx.append("account_role", frame(added))


def _columns_of(cell: Roles, written: str, reach: str) -> Row:
    grant = cell.grant(written)
    return {"role": grant.role.value, "scope": grant.scope.value, reach: grant.scope_id}


def _join(tx: Transaction, drafts: Sequence[Draft], numbers: Mapping[str, int], db: Database) -> None:
    crews = ids(db, "team")
    there = {row["account_id"] for row in tx.rows("SELECT account_id FROM technician")}
    rows = [
        {
            "account_id": numbers[draft.key[0]],
            "team_id": crews.of(draft.values["team"]),
            "skills": ";".join(draft.values["skills"]),
        }
        for draft in drafts
    ]
    members = [row for row in rows if row["team_id"] is not None]
    left = [row["account_id"] for row in rows if row["team_id"] is None and row["account_id"] in there]
    tx.append("technician", frame([row for row in members if row["account_id"] not in there]))
    tx.amend("technician", frame([row for row in members if row["account_id"] in there]), key="account_id")
    if left:
        tx.execute("DELETE FROM technician WHERE account_id IN (SELECT unnest($ids))", ids=left)


def _sign_out(tx: Transaction, account_ids: Sequence[int]) -> None:
    """Whoever may no longer sign in is signed out everywhere at once."""
    if account_ids:
        for table in ("sign_in", "binding_code"):
            tx.execute(
                f"DELETE FROM {table} WHERE account_id IN (SELECT unnest($ids))", ids=list(account_ids)
            )
