"""The system: version, size, backups, rules, import of an old system's tickets, sign-ins and administrative acts."""

from __future__ import annotations

import streamlit as st

from lib.ui.session import current
from lib.ui.system import condition, log, rules, ticket_import
from lib.ui.widgets import refusal_shown

here = current()
_ = here._

st.header(_("System"))
refusal_shown(elsewhere=ticket_import.FIELDS)
condition.draw(here)
st.subheader(_("Rules"))
rules.draw(here)
st.subheader(_("Import another system's tickets"), anchor="import")
ticket_import.draw(here)
st.subheader(_("Sign-ins and administrative acts"))
log.draw(here)
