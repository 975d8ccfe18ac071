"""Plans and checklists 计划与检查表: what is looked at, how often and by whom; certificates of statutory inspection."""

from __future__ import annotations

import streamlit as st

from lib.ui import addressed
from lib.ui.certificates import tab as certificates
from lib.ui.checklists import tab as checklists
from lib.ui.menu import entry
from lib.ui.plans import tab as plans
from lib.ui.session import current

here = current()
_ = here._
st.header(_(entry("inspection_plans").title))
PARTS = {
    "plans": _("Plans"),
    "checklists": _("Checklists"),
    "certificates": _("Certificates of statutory inspection"),
}
tab = addressed.part("plans_tab", _("What to show"), PARTS)
if tab == "certificates":
    certificates.draw(here)
elif tab == "checklists":
    checklists.draw(here)
else:
    plans.draw(here)
