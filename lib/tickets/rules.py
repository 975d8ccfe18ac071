"""What the hospital has decided about its tickets; defaults until somebody changes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from lib.core.choices import known
from lib.core.errors import WrongInput
from lib.core.facts import dumps
from lib.core.i18n import mark
from lib.store.database import Database, Row, Transaction
from lib.tickets.policy import Policy, ReopenRule
from lib.tickets.words import HoldReason

LONGEST_HOLD = 24 * 60
"""Minutes: nobody may be left to stop the clock longer without a word."""
SHORTEST_AHEAD, LONGEST_AHEAD = 14, 400
"""Days: two weeks to plan with; a year of rounds and a little, since further ahead no holidays are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`close_after_days` are working days; windows are calendar days; `desk_phone` is the number every page
    names when it cannot help; `hospital_name` stands above what is printed. `pausing` holds stop the promise to
    complete, `pausing_arrive` those to arrive (nothing can be held before it was accepted); one over
    `confirm_hold_minutes` does so only once a leader or dispatcher confirms it. `reopen_rule`: what sending
    back does to the promises. An emergency nobody accepts is called for after `unaccepted_minutes`, and the
    desk is asked to phone `phone_minutes` later; `escalating_urge` is the urge that tells the leaders. 0 for
    never. `labour_hour_cents`: what an hour of work counts in a machine's record; 0: nothing. Inspection rounds
    are made `rounds_ahead_days` before their day. `spot_check_percent` of what each vendor closed in a week is
    phoned about (0: nothing)."""

    close_after_days: int = 3
    reopen_window_days: int = 7
    rating_window_days: int = 7
    desk_phone: str = ""
    hospital_name: str = ""
    pausing: tuple[str, ...] = (
        HoldReason.ACCESS,
        HoldReason.SHUTDOWN,
        HoldReason.APPOINTMENT,
        HoldReason.APPROVAL,
        HoldReason.REPORTER,
    )
    pausing_arrive: tuple[str, ...] = (
        HoldReason.ACCESS,
        HoldReason.SHUTDOWN,
        HoldReason.APPOINTMENT,
        HoldReason.APPROVAL,
        HoldReason.REPORTER,
    )
    confirm_hold_minutes: int = 30
    reopen_rule: str = ReopenRule.CONTINUE
    unaccepted_minutes: int = 3
    phone_minutes: int = 2
    escalating_urge: int = 3
    labour_hour_cents: int = 0
    rounds_ahead_days: int = 100
    spot_check_percent: int = 5

    @property
    def policy(self) -> Policy:
        """The part of them the clock goes by."""
        return Policy(
            pauses={"arrive": frozenset(self.pausing_arrive), "complete": frozenset(self.pausing)},
            confirm_over=timedelta(minutes=self.confirm_hold_minutes),
            reopen=ReopenRule(self.reopen_rule),
        )


def rules(db: Database) -> Rules:
    """The rules in force, read again only after somebody changed one."""
    return db.derived("rules", ("setting",), lambda: _of(db.rows("SELECT name, value FROM setting")))


def _of(rows: list[Row]) -> Rules:
    named = {field.name for field in fields(Rules)}
    said: Mapping[str, Any] = {row["name"]: json.loads(row["value"]) for row in rows if row["name"] in named}
    taken: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    return Rules(**taken)


def check(said: Mapping[str, Any]) -> None:
    """WrongInput for a value no rule can have."""
    for name in ("pausing", "pausing_arrive"):
        if not all(known(HoldReason, reason) for reason in said.get(name, ())):
            raise WrongInput(mark("Please choose a reason from the list."), field=name)
    if not 0 <= said.get("confirm_hold_minutes", 0) <= LONGEST_HOLD:
        message = mark("A hold counts without a word for at most a day.")
        raise WrongInput(message, field="confirm_hold_minutes")
    if not SHORTEST_AHEAD <= said.get("rounds_ahead_days", SHORTEST_AHEAD) <= LONGEST_AHEAD:
        message = mark("Rounds are made between two weeks and {most} days ahead.")
        raise WrongInput(message, field="rounds_ahead_days", most=LONGEST_AHEAD)
    if not 0 <= said.get("spot_check_percent", 0) <= 100:
        raise WrongInput(mark("A percentage lies between 0 and 100."), field="spot_check_percent")
    if said.get("labour_hour_cents", 0) < 0:
        raise WrongInput(mark("An amount cannot be below zero."), field="labour_hour_cents")
    if not known(ReopenRule, said.get("reopen_rule", ReopenRule.CONTINUE)):
        raise WrongInput(mark("Please choose from the list."), field="reopen_rule")


def set_rule(tx: Transaction, name: str, value: Any) -> None:
    """One rule changed from now on."""
    sql = "INSERT INTO setting VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    tx.execute(sql, name=name, value=dumps(value))
