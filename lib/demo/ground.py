"""What the demonstration stands on: the reference tables, people, labels, announcements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import polars as pl

from lib.catalog.loading import load_catalogue, load_promises
from lib.core.clock import local_date
from lib.core.i18n import Language, mark, say
from lib.demo import assets, papers, plans, rota, walls
from lib.demo.chance import random_for
from lib.demo.mix import DAYS
from lib.demo.people import Ids, load_people
from lib.inspections.loading import load_checklists
from lib.people import accounts, audit
from lib.people.loading import load_departments, load_posts, load_teams, load_vendors
from lib.people.roles import Actor, Role
from lib.places.loading import label_everything, load_locations, load_occupancy
from lib.store.database import Database, Transaction
from lib.store.tables import table
from lib.tickets.escalation import levels as escalation_levels
from lib.tickets.rules import set_rule

_BEFORE = timedelta(days=DAYS + 90)
"""Since when the house is as it is: longer than the first phase of the desk lies back."""
DESK_PHONE = "8401"
HOSPITAL_NAME = mark("Demonstration Hospital")
LABOUR_HOUR_CENTS = 60_00


def lay(db: Database, now: datetime, *, days: int = DAYS) -> None:
    """Everything that is neither a ticket nor a round. `days`: for how long there have been inspection plans."""
    since, today = now - _BEFORE, local_date(now)
    with db.transaction() as tx:
        places = load_locations(tx)
        vendors = load_vendors(tx)
        teams = load_teams(tx, vendors, places)
        departments = load_departments(tx, places)
        load_occupancy(tx, places, departments, local_date(since))
        load_catalogue(tx, vendors, teams)
        load_promises(tx, since)
        escalation_levels.load(tx)
        label_everything(tx, places, since, random_for("labels"))
        load_people(tx, Ids(departments, teams, vendors), since)
        load_posts(tx, teams)
        assets.load(tx, places, vendors, teams, since, today)
        checklists = load_checklists(tx, since, "checklists", "demo_checklists")
        known = plans.Known(checklists, places, vendors, teams, *_posts_and_people(tx))
        plans.load(tx, known, today - timedelta(days=days), today)
        set_rule(tx, "desk_phone", DESK_PHONE)
        set_rule(tx, "hospital_name", say(Language.ZH, HOSPITAL_NAME))
        set_rule(tx, "labour_hour_cents", LABOUR_HOUR_CENTS)
    rota.fill(db, now)
    papers.fill(db, now)
    walls.hang(db, now)
    _announce(db, now)


def _posts_and_people(tx: Transaction) -> tuple[Mapping[tuple[int | None, str], int], Mapping[str, int]]:
    posts = tx.rows("SELECT id, team_id, name FROM post")
    people = tx.rows("SELECT id, username FROM account")
    by_name = {(row["team_id"], row["name"]): row["id"] for row in posts}
    return by_name, {row["username"]: row["id"] for row in people}


def _announce(db: Database, now: datetime) -> None:
    people = accounts.all_accounts(db).values()
    by = next(person for person in people if any(grant.role is Role.MANAGER for grant in person.grants))
    actor = Actor(account_id=by.id, name=by.name)
    admin = next(
        person for person in people if any(grant.role is Role.ADMINISTRATOR for grant in person.grants)
    )
    with db.transaction() as tx:
        started = Actor(account_id=admin.id, name=admin.name)
        audit.write(tx, started, "hospital_started", admin.username, now=now - _BEFORE)
        for row in sorted(table("announcements"), key=lambda row: -int(row["days_ago"])):
            _publish(tx, actor, row, now, [person.id for person in people])


def _publish(tx: Transaction, actor: Actor, row: dict[str, str], now: datetime, people: list[int]) -> None:
    new, random = tx.next_id("announcement_id"), random_for("announcement", row["title"])
    at = now - timedelta(days=int(row["days_ago"]), minutes=random.uniform(20, 200))
    expires = at + timedelta(days=int(row["days_valid"]))
    said = {name: row[name] for name in ("title", "body", "kind")}
    tx.insert(
        "announcement",
        {"id": new, **said, "published_at": at, "published_by": actor.account_id, "expires_at": expires},
    )
    audit.write(tx, actor, "announced", row["title"], now=at)
    share = min(0.85, 0.3 + 0.06 * int(row["days_ago"]))
    readers = [person for person in people if random.random() < share]
    reads = [
        {"announcement_id": new, "account_id": person, "read_at": at + (now - at) * random.random() ** 2}
        for person in readers
    ]
    tx.append("announcement_read", pl.DataFrame(reads))
