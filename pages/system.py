"""The system: version, size, backups, rules, import of an old system's tickets, sign-ins and administrative acts."""

from __future__ import annotations

import streamlit as st

from lib.ui.session import current
from lib.ui.system import (
    channels,
    condition,
    holidays,
    log,
    message_words,
    rules,
    seals,
    ticket_import,
    undelivered,
)
from lib.ui.widgets import refusal_shown

here = current()
_ = here._

st.header(_("System"))
refusal_shown(elsewhere=(*ticket_import.FIELDS, *holidays.FIELDS, *channels.FIELDS))
condition.draw(here)
st.subheader(_("Rules"))
rules.draw(here)
st.subheader(_("Public holidays"), anchor="holidays")
holidays.draw(here)
st.subheader(_("Messages"), anchor="messages")
channels.draw(here)
undelivered.draw(here)
message_words.draw(here)
st.subheader(_("Cost sharing statements"), anchor="seals")
seals.draw(here)
st.subheader(_("Import another system's tickets"), anchor="import")
ticket_import.draw(here)
st.subheader(_("Sign-ins and administrative acts"))
log.draw(here)
