"""The levels before and after a due time: who is told then, and whether the severity rises; editable, never deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import polars as pl

from lib.catalog.promises import STAGES
from lib.core.choices import known
from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people import accounts, audit
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Transaction
from lib.store.tables import table
from lib.tickets.rules import set_rule
from lib.tickets.words import SEVERITY_WORDS, Severity

EARLIEST, LATEST = -10_080, 43_200
"""Minutes: a week before a due time, thirty days after it."""
_LOADED = "escalations_loaded"


class Told(StrEnum):
    """Who can be told besides accounts by name."""

    ASSIGNEE = "assignee"
    LEADER = "leader"
    DISPATCHERS = "dispatchers"
    MANAGER = "manager"


TOLD_WORDS: Mapping[str, str] = {
    Told.ASSIGNEE: mark("the technician"),
    Told.LEADER: mark("the team leader"),
    Told.DISPATCHERS: mark("the dispatchers"),
    Told.MANAGER: mark("the managers"),
}
STAGE_WORDS: Mapping[str, str] = {
    "respond": mark("Accept"),
    "arrive": mark("Arrive"),
    "complete": mark("Finish"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """So many minutes after the stage is due (below zero: before), on the promise's own calendar when it is after."""

    id: int
    severity: str
    stage: str
    minutes: int
    tell: tuple[str, ...]
    accounts: tuple[str, ...]
    raises: bool
    active: bool
    note: str

    @property
    def key(self) -> tuple[str, str, int]:
        """No two levels in use have the same."""
        return self.severity, self.stage, self.minutes


def all_levels(db: Database) -> Mapping[int, Level]:
    """Every level there has been, by id."""
    return db.derived("escalation_levels", ("escalation_rule",), lambda: {one.id: one for one in _rows(db)})


def in_use(db: Database) -> Sequence[Level]:
    """Those in force: by severity, stage and minutes."""
    severities, stages = [str(each) for each in SEVERITY_WORDS], list(STAGES)
    return sorted(
        (level for level in all_levels(db).values() if level.active),
        key=lambda one: (severities.index(one.severity), stages.index(one.stage), one.minutes),
    )


def by_tier(db: Database) -> Mapping[tuple[str, str], Sequence[Level]]:
    """Those in force by severity and stage."""

    def grouped() -> Mapping[tuple[str, str], Sequence[Level]]:
        found: dict[tuple[str, str], list[Level]] = {}
        for level in in_use(db):
            found.setdefault((level.severity, level.stage), []).append(level)
        return found

    return db.derived("escalation_tiers", ("escalation_rule",), grouped)


def _rows(db: Database) -> list[Level]:
    return [
        Level(**{**row, "tell": _split(row["tell"]), "accounts": _split(row["accounts"])})
        for row in db.rows("SELECT * FROM escalation_rule ORDER BY id")
    ]


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(";")))


def load(tx: Transaction) -> None:
    """The levels the product ships with, for a hospital that has none."""
    rows = [
        {
            "id": tx.next_id("escalation_rule_id"),
            **{name: row[name] for name in ("severity", "stage", "tell", "note")},
            "minutes": int(row["minutes"]),
            "raises": row["raises"] == "true",
        }
        for row in table("escalations")
    ]
    tx.append("escalation_rule", pl.DataFrame(rows))
    set_rule(tx, _LOADED, True)


def load_once(db: Database) -> None:
    """The shipped levels, once in the life of a hospital: also in one that is older than escalation."""
    loaded = db.derived(
        _LOADED, ("setting",), lambda: db.value("SELECT 1 FROM setting WHERE name = $name", name=_LOADED)
    )
    if not loaded:
        with db.transaction() as tx:
            # Two processes' starts cannot meet here: the file has one owner. Two threads can.
            if not tx.value("SELECT 1 FROM setting WHERE name = $name", name=_LOADED):
                load(tx)


def check(db: Database, values: Mapping[str, Any]) -> None:
    """WrongInput, naming the field, where a level cannot be kept."""
    if not known(Severity, values["severity"]):
        raise WrongInput(mark("Please choose from the list."), field="severity")
    if values["stage"] not in STAGES:
        raise WrongInput(mark("Please choose from the list."), field="stage")
    if type(values["minutes"]) is not int or not EARLIEST <= values["minutes"] <= LATEST:
        message = mark("The number must lie between {least} and {most}.")
        raise WrongInput(message, field="minutes", least=EARLIEST, most=LATEST)
    if not values["tell"] and not values["accounts"]:
        raise WrongInput(mark("Please say who is to be told."), field="tell")
    if any(not known(Told, one) for one in values["tell"]):
        raise WrongInput(mark("Please choose from the list."), field="tell")
    usernames = {person.username for person in accounts.all_accounts(db).values()}
    for username in values["accounts"]:
        if username not in usernames:
            raise WrongInput(mark("There is no account “{name}”."), field="accounts", name=username)


def save(
    db: Database, *, actor: Actor, values: Mapping[str, Any], now: datetime, level_id: int | None = None
) -> None:
    """Adds a level, or changes one: tickets that reached it before stay with what they were told."""
    require(actor, Permission.ADMINISTER)
    wanted = {**values, "note": seen(values.get("note") or "")}
    check(db, wanted)
    with db.transaction() as tx:
        put(tx, wanted, level_id=level_id)
        name = f"{wanted['severity']} {wanted['stage']} {wanted['minutes']:+d}"
        audit.write(tx, actor, "escalation_changed", name, now=now)


def put(tx: Transaction, values: Mapping[str, Any], *, level_id: int | None = None) -> None:
    """Writes a checked level; the one in use with the same severity, stage and minutes is the same level."""
    row = {
        **{name: values[name] for name in ("severity", "stage", "minutes", "note")},
        "tell": ";".join(values["tell"]),
        "accounts": ";".join(values["accounts"]),
        "raises": bool(values["raises"]),
        "active": values.get("active") is not False,
    }
    same = tx.value(
        """
        SELECT max(id) FROM escalation_rule
        WHERE active AND severity = $severity AND stage = $stage AND minutes = $minutes
        """,
        **{name: row[name] for name in ("severity", "stage", "minutes")},
    )
    if level_id is not None and same not in (None, level_id):
        raise WrongInput(mark("There is a level at these minutes already."), field="minutes")
    if level_id is None and same is None:
        tx.insert("escalation_rule", {**row, "id": tx.next_id("escalation_rule_id")})
        return
    known_id = level_id if level_id is not None else same
    if not tx.value("SELECT 1 FROM escalation_rule WHERE id = $id", id=known_id):
        raise NotFound(mark("There is no such level."))
    tx.update("escalation_rule", {**row, "id": known_id})
