"""The hospital's rules as fields."""

from __future__ import annotations

import streamlit as st

from lib.people import audit
from lib.people.roles import Permission, require
from lib.tickets.rules import rules, set_rule
from lib.tickets.words import HOLD_WORDS, HoldReason
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash

RULES = ("desk_phone", "close_after_days", "reopen_window_days", "rating_window_days", "pausing")


@guarded()
def _save() -> None:
    now = current()
    require(now.actor, Permission.ADMINISTER)
    with now.db.transaction() as tx:
        for name in RULES:
            set_rule(tx, name, st.session_state[f"rule_{name}"])
        audit.write(tx, now.actor, "setting_changed", "rules", now=now.now)
    flash(now._("Rules saved; they hold from now on."))


def draw(here: Session) -> None:
    """The rules in force, to be changed."""
    _, now = here._, rules(here.db)
    st.text_input(
        _("The service desk's number, named on every phone page"), now.desk_phone, key="rule_desk_phone"
    )
    columns = st.columns(3)
    columns[0].number_input(
        _("Working days until a finished ticket closes by itself"),
        1,
        30,
        now.close_after_days,
        key="rule_close_after_days",
    )
    columns[1].number_input(
        _("Days within which work can be sent back"),
        1,
        90,
        now.reopen_window_days,
        key="rule_reopen_window_days",
    )
    columns[2].number_input(
        _("Days within which work can be rated"), 1, 90, now.rating_window_days, key="rule_rating_window_days"
    )
    st.multiselect(
        _("Holds that stop the clock"),
        list(HoldReason),
        [reason for reason in HoldReason if reason in now.pausing],
        key="rule_pausing",
        format_func=lambda reason: _(HOLD_WORDS[reason]),
    )
    st.button(_("Save the rules"), on_click=_save, type="primary")
