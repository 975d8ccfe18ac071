"""The cast with three vendors that share the desk's cost, and a month of closed tickets to share it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from lib.core.clock import local_date
from lib.core.i18n import Language, say
from lib.cost_sharing import records
from lib.cost_sharing.actions import answering, beginning, changing, checking, issuing, sending, settling
from lib.cost_sharing.statement import Statement
from lib.notifications import outbox
from lib.people import accounts, organisation
from lib.people.roles import SYSTEM, Actor, Grant, Role, Scope
from lib.store.database import Database
from lib.tickets.actions import closing
from lib.tickets.words import ClosedHow
from tests.conftest import MONDAY, Cast
from tests.tickets.conftest import Loop

STARTS, ENDS = date(2026, 10, 26), date(2026, 11, 25)
THURSDAY = datetime.fromisoformat("2026-11-26T10:00:00+08:00")
"""The period is over; five working days later it is Thursday, 3 December."""
POOL = 5_000_000
# Vendor A is the cast's own, V02 安工匠. All contracts run the whole year.
VENDORS = {"B": ("V03", "华电机电", 60_000_000), "C": ("V07", "清源水务", 30_000_000)}
A_YEARLY = 120_000_000
# Who closed what: weights are 0.5 for GD-01, 0.8 for GS-02; so A has 3.8 points, B 3.2, C 1.
JOBS = (
    ("A", "li", "GD-01", 20), ("A", "li", "GD-01", 30), ("A", "chen", "GD-01", 40), ("A", "chen", "GD-01", 25),
    ("A", "zhou", "GD-01", 60), ("A", "zhou", "GD-01", 15), ("A", "li", "GS-02", 0),
    ("B", "bo", "GS-02", 45), ("B", "bo", "GS-02", 90), ("B", "bo", "GS-02", 30), ("B", "bo", "GS-02", 75),
    ("C", "cai", "GD-01", 120), ("C", "cai", "GD-01", 60),
)  # fmt: skip


@dataclass(frozen=True)
class Shared:
    """Vendors A, B and C by letter. Makers: qian and jin (contract officers); they and the managers zheng and tao may
    check, the managers approve. Vendor accounts: feng (A), geng (B), hao (C); technicians bo (B), cai (C)."""

    cast: Cast
    vendors: Mapping[str, int]
    teams: Mapping[str, int]
    tickets: Mapping[str, tuple[int, ...]]
    consultation: int  # a ticket without a vendor
    now: datetime = THURSDAY

    @property
    def db(self) -> Database:
        return self.cast.db

    def actor(self, name: str) -> Actor:
        return self.cast.actor(name)

    def now_is(self, statement: Statement) -> Statement:
        """The statement as it is by now."""
        found = records.by_id(self.db, statement.id)
        assert found is not None
        return found

    def told(self, name: str) -> list[str]:
        """What that person reads in the notices about statements, the oldest first, in English."""
        rows = reversed(outbox.unseen(self.db, self.cast.people[name]))
        of_statements = (row for row in rows if "statement" in row["facts"])
        return [say(Language.EN, outbox.TOPIC_WORDS[row["topic"]], **row["facts"]) for row in of_statements]

    def later(self, **span: float) -> Shared:
        """The same hospital some time later."""
        return replace(self, now=self.now + timedelta(**span))

    def draft(self, pool: int | None = POOL, by: str = "qian", **changes: Any) -> Statement:
        """A statement of the period, in the hands of its maker."""
        made = beginning.begin(self.db, actor=self.actor(by), starts_on=STARTS, ends_on=ENDS, now=self.now)
        return self.change(made, by, **{"pool_cents": pool, **changes})

    def change(self, draft: Statement, by: str = "qian", **changes: Any) -> Statement:
        """The draft with these changes, as `changing.change` takes them."""
        who, version = self.actor(by), draft.version
        return changing.change(
            self.db, actor=who, statement_id=draft.id, version=version, now=self.now, **changes
        )

    def checking(self, **draft: Any) -> Statement:
        """The same, sent to the vendors."""
        return self.send(self.draft(**draft))

    def send(self, statement: Statement, by: str = "qian") -> Statement:
        return sending.send(
            self.db, actor=self.actor(by), statement_id=statement.id, version=statement.version, now=self.now
        )

    def agree(self, statement: Statement, *letters: str) -> Statement:
        """These vendors agree; all of them where none is named."""
        people = {"A": "feng", "B": "geng", "C": "hao"}
        for letter in letters or people:
            statement = answering.agree(
                self.db,
                actor=self.actor(people[letter]),
                statement_id=statement.id,
                vendor_id=self.vendors[letter],
                words="",
                now=self.now,
            )
        return statement

    def approval(self, **draft: Any) -> Statement:
        """Agreed by all vendors, checked by the other contract officer."""
        return self.checked(self.agree(self.checking(**draft)))

    def checked(self, statement: Statement, by: str = "jin") -> Statement:
        return checking.check(
            self.db, actor=self.actor(by), statement_id=statement.id, version=statement.version, now=self.now
        )

    def issued(self, **draft: Any) -> Statement:
        """Approved by a manager."""
        return self.approved(self.approval(**draft))

    def approved(self, statement: Statement, by: str = "zheng") -> Statement:
        return issuing.approve(
            self.db, actor=self.actor(by), statement_id=statement.id, version=statement.version, now=self.now
        )

    def settled(self, **draft: Any) -> Statement:
        """Deducted from every vendor's service fee, and closed for good."""
        return self.closed(self.issued(**draft))

    def closed(self, issued: Statement, by: str = "qian") -> Statement:
        for vendor_id in records.shares(self.db, issued.id):
            self.recorded(issued, vendor_id)
        return settling.settle(
            self.db, actor=self.actor(by), statement_id=issued.id, version=None, now=self.now
        )

    def recorded(self, issued: Statement, vendor_id: int, **how: Any) -> Statement:
        """How that vendor settles it: by deduction, if nothing else is said."""
        said = {
            "settled_how": "deduction",
            "invoice_number": "",
            "invoiced_on": None,
            "paid_on": local_date(self.now),
            **how,
        }
        who = self.actor("qian")
        return settling.record(
            self.db, actor=who, statement_id=issued.id, vendor_id=vendor_id, now=self.now, **said
        )


def fill(cast: Cast) -> dict[str, Any]:
    """Writes it into the cast's hospital (0.5 s); what `Shared` and `Cast` say about it beyond the cast itself."""
    vendors, teams = _vendors(cast)
    people = cast.people | _people(cast, vendors, teams)
    loop = Loop(replace(cast, people=people), datetime.fromisoformat("2026-10-27T09:00:00+08:00"))
    tickets: dict[str, list[int]] = {letter: [] for letter in vendors}
    for letter, who, service, minutes in JOBS:
        tickets[letter].append(_job(loop, who, service, minutes))
        loop.later(days=2)
    consultation = loop.answered().id
    assert loop.now.date() <= ENDS, loop.now
    about = {"vendors": vendors, "teams": teams, "tickets": {one: tuple(ids) for one, ids in tickets.items()}}
    return {"people": people, "about": about | {"consultation": consultation}}


def _job(loop: Loop, who: str, service: str, minutes: int) -> int:
    ticket = loop.in_progress(who, service_code=service)
    loop.later(minutes=minutes)
    labour = {loop.cast.people[who]: minutes} if minutes else {}
    done = loop.finish(ticket, who, labour=labour)
    by = loop.link(done)
    return closing.confirm(loop.db, ticket_id=done.id, version=done.version, how=ClosedHow.LINK, by=by).id


def _vendors(cast: Cast) -> tuple[dict[str, int], dict[str, int]]:
    def save(table: str, **values: Any) -> int:
        return organisation.save(cast.db, table, values, actor=SYSTEM, now=MONDAY)

    vendors, teams = {"A": cast.vendor}, {"A": cast.team}
    for letter, (code, name, _) in VENDORS.items():
        vendors[letter] = save("vendor", code=code, name=name, vendor_type="综合")
        teams[letter] = save("team", code=f"TX{letter}", name=f"{name}班", vendor_id=vendors[letter])
    yearly = {"A": A_YEARLY, **{letter: cents for letter, (_, _, cents) in VENDORS.items()}}
    for letter, cents in yearly.items():
        days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
        save(
            "contract",
            number=f"HT-{letter}",
            vendor_id=vendors[letter],
            status="active",
            yearly_cents=cents,
            **days,
        )
    return vendors, teams


def _people(cast: Cast, vendors: Mapping[str, int], teams: Mapping[str, int]) -> dict[str, int]:
    everywhere = Scope.EVERYWHERE
    wanted: dict[str, tuple[str, Grant, int | None]] = {
        "jin": ("金合同", Grant(Role.CONTRACT_OFFICER, everywhere), None),
        "tao": ("陶主任", Grant(Role.MANAGER, everywhere), None),
        "geng": ("耿经理", Grant(Role.VENDOR, Scope.VENDOR, vendors["B"]), None),
        "hao": ("郝经理", Grant(Role.VENDOR, Scope.VENDOR, vendors["C"]), None),
        "bo": ("薄师傅", Grant(Role.TECHNICIAN, Scope.OWN), teams["B"]),
        "cai": ("蔡师傅", Grant(Role.TECHNICIAN, Scope.OWN), teams["C"]),
    }
    made = {
        username: accounts.create(
            cast.db,
            actor=SYSTEM,
            username=username,
            name=name,
            password="",
            grants=[grant],
            now=MONDAY,
            team_id=team,
        )
        for username, (name, grant, team) in wanted.items()
    }
    with cast.db.transaction() as tx:
        # They sign in with the cast's password, which nobody asks them to change.
        password = tx.value("SELECT password_hash FROM account WHERE id = $id", id=cast.people["qian"])
        tx.execute("UPDATE account SET password_hash = $hash, must_change = FALSE", hash=password)
    return made
