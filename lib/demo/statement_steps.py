"""The steps of the demonstration's statements, each by the person who takes it, through the product's use cases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from lib.cost_sharing import frozen, records
from lib.cost_sharing.actions import (
    answering,
    beginning,
    changing,
    checking,
    correcting,
    costs,
    deciding,
    issuing,
    sending,
    settling,
)
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Decision
from lib.demo.statement_days import Period
from lib.people import accounts, organisation
from lib.people.roles import Actor, Role
from lib.store.database import Database, Row

SCHEME = Scheme(payee="V01", floors={"V20": 500_00}, caps={"V19": 12_000_00})
"""Half contract value, half weighted points; the company that runs the desk shares like the others."""
MAKER, CHECKER, APPROVER = "hetong", "caiwu", "zhuren"


class Steps:
    """What people do to the statement of a period. A vendor that carries nothing of one has nothing to say to it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        ids = {one.username: one.id for one in accounts.all_accounts(db).values()}
        self._people = {name: accounts.actor(db, ids[name]) for name in (MAKER, CHECKER, APPROVER)}
        self._vendors = {one.code: one.id for one in organisation.vendors(db).values()}
        self._answering = _answering(db)
        self._begun: dict[int, int] = {}
        self._carrying: dict[int, Collection[int]] = {}

    @property
    def vendors(self) -> Collection[str]:
        """Codes of the vendors somebody answers for."""
        return self._answering.keys()

    def begin(self, period: Period, now: datetime) -> None:
        """A draft; the first one gets the rules that all later ones take over."""
        by: dict[str, Any] = {"actor": self._people[MAKER], "now": now}
        made = beginning.begin(self._db, **by, starts_on=period.starts_on, ends_on=period.ends_on)
        self._begun[period.nth] = made.id
        if period.nth == 0:
            changing.change(self._db, **by, statement_id=made.id, version=made.version, scheme=SCHEME)

    def enter(self, period: Period, lines: Sequence[Cost], now: datetime) -> None:
        """Cost lines come in."""
        costs.add_costs(self._db, **self._by(MAKER, period, now), costs=lines)

    def correct(self, period: Period, earlier: int, now: datetime) -> None:
        """The draft takes over what is to be corrected of the statement of an earlier period."""
        correcting.adjust(self._db, **self._by(MAKER, period, now), corrects_id=self._begun[earlier])

    def send(self, period: Period, now: datetime) -> None:
        self._as_seen(sending.send, MAKER, period, now)
        self._carrying[period.nth] = records.shares(self._db, self._begun[period.nth]).keys()

    def check(self, period: Period, now: datetime) -> None:
        self._as_seen(checking.check, CHECKER, period, now)

    def approve(self, period: Period, now: datetime) -> None:
        self._as_seen(issuing.approve, APPROVER, period, now)

    def settle(self, period: Period, now: datetime) -> None:
        self._as_seen(settling.settle, MAKER, period, now)

    def agree(self, period: Period, code: str, words: str, now: datetime) -> None:
        """A vendor raises no objection."""
        if self._carries(period, code):
            answering.agree(self._db, **self._of_vendor(period, code, now), words=words)

    def object(self, period: Period, code: str, rows: Sequence[Row], now: datetime) -> None:
        """A vendor objects to a ticket for each row (services, words), as far as it has such; it agrees without any."""
        tickets = self._tickets(period, code, rows)
        if not tickets:
            return self.agree(period, code, "", now)
        answering.object(self._db, **self._of_vendor(period, code, now), words="", tickets=tickets)
        return None

    def decide(self, period: Period, row: Row, now: datetime) -> None:
        """What became of the ticket that was disputed in these words."""
        for one in records.disputes(self._db, self._begun[period.nth]):
            if one.words == row["words"] and one.decision is Decision.NONE:
                deciding.decide(
                    self._db,
                    actor=self._people[MAKER],
                    dispute_id=one.id,
                    decision=row["decision"],
                    moved_to=self._vendors.get(row["moved_to"]),
                    reason=row["reason"],
                    now=now,
                )

    def record(
        self,
        period: Period,
        code: str,
        how: str,
        invoice: tuple[str, date] | None,
        paid: date | None,
        now: datetime,
    ) -> None:
        """How a vendor settles; `invoice`: number and date."""
        if self._carries(period, code):
            settling.record(
                self._db,
                **self._by(MAKER, period, now),
                vendor_id=self._vendors[code],
                settled_how=how,
                invoice_number=invoice[0] if invoice else "",
                invoiced_on=invoice[1] if invoice else None,
                paid_on=paid,
            )

    def _by(self, who: str, period: Period, now: datetime) -> dict[str, Any]:
        return {"actor": self._people[who], "statement_id": self._begun[period.nth], "now": now}

    def _of_vendor(self, period: Period, code: str, now: datetime) -> dict[str, Any]:
        about = {"statement_id": self._begun[period.nth], "vendor_id": self._vendors[code]}
        return {"actor": self._answering[code], **about, "now": now}

    def _as_seen(self, step: Callable[..., Statement], who: str, period: Period, now: datetime) -> None:
        step(self._db, **self._by(who, period, now), version=self._statement(period).version)

    def _statement(self, period: Period) -> Statement:
        found = records.by_id(self._db, self._begun[period.nth])
        assert found is not None
        return found

    def _carries(self, period: Period, code: str) -> bool:
        return self._vendors[code] in self._carrying[period.nth]

    def _tickets(self, period: Period, code: str, rows: Sequence[Row]) -> Mapping[int, str]:
        """A ticket that counts for the vendor for each row, of the services it names first where there is one."""
        if not self._carries(period, code):
            return {}
        own = frozen.of(self._db, self._statement(period)).tickets(code)
        left = list(own.select("ticket_id", "service_code").iter_rows())
        found: dict[int, str] = {}
        for row in rows:
            wanted = row["services"].split(";")
            if left:
                chosen = min(left, key=lambda one: _place(one[1], wanted))
                left.remove(chosen)
                found[chosen[0]] = row["words"]
        return found


def _place(service: str, wanted: Sequence[str]) -> int:
    return next((place for place, one in enumerate(wanted) if service.startswith(one)), len(wanted))


def _answering(db: Database) -> Mapping[str, Actor]:
    """By vendor code, who answers for it."""
    codes = {one.id: one.code for one in organisation.vendors(db).values()}
    found = {
        codes[grant.scope_id]: one.id
        for one in accounts.all_accounts(db).values()
        for grant in one.grants
        if grant.role is Role.VENDOR and grant.scope_id is not None and codes[grant.scope_id]
    }
    inside = {one.code for one in organisation.vendors(db).values() if one.internal}
    return {code: accounts.actor(db, one) for code, one in sorted(found.items()) if code not in inside}
