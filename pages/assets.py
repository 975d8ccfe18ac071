"""Assets 设备台账: the register, and what happened to each machine."""

import streamlit as st

from lib.ui.assets import one, register, view
from lib.ui.menu import entry
from lib.ui.session import current

here = current()
number = st.query_params.get(view.ONE, "")
if number:
    one.draw(here, number)
else:
    st.header(here._(entry("assets").title))
    register.draw(here)
