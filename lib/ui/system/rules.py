"""The hospital's rules as fields."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core.money import cents, yuan
from lib.people import audit
from lib.people.roles import Permission, require
from lib.tickets.policy import REOPEN_WORDS, ReopenRule
from lib.tickets.rules import LONGEST_AHEAD, LONGEST_HOLD, SHORTEST_AHEAD, Rules, check, rules, set_rule
from lib.tickets.words import HOLD_WORDS, HoldReason
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash

RULES = (
    "hospital_name",
    "desk_phone",
    "close_after_days",
    "reopen_window_days",
    "rating_window_days",
    "pausing",
    "pausing_arrive",
    "confirm_hold_minutes",
    "reopen_rule",
    "labour_hour_cents",
    "rounds_ahead_days",
    "spot_check_percent",
)


@guarded()
def _save() -> None:
    now = current()
    require(now.actor, Permission.ADMINISTER)
    said = {name: st.session_state[f"rule_{name}"] for name in RULES}
    said["labour_hour_cents"] = cents(said["labour_hour_cents"] or "0")
    check(said)
    before = rules(now.db)
    changed = {name: value for name, value in said.items() if _plain(getattr(before, name)) != _plain(value)}
    with now.db.transaction() as tx:
        for name, value in changed.items():
            set_rule(tx, name, value)
        audit.write(tx, now.actor, "setting_changed", "rules", now=now.now, facts=changed)
    flash(now._("Rules saved; they hold from now on."))


def draw(here: Session) -> None:
    """The rules in force, to be changed."""
    _, now = here._, rules(here.db)
    name, phone = st.columns(2)
    name.text_input(
        _("The hospital's name, above what is printed"),
        now.hospital_name,
        key="rule_hospital_name",
        max_chars=60,
    )
    phone.text_input(
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
    _clock(here, now)
    st.text_input(
        _("What an hour of work costs, in the records of assets (yuan)"),
        yuan(now.labour_hour_cents) if now.labour_hour_cents else "",
        key="rule_labour_hour_cents",
        width=420,
    )
    st.number_input(
        _("Days ahead for which inspection rounds are made"),
        SHORTEST_AHEAD,
        LONGEST_AHEAD,
        now.rounds_ahead_days,
        key="rule_rounds_ahead_days",
        width=420,
    )
    st.number_input(
        _("Percent of what each vendor closed in a week that the desk phones about (spot checks)"),
        0,
        100,
        now.spot_check_percent,
        key="rule_spot_check_percent",
        width=420,
        help=_(
            "Drawn by lot each Monday; twice as many where the desk or silence spoke for a third of the tickets."
        ),
    )
    st.button(_("Save the rules"), on_click=_save, type="primary")


def _clock(here: Session, now: Rules) -> None:
    """What stops which promise, and what sending back does."""
    _ = here._
    st.markdown(f"**{_('The clock of the promises')}**")
    complete, arrive = st.columns(2)
    for column, name, words in (
        (arrive, "pausing_arrive", _("Holds that stop the promise to arrive")),
        (complete, "pausing", _("Holds that stop the promise to finish")),
    ):
        column.multiselect(
            words,
            list(HoldReason),
            [reason for reason in HoldReason if reason in getattr(now, name)],
            key=f"rule_{name}",
            format_func=lambda reason: _(HOLD_WORDS[reason]),
        )
    limit, sent_back = st.columns(2)
    limit.number_input(
        _("Minutes a hold may last without a leader confirming it"),
        0,
        LONGEST_HOLD,
        now.confirm_hold_minutes,
        key="rule_confirm_hold_minutes",
        help=_(
            "A longer one moves what was promised only once a leader or dispatcher confirms it, from its start."
        ),
    )
    rule_words = {rule: _(words) for rule, words in REOPEN_WORDS.items()}
    sent_back.selectbox(
        _("When work is sent back, the promise"),
        list(ReopenRule),
        list(ReopenRule).index(ReopenRule(now.reopen_rule)),
        key="rule_reopen_rule",
        format_func=lambda rule: rule_words[rule],
    )
    st.caption(_("Changes hold for holds and reopenings from now on; the past keeps the rules it had."))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
