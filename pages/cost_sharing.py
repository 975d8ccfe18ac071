"""Cost sharing 费用分摊: the pool of a period, how it is shared, and the steps of its statement."""

import streamlit as st

from lib.ui.addressed import part
from lib.ui.cost_sharing import saving, statement_choice, trend, workbench
from lib.ui.cost_sharing.costs import tab as costs
from lib.ui.cost_sharing.steps import panel
from lib.ui.menu import entry
from lib.ui.session import current

here = current()
_ = here._
st.header(_(entry("cost_sharing").title))
statement = statement_choice.draw(here)
if statement is not None:
    PARTS = {
        "sharing": _("Sharing"),
        "costs": _("Costs"),
        "steps": _("Checking and approval"),
        "trend": _("Past periods"),
    }
    shown = part("sharing_part", _("Show"), PARTS)
    if shown != "sharing":
        saving.reminder(statement)
    if shown == "costs":
        costs.draw(here, statement)
    elif shown == "steps":
        panel.draw(here, statement)
    elif shown == "trend":
        trend.draw(here)
    else:
        workbench.draw(here, statement)
