"""The catalogue: services, promises, materials, escalation, days off."""

from __future__ import annotations

import streamlit as st

from lib.people.roles import Permission
from lib.ui import addressed, catalog_tables, escalation_table
from lib.ui.lists.panel import list_panel
from lib.ui.session import current

here = current()
_ = here._
EDITS = here.may(Permission.ADMINISTER)

st.header(_("Catalogue"))
tab = addressed.part(
    "catalog_tab",
    _("What to show"),
    {
        "services": _("Services"),
        "promises": _("Promises"),
        "materials": _("Materials"),
        "escalations": _("Escalation"),
        "days": _("Days off"),
    },
)
if tab != "days":
    list_panel(tab, edits=EDITS)
if tab == "promises":
    catalog_tables.promises_table(EDITS)
elif tab == "materials":
    catalog_tables.materials_table(EDITS)
elif tab == "escalations":
    escalation_table.draw(EDITS)
elif tab == "days":
    catalog_tables.days_table(EDITS)
else:
    catalog_tables.services_table(EDITS)
