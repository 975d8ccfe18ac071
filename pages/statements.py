"""Statements 费用结算单: what a vendor carries, how it comes about, and its answer."""

import streamlit as st

from lib.cost_sharing import vendor_part
from lib.ui.menu import entry
from lib.ui.session import current
from lib.ui.statements import choice, one

here = current()
_ = here._
st.header(_(entry("statements").title))
if (chosen := choice.draw(here)) is not None:
    one.draw(here, vendor_part.seen(here.db, here.actor, *chosen))
