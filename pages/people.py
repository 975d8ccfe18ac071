"""People and organisation: accounts, papers, departments, teams, vendors, contracts."""

from __future__ import annotations

import streamlit as st

from lib.people.roles import Permission
from lib.ui import account_panel, addressed, organisation_tables
from lib.ui.lists.panel import list_panel
from lib.ui.papers import panel
from lib.ui.session import current

here = current()
_ = here._
EDITS = here.may(Permission.ADMINISTER)

st.header(_("People"))
PARTS = {
    "accounts": _("Accounts"),
    "papers": _("Papers"),
    "departments": _("Departments"),
    "teams": _("Teams"),
    "vendors": _("Vendors"),
    "contracts": _("Contracts"),
}
# A vendor's account sees the papers of its own people, and nothing else here.
offered = PARTS if here.may(Permission.SEE_PEOPLE) else {"papers": PARTS["papers"]}
tab = addressed.part("people_tab", _("What to show"), offered)
if tab != "papers":
    # Accounts are personal: who may not change them takes none away.
    list_panel("people" if tab == "accounts" else tab, edits=EDITS, exports=tab != "accounts")
if tab == "papers":
    panel.draw()
elif tab == "departments":
    organisation_tables.departments(EDITS)
elif tab == "teams":
    organisation_tables.teams(EDITS)
elif tab == "vendors":
    organisation_tables.vendors(EDITS)
elif tab == "contracts":
    organisation_tables.contracts(EDITS)
else:
    account_panel.accounts_table(EDITS)
