"""The system: version, size, backups, holidays, sign-ins and administrative acts, the hospital's rules."""

from __future__ import annotations

import polars as pl
import streamlit as st

from lib import __version__
from lib.catalog.calendars import years_without_holidays
from lib.core.clock import local, short_time
from lib.core.facts import loads
from lib.core.settings import settings
from lib.people import audit
from lib.people.roles import Permission, require
from lib.store import backup
from lib.tickets.rules import Rules, rules, set_rule
from lib.tickets.words import HOLD_WORDS, HoldReason
from lib.ui.session import current, guarded
from lib.ui.widgets import flash, refusal_shown, when

here = current()
_ = here._
RULES = ("desk_phone", "close_after_days", "reopen_window_days", "rating_window_days", "pausing")


@guarded()
def back_up() -> None:
    now = current()
    require(now.actor, Permission.ADMINISTER)
    made = backup.make(now.db, now=now.now)
    with now.db.transaction() as tx:
        audit.write(tx, now.actor, "backup_made", made.path.name, now=now.now)
    flash(_("Backup made: {name}", name=made.path.name))


@guarded()
def save_rules() -> None:
    now = current()
    require(now.actor, Permission.ADMINISTER)
    with now.db.transaction() as tx:
        for name in RULES:
            set_rule(tx, name, st.session_state[f"rule_{name}"])
        audit.write(tx, now.actor, "setting_changed", "rules", now=now.now)
    flash(_("Rules saved; they hold from now on."))


def strip() -> None:
    """What somebody who looks after it wants to see first."""
    last = backup.last_backup()
    megabytes = settings().database.stat().st_size / 1e6
    tickets = here.db.value("SELECT count(*) FROM ticket")
    figures = {
        _("Version"): __version__,
        _("Tickets"): f"{tickets:,}",
        _("Database"): f"{megabytes:,.1f} MB",
        _("Last backup"): when(last.made_at) if last else _("never"),
    }
    for column, (name, value) in zip(st.columns(len(figures)), figures.items(), strict=True):
        column.metric(name, value, border=True)
    st.caption(f"{_('Address in wall codes')}: {settings().address}")


def warnings() -> None:
    """What will go wrong if nobody acts."""
    year = local(here.now).year
    for missing in years_without_holidays(year, year + 1):
        st.warning(
            _(
                "The public holidays of {year} are not known yet: due times treat every weekday alike.",
                year=missing,
            ),
            icon=":material/event_busy:",
        )
    if "localhost" in settings().address:
        st.warning(
            _(
                "Phones cannot reach “localhost”: set {name} before you print wall codes.",
                name="ONESTOP_ADDRESS",
            ),
            icon=":material/qr_code:",
        )


def rule_fields(now: Rules) -> None:
    """The rules in force, as fields."""
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
    st.button(_("Save the rules"), on_click=save_rules, type="primary")


def log() -> None:
    """The newest sign-ins and administrative acts."""
    acts = [(row, audit.ACT_WORDS[row["act"]]) for row in audit.latest(here.db)]
    rows = [
        {
            _("When"): short_time(row["happened_at"], here.now, here.language),
            _("Who"): row["actor"] or "—",
            _("What"): _(words),
            _("Whom or what"): row["object"],
            _("Details"): " · ".join(f"{name}: {value}" for name, value in loads(row["facts"]).items()),
        }
        for row, words in acts
    ]
    st.dataframe(pl.DataFrame(rows, infer_schema_length=None), hide_index=True, height=420)


st.header(_("System"))
refusal_shown()
strip()
warnings()
st.button(_("Back up now"), on_click=back_up, icon=":material/backup:")
st.subheader(_("Rules"))
rule_fields(rules(here.db))
st.subheader(_("Sign-ins and administrative acts"))
log()
