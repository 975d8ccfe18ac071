"""Ticket entry 报修登记: a call or a WeChat message becomes a ticket, without the mouse."""

import streamlit as st

from lib.ui.entry import beside, draft, fields, phoned_in
from lib.ui.focusing import focus
from lib.ui.session import current
from lib.ui.widgets import refusal_shown

here = current()
_ = here._

entry, technician = st.tabs([_("A new report"), _("A technician phones")])
with entry:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        refused = st.container()
        fields.draw(here)
        with refused:
            refusal_shown()
    with right:
        beside.draw(here)
with technician:
    phoned_in.draw(here)
focus(draft.key("phone"), draft.turn())
