"""Ticket entry 报修登记: a call or a WeChat message becomes a ticket, without the mouse."""

import streamlit as st

from lib.ui.entry import beside, fields, pasting, phoned_in
from lib.ui.focusing import focus
from lib.ui.session import current
from lib.ui.widgets import refusal_shown

here = current()
_ = here._

refused = st.container()
entry, technician = st.tabs(
    [_("A new report"), _("A technician phones")], key="entry_tabs", on_change="rerun"
)
with entry:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        fields.draw(here, in_front=entry.open is not False)
    with right:
        beside.draw(here)
with technician:
    phoned_in.draw(here)
with refused:
    refusal_shown()
focus(*pasting.first())
