"""Sign-ins: a row each, ended by deleting it; the throttle that slows guessing down."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import bcrypt

from lib.core.errors import NotAllowed, TooMany
from lib.core.i18n import mark
from lib.people import audit
from lib.people.accounts import Account, account
from lib.people.organisation import team_matter
from lib.people.roles import Actor, Matter, Permission, Role, Scope, require
from lib.store.database import Database, Reading, Row, Transaction

BROWSER, PHONE, SCREEN = "browser", "phone", "screen"
LASTS = {BROWSER: timedelta(hours=14), PHONE: timedelta(days=90), SCREEN: timedelta(days=365)}
CODE_LASTS = timedelta(minutes=30)
WINDOW = timedelta(minutes=10)
PER_ACCOUNT, PER_ADDRESS = 8, 200
LONGEST_NAME = 200
# Compared against when there is no such account or it has no password, so that every answer takes the same time.
_NOBODY = bcrypt.hashpw(secrets.token_bytes(24), bcrypt.gensalt(10))


@dataclass(frozen=True, slots=True)
class SignIn:
    """An open sign-in: `secret` is known to the browser only, the database keeps its hash; `kind` says how long."""

    account: Account
    secret: str
    expires_at: datetime
    kind: str = BROWSER


def hashed(secret: str) -> str:
    """How secrets are kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in(
    db: Database, *, username: str, password: str, address: str, device: str, now: datetime
) -> SignIn:
    """A new sign-in; NotAllowed for a wrong name, password or disabled account, TooMany after many wrong ones."""
    proved_to_be = proved(db, username=username, password=password, address=address, now=now)
    with db.transaction() as tx:
        return start(tx, db, proved_to_be.id, _kind(proved_to_be), address=address, device=device, now=now)


def _kind(account: Account) -> str:
    """A screen on the wall, which may only see the board, hangs there for months without anybody at it."""
    return SCREEN if {grant.role for grant in account.grants} == {Role.SCREEN} else BROWSER


def proved(db: Database, *, username: str, password: str, address: str, now: datetime) -> Account:
    """Whose name and password these are, without signing anybody in; NotAllowed for a wrong name, password or
    disabled account, TooMany after many wrong ones. Not inside a transaction: what was tried has to be counted."""
    # Longer than any name: what is tried is written down, but not a book.
    username = username.strip().lower()[:LONGEST_NAME]
    throttle(db, f"account:{username}", PER_ACCOUNT, now)
    throttle(db, f"address:{address}", PER_ADDRESS, now)
    row = db.row(
        "SELECT id, password_hash, active FROM account WHERE username = $username", username=username
    )
    kept = row["password_hash"] if row else ""
    right = bcrypt.checkpw(password.encode()[:72], kept.encode() or _NOBODY)
    if not (row and kept and right and row["active"]):
        with db.transaction() as tx:
            count(tx, f"account:{username}", now)
            count(tx, f"address:{address}", now)
            audit.write(tx, Actor(account_id=None, name=""), "sign_in_failed", username, now=now)
        raise NotAllowed(mark("User name or password is not right."), field="password")
    with db.transaction() as tx:
        tx.execute("DELETE FROM attempt WHERE key = $key", key=f"account:{username}")
    return account(db, row["id"])


def start(
    tx: Transaction, db: Database, account_id: int, kind: str, *, address: str, device: str, now: datetime
) -> SignIn:
    """The row of a new sign-in of a person already known to be who they say."""
    who, secret, expires = account(db, account_id), secrets.token_urlsafe(24), now + LASTS[kind]
    row = {
        "id_hash": hashed(secret),
        "account_id": account_id,
        "kind": kind,
        "created_at": now,
        "expires_at": expires,
    }
    tx.insert("sign_in", {**row, "address": address[:64], "device": device[:200]})
    act = "phone_bound" if kind == PHONE else "signed_in"
    audit.write(tx, Actor(account_id=account_id, name=who.name), act, who.username, now=now)
    return SignIn(who, secret, expires, kind)


def throttle(db: Reading, key: str, most: int, now: datetime) -> None:
    """TooMany when that key was counted `most` times in the last ten minutes; kept in the database, so restarts change
    nothing."""
    counted = db.value(
        "SELECT count(*) FROM attempt WHERE key = $key AND counted_at > $since", key=key, since=now - WINDOW
    )
    if counted >= most:
        raise TooMany(mark("Too many attempts. Please try again in ten minutes."))


def count(tx: Transaction, key: str, now: datetime) -> None:
    """One more attempt under that key."""
    tx.insert("attempt", {"key": key, "counted_at": now})


def throttle_each(db: Reading, limits: Mapping[str, int], now: datetime) -> None:
    """`throttle` for several keys, each with its own limit."""
    keys = {f"key_{n}": key for n, key in enumerate(limits)}
    # One pass: every report asks this, and every question costs half a millisecond.
    counts = ", ".join(f"count(*) FILTER (WHERE key = ${name}) AS {name}" for name in keys)
    counted = (
        db.row(f"SELECT {counts} FROM attempt WHERE counted_at > $since", since=now - WINDOW, **keys) or {}
    )
    if any(counted[name] >= limits[key] for name, key in keys.items()):
        raise TooMany(mark("Too many attempts. Please try again in ten minutes."))


def count_each(tx: Transaction, keys: Iterable[str], now: datetime) -> None:
    """One more attempt under each of the keys."""
    sql = "INSERT INTO attempt (key, counted_at) SELECT unnest($keys::VARCHAR[]), $now"
    tx.execute(sql, keys=list(keys), now=now)


def who(db: Database, secret: str, now: datetime) -> Account | None:
    """Whose open sign-in that secret is; None when it ended, expired or the account was disabled."""
    row = _open(db, secret)
    if row is None or row["expires_at"] <= now:
        return None
    found = account(db, row["account_id"])
    return found if found.active else None


def on_bound_phone(db: Database, secret: str) -> bool:
    """Whether that sign-in came from a binding code: its person may never have had a password."""
    row = _open(db, secret)
    return row is not None and row["kind"] == PHONE


def _open(db: Database, secret: str) -> Row | None:
    sql = "SELECT id_hash, account_id, kind, expires_at FROM sign_in"
    open_ones = db.derived("sign_ins", ("sign_in",), lambda: {row["id_hash"]: row for row in db.rows(sql)})
    return open_ones.get(hashed(secret))


def sign_out(db: Database, secret: str, *, now: datetime) -> None:
    """Ends this sign-in, in every tab."""
    leaving, act = who(db, secret, now), "phone_released" if on_bound_phone(db, secret) else "signed_out"
    with db.transaction() as tx:
        tx.execute("DELETE FROM sign_in WHERE id_hash = $id", id=hashed(secret))
        if leaving:
            audit.write(tx, Actor(account_id=leaving.id, name=leaving.name), act, leaving.username, now=now)


def sign_out_everywhere(db: Database, *, actor: Actor, account_id: int, now: datetime) -> None:
    """Ends every sign-in of the account, bound phones too: one's own, or anybody's for who binds phones there."""
    if actor.account_id != account_id:
        require(actor, Permission.BIND_PHONE, bound_as(db, account(db, account_id)) or Matter())
    with db.transaction() as tx:
        tx.execute("DELETE FROM sign_in WHERE account_id = $id", id=account_id)
        tx.execute("DELETE FROM binding_code WHERE account_id = $id", id=account_id)
        audit.write(tx, actor, "signed_out_everywhere", str(account_id), now=now)


def bound_as(db: Database, whose: Account) -> Matter | None:
    """Whose phone it would be, in the terms of a scope: the team's, or an inspector's campus; None for everybody who
    works at no phone."""
    if whose.team_id is not None:
        return team_matter(db, whose.team_id)
    rounds = [grant for grant in whose.grants if grant.role is Role.INSPECTOR]
    if not rounds:
        return None
    return Matter(campus_id=rounds[0].scope_id if rounds[0].scope is Scope.CAMPUS else None)


def issue_binding_code(db: Database, *, actor: Actor, account_id: int, now: datetime) -> str:
    """A one-time code of eight digits with which a technician or inspector binds a phone within half an hour."""
    whose = account(db, account_id)
    about = bound_as(db, whose)
    if about is None or not whose.active:
        raise NotAllowed(mark("Only technicians and inspectors bind their phone."))
    require(actor, Permission.BIND_PHONE, about)
    code = f"{secrets.randbelow(10**8):08d}"
    with db.transaction() as tx:
        tx.execute("DELETE FROM binding_code WHERE account_id = $id", id=account_id)
        row = {"code_hash": hashed(code), "account_id": account_id, "issued_by": actor.account_id or 0}
        tx.insert("binding_code", {**row, "expires_at": now + CODE_LASTS})
        audit.write(tx, actor, "binding_code_issued", whose.username, now=now)
    return code


def bind_phone(db: Database, *, code: str, address: str, device: str, now: datetime) -> SignIn:
    """A sign-in of 90 days for the technician whose code that is; the code is used up."""
    throttle(db, f"bind:{address}", PER_ACCOUNT * 3, now)
    row = db.row(
        "SELECT account_id FROM binding_code WHERE code_hash = $hash AND expires_at > $now",
        hash=hashed(code.strip()),
        now=now,
    )
    with db.transaction() as tx:
        if row is None:
            count(tx, f"bind:{address}", now)
        else:
            tx.execute("DELETE FROM binding_code WHERE account_id = $id", id=row["account_id"])
            return start(tx, db, row["account_id"], PHONE, address=address, device=device, now=now)
    raise NotAllowed(
        mark("This code is not right or used up. Your leader or the desk gives you a new one."), field="code"
    )


def forget_old(db: Database, now: datetime) -> None:
    """Drops what has expired."""
    with db.transaction() as tx:
        tx.execute("DELETE FROM sign_in WHERE expires_at <= $now", now=now)
        tx.execute("DELETE FROM binding_code WHERE expires_at <= $now", now=now)
        tx.execute("DELETE FROM attempt WHERE counted_at <= $before", before=now - WINDOW)
