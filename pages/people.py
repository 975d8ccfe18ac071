"""People and organisation: accounts, departments, teams, vendors, contracts."""

from __future__ import annotations

import streamlit as st

from lib.people.roles import Permission
from lib.ui import account_panel, organisation_tables
from lib.ui.session import current

here = current()
_ = here._
EDITS = here.may(Permission.ADMINISTER)

st.header(_("People"))
tab = st.segmented_control(
    _("What to show"),
    ["accounts", "departments", "teams", "vendors", "contracts"],
    default="accounts",
    key="people_tab",
    bind="query-params",
    label_visibility="collapsed",
    format_func={
        "accounts": _("Accounts"),
        "departments": _("Departments"),
        "teams": _("Teams"),
        "vendors": _("Vendors"),
        "contracts": _("Contracts"),
    }.__getitem__,
)
if tab == "departments":
    organisation_tables.departments(EDITS)
elif tab == "teams":
    organisation_tables.teams(EDITS)
elif tab == "vendors":
    organisation_tables.vendors(EDITS)
elif tab == "contracts":
    organisation_tables.contracts(EDITS)
else:
    account_panel.accounts_table(EDITS)
