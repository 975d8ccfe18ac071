"""Accounts: who can sign in, what they hold, and how an account becomes an actor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import bcrypt

from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.i18n import Language, mark
from lib.core.typed_words import seen
from lib.people import audit
from lib.people.roles import SCOPES, Actor, Grant, Permission, Role, Scope, require
from lib.store.database import Database, Transaction

SHORTEST_PASSWORD = 10
DEMONSTRATION_PASSWORD = "onestop-demo"
"""What every account of the demonstration hospital signs in with; shown on its sign-in page."""
MAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person the product knows by name. A technician may have no password, only a bound phone."""

    id: int
    username: str
    name: str
    phone: str
    active: bool
    must_change: bool
    demonstration: bool
    language: Language
    grants: frozenset[Grant]
    team_id: int | None
    skills: tuple[str, ...]
    mail: str = ""


def all_accounts(db: Database) -> Mapping[int, Account]:
    """Every account by id; read again only after one changed."""
    return db.derived("accounts", ("account", "account_role", "technician"), lambda: _read(db))


def _read(db: Database) -> Mapping[int, Account]:
    grants: dict[int, set[Grant]] = {}
    for row in db.rows("SELECT * FROM account_role"):
        grants.setdefault(row["account_id"], set()).add(
            Grant(Role(row["role"]), Scope(row["scope"]), row["scope_id"])
        )
    rows = db.rows(
        """
        SELECT a.id, a.username, a.name, a.phone, a.active, a.must_change, a.demonstration, a.language,
               t.team_id, t.skills, coalesce(a.mail, '') AS mail
        FROM account a LEFT JOIN technician t ON t.account_id = a.id ORDER BY a.id
        """
    )
    return {
        row["id"]: Account(
            **{
                **row,
                "language": Language(row["language"]),
                "grants": frozenset(grants.get(row["id"], ())),
                "skills": tuple(filter(None, (row["skills"] or "").split(";"))),
            }
        )
        for row in rows
    }


def account(db: Database, account_id: int) -> Account:
    """One account; NotFound when there is none."""
    try:
        return all_accounts(db)[account_id]
    except KeyError:
        raise NotFound(mark("There is no such account.")) from None


def actor(db: Database, account_id: int) -> Actor:
    """The account as one who acts now; a disabled one holds nothing."""
    found = account(db, account_id)
    grants = found.grants if found.active else frozenset()
    return Actor(account_id=found.id, name=found.name, grants=grants, team_id=found.team_id)


def names(db: Database) -> Mapping[int, str]:
    """Names by id, for pages."""
    return {found.id: found.name for found in all_accounts(db).values()}


def password_hash(password: str, rounds: int = 10) -> str:
    """Salted and slow on purpose; a password that a person chose needs all the rounds, one drawn by lot does not."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds)).decode()


def check_password(password: str) -> None:
    """WrongInput when a new password is too short or too plain."""
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < 4:
        raise WrongInput(
            mark("A password needs at least {least} characters, not all alike."),
            field="password",
            least=SHORTEST_PASSWORD,
        )
    if len(password.encode()) > 72:
        raise WrongInput(mark("This password is too long."), field="password")


def create(
    db: Database,
    *,
    actor: Actor,
    username: str,
    name: str,
    password: str,
    grants: Sequence[Grant],
    now: datetime,
    phone: str = "",
    team_id: int | None = None,
    skills: Sequence[str] = (),
) -> int:
    """A new account, whose initial password must be changed at first sign-in; its id."""
    require(actor, Permission.ADMINISTER)
    if password:
        check_password(password)
    with db.transaction() as tx:
        new = _add(tx, username=username, name=name, password=password, phone=phone, now=now)
        _give(tx, new, grants)
        if team_id is not None:
            tx.insert("technician", {"account_id": new, "team_id": team_id, "skills": ";".join(skills)})
        audit.write(tx, actor, "account_created", username, now=now)
    return new


def _add(tx: Transaction, *, username: str, name: str, password: str, phone: str, now: datetime) -> int:
    username, name = seen(username).lower(), seen(name)
    if not username or not name or any(c.isspace() for c in username):
        raise WrongInput(mark("An account needs a user name without spaces, and a name."), field="username")
    if tx.value("SELECT 1 FROM account WHERE username = $username", username=username):
        raise Refusal(
            mark("The user name “{username}” is already taken."), field="username", username=username
        )
    new = tx.next_id("account_id")
    values = {
        "id": new,
        "username": username,
        "name": name,
        "phone": phone.strip(),
        "must_change": True,
        "created_at": now,
    }
    tx.insert("account", {**values, "password_hash": password_hash(password) if password else ""})
    return new


def _give(tx: Transaction, account_id: int, grants: Sequence[Grant]) -> None:
    for grant in dict.fromkeys(grants):
        names_one = grant.scope not in (Scope.EVERYWHERE, Scope.OWN)
        # Whoever holds a tracking link is a reporter; no account is one.
        if grant.scope not in SCOPES[grant.role] - {Scope.TICKET} or names_one != bool(grant.scope_id):
            raise WrongInput(mark("This role cannot be given with that reach."), field="role")
        row = {"role": grant.role.value, "scope": grant.scope.value, "scope_id": grant.scope_id}
        tx.insert("account_role", {"account_id": account_id, **row})


def set_grants(
    db: Database, *, actor: Actor, account_id: int, grants: Sequence[Grant], now: datetime
) -> None:
    """What the account may do from now on. The last administrator cannot stop being one."""
    require(actor, Permission.ADMINISTER)
    account(db, account_id)
    with db.transaction() as tx:
        tx.execute("DELETE FROM account_role WHERE account_id = $id", id=account_id)
        _give(tx, account_id, grants)
        somebody_administers(tx)
        audit.write(tx, actor, "roles_changed", str(account_id), now=now)


def set_reach(
    db: Database, *, actor: Actor, account_id: int, phone: str, mail: str, language: Language, now: datetime
) -> None:
    """How messages reach the account, and in which language; WrongInput for a mail address that is none."""
    require(actor, Permission.ADMINISTER)
    known = account(db, account_id)
    if seen(mail) and not MAIL.fullmatch(seen(mail)):
        raise WrongInput(mark("This is no mail address."), field="mail")
    row = {"phone": seen(phone), "mail": seen(mail), "language": language.value}
    with db.transaction() as tx:
        tx.update("account", {"id": account_id, **row})
        audit.write(tx, actor, "account_reach_changed", known.username, now=now)


def set_active(db: Database, *, actor: Actor, account_id: int, active: bool, now: datetime) -> None:
    """Enables or disables; disabling ends every sign-in of the account at once."""
    require(actor, Permission.ADMINISTER)
    account(db, account_id)
    with db.transaction() as tx:
        tx.update("account", {"id": account_id, "active": active})
        if not active:
            tx.execute("DELETE FROM sign_in WHERE account_id = $id", id=account_id)
            tx.execute("DELETE FROM binding_code WHERE account_id = $id", id=account_id)
            somebody_administers(tx)
        audit.write(tx, actor, "account_enabled" if active else "account_disabled", str(account_id), now=now)


def reset_password(db: Database, *, actor: Actor, account_id: int, password: str, now: datetime) -> None:
    """A new initial password, to be changed at the next sign-in; ends every sign-in of the account."""
    require(actor, Permission.ADMINISTER)
    account(db, account_id)
    _set_password(db, actor, account_id, password, must_change=True, now=now)


def change_password(db: Database, *, actor: Actor, old: str, new: str, now: datetime) -> None:
    """One's own; ends every sign-in of the account, this one too."""
    assert actor.account_id is not None
    kept = db.value("SELECT password_hash FROM account WHERE id = $id", id=actor.account_id)
    if not kept or not bcrypt.checkpw(old.encode()[:72], kept.encode()):
        raise WrongInput(mark("The old password is not right."), field="old")
    if old == new:
        raise WrongInput(mark("Please choose a password that is not the old one."), field="password")
    _set_password(db, actor, actor.account_id, new, must_change=False, now=now)


def _set_password(
    db: Database, actor: Actor, account_id: int, password: str, *, must_change: bool, now: datetime
) -> None:
    check_password(password)
    hashed = password_hash(password)
    with db.transaction() as tx:
        tx.update("account", {"id": account_id, "password_hash": hashed, "must_change": must_change})
        tx.execute("DELETE FROM sign_in WHERE account_id = $id", id=account_id)
        audit.write(tx, actor, "password_changed", str(account_id), now=now)


def somebody_administers(tx: Transaction) -> None:
    """Refusal when nobody is left who could give anybody a role."""
    left = tx.value(
        """
        SELECT count(*) FROM account_role r JOIN account a ON a.id = r.account_id
        WHERE r.role = 'administrator' AND a.active
        """
    )
    if not left:
        raise Refusal(mark("Somebody has to remain administrator."))


def none_yet(db: Database) -> bool:
    """Whether this hospital still waits for its first administrator."""
    return not all_accounts(db)


def create_first(db: Database, *, username: str, name: str, password: str, now: datetime) -> int:
    """The first administrator of an empty hospital; Refusal as soon as there is any account."""
    check_password(password)
    with db.transaction() as tx:
        if tx.value("SELECT count(*) FROM account"):
            raise Refusal(mark("This hospital already has its accounts. Please sign in."))
        new = _add(tx, username=username, name=name, password=password, phone="", now=now)
        tx.update("account", {"id": new, "must_change": False})
        _give(tx, new, [Grant(Role.ADMINISTRATOR, Scope.EVERYWHERE)])
        audit.write(tx, Actor(account_id=new, name=name), "hospital_started", username, now=now)
    return new
