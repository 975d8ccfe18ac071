"""How the house stands: version, size, backups, and what will go wrong if nobody acts."""

from __future__ import annotations

import streamlit as st

from lib import __version__
from lib.catalog.calendars import years_without_holidays
from lib.core.clock import local
from lib.core.settings import settings
from lib.people import audit
from lib.people.roles import Permission, require
from lib.store import backup
from lib.ui.papers import panel
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, when


def draw(here: Session) -> None:
    """The strip, the warnings, and a backup at once."""
    _strip(here)
    _warnings(here)
    st.button(here._("Back up now"), on_click=_back_up, icon=":material/backup:")


@guarded()
def _back_up() -> None:
    now = current()
    require(now.actor, Permission.ADMINISTER)
    made = backup.make(now.db, now=now.now)
    with now.db.transaction() as tx:
        audit.write(tx, now.actor, "backup_made", made.path.name, now=now.now)
    flash(now._("Backup made: {name}", name=made.path.name))


def _strip(here: Session) -> None:
    """What somebody who looks after it wants to see first."""
    _, last = here._, backup.last_backup()
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
    st.caption(_("Address in wall codes: {address}", address=settings().address))


def _warnings(here: Session) -> None:
    _, year = here._, local(here.now).year
    # Next year's stand with the holidays, where a file can be loaded.
    for missing in years_without_holidays(here.db, year, year):
        st.warning(
            _(
                "The public holidays of {year} are not known yet: due times treat every weekday alike.",
                year=missing,
            ),
            icon=":material/event_busy:",
        )
    panel.unheld(here)
    if "localhost" in settings().address:
        st.warning(
            _(
                "Phones cannot reach “localhost”: set {name} before you print wall codes.",
                name="ONESTOP_ADDRESS",
            ),
            icon=":material/qr_code:",
        )
