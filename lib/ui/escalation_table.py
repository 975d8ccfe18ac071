"""Escalation as a table that administrators edit in place, and when emergencies and urges escalate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from lib.people import accounts, audit
from lib.people.roles import Permission, require
from lib.tickets.escalation import levels
from lib.tickets.escalation.levels import EARLIEST, LATEST, STAGE_WORDS, TOLD_WORDS
from lib.tickets.rules import rules, set_rule
from lib.tickets.words import SEVERITY_WORDS
from lib.ui.session import Session, current, guarded
from lib.ui.table_editor import Row, table_editor
from lib.ui.widgets import flash

RULES: Mapping[str, tuple[int, int]] = {
    "unaccepted_minutes": (0, 120),
    "phone_minutes": (0, 120),
    "escalating_urge": (0, 20),
}


def draw(edits: bool) -> None:
    """The three rules, then the levels."""
    here = current()
    _rules(here, edits)
    st.caption(
        here._(
            "Each level is told once for each ticket; below zero it is a reminder before the promised time. "
            "Where nobody of those named is there yet, the dispatchers are told. While a confirmed hold stops "
            "the promise, nobody is told."
        )
    )
    _levels(here, edits)


def _rules(here: Session, edits: bool) -> None:
    _, now = here._, rules(here.db)
    titles = {
        "unaccepted_minutes": _("Minutes until an emergency nobody accepts is called for (0: never)"),
        "phone_minutes": _("Minutes after that until the desk is asked to phone (0: never)"),
        "escalating_urge": _("The urge that goes to leader, dispatchers and managers (0: none)"),
    }
    for column, (name, (least, most)) in zip(st.columns(len(RULES)), RULES.items(), strict=True):
        column.number_input(
            titles[name], least, most, getattr(now, name), key=f"rule_{name}", disabled=not edits
        )
    if edits:
        st.button(_("Save the rules"), on_click=_save_rules, key="escalation_rules_save")


@guarded()
def _save_rules() -> None:
    now = current()
    require(now.actor, Permission.ADMINISTER)
    with now.db.transaction() as tx:
        for name in RULES:
            set_rule(tx, name, int(st.session_state[f"rule_{name}"]))
        audit.write(tx, now.actor, "setting_changed", "rules", now=now.now)
    flash(now._("Rules saved; they hold from now on."))


def _levels(here: Session, edits: bool) -> None:
    _ = here._
    words = _Words(here)
    rows = [
        {
            "id": one.id,
            "severity": words.severity[one.severity],
            "stage": words.stage[one.stage],
            "minutes": one.minutes,
            "tell": [words.told[who] for who in one.tell],
            "accounts": [words.accounts.get(name, name) for name in one.accounts],
            "raises": one.raises,
            "note": one.note,
            "active": one.active,
        }
        for one in levels.in_use(here.db)
    ]
    columns = {
        "severity": st.column_config.SelectboxColumn(
            _("Severity"), options=list(words.severity.values()), required=True
        ),
        "stage": st.column_config.SelectboxColumn(
            _("Step"), options=list(words.stage.values()), required=True
        ),
        "minutes": st.column_config.NumberColumn(
            _("Minutes after due"), min_value=EARLIEST, max_value=LATEST, step=1, required=True
        ),
        "tell": st.column_config.MultiselectColumn(
            _("Tell"), options=list(words.told.values()), width="medium"
        ),
        "accounts": st.column_config.MultiselectColumn(
            _("Accounts to tell"), options=list(words.accounts.values())
        ),
        "raises": st.column_config.CheckboxColumn(_("Raise the severity")),
        "note": st.column_config.TextColumn(_("Note"), width="medium"),
        "active": st.column_config.CheckboxColumn(_("In use"), default=True),
    }

    def save(row: Row | None, typed: dict[str, Any]) -> None:
        now = current()
        values = words.read({"raises": False, "active": True, "note": "", **(row or {}), **typed})
        level_id = row["id"] if row is not None else None
        levels.save(now.db, actor=now.actor, values=values, level_id=level_id, now=now.now)

    table_editor("escalations", rows, columns, save=save, may_add=edits, editable=edits)


class _Words:
    """Codes and what they are called on this page."""

    def __init__(self, here: Session) -> None:
        self.severity = {code: here._(words) for code, words in SEVERITY_WORDS.items()}
        self.stage = {code: here._(words) for code, words in STAGE_WORDS.items()}
        self.told = {code: here._(words) for code, words in TOLD_WORDS.items()}
        people = (person for person in accounts.all_accounts(here.db).values() if person.active)
        self.accounts = {person.username: f"{person.name} {person.username}" for person in people}

    def read(self, typed: Row) -> dict[str, Any]:
        """The row in codes."""
        return {
            "severity": _code(self.severity, typed.get("severity")),
            "stage": _code(self.stage, typed.get("stage")),
            "minutes": int(typed.get("minutes") or 0),
            "tell": _codes(self.told, typed.get("tell")),
            "accounts": _codes(self.accounts, typed.get("accounts")),
            "raises": bool(typed.get("raises")),
            "active": typed.get("active") is not False,
            "note": typed.get("note") or "",
        }


def _code(words: Mapping[str, str], said: Any) -> str:
    return next((code for code, word in words.items() if word == said), "")


def _codes(words: Mapping[str, str], said: Sequence[str] | None) -> tuple[str, ...]:
    chosen = set(said or ())
    return tuple(code for code, word in words.items() if word in chosen)
