"""Who gets a message: how they are reached, in which language, by which link."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.core.i18n import Language
from lib.core.settings import settings
from lib.notifications.addresses import Kind
from lib.people import accounts
from lib.people.accounts import Account
from lib.people.roles import Actor, Permission, Role, may
from lib.store.database import Database, Reading, Row

MOBILE = re.compile(r"(?:\+|00)\d{8,15}|1[3-9]\d{9}", re.ASCII)
DIALLED = re.compile(r"\+?\d{3,15}", re.ASCII)


def reached_at(kind: str, *, phone: str, mail: str) -> str:
    """How a channel of that kind reaches somebody, "" for not at all: an extension takes calls but no messages."""
    plain = re.sub(r"[\s()\uff08\uff09-]+", "", phone)
    if kind == Kind.MAIL:
        return mail.strip() if "@" in mail else ""
    fits = (DIALLED if kind == Kind.VOICE else MOBILE).fullmatch(plain)
    return plain if fits else ""


class Receivers:
    """The people of some messages, looked up once for all of them."""

    def __init__(self, db: Database, reading: Reading, told: Sequence[Row]) -> None:
        self._accounts = accounts.all_accounts(db)
        self._reporters = _by_id(reading, "reporter", {row["reporter_id"] for row in told})
        self._tickets = _by_id(reading, "ticket", {row["ticket_id"] for row in told})

    def team(self, row: Row) -> int | None:
        """The team that has the ticket."""
        found = self._tickets.get(row["ticket_id"])
        return found["team_id"] if found else None

    def address(self, row: Row, kind: str) -> str:
        """The person's phone or mail for such a channel, "" for somebody it cannot reach."""
        if row["reporter_id"] is not None:
            reporter = self._reporters.get(row["reporter_id"])
            return reached_at(kind, phone=reporter["phone"], mail="") if reporter else ""
        person = self._accounts.get(row["account_id"])
        return reached_at(kind, phone=person.phone, mail=person.mail) if person and person.active else ""


def _by_id(reading: Reading, table: str, ids: set[Any]) -> Mapping[int, Row]:
    wanted = sorted(ids - {None})
    sql = f"SELECT * FROM {table} WHERE id IN (SELECT unnest($ids::BIGINT[]))"
    return {row["id"]: row for row in reading.rows(sql, ids=wanted)} if wanted else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """One receiver as a message needs them: `to` is a phone or mail address, "" for a group."""

    to: str
    language: Language
    link: str


def receiver(
    db: Database, row: Row, kind: str, *, personal: bool, number: str, statement_id: int | None = None
) -> Receiver | None:
    """Who gets this message through a channel of that kind; None for somebody it cannot reach (any more). It leads to
    the ticket of that number, or to the statement."""
    if not personal:
        link = _page(number) if statement_id is None else _statement("statements", statement_id)
        return Receiver(to="", language=settings().language, link=link)
    to = Receivers(db, db, [row]).address(row, kind)
    if not to:
        return None
    if row["reporter_id"] is not None:
        token = db.value("SELECT token FROM reporter WHERE id = $id", id=row["reporter_id"])
        return Receiver(to=to, language=Language.ZH, link=f"{settings().address}/t/{token}")
    person = accounts.account(db, row["account_id"])
    link = _job(person, number) if statement_id is None else _statement(_office_or_own(person), statement_id)
    return Receiver(to=to, language=person.language, link=link)


def _office_or_own(person: Account) -> str:
    """Where this person looks at a statement: at everybody's shares, or at the own one."""
    actor = Actor(account_id=person.id, name=person.name, grants=person.grants)
    return "cost-sharing" if may(actor, Permission.SEE_SHARING) else "statements"


def _statement(page: str, statement_id: int) -> str:
    return f"{settings().address}/{page}?statement={statement_id}"


def _job(person: Account, number: str) -> str:
    works = any(grant.role is Role.TECHNICIAN for grant in person.grants)
    return f"{settings().address}/jobs/{number}" if number and works else _page(number)


def _page(number: str) -> str:
    return f"{settings().address}/ticket?number={number}" if number else settings().address
